"""Several guards side by side, results in the order of the items, a bounded number of them under way."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from cleaner.batch.document import Document
from cleaner.batch.guard import Bounds, Failure, Guard
from cleaner.batch.work import Line, Task, error_line, failure_record

_CHUNK, _CHUNK_BYTES = 8, 4_000_000
_AHEAD = 4
"""chunks under way a worker: enough to go on with while one of them waits for its time to be over."""


class Pool:
    """Documents to lines, in order, by `workers` guarded child processes."""

    def __init__(self, task: Task, workers: int, bounds: Bounds) -> None:
        self._free: queue.SimpleQueue[Guard[Document, Line]] = queue.SimpleQueue()
        self._guards = [Guard[Document, Line](task.lines, bounds) for _ in range(workers)]
        for guard in self._guards:
            self._free.put(guard)
        self._threads = ThreadPoolExecutor(workers)

    def lines(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Line]]:
        """Every document with its line. Raises WorkerError when no worker can be started."""
        chunks = _chunked(documents)
        waiting: deque[tuple[list[Document], Future[list[Line]]]] = deque()
        while True:
            while len(waiting) < len(self._guards) * _AHEAD and (chunk := next(chunks, None)):
                waiting.append((chunk, self._threads.submit(self._clean, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            yield from zip(chunk, future.result(), strict=True)

    def _clean(self, chunk: list[Document]) -> list[Line]:
        guard = self._free.get()
        try:
            outcomes = guard.run(chunk)
        finally:
            self._free.put(guard)
        return [
            error_line(failure_record(document, outcome)) if isinstance(outcome, Failure) else outcome
            for document, outcome in zip(chunk, outcomes, strict=True)
        ]

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for guard in self._guards:
            guard.stop()
        self._threads.shutdown(wait=True)
        for guard in self._guards:
            guard.close()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _chunked(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """A few documents at a time, fewer when they hold much."""
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += document.size if document.content is not None else 0
        if len(chunk) == _CHUNK or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
