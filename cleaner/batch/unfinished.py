"""A run that is under way: a folder OUT.part with the growing output, what it was begun with, and how far it is.

Whatever moment the process is killed at, the folder tells a later session where to go on: `state.json` is replaced as a
whole, after the bytes it speaks of are on the disk, and what the files hold beyond that is cut off.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cleaner.batch.document import Document
from cleaner.batch.lock import LOCK, locked
from cleaner.batch.sinks import PartFile, StoppedError
from cleaner.model import SourceError

_SECONDS = 1.0
_PART = ".part"
_STATE, _RECORDS, _ERRORS = "state.json", "records.jsonl", "errors.jsonl"


@dataclass
class State:
    """How far a run is, all of it at one moment."""

    manifest: dict[str, Any]
    inputs: int = 0
    last: str = ""
    """source of the last input."""
    digest: str = ""
    """of the inputs' names, sizes and times."""
    bytes: int = 0
    error_bytes: int = 0
    finished: bool = False
    """all is written; files may have their names already."""
    saved: float = 0.0
    """when, in seconds since 1970."""
    counts: dict[str, Any] = field(default_factory=dict)


class Inputs:
    """A running digest over the inputs a run has done, in order."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self.number = 0
        self.last = ""
        self.newest: tuple[int, str] = (0, "")
        """change time and name of the file that was changed last."""

    def add(self, document: Document) -> None:
        """One more."""
        size, changed = document.stamp
        self._hash.update(f"{document.source}\0{size}\0{changed}\n".encode("utf-8", "backslashreplace"))
        self.number += 1
        self.last = document.source
        self.newest = max(self.newest, (changed, document.source))

    @property
    def digest(self) -> str:
        """Of all so far."""
        return self._hash.hexdigest()

    def check(self, state: State, target: Path) -> None:
        """Raise SourceError unless these are the inputs of a state, naming the difference."""
        if self.digest == state.digest or state.inputs == 0:
            return
        changed, name = self.newest
        if self.number < state.inputs:
            what = f"it had done {state.inputs} inputs, now there are {self.number}"
        elif self.last != state.last:
            what = f"input {self.number} was {state.last}, now it is {self.last}"
        elif changed > state.saved * 1e9:
            what = f"{name} was changed since"
        else:
            what = f"files up to {self.last} have another size or time"
        raise SourceError(f"{target}: the unfinished run had other input: {what}. --overwrite begins anew")


class Unfinished:
    """The folder of a run. One process at a time holds it."""

    def __init__(self, target: Path, errors: Path) -> None:
        self.target, self.errors = target, errors
        self.folder = folder_of(target)
        self._lock = locked(self.folder, target)
        self._saved = 0.0
        self.state = State({})
        self.records: PartFile
        self.error_lines: PartFile
        self._parts: tuple[PartFile, ...] = ()

    def begin(self, manifest: Mapping[str, Any]) -> None:
        """A run from its start; what an earlier one left is thrown away."""
        for path in self.folder.iterdir():
            if path.name != LOCK:
                path.unlink()
        self.state = State(dict(manifest))
        self._open()
        self._write()

    def refuse(self) -> None:
        """Raise SourceError where there is something to resume."""
        if read_state(self.target):
            raise SourceError(
                f"{self.target}: an unfinished run of it lies in {self.folder}; --resume goes on with it,"
                " --overwrite begins anew"
            )

    def resume(self, manifest: Mapping[str, Any]) -> State | None:
        """Go back to the last saved moment, and its state; None where none was saved.

        Raises SourceError, naming the difference, when the run was begun with something else.
        """
        found = read_state(self.target)
        if found is None:
            return None
        compare(found.manifest, manifest, self.target)
        self.state = found
        if not found.finished:
            self._open()
            self.records.cut(found.bytes)
            self.error_lines.cut(found.error_bytes)
        return found

    def _open(self) -> None:
        self.records = PartFile(self.folder / _RECORDS, self.target)
        self.error_lines = PartFile(self.folder / _ERRORS, self.errors)
        self._parts = (self.records, self.error_lines)

    @property
    def is_due(self) -> bool:
        """Whether the last saved moment is so long ago that another is worth its writing."""
        return time.monotonic() - self._saved > _SECONDS

    def save(self, inputs: Inputs, counts: Mapping[str, Any], *, finished: bool = False) -> None:
        """Write down how far the run is, after the bytes it speaks of."""
        state = self.state
        state.inputs, state.last, state.digest = inputs.number, inputs.last, inputs.digest
        state.counts, state.finished = dict(counts), finished
        self._write()

    def _write(self) -> None:
        self.state.bytes, self.state.error_bytes = self.records.sync(), self.error_lines.sync()
        self.state.saved = time.time()
        new = self.folder / "state.new"
        try:
            with new.open("w", encoding="utf-8") as file:
                json.dump(asdict(self.state), file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.folder / _STATE)
        except OSError as error:
            raise StoppedError(f"{new}: cannot be written: {error.strerror}") from error
        self._saved = time.monotonic()

    def finish(self) -> None:
        """Give the files of a finished run their names, and remove the folder. After a kill, it does what is left."""
        self._close()
        errors, records = self.folder / _ERRORS, self.folder / _RECORDS
        if errors.exists():
            if self.state.error_bytes:
                PartFile(errors, self.errors).place()
            else:
                self.errors.unlink(missing_ok=True)  # of an earlier run: it would lie
                errors.unlink()
        if records.exists():
            PartFile(records, self.target).place()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()

    def abandon(self) -> None:
        """Leave the files as they were at the last saved moment, whole lines that can be read, and resumed."""
        saved = read_state(self.target)
        self._close()
        if saved and not saved.inputs:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif saved and not saved.finished:
            for name, size in ((_RECORDS, saved.bytes), (_ERRORS, saved.error_bytes)):
                with contextlib.suppress(OSError):
                    os.truncate(self.folder / name, size)
        self.release()

    def _close(self) -> None:
        for part in self._parts:
            part.close()

    def release(self) -> None:
        """Let another process have the folder; one in which nothing is done goes."""
        done = [self.folder / name for name in (_STATE, _RECORDS, _ERRORS)]
        with contextlib.suppress(OSError):
            if not any(path.exists() and path.stat().st_size for path in done):
                shutil.rmtree(self.folder)
        self._lock.close()


def folder_of(target: Path) -> Path:
    """Where the output grows.

    >>> folder_of(Path("clean.jsonl.gz")).name
    'clean.jsonl.gz.part'
    """
    return target.with_name(f"{target.name}{_PART}")


def is_run(folder: Path) -> bool:
    """Whether a folder, or what a link leads to, is where the output of some run grows."""
    return (folder / _STATE).is_file() and os.path.realpath(folder).endswith(_PART)


def read_state(target: Path) -> State | None:
    """The state of an unfinished run of this output, if there is one."""
    try:
        return State(**json.loads((folder_of(target) / _STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def compare(old: Mapping[str, Any], new: Mapping[str, Any], target: Path) -> None:
    """Raise SourceError for the first thing that is not as it was when the run was begun."""
    for name in (*old, *new):
        if old.get(name) != new.get(name):
            raise SourceError(
                f"{target}: the unfinished run was begun with {name} {_said(old.get(name))}, now it is"
                f" {_said(new.get(name))}. Say the same to resume, or --overwrite to begin anew"
            )


def _said(value: Any) -> str:
    return "nothing" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
