"""What is in a file: one page, or rows or records. Its first bytes say so; the ending only where they cannot."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, cast

from cleaner.batch.bounded import Pieces, chunks, packing
from cleaner.batch.document import PAGES, Document, bare
from cleaner.batch.extras import MissingLibraryError, needed
from cleaner.batch.rows import MOST_IN_ROW, Origin, csv_rows, json_lines, parquet_rows
from cleaner.batch.warc import warc_records
from cleaner.model import LimitError, SourceError

_MANY = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".warc")
SUFFIXES = (*PAGES, *_MANY)
_TABLES = {"rows": json_lines, "csv": csv_rows}
_HEAD = 512
_BOM = b"\xef\xbb\xbf"


def is_document(name: str, *, pages: bool = False) -> bool:
    """Whether a file's ending is one that folders are read for; `pages`: one that holds a single document.

    >>> is_document("a.html.gz"), is_document("a.pdf"), is_document("a.csv"), is_document("a.csv", pages=True)
    (True, False, True, False)
    """
    return bare(name).endswith(PAGES if pages else SUFFIXES)


def documents_in(stream: BinaryIO, origin: Origin, most: int, file_name: str = "") -> Iterator[Document]:
    """The documents in a file or pipe, plain or packed, each of at most `most` bytes.

    A single page in a file with a name is a Document without content: its path is all a worker needs.
    Raises MissingLibraryError; whatever is wrong with the file is a document with a problem.
    """
    try:
        head = stream.read(_HEAD) if stream.seekable() else b""
        start = _start(head)
        if file_name and start and _kind(start, file_name) == "page":
            yield Document(origin.name, stamp=origin.stamp)
            return
        yield from _looked_into(stream, head, origin, most, file_name)
    except MissingLibraryError:
        raise
    except (SourceError, LimitError) as error:
        yield Document(origin.name, problem=str(error), stamp=origin.stamp)


def _looked_into(stream: BinaryIO, raw: bytes, origin: Origin, most: int, file_name: str) -> Iterator[Document]:
    """Documents of what is packed, piped, or a file of many. `raw`: the first bytes where it can be read again."""
    again = stream.seekable()
    if again:
        stream.seek(0)
    if packing(raw) == "zstd":
        needed("zstandard", "zstd", f"{origin.place or origin.name}: zstd files need")
    pieces = chunks(stream, origin.place or origin.name)
    head = _first(pieces, _HEAD)
    kind = _kind(head, file_name)
    if kind == "maybe rows":
        head += _line(pieces, head)
        kind = "rows" if _is_object(head) else "page"
    content = cast(BinaryIO, io.BufferedReader(Pieces(chain([head], pieces))))
    if kind in _TABLES:
        yield from _TABLES[kind](content, origin)
    elif kind == "parquet":
        yield from parquet_rows(stream if again and not packing(raw) else content, origin)
    elif kind == "warc":  # from the file itself, whose offsets name the records
        yield from warc_records(stream if again else content, origin, most)
    elif again and file_name:
        yield Document(origin.name, stamp=origin.stamp)
    else:
        yield Document(origin.name, content=_whole(content, most), stamp=origin.stamp)


def _start(head: bytes) -> bytes:
    """The first bytes of what is in a file, as far as those of a packed one tell: most files are single pages."""
    kind = packing(head)
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD) if kind == "gzip" else b"" if kind else head
    except zlib.error:
        return b""


def _kind(head: bytes, file_name: str) -> str:
    """page, csv, rows, maybe rows (an object begins), parquet or warc."""
    name, start = bare(file_name), head.removeprefix(_BOM).lstrip()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"<"):
        return "page"
    if name.endswith((".jsonl", ".ndjson")):
        return "rows"
    if name.endswith((".csv", ".tsv")):
        return "csv"
    return "maybe rows" if start.startswith(b"{") else "page"


def _is_object(head: bytes) -> bool:
    """Whether the first line is a JSON object: a file of such lines, whatever its ending."""
    line = head.removeprefix(_BOM).lstrip().partition(b"\n")[0]
    try:
        return isinstance(json.loads(line.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def _first(pieces: Iterator[bytes], size: int) -> bytes:
    """So many bytes or more, as far as there are any."""
    found = b""
    while len(found) < size and (piece := next(pieces, None)) is not None:
        found += piece
    return found


def _line(pieces: Iterator[bytes], head: bytes) -> bytes:
    """What is missing of the first line."""
    parts: list[bytes] = []
    size = len(head)
    complete = b"\n" in head.lstrip()
    while not complete and size < MOST_IN_ROW and (piece := next(pieces, None)) is not None:
        parts.append(piece)
        size += len(piece)
        complete = b"\n" in piece
    return b"".join(parts)


def _whole(content: BinaryIO, most: int) -> bytes:
    found = content.read(most + 1)
    if len(found) > most:
        raise LimitError("bytes", len(found), most, at_least=True)
    return found
