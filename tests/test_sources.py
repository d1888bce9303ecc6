"""Every kind of input: what is in it decides, each document is named, what cannot be read is told."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import CLEAN, PAGE, STORY, TEXT, real, records, run

from cleaner.batch.listing import natural
from cleaner.batch.sources import count, documents


def zstd(raw: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").ZstdCompressor().compress(raw)
    return packed


def plain(raw: bytes) -> bytes:
    return raw


def cleaned(tmp_path: Path, *args: str | Path, code: int = 0) -> list[dict[str, Any]]:
    out = tmp_path / "out.jsonl"
    done = run("clean", *args, "-o", out, "--workers", "1", "--overwrite")
    assert done.exit_code == code, done.stderr
    return records(out)


def errors(tmp_path: Path) -> list[tuple[str, str]]:
    return [(row["source"], row["message"]) for row in records(tmp_path / "out.errors.jsonl")]


ROWS: list[dict[str, Any]] = [
    {"url": "https://x.id/1", "text": TEXT, "penulis": "Rina", "lang": "id"},
    {"url": "https://x.id/2", "html": PAGE, "text": "dipakai kalau html kosong", "lang": None},
]


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_of(rows: list[dict[str, Any]], separator: str = ",") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parquet_of(rows: list[dict[str, Any]]) -> bytes:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    names = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.BytesIO()
    pq.write_table(pa.table({name: [row.get(name) for row in rows] for name in names}), buffer)
    return buffer.getvalue()


TABLES: list[tuple[str, Callable[[list[dict[str, Any]]], bytes]]] = [
    (".jsonl", json_lines),
    (".csv", csv_of),
    (".parquet", parquet_of),
]
PACKERS = [("", plain), (".gz", gzip.compress), (".zst", zstd)]


@pytest.mark.parametrize(("packed", "pack"), PACKERS, ids=["plain", "gz", "zst"])
@pytest.mark.parametrize(("ending", "make"), TABLES, ids=[row[0] for row in TABLES])
def test_rows_of_a_table_are_documents(tmp_path: Path, ending: str, make: Any, packed: str, pack: Any) -> None:
    name = f"rows{ending}{packed}"
    (tmp_path / name).write_bytes(pack(make(ROWS)))
    one, two = cleaned(tmp_path, tmp_path / name)
    assert [one["source"], two["source"]] == [f"{name}#1", f"{name}#2"]
    assert [one["text"], two["text"]] == [CLEAN, CLEAN]
    assert [one["url"], two["url"]] == ["https://x.id/1", "https://x.id/2"]
    assert one["extra"] is None


@pytest.mark.parametrize(("ending", "make"), TABLES, ids=[row[0] for row in TABLES])
def test_other_columns_are_kept_when_asked_for(tmp_path: Path, ending: str, make: Any) -> None:
    (tmp_path / f"rows{ending}").write_bytes(make(ROWS[:1]))
    (row,) = cleaned(tmp_path, tmp_path / f"rows{ending}", "--keep-columns")
    assert json.loads(row["extra"]) == {"penulis": "Rina", "lang": "id"}


def test_cell_of_parquet_that_python_cannot_tell_costs_no_row(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [TEXT, TEXT.replace("desa", "d\xe9sa"), TEXT]
    raw = pa.array([texts[0].encode(), texts[1].encode("cp1252"), texts[2].encode()])
    no_utf8 = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    columns = {
        "text": no_utf8,
        "url": pa.array([f"https://x.id/{number}" for number in range(3)]),
        "far": pa.array([0, 2**58, None], pa.timestamp("us", "UTC")),
        "fine": pa.array([1000, 1, 2000], pa.timestamp("ns")),
        "long": pa.array([60, 2**62, 61], pa.duration("s")),
        "lists": pa.array([[0], [2**58], []], pa.list_(pa.timestamp("us"))),
        "pieces": pa.ListArray.from_arrays(pa.array([0, 1, 2, 3]), no_utf8),
    }
    pq.write_table(pa.table(columns), tmp_path / "rows.parquet")
    rows = cleaned(tmp_path, tmp_path / "rows.parquet", "--keep-columns")
    assert [row["source"] for row in rows] == [f"rows.parquet#{number}" for number in (1, 2, 3)]
    assert [row["text"] for row in rows] == [CLEAN, CLEAN.replace("desa", "d\xe9sa"), CLEAN]
    assert [row["url"] for row in rows] == [f"https://x.id/{number}" for number in range(3)]
    one, two, three = (json.loads(row["extra"]) for row in rows)
    assert (one["far"], two["far"][:6], three["far"]) == ("1970-01-01 00:00:00+00:00", "11103-", None)
    assert two["fine"] == "1970-01-01 00:00:00.000000001"
    assert (one["long"], two["long"]) == ("0:01:00", "4611686018427387904")
    assert (three["lists"], "11103-" in two["lists"]) == ([], True)
    assert (one["pieces"], two["pieces"].count("Pasar lama")) == ([TEXT], 1)


def test_named_columns_win_over_the_usual_ones(tmp_path: Path) -> None:
    row = {"text": "Bukan ini.", "isi": TEXT, "alamat": "https://x.id/9", "nomor": 17, "url": "https://x.id/salah"}
    (tmp_path / "rows.jsonl").write_bytes(json_lines([row]))
    args = ("--text-field", "isi", "--url-field", "alamat", "--id-field", "nomor")
    (found,) = cleaned(tmp_path, tmp_path / "rows.jsonl", *args)
    assert (found["text"], found["url"], found["id"]) == (CLEAN, "https://x.id/9", "17")


def test_field_that_holds_html_or_text_is_taken_at_its_word(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(json_lines([{"a": TEXT, "b": PAGE}]))
    (as_text,) = cleaned(tmp_path, tmp_path / "rows.jsonl", "--text-field", "b")
    (as_html,) = cleaned(tmp_path, tmp_path / "rows.jsonl", "--html-field", "b")
    assert as_html["text"] == CLEAN
    assert "<p>" in as_text["text"]


def test_row_that_is_not_to_be_read_costs_one_error_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": TEXT}),
        "{broken",
        "[1, 2]",
        "",
        json.dumps({"judul": "x", "link": "https://x.id"}),
        json.dumps({"html": 7}),
        json.dumps({"text": TEXT}),
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = cleaned(tmp_path, tmp_path / "rows.jsonl", code=1)
    assert [row["source"] for row in rows] == ["rows.jsonl#1", "rows.jsonl#7"]
    at = tmp_path / "rows.jsonl"
    found = errors(tmp_path)
    assert [source for source, _ in found] == [f"rows.jsonl#{number}" for number in (2, 3, 5, 6)]
    assert found[0][1].startswith(f"{at}#2: the line is no JSON: Expecting property name")
    assert found[1][1] == f"{at}#3: the line is a JSON list, not an object"
    assert found[2][1] == (
        "rows.jsonl#5: no column html or raw_html or text or content or body or maintext or articleBody;"
        " its columns are judul, link. Name the right one with --html-field or --text-field"
    )
    assert found[3][1] == "rows.jsonl#6: html holds a int, not a page or a text"


def test_table_without_the_column_costs_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("judul,link\na,b\nc,d\n")
    assert cleaned(tmp_path, tmp_path / "rows.csv", "--html-field", "isi", code=1) == []
    ((source, message),) = errors(tmp_path)
    assert source == "rows.csv"
    assert message == (
        f"{tmp_path / 'rows.csv'}: no column isi; its columns are judul, link."
        " Name the right one with --html-field or --text-field"
    )


def test_csv_row_with_missing_cells_costs_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f'text;url\n"{TEXT}";https://x.id/1\n"a"\n"{TEXT}";https://x.id/3\n')
    assert [row["source"] for row in cleaned(tmp_path, tmp_path / "rows.csv", code=1)] == ["rows.csv#1", "rows.csv#3"]
    assert errors(tmp_path) == [("rows.csv#2", f"{tmp_path / 'rows.csv'}#2: the row has 1 cells, there are 2 columns")]


LINE = f"{STORY[0]} {STORY[2]}"  # without a comma
UNCLOSED: list[Any] = [
    # (rows under url,text; sources of the records; number of the row that is open, its first line, the last line)
    ("cut off", f'1,"{LINE}"\n2,"{LINE[:90]}', ["rows.csv#1"], (2, 3, 3)),
    ("cut off in a later line", f'1,"{LINE}\nx"\n2,"{LINE}\n{LINE}\n', ["rows.csv#1"], (2, 4, 5)),
    ("one stray", f'1,{LINE}\n2,"{LINE}\n3,{LINE}\n4,{LINE}\n', ["rows.csv#1"], (2, 3, 5)),
    ("stray at the end", f'1,{LINE}\n2,"', ["rows.csv#1"], (2, 3, 3)),
]


@pytest.mark.parametrize(("name", "content", "good", "bad"), UNCLOSED, ids=[row[0] for row in UNCLOSED])
def test_csv_that_ends_inside_quotes_says_which_row(
    tmp_path: Path, name: str, content: str, good: list[str], bad: tuple[int, int, int]
) -> None:
    (tmp_path / "rows.csv").write_text(f"url,text\n{content}", encoding="utf-8")
    assert [row["source"] for row in cleaned(tmp_path, tmp_path / "rows.csv", code=1)] == good
    number, begin, end = bad
    assert errors(tmp_path) == [
        (
            f"rows.csv#{number}",
            f"{tmp_path / 'rows.csv'}#{number}: the file ends inside a quoted cell of this row, which begins in line"
            f' {begin} and takes all lines up to {end}: the file is cut off, or a " is too many or missing there'
            ' (in a quoted cell, " is written "")',
        )
    ]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_quotes_that_a_reader_can_make_out_are_read(tmp_path: Path, end: str) -> None:
    content = f'url,"te""xt",text\n1,"x"y,"{LINE}\n{STORY[1]}"\n2,x"y,{LINE}\n3,,"{LINE}"{end}'
    (tmp_path / "rows.csv").write_text(content, encoding="utf-8", newline="")
    found = cleaned(tmp_path, tmp_path / "rows.csv")
    assert [row["source"] for row in found] == [f"rows.csv#{number}" for number in (1, 2, 3)]
    assert [row["text"] for row in found] == [f"{LINE}\n\n{STORY[1]}", LINE, LINE]


def test_csv_whose_column_names_are_never_closed_is_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f'text,"url\n{LINE},1\n')
    assert cleaned(tmp_path, tmp_path / "rows.csv", code=1) == []
    ((source, message),) = errors(tmp_path)
    assert (source, "inside a quoted cell of this row, which begins in line 1" in message) == ("rows.csv", True)


def test_cell_in_an_old_encoding_is_decoded_like_a_page(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(
        b'text,url\n"' + TEXT.replace("anak-anak", "caf\xe9").encode("latin-1") + b'",x\n'
    )
    (row,) = cleaned(tmp_path, tmp_path / "rows.csv")
    assert (row["encoding"], "sementara café berlarian" in row["text"]) == ("cp1252", True)


def test_half_a_character_in_a_row_becomes_valid_json(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": TEXT, "rusak": "\ud800", "url": "https://x.id/\ud800"}))
    (row,) = cleaned(tmp_path, tmp_path / "rows.jsonl", "--keep-columns")
    assert json.loads(row["extra"]) == {"rusak": "\ud800"}


INSIDE: list[Any] = [
    # (file name, content, source of the record): what is inside decides where the ending lies
    ("rows.html", lambda: json_lines([{"text": TEXT}]), "rows.html#1"),
    ("rows.txt.gz", lambda: gzip.compress(json_lines([{"text": TEXT}])), "rows.txt.gz#1"),
    ("page.jsonl", PAGE.encode, "page.jsonl"),
    ("page.csv", PAGE.encode, "page.csv"),
    ("page.txt", PAGE.encode, "page.txt"),
    ("text.html", TEXT.encode, "text.html"),
    ("packed.html", lambda: gzip.compress(PAGE.encode()), "packed.html"),
    ("packed2.txt", lambda: zstd(TEXT.encode()), "packed2.txt"),
    ("plain.txt.gz", TEXT.encode, "plain.txt.gz"),
    ("table.html", lambda: parquet_of([{"text": TEXT}]), "table.html#1"),
    ("archive.html", lambda: warc(response(1, PAGE.encode())), "archive.html#0"),
    ("archive.txt.gz", lambda: gzip.compress(warc(response(1, PAGE.encode()))), "archive.txt.gz#0"),
]


@pytest.mark.parametrize(("name", "content", "source"), INSIDE, ids=[row[0] for row in INSIDE])
def test_what_is_inside_decides_where_the_ending_lies(tmp_path: Path, name: str, content: Any, source: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content())
    (row,) = cleaned(tmp_path, tmp_path / "in")
    assert (row["source"], row["text"]) == (f"in/{source}", CLEAN)


@pytest.mark.parametrize(("packed", "pack"), PACKERS[1:], ids=["gz", "zst"])
def test_packed_files_of_several_members_are_read_whole(tmp_path: Path, packed: str, pack: Any) -> None:
    (tmp_path / f"rows.jsonl{packed}").write_bytes(b"".join(pack(json_lines([row])) for row in ROWS))
    (tmp_path / f"page.txt{packed}").write_bytes(b"".join(pack(f"{line}\n".encode()) for line in STORY))
    sources = [tmp_path / f"rows.jsonl{packed}", tmp_path / f"page.txt{packed}"]
    assert [row["text"] for row in cleaned(tmp_path, *sources)] == [CLEAN] * 3


def response(
    number: int, body: bytes, kind: str = "text/html", status: str = "200 OK", more: str = "", cut: int = 0
) -> bytes:
    """A WARC record; `cut`: so many bytes fewer than it states."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.id/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-10-24T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + cut}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(*found: bytes) -> bytes:
    pytest.importorskip("fastwarc")
    return b"".join(found)


