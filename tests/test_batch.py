"""A run of the real command over documents that crash, hang, eat memory and leave: each is one error line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import CLEAN, NASTY, ROOT, TEXT, command_of, environment, real, records

BAD = {
    7: ("segfault", "crash", "WorkerCrash", "the worker process was ended by SIGSEGV"),
    8: ("loop", "timeout", "TimeoutError", "not done after 1 s (in loop, nasty.py:"),
    20: ("eat", "memory", "MemoryError", "took more than 200 MB of memory"),
    33: ("leave", "crash", "WorkerCrash", "the worker process ended itself with code 3"),
    47: ("hold", "timeout", "TimeoutError", "not done after 1 s"),
    59: ("gulp", "memory", "MemoryError", "needs more memory than a worker may take"),
}


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(60):
        text = f"NASTY {BAD[number][0]} {TEXT}" if number in BAD else TEXT
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("workers", ["1", "2"])
def test_of_sixty_documents_exactly_the_bad_ones_are_error_lines(sixty: Path, tmp_path: Path, workers: str) -> None:
    out = tmp_path / "out.jsonl"
    done = real(*("clean", sixty, "-o", out, "--workers", workers, "--timeout", "1", "--memory", "200"), paths=(NASTY,))
    errors = tmp_path / "out.errors.jsonl"
    assert done.returncode == 1
    assert done.stderr == (
        f"54 cleaned, 6 failed: {out}\n"
        f"  2 took more than --timeout, 2 took more than --memory, 2 crashed a worker: see {errors}\n"
    )
    good = [number for number in range(60) if number not in BAD]
    assert [(row["source"], row["text"]) for row in records(out)] == [(f"pages/{n}.txt", CLEAN) for n in good]
    for row, (number, (_, stage, error, message)) in zip(records(errors), BAD.items(), strict=True):
        assert (row["source"], row["stage"], row["error"]) == (f"pages/{number}.txt", stage, error)
        assert row["message"].startswith(message)
        assert row["bytes"] == (sixty / f"{number}.txt").stat().st_size


def test_worker_that_cannot_start_stops_the_run_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import sys\nif sys.argv[0] == '-c' and 'serve' in ''.join(sys.orig_argv):\n"
        "    sys.exit('libxml2.so.2: cannot open shared object file')\n"
    )
    out = tmp_path / "out.jsonl"
    done = real("clean", tmp_path / "a.txt", "-o", out, paths=(tmp_path / "site",))
    assert done.returncode == 3
    reason = "SystemExit: libxml2.so.2: cannot open shared object file"
    assert done.stderr == f"Error: a worker process cannot start: {reason}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "site"]


class Started:
    """A run that is under way, with the documents that its workers hang on for a while."""

    def __init__(self, *args: str | Path, feeds: bool = False) -> None:
        self.process = subprocess.Popen(
            command_of("clean", *args),
            env=environment(NASTY),
            cwd=ROOT,
            stdin=subprocess.PIPE if feeds else None,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )

    def after(self, state: Path, inputs: int) -> Started:
        """Wait until so many inputs are done."""
        for _ in range(1200):
            if state.exists() and json.loads(state.read_text())["inputs"] >= inputs:
                return self
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.05)
        raise AssertionError("the run does not get on")

    def ended(self) -> tuple[int, str]:
        """Exit code and standard error."""
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Two hundred documents that take 20 ms each."""
    folder = tmp_path / "slow"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"NASTY nap {TEXT}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_finishes_what_is_in_hand_and_resume_goes_on(slow: Path, tmp_path: Path, number: int) -> None:
    out, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    started = Started(slow, "-o", out, "--workers", "1").after(tmp_path / "out.jsonl.part" / "state.json", 1)
    os.kill(started.process.pid, number)
    code, said = started.ended()
    inputs = len(records(tmp_path / "out.jsonl.part" / "records.jsonl"))
    assert 0 < inputs < 200
    assert code == 130
    assert said == (
        "Stopping when the documents in hand are done; once more to stop at once.\n"
        f"Error: Interrupted. {inputs} inputs are done, their records are in {out}.part/records.jsonl;"
        " the same command with --resume goes on.\n"
    )
    assert not out.exists()
    again = real("clean", slow, "-o", out, "--resume", "--workers", "2", paths=(NASTY,))
    assert (again.returncode, again.stderr) == (0, f"200 cleaned, 0 failed: {out}\n")
    assert real("clean", slow, "-o", whole, paths=(NASTY,)).returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "out.jsonl.part").exists()


def test_second_interrupt_stops_at_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("NASTY swallow")
    out = tmp_path / "out.jsonl"
    started = Started(tmp_path / "in", "-o", out, "--timeout", "600")
    started.after(tmp_path / "out.jsonl.part" / "state.json", 0)
    time.sleep(1)
    started.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    begin = time.monotonic()
    started.process.send_signal(signal.SIGINT)
    code, said = started.ended()
    assert time.monotonic() - begin < 10
    assert (code, said.splitlines()[-1]) == (130, "Error: Interrupted.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_interrupt_ends_a_run_that_waits_for_standard_input(tmp_path: Path, number: int) -> None:
    started = Started("-", "-o", tmp_path / "out.jsonl", feeds=True)
    time.sleep(1.5)
    begin = time.monotonic()
    os.kill(started.process.pid, number)
    code = started.process.wait(20)
    assert time.monotonic() - begin < 10
    _, said = started.ended()
    assert (code, said.splitlines()[-1]) == (130, "Error: Interrupted.")
    assert list(tmp_path.iterdir()) == []


def test_one_interrupt_keeps_the_rows_that_standard_input_has_given(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    started = Started("-", "-o", out, "--workers", "1", feeds=True)
    assert started.process.stdin
    for _ in range(300):
        started.process.stdin.write(json.dumps({"text": TEXT}) + "\n")
    started.process.stdin.flush()
    started.after(tmp_path / "out.jsonl.part" / "state.json", 0)
    started.process.send_signal(signal.SIGTERM)
    code = started.process.wait(30)
    _, said = started.ended()
    found = records(tmp_path / "out.jsonl.part" / "records.jsonl")
    assert [row["text"] for row in found] == [CLEAN] * len(found)
    assert 0 < len(found) < 300
    assert (code, said.splitlines()[-1]) == (
        130,
        f"Error: Interrupted. {len(found)} inputs are done, their records are in {out}.part/records.jsonl;"
        " standard input cannot be read again.",
    )


def test_second_run_on_one_output_is_refused(slow: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = Started(slow, "-o", out, "--workers", "1").after(tmp_path / "out.jsonl.part" / "state.json", 1)
    for more in ((), ("--overwrite",), ("--resume",)):
        second = real("clean", slow, "-o", out, *more, paths=(NASTY,))
        assert second.returncode == 2
        assert second.stderr == (
            f"Error: {out}: another run (process {first.process.pid}) is writing it;"
            " wait for it, or write to another file\n"
        )
    assert first.ended() == (0, f"200 cleaned, 0 failed: {out}\n")
    assert len(records(out)) == 200
