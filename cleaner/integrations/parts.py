"""A run in parts, each done by any process that sees the same folders: what the workers of a cluster are handed.

A part has its note only when its files have their names, so a part is done once or done again, whoever dies meanwhile.
What a run's folder looks like: cleaner/integrations/part_folder.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.batch import Bounds, Document, Report, StoppedError, Task
from cleaner.batch.files import is_document
from cleaner.batch.looking import Looking
from cleaner.batch.sinks import PartFile
from cleaner.batch.sources import files, opened
from cleaner.integrations import guarded
from cleaner.model import SourceError
from cleaner.rules.rulebook import load
from cleaner.version import __version__

SIZE = 1_000
"""documents in a part: some twenty seconds of work, and a file of a few MB."""
ENDINGS = (".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst")
_MOST_BYTES = 64_000_000
_TRIES = 4
RUN, ERRORS = "_run", "_errors"


@dataclass(frozen=True, slots=True)
class Plan:
    """What every worker must know."""

    target: Path
    """absolute."""
    task: Task
    bounds: Bounds
    looking: Looking
    ending: str = ENDINGS[0]
    size: int = SIZE

    @property
    def run(self) -> Path:
        """Where the run keeps its notes."""
        return self.target / RUN

    @property
    def versions(self) -> str:
        """Of the package and its rules: the same on every machine, or the text would depend on who cleaned it."""
        return f"{__version__}, rules {load(self.task.options.rules).version}"


class Unit(NamedTuple):
    """Files that one worker reads: up to `size` pages, or one file of many documents."""

    number: int
    files: tuple[Document, ...]


class Part(NamedTuple):
    """Documents that one worker cleans; none when an earlier session has done so, and `counts` are what it counted."""

    name: str
    digest: str
    """of the unit's files."""
    last: bool
    """of its unit."""
    documents: tuple[Document, ...] = ()
    counts: Mapping[str, Any] | None = None


def units(sources: Sequence[str], plan: Plan) -> Iterator[Unit]:
    """The files of the sources, found and grouped, not opened. Raises SourceError."""
    for number, group in enumerate(_groups(sources, plan)):
        yield Unit(number, tuple(group))


def parts(plan: Plan, unit: Unit) -> Iterator[Part]:
    """What a unit holds. Where an earlier session did all of it, no file is opened.

    Raises SourceError when its files are not those that the earlier session read.
    """
    digest = _digest(unit)
    number = 0
    while note := _note(plan, _name(unit, number)):
        _check_digest(plan, unit, note, digest)
        yield Part(_name(unit, number), digest, note["last"], counts=note["counts"])
        number += 1
        if note["last"]:
            return
    tries = plan.run / f"{_name(unit, 0)}.tries"
    if _tried(tries) >= _TRIES:
        yield Part(_name(unit, number), digest, True, tuple(_unreadable(unit)))
        return
    for place, (documents, last) in enumerate(_chunks(plan, unit)):
        name = _name(unit, place)
        if place < number:
            continue
        note = _note(plan, name)
        if note:
            _check_digest(plan, unit, note, digest)
        yield Part(name, digest, last, () if note else tuple(documents), note["counts"] if note else None)
    tries.unlink(missing_ok=True)


def write(plan: Plan, part: Part) -> dict[str, Any]:
    """Clean a part's documents and write its files; what was counted (Report.counts).

    Raises StoppedError where they cannot be written, WorkerError where no child can be started.
    """
    if part.counts is not None:
        return dict(part.counts)
    growing = plan.run / f"{part.name}.{uuid.uuid4().hex}"  # a worker believed dead may still be at the same part
    report = Report()
    try:
        growing.mkdir()
        records = PartFile(growing / "records.jsonl", plan.target / f"{part.name}{plan.ending}")
        errors = PartFile(growing / "errors.jsonl", plan.target / ERRORS / f"{part.name}.jsonl")
        for line in guarded.lines(part.documents, plan.task, plan.bounds):
            (records if line.ok else errors).write(line.text)
            report.add(line)
        for file, lines in ((records, report.records), (errors, report.errors)):
            file.sync()
            file.place() if lines else file.close()
        note = {"digest": part.digest, "last": part.last, "counts": report.counts()}
        put_note(growing / "note", note, plan.run / f"{part.name}.json")
        shutil.rmtree(growing, ignore_errors=True)
    except OSError as error:
        raise StoppedError(f"{plan.target}: cannot be written: {error.strerror}") from error
    return report.counts()


def _groups(sources: Sequence[str], plan: Plan) -> Iterator[list[Document]]:
    pages: list[Document] = []
    for file in files(sources, plan.looking):
        found = Document(file.source, file.path and Path(os.path.abspath(file.path)), problem=file.problem)
        single = file.path is None or is_document(file.path.name, pages=True)
        if pages and (not single or len(pages) == plan.size):
            yield pages
            pages = []
        if single:
            pages.append(found)
        else:
            yield [found]
    if pages:
        yield pages


def _name(unit: Unit, number: int) -> str:
    return f"part-{unit.number:06d}-{number:04d}"


def _chunks(plan: Plan, unit: Unit) -> Iterator[tuple[list[Document], bool]]:
    """(documents, whether they are the unit's last), the same every time the same files are read."""
    chunk: list[Document] = []
    size = 0
    for document in (document for file in unit.files for document in opened(file, plan.looking)):
        if len(chunk) == plan.size or size > _MOST_BYTES:
            yield chunk, False
            chunk, size = [], 0
        chunk.append(document)
        size += document.size if document.content is not None else 0
    if chunk:
        yield chunk, True


def _tried(tries: Path) -> int:
    """How often a unit's files were begun to be read; now it is once more."""
    with tries.open("ab") as file:
        before = file.tell()
        file.write(b".")
    return before


def _unreadable(unit: Unit) -> Iterator[Document]:
    """Error lines for files that end every process that reads them: engines would go on trying for ever."""
    for file in unit.files:
        said = f"{file.source}: reading it, or files beside it, has ended {_TRIES} processes"
        yield Document(file.source, problem=said)


def _digest(unit: Unit) -> str:
    """Of the names, sizes and times of a unit's files."""
    known = hashlib.blake2b(digest_size=16)
    for file in unit.files:
        size, changed = _stamp(file.path)
        known.update(f"{file.source}\0{size}\0{changed}\n".encode("utf-8", "backslashreplace"))
    return known.hexdigest()


def _stamp(path: Path | None) -> tuple[int, int]:
    """Size and change time in ns; zeros for what cannot be reached."""
    try:
        info = path.stat() if path else None
    except OSError:
        info = None
    return (info.st_size, info.st_mtime_ns) if info else (0, 0)


def _check_digest(plan: Plan, unit: Unit, note: Mapping[str, Any], digest: str) -> None:
    if note["digest"] != digest:
        raise SourceError(
            f"{plan.target}: the unfinished run had other input: {unit.files[0].source} or one of the"
            f" {len(unit.files) - 1} files behind it has another name, size or time. --overwrite begins anew"
        )


def _note(plan: Plan, name: str) -> dict[str, Any]:
    return read_note(plan.run / f"{name}.json")


def read_note(path: Path) -> dict[str, Any]:
    """A JSON object; empty where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def put_note(growing: Path, content: Mapping[str, Any], final: Path) -> None:
    """A JSON file that is there as a whole or not at all."""
    with growing.open("w", encoding="utf-8", errors="backslashreplace") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    growing.replace(final)