ACCENT = PAGE.replace("anak-anak", "café").encode("latin-1")
RECORDS = [
    response(1, ACCENT, "text/html; charset=iso-8859-1"),
    response(2, gzip.compress(PAGE.encode()), more="Content-Encoding: gzip\r\n"),
    response(3, b'{"a": 1}', "application/json"),
    response(4, b"<p>Pindah</p>", status="301 Moved Permanently", more="Location: /\r\n"),
    response(5, f"{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n".encode(), more="Transfer-Encoding: chunked\r\n"),
    response(6, PAGE.encode(), "application/xhtml+xml", more="Content-Encoding: gzip\r\n"),
]


@pytest.mark.parametrize("pack", [plain, gzip.compress, zstd], ids=["plain", "gz", "zst"])
def test_pages_of_a_web_archive_are_documents(tmp_path: Path, pack: Any) -> None:
    packed = [pack(record) for record in RECORDS]
    (tmp_path / "a.warc").write_bytes(warc(*packed))
    rows = cleaned(tmp_path, tmp_path / "a.warc")
    at = [sum(map(len, packed[:number])) for number in (0, 1, 4, 5)]
    assert [row["source"] for row in rows] == [f"a.warc#{place}" for place in at]
    assert [row["url"] for row in rows] == [f"https://x.id/{number}" for number in (1, 2, 5, 6)]
    assert [row["text"] for row in rows] == [CLEAN.replace("anak-anak", "café"), CLEAN, CLEAN, CLEAN]
    assert (rows[0]["encoding"], rows[0]["flags"]) == ("cp1252", [])


