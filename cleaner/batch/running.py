"""A run: documents through guarded workers into a sink, in order, every input a record or an error line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cleaner.batch.document import Document
from cleaner.batch.guard import Bounds
from cleaner.batch.job import DEFAULT, Job
from cleaner.batch.looking import Looking, placed
from cleaner.batch.outputs import Files, Streams, check_target, errors_path
from cleaner.batch.pool import Pool
from cleaner.batch.report import Report
from cleaner.batch.sources import documents
from cleaner.batch.standard_input import StoppedReadingError
from cleaner.batch.unfinished import folder_of, read_state
from cleaner.batch.work import Task
from cleaner.model import Options, SourceError
from cleaner.rules.rulebook import load
from cleaner.version import __version__


def clean_folder(
    source: str | Path, target: str | Path, *, options: Options | None = None, job: Job = DEFAULT
) -> Report:
    """Clean every document of a folder (or a file, or a glob) into one file: .jsonl, .jsonl.gz, .jsonl.zst, .parquet.

    Raises SourceError where source or target cannot be used, StoppedError where the run cannot go on, WorkerError where
    no worker can be started; what a document holds never raises.
    """
    return run([str(source)], Path(target), options=options or Options(), job=job)


def run(
    sources: Sequence[str],
    target: Path | None,
    *,
    options: Options,
    job: Job = DEFAULT,
    progress: Callable[[Report], None] = lambda report: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Clean the documents of all sources into `target`, or to standard output when it is None.

    progress: called after every document. stop: asked before every document; once it says yes, what is under way is
    finished, and the report says that the run was interrupted.
    """
    output = _output(sources, target, (options, job), stop)
    if output is None:
        errors = errors_path(target, job)
        return Report(complete=True, errors_file=errors if errors and errors.exists() else None)
    report = Report()
    begin = time.monotonic()
    try:
        rest = _Rest(output.left(report), stop)
        with Pool(Task(options, job.explain), job.workers or _cores(), Bounds(job.timeout, job.memory)) as pool:
            for document, line in pool.lines(rest):
                report.add(line)
                output.put(document, line, report)
                report.seconds = time.monotonic() - begin
                progress(report)
        report.interrupted = rest.stopped
        output.finish(report)
    except BaseException:
        output.abandon()
        raise
    return report


def _output(
    sources: Sequence[str], target: Path | None, how: tuple[Options, Job], stop: Callable[[], bool]
) -> Files | Streams | None:
    """Where the lines go, with what is to be done; None where the output is complete already.

    The first document is found before anything is written: what is wrong with the sources is said now.
    """
    options, job = how
    check_target(target, job)
    if target and job.resume and "-" in sources:
        raise SourceError("standard input cannot be read twice, so a run of it cannot be resumed; leave --resume away")
    if job.resume and not job.overwrite and target and target.exists() and read_state(target) is None:
        if job.report and not job.report.exists():
            raise SourceError(
                f"{target} is complete already, and what its run had counted is gone: leave --report away, or"
                " --overwrite cleans it anew"
            )
        return None
    looking = replace(looking_for(target, options, job), stop=stop)
    stream = _chosen(documents(sources, looking), job)
    first = list(islice(stream, 1))
    todo = chain(first, stream)
    if target is None:
        return Streams(todo, job)
    return Files(todo, target, manifest_of(sources, options, job, errors_path(target, job)), job)


def looking_for(target: Path | None, options: Options, job: Job) -> Looking:
    """How the sources of a run are read: what it writes, in a folder that is a source, is no input."""
    own = (target, target and folder_of(target), errors_path(target, job), job.report)
    return Looking(job.fields, options.limits.bytes, frozenset(placed(path) for path in own if path))


class _Rest:
    """Documents up to the end, or until somebody says stop."""

    def __init__(self, documents: Iterator[Document], stop: Callable[[], bool]) -> None:
        self._documents, self._stop = documents, stop
        self.stopped = False

    def __iter__(self) -> Iterator[Document]:
        try:
            for document in self._documents:
                self.stopped = self._stop()
                if self.stopped:
                    return
                yield document
        except StoppedReadingError:
            self.stopped = True


def manifest_of(sources: Sequence[str], options: Options, job: Job, errors: Path | None) -> dict[str, Any]:
    """What a run's bytes hang on. Workers, time and memory may change between its sessions."""
    limits = asdict(options.limits)
    fields = {f"column for {name}": value for name, value in asdict(job.fields).items()}
    return {
        "sources": [str(os.path.abspath(source)) if source != "-" else source for source in sources],
        "cleaner": __version__,
        "rules": load(options.rules).version,
        "language": options.language,
        "portal": options.portal,
        "keep": sorted(options.keep),
        "second opinion": options.second_opinion,
        **{f"limit of {name}": value for name, value in limits.items()},
        "explain": job.explain,
        "limit": job.limit,
        "shard": list(job.shard) if job.shard else None,
        "errors file": os.path.abspath(errors) if errors else None,
        **fields,
    }


def _chosen(stream: Iterator[Document], job: Job) -> Iterator[Document]:
    """The inputs of this shard, up to the limit."""
    number, of = job.shard or (1, 1)
    mine = islice(stream, number - 1, None, of)
    return islice(mine, job.limit) if job.limit else mine


def _cores() -> int:
    """Cores that this process may use, which on a shared machine are not all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
