"""The record: every key always, one type a key, one line of JSON; the call takes what people have in hand."""

from __future__ import annotations

import gc
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree, html

from cleaner import Article, Label, LimitError, Limits, Options, __version__, clean, clean_html, clean_text
from cleaner.article import FIELDS
from cleaner.label import label
from cleaner.label.context import Context

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_9885e51dfbb98028.txt"
STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
)
TEXT = "\n".join(STORY)
PAGE = "<!DOCTYPE html><html><head><title>Pasar</title></head><body><main>{}</main><p>Kaki</p></body></html>".format(
    "".join(f"<p>{line}</p>" for line in STORY)
)
URL = "https://www.kabarkita.id/desa/4711?page=2"
MAYBE_STR = (str, type(None))
TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("text", "page_type", "cleaner_version", "rules_version"), (str,)),
    **dict.fromkeys(("id", "title", "description", "url", "host", "publisher", "dateline", "section"), MAYBE_STR),
    **dict.fromkeys(("date_published", "date_modified", "date_published_raw", "language", "image"), MAYBE_STR),
    **dict.fromkeys(("next_page_url", "source", "source_sha256", "encoding", "extra"), MAYBE_STR),
    **dict.fromkeys(("authors", "editors", "tags", "flags", "removed"), (list,)),
    **dict.fromkeys(("page", "n_words", "n_removed"), (int,)),
    "page_count": (int, type(None)),
    **dict.fromkeys(("is_free", "sponsored"), (bool, type(None))),
    "confidence": (float,),
    "sources": (dict,),
}
FLAGS = {
    *("no-body", "short-body", "multi-page", "truncated", "paywalled", "syndicated", "doubled", "deep-nesting"),
    "encoding-guessed",
}
PAGE_TYPES = {"article", "video", "gallery", "live", "index", "other"}
INPUTS: dict[str, Any] = {
    "empty": "",
    "blank": b" \n ",
    "one word": "Pasar",
    "story": TEXT,
    "story twice": TEXT + "\n" + TEXT,
    "page": PAGE,
    "page without a story": "<html><body><a href='/a'>Beranda</a></body></html>",
    "feed": "<?xml version='1.0'?><rss><channel><item><title>Pasar</title></item></channel></rss>",
    "wrong JSON-LD": '<html><script type="application/ld+json">{"@type":"NewsArticle","author":7}</script><p>A</p>',
    "deep": "<div>" * 5000 + "inti",
    "guessed encoding": TEXT.encode() + b"\x93",
    **{f"seed {path.name[:3]}": path for path in sorted((ROOT / "seeds").glob("*.txt"))},
    **{path.name: path for path in sorted((ROOT / "fixtures").rglob("*.html"))},
}


@pytest.mark.parametrize("name", INPUTS)
def test_record_has_every_key_with_one_type(name: str) -> None:
    record = clean(INPUTS[name]).to_dict(explain=True)
    assert set(record) == set(TYPES)
    assert {key: type(value) for key, value in record.items() if type(value) not in TYPES[key]} == {}
    assert set(record["flags"]) <= FLAGS
    assert record["page_type"] in PAGE_TYPES
    assert 0.0 <= record["confidence"] <= 1.0
    assert record["cleaner_version"] == __version__


@pytest.mark.parametrize("name", INPUTS)
def test_lists_hold_texts_and_removed_pieces_all_their_keys(name: str) -> None:
    record = clean(INPUTS[name]).to_dict(explain=True)
    assert [
        item for key in ("authors", "editors", "tags", "flags") for item in record[key] if type(item) is not str
    ] == []
    for piece in record["removed"]:
        assert list(piece) == ["label", "rule", "text", "start", "end"]
        assert piece["label"] in set(Label)
        assert type(piece["label"]) is type(piece["rule"]) is type(piece["text"]) is str
    assert {type(source) for source in record["sources"].values()} <= {str, type(None)}


def test_a_record_has_the_keys_in_the_order_of_the_fields_and_lists_of_its_own() -> None:
    article = clean(TEXT)
    before = article.to_json()
    changed = article.to_dict()
    assert tuple(changed) == FIELDS
    for value in changed.values():
        if isinstance(value, list):
            value.append("x")
    changed["sources"]["title"] = "x"
    assert article.to_json() == before