BROKEN: list[Any] = [
    # (records, number of the broken one, what its line says, numbers of the good ones)
    (
        [response(1, PAGE.encode()), b"garbage\r\n\r\n\r\n\r\n", response(3, PAGE.encode())],
        1,
        "something else stands before",
    ),
    ([response(1, PAGE.encode()), response(2, b"x", cut=900_000)], 1, "the record is cut off: "),
    (
        [
            response(1, PAGE.encode()),
            response(2, b"zz\r\nx", more="Content-Encoding: gzip\r\n").replace(b"zz", b"\x1f\x8b"),
        ],
        1,
        "the gzip file is broken: ",
    ),
    ([response(1, PAGE.encode()), response(2, b"").replace(b"HTTP/1.1 200 OK", b"no http no http")], 1, ""),
]


@pytest.mark.parametrize(("found", "broken", "message"), BROKEN, ids=["garbage", "cut", "encoding", "no http"])
def test_broken_record_costs_one_error_line_and_reading_goes_on(
    tmp_path: Path, found: list[bytes], broken: int, message: str
) -> None:
    (tmp_path / "a.warc").write_bytes(warc(*found))
    rows = cleaned(tmp_path, tmp_path / "a.warc", code=1)
    starts = [sum(map(len, found[:number])) for number in range(len(found))]
    assert [row["source"] for row in rows] == [f"a.warc#{at}" for i, at in enumerate(starts) if i != broken]
    ((source, said),) = errors(tmp_path)
    assert source.startswith("a.warc#")
    assert message in said


