"""Web archives: every response that is a page. Broken records are reported, and reading goes on behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from cleaner.batch.document import Document
from cleaner.batch.extras import needed
from cleaner.batch.rows import Origin

_PAGES = ("text/html", "application/xhtml+xml")
_STARTS = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.")
_STEP = 1 << 20
_SEPARATOR = re.compile(r"\s*,\s*")


def warc_records(stream: BinaryIO, origin: Origin, most: int) -> Iterator[Document]:
    """Responses with status 200 and a page's content type, each named by the byte offset of its record in the file.

    Redirects, error pages, pictures, requests and metadata are not inputs. `most`: bytes of one record.
    """
    archive = _Archive(stream, origin, most)
    at: int | None = 0
    while at is not None:
        yield from archive.read_from(at)
        at = archive.resume_at


class _Archive:
    """A file of records that may be broken here and there."""

    def __init__(self, stream: BinaryIO, origin: Origin, most: int) -> None:
        self._stream, self._origin, self._most = stream, origin, most
        self._whole = True
        self.resume_at: int | None = None
        """where to go on after a broken record; None at the end."""
        library = needed("fastwarc.warc", "warc", f"{origin.place or origin.name}: web archives need")
        self._iterate = library.ArchiveIterator
        self._responses = library.WarcRecordType.response

    def read_from(self, start: int) -> Iterator[Document]:
        """Records from a place in the file on, up to its end or to the first that is broken."""
        self.resume_at, last, begun = None, start - 1, start - 1
        if self._stream.seekable():
            self._stream.seek(start)
        try:
            for record in self._iterate(self._stream, record_types=self._responses, parse_http=False):
                begun = record.stream_pos
                document = self._document(record)
                last, self._whole = begun, True
                if document:
                    yield document
        except OSError as error:
            yield from self._broken(last, begun, str(error))

    def _broken(self, last: int, begun: int, reason: str) -> Iterator[Document]:
        """One error line for a broken stretch: the record that had begun, else the one behind the last good one."""
        if not self._stream.seekable():
            yield self._origin.problem(f"the archive is broken behind byte {last}, and what follows is lost: {reason}")
            return
        at = begun if begun > last else self._next_start(last + 1)
        if self._whole:
            yield self._origin.problem(f"the record is broken: {reason}", last + 1 if at is None else at)
        self._whole = False
        self.resume_at = None if at is None else self._next_start(at + 1)

    def _next_start(self, at: int) -> int | None:
        """Where the next record, or packed member, may begin."""
        self._stream.seek(at)
        overlap = max(map(len, _STARTS)) - 1
        while chunk := self._stream.read(_STEP + overlap):
            found = min((place for mark in _STARTS if (place := chunk.find(mark)) >= 0), default=None)
            if found is not None:
                return at + found
            at += _STEP
            self._stream.seek(at)
        return None

    def _document(self, record: Any) -> Document | None:
        """The page in a response; None for what is no page; a problem for what is cut off or no HTTP."""
        at = record.stream_pos
        source = f"{self._origin.name}#{at}"
        size = record.content_length
        if size > self._most:
            return self._origin.problem(f"the record has {size} bytes, the limit is {self._most}", at)
        record.parse_http()
        headers = record.http_headers
        if headers is None or headers.status_code is None:
            return self._origin.problem("the record holds no HTTP response", at)
        if headers.status_code != 200 or record.http_content_type not in _PAGES:
            return None
        expected = record.content_length
        body = record.reader.read()
        if len(body) < expected:
            return self._origin.problem(f"the record is cut off: {len(body)} of {expected} bytes", at)
        return Document(
            source,
            content=body,
            url=record.headers.get("WARC-Target-URI"),
            charset=record.http_charset,
            packing=_packing(headers),
            stamp=self._origin.stamp,
        )


def _packing(headers: Any) -> tuple[str, ...]:
    """HTTP encodings, the one that was put on last first."""
    names = [headers.get("Transfer-Encoding") or "", *reversed(_SEPARATOR.split(headers.get("Content-Encoding") or ""))]
    return tuple(name.lower() for name in names if name and name.lower() != "identity")
