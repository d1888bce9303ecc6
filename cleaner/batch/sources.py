"""Documents to clean: folders, files, globs, standard input.

Streamed: the names of one folder at a time are held, and of a glob all that it matches.
"""

from __future__ import annotations

import glob
import io
import os
import re
import select
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from cleaner.batch.document import Document
from cleaner.batch.fields import Fields
from cleaner.batch.files import SUFFIXES, documents_in, is_document
from cleaner.batch.rows import Origin
from cleaner.batch.unfinished import is_run
from cleaner.model import SourceError

_DIGITS = re.compile(r"\d+")
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Looking:
    """How sources are read: the columns of rows, the most bytes of a document, what is no input (the output)."""

    fields: Fields = field(default_factory=Fields)
    most: int = 20_000_000
    outputs: frozenset[Path] = field(default_factory=frozenset)
    """files and folders, each as placed() names it."""
    stop: Callable[[], bool] = bool
    """asked while standard input is waited for; once it says yes, StoppedReadingError is raised. bool() says no."""

    def is_output(self, path: Path) -> bool:
        """Whether this is the output, by its own name or by a link to it."""
        named = any(path.name == own.name for own in self.outputs) and placed(path) in self.outputs
        return named or (path.is_symlink() and Path(os.path.realpath(path)) in self.outputs)


def placed(path: Path) -> Path:
    """A path that is the same through whatever links its folder is reached. The file itself need not be there."""
    return Path(os.path.realpath(path.parent), path.name)


def documents(sources: Sequence[str], looking: Looking = Looking()) -> Iterator[Document]:
    """Every document of the sources, folders recursively, names as a person sorts them.

    What cannot be read is a document with a problem. Raises SourceError for a source that does not exist or holds
    nothing to clean, and for a library that is needed and missing.
    """
    for source, within in _each(sources, looking):
        found = False
        for file in within:
            for document in opened(file, looking):
                found = True
                yield document
        if not found:
            if len(sources) == 1:
                raise SourceError(_nothing(source))
            yield Document(_shown(source), problem=_nothing(source))


def files(sources: Sequence[str], looking: Looking = Looking()) -> Iterator[Document]:
    """Every file of the sources, found but not opened: documents() is opened() of each of these.

    Raises SourceError as documents() does, and for standard input.
    """
    if "-" in sources:
        raise SourceError("standard input can be read on one machine only: cleaner clean - does it")
    for source, within in _each(sources, looking):
        found = False
        for file in within:
            found = True
            yield file
        if not found:
            raise SourceError(_nothing(source))


def _each(sources: Sequence[str], looking: Looking) -> list[tuple[str, Iterator[Document]]]:
    """Every source and the files in it, all of them checked before the first is read."""
    for source in sources:
        _check(source, looking)
    bases = _bases(sources)
    return [(source, _of_source(source, bases.get(source), looking)) for source in sources]


def opened(file: Document, looking: Looking) -> Iterator[Document]:
    """The document or documents in a file. A pipe is read here and now, since no worker could."""
    path, name = file.path, file.source
    if path is None:
        yield file
        return
    try:
        with path.open("rb") as stream:
            info = os.fstat(stream.fileno())
            stamp = (info.st_size, info.st_mtime_ns)
            origin = Origin(name, stamp, looking.fields, str(path))
            for document in documents_in(stream, origin, looking.most, path.name):
                bare = document.content is None and document.problem is None
                yield Document(name, path=path, stamp=stamp) if bare else document
    except OSError as error:
        yield Document(name, problem=f"{path}: cannot be read: {error.strerror}")


def _nothing(source: str) -> str:
    kind = "folder" if os.path.isdir(source) else "file"
    return f"{source}: nothing to clean in this {kind}. Looked for {', '.join(SUFFIXES)}, each also .gz, .zst"


def _check(source: str, looking: Looking) -> None:
    """Raise SourceError for a source that cannot be meant: said before the first document, not after a night's run."""
    if source == "-":
        return
    if os.path.exists(source) and _is_own(Path(source), looking):
        raise SourceError(f"{source} is the output as well; write to another file")
    if os.path.isdir(source):
        try:
            os.scandir(source).close()
        except OSError as error:
            raise SourceError(f"{source}: cannot be read: {error.strerror}") from error
    elif not os.path.lexists(source):
        if not any(mark in source for mark in "*?["):
            raise SourceError(
                f"{source}: no such file or folder. Check the name, or quote a pattern such as 'pages/*.html'"
            )
        if next(glob.iglob(source, recursive=True), None) is None:
            raise SourceError(f"{source}: no file matches this pattern")


def _is_own(source: Path, looking: Looking) -> bool:
    """Whether a source is the output, or lies in the folder where it grows."""
    return looking.is_output(source) or not looking.outputs.isdisjoint(Path(os.path.realpath(source)).parents)


def count(sources: Sequence[str]) -> int | None:
    """How many documents there are, when listing names is enough to know: None where a file holds many."""
    total = 0
    for source in sources:
        for path in _names(source):
            if not is_document(path, pages=True):
                return None
            total += 1
    return total


def _names(source: str) -> Iterator[str]:
    if os.path.isdir(source):
        yield from (entry for _, entry in _walk(Path(source), Looking()) if isinstance(entry, str))
    elif any(mark in source for mark in "*?[") and not os.path.lexists(source):
        for path in _matches(source, Looking()):
            yield from _names(str(path))
    else:
        yield source


