"""Standard input, which can be stopped while it is waited for."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Callable
from typing import BinaryIO, cast

from cleaner.model import SourceError

_LOOK_SECONDS = 0.2


class StoppedReadingError(KeyboardInterrupt):
    """Somebody said stop while standard input had nothing to say."""


def standard_input(stop: Callable[[], bool]) -> BinaryIO:
    """Standard input. stop: asked while others that feed it are waited for; where it says yes, reading is stopped.

    Raises SourceError where it is closed.
    """
    if sys.stdin is None:
        raise SourceError("standard input is closed; name files or folders")
    stream = sys.stdin.buffer
    return stream if stream.seekable() else cast(BinaryIO, io.BufferedReader(_Fed(stream.fileno(), stop)))


class _Fed(io.RawIOBase):
    """What comes in by a pipe or from a keyboard. A signal alone would not end a read: Python begins it again."""

    def __init__(self, number: int, stop: Callable[[], bool]) -> None:
        self._number, self._stop = number, stop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not select.select([self._number], [], [], _LOOK_SECONDS)[0]:
            if self._stop():
                raise StoppedReadingError
        found = os.read(self._number, len(buffer))
        buffer[: len(found)] = found
        return len(found)