def test_damaged_member_of_a_packed_archive_costs_one_error_line(tmp_path: Path) -> None:
    packed = [gzip.compress(response(number, PAGE.encode())) for number in range(5)]
    damaged = bytearray(packed[2])
    damaged[60:70] = b"\xff" * 10
    (tmp_path / "a.warc.gz").write_bytes(warc(*packed[:2], bytes(damaged), *packed[3:]))
    rows = cleaned(tmp_path, tmp_path / "a.warc.gz", code=1)
    assert [row["url"] for row in rows] == [f"https://x.id/{number}" for number in (0, 1, 3, 4)]
    at = len(packed[0]) + len(packed[1])
    ((source, message),) = errors(tmp_path)
    assert (source, message.startswith(f"{tmp_path / 'a.warc.gz'}#{at}: the record is broken: ")) == (
        f"a.warc.gz#{at}",
        True,
    )


def test_archive_packed_as_a_whole_names_its_records_apart(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(warc(*RECORDS[:2], RECORDS[4])))
    rows = cleaned(tmp_path, tmp_path / "a.warc.gz")
    assert len({row["source"] for row in rows}) == 3


@pytest.mark.parametrize(
    ("name", "stdin", "sources"),
    [
        ("page", PAGE, ["-"]),
        ("text", TEXT, ["-"]),
        ("rows", json_lines(ROWS).decode(), ["-#1", "-#2"]),
    ],
)
def test_standard_input_is_a_page_a_text_or_rows(name: str, stdin: str, sources: list[str]) -> None:
    done = real("clean", "-", "--workers", "1", stdin=stdin)
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == sources
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [CLEAN] * len(sources)


