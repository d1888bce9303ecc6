"""A run in parts, without a cluster: what its workers do, done here one after another, interrupted and gone on with."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import CLEAN, PAGE, TEXT, records
from commands import run as cleaner
from engines import read_jsonl, write_jsonl

from cleaner import Job, Options, Report, SourceError
from cleaner.batch import Bounds, Task
from cleaner.batch.looking import Looking
from cleaner.batch.running import manifest_of, run
from cleaner.integrations import ray
from cleaner.integrations.part_folder import Output
from cleaner.integrations.parts import Plan, parts, put_note, read_note, units, write


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Seven pages, one of them no page, and two files of rows, before, between and behind them."""
    folder = tmp_path / "pages"
    folder.mkdir()
    rows = [{"text": f"{TEXT}Nomor {n} dipanggil.", "url": f"https://www.contoh.id/{n}"} for n in range(5)]
    write_jsonl(folder / "0.jsonl", rows)
    for number in range(1, 8):
        content = (
            "%PDF-1.4 \0" if number == 2 else PAGE.replace("</main>", f"<p>Halaman {number} itu putih.</p></main>")
        )
        (folder / f"{number}.html").write_text(content, encoding="utf-8")
    (folder / "4.jsonl.gz").write_bytes(gzip.compress(json.dumps(rows[0]).encode()))
    return folder


def plan_of(target: Path, size: int = 2, ending: str = ".jsonl") -> Plan:
    return Plan(target, Task(Options()), Bounds(timeout=20), Looking(), ending, size)


def begun(pages: Path, plan: Plan, job: Job = Job(resume=True)) -> Output:  # noqa: B008 - frozen
    return Output(plan, manifest_of([str(pages)], Options(), job, None), job)


def all_parts(pages: Path, plan: Plan) -> Iterator[Any]:
    for unit in units([str(pages)], plan):
        yield from parts(plan, unit)


def done(pages: Path, plan: Plan) -> Report:
    """A whole session."""
    output = begun(pages, plan)
    report = Report()
    for part in all_parts(pages, plan):
        report.merge(write(plan, part))
    output.finish(report)
    return report


def bytes_of(target: Path) -> dict[str, bytes]:
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("part-*")
        if "_run" not in path.parts
    }


def test_parts_in_order_hold_what_a_run_on_one_machine_writes(pages: Path, tmp_path: Path) -> None:
    target, alone = tmp_path / "out", tmp_path / "alone.jsonl"
    report = done(pages, plan_of(target))
    run([str(pages)], alone, options=Options(), job=Job(workers=1))
    found = [row for path in sorted(target.glob("part-*")) for row in records(path)]
    assert found == records(alone)
    (error,) = [row for path in (target / "_errors").iterdir() for row in read_jsonl(path)]
    assert (error["source"], error["stage"]) == ("pages/2.html", "decode")
    assert (report.records, report.errors, report.errors_file) == (12, 1, target / "_errors")
    assert json.loads((target / "_SUCCESS").read_text())["inputs"] == 13
    assert sorted(path.name for path in target.iterdir() if path.name[0] == "_") == ["_SUCCESS", "_errors"]


def test_units_are_groups_of_pages_or_one_file_of_many(pages: Path, tmp_path: Path) -> None:
    found = [[file.source for file in unit.files] for unit in units([str(pages)], plan_of(tmp_path / "out", 3))]
    assert found == [
        ["pages/0.jsonl"],
        ["pages/1.html", "pages/2.html", "pages/3.html"],
        ["pages/4.html"],
        ["pages/4.jsonl.gz"],
        ["pages/5.html", "pages/6.html", "pages/7.html"],
    ]


