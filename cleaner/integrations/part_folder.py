"""The folder that a run in parts fills.

    OUT/part-000000-0000.parquet     records, in the order of the input
    OUT/_errors/part-000000-0000.jsonl
    OUT/_run/                        what was begun with, and a note for every part that is done; gone in the end
    OUT/_SUCCESS                     the report, when all is done

Readers of whole folders (pandas, pyarrow, Spark, Hugging Face datasets) pass over names that begin with "_".
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.batch import Job, Report
from cleaner.batch.lock import LOCK, check_folder, locked
from cleaner.batch.unfinished import compare
from cleaner.integrations.parts import ENDINGS, ERRORS, RUN, Plan, put_note, read_note
from cleaner.model import SourceError

_SUCCESS, _MANIFEST = "_SUCCESS", "manifest.json"
# Names as a run of ours gives them: pyarrow writes part-0.parquet, Spark part-00000-<uuid>.snappy.parquet. A network
# file system calls a file .nfs* that is deleted while a process still has it open.
_PART = r"part-\d{6,}-\d{4,}"
_RECORDS = re.compile(rf"{_PART}({'|'.join(map(re.escape, ENDINGS))})(\.copy)?")
_IN = {
    ERRORS: re.compile(rf"{_PART}\.jsonl(\.copy)?"),
    RUN: re.compile(rf"{LOCK}|report|manifest\.(json|new)|{_PART}\.(json|tries|[0-9a-f]+)|\.nfs\w+"),
}


class Output:
    """The folder of a run, held by one process at a time."""

    def __init__(self, plan: Plan, manifest: Mapping[str, Any], job: Job) -> None:
        """Begin or go on. Raises SourceError where something is there that nobody said to replace or to resume."""
        self._plan = plan
        self.complete = job.resume and not job.overwrite and _is_complete(plan.target)
        """an earlier session has finished: there is nothing to do."""
        if self.complete:
            return
        whole = {**manifest, "format": plan.ending, "documents in a part": plan.size}
        _check_target(plan.target, job)
        plan.target.mkdir(exist_ok=True)
        self._lock = locked(plan.run, plan.target)
        try:
            self._begin(whole, job)
        except BaseException:
            self._lock.close()
            raise

    def _begin(self, manifest: Mapping[str, Any], job: Job) -> None:
        before = read_note(self._plan.run / _MANIFEST) if self._has_notes else {}
        if before and job.resume:
            compare(before, manifest, self._plan.target)
            for tries in self._plan.run.glob("*.tries"):
                tries.unlink()
            return
        if before and not job.overwrite:
            raise SourceError(
                f"{self._plan.target}: an unfinished run lies in it; --resume goes on with it, --overwrite begins anew"
            )
        _clear(self._plan.target)
        (self._plan.target / ERRORS).mkdir(exist_ok=True)
        put_note(self._plan.run / "manifest.new", manifest, self._plan.run / _MANIFEST)

    @property
    def report(self) -> dict[str, Any]:
        """The report of the session that has finished; empty where none has."""
        return read_note(self._plan.target / _SUCCESS)

    @property
    def _has_notes(self) -> bool:
        return any(self._plan.run.glob("part-*.json"))

    def so_far(self) -> Report:
        """What to count in. Of a complete run: that it is complete, and where its error lines are."""
        errors = self._plan.target / ERRORS
        return Report(complete=self.complete, errors_file=errors if self.complete and errors.is_dir() else None)

    def finish(self, report: Report) -> None:
        """All is done."""
        errors = self._plan.target / ERRORS
        if report.errors:
            report.errors_file = errors
        else:
            shutil.rmtree(errors, ignore_errors=True)
        put_note(self._plan.run / "report", report.to_dict(), self._plan.target / _SUCCESS)
        shutil.rmtree(self._plan.run, ignore_errors=True)
        self._lock.close()

    def abandon(self) -> None:
        """The run stops here; what is done can be used, and resumed. Where nothing is done, nothing stays."""
        if self.complete:
            return
        if not self._has_notes and next(self._plan.target.glob("part-*"), None) is None:
            shutil.rmtree(self._plan.run, ignore_errors=True)
            for folder in (self._plan.target / ERRORS, self._plan.target):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        self._lock.close()


def _check_target(target: Path, job: Job) -> None:
    if target.exists() and not target.is_dir():
        raise SourceError(f"{target} is a file; -o takes the name of a folder for the parts")
    if not target.exists():
        check_folder(target)
    strange = next(_strange(target), None)
    if strange:
        raise SourceError(f"{target} holds other files, such as {strange.relative_to(target)}; name a new folder")
    if job.overwrite:
        return
    parts = next(target.glob("part-*"), None) is not None
    if (target / _SUCCESS).exists() or (parts and not read_note(target / RUN / _MANIFEST)):
        raise SourceError(f"{target} exists already; --overwrite replaces it")


def _is_complete(target: Path) -> bool:
    """Whether a run of ours has finished there. Spark's _SUCCESS is empty."""
    return bool(read_note(target / _SUCCESS))


def _strange(target: Path) -> Iterator[Path]:
    """What no run of ours has written."""
    for path in target.glob("*"):
        if path.name in _IN and path.is_dir():
            yield from (inner for inner in path.iterdir() if not _IN[path.name].fullmatch(inner.name))
        elif not _is_part(path) and not (path.name == _SUCCESS and _is_complete(target)):
            yield path


def _is_part(path: Path) -> bool:
    return path.is_file() and _RECORDS.fullmatch(path.name) is not None


def _clear(target: Path) -> None:
    """Take away what an earlier run wrote; the lock stays. _check_target() has looked: nothing else is there."""
    for path in filter(_is_part, target.iterdir()):
        path.unlink(missing_ok=True)
    (target / _SUCCESS).unlink(missing_ok=True)
    shutil.rmtree(target / ERRORS, ignore_errors=True)
    for path in (target / RUN).iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