def test_address_beside_a_file_may_be_what_a_browser_saved(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "a.url").write_text("[InternetShortcut]\r\nURL=https://www.kompas.com/read/2024/10/24/1/a\r\n")
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "b.txt.url").write_text("https://www.detik.com/b")
    assert [row["host"] for row in cleaned(tmp_path, tmp_path)] == ["kompas.com", "detik.com"]


def test_folder_named_like_a_known_host_says_where_texts_come_from(tmp_path: Path) -> None:
    for name in ("www.kompas.com/2024", "x.example.org", "lain"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "a.txt").write_text(TEXT)
    rows = cleaned(tmp_path, tmp_path / "in")
    assert [(row["source"], row["publisher"], row["url"]) for row in rows] == [
        ("in/lain/a.txt", None, None),
        ("in/www.kompas.com/2024/a.txt", "Kompas.com", None),
        ("in/x.example.org/a.txt", None, None),
    ]
    assert len({row["id"] for row in rows}) == 3


def test_names_of_two_sources_that_end_alike_are_told_apart(tmp_path: Path) -> None:
    for month in ("jan", "feb"):
        (tmp_path / month / "pages").mkdir(parents=True)
        (tmp_path / month / "pages" / "a.txt").write_text(TEXT)
    rows = cleaned(tmp_path, tmp_path / "jan" / "pages", tmp_path / "feb" / "pages")
    assert [row["source"] for row in rows] == ["jan/pages/a.txt", "feb/pages/a.txt"]