def test_removed_is_filled_only_when_it_is_asked_for() -> None:
    article = clean(TEXT + "\n(rds/gil)")
    start = len(TEXT) + 1
    assert article.to_dict()["removed"] == []
    assert article.to_dict(explain=True)["removed"] == [
        {
            "label": "sign-off",
            "rule": "sign-off-initials-slash",
            "text": "(rds/gil)",
            "start": start,
            "end": start + 9,
        }
    ]
    assert article.n_removed == 1


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\n", "\r\n", "\x0b"])
def test_record_is_one_line_of_json(mark: str) -> None:
    article = clean_text(f"Pasar{mark}lama")
    page = clean_html(f"<title>Pasar{mark}lama</title><p>{TEXT}</p><p>Kaki{mark}langit</p>")
    for line in (article.to_json(explain=True), page.to_json(explain=True)):
        assert line.splitlines() == [line]
        assert json.loads(line)["removed"] is not None
    assert json.loads(page.to_json()) == page.to_dict()


def test_json_keeps_letters_as_they_are() -> None:
    assert '"text":"Kafé “Padé” 👩\u200d🌾"' in clean_text("Kafé “Padé” 👩\u200d🌾").to_json()


@pytest.mark.parametrize("name", ["page.html", "halaman 1.txt", "a/b.HTM", "data.jsonl.gz", "x.parquet"])
def test_name_of_a_file_is_refused_with_the_way_to_read_it(name: str) -> None:
    with pytest.raises(TypeError, match=rf"'{name}' looks like the name of a file; .* use clean\(Path\('{name}'\)\)"):
        clean(name)


@pytest.mark.parametrize("text", ["Pasar tutup.", "Lihat berkas.html di sini", "<p>a.html", "a\nb.txt"])
def test_text_that_only_mentions_a_file_is_text(text: str) -> None:
    assert squeezed(clean(text)) == "".join(text.removeprefix("<p>").split())


def squeezed(article: Article) -> str:
    return "".join("".join(entry.text for entry in article.ledger).split())


@pytest.mark.parametrize("thing", [None, 7, ["Pasar"], {"text": "Pasar"}, object()])
def test_what_is_no_page_is_refused_by_its_type(thing: object) -> None:
    with pytest.raises(
        TypeError, match=f"takes a str, bytes, Path, lxml element or BeautifulSoup, not {type(thing).__name__}"
    ):
        clean(thing)


@pytest.mark.parametrize(
    ("page", "size"),
    [("é" * 10, 20), (b"a" * 21, 21), (PAGE, len(PAGE)), (SEED, SEED.stat().st_size)],
)
def test_input_over_the_limit_is_refused_with_both_sizes(page: Any, size: int) -> None:
    with pytest.raises(LimitError, match=f"has {size} bytes, the limit is {size - 1}") as caught:
        clean(page, options=Options(limits=Limits(bytes=size - 1)))
    assert (caught.value.limit, caught.value.value) == ("bytes", size)
    assert clean(page, options=Options(limits=Limits(bytes=size))).source_sha256 is not None


def test_missing_file_is_the_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        clean(tmp_path / "tiada.html")


SAME = [
    "https://www.kabarkita.id/desa/4711",
    "https://www.kabarkita.id/desa/4711?utm_source=wa&utm_medium=share",
    "https://www.kabarkita.id/desa/4711?fbclid=abc#komentar",
    "https://www.kabarkita.id/desa/4711#top",
]
OTHERS = [
    "https://www.kabarkita.id/desa/4712",
    "https://www.kabarkita.id/desa/4711?page=2",
    "https://www.kabarkita.id/desa/4711?page=3",
]


def test_id_does_not_hang_on_where_a_reader_came_from() -> None:
    ids = {clean(TEXT, url).id for url in SAME}
    assert len(ids) == 1
    assert all(len(str(name)) == 32 and int(str(name), 16) for name in ids)


def test_id_tells_pages_apart() -> None:
    assert len({clean(TEXT, url).id for url in (SAME[0], *OTHERS)}) == 4
    assert clean(TEXT).id is None


def test_digest_is_that_of_the_bytes_as_given() -> None:
    import hashlib

    assert clean(TEXT.encode("utf-16")).source_sha256 == hashlib.sha256(TEXT.encode("utf-16")).hexdigest()
    assert clean(TEXT).source_sha256 == clean(TEXT.encode()).source_sha256


def content(article: Article) -> dict[str, object]:
    record = article.to_dict(explain=True)
    return {key: value for key, value in record.items() if key not in ("source_sha256", "encoding")}


