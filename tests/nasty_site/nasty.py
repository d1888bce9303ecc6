"""Work that goes wrong in every way, for child processes of the tests to import."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def upper() -> Callable[[str], str]:
    """A setup: the function it gives does what the item says."""
    return act


def act(item: str) -> str:
    word, _, rest = item.partition(" ")
    known = ACTS.get(word)
    if known:
        known(rest)
    return item.upper()


def segfault(_: str) -> None:
    ctypes.string_at(0)


def loop(_: str) -> None:
    while True:
        pass


def hold(_: str) -> None:
    """Like a loop in C that no signal handler of Python gets into: the alarm is held back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    loop("")


def backtrack(_: str) -> None:
    re.match(r"(a+)+$", "a" * 40 + "b")


def swallow(_: str) -> None:
    while True:
        try:
            time.sleep(600)
        except Exception:
            continue


def eat(_: str) -> None:
    """Memory that is really used, piece by piece."""
    pieces = []
    while True:
        pieces.append(b"x" * 5_000_000)
        time.sleep(0.002)


def gulp(_: str) -> None:
    bytearray(1 << 42)


def leave(_: str) -> None:
    os._exit(3)


def fail(rest: str) -> None:
    raise ValueError(rest)


def shout(_: str) -> None:
    os.write(1, b"noise\n" * 100_000)
    os.write(2, b"noise\n" * 100_000)


def once(path: str) -> None:
    """Die by a signal from outside the first time, and only then."""
    if not Path(path).exists():
        Path(path).write_text("was here")
        os.kill(os.getpid(), signal.SIGKILL)


def nap(_: str) -> None:
    time.sleep(0.02)


def orphan(path: str) -> None:
    """Start a process that would outlive its parent, then hang."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(path).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)


HARM = (segfault, loop, hold, backtrack, swallow, eat, gulp, leave, fail, shout, once, nap, orphan)
ACTS: dict[str, Callable[[str], None]] = {act.__name__: act for act in HARM}


def pid_of(_: str) -> str:
    return str(os.getpid())


def pids() -> Callable[[str], str]:
    return pid_of


def broken() -> Callable[[str], str]:
    raise RuntimeError("the rules are missing")


def dying() -> Callable[[str], str]:
    sys.stderr.write("ld.so: libxml2.so: no such file\n")
    sys.stderr.flush()
    os._exit(127)
