"""What comes out: the same records in every form, a report that adds up, progress in words."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from commands import CLEAN, PAGE, TEXT, real, records, run

from cleaner import clean
from cleaner.batch import Report
from cleaner.batch.schema import SOURCE_FIELDS
from cleaner.cli.progress import progress_text


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"{TEXT}Tags: pasar, sungai\n", encoding="utf-8")
    (folder / "5.html").write_text("<html><body><a href='/'>Beranda</a></body></html>")
    (folder / "6.html").write_bytes(b"%PDF-1.7")
    (folder / "7.html").write_text(PAGE.replace("<main>", "<main><h1>Pasar Lama Dibuka Kembali</h1>"))
    (folder / "7.url").write_text("https://www.example.co.id/pasar")
    return folder


def unzstd(raw: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    unpacked: bytes = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw)).read()
    return unpacked


@pytest.mark.parametrize(("ending", "unpack"), [(".jsonl.gz", gzip.decompress), (".jsonl.zst", unzstd)])
def test_packed_output_holds_the_lines_of_the_plain_one(pages: Path, tmp_path: Path, ending: str, unpack: Any) -> None:
    if ending.endswith("zst"):
        pytest.importorskip("zstandard")
    outputs = [tmp_path / "a.jsonl", tmp_path / f"b{ending}", tmp_path / f"c{ending}"]
    for out in outputs:
        assert run("clean", pages, "-o", out, "--explain").exit_code == 1
    one, two, three = (out.read_bytes() for out in outputs)
    assert unpack(two) == one
    assert two == three
    assert len(records(tmp_path / f"b{ending}.errors.jsonl")) == 1


def test_parquet_output_holds_the_records(pages: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    run("clean", pages, "-o", tmp_path / "a.jsonl", "--explain")
    done = run("clean", pages, "-o", tmp_path / "a.parquet", "--explain")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (1, f"7 cleaned, 1 failed: {tmp_path / 'a.parquet'}")
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == records(tmp_path / "a.jsonl")
    assert not (tmp_path / "a.parquet.part").exists()


def test_schema_names_every_field_of_a_record_and_of_its_sources() -> None:
    pytest.importorskip("pyarrow")
    from cleaner.batch.schema import record_schema

    record = clean(PAGE).to_dict()
    assert record_schema().names == list(record)
    assert list(SOURCE_FIELDS) == list(record["sources"])


def test_report_adds_up(pages: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.jsonl", tmp_path / "report.json"
    assert run("clean", pages, "-o", out, "--report", report, "--explain").exit_code == 1
    found = json.loads(report.read_text())
    rows = records(out)
    assert (found["inputs"], found["records"], found["errors"], found["no_body"]) == (8, 7, 1, 1)
    assert (found["stages"], found["page_types"]) == ({"decode": 1}, {"article": 7})
    assert found["hosts"] == {"example.co.id": 1}
    assert found["flags"]["no-body"] == 1
    removed = [piece for row in rows for piece in row["removed"]]
    for key in ("label", "rule"):
        counted = [piece[key] for piece in removed]
        assert found[f"{key}s"] == {name: counted.count(name) for name in set(counted)}
    assert found["labels"]["read-also"] == 5
    assert sum(found["confidence"].values()) == 7
    assert found["documents_per_second"] > 0
    assert (found["resumed"], found["interrupted"], found["errors_file"]) == (
        0,
        False,
        f"{tmp_path / 'out.errors.jsonl'}",
    )
    assert list(found["labels"].values()) == sorted(found["labels"].values(), reverse=True)


def test_errors_file_of_ones_own_is_not_written_over(pages: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    mine.write_text("mine\n")
    for args in (("-o", tmp_path / "out.jsonl"), ()):
        done = run("clean", pages, *args, "--errors", mine)
        assert (done.exit_code, mine.read_text()) == (2, "mine\n")
        assert done.stderr.startswith(f"Error: {mine} exists already; --overwrite replaces it")
    assert run("clean", pages, "--errors", mine, "--overwrite").exit_code == 1
    assert [row["source"] for row in records(mine)] == ["pages/6.html"]


TWICE: list[Any] = [
    # (arguments, the one named twice, for what)
    (("-o", "o.jsonl", "--report", "o.jsonl"), "o.jsonl", "-o and for --report"),
    (("-o", "e.jsonl", "--errors", "e.jsonl"), "e.jsonl", "-o and for --errors"),
    (("-o", "o.jsonl", "--report", "./o.errors.jsonl"), "o.errors.jsonl", "--errors and for --report"),
    (("--errors", "e.jsonl", "--report", "pages/../e.jsonl"), "pages/../e.jsonl", "--errors and for --report"),
    (("-o", "o.jsonl", "--errors", "link/e.jsonl", "--report", "e.jsonl"), "e.jsonl", "--errors and for --report"),
]


@pytest.mark.parametrize(("args", "name", "what"), TWICE)
def test_outputs_of_one_name_are_refused(
    pages: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], name: str, what: str
) -> None:
    monkeypatch.chdir(pages.parent)
    Path("link").symlink_to(".")
    before = sorted(Path().iterdir())
    for more in ((), ("--overwrite",), ("--overwrite", "--resume") if "-o" in args else ()):
        done = run("clean", "pages", *args, *more)
        assert (done.exit_code, done.stderr) == (
            2,
            f"Error: {name} is named twice, for {what}; write to two files\n",
        )
        assert sorted(Path().iterdir()) == before


REPORTS: list[Any] = [
    ("no/r.json", "no/r.json: there is no folder no; make it first: mkdir -p no"),
    ("pages", "pages is a folder; --report takes the name of a file to write, such as pages/report.json"),
    ("pages/0.txt/r.json", "pages/0.txt/r.json: cannot be written: Not a directory"),
    ("out.jsonl.part/r.json", "lies in out.jsonl.part, which goes when the run is complete; write to another file"),
]


@pytest.mark.parametrize(("name", "message"), REPORTS)
def test_report_that_cannot_be_written_is_said_before_the_first_document(
    pages: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(pages.parent)
    if ".part" in name:
        Path("out.jsonl.part").mkdir()
    before = sorted(Path().iterdir())
    done = run("clean", "pages", "-o", "out.jsonl", "--report", name)
    assert (done.exit_code, message in done.stderr) == (2, True)
    assert sorted(Path().iterdir()) == before


def test_errors_file_without_its_folder_is_said_before_the_first_document(pages: Path, tmp_path: Path) -> None:
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--errors", tmp_path / "no" / "e.jsonl")
    assert (done.exit_code, "make it first: mkdir -p" in done.stderr) == (2, True)


def test_report_of_a_complete_output_cannot_be_asked_for_later(pages: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.jsonl", tmp_path / "report.json"
    args = ("clean", pages, "-o", out, "--resume")
    assert run(*args).exit_code == 1
    done = run(*args, "--report", report)
    assert (done.exit_code, report.exists()) == (2, False)
    assert done.stderr == (
        f"Error: {out} is complete already, and what its run had counted is gone: leave --report away, or"
        " --overwrite cleans it anew\n"
    )
    report.write_text("of that run\n")
    assert (run(*args, "--report", report).exit_code, report.read_text()) == (1, "of that run\n")


def test_report_that_fails_in_the_end_is_made_by_a_resumed_run(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, folder = tmp_path / "out.jsonl", tmp_path / "reports"
    folder.mkdir()
    args = ("clean", pages, "-o", out, "--report", folder / "r.json", "--workers", "1", "--resume")

    def taken_away(report: Report) -> dict[str, Any]:
        folder.rmdir()
        return {}

    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.report.Report.to_dict", taken_away)
        done = run(*args)
    assert (done.exit_code, out.exists()) == (3, False)
    assert done.stderr.startswith(f"Error: {folder / 'r.json'}: cannot be written: No such file or directory. 8 inputs")
    folder.mkdir()
    assert run(*args).exit_code == 1
    assert (json.loads((folder / "r.json").read_text())["inputs"], len(records(out))) == (8, 7)


def test_report_names_an_errors_file_whose_name_is_no_utf8(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    done = real("clean", pages, "-o", out, "--report", tmp_path / "r.json")
    assert done.returncode == 1
    assert json.loads((tmp_path / "r.json").read_text())["errors_file"] == f"{tmp_path}/caf\udce9.errors.jsonl"


def report(done: int, errors: int, seconds: float, resumed: int = 0) -> Report:
    return Report(records=done - errors, errors=errors, seconds=seconds, resumed=resumed)


PROGRESS: list[Any] = [
    (report(0, 0, 0), None, False, "0 done, 0 failed, 0/s"),
    (report(120, 3, 2), None, True, "120 done, 3 failed, 60/s"),
    (report(120, 3, 2), 1320, False, "120 of 1320 done, 3 failed, 60/s, 20 s left"),
    (
        report(600, 0, 10, resumed=500),
        1200,
        True,
        "[##########----------] 600 of 1200 done, 0 failed, 10/s, 1 min left",
    ),
    (report(10, 0, 10), 10, True, "[####################] 10 of 10 done, 0 failed, 1/s"),
    (report(12, 0, 10), 10, True, "[####################] 12 of 10 done, 0 failed, 1/s"),
]


@pytest.mark.parametrize(("found", "total", "bar", "text"), PROGRESS)
def test_progress_says_how_far_how_fast_and_how_long(found: Report, total: int | None, bar: bool, text: str) -> None:
    assert progress_text(found, total, bar=bar) == text


def test_progress_off_a_terminal_is_a_line_now_and_then(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import cleaner.cli.progress

    monkeypatch.setattr(cleaner.cli.progress, "EVERY_SECONDS", 0.0)
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--workers", "1")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("1 of 8 done, 0 failed, ") or lines[0].startswith("1 done, 0 failed, ")
    assert len(lines) == 8 + 3
    assert "\r" not in done.stderr
    quiet = run("clean", pages, "-o", tmp_path / "out.jsonl", "--workers", "1", "--quiet", "--overwrite")
    assert quiet.stderr == ""


def test_progress_on_a_terminal_is_one_line(pages: Path, tmp_path: Path) -> None:
    import os
    import pty
    import subprocess

    from commands import command_of, environment

    outer, inner = pty.openpty()
    with subprocess.Popen(
        command_of("clean", pages, "-o", tmp_path / "out.jsonl"), env=environment(), stderr=inner
    ) as process:
        os.close(inner)
        said = b""
        while True:
            try:
                chunk = os.read(outer, 4096)
            except OSError:
                break
            if not chunk:
                break
            said += chunk
    os.close(outer)
    assert process.returncode == 1
    *bars, summary = said.decode().split("\x1b[K")
    assert summary.startswith("7 cleaned, 1 failed: ")
    assert all(bar.startswith("\r") and "\n" not in bar for bar in bars)
    assert records(tmp_path / "out.jsonl")[0]["text"] == CLEAN