def test_own_output_in_the_folder_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7")
    for _ in range(2):
        assert [row["source"] for row in cleaned(tmp_path, tmp_path, code=1)] == [f"{tmp_path.name}/a.txt"]
        assert len(errors(tmp_path)) == 1
    done = run("clean", tmp_path / "out.jsonl", "-o", tmp_path / "out.jsonl", "--overwrite")
    assert (done.exit_code, done.stderr) == (
        2,
        f"Error: {tmp_path / 'out.jsonl'} is the output as well; write to another file\n",
    )
    growing = tmp_path / "out.jsonl.part" / "records.jsonl"
    growing.parent.mkdir()
    growing.write_bytes((tmp_path / "out.jsonl").read_bytes())
    done = run("clean", growing, "-o", tmp_path / "out.jsonl", "--overwrite")
    assert (done.exit_code, done.stderr) == (2, f"Error: {growing} is the output as well; write to another file\n")


def nested(folder: Path) -> tuple[list[str], str]:
    (folder / "zout").mkdir()
    return ["pages"], "pages/zout/clean.jsonl"


def beside(folder: Path) -> tuple[list[str], str]:
    return ["pages"], "pages/clean.jsonl"


def linked(folder: Path) -> tuple[list[str], str]:
    (folder.parent / "link").symlink_to("pages")
    return ["link"], "pages/clean.jsonl"


def from_links(folder: Path) -> tuple[list[str], str]:
    (folder.parent / "out").mkdir()
    (folder / "zlink").symlink_to("../out")
    return ["pages"], "out/clean.jsonl"


def matched(folder: Path) -> tuple[list[str], str]:
    return ["pages/*"], "pages/clean.jsonl"


def matched_deep(folder: Path) -> tuple[list[str], str]:
    (folder / "zout").mkdir()
    return ["pages/**/*.jsonl", "pages/**/*.txt"], "pages/zout/clean.jsonl"


@pytest.mark.parametrize(
    "make", [nested, beside, linked, from_links, matched, matched_deep], ids=lambda make: make.__name__
)
def test_run_does_not_read_what_it_writes(tmp_path: Path, make: Callable[[Path], tuple[list[str], str]]) -> None:
    """In a process of its own that is ended in the end: such a run would never end."""
    folder = tmp_path / "pages"
    folder.mkdir()
    sources, out = make(folder)
    for number in range(60):
        (folder / f"{number}.txt").write_text(TEXT)
    (folder / "99.jsonl").write_bytes(json_lines([{"text": TEXT}]))
    names = sorted([f"{sources[0].partition('/')[0]}/{number}.txt" for number in range(60)])
    for more in ("--resume", "--overwrite"):
        done = real("clean", *sources, "-o", out, "--workers", "1", more, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, f"61 cleaned, 0 failed: {out}\n")
        found = sorted(row["source"] for row in records(tmp_path / out))
        assert [name for name in found if "99.jsonl" not in name] == names
    assert not (tmp_path / f"{out}.part").exists()


def test_unfinished_output_of_another_run_is_no_input(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "other.jsonl.part").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    for name in ("records.jsonl", "errors.jsonl", "state.json"):
        (folder / "other.jsonl.part" / name).write_bytes(json_lines([{"text": TEXT}]))
    (folder / "link").symlink_to("other.jsonl.part")
    (folder / "mine.part").mkdir()
    (folder / "mine.part" / "b.txt").write_text(TEXT)
    names = ["pages/a.txt", "pages/mine.part/b.txt"]
    assert [row["source"] for row in cleaned(tmp_path, folder)] == names
    found = cleaned(tmp_path, f"{folder}/*", f"{folder}/**/records.jsonl", code=1)
    assert [Path(row["source"]).relative_to(tmp_path).as_posix() for row in found] == names
    assert [message.partition(":")[2][:17] for _, message in errors(tmp_path)] == [" nothing to clean"]


