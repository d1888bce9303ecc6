"""Web archives: every response that is a page. Broken records are reported, and reading goes on behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from cleaner.batch.document import Document
from cleaner.batch.extras import needed
from cleaner.batch.rows import Origin

_PAGES = ("text/html", "application/xhtml+xml")
_STARTS = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.")
_STEP = 1 << 20


def warc_records(stream: BinaryIO, origin: Origin, most: int) -> Iterator[Document]:
    """Responses with status 200 and a page's content type, each named by the byte offset of its record in the file.

    In an archive that was packed as a whole, offsets are those of the packed data, and equal ones are numbered.
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
        self._last, self._same = -1, 0
        self._broken: str | None = None
        """why reading stopped, as long as nobody was told."""
        self.resume_at: int | None = None
        """where to go on after a broken record; None at the end."""
        library = needed("fastwarc.warc", "warc", f"{origin.place or origin.name}: web archives need")
        self._iterate = library.ArchiveIterator
        self._responses = library.WarcRecordType.response

    def read_from(self, start: int) -> Iterator[Document]:
        """Records from a place in the file on, up to its end or to the first that is broken."""
        self.resume_at, begun = None, None
        if self._stream.seekable():
            self._stream.seek(start)
        try:
            for record in self._iterate(self._stream, record_types=self._responses, parse_http=False):
                begun = record.stream_pos
                yield from self._told(self._last + 1, f"something else stands before the record at byte {begun}")
                document = self._document(record)
                self._last, begun = begun, None
                if document:
                    yield document
        except OSError as error:
            yield from self._stopped(start, begun, str(error))

    def _stopped(self, start: int, begun: int | None, reason: str) -> Iterator[Document]:
        """Find where to go on: behind the record that had begun, or at the next that could be one, tried once."""
        if not self._stream.seekable():
            yield self._origin.problem(f"the archive is broken, and what follows is lost: {reason}", self._last + 1)
            return
        if begun is not None:
            yield self._origin.problem(f"the record is broken: {reason}", begun)
            self.resume_at = self._next_start(begun + 1)
        elif self._last >= start:
            self._broken = reason
            self.resume_at = self._next_start(self._last + 1)
        else:
            yield from self._told(start, "the record is broken")
            self.resume_at = self._next_start(start + 1)
        if self.resume_at is None:
            yield from self._told(self._last + 1, "the archive is broken behind here")

    def _told(self, at: int, what: str) -> Iterator[Document]:
        """One error line for a broken stretch."""
        if self._broken is not None:
            yield self._origin.problem(f"{what}: {self._broken}", at)
            self._broken = None

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
        self._same = self._same + 1 if at == self._last else 0
        source = f"{self._origin.name}#{at}" + (f".{self._same}" if self._same else "")
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
    listed = (headers.get("Content-Encoding") or "").split(",")
    names = [name.strip().lower() for name in (headers.get("Transfer-Encoding") or "", *reversed(listed))]
    return tuple(name for name in names if name not in ("", "identity"))
