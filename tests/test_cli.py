"""The command says what it did, what went wrong and what to do, by message and by exit code."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import invented
import pytest
from click.testing import CliRunner
from commands import CLEAN, PAGE, ROOT, STORY, TEXT, command_of, environment, real, records, run

from cleaner import __version__, clean
from cleaner.cli import _coloured, main

REPLACES = "--overwrite replaces it, --resume goes on with an unfinished run"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "a").mkdir(parents=True)
    (folder / "b").mkdir()
    for name in ("page10.txt", "page2.txt", "a/same.txt", "b/same.txt"):
        (folder / name).write_text(f"{TEXT}Tags: pasar, sungai\n", encoding="utf-8")
    (folder / "page1.html").write_text(PAGE, encoding="utf-8")
    (folder / "notes.md").write_text("Bukan halaman.", encoding="utf-8")
    return folder


def test_folder_becomes_one_line_a_page_in_the_order_a_person_expects(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean.jsonl"
    done = run("clean", pages, "-o", out, "--workers", "1")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"5 cleaned, 0 failed: {out}\n")
    rows = records(out)
    names = ["page1.html", "page2.txt", "page10.txt", "a/same.txt", "b/same.txt"]
    assert [row["source"] for row in rows] == [f"pages/{name}" for name in names]
    assert [row["text"] for row in rows] == [CLEAN] * 5
    assert len({row["id"] for row in rows}) == 5
    assert all(row["removed"] == [] for row in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.jsonl", "pages"]


def test_number_of_workers_does_not_show_in_the_output(pages: Path, tmp_path: Path) -> None:
    for i in range(12):
        (pages / f"more{i}.txt").write_text(TEXT, encoding="utf-8")
    (pages / "more3.txt").write_bytes(b"%PDF-1.7")
    outputs = []
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.jsonl"
        done = real("clean", pages, "-o", out, "--workers", workers)
        assert (done.returncode, done.stdout) == (1, "")
        errors = records(tmp_path / f"{workers}.errors.jsonl")
        outputs.append((out.read_bytes(), [{**row, "elapsed_ms": 0} for row in errors]))
    assert outputs[0] == outputs[1]
    assert len(outputs[0][0].splitlines()) == 16


def test_binary_file_costs_one_error_line(pages: Path, tmp_path: Path) -> None:
    (pages / "page3.html").write_bytes(b"%PDF-1.7")
    out = tmp_path / "clean.jsonl"
    done = run("clean", pages, "-o", out, "--workers", "1")
    errors = tmp_path / "clean.errors.jsonl"
    assert done.exit_code == 1
    assert done.stderr.startswith(f"5 cleaned, 1 failed: {out}\n  1 could not be read: see {errors}\n")
    assert len(records(out)) == 5
    (row,) = records(errors)
    assert row.pop("elapsed_ms") >= 0
    assert row == {
        "source": "pages/page3.html",
        "stage": "decode",
        "error": "DecodeError",
        "message": "the input is not a page or a text but a PDF",
        "bytes": 8,
    }


def test_file_that_cannot_be_read_costs_one_error_line(pages: Path, tmp_path: Path) -> None:
    (pages / "broken.html").symlink_to("nowhere.html")
    (pages / "packed.txt.gz").write_bytes(gzip.compress(TEXT.encode())[:40])
    errors = tmp_path / "errors.jsonl"
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--workers", "1", "--errors", errors)
    assert done.exit_code == 1
    assert [(row["source"], row["stage"]) for row in records(errors)] == [
        ("pages/broken.html", "read"),
        ("pages/packed.txt.gz", "read"),
    ]
    messages = [row["message"] for row in records(errors)]
    assert messages[0] == f"{pages / 'broken.html'}: cannot be read: No such file or directory"
    assert messages[1].startswith(f"{pages / 'packed.txt.gz'}: the gzip file is broken: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission_costs_one_error_line(pages: Path, tmp_path: Path) -> None:
    (pages / "page2.txt").chmod(0)
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--workers", "1")
    (row,) = records(tmp_path / "out.errors.jsonl")
    assert (done.exit_code, row["message"]) == (1, f"{pages / 'page2.txt'}: cannot be read: Permission denied")


def test_page_of_nothing_but_a_comment_does_not_stop_the_run(pages: Path, tmp_path: Path) -> None:
    (pages / "page3.html").write_text("<!-- kosong -->", encoding="utf-8")
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--workers", "1")
    assert (done.exit_code, len(records(tmp_path / "out.jsonl"))) == (0, 6)


def test_without_an_output_file_error_lines_go_to_standard_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.html").write_bytes(b"%PDF-1.4\n")
    done = run("clean", tmp_path, "--workers", "1")
    (row,), (error, *summary) = [json.loads(line) for line in done.stdout.splitlines()], done.stderr.splitlines()
    assert (done.exit_code, row["text"], json.loads(error)["stage"]) == (1, CLEAN, "decode")
    assert summary == ["1 cleaned, 1 failed", "  1 could not be read: their lines are above"]


def test_errors_of_an_earlier_run_do_not_stay(pages: Path, tmp_path: Path) -> None:
    out, errors = tmp_path / "out.jsonl", tmp_path / "out.errors.jsonl"
    errors.write_text("old\n")
    for more in ((), ("--resume",)):
        refused = run("clean", pages, "-o", out, "--workers", "1", *more)
        assert (refused.exit_code, refused.stderr) == (
            2,
            f"Error: {errors} exists already; --overwrite replaces it, --errors names another for error lines\n",
        )
        assert (errors.read_text(), out.exists()) == ("old\n", False)
    assert run("clean", pages, "-o", out, "--workers", "1", "--overwrite").exit_code == 0
    assert not errors.exists()


def test_pages_to_look_at_are_counted(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><body><a href='/'>Beranda</a></body></html>")
    out = tmp_path / "out.jsonl"
    done = run("clean", tmp_path / "empty.html", "-o", out, "--workers", "1")
    assert done.exit_code == 0
    assert "1 to look at (1 without a story, 0 unsure): cleaner explain PAGE shows why" in done.stderr
    assert records(out)[0]["flags"] == ["no-body"]


def test_existing_output_is_refused_and_overwrite_replaces_it(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine\n")
    refused = run("clean", pages, "-o", out)
    assert (refused.exit_code, refused.stderr) == (2, f"Error: {out} exists already; {REPLACES}\n")
    assert out.read_text() == "mine\n"
    assert run("clean", pages, "-o", out, "--overwrite", "--workers", "1").exit_code == 0
    assert len(records(out)) == 5


WRONG_USE: list[Any] = [
    # (arguments, what the message says)
    (("clean", "nope", "-o", "x.jsonl"), "Error: nope: no such file or folder. Check the name, or quote a pattern"),
    (("clean", "empty", "-o", "x.jsonl"), "Error: empty: nothing to clean in this folder. Looked for .html, .htm"),
    (("clean", "*.pdf", "-o", "x.jsonl"), "Error: *.pdf: no file matches this pattern"),
    (
        ("clean", "pages", "-o", "empty"),
        "Error: empty is a folder; -o takes the name of a file to write, such as",
    ),
    (("clean", "pages", "-o", "no/x.jsonl"), "Error: no/x.jsonl: there is no folder no; make it first: mkdir -p no"),
    (("clean",), "Error: Missing argument 'SOURCE...'."),
    (("clean", "pages", "--limit", "0"), "Error: Invalid value for '--limit': 0 is not in the range x>=1."),
    (
        ("clean", "pages", "--keep", "captions"),
        "Error: --keep captions: no such label. Labels are body, heading",
    ),
    (("text", "pages/page2.txt", "--keep", "foto"), "Error: --keep foto: no such label. Labels are body, heading"),
    (("clean", "pages", "--portal", "nope"), "there is no portal file named 'nope'; `cleaner rules list` shows them"),
    (("clean", "pages", "--language", "xx"), "unknown language 'xx'; there are auto"),
    (("clean", "pages", "--rules", "nope"), "Error: nope: rules: no such folder"),
    (("pages",), "Error: 'pages' is a folder, not a command. Did you mean: cleaner clean pages -o clean.jsonl"),
    (("pages/",), "Error: 'pages/' is a folder, not a command. Did you mean: cleaner clean pages/ -o clean.jsonl"),
    (("pages/page2.txt",), "is a file, not a command. Did you mean: cleaner text pages/page2.txt"),
    (("claen", "pages"), "Error: there is no command 'claen'. Did you mean: cleaner clean"),
    (("xyz",), "no command 'xyz'. Commands are clean, explain, fixture, learn, ray, review, rules, text."),
    (("text", "pages"), "Error: pages is a folder. For a folder: cleaner clean pages -o clean.jsonl"),
    (("explain", "pages"), "Error: pages is a folder. For a folder: cleaner clean pages -o clean.jsonl"),
    (("text", "nope.html"), "Error: nope.html: no such file"),
    (("text", "nope.html", "nowhere.html"), "Error: nope.html: no such file\nError: nowhere.html: no such file\n"),
    (("text", "pages/page1.html", "pages/page2.txt", "--portal", "nope"), "there is no portal file named 'nope'"),
    (("explain", "pages/page2.txt", "--portal", "nope"), "there is no portal file named 'nope'"),
    (("review", "pages", "-o", "x.html", "--portal", "nope"), "there is no portal file named 'nope'"),
    (("review", "pages", "-o", "x.html", "--rules", "nope"), "Error: nope: rules: no such folder"),
    (("fixture", "pages/page2.txt", "-o", "fx", "--language", "xx"), "unknown language 'xx'; there are auto"),
    (("fixture", "pages", "-o", "fx"), "Error: pages is a folder; a fixture is made of one page: name it"),
    (
        ("fixture", "pages/*.txt", "-o", "fx"),
        "pages/*.txt holds several documents, such as pages/page2.txt and pages/page10.txt; a fixture is made of one",
    ),
    (("fixture", "pages/page2.txt", "-o", "pages/page2.txt"), "is a file; -o takes the name of a folder for the"),
    (("fixture", "pages/page2.txt", "-o", "/"), "Error: /: a fixture is named like its folder; say -o fixtures/"),
    (("rules", "show", "nope"), "Error: there is no rule or portal named 'nope'."),
    (("rules", "show", "read-also-lin"), "Did you mean read-also-line"),
    (("rules", "check", "nope"), "Error: nope: rules: no such folder"),
]


@pytest.mark.parametrize(("args", "message"), WRONG_USE)
def test_wrong_use_is_exit_code_2_and_says_what_to_do(
    args: tuple[str, ...], message: str, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages.parent)
    Path("empty").mkdir()
    done = run(*args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count(message) == 1
    assert done.stdout == ""
    assert sorted(path.name for path in Path().iterdir()) == ["empty", "pages"]


def test_packed_page_is_read_like_a_plain_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert run("text", tmp_path / "a.txt.gz").stdout == CLEAN + "\n"
    out = tmp_path / "out.jsonl"
    assert run("clean", tmp_path / "a.txt.gz", "-o", out, "--workers", "1").exit_code == 0
    assert [(row["source"], row["text"]) for row in records(out)] == [("a.txt.gz", CLEAN)]


def test_address_beside_a_page_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.url").write_text("https://www.kompas.com/read/2024/10/24/4711/pasar\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    run("clean", tmp_path, "-o", out, "--workers", "1")
    (row,) = records(out)
    assert (row["host"], row["publisher"], row["date_published"]) == ("kompas.com", "Kompas.com", "2024-10-24")
    assert "publisher            Kompas.com   (portal)" in run("explain", tmp_path / "a.txt").stdout


@pytest.mark.parametrize("workers", ["1", "2"])
def test_standard_input_is_a_page(workers: str) -> None:
    done = real("clean", "-", "--workers", workers, stdin=TEXT)
    assert done.returncode == 0
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["source"], row["text"]) == ("-", CLEAN)


def test_text_prints_just_the_text() -> None:
    assert real("text", "-", stdin=TEXT).stdout == CLEAN + "\n"
    assert real("text", "-", stdin=PAGE).stdout == CLEAN + "\n"


def test_text_of_several_pages_and_the_code_of_the_worst(pages: Path) -> None:
    done = run("text", pages / "page1.html", pages / "page2.txt")
    assert (done.exit_code, done.stdout) == (0, f"{CLEAN}\n{CLEAN}\n")
    (pages / "none.html").write_text("<html><body><a href='/'>Beranda</a></body></html>")
    done = run("text", pages / "none.html", pages / "page2.txt")
    assert (done.exit_code, done.stdout) == (1, CLEAN + "\n")
    assert (
        f"{pages / 'none.html'}: no story on this page (article). cleaner explain {pages / 'none.html'}" in done.stderr
    )


def test_text_of_a_page_that_is_not_there_does_not_keep_the_others(pages: Path) -> None:
    (pages / "scan.html").write_bytes(b"%PDF-1.7")
    done = run("text", pages / "nope.html", pages / "page2.txt", pages / "scan.html", pages, pages / "page1.html")
    assert (done.exit_code, done.stdout) == (1, f"{CLEAN}\n{CLEAN}\n")
    assert done.stderr.splitlines() == [
        f"Error: {pages / 'nope.html'}: no such file",
        f"Error: {pages / 'scan.html'}: the input is not a page or a text but a PDF",
        f"Error: {pages} is a folder. For a folder: cleaner clean {pages} -o clean.jsonl",
    ]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "args",
    [("text", "page2.txt"), ("explain", "page2.txt"), ("explain", "page2.txt", "--json"), ("rules", "list")],
    ids=" ".join,
)
def test_output_that_cannot_be_written_is_told(args: tuple[str, ...], pages: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command_of(*args), stdout=full, stderr=subprocess.PIPE, text=True, cwd=pages, env=environment(), check=False
        )
    assert (done.returncode, done.stderr) == (3, "Error: standard output: No space left on device\n")


class Interrupting(io.BytesIO):
    """Standard input at which somebody types Ctrl-C."""

    def read(self, size: int | None = -1) -> bytes:
        if size == 0:  # only a question whether it gives bytes
            return b""
        raise KeyboardInterrupt


@pytest.mark.parametrize("args", [("text", "-"), ("explain", "-"), ("review", "-", "-o", "x.html")], ids=" ".join)
def test_interrupt_is_exit_code_130(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, args, input=Interrupting(), prog_name="cleaner")
    assert (done.exit_code, done.stdout, done.stderr) == (130, "", "Error: Interrupted.\n")
    assert list(tmp_path.iterdir()) == []


def test_text_of_a_binary_file_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"%PDF-1.7")
    done = run("text", tmp_path / "a.html")
    message = f"Error: {tmp_path / 'a.html'}: the input is not a page or a text but a PDF\n"
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", message)


def test_explain_shows_facts_and_ledger(pages: Path) -> None:
    done = run("explain", pages / "page2.txt")
    assert done.exit_code == 0
    facts, ledger = done.stdout.split("\n\n")
    assert f"n_words              {len(CLEAN.split())}" in facts.splitlines()
    lines = ledger.splitlines()
    *kept, read_also, tags = lines
    assert kept == [f"+ body [body] {line}" for line in STORY]
    assert (read_also.split(" [")[0], tags.split(" [")[0]) == ("- read-also", "= tags")


def test_explain_json_is_the_record_with_the_removed_pieces(pages: Path) -> None:
    done = run("explain", pages / "page2.txt", "--json")
    row = json.loads(done.stdout)
    assert row == clean(pages / "page2.txt").to_dict(explain=True)
    assert [piece["label"] for piece in row["removed"]] == ["read-also", "tags"]


def test_explain_option_fills_removed(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("clean", pages / "page2.txt", "-o", out, "--explain", "--workers", "1")
    assert [piece["text"] for piece in records(out)[0]["removed"]] == [
        "Baca juga: Harga Beras Naik Lagi",
        "Tags: pasar, sungai",
    ]


def test_limit_stops_after_so_many_inputs(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("clean", pages, "-o", out, "--limit", "2", "--workers", "1").exit_code == 0
    assert [row["source"] for row in records(out)] == ["pages/page1.html", "pages/page2.txt"]


def test_quiet_says_nothing(pages: Path, tmp_path: Path) -> None:
    done = run("clean", pages, "-o", tmp_path / "out.jsonl", "--quiet", "--workers", "1")
    assert (done.exit_code, done.output) == (0, "")


def test_without_output_records_go_to_standard_output(pages: Path) -> None:
    done = run("clean", pages / "page2.txt", "--workers", "1")
    assert (json.loads(done.stdout)["text"], done.stderr) == (CLEAN, "1 cleaned, 0 failed\n")


def test_output_called_dash_is_standard_output(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pages)
    done = run("clean", "page2.txt", "-o", "-", "--workers", "1")
    assert (json.loads(done.stdout)["text"], done.stderr) == (CLEAN, "1 cleaned, 0 failed\n")
    for option in ("--errors", "--report"):
        refused = run("clean", "page2.txt", option, "-")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == f"Error: {option} takes the name of a file, not -\n"
    assert "Error: -o takes the name of a folder; one machine" in run("ray", "page2.txt", "-o", "-").stderr
    assert not Path("-").exists()


def shell(line: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A line of shell, in which $cleaner is the command."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "cleaner": f"{sys.executable} -m cleaner", **more}
    return subprocess.run(["bash", "-c", line], capture_output=True, cwd=cwd, env=env, check=False, timeout=60)


CLOSED: list[Any] = [
    # (line, exit code, what it says on standard error)
    ("$cleaner clean page2.txt >&-", 2, b"Error: standard output is closed; name a file with -o\n"),
    ("$cleaner clean page2.txt -o o.jsonl >&-", 0, b"1 cleaned, 0 failed: o.jsonl\n"),
    ("$cleaner clean page2.txt -o o.jsonl 2>&-", 0, b""),
    ("$cleaner clean page2.txt -o o.jsonl <&- >&- 2>&-", 0, b""),
    ("$cleaner clean - -o o.jsonl <&-", 2, b"Error: standard input is closed; name files or folders\n"),
    ("$cleaner clean nope -o o.jsonl 2>&-", 2, b""),
    ("$cleaner text page2.txt >&-", 0, b""),
    ("$cleaner text - <&-", 2, b"Error: standard input is closed; name a file\n"),
    ("$cleaner explain page2.txt >&-", 0, b""),
]


@pytest.mark.parametrize(("line", "code", "said"), CLOSED, ids=[row[0] for row in CLOSED])
def test_closed_streams_are_no_traceback(pages: Path, line: str, code: int, said: bytes) -> None:
    done = shell(line, pages)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", said)
    if code == 0 and "-o" in line:
        assert [row["text"] for row in records(pages / "o.jsonl")] == [CLEAN]


def test_records_are_utf8_in_every_locale_and_text_says_what_it_can(pages: Path) -> None:
    (pages / "a.txt").write_text(TEXT.replace("desa", "d\u0113sa"), encoding="utf-8")
    done = shell("$cleaner clean a.txt", pages, PYTHONIOENCODING="latin-1")
    assert (done.returncode, json.loads(done.stdout.decode("utf-8"))["text"]) == (0, CLEAN.replace("desa", "d\u0113sa"))
    done = shell("$cleaner text a.txt", pages, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stdout.decode("latin-1")) == (0, CLEAN.replace("desa", "d\\u0113sa") + "\n")


def test_page_on_standard_input_may_come_from_a_file_or_a_pipe(pages: Path) -> None:
    (pages / "page2.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    for line in ("$cleaner clean - <page2.txt", "cat page2.txt | $cleaner clean -", "$cleaner clean - <page2.txt.gz"):
        done = shell(line, pages)
        assert [json.loads(row)["text"] for row in done.stdout.splitlines()] == [CLEAN], line


def test_keep_and_rules_change_the_text(pages: Path, tmp_path: Path) -> None:
    kept = run("text", pages / "page2.txt", "--keep", "read-also").stdout
    assert kept == f"{CLEAN}\n\nBaca juga: Harga Beras Naik Lagi\n"
    (tmp_path / "own.toml").write_text(
        f'[[rule]]\nname = "mine"\nlabel = "other"\nwhy = "A test."\nequals = ["{STORY[1].lower().rstrip(".")}."]\n'
        f'hits = ["{STORY[1]}"]\nmisses = ["Sejumlah pedagang."]\n'
    )
    assert run("text", pages / "page2.txt", "--rules", tmp_path).stdout == CLEAN.replace(STORY[1] + "\n\n", "") + "\n"


def test_glob_is_expanded_by_us_too(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pages)
    done = run("clean", "page*.txt", "--workers", "1")
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["page2.txt", "page10.txt"]


def test_rules_list_names_every_rule_and_portal() -> None:
    from cleaner.rules.rulebook import load

    lines = run("rules", "list").stdout.splitlines()
    book = load()
    names = [rule.name for rule in book.for_page("auto", None).rules]
    assert [line.split()[0] for line in lines] == [*names, *sorted(book.portals)]
    assert next(line for line in lines if line.startswith("kompas ")).split()[1:3] == ["portal", "Kompas.com:"]


def test_rules_show_gives_a_rule_whole(tmp_path: Path) -> None:
    shown = run("rules", "show", "photo-zoom").stdout
    assert shown.startswith("photo-zoom: caption, takes line\n  why         A picture's controls.\n  file        ")
    assert "  hit         Lihat Foto\n" in shown
    assert "  miss        Lihat foto ini, kata saksi.\n" in shown
    (tmp_path / "own.toml").write_text(
        """[[rule]]