def _bases(sources: Sequence[str]) -> dict[str, Path]:
    """What names are relative to: a source's parent; where two sources end alike, the parent they all have."""
    paths = {source: Path(os.path.abspath(source)) for source in sources if source != "-"}
    names = [path.name for path in paths.values()]
    if len(set(names)) == len(names):
        return {source: path.parent for source, path in paths.items()}
    return dict.fromkeys(paths, Path(os.path.commonpath([path.parent for path in paths.values()])))


def _of_source(source: str, base: Path | None, looking: Looking) -> Iterator[Document]:
    """The files of a source, not opened; of standard input, its documents."""
    if source == "-" or base is None:
        yield from documents_in(_standard_input(looking), Origin("-", (0, 0), looking.fields), looking.most)
        return
    path = Path(source)
    if os.path.lexists(path):
        yield from _of_path(path, lambda path: _name(path, base), looking)
        return
    for path in _matches(source, looking):
        yield from _of_path(path, lambda path: _shown(path.as_posix()), looking)


class StoppedReadingError(KeyboardInterrupt):
    """Somebody said stop while standard input had nothing to say."""


def _standard_input(looking: Looking) -> BinaryIO:
    """Standard input; what others feed can be stopped while it is waited for."""
    if sys.stdin is None:
        raise SourceError("standard input is closed; name files or folders")
    stream = sys.stdin.buffer
    return stream if stream.seekable() else cast(BinaryIO, io.BufferedReader(_Fed(stream.fileno(), looking.stop)))


class _Fed(io.RawIOBase):
    """What comes in by a pipe or from a keyboard. A signal alone would not end a read: Python begins it again."""

    def __init__(self, number: int, stop: Callable[[], bool]) -> None:
        self._number, self._stop = number, stop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not select.select([self._number], [], [], _LOOK_SECONDS)[0]:
            if self._stop():
                raise StoppedReadingError
        found = os.read(self._number, len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _matches(pattern: str, looking: Looking) -> Iterator[Path]:
    """What a glob matches, sorted, without outputs, pipes and devices; nothing below a folder that it matches too."""
    names = sorted(glob.iglob(pattern, recursive=True), key=natural)
    paths = list(dict.fromkeys(map(Path, names)))
    folders = {path for path in paths if path.is_dir()}
    above = {parent for path in paths for parent in path.parents}
    closed = folders | {folder for folder in above if _is_closed(folder, looking)}
    for path in paths:
        if not closed.isdisjoint(path.parents) or _is_closed(path, looking):
            continue
        if path in folders or _is_plain(path):
            yield path


def _is_closed(path: Path, looking: Looking) -> bool:
    """Whether this is an output, or a folder where the output of a run grows."""
    return looking.is_output(path) or is_run(path)


def _of_path(path: Path, named: Callable[[Path], str], looking: Looking) -> Iterator[Document]:
    """A file, or the files of a folder, not opened. named: what a path is called in records."""
    if not path.is_dir():
        yield Document(named(path), path)
        return
    for place, entry in _walk(path, looking):
        if isinstance(entry, OSError):
            yield Document(named(place), problem=f"{place}: cannot be read: {entry.strerror}")
        else:
            yield Document(named(place / entry), place / entry)


def _walk(folder: Path, looking: Looking) -> Iterator[tuple[Path, str | OSError]]:
    """(folder, file name) of all documents below, files before folders; (folder, error) where one cannot be listed.

    A link to a folder above is not followed. Outputs are passed over, those of other runs that are under way too.
    """
    waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    while waiting:
        place, above = waiting.pop()
        try:
            info = place.stat()
            if (info.st_dev, info.st_ino) in above:
                continue
            files, folders = _listed(place)
        except OSError as error:
            yield place, error
            continue
        yield from ((place, name) for name in files if not looking.is_output(place / name))
        above |= {(info.st_dev, info.st_ino)}
        below = (place / name for name in reversed(folders))
        waiting += [(path, above) for path in below if not _is_closed(path, looking)]


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """Names of documents and of folders, sorted."""
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_folder(entry):
                folders.append(entry.name)
            elif is_document(entry.name) and _is_plain(entry):
                files.append(entry.name)
    return sorted(files, key=natural), sorted(folders, key=natural)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_plain(entry: os.DirEntry[str] | Path) -> bool:
    """A file; a broken link is kept, so that it ends as an error line; pipes and devices would block for ever."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry))
    except OSError:
        return True


def natural(name: str) -> tuple[str, str]:
    """A key that sorts numbers by value: page2 before page10. Names that differ in case only keep one order.

    >>> sorted(["page10", "page2"], key=natural)
    ['page2', 'page10']
    """
    return _DIGITS.sub(_by_value, name.lower()), name


def _by_value(digits: re.Match[str]) -> str:
    """Digits so that their order as text is that of their values: their number first."""
    plain = digits[0].lstrip("0")
    return f"{len(plain):03d}{plain}"


def _name(path: Path, base: Path) -> str:
    """A path relative to a folder, "/" between."""
    return _shown(Path(os.path.relpath(path, base)).as_posix())


def _shown(name: str) -> str:
    """A name with bytes that are no UTF-8 made visible."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
