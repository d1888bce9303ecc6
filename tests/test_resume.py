"""Killed at whatever moment, a run that is resumed gives the bytes of one that nobody disturbed."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import TEXT, command_of, environment, real, records, run

from cleaner.batch import Fields, Job, StoppedError, sinks
from cleaner.batch import run as run_job
from cleaner.model import Options

SEED = 20261122


def make_inputs(folder: Path, number: int) -> Path:
    """A folder with texts, files of rows, and some documents that cannot be read."""
    (folder / "pages").mkdir(parents=True)
    for i in range(number // 2):
        content = b"%PDF-1.7" if i % 50 == 7 else f"{TEXT}Tags: nomor {i}\n".encode()
        (folder / "pages" / f"{i}.txt").write_bytes(content)
    rows = [json.dumps({"url": f"https://x.id/{i}", "text": f"{TEXT}Tags: baris {i}"}) for i in range(number // 4)]
    rows[number // 8] = "{broken"
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress("\n".join(reversed(rows)).encode()))
    return folder


def errors_of(out: Path) -> list[dict[str, Any]]:
    return [
        {**row, "elapsed_ms": 0} for row in records(out.with_name(f"{out.name.removesuffix('.jsonl')}.errors.jsonl"))
    ]


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def disturbed(args: list[str | Path], growing: Path, size: int, *, parent: bool) -> int:
    """The code of a run that is killed, or whose worker is, as soon as its records have grown to so many bytes."""
    process = subprocess.Popen(
        command_of("clean", *args), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and (not growing.exists() or growing.stat().st_size < size):
        time.sleep(0.002)
    for pid in [process.pid] if parent else children(process.pid)[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return process.wait(120)


def kill_at_random_moments(tmp_path: Path, inputs: int, moments: int) -> None:
    source = make_inputs(tmp_path / "in", inputs)
    chance = random.Random(SEED)
    whole = {ending: tmp_path / f"whole.{ending}" for ending in ("jsonl", "jsonl.gz")}
    assert real("clean", source, "-o", whole["jsonl"], "--workers", "2").returncode == 1
    size = whole["jsonl"].stat().st_size
    assert real("clean", source, "-o", whole["jsonl.gz"], "--workers", "2").returncode == 1
    assert len(records(whole["jsonl"])) + len(errors_of(whole["jsonl"])) == inputs // 2 + 2 * (inputs // 4)
    killed = 0
    for moment in range(moments):
        ending = ("jsonl", "jsonl.gz")[moment % 2]
        out = tmp_path / f"out{moment}.{ending}"
        args: list[str | Path] = [source, "-o", out, "--resume", "--workers", str(1 + moment % 2)]
        growing = tmp_path / f"{out.name}.part" / "records.jsonl"
        code = disturbed(args, growing, chance.randrange(size), parent=moment % 4 != 3)
        killed += code == -signal.SIGKILL
        if code != 1:
            assert not out.exists()
            assert real("clean", *args).returncode == 1
        assert out.read_bytes() == whole[ending].read_bytes(), f"moment {moment}"
        assert errors_of(out) == errors_of(whole[ending])
        assert not out.with_name(f"{out.name}.part").exists()
    assert killed >= moments // 2, "most moments must lie within the run"


def test_run_that_is_killed_and_resumed_gives_identical_bytes(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, inputs=400, moments=4)


@pytest.mark.slow
def test_two_thousand_documents_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, inputs=2000, moments=20)


def in_this_process(source: Path, out: Path, *, resume: bool = False, errors: Path | None = None) -> Any:
    return run_job([str(source)], out, options=Options(), job=Job(workers=1, resume=resume, errors=errors))


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
@pytest.mark.parametrize("step", [1, 2])
def test_run_that_ends_while_files_get_their_names_can_be_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: int
) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    source = make_inputs(tmp_path / "in", 24)
    whole = tmp_path / f"whole{name[3:]}"
    in_this_process(source, whole)
    moved, calls = sinks._moved, iter(range(1, 9))

    def dies(path: Path, final: Path) -> None:
        if next(calls) == step:
            raise KeyboardInterrupt
        moved(path, final)

    with monkeypatch.context() as patch:
        patch.setattr(sinks, "_moved", dies)
        with pytest.raises(KeyboardInterrupt):
            in_this_process(source, tmp_path / name)
    assert not (tmp_path / name).exists()
    report = in_this_process(source, tmp_path / name, resume=True)
    assert (report.records, report.errors, report.resumed) == (21, 3, 24)
    assert (tmp_path / name).read_bytes() == whole.read_bytes()
    assert errors_of(tmp_path / name) == errors_of(whole)


@pytest.fixture
def unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The output of a run that stopped after 15 of 24 inputs."""
    source = make_inputs(tmp_path / "in", 24)
    asked = iter([False] * 15)
    run_job(
        [str(source)], tmp_path / "out.jsonl", options=Options(), job=Job(workers=1), stop=lambda: next(asked, True)
    )
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "out.jsonl"
    assert not (tmp_path / "out.jsonl").exists()