name = "own"
label = "latest"
why = "Mine."
pattern = '^Pasar \\d{1,4}$'
takes = "list"
role = "editor"
sets = "sponsored"
needs = "text"
closes = true
max_chars = 77
min_items = 0
max_items = 9
where = "tail"
unless = ["loak, lama", "^Kios"]
case = true
hits = ["Pasar 7"]
misses = ["Pasar loak, lama"]
"""
    )
    shown = run("rules", "show", "own", "--rules", tmp_path).stdout
    assert shown.splitlines() == [
        "own: latest, takes list, tail only",
        "  why         Mine.",
        f"  file        {tmp_path / 'own.toml'}",
        r"  pattern     ^Pasar \d{1,4}$",
        "  role        editor",
        "  sets        sponsored",
        "  needs       text",
        "  closes      true",
        "  max_chars   77",
        "  min_items   0",
        "  max_items   9",
        "  unless      loak, lama",
        "  unless      ^Kios",
        "  case        true",
        "  hit         Pasar 7",
        "  miss        Pasar loak, lama",
    ]


def test_rules_show_gives_a_portal_file_whole(tmp_path: Path) -> None:
    shown = run("rules", "show", "kompas").stdout
    assert shown.startswith("kompas: Kompas.com\n  hosts       kompas.com")
    assert "\n  zone        WIB\n" in shown
    (tmp_path / "own.toml").write_text(
        """name = "own"
