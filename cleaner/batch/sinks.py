"""Where lines go: a growing file that can be cut back to where it was sound, or standard output."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import zlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from cleaner.batch.extras import needed
from cleaner.batch.schema import record_schema
from cleaner.model import SourceError

_ROWS_AT_ONCE = 1_000
_COPY = 1 << 20


class StoppedError(SourceError):
    """The run itself cannot go on: the disk is full, the output is gone, nobody reads any more."""


def check_name(target: Path) -> None:
    """Raise MissingLibraryError where the output's ending asks for a library that is not there."""
    for ending, (module, extra, what) in _LIBRARIES.items():
        if target.name.lower().endswith(ending):
            needed(module, extra, f"{target}: {what}")


class PartFile:
    """Lines into a file that is turned into what its name says, and gets that name, when it is complete.

    It grows as plain JSON lines whatever it will be: they can be looked at and cut at every line.
    """

    def __init__(self, growing: Path, final: Path) -> None:
        self.growing, self.final = growing, final
        try:
            self._file: BinaryIO = growing.open("ab")
        except OSError as error:
            raise StoppedError(f"{growing}: cannot be written: {error.strerror}") from error

    def write(self, line: str) -> None:
        """Add a line. Raises StoppedError. Half characters, which UTF-8 cannot hold, are escaped as JSON does it."""
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        self._do(lambda: self._file.write(data))

    def sync(self) -> int:
        """Make what is written durable; its size in bytes. Raises StoppedError, also when the file was removed."""
        self.flush()
        self._do(lambda: os.fsync(self._file.fileno()))
        try:
            same = os.path.samestat(os.fstat(self._file.fileno()), self.growing.stat())
        except OSError:
            same = False
        if not same:
            raise StoppedError(f"{self.growing} was removed while it was written; begin anew with --overwrite")
        return self._file.tell()

    def flush(self) -> None:
        """Hand on what is buffered."""
        self._do(self._file.flush)

    def cut(self, size: int) -> None:
        """Go back to a size that was durable before."""
        self.close()
        try:
            os.truncate(self.growing, size)
            self._file = self.growing.open("ab")
        except OSError as error:
            raise StoppedError(f"{self.growing}: cannot be written: {error.strerror}") from error

    def place(self) -> None:
        """Turn the complete file into what its name says, and give it that name."""
        self.close()
        ending = next((ending for ending in _TURNED if self.final.name.lower().endswith(ending)), None)
        try:
            if ending:
                turned = self.growing.with_name(f"turned{ending}")
                _TURNED[ending](self.growing, turned)
                _moved(turned, self.final)
                self.growing.unlink()
            else:
                _moved(self.growing, self.final)
        except OSError as error:
            raise StoppedError(f"{self.final}: cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Let go of the file. What the disk had no room for is lost here, and made again by a resumed run."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OSError as error:
            raise StoppedError(f"{self.final}: cannot be written: {error.strerror}") from error


class StreamSink:
    """Lines to standard output, or error lines to standard error."""

    def __init__(self, stream: TextIO | None) -> None:
        """Raises SourceError for a stream that was closed before the program began, which Python has as None."""
        if stream is None:
            raise SourceError("standard output is closed; name a file with -o")
        stream.flush()
        self._stream = stream
        self._bytes: BinaryIO | None = getattr(stream, "buffer", None)  # those of notebooks have none
        self._at_once = stream is sys.stderr or stream.isatty()

    def write(self, line: str) -> None:
        """Print a line, in UTF-8 whatever the locale.

        Raises StoppedError when nobody reads any more, or the disk behind it is full.
        """
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        try:
            self._bytes.write(data) if self._bytes else self._stream.write(data.decode("utf-8"))
        except OSError as error:
            self._gone(error)
        if self._at_once:
            self.flush()

    def flush(self) -> None:
        """Hand on what is buffered."""
        try:
            self._stream.flush()
        except OSError as error:
            self._gone(error)

    def close(self) -> None:
        """Nothing to let go of."""

    def _gone(self, error: OSError) -> None:
        """What is left in the buffer would only fail again when Python ends."""
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
        what = "nobody reads it any more" if isinstance(error, BrokenPipeError) else f"{error.strerror}"
        raise StoppedError(f"standard output: {what}") from error


def _moved(path: Path, final: Path) -> None:
    """Rename; between two disks, copy beside the final name first."""
    try:
        path.replace(final)
    except OSError:
        beside = final.with_name(f"{final.name}.copy")
        with path.open("rb") as source, beside.open("wb") as target:
            shutil.copyfileobj(source, target, _COPY)
        beside.replace(final)
        path.unlink()


def _gzip(lines: Path, target: Path) -> None:
    packer = zlib.compressobj(wbits=31)  # unlike GzipFile it notes no time: the same lines give the same bytes
    with lines.open("rb") as source, target.open("wb") as packed:
        while chunk := source.read(_COPY):
            packed.write(packer.compress(chunk))
        packed.write(packer.flush())


def _zstd(lines: Path, target: Path) -> None:
    zstandard = needed(*_LIBRARIES[".zst"])
    with lines.open("rb") as source, target.open("wb") as packed:
        zstandard.ZstdCompressor().copy_stream(source, packed)


def _parquet(lines: Path, target: Path) -> None:
    """A row group for every thousand records."""
    pa = needed("pyarrow", "arrow", "Parquet needs")
    pq = needed(*_LIBRARIES[".parquet"])
    schema = record_schema()
    with lines.open("rb") as source, pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while rows := [json.loads(line) for line in islice(source, _ROWS_AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


_TURNED = {".gz": _gzip, ".zst": _zstd, ".parquet": _parquet}
_LIBRARIES = {
    ".zst": ("zstandard", "zstd", "zstd files need"),
    ".parquet": ("pyarrow.parquet", "arrow", "Parquet needs"),
}