def test_unfinished_run_is_neither_begun_anew_nor_written_over_by_accident(unfinished: Path) -> None:
    before = (unfinished.parent / "out.jsonl.part" / "records.jsonl").read_bytes()
    done = run("clean", "in", "-o", "out.jsonl")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: out.jsonl: an unfinished run of it lies in out.jsonl.part; --resume goes on with it,"
        " --overwrite begins anew\n",
    )
    assert (unfinished.parent / "out.jsonl.part" / "records.jsonl").read_bytes() == before
    assert len(before.splitlines()) == 13


BEGUN = "Error: out.jsonl: the unfinished run was begun with"
SAME = "Say the same to resume, or --overwrite to begin anew\n"
OTHERS: list[Any] = [
    # (more arguments, the difference that is named)
    (("--explain",), f"{BEGUN} explain False, now it is True. {SAME}"),
    (("--keep", "caption"), f"{BEGUN} keep body, heading, now it is body, caption, heading. {SAME}"),
    (("--language", "id"), f"{BEGUN} language auto, now it is id. {SAME}"),
    (("--portal", "none"), f"{BEGUN} portal auto, now it is nothing. {SAME}"),
    (("--limit", "3"), f"{BEGUN} limit nothing, now it is 3. {SAME}"),
    (("--shard", "1/2"), f"{BEGUN} shard nothing, now it is 1, 2. {SAME}"),
    (("--text-field", "x"), f"{BEGUN} column for text nothing, now it is x. {SAME}"),
    (("--errors", "e.jsonl"), f"{BEGUN} errors file "),
    (("--rules", "own"), f"{BEGUN} rules "),
    (("in/rows.jsonl",), f"{BEGUN} sources "),
]


@pytest.mark.parametrize(("more", "message"), OTHERS, ids=[row[0][0] for row in OTHERS])
def test_resume_with_something_else_names_the_difference(unfinished: Path, more: tuple[str, ...], message: str) -> None:
    own = unfinished.parent / "own"
    own.mkdir()
    (own / "own.toml").write_text(
        '[[rule]]\nname = "mine"\nlabel = "ad"\nwhy = "Mine."\nequals = ["pasar"]\nhits = ["Pasar"]\nmisses = ["Ikan"]'
    )
    done = run("clean", "in", "-o", "out.jsonl", "--resume", *more)
    assert done.exit_code == 2
    assert done.stderr.startswith(message)
    assert (unfinished.parent / "out.jsonl.part" / "state.json").exists()


def change(path: Path) -> None:
    path.write_text("Lain.", encoding="utf-8")
    os.utime(path, (2_000_000_000, 2_000_000_000))


WAS = "input 15 was in/pages/2.txt, now it is in/pages/"
INPUTS: list[Any] = [
    # (what happens in pages/, the difference that is named)
    (lambda pages: change(pages / "1.txt"), "in/pages/1.txt was changed since"),
    (lambda pages: os.utime(pages / "1.txt", (1, 1)), "files up to in/pages/2.txt have another size or time"),
    (lambda pages: (pages / "0a.txt").write_text("x"), f"{WAS}1.txt"),
    (lambda pages: (pages / "1.txt").unlink(), f"{WAS}3.txt"),
    (shutil.rmtree, "it had done 15 inputs, now there are 12"),
]


