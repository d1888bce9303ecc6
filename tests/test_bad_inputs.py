"""What goes wrong with inputs and outputs in a long night, each with its message and its exit code."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import CLEAN, NASTY, PAGE, ROOT, TEXT, command_of, environment, real, records, run

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Pasar</title></item></channel></rss>'
OBJECT = json.dumps({"galat": "halaman tidak ada"})
COLUMNS = (
    "#1: no column html or raw_html or text or content or body or maintext or articleBody; its columns are galat."
    " Name the right one with --html-field or --text-field"
)

# name of the file, its content; then flags of the record, or (stage, error, end of the message) of the error line
CONTENTS: list[Any] = [
    ("empty.html", b"", ["no-body"]),
    ("empty.txt", b"", ["no-body"]),
    ("blank.html", b" \n\t\r\n", ["no-body"]),
    ("blank.txt", b"\n" * 1000, ["no-body"]),
    (
        "binary.html",
        bytes(range(9)) * 400,
        ("decode", "DecodeError", "the input is not a page or a text: it is binary"),
    ),
    ("report.html", b"%PDF-1.7", ("decode", "DecodeError", "the input is not a page or a text but a PDF")),
    ("photo.txt", b"\xff\xd8\xff\xe0", ("decode", "DecodeError", "the input is not a page or a text but a JPEG image")),
    ("rss.html", RSS.encode(), ["no-body"]),
    ("answer.html", OBJECT.encode(), ("read", "SourceError", COLUMNS)),
    ("pretty.html", json.dumps({"galat": 1}, indent=1).encode(), ["short-body"]),
    (
        "cut.html.gz",
        gzip.compress(PAGE.encode())[:-9],
        ("read", "SourceError", "it is cut off in the middle of its data"),
    ),
    (
        "bomb.txt.gz",
        gzip.compress(b"x" * 21_000_000),
        ("read", "SourceError", "bombs do; unpack it yourself if you trust it"),
    ),
    ("large.txt", b"x" * 20_000_001, ("limit", "LimitError", "raise it with Limits(bytes=...)")),
]


@pytest.mark.parametrize(("name", "content", "expected"), CONTENTS, ids=[row[0] for row in CONTENTS])
def test_bad_content_is_a_flagged_record_or_an_error_line(
    tmp_path: Path, name: str, content: bytes, expected: Any
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / name).write_bytes(content)
    (folder / "z.txt").write_text(TEXT)
    done = run("clean", folder, "-o", tmp_path / "out.jsonl", "--workers", "1")
    rows = {row["source"]: row for row in records(tmp_path / "out.jsonl")}
    assert (rows["in/a.txt"]["text"], rows["in/z.txt"]["text"]) == (CLEAN, CLEAN)
    if isinstance(expected, list):
        assert done.exit_code == 0
        assert rows[f"in/{name}"]["flags"] == expected
        return
    assert done.exit_code == 1
    assert f"1 could not be read: see {tmp_path / 'out.errors.jsonl'}" in done.stderr
    (row,) = records(tmp_path / "out.errors.jsonl")
    assert (row["source"].partition("#")[0], row["stage"], row["error"]) == (f"in/{name}", *expected[:2])
    assert row["message"].endswith(expected[2])


def two_of_a_name(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "sama.txt").write_text(TEXT)


def same_content(folder: Path) -> None:
    (folder / "1.txt").write_text(TEXT)
    (folder / "2.txt").write_text(TEXT)


def loop_of_links(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "1.txt").write_text(TEXT)
    (folder / "a" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")


def pipes(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "1.txt").write_text(TEXT)


def odd_names(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(TEXT)
    (folder / "baris\nbaru.txt").write_text(TEXT)


def deep(folder: Path) -> None:
    at = folder
    for _ in range(300):
        at = at / "d"
        at.mkdir()
    (at / "1.txt").write_text(TEXT)


TREES: list[Any] = [
    # (how it is made, sources of the records, of the error lines with the end of their messages)
    (two_of_a_name, ["in/a/sama.txt", "in/b/sama.txt"], []),
    (same_content, ["in/1.txt", "in/2.txt"], []),
    (loop_of_links, ["in/a/1.txt"], [("in/self.txt", "cannot be read: Too many levels of symbolic links")]),
    (pipes, ["in/1.txt"], []),
    (odd_names, ["in/baris\nbaru.txt", "in/caf\\xe9.txt"], []),
    (deep, ["in/" + "d/" * 300 + "1.txt"], []),
]


@pytest.mark.parametrize(("make", "good", "bad"), TREES, ids=[row[0].__name__ for row in TREES])
def test_odd_folders_lose_nothing_and_take_nothing_twice(
    tmp_path: Path, make: Callable[[Path], None], good: list[str], bad: list[tuple[str, str]]
) -> None:
    (tmp_path / "in").mkdir()
    make(tmp_path / "in")
    done = run("clean", tmp_path / "in", "-o", tmp_path / "out.jsonl", "--workers", "1")
    rows = records(tmp_path / "out.jsonl")
    assert [row["source"] for row in rows] == good
    assert [row["text"] for row in rows] == [CLEAN] * len(good)
    assert len({row["id"] for row in rows}) == len(good)
    assert done.exit_code == (1 if bad else 0)
    assert done.stderr.splitlines()[0] == f"{len(good)} cleaned, {len(bad)} failed: {tmp_path / 'out.jsonl'}"
    if bad:
        found = records(tmp_path / "out.errors.jsonl")
        assert [row["source"] for row in found] == [source for source, _ in bad]
        assert all(row["message"].endswith(end) for row, (_, end) in zip(found, bad, strict=True))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_folder_that_cannot_be_listed_costs_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "in" / "shut").mkdir(parents=True)
    (tmp_path / "in" / "1.txt").write_text(TEXT)
    (tmp_path / "in" / "shut").chmod(0)
    done = run("clean", tmp_path / "in", "-o", tmp_path / "out.jsonl", "--workers", "1")
    (row,) = records(tmp_path / "out.errors.jsonl")
    assert (done.exit_code, row["source"]) == (1, "in/shut")
    assert row["message"] == f"{tmp_path / 'in' / 'shut'}: cannot be read: Permission denied"


def test_file_that_goes_while_the_run_is_on_costs_one_error_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.batch import Document, Task

    work = Task().rows()
    row = work(Document("in/1.txt", path=tmp_path / "1.txt", stamp=(5, 0)))
    assert {**row, "elapsed_ms": 0} == {
        "source": "in/1.txt",
        "stage": "read",
        "error": "SourceError",
        "message": f"{tmp_path / '1.txt'}: cannot be read: No such file or directory",
        "bytes": 5,
        "elapsed_ms": 0,
    }


def small_disk() -> None:
    """A limit on the size of files does what a full disk does: writing fails in the middle of a line."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_full_disk_stops_the_run_and_what_is_done_is_usable(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number}.txt").write_text(f"NASTY nap {TEXT}")
    out = tmp_path / "out.jsonl"
    done = subprocess.run(
        command_of("clean", tmp_path / "in", "-o", out, "--workers", "1"),
        env=environment(NASTY),
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {out}: cannot be written: File too large")
    assert not out.exists()
    part = tmp_path / "out.jsonl.part" / "records.jsonl"
    usable = records(part)
    assert (
        f". {len(usable)} inputs are done, their records are in {part}; the same command with --resume" in done.stderr
    )
    assert [row["source"] for row in usable] == [f"in/{number}.txt" for number in range(len(usable))]
    assert 0 < len(usable) < 200
    again = real("clean", tmp_path / "in", "-o", out, "--resume", paths=(NASTY,))
    assert (again.returncode, len(records(out))) == (0, 200)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_on_a_full_disk_is_code_3(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for more in ((), ("--errors", str(tmp_path / "e.jsonl"))):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                command_of("clean", tmp_path / "a.txt", *more),
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert (done.returncode, done.stderr) == (3, "Error: standard output: No space left on device\n")
        assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


FULL = [(0, "out.jsonl.part/lock"), (100, "out.jsonl.part/state.new"), (1000, "out.jsonl")]


@pytest.mark.parametrize(("size", "name"), FULL)
def test_disk_that_is_full_from_the_start_is_code_3_and_leaves_nothing(tmp_path: Path, size: int, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = subprocess.run(
        command_of("clean", "a.txt", "-o", "out.jsonl"),
        env=environment(),
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (3, f"Error: {name}: cannot be written: File too large\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_reader_that_goes_away_is_code_3_and_one_line(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(TEXT * 20)
    command = " ".join(command_of("clean", tmp_path))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -c 7; exit ${{PIPESTATUS[0]}}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (3, '{"id":"')
    assert done.stderr == "Error: standard output: nobody reads it any more\n"


def read_only(folder: Path) -> tuple[Path, str]:
    folder.chmod(0o500)
    return folder / "out.jsonl", "cannot be written: Permission denied"


def no_folder(folder: Path) -> tuple[Path, str]:
    return folder / "no" / "out.jsonl", f"there is no folder {folder / 'no'}; make it first: mkdir -p {folder / 'no'}"


def kernel_folder(folder: Path) -> tuple[Path, str]:
    return Path("/proc/out.jsonl"), "cannot be written: "


def file_as_folder(folder: Path) -> tuple[Path, str]:
    (folder / "a.txt").write_text(TEXT)
    return folder / "a.txt" / "out.jsonl", "cannot be written: Not a directory"


@pytest.mark.parametrize("make", [read_only, no_folder, kernel_folder, file_as_folder])
def test_output_that_cannot_be_written_is_wrong_use(tmp_path: Path, make: Callable[[Path], tuple[Path, str]]) -> None:
    if make is read_only and os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    (tmp_path / "in.txt").write_text(TEXT)
    (tmp_path / "to").mkdir()
    out, message = make(tmp_path / "to")
    done = run("clean", tmp_path / "in.txt", "-o", out)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {out}: {message}")


def test_device_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT)
    done = run("clean", tmp_path / "in.txt", "-o", "/dev/null", "--overwrite")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: /dev/null is no file that could be replaced; leave -o away and write to it with >\n",
    )
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("args", "module", "message"),
    [
        (("rows.parquet", "-o", "o.jsonl"), "pyarrow", "rows.parquet: Parquet needs the package pyarrow: pip install"),
        (("a.txt", "-o", "o.parquet"), "pyarrow", "o.parquet: Parquet needs the package pyarrow: pip install"),
        (("a.txt.zst", "-o", "o.jsonl"), "zstandard", "a.txt.zst: zstd files need the package zstandard: pip install"),
        (("a.txt", "-o", "o.jsonl.zst"), "zstandard", "o.jsonl.zst: zstd files need the package zstandard: pip"),
        (("a.warc", "-o", "o.jsonl"), "fastwarc", "a.warc: web archives need the package fastwarc: pip install"),
    ],
    ids=["parquet", "to parquet", "zst", "to zst", "warc"],
)
def test_missing_library_is_said_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], module: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.parquet").write_bytes(b"PAR1....PAR1")
    Path("a.txt").write_text(TEXT)
    Path("a.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd....")
    Path("a.warc").write_bytes(b"WARC/1.0\r\n")
    before = sorted(Path().iterdir())
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    done = run("clean", *args)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {message}")
    assert sorted(Path().iterdir()) == before
