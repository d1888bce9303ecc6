"""The other side of guard.py: what runs in the child process."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from cleaner.batch.guard import Bounds, Failure

_SPARE = 2
"""address space, in units of the memory bound: a single huge allocation fails at once, before it is touched."""


class _LateError(BaseException):
    """The item's time is over. Not an Exception: no `except Exception` on the way may swallow it."""


def serve(link: Connection) -> None:
    """Take lists of items, reply (outcome, whether the child leaves now) for each, until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup, bounds = pickle.loads(link.recv_bytes())
    work = _ready(link, setup)
    _quiet()
    _bound_memory(bounds)
    clock = _Clock(bounds.timeout)
    try:
        while True:
            for item in link.recv():
                outcome, leaves = _outcome(work, item, clock)
                link.send((outcome, leaves))
                if leaves:
                    return
    except (EOFError, OSError):  # the parent is gone: nobody is left to tell
        return


def _ready(link: Connection, setup: Callable[[], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    try:
        work = setup()
    except Exception as error:
        link.send(f"{type(error).__name__}: {error}")
        raise SystemExit(1) from error
    link.send("")
    return work


def _quiet() -> None:
    """From here on nothing that a library prints goes anywhere: standard error held the reasons of a failed start."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def _bound_memory(bounds: Bounds) -> None:
    """A core file of a crash would fill the disk; a huge allocation ends in MemoryError."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = bounds.memory * _SPARE << 20
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _outcome(work: Callable[[Any], Any], item: Any, clock: _Clock) -> tuple[Any, bool]:
    """A result or a Failure, and whether the child is no longer to be trusted."""
    begin = time.monotonic()
    try:
        with clock:
            return work(item), False
    except _LateError as late:
        failure = ("timeout", "TimeoutError", f"not done after {clock.seconds:g} s{_place(late)}")
    except MemoryError:
        failure = ("memory", "MemoryError", "needs more memory than a worker may take")
    except Exception as error:
        failure = ("work", type(error).__name__, str(error))
    elapsed = round((time.monotonic() - begin) * 1000)
    return Failure(*failure, elapsed), failure[0] != "work"


def _place(late: _LateError) -> str:
    """Where the work was when its time was over."""
    frames = [frame for frame in traceback.extract_tb(late.__traceback__) if frame.filename != __file__]
    return f" (in {frames[-1].name}, {os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""


class _Clock:
    """An item's time. The alarm interrupts Python and `re`; what holds on longer is killed by the parent.

    Should the parent itself be gone by then, the processor-time alarm, which nothing catches, ends a child that still
    runs: no orphan stays behind.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._armed = False
        signal.signal(signal.SIGALRM, self._ring)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)

    def __enter__(self) -> None:
        self._armed = True
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        signal.setitimer(signal.ITIMER_PROF, self.seconds * 2 + 1)

    def __exit__(self, *_: object) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self._armed:
            raise _LateError
