"""Documents to clean: folders, files, globs, standard input.

Streamed: the names of one folder at a time are held, and of a glob all that it matches.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleaner.batch.document import Document
from cleaner.batch.files import SUFFIXES, documents_in, is_document
from cleaner.batch.listing import matches, walk
from cleaner.batch.looking import Looking
from cleaner.batch.rows import Origin
from cleaner.batch.standard_input import standard_input
from cleaner.model import SourceError


def documents(sources: Sequence[str], looking: Looking = Looking()) -> Iterator[Document]:  # noqa: B008 - frozen
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


def files(sources: Sequence[str], looking: Looking = Looking()) -> Iterator[Document]:  # noqa: B008 - frozen
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
        yield from (entry for _, entry in walk(Path(source), Looking()) if isinstance(entry, str))
    elif any(mark in source for mark in "*?[") and not os.path.lexists(source):
        for path in matches(source, Looking()):
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
        yield from documents_in(standard_input(looking.stop), Origin("-", (0, 0), looking.fields), looking.most)
        return
    path = Path(source)
    if os.path.lexists(path):
        yield from _of_path(path, lambda path: _name(path, base), looking)
        return
    for path in matches(source, looking):
        yield from _of_path(path, lambda path: _shown(path.as_posix()), looking)


def _of_path(path: Path, named: Callable[[Path], str], looking: Looking) -> Iterator[Document]:
    """A file, or the files of a folder, not opened. named: what a path is called in records."""
    if not path.is_dir():
        yield Document(named(path), path)
        return
    for place, entry in walk(path, looking):
        if isinstance(entry, OSError):
            yield Document(named(place), problem=f"{place}: cannot be read: {entry.strerror}")
        else:
            yield Document(named(place / entry), place / entry)


def _name(path: Path, base: Path) -> str:
    """A path relative to a folder, "/" between."""
    return _shown(Path(os.path.relpath(path, base)).as_posix())


def _shown(name: str) -> str:
    """A name with bytes that are no UTF-8 made visible."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