def test_every_kind_of_input_gives_the_same_article(tmp_path: Path) -> None:
    path = tmp_path / "halaman.html"
    path.write_text(PAGE, encoding="utf-8")
    want = content(clean(PAGE, URL))
    assert want["text"] == "\n\n".join(STORY)
    for page in (path, PAGE.encode(), bytearray(PAGE.encode()), memoryview(PAGE.encode()), "\ufeff" + PAGE):
        assert content(clean(page, URL)) == want
    for parsed in (html.fromstring(PAGE), etree.ElementTree(html.fromstring(PAGE)), BeautifulSoup(PAGE, "lxml")):
        assert content(clean(parsed, URL)) == want


def test_a_parsed_page_is_left_as_it_was() -> None:
    element, soup = html.fromstring(PAGE), BeautifulSoup(PAGE, "html.parser")
    before = (html.tostring(element), str(soup))
    clean(element)
    clean(soup)
    assert (html.tostring(element), str(soup)) == before


def test_an_element_of_a_page_is_cleaned_alone() -> None:
    element = html.fromstring(PAGE).find(".//main")
    assert clean(element).text == "\n\n".join(STORY)
    assert all(entry.text != "Kaki" for entry in clean(element).ledger)


def test_the_text_behind_an_element_is_not_its_own() -> None:
    element = html.fromstring(PAGE.replace("</main>", "</main>Ekor di luar.")).find(".//main")
    assert [entry.text for entry in clean(element).ledger] == list(STORY)


def test_sniffing_can_be_left_out() -> None:
    assert clean_text("<p>Pasar</p>").text == "<p>Pasar</p>"
    assert [block.text for block in clean_html("Pasar <b>lama</b>").blocks] == ["Pasar lama"]
    assert clean_text(TEXT).ledger[0].start == 0
    assert clean_html(TEXT).ledger[0].start is None


@pytest.mark.parametrize(
    ("label", "line"),
    [("caption", "Lihat Foto"), ("read-also", "Baca juga: Harga Beras Naik Lagi"), ("sign-off", "(rds/gil)")],
)
def test_a_label_can_be_kept_in_the_text(label: str, line: str) -> None:
    text = f"{TEXT}\n{line}"
    kept = Options(keep=frozenset({Label.BODY, Label.HEADING, Label(label)}))
    assert clean(text).text.split("\n\n") == list(STORY)
    article = clean(text, options=kept)
    assert article.text.split("\n\n") == [*STORY, line]
    assert [entry.text for entry in article.ledger if entry.place == "text"] == [*STORY, line]
    assert line not in [piece["text"] for piece in article.removed]
    assert article.n_removed == len(article.removed) == clean(text).n_removed - 1


def test_cleaning_is_safe_in_threads() -> None:
    want = [clean(page, URL).to_json(explain=True) for page in (PAGE, TEXT)] * 4
    got: list[str] = [""] * len(want)

    def run(i: int) -> None:
        got[i] = clean((PAGE, TEXT)[i % 2], URL).to_json(explain=True)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(want))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == want


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("", ["no-body"]),
        (STORY[0], ["short-body"]),
        (TEXT, []),
        (TEXT + "\n" + TEXT, ["doubled"]),
        (TEXT + "\nHalaman 1 dari 3", ["multi-page"]),
        (TEXT + "\nBerlangganan untuk membaca artikel ini selengkapnya", ["paywalled"]),
    ],
)
def test_flags_say_what_is_the_matter(text: str, flags: list[str]) -> None:
    assert clean(text).flags == flags


def test_pages_of_a_story_are_counted() -> None:
    article = clean(TEXT + "\nHalaman 2 dari 3")
    assert (article.page, article.page_count) == (2, 3)
    assert (clean(TEXT).page, clean(TEXT).page_count) == (1, None)


def test_explain_shows_what_was_kept_and_what_went() -> None:
    lines = clean(f"SOLO - {TEXT}\nBaca juga: Harga Beras Naik Lagi").explain(40).splitlines()
    assert lines[0] == "= dateline [dateline-caps] SOLO -"
    assert lines[1] == "+ body [body] Pasar lama di tepi sungai itu dibuka ke…"
    assert lines[-1].startswith("- read-also [")
    assert lines[-1].endswith("] Baca juga: Harga Beras Naik Lagi")
    assert len(lines) == 6


@pytest.mark.parametrize("is_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(is_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def looked_at(context: Context) -> None:
        seen.append(gc.isenabled())
        label(context)

    monkeypatch.setattr("cleaner.pipeline.label", looked_at)
    try:
        (gc.enable if is_on else gc.disable)()
        clean(PAGE, URL)
        monkeypatch.setattr("cleaner.pipeline.assemble", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            clean(PAGE, URL)
        after = gc.isenabled()
    finally:
        gc.enable()
    assert (seen, after) == ([False, False], is_on)
