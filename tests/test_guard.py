"""A crash, a hang, all the memory: each costs one item, named, and nothing else. Real processes, nothing simulated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import nasty
import pytest
from commands import NASTY, environment

from cleaner.batch.guard import Bounds, Failure, Guard, WorkerError

SHORT = Bounds(timeout=1.0, memory=150)

BAD = [
    # (item, stage, error, how the message begins)
    ("segfault", "crash", "WorkerCrash", "the worker process was ended by SIGSEGV"),
    ("leave", "crash", "WorkerCrash", "the worker process ended itself with code 3"),
    ("loop", "timeout", "TimeoutError", "not done after 1 s (in loop, nasty.py:"),
    ("backtrack", "timeout", "TimeoutError", "not done after 1 s (in match, "),
    ("swallow", "timeout", "TimeoutError", "not done after 1 s (in swallow, nasty.py:"),
    ("hold", "timeout", "TimeoutError", "not done after 1 s"),
    ("eat", "memory", "MemoryError", "took more than 150 MB of memory"),
    ("gulp", "memory", "MemoryError", "needs more memory than a worker may take"),
    ("fail it is so", "work", "ValueError", "it is so"),
]


@pytest.mark.parametrize(("item", "stage", "error", "message"), BAD, ids=[row[0].split()[0] for row in BAD])
def test_bad_item_costs_itself_and_says_why(item: str, stage: str, error: str, message: str) -> None:
    with Guard(nasty.upper, SHORT) as guard:
        before, failure, after = guard.run(["satu", item, "dua"])
    assert (before, after) == ("SATU", "DUA")
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.error) == (stage, error)
    assert failure.message.startswith(message)
    if stage == "timeout":
        assert 900 <= failure.elapsed_ms < 10_000


def test_first_last_and_neighbouring_items_may_be_the_bad_ones() -> None:
    items = ["leave", "satu", "leave", "segfault", "dua", "leave"]
    with Guard(nasty.upper, SHORT) as guard:
        outcomes = guard.run(items)
        assert guard.run(["tiga"]) == ["TIGA"]
    shown = [outcome.stage if isinstance(outcome, Failure) else outcome for outcome in outcomes]
    assert shown == ["crash", "SATU", "crash", "crash", "DUA", "crash"]


def test_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    with Guard(nasty.upper, SHORT) as guard:
        assert guard.run(["satu", f"once {tmp_path / 'mark'}", "dua"])[::2] == ["SATU", "DUA"]
        assert (tmp_path / "mark").exists()
        (killed,) = guard.run([f"once {tmp_path / 'mark'}"])
        assert killed == f"once {tmp_path / 'mark'}".upper()


def test_worker_killed_while_it_waits_costs_nothing() -> None:
    with Guard(nasty.pids) as guard:
        (first,) = guard.run(["x"])
        assert isinstance(first, str)
        os.kill(int(first), signal.SIGKILL)
        (second,) = guard.run(["x"])
    assert isinstance(second, str)
    assert second != first


def test_worker_is_replaced_after_so_many_items() -> None:
    with Guard(nasty.pids, Bounds(recycle=4)) as guard:
        served = [guard.run(["x", "x"]) for _ in range(4)]
    assert served[0] == served[1] != served[2] == served[3]


def test_noise_of_the_work_disturbs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with Guard(nasty.upper) as guard:
        assert guard.run(["shout", "satu"]) == ["SHOUT", "SATU"]
    assert capfd.readouterr() == ("", "")


def test_nothing_to_do_starts_nothing() -> None:
    with Guard(nasty.broken) as guard:
        assert guard.run([]) == []


@pytest.mark.parametrize(
    ("setup", "reason"),
    [
        (nasty.broken, "a worker process cannot start: RuntimeError: the rules are missing"),
        (nasty.dying, "a worker process cannot start: ld.so: libxml2.so: no such file"),
    ],
)
def test_worker_that_cannot_start_blames_no_item(setup: Callable[[], Callable[[str], str]], reason: str) -> None:
    with Guard(setup) as guard, pytest.raises(WorkerError) as caught:
        guard.run(["satu"])
    assert str(caught.value) == reason


def test_missing_interpreter_is_a_worker_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Guard(nasty.upper) as guard, pytest.raises(WorkerError, match="No such file or directory: '/nowhere/python'"):
        guard.run(["satu"])


def test_guards_work_beside_each_other_in_threads() -> None:
    results: dict[int, list[object]] = {}

    def work(number: int) -> None:
        with Guard(nasty.upper, SHORT) as guard:
            results[number] = list(guard.run([f"item{number}", "leave", "akhir"]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(3):
        assert results[number][::2] == [f"ITEM{number}", "AKHIR"]


def gone(pid: int) -> bool:
    """Whether a process has ended, within ten seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_what_an_item_started_ends_with_it(tmp_path: Path) -> None:
    with Guard(nasty.upper, SHORT) as guard:
        guard.run([f"orphan {tmp_path / 'pids'}"])
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())


PARENT = """
import sys, nasty
from cleaner.batch.guard import Bounds, Guard
guard = Guard(nasty.pids if sys.argv[1] == "idle" else nasty.upper, Bounds(timeout=1))
print(guard._started()._process.pid, flush=True)
guard.run([sys.argv[1]])
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
@pytest.mark.parametrize("item", ["idle", "loop", "hold"])
def test_worker_does_not_outlive_a_killed_parent(item: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, item],
        env=environment(NASTY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert gone(child)
