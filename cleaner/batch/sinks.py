"""Where lines go: a JSON Lines file that appears under its name only when it is complete, or standard output."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import IO

from cleaner.model import SourceError


class FileSink:
    """Lines into a file beside its final name; `finish` puts it in place, `abandon` leaves the part where it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self.lines = 0
        if not path.parent.is_dir():
            raise SourceError(f"{path}: there is no folder {path.parent}; make it first: mkdir -p {path.parent}")
        try:
            self._file: IO[str] = self.part.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise SourceError(f"{path}: cannot be written: {error.strerror}") from error

    def write(self, line: str) -> None:
        """Add a line. Raises SourceError when the disk is full or gone."""
        try:
            self._file.write(line + "\n")
        except OSError as error:
            raise SourceError(
                f"{self.part}: cannot be written: {error.strerror}. {self.lines} lines are usable"
            ) from error
        self.lines += 1

    def finish(self) -> None:
        """Close, and give the file its name."""
        try:
            self._file.close()
            self.part.replace(self.path)
        except OSError as error:
            raise SourceError(f"{self.path}: cannot be written: {error.strerror}") from error

    def abandon(self) -> None:
        """Close what is there; the part stays."""
        with contextlib.suppress(OSError):
            self._file.close()

    def drop(self) -> None:
        """Close and remove the part."""
        self.abandon()
        self.part.unlink(missing_ok=True)


class StreamSink:
    """Lines to standard output, or error lines to standard error."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stdout
        self.lines = 0

    def write(self, line: str) -> None:
        """Print a line."""
        self._stream.write(line + "\n")
        self.lines += 1

    def finish(self) -> None:
        """Hand on what is buffered."""
        self._stream.flush()

    abandon = finish
    drop = finish
