"""One process at a time for the folder of a run."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path
from typing import IO

from cleaner.batch.sinks import StoppedError
from cleaner.model import SourceError

LOCK = "lock"
_TRIES = 20


def locked(folder: Path, target: Path) -> IO[str]:
    """The lock of a run's folder, which is made if need be.

    Raises SourceError when another process holds it, StoppedError when the disk is full.
    """
    reason: OSError = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    for _ in range(_TRIES):  # the folder can go between two steps: the run that held it has just finished
        try:
            folder.mkdir(exist_ok=True)
            lock = (folder / LOCK).open("a+")
        except FileNotFoundError as error:
            reason = error
            continue
        except OSError as error:
            raise SourceError(f"{target}: cannot be written: {error.strerror}") from error
        _take(lock, target)
        if _is_at(lock, folder / LOCK):
            _sign(lock, folder)
            return lock
        lock.close()
    check_folder(target)
    raise SourceError(f"{target}: cannot be written: {reason.strerror}")


def _sign(lock: IO[str], folder: Path) -> None:
    """Write into the lock whose it is. Where the disk has no room for that, nothing is left."""
    try:
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
    except OSError as error:
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()
        with contextlib.suppress(OSError):
            lock.close()
        raise StoppedError(f"{folder / LOCK}: cannot be written: {error.strerror}") from error


def check_folder(path: Path) -> None:
    """Raise SourceError where a file or folder cannot be written for want of the folder that it is to lie in."""
    folder = path.parent
    if not folder.exists():
        raise SourceError(f"{path}: there is no folder {folder}; make it first: mkdir -p {folder}")
    number = errno.ENOTDIR if not folder.is_dir() else 0 if os.access(folder, os.W_OK | os.X_OK) else errno.EACCES
    if number:
        raise SourceError(f"{path}: cannot be written: {os.strerror(number)}")


def _take(lock: IO[str], target: Path) -> None:
    """Take the lock. A file system without locks lets everybody in."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        holder = lock.read().strip() or "?"
        lock.close()
        raise SourceError(
            f"{target}: another run (process {holder}) is writing it; wait for it, or write to another file"
        ) from error
    except OSError:
        return


def _is_at(lock: IO[str], path: Path) -> bool:
    """Whether an open file is still the one of this name."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except OSError:
        return False
