"""One document of a batch: where it lies or what it holds, and how its bytes are read."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from cleaner.batch.bounded import read_bounded
from cleaner.model import LimitError, SourceError

PAGES = (".html", ".htm", ".xhtml", ".txt")
PACKED = (".gz", ".zst")
_HOST = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,62}(?<!-)\.){1,9}[a-z]{2,63}")


def bare(name: str) -> str:
    """A file's name in lower case, without the ending of a packed one.

    >>> bare("Berita.TXT.gz")
    'berita.txt'
    """
    low = name.lower()
    return next((low.removesuffix(ending) for ending in PACKED if low.endswith(ending)), low)


@dataclass(frozen=True, slots=True)
class Document:
    """One input. Either `path` (the worker reads it), or `content`, or a `problem` that was met on the way to it."""

    source: str
    """its name in records: path, and for a row or a record of a file "#" and line, row or byte offset."""
    path: Path | None = None
    content: bytes | None = None
    url: str | None = None
    markup: bool | None = None
    """True: HTML, False: text, None: what is inside decides."""
    charset: str | None = None
    """what an HTTP header said."""
    packing: tuple[str, ...] = ()
    """HTTP encodings of the content, the outermost first."""
    id: str | None = None
    extra: str | None = None
    problem: str | None = None
    stamp: tuple[int, int] = (0, 0)
    """size in bytes and change time in ns of the file it comes from: whether a resumed run meets the same input."""

    @property
    def is_text(self) -> bool | None:
        """True where a column's name or the file's ending says so; None: look inside."""
        if self.markup is not None:
            return not self.markup
        return True if self.path and bare(self.path.name).endswith(".txt") else None

    @property
    def size(self) -> int:
        """Bytes of the content, as far as they are known before it is read."""
        return self.stamp[0] if self.content is None else len(self.content)


def read(document: Document, most: int) -> bytes:
    """The content of a document, unpacked, at most `most` bytes of it. Raises SourceError and LimitError."""
    if document.problem is not None:
        raise SourceError(document.problem)
    if document.path is None:
        content = document.content or b""
        return _http_unpacked(document, content, most) if document.packing else content
    try:
        with document.path.open("rb") as stream:
            return read_bounded(stream, str(document.path), most)
    except OSError as error:
        raise SourceError(f"{document.path}: cannot be read: {error.strerror}") from error


def address_of(document: Document) -> str | None:
    """Where a document comes from: what its row says, else <name>.url beside its file, or as browsers save it."""
    if document.url is not None or document.path is None:
        return document.url
    folder, name = document.path.parent, document.path.name
    plain = bare(name)
    ending = next((ending for ending in PAGES if plain.endswith(ending)), "")
    for beside in (folder / (name[: len(plain) - len(ending)] + ".url"), folder / f"{name}.url"):
        try:
            lines = beside.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        stated = [line.strip().removeprefix("URL=") for line in lines if not line.startswith("[")]
        return next((line for line in stated if line), None)
    return None


def host_of_folder(document: Document) -> str | None:
    """The nearest folder above a file whose name looks like a host."""
    parts = document.path.parts[:-1] if document.path else ()
    return next((part.lower() for part in reversed(parts) if _HOST.fullmatch(part.lower())), None)


def _http_unpacked(document: Document, content: bytes, most: int) -> bytes:
    """A body without its HTTP encodings. Archives often keep the header of an encoding they have already removed."""
    try:
        for name in document.packing:
            content = _without(name, content, document.source, most)
    except (OSError, zlib.error) as error:
        raise SourceError(f"{document.source}: the body of the HTTP response is broken: {error}") from error
    return content


def _without(name: str, content: bytes, source: str, most: int) -> bytes:
    if name in ("gzip", "x-gzip"):
        return read_bounded(io.BytesIO(content), source, most)
    if name == "deflate":
        return _inflated(content, most)
    if name == "chunked" and not _looks_chunked(content):
        return content
    from fastwarc.stream_io import BrotliReader, ChunkedReader

    readers = {"chunked": ChunkedReader, "br": BrotliReader}
    if name not in readers:
        return content
    found: bytes = readers[name](io.BytesIO(content)).read(most + 1)
    return _bounded(found, most)


def _looks_chunked(content: bytes) -> bool:
    line = content[:32].partition(b"\r\n")[0].partition(b";")[0].strip()
    return bool(line) and all(byte in b"0123456789abcdefABCDEF" for byte in line)


def _inflated(content: bytes, most: int) -> bytes:
    """deflate, with the zlib header or, as some servers send it, without; else as it is."""
    for wbits in (15, -15):
        try:
            return _bounded(zlib.decompressobj(wbits).decompress(content, most + 1), most)
        except zlib.error:
            continue
    return content


def _bounded(found: bytes, most: int) -> bytes:
    if len(found) > most:
        raise LimitError("bytes", len(found), most, at_least=True)
    return found
