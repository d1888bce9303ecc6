"""Documents to clean: folders, files, globs, standard input. Streamed: the names of one folder at a time are held."""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.model import SourceError

SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
_PACKED = ".gz"
_ADDRESS = ".url"
_MAX_UNPACKED = 200_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """Where one document lies: `source` is its name in records, `path` the file (None: standard input)."""

    source: str
    path: Path | None
    is_text: bool | None = None
    """what its ending says; None: look inside."""
    raw: bytes | None = None
    """its content, where no worker could read it: standard input."""


def documents(sources: Sequence[str]) -> Iterator[Document]:
    """Every document of the sources, folders recursively, names as a person sorts them.

    Raises SourceError for a source that does not exist or holds nothing to clean.
    """
    for source in sources:
        found = False
        for document in _of_source(source):
            found = True
            yield document
        if not found:
            raise SourceError(
                f"{source}: nothing to clean in this folder. Looked for {', '.join(SUFFIXES)}, each also {_PACKED}"
            )


def _of_source(source: str) -> Iterator[Document]:
    if source == "-":
        yield Document("-", None, raw=sys.stdin.buffer.read())
        return
    path = Path(source)
    if path.is_dir():
        yield from _of_folder(path, path.parent if path.parent != path else path, set())
    elif path.exists():
        yield Document(path.name, path, _says_text(path.name))
    elif any(mark in source for mark in "*?["):
        yield from _of_glob(source)
    else:
        raise SourceError(
            f"{source}: no such file or folder. Check the name, or quote a pattern such as 'pages/*.html'"
        )


def _of_glob(pattern: str) -> Iterator[Document]:
    names = sorted(glob.glob(pattern, recursive=True), key=natural)
    if not names:
        raise SourceError(f"{pattern}: no file matches this pattern")
    for name in names:
        path = Path(name)
        if path.is_file():
            yield Document(name.replace(os.sep, "/"), path, _says_text(name))


def _of_folder(folder: Path, base: Path, seen: set[tuple[int, int]]) -> Iterator[Document]:
    """Files of a folder, then of its folders; a folder reached twice over links is read once."""
    try:
        info = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: natural(entry.name))
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read: {error.strerror}") from error
    if (info.st_dev, info.st_ino) in seen:
        return
    seen = seen | {(info.st_dev, info.st_ino)}
    folders = []
    for entry in entries:
        if entry.is_dir():
            folders.append(entry)
        elif is_document(entry.name) and _is_plain(entry):
            path = Path(entry.path)
            yield Document(_name(path, base), path, _says_text(entry.name))
    for entry in folders:
        yield from _of_folder(Path(entry.path), base, seen)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """A file; a broken link is kept, so that it ends as an error line; pipes and devices would block for ever."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def _name(path: Path, base: Path) -> str:
    """A path relative to the source's parent, "/" between, with bytes that are no UTF-8 made visible."""
    return path.relative_to(base).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def is_document(name: str) -> bool:
    """Whether a file's ending is one that folders are read for.

    >>> is_document("a.html.gz"), is_document("a.pdf")
    (True, False)
    """
    return name.lower().removesuffix(_PACKED).endswith(SUFFIXES)


def _says_text(name: str) -> bool | None:
    low = name.lower().removesuffix(_PACKED)
    if low.endswith(".txt"):
        return True
    return None


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts numbers by value: page2 before page10.

    >>> sorted(["page10", "page2"], key=natural)
    ['page2', 'page10']
    """
    parts = re.split(r"(\d+)", name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def read(document: Document) -> bytes:
    """The content of a document, unpacked. Raises SourceError."""
    raw = document.raw
    if raw is None and document.path is not None:
        try:
            raw = document.path.read_bytes()
        except OSError as error:
            raise SourceError(f"{document.path}: cannot be read: {error.strerror}") from error
    raw = raw or b""
    return unpack(raw, str(document.path or document.source)) if raw[:2] == b"\x1f\x8b" else raw


def unpack(raw: bytes, name: str) -> bytes:
    """A gzip file's content, bounded. Raises SourceError for a broken or exploding one."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            content = packed.read(_MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{name}: the gzip file is broken: {error}") from error
    if len(content) > _MAX_UNPACKED:
        raise SourceError(f"{name}: unpacks to more than {_MAX_UNPACKED} bytes")
    return content


def address_of(document: Document) -> str | None:
    """The address in `<name>.url` beside a document, if there is one."""
    if document.path is None:
        return None
    beside = document.path.with_suffix(_ADDRESS)
    try:
        return beside.read_text(encoding="utf-8").strip() or None if beside.exists() else None
    except (OSError, UnicodeDecodeError):
        return None