def test_glob_does_what_the_shell_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g" / "sub" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.odd", "sub/c.txt", "sub/deep/d.txt", "sub/deep/e.odd"):
        (tmp_path / "g" / name).write_text(TEXT)
    (tmp_path / "g" / "broken.html").symlink_to("nowhere.html")
    os.mkfifo(tmp_path / "g" / "pipe.txt")
    names = ["g/a.txt", "g/b.odd", "g/sub/c.txt", "g/sub/deep/d.txt"]
    for pattern in ("g/*", "./g/*"):
        assert [row["source"] for row in cleaned(tmp_path, pattern, code=1)] == names
        assert errors(tmp_path) == [("g/broken.html", "g/broken.html: cannot be read: No such file or directory")]
    assert [row["source"] for row in cleaned(tmp_path, "g/**", code=1)] == [name for name in names if "odd" not in name]
    assert count(["g/s*"]) == 2


def test_source_that_is_not_there_is_said_before_the_first_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = run("clean", tmp_path / "a.txt", tmp_path / "nope", "-o", tmp_path / "out.jsonl")
    assert (done.exit_code, f"{tmp_path / 'nope'}: no such file or folder" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_empty_folder_among_others_is_one_error_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    assert len(cleaned(tmp_path, tmp_path / "a.txt", tmp_path / "empty", code=1)) == 1
    ((_, message),) = errors(tmp_path)
    assert message.startswith(f"{tmp_path / 'empty'}: nothing to clean in this folder. Looked for .html, .htm")


def test_numbers_in_names_count_by_value() -> None:
    names = ["10", "9", "b", "B", "a10b2", "a10b10", "a9", "a", "a09", "2024-9", "2024-10"]
    assert sorted(names, key=natural) == ["9", "10", "2024-9", "2024-10", "a", "a09", "a9", "a10b2", "a10b10", "B", "b"]


def test_documents_are_counted_where_names_are_enough(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html.gz", "c.md"):
        (tmp_path / name).write_text(TEXT)
    assert count([str(tmp_path), str(tmp_path / "*.txt")]) == 3
    (tmp_path / "rows.jsonl").write_text("")
    assert count([str(tmp_path)]) is None


def test_nothing_is_listed_or_read_ahead(tmp_path: Path) -> None:
    def endless() -> Any:
        number = 0
        while True:
            number += 1
            yield json.dumps({"text": f"nomor {number}"}).encode() + b"\n"

    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            for line in endless():
                os.write(write, line)
        finally:
            os._exit(0)
    os.close(write)
    pipe = tmp_path / "rows"
    pipe.symlink_to(f"/dev/fd/{read}")
    stream = documents([str(pipe)])
    assert [next(stream).source for _ in range(3)] == ["rows#1", "rows#2", "rows#3"]
    stream.close()  # type: ignore[attr-defined]
    os.close(read)
    os.waitpid(pid, 0)


@pytest.mark.parametrize("shards", [3, 8])
def test_shards_are_disjoint_and_complete(tmp_path: Path, shards: int) -> None:
    (tmp_path / "in").mkdir()
    for number in range(7):
        (tmp_path / "in" / f"{number}.txt").write_text(TEXT)
    found = [
        [row["source"] for row in cleaned(tmp_path, tmp_path / "in", "--shard", f"{shard}/{shards}")]
        for shard in range(1, shards + 1)
    ]
    assert found[0][:2] == ["in/0.txt", *([f"in/{shards}.txt"] if shards < 7 else [])]
    assert sorted(source for shard in found for source in shard) == [f"in/{number}.txt" for number in range(7)]
