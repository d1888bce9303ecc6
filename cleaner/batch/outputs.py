"""Where a run's lines go: files that can go on after a kill, or streams."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.batch.document import Document
from cleaner.batch.job import Job
from cleaner.batch.report import Report
from cleaner.batch.sinks import PartFile, StreamSink, check_name
from cleaner.batch.unfinished import Inputs, State, Unfinished, read_state
from cleaner.batch.work import Line
from cleaner.model import SourceError


class Files:
    """Records into the target, error lines beside it, both able to go on after a kill."""

    def __init__(self, todo: Iterator[Document], target: Path, manifest: Mapping[str, Any], job: Job) -> None:
        errors = errors_path(target, job) or target
        self._todo = todo
        self._inputs = Inputs()
        self._unfinished = Unfinished(target, errors)
        self._state: State | None = None
        try:
            if job.resume:
                self._state = self._unfinished.resume(manifest)
            elif not job.overwrite:
                self._unfinished.refuse()
            if self._state is None:
                self._unfinished.begin(manifest)
        except BaseException:
            self._unfinished.release()
            raise

    def left(self, report: Report) -> Iterator[Document]:
        """What is left to do; the report goes on from what was done. Raises SourceError if that was other input."""
        state = self._state
        if state is None:
            return self._todo
        for document in islice(self._todo, state.inputs):
            self._inputs.add(document)
        self._inputs.check(state, self._unfinished.target)
        for name, value in state.counts.items():
            setattr(report, name, value)
        report.resumed = report.done
        return iter(()) if state.finished else self._todo

    def put(self, document: Document, line: Line, report: Report) -> None:
        """One more line."""
        (self._unfinished.records if line.ok else self._unfinished.error_lines).write(line.text)
        self._inputs.add(document)
        if self._unfinished.is_due:
            self._unfinished.save(self._inputs, report.counts())

    def finish(self, report: Report) -> None:
        """All is done, or as much as an interrupt leaves."""
        unfinished = self._unfinished
        if not unfinished.state.finished:
            unfinished.save(self._inputs, report.counts(), finished=not report.interrupted)
        if report.interrupted:
            unfinished.abandon()
            return
        unfinished.finish()
        report.errors_file = unfinished.errors if report.errors else None

    def abandon(self) -> None:
        """The run stops here."""
        self._unfinished.abandon()


class Streams:
    """Records to standard output, error lines to a file or to standard error."""

    def __init__(self, todo: Iterator[Document], job: Job) -> None:
        errors = job.errors
        self._todo = todo
        self._records = StreamSink()
        self._errors = PartFile(errors, errors) if errors else StreamSink(sys.stderr)
        if isinstance(self._errors, PartFile):
            self._errors.cut(0)
        self._path = errors

    def left(self, report: Report) -> Iterator[Document]:
        """Everything: nothing was done before."""
        return self._todo

    def put(self, document: Document, line: Line, report: Report) -> None:
        """One more line."""
        (self._records if line.ok else self._errors).write(line.text)

    def finish(self, report: Report) -> None:
        """Hand on what is buffered; an errors file stays only when something is in it."""
        self._records.flush()
        self._errors.flush()
        self._errors.close()
        if self._path and report.errors:
            report.errors_file = self._path
        elif self._path:
            self._path.unlink()

    def abandon(self) -> None:
        """The run stops here."""
        self._errors.close()


def errors_path(target: Path | None, job: Job) -> Path | None:
    """The errors file: as stated, else beside the target; None for standard error."""
    if job.errors or target is None:
        return job.errors
    return target.with_name(f"{target.name.removesuffix('.jsonl')}.errors.jsonl")


def check_target(target: Path | None, job: Job) -> None:
    """Raise SourceError where the target cannot be written, or where something is there that nobody said to replace."""
    fresh = not job.overwrite and not (target and job.resume)
    for path in (job.errors, target):
        if path and path.is_dir():
            raise SourceError(
                f"{path} is a folder; -o takes the name of a file to write, such as {path / 'clean.jsonl'}"
            )
        if path and path.exists() and not path.is_file():
            raise SourceError(f"{path} is no file that could be replaced; leave -o away and write to it with >")
        if fresh and path and read_state(path) is None and path.exists():
            raise SourceError(
                f"{path} exists already; --overwrite replaces it, --resume goes on with an unfinished run"
            )
    if target:
        check_name(target)
