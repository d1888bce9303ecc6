"""Where a run's lines go: files that can go on after a kill, or streams."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.batch.document import Document
from cleaner.batch.job import Job
from cleaner.batch.lock import check_folder
from cleaner.batch.report import Report
from cleaner.batch.sinks import PartFile, StreamSink, check_name
from cleaner.batch.unfinished import Inputs, State, Unfinished, folder_of, read_state
from cleaner.batch.work import Line
from cleaner.model import SourceError

_SUCH_AS = {"-o": "clean.jsonl", "--errors": "clean.errors.jsonl", "--report": "report.json"}


class Files:
    """Records into the target, error lines beside it, both able to go on after a kill."""

    def __init__(self, todo: Iterator[Document], target: Path, manifest: Mapping[str, Any], job: Job) -> None:
        errors = errors_path(target, job) or target
        self._todo = todo
        self._inputs = Inputs()
        self._report = job.report
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
        report.errors_file = unfinished.errors if report.errors and not report.interrupted else None
        if self._report:  # while a later session could still make it
            report.write(self._report)
        if report.interrupted:
            unfinished.abandon()
        else:
            unfinished.finish()

    def abandon(self) -> None:
        """The run stops here."""
        self._unfinished.abandon()


class Streams:
    """Records to standard output, error lines to a file or to standard error."""

    def __init__(self, todo: Iterator[Document], job: Job) -> None:
        errors = job.errors
        self._todo = todo
        self._records = StreamSink(sys.stdout)
        self._errors = PartFile(errors, errors) if errors else StreamSink(sys.stderr)
        if isinstance(self._errors, PartFile):
            self._errors.cut(0)
        self._path = errors
        self._report = job.report

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
        if self._report:
            report.write(self._report)

    def abandon(self) -> None:
        """The run stops here; an errors file with nothing in it would only be in the way of the next one."""
        self._errors.close()
        with contextlib.suppress(OSError):
            if self._path and self._path.stat().st_size == 0:
                self._path.unlink()


def errors_path(target: Path | None, job: Job) -> Path | None:
    """The errors file: as stated, else beside the target; None for standard error."""
    if job.errors or target is None:
        return job.errors
    return target.with_name(f"{target.name.removesuffix('.jsonl')}.errors.jsonl")


def check_target(target: Path | None, job: Job) -> None:
    """Raise SourceError where a file of the run cannot be written, or would replace one that nobody said to replace."""
    if job.resume and target is None:
        raise SourceError("--resume goes on with an output that was interrupted: name it with -o FILE")
    errors = errors_path(target, job)
    named = {"-o": target, "--errors": errors, "--report": job.report}
    paths = {option: path for option, path in named.items() if path}
    for option, path in paths.items():
        _check_path(option, path)
    for stated in (job.errors, job.report):  # of the target, its lock says it
        if stated and not stated.exists():
            check_folder(stated)
    _check_apart(paths, folder_of(target) if target else None)
    if not job.overwrite:
        _check_free(target, errors, job)
    if target:
        check_name(target)


def _check_path(option: str, path: Path) -> None:
    """Raise SourceError where no file could get this name."""
    if str(path) == "-":
        raise SourceError(f"{option} takes the name of a file, not -")
    if path.is_dir():
        raise SourceError(
            f"{path} is a folder; {option} takes the name of a file to write, such as {path / _SUCH_AS[option]}"
        )
    if option == "--report":  # it is written in place, and may be a pipe
        if path.exists() and not os.access(path, os.W_OK):
            raise SourceError(f"{path}: cannot be written: {os.strerror(errno.EACCES)}")
    elif path.exists() and not path.is_file():
        remedy = "leave -o away and write to it with >" if option == "-o" else f"name a file with {option}"
        raise SourceError(f"{path} is no file that could be replaced; {remedy}")


def _check_apart(paths: Mapping[str, Path], growing: Path | None) -> None:
    """Raise SourceError where one file of the run would replace another, or lie in the folder that goes in the end."""
    taken: dict[str, str] = {}
    for option, path in paths.items():
        place = os.path.realpath(path)
        if place in taken:
            raise SourceError(f"{path} is named twice, for {taken[place]} and for {option}; write to two files")
        taken[place] = option
        if growing and Path(os.path.realpath(growing)) in (Path(place), *Path(place).parents):
            raise SourceError(f"{path} lies in {growing}, which goes when the run is complete; write to another file")


def _check_free(target: Path | None, errors: Path | None, job: Job) -> None:
    """Raise SourceError where a file is there that is of no unfinished run."""
    if target and read_state(target):
        return
    if target and target.exists():
        if job.resume:
            return
        raise SourceError(f"{target} exists already; --overwrite replaces it, --resume goes on with an unfinished run")
    if errors and errors.exists():
        raise SourceError(f"{errors} exists already; --overwrite replaces it, --errors names another for error lines")
