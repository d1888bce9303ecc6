"""Packed and plain files, read with bounds: no file can unpack into more than it may, none is cut in silence.

>>> import gzip, io
>>> read_bounded(io.BytesIO(gzip.compress(b"Pasar lama")), "a.txt.gz", most=100)
b'Pasar lama'

What a file is, its first bytes say, not its ending. One layer is unpacked, never two.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from cleaner.model import LimitError, SourceError

RATIO = 250
"""Most bytes out for one byte in. Pages pack 3 to 12 times, a page of one repeated line 150 times; deflate's own
ceiling, which bombs reach, is 1,032, and zstd has none."""
GRACE = 20_000_000
"""Bytes out before the ratio counts: as much as one page may have (Limits.bytes)."""

_STEP_IN = 1_024  # of zstd, whose blocks may grow 32,000 times: a step is 32 MB at the worst
_READ, _STEP_OUT = 65_536, 1 << 20
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WINDOW = 1 << 27


def packing(head: bytes) -> str:
    """ "gzip", "zstd" or "", by the first four bytes of a file."""
    if head.startswith(_GZIP):
        return "gzip"
    return "zstd" if head.startswith(_ZSTD) else ""


def read_bounded(stream: BinaryIO, name: str, most: int) -> bytes:
    """The whole content of one document, unpacked. `name` is for messages.

    Raises LimitError past `most` bytes, plain or unpacked; SourceError for what is broken, cut off or a bomb. Never
    holds more than `most` plus one step.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in chunks(stream, name):
        size += len(chunk)
        if size > most:
            raise LimitError("bytes", size, most, at_least=True)
        parts.append(chunk)
    return b"".join(parts)


def chunks(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The content of a file piece by piece, unpacked when it is packed, bounded by ratio alone. Raises SourceError.

    Lines and records in it are the reader's to bound.
    """
    counted = _Counted(stream)
    head = counted.read(4)
    kind = packing(head)
    if not kind:
        yield head
        yield from iter(lambda: counted.read(_READ), b"")
        return
    out = 0
    unpacked = _gunzip if kind == "gzip" else _unzstd
    try:
        for chunk in unpacked(head, counted.read):
            out += len(chunk)
            if out > GRACE and out > RATIO * counted.size:
                raise SourceError(
                    f"{name}: unpacks to more than {RATIO} times its size, as only decompression bombs do;"
                    " unpack it yourself if you trust it"
                )
            yield chunk
    except (_BrokenError, zlib.error) as error:
        raise SourceError(f"{name}: the {kind} file is broken: {error}") from error
    except ImportError as error:
        raise SourceError(f"{name}: zstd files need the package zstandard: pip install 'cleaner[zstd]'") from error


class _BrokenError(Exception):
    """The packed data says something that cannot be."""


_CUT = "it is cut off in the middle of its data"


class _Counted:
    """A stream and how many bytes were read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int) -> bytes:
        found = self._stream.read(size)
        self.size += len(found)
        return found


def _gunzip(head: bytes, read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Every member of a gzip file; zeros behind the last one are the padding of tapes, anything else is an error."""
    rest = head
    while rest or (rest := read(_READ)):
        if len(rest) < 2:
            rest += read(_READ)
        if not rest.startswith(_GZIP):
            if rest.strip(b"\0"):
                raise _BrokenError("something else stands behind its data")
            rest = b""
            continue
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            rest = rest or read(_READ)
            if not rest:
                raise _BrokenError(_CUT)
            yield member.decompress(rest, _STEP_OUT)
            rest = member.unused_data if member.eof else member.unconsumed_tail


def _unzstd(head: bytes, read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Every frame of a zstd file. Its own stream reader says nothing when data is cut off, the object below does."""
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    rest = head
    while rest or (rest := read(_STEP_IN)):
        frame = unpacker.decompressobj()
        while not frame.eof:
            rest = rest or read(_STEP_IN)
            if not rest:
                raise _BrokenError(_CUT)
            try:
                yield frame.decompress(rest)
            except zstandard.ZstdError as error:
                raise _BrokenError(str(error)) from error
            rest = frame.unused_data if frame.eof else b""


class Pieces(io.RawIOBase):
    """Pieces of bytes as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._piece:
            found = next(self._pieces, None)
            if found is None:
                return 0
            self._piece = memoryview(found)
        size = min(len(buffer), len(self._piece))
        buffer[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size