@pytest.mark.parametrize(("harm", "message"), INPUTS, ids=["changed", "touched", "added", "removed", "all gone"])
def test_resume_over_other_input_is_refused(unfinished: Path, harm: Any, message: str) -> None:
    harm(unfinished.parent / "in" / "pages")
    done = run("clean", "in", "-o", "out.jsonl", "--resume")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: out.jsonl: the unfinished run had other input: {message}")
    assert done.stderr.endswith(". --overwrite begins anew\n")


def test_workers_time_and_memory_may_change_and_overwrite_begins_anew(tmp_path: Path) -> None:
    source = make_inputs(tmp_path / "in", 24)
    asked = iter([False] * 15)
    out = tmp_path / "out.jsonl"
    job = Job(workers=1, fields=Fields())
    stopped = run_job([str(source)], out, options=Options(), job=job, stop=lambda: next(asked, True))
    assert (stopped.interrupted, stopped.done) == (True, 15)
    done = run("clean", source, "-o", out, "--resume", "--workers", "2", "--timeout", "9", "--memory", "900")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (1, f"21 cleaned, 3 failed: {out}")
    first = out.read_bytes()
    assert run("clean", source, "-o", out, "--overwrite").exit_code == 1
    assert out.read_bytes() == first


def test_run_into_its_own_source_can_be_resumed(tmp_path: Path) -> None:
    source = make_inputs(tmp_path / "in", 24)
    in_this_process(source, tmp_path / "whole.jsonl")
    out = source / "out.jsonl"
    asked = iter([False] * 15)
    run_job([str(source)], out, options=Options(), job=Job(workers=1), stop=lambda: next(asked, True))
    assert (source / "out.jsonl.part" / "records.jsonl").stat().st_size > 0
    report = in_this_process(source, out, resume=True)
    assert (report.records, report.errors, report.resumed) == (21, 3, 15)
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_resume_of_a_complete_output_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert run("clean", tmp_path / "a.txt", "-o", out, "--resume").exit_code == 0
    before = out.stat()
    done = run("clean", tmp_path / "a.txt", "-o", out, "--resume")
    assert (done.exit_code, done.stderr) == (
        0,
        f"{out} is complete already, nothing to resume; --overwrite cleans it anew\n",
    )
    assert out.stat() == before


def test_standard_input_cannot_be_resumed(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("clean", "-", "-o", out, "--resume", stdin=TEXT)
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: standard input cannot be read twice, so a run of it cannot be resumed; leave --resume away\n",
    )


def test_resume_without_an_output_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for more in ((), ("-o", "-"), ("--overwrite",)):
        done = run("clean", tmp_path / "a.txt", "--resume", *more)
        assert (done.exit_code, done.stdout, done.stderr) == (
            2,
            "",
            "Error: --resume goes on with an output that was interrupted: name it with -o FILE\n",
        )


def test_output_that_is_removed_stops_the_run(tmp_path: Path) -> None:
    source = make_inputs(tmp_path / "in", 24)
    out = tmp_path / "out.jsonl"
    asked = iter(range(99))

    def remove() -> bool:
        if next(asked) == 15:
            (tmp_path / "out.jsonl.part" / "records.jsonl").unlink()
        return False

    with pytest.raises(StoppedError, match=r"records\.jsonl was removed while it was written; begin anew with"):
        run_job([str(source)], out, options=Options(), job=Job(workers=1), stop=remove)


def test_progress_of_a_resumed_run_goes_on_from_what_was_done(unfinished: Path) -> None:
    state = json.loads((unfinished.parent / "out.jsonl.part" / "state.json").read_text())
    assert (state["inputs"], state["last"], state["counts"]["records"]) == (15, "in/pages/2.txt", 13)