@pytest.mark.parametrize("ending", [".parquet", ".jsonl.gz"])
def test_format_of_the_parts_is_the_one_asked_for(pages: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / "out"
    done(pages, plan_of(target, ending=ending))
    (last,) = target.glob(f"part-000005-0000{ending}")
    if ending == ".parquet":
        pq = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'cleaner[arrow]'")
        texts = pq.read_table(last)["text"].to_pylist()
        assert pq.read_table(target).num_rows == 12
    else:
        texts = [json.loads(line)["text"] for line in gzip.decompress(last.read_bytes()).splitlines()]
    assert texts == [f"{CLEAN}\n\nHalaman 7 itu putih."]


@pytest.mark.parametrize("after", [0, 1, 3, 5, 7])
def test_resumed_run_gives_the_bytes_of_an_undisturbed_one(pages: Path, tmp_path: Path, after: int) -> None:
    whole, target = plan_of(tmp_path / "whole"), plan_of(tmp_path / "target")
    done(pages, whole)
    output = begun(pages, target)
    for number, part in enumerate(all_parts(pages, target)):
        if number == after:
            break
        write(target, part)
    (target.run / "part-000001-0000.0123").mkdir()  # what a worker that was killed leaves
    (target.run / "part-000001-0000.0123" / "records.jsonl").write_text('{"half')
    output.abandon()
    report = done(pages, target)
    errors = "_errors/part-000001-0000.jsonl"
    found, wanted = bytes_of(target.target), bytes_of(whole.target)
    assert set(found) == set(wanted) > {errors}
    assert {name for name in found if found[name] != wanted[name]} <= {errors}  # its time differs
    assert (report.records, report.errors) == (12, 1)


def test_parts_that_are_done_are_not_read_again(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    output = begun(pages, plan)
    for part in list(all_parts(pages, plan)):
        write(plan, part)
    times = {path: path.stat().st_mtime_ns for path in plan.target.glob("part-*")}
    again = list(all_parts(pages, plan))
    assert [part.documents for part in again] == [()] * 8
    assert [write(plan, part)["records"] for part in again] == [2, 2, 1, 1, 2, 1, 2, 1]
    assert times == {path: path.stat().st_mtime_ns for path in plan.target.glob("part-*")}
    output.abandon()


def test_resume_over_changed_input_is_refused(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    output = begun(pages, plan)
    for part in all_parts(pages, plan):
        write(plan, part)
    output.abandon()
    (pages / "5.html").write_text("<p>Lain.</p>")
    output = begun(pages, plan)
    with pytest.raises(SourceError, match=r"had other input: pages/5.html or one of the 1 files behind it"):
        list(all_parts(pages, plan))
    output.abandon()


REFUSED: dict[str, tuple[Job, int, str]] = {
    "neither": (Job(), 2, "an unfinished run lies in it; --resume goes on with it, --overwrite begins anew"),
    "other size": (Job(resume=True), 3, "was begun with documents in a part 2, now it is 3"),
    "other options": (Job(resume=True, explain=True), 2, "was begun with explain False, now it is True"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unfinished_run_goes_on_only_as_it_began(pages: Path, tmp_path: Path, name: str) -> None:
    job, size, message = REFUSED[name]
    plan = plan_of(tmp_path / "out")
    output = begun(pages, plan)
    write(plan, next(all_parts(pages, plan)))
    output.abandon()
    with pytest.raises(SourceError) as caught:
        begun(pages, plan_of(tmp_path / "out", size), job)
    assert message in str(caught.value)


def test_output_that_is_complete_is_left_alone_or_replaced(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    done(pages, plan)
    complete = begun(pages, plan)
    assert complete.complete
    assert (complete.report["inputs"], complete.report["interrupted"]) == (13, False)
    with pytest.raises(SourceError, match="out exists already; --overwrite replaces it"):
        begun(pages, plan, Job())
    begun(pages, plan, Job(overwrite=True)).abandon()
    assert not plan.target.exists()


def test_note_holds_names_that_are_no_utf8(tmp_path: Path) -> None:
    put_note(tmp_path / "new", {"sources": ["caf\udce9"]}, tmp_path / "note")
    assert read_note(tmp_path / "note") == {"sources": ["caf\udce9"]}


def test_folder_of_something_else_is_never_written_into(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear")
    with pytest.raises(SourceError, match=r"mine holds other files, such as thesis.txt; name a new folder"):
        begun(pages, plan_of(tmp_path / "mine"), Job(overwrite=True))
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


STRANGERS = {
    "pyarrow": ("part-0.parquet",),
    "dask": ("part.0.parquet",),
    "Spark": ("part-00000-8d1f4c6e-c000.snappy.parquet", "_SUCCESS"),
    "something like ours": ("part-000000-0000.csv",),
    "errors of somebody": ("_errors/today.log",),
    "runs of somebody": ("_run/weights.bin",),
}


@pytest.mark.parametrize("job", [Job(), Job(resume=True), Job(overwrite=True)], ids=["new", "resume", "overwrite"])
@pytest.mark.parametrize("names", STRANGERS.values(), ids=STRANGERS)
def test_parts_that_others_wrote_are_left_alone(names: tuple[str, ...], job: Job, pages: Path, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text("" if name == "_SUCCESS" else "years of work")
    before = sorted((tmp_path / "mine").rglob("*"))
    with pytest.raises(SourceError, match=r"mine holds other files, such as .*; name a new folder"):
        begun(pages, plan_of(tmp_path / "mine"), job)
    assert sorted((tmp_path / "mine").rglob("*")) == before


def test_parts_of_ours_without_their_notes_are_replaced_only_when_told(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    done(pages, plan)
    (plan.target / "_SUCCESS").unlink()
    before = bytes_of(plan.target)
    for job in (Job(), Job(resume=True)):
        with pytest.raises(SourceError, match="out exists already; --overwrite replaces it"):
            begun(pages, plan, job)
    assert bytes_of(plan.target) == before
    begun(pages, plan, Job(overwrite=True)).abandon()
    assert not plan.target.exists()


def test_run_that_ended_before_its_first_note_can_be_resumed(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    output = begun(pages, plan)
    (plan.target / "part-000000-0000.jsonl").write_text("{}\n")  # a worker died between its file and its note
    output.abandon()
    done(pages, plan)
    assert len(records(plan.target / "part-000000-0000.jsonl")) == 2


def test_repeated_resume_of_a_run_with_errors_ends_as_the_run_did(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    done(pages, plan_of(target))
    monkeypatch.setattr(ray, "needed", lambda *_: None)  # of a complete run, Ray itself is never asked
    again = cleaner("ray", pages, "-o", target, "--resume")
    assert again.stderr.startswith(f"{target} is complete already, nothing to resume; ")
    assert (again.exit_code, again.stderr.endswith(f"; error lines: {target / '_errors'}\n")) == (1, True)
    (pages / "2.html").write_text(PAGE, encoding="utf-8")
    done(pages, plan_of(tmp_path / "whole"))
    again = cleaner("ray", pages, "-o", tmp_path / "whole", "--resume")
    assert (again.exit_code, "error lines" in again.stderr) == (0, False)


def test_second_run_on_one_output_is_refused(pages: Path, tmp_path: Path) -> None:
    output = begun(pages, plan_of(tmp_path / "out"))
    with pytest.raises(SourceError, match=r"another run .* is writing it"):
        begun(pages, plan_of(tmp_path / "out"))
    output.abandon()


def test_run_that_did_nothing_leaves_nothing(pages: Path, tmp_path: Path) -> None:
    begun(pages, plan_of(tmp_path / "out")).abandon()
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_file_that_ends_its_readers_is_an_error_line_in_the_end(pages: Path, tmp_path: Path) -> None:
    """A reader that dies leaves its mark; engines would start it again without end."""
    plan = plan_of(tmp_path / "out")
    output = begun(pages, plan)
    (rows, *_) = units([str(pages)], plan)
    write(plan, next(parts(plan, rows)))
    for _ in range(3):
        reader = parts(plan, rows)
        assert len([next(reader), next(reader)][1].documents) == 2
        del reader
    given_up = list(parts(plan, rows))
    assert [part.name[-4:] for part in given_up] == ["0000", "0001"]
    assert write(plan, given_up[1])["stages"] == {"read": 1}
    (line,) = read_jsonl(plan.target / "_errors" / "part-000000-0001.jsonl")
    assert line["message"] == "pages/0.jsonl: reading it, or files beside it, has ended 4 processes"
    output.abandon()


def test_machine_with_another_version_does_nothing_but_say_so(pages: Path, tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "out")
    (unit, *_) = units([str(pages)], plan)
    (row,) = ray._read(plan, "0.0.9, rules 123", {"unit": pickle.dumps(unit)})
    said = f"a machine of the cluster has cleaner {plan.versions}; the run has 0.0.9, rules 123"
    assert row == {"part": b"", "problem": said}
    assert ray._write(plan, row) == {"counts": "", "before": False, "problem": said}
    assert not plan.target.exists()


def test_tables_and_archives_come_out_as_from_a_run_on_one_machine(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'cleaner[arrow]'")
    pytest.importorskip("fastwarc", reason="needs FastWARC: pip install 'cleaner[warc]'")
    import pyarrow.parquet as pq

    folder, target, alone = tmp_path / "pages", tmp_path / "out", tmp_path / "alone.jsonl"
    folder.mkdir()
    rows = [{"html": f"{PAGE}<!-- {n} -->", "link": f"https://www.contoh.id/{n}"} for n in range(5)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "a.parquet")
    body = PAGE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.contoh.id/w\r\n"
    head += b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
    head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    (folder / "b.warc").write_bytes((head + http + b"\r\n\r\n") * 3)
    done(folder, plan_of(target))
    run([str(folder)], alone, options=Options(), job=Job(workers=1))
    found = [row for path in sorted(target.glob("part-*")) for row in records(path)]
    assert found == records(alone)
    assert [row["url"] for row in found] == [row["link"] for row in rows] + ["https://www.contoh.id/w"] * 3
    assert {row["text"] for row in found} == {CLEAN}
