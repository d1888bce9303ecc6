"""Documents cleaned in guarded child processes that an engine's worker process keeps between its calls.

Engines stop or loop for ever on a document that ends their worker (Ray retries it without end, Spark fails the job), so
no document is cleaned in the engine's own process.
"""

from __future__ import annotations

import atexit
import os
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from cleaner.batch import Bounds, Document, Failure, Guard, Task, WorkerError, failure_record
from cleaner.batch.work import Line, error_line

Kind = Literal["rows", "lines"]
"""What a child makes of a document: a method of Task."""

_AT_ONCE = 16
"""documents handed to a child together, so that a large batch is never held twice."""
_IDLE: dict[tuple[Kind, Task, Bounds], list[Guard[Document, Any]]] = {}


def cleaned(documents: Sequence[Document], task: Task, bounds: Bounds) -> list[dict[str, Any]]:
    """One record, or error record (it has the key "error"), for each document, in order. Never raises.

    Where no child can be started, which is no document's fault, every document left gets the stage "start". For several
    threads at once: each has a child of its own.
    """
    found: list[dict[str, Any]] = []
    try:
        for document, outcome in _outcomes("rows", documents, task, bounds):
            found.append(failure_record(document, outcome) if isinstance(outcome, Failure) else outcome)
    except WorkerError as error:
        failure = Failure("start", type(error).__name__, str(error), 0)
        found += [failure_record(document, failure) for document in documents[len(found) :]]
    return found


def lines(documents: Sequence[Document], task: Task, bounds: Bounds) -> Iterator[Line]:
    """One line of output for each document, in order. Raises WorkerError where no child can be started."""
    for document, outcome in _outcomes("lines", documents, task, bounds):
        yield error_line(failure_record(document, outcome)) if isinstance(outcome, Failure) else outcome


def close() -> None:
    """End the children that wait for work; the next call starts another."""
    for idle in _IDLE.values():
        while idle:
            idle.pop().close()


def _outcomes(kind: Kind, documents: Sequence[Document], task: Task, bounds: Bounds) -> Iterator[tuple[Document, Any]]:
    idle = _IDLE.setdefault((kind, task, bounds), [])
    guard = idle.pop() if idle else Guard[Document, Any](getattr(task, kind), bounds)
    try:
        for at in range(0, len(documents), _AT_ONCE):
            some = documents[at : at + _AT_ONCE]
            yield from zip(some, guard.run(some), strict=True)
    except BaseException:
        guard.close()
        raise
    idle.append(guard)


def _forget() -> None:
    """In a forked process: the children are the parent's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _IDLE.clear()


atexit.register(close)
os.register_at_fork(after_in_child=_forget)
