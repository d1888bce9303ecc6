"""Files of many documents that are tables: JSON Lines, CSV, Parquet. Read as streams, a row at a time."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from cleaner.batch.cells import cells
from cleaner.batch.document import Document
from cleaner.batch.extras import needed
from cleaner.batch.fields import Fields, document_of

MOST_IN_ROW = 80_000_000
"""bytes of one line or cell: a page at the limit of 20 MB, every character of it escaped."""
_ROWS_AT_ONCE = 16
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that rows come from: its name in records, size and time, and which columns to look at."""

    name: str
    stamp: tuple[int, int]
    fields: Fields
    place: str = ""
    """the file as it was named, for messages; "": the name does."""

    def row(self, number: int, row: dict[str, Any]) -> Document:
        """A row as a document, numbered from 1."""
        return document_of(row, f"{self.name}#{number}", self.fields, self.stamp)

    def problem(self, message: str, number: int | None = None) -> Document:
        """What could not be read, as a document that ends as an error line."""
        at = "" if number is None else f"#{number}"
        return Document(f"{self.name}{at}", problem=f"{self.place or self.name}{at}: {message}", stamp=self.stamp)


def json_lines(stream: BinaryIO, origin: Origin) -> Iterator[Document]:
    """One JSON object a line; numbers are those of the lines, blank ones counted."""
    number = 0
    while line := stream.readline(MOST_IN_ROW):
        number += 1
        whole = line.endswith(b"\n") or len(line) < MOST_IN_ROW
        if not whole:
            while (rest := stream.readline(_BUFFER)) and not rest.endswith(b"\n"):
                pass
            yield origin.problem(f"the line is longer than {MOST_IN_ROW} bytes", number)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _json_row(line, number, origin)


def _json_row(line: bytes, number: int, origin: Origin) -> Document:
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        return origin.problem(f"the line is no JSON: {error}", number)
    if not isinstance(row, dict):
        return origin.problem(f"the line is a JSON {type(row).__name__}, not an object", number)
    return origin.row(number, row)


def csv_rows(stream: BinaryIO, origin: Origin) -> Iterator[Document]:
    """Rows under a line of column names, separated by comma, semicolon or tab; numbers are those of the rows."""
    csv.field_size_limit(MOST_IN_ROW)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    number = 0
    try:
        head = text.readline(_BUFFER)
        lines = _Lines(chain([head], text))
        rows = csv.reader(lines, delimiter=_separator(head))
        names = next(rows, [])
        problem = _open_quote(lines, 1) or origin.fields.missing(names)
        if problem:
            yield origin.problem(problem)
            return
        begin = lines.number + 1
        for number, values in enumerate(rows, 1):
            problem = _open_quote(lines, begin)
            if problem:
                yield origin.problem(problem, number)
            elif values:
                yield _csv_row(names, values, number, origin)
            begin = lines.number + 1
    except csv.Error as error:
        yield origin.problem(f"not readable as CSV from here on: {error}", number + 1)


class _Lines:
    """Lines, counted. A reader that asks for one more when there is none is in the middle of a row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.number += 1
        return line


def _open_quote(lines: _Lines, begin: int) -> str | None:
    """What to say of a row, begun at a line, that the end of the file cuts off: all the lines in it are no rows."""
    if not lines.ended:
        return None
    return (
        f"the file ends inside a quoted cell of this row, which begins in line {begin} and takes all lines up to"
        f' {lines.number}: the file is cut off, or a " is too many or missing there (in a quoted cell, " is written "")'
    )


def _separator(head: str) -> str:
    return max(",;\t", key=head.count)


def _csv_row(names: list[str], values: list[str], number: int, origin: Origin) -> Document:
    if len(values) != len(names):
        return origin.problem(f"the row has {len(values)} cells, there are {len(names)} columns", number)
    return origin.row(number, dict(zip(names, values, strict=True)))


def parquet_rows(stream: BinaryIO, origin: Origin) -> Iterator[Document]:
    """Rows of a Parquet file. What cannot be wound back (a pipe, a packed file) goes through a temporary file."""
    pq = needed("pyarrow.parquet", "arrow", f"{origin.place or origin.name}: Parquet needs")
    pa = needed("pyarrow", "arrow", f"{origin.place or origin.name}: Parquet needs")
    number = 0
    with tempfile.TemporaryFile() as copy:
        if not stream.seekable():
            shutil.copyfileobj(stream, copy, _BUFFER)
            stream = copy
        try:
            stream.seek(0)
            table = pq.ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER)
            names = table.schema_arrow.names
            problem = origin.fields.missing(names)
            if problem:
                yield origin.problem(problem)
                return
            columns = origin.fields.used(names)
            for batch in table.iter_batches(_ROWS_AT_ONCE, columns=columns, use_threads=False):
                for values in zip(*map(cells, batch.columns), strict=True):
                    number += 1
                    yield origin.row(number, dict(zip(batch.schema.names, values, strict=True)))
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            yield origin.problem(f"not readable as Parquet from here on: {error}", number + 1)