publisher = "Kabar Sendiri"
hosts = ["sendiri.example", "www2.sendiri.example"]
why = "Mine."
language = "id"
zone = "WITA"
brands = ["Sendiri", "Kabar, Sendiri"]
single_page = "?page=all"
[publishers]
"bola.sendiri.example" = "Bola Sendiri"
[[container]]
select = ".isi > p"
why = "New layout."
since = "2020"
parent = true
[[container]]
select = ".lama"
why = "Old layout."
[drop]
ad = [".iklan"]
[meta]
authors = [".penulis", ".oleh"]
"""
        + invented.RULE
    )
    shown = run("rules", "show", "own", "--rules", tmp_path).stdout
    assert shown.splitlines() == [
        "own: Kabar Sendiri",
        "  hosts       sendiri.example, www2.sendiri.example",
        f"  file        {tmp_path / 'own.toml'}",
        "  why         Mine.",
        "  language    id",
        "  zone        WITA",
        "  brands      Sendiri, Kabar, Sendiri",
        "  publishers  bola.sendiri.example: Bola Sendiri",
        "  container   .isi > p, the element around it (2020-…): New layout.",
        "  container   .lama: Old layout.",
        "  drop        ad: .iklan",
        "  meta        authors: .penulis, .oleh",
        "  single_page ?page=all",
        "  rule        mine",
    ]


def test_rules_check_says_that_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(invented.RULE)
    done = run("rules", "check", tmp_path)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}: 1 rule, 1 hit match, 1 misses do not\n")
    assert done.stderr == ""


def test_rules_check_warns_of_a_rule_that_would_take_lines_of_stories(tmp_path: Path) -> None:
    wide = invented.RULE.replace('equals = ["pasar"]', 'contains = ["loak"]').replace('["Pasar"]', '["Loak"]')
    (tmp_path / "own.toml").write_text(wide)
    done = run("rules", "check", tmp_path)
    assert done.exit_code == 0
    warning = (
        f"warning: {tmp_path / 'own.toml'}:3: mine would take a line of a story (alinea/alinea.html): 'Pendirinya, "
    )
    assert done.stderr.startswith(warning)
    assert "add such a line to its misses" in done.stderr


def test_rules_check_warns_of_elements_that_hold_stories(tmp_path: Path) -> None:
    rule = invented.RULE.replace('equals = ["pasar"]', 'select = ["article p"]')
    rule = rule.replace('["Pasar"]', '["<article><p>Pasar</p></article>"]').replace(
        '["Pasar itu."]', '["<p>Pasar</p>"]'
    )
    (tmp_path / "own.toml").write_text(rule)
    done = run("rules", "check", tmp_path)
    assert done.exit_code == 0
    assert "mine would take a line of a story (" in done.stderr


def test_rules_check_names_the_example_that_fails(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(invented.RULE.replace('"Pasar"', '"Kios"'))
    done = run("rules", "check", tmp_path)
    wrong = (
        f"{tmp_path / 'own.toml'}:7: mine: hit does not match: 'Kios'; change the example, or what the rule matches\n"
    )
    assert (done.exit_code, done.stderr) == (1, f"{wrong}Error: 1 problem in {tmp_path}\n")


def test_rules_check_of_a_malformed_file_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(invented.RULE + "colour = 1")
    done = run("rules", "check", tmp_path)
    assert done.exit_code == 1
    assert f"{tmp_path / 'own.toml'}:9: mine: unknown key 'colour'; known keys are " in done.stderr


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


COMMANDS = commands()
NAMES = [" ".join(path) for path, _ in COMMANDS]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_help_explains_the_command_and_each_option(path: tuple[str, ...], command: click.Command) -> None:
    shown = run(*path, "--help").stdout
    assert " ".join(str(command.help).split(".")[0].split()) in " ".join(shown.split())
    for param in command.params:
        if isinstance(param, click.Option):
            assert max(param.opts, key=len) in shown
            assert param.help, f"{' '.join(path)} {param.opts} says nothing"


@pytest.mark.parametrize("name", ["", *NAMES], ids=lambda name: name or "cleaner")
def test_help_costs_less_than_half_a_second(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = real(*name.split(), "--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS], ids=NAMES)
def test_command_is_in_the_readme(path: tuple[str, ...]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (f"cleaner {path[0]}" if len(path) == 1 else f"{path[0]} {path[1]}") in readme


def test_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"cleaner, version {__version__}\n"


def test_broken_pipe_is_no_traceback(pages: Path) -> None:
    shell = f"{sys.executable} -m cleaner rules list | head -1"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)
    assert "Traceback" not in done.stderr


def test_explain_on_a_terminal_is_coloured_and_paged(pages: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nsed 's/^/paged: /'\n")
    pager.chmod(0o755)
    ours, theirs = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PAGER": str(pager), "TERM": "xterm"}
    command = [sys.executable, "-m", "cleaner", "explain", str(pages / "page2.txt")]
    done = subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, check=False, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "paged: - read-also [" in shown
    assert shown.count("paged: + body [body] ") == len(STORY)


def test_lines_for_a_terminal_strike_what_went_and_leave_the_story_plain(pages: Path) -> None:
    lines = {click.unstyle(line): line for line in _coloured(clean(pages / "page2.txt"))}
    kept = lines[f"+ body [body] {STORY[0]}"]
    assert kept.endswith(f"{click.style(STORY[0])}")
    gone = next(line for plain, line in lines.items() if plain.startswith("- read-also ["))
    assert gone.endswith(click.style("Baca juga: Harga Beras Naik Lagi", fg="red", strikethrough=True))
