"""A run: documents through workers into a sink, in order, every input a record or an error line."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cleaner.batch.sinks import FileSink, StreamSink
from cleaner.batch.sources import Document, documents
from cleaner.batch.work import Line, Task, clean_documents
from cleaner.model import Options, SourceError

_CHUNK = 8
_AHEAD = 4
LOW_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """How to run: workers (None: one a core; 1: in this process), overwrite an existing target, list removed pieces."""

    workers: int | None = None
    overwrite: bool = False
    explain: bool = False
    errors: Path | None = None
    """where error lines go; None: the target's name with .errors.jsonl."""
    limit: int | None = None


DEFAULT = Job()


@dataclass
class Report:
    """What came of a run."""

    records: int = 0
    errors: int = 0
    no_body: int = 0
    unsure: int = 0
    """records with a confidence under 0.5."""
    errors_file: Path | None = None
    flags: dict[str, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Inputs that ended as a record or as an error line."""
        return self.records + self.errors

    def add(self, line: Line) -> None:
        """Count one line."""
        if not line.ok:
            self.errors += 1
            return
        self.records += 1
        self.no_body += "no-body" in line.flags
        self.unsure += line.confidence < LOW_CONFIDENCE and "no-body" not in line.flags
        for flag in line.flags:
            self.flags[flag] = self.flags.get(flag, 0) + 1


def clean_folder(
    source: str | Path, target: str | Path, *, options: Options | None = None, job: Job = DEFAULT
) -> Report:
    """Clean every page and text of a folder (or a file, or a glob) into one JSON Lines file.

    Raises SourceError where source or target cannot be used; what a document holds never raises.
    """
    return run([str(source)], Path(target), options=options or Options(), job=job)


def run(
    sources: Sequence[str],
    target: Path | None,
    *,
    options: Options,
    job: Job,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Clean the documents of all sources into `target`, or to standard output when it is None."""
    _check_target(target, job)
    stream = islice(documents(sources), job.limit)
    first = next(stream, None)
    if first is None:
        return Report()
    sink = FileSink(target) if target else StreamSink()
    errors = _error_sink(target, job)
    report = Report()
    try:
        for line in _lines(_chained(first, stream), Task(options, job.explain), job.workers):
            (sink if line.ok else errors).write(line.text)
            report.add(line)
            progress(report)
    except BaseException:
        sink.abandon()
        errors.abandon()
        raise
    sink.finish()
    _finish_errors(errors, report)
    return report


def _check_target(target: Path | None, job: Job) -> None:
    if target is None:
        return
    if target.is_dir():
        raise SourceError(
            f"{target} is a folder; -o takes the name of a file to write, such as {target / 'clean.jsonl'}"
        )
    if target.exists() and not job.overwrite:
        raise SourceError(f"{target} exists already; --overwrite replaces it")


def _error_sink(target: Path | None, job: Job) -> FileSink | StreamSink:
    if job.errors:
        return FileSink(job.errors)
    if target:
        return FileSink(target.with_name(f"{target.name.removesuffix('.jsonl')}.errors.jsonl"))
    return StreamSink(sys.stderr)


def _finish_errors(errors: FileSink | StreamSink, report: Report) -> None:
    """An errors file stays only when something is in it; an old one of an earlier run would lie."""
    if isinstance(errors, StreamSink):
        errors.finish()
    elif errors.lines:
        errors.finish()
        report.errors_file = errors.path
    else:
        errors.drop()
        errors.path.unlink(missing_ok=True)


def _chained(first: Document, rest: Iterator[Document]) -> Iterator[Document]:
    yield first
    yield from rest


def _lines(stream: Iterator[Document], task: Task, workers: int | None) -> Iterator[Line]:
    count = workers or os.cpu_count() or 1
    if count == 1:
        for document in stream:
            yield from clean_documents(task, [document])
        return
    with ProcessPoolExecutor(count) as pool:
        try:
            yield from _ordered(pool, stream, task, count)
        except BrokenProcessPool as error:
            raise SourceError("a worker process died (out of memory, or killed); run again with --workers 1") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _ordered(pool: ProcessPoolExecutor, stream: Iterator[Document], task: Task, count: int) -> Iterator[Line]:
    """Results in the order of the documents, with a bounded number of them under way."""
    waiting: deque[Future[list[Line]]] = deque()
    while True:
        while len(waiting) < count * _AHEAD and (batch := list(islice(stream, _CHUNK))):
            waiting.append(pool.submit(clean_documents, task, batch))
        if not waiting:
            return
        yield from waiting.popleft().result()
