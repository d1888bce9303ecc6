"""A guarded child process: whatever one item does to it, a crash, a hang, all the memory, costs that item alone.

The child is a plain subprocess, not a multiprocessing one: the workers of Ray, Spark and other engines are daemonic and
may not have such children. It knows nothing of files or documents; `setup` says what work it does, so that the same
guard serves the batch and a function inside somebody's cluster.

    with Guard(partial(prepare, task), Bounds(timeout=30)) as guard:
        outcomes = guard.run(items)  # one result or Failure an item, in order
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, NamedTuple, TypeVar

from cleaner.model import CleanerError

Item = TypeVar("Item")
Result = TypeVar("Result")

TIMEOUT, MEMORY = 60.0, 1024
_BOOT = (
    "import sys; from multiprocessing.connection import Connection; link = Connection(int(sys.argv[1]));"
    "sys.path[:] = link.recv(); from cleaner.batch.child import serve; serve(link)"
)
_START_SECONDS = 120.0
_START_TRIES = 3
_LOOK_SECONDS = 0.05
_GRACE_SECONDS = 1.0
_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one item may cost, and how long a child serves."""

    timeout: float = TIMEOUT
    """seconds of wall-clock time for one item."""
    memory: int = MEMORY
    """MB of resident memory of the child, its own 80 MB included; looked at every 0.05 s, on Linux."""
    recycle: int = 4000
    """a child makes room for a new one after so many items: a start costs as much as some twenty pages."""


class Failure(NamedTuple):
    """Why an item has no result."""

    stage: str
    """timeout, memory, crash, or work: the function raised."""
    error: str
    """name of the error."""
    message: str
    elapsed_ms: int


class WorkerError(CleanerError):
    """No child process can be started, for the reason given: no item is to blame."""


class Guard(Generic[Item, Result]):
    """One child process that works on items one after another, replaced when one of them ends it.

    setup: a picklable function without arguments that the child calls once, outside every item's time; it gives the
    function that turns an item into a result. An item that ends a child is tried once more in a fresh one, where it
    alone can be the reason. Not for several threads at once.
    """

    def __init__(self, setup: Callable[[], Callable[[Item], Result]], bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._setup = setup
        self._child: _Child | None = None
        self._stopped = False

    def run(self, items: Sequence[Item]) -> list[Result | Failure]:
        """One result or Failure an item, in order. Raises WorkerError when no child can be started."""
        outcomes: list[Result | Failure] = []
        again = False
        while len(outcomes) < len(items):
            child = self._child or self._started()
            if self._stopped:
                self.close()
                raise WorkerError("the worker process was stopped")
            rest = items[len(outcomes) : len(outcomes) + 1] if again else items[len(outcomes) :]
            done, failure = child.serve(rest)
            outcomes += done
            again = again and not done
            if failure:
                self.close()
                again = not again and failure.stage != "timeout"
                outcomes += [] if again else [failure]
        if self._child and self._child.served >= self.bounds.recycle:
            self.close()
        return outcomes

    def close(self) -> None:
        """End the child; the next run starts another."""
        if self._child:
            self._child.end()
            self._child = None

    def stop(self) -> None:
        """From another thread: end the child whatever it is at. A run that is under way raises WorkerError."""
        self._stopped = True
        child = self._child
        if child:
            child.kill()

    def __enter__(self) -> Guard[Item, Result]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _started(self) -> _Child:
        """A child that is ready. One that dies on the way is started again: it may have been killed from outside."""
        for tries in range(_START_TRIES):
            try:
                self._child = _Child(self._setup, self.bounds)
                return self._child
            except WorkerError:
                if tries == _START_TRIES - 1:
                    raise
        raise AssertionError("unreachable")


class _Child:
    """A running child and the link to it."""

    def __init__(self, setup: Callable[[], Callable[[Any], Any]], bounds: Bounds) -> None:
        self.served = 0
        self._bounds = bounds
        ours, theirs = socket.socketpair()
        self._link = Connection(ours.detach())
        with theirs, tempfile.TemporaryFile() as said:
            self._process = _spawned(theirs.fileno(), said)
            theirs.close()
            try:
                self._link.send([path or str(Path.cwd()) for path in sys.path])
                self._link.send_bytes(pickle.dumps((setup, bounds)))
                self._await_ready(said)
            except (EOFError, OSError) as error:
                self.end()
                raise WorkerError(f"a worker process cannot start: {self._last_words(said)}") from error
            except BaseException:
                self.end()
                raise

    def _await_ready(self, said: IO[bytes]) -> None:
        if not self._link.poll(_START_SECONDS):
            self.end()
            raise WorkerError(f"a worker process was not ready after {_START_SECONDS:.0f} s: {self._last_words(said)}")
        trouble = self._link.recv()
        if trouble:
            self.end()
            raise WorkerError(f"a worker process cannot start: {trouble}")

    def _last_words(self, said: IO[bytes]) -> str:
        """The last line a child wrote before it went, else how it went."""
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), _ending(self._process.returncode))

    def serve(self, items: Sequence[Any]) -> tuple[list[Any], Failure | None]:
        """Results up to the end of the items, or to the item that ended the child, with its Failure."""
        done: list[Any] = []
        begin = time.monotonic()
        try:
            self._link.send(items)
            while len(done) < len(items):
                begin = time.monotonic()
                stage = self._wait(begin)
                if stage:
                    return done, self._broken(stage, begin)
                outcome, leaves = self._link.recv()
                if leaves:
                    return done, outcome
                self.served += 1
                done.append(outcome)
        except (EOFError, OSError):
            return done, self._broken("crash", begin)
        return done, None

    def _wait(self, begin: float) -> str | None:
        """Wait for a reply; the stage of a Failure when the item has had all its time or memory."""
        while not self._link.poll(_LOOK_SECONDS):
            if time.monotonic() - begin > self._bounds.timeout + _GRACE_SECONDS:
                return "timeout"
            if _resident(self._process.pid) > self._bounds.memory << 20:
                return "memory"
        return None

    def _broken(self, stage: str, begin: float) -> Failure:
        """The child has ended itself, or must be ended."""
        elapsed = round((time.monotonic() - begin) * 1000)
        if stage == "timeout":
            return Failure(stage, "TimeoutError", f"not done after {self._bounds.timeout:g} s", elapsed)
        if stage == "memory":
            return Failure(stage, "MemoryError", f"took more than {self._bounds.memory} MB of memory", elapsed)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_SECONDS)
        return Failure(stage, "WorkerCrash", f"the worker process {_ending(self._process.returncode)}", elapsed)

    def end(self) -> None:
        """Kill the process and whatever it has started, and wait for it."""
        self._link.close()
        self.kill()
        self._process.wait()

    def kill(self) -> None:
        """Kill the process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _spawned(link: int, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl-C in a terminal reaches its parent only."""
    try:
        return subprocess.Popen(
            [sys.executable, "-c", _BOOT, str(link)],
            pass_fds=[link],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            process_group=0,
        )
    except OSError as error:
        raise WorkerError(f"a worker process cannot start: {error.strerror}: {sys.executable!r}") from error


def _resident(pid: int) -> int:
    """Bytes of resident memory of a process; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as stat:
            return int(stat.read().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _ending(code: int | None) -> str:
    """How a process ended, in words.

    >>> _ending(-11), _ending(3)
    ('was ended by SIGSEGV', 'ended itself with code 3')
    """
    if code is None:
        return "stopped answering"
    if code >= 0:
        return f"ended itself with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
