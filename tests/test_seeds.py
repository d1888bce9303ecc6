"""The two documents the project started from come out whole and clean, and are themselves untouched."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest

from cleaner import Article, clean

ROOT = Path(__file__).parent.parent
SUARA = ROOT / "seeds" / "000_9885e51dfbb98028.txt"
TRIBUN = ROOT / "seeds" / "004_1d381f1ee0a19b8b.txt"
GIVEN = ROOT.parent / "shared" / "seeds"


@cache
def article(path: Path) -> Article:
    return clean(path)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def removed(path: Path, label: str) -> list[str]:
    return [piece["text"] for piece in article(path).removed if piece["label"] == label]


@pytest.mark.parametrize("path", [SUARA, TRIBUN], ids=["suara", "tribun"])
def test_seed_is_the_file_that_was_given(path: Path) -> None:
    given = GIVEN / path.name
    if not given.exists():
        pytest.skip("the project's shared folder is not on this machine")
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(given.read_bytes()).digest()


def test_suara_text_is_its_twelve_paragraphs_without_the_dateline() -> None:
    first, *others = lines_of(SUARA)[:12]
    want = [first.removeprefix("Suara.com - "), *others]
    assert article(SUARA).text.split("\n\n") == want
    assert len(want) == 12


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publisher", "Suara.com"),
        ("dateline", "Suara.com"),
        ("title", None),
        ("description", None),
        ("date_published", None),
        ("date_modified", None),
        ("date_published_raw", None),
        ("authors", []),
        ("editors", []),
        ("tags", []),
        ("url", None),
        ("id", None),
        ("section", None),
        ("page_type", "article"),
        ("page", 1),
        ("page_count", None),
        ("flags", []),
        ("n_words", 333),
        ("encoding", "utf-8"),
    ],
)
def test_suara_record_states_what_the_text_states(field: str, value: object) -> None:
    assert article(SUARA).to_dict()[field] == value


@pytest.mark.parametrize("path", [SUARA, TRIBUN], ids=["suara", "tribun"])
def test_language_of_a_seed_is_indonesian(path: Path) -> None:
    assert article(path).language == "id"


@pytest.mark.parametrize(
    ("label", "heading", "count"),
    [
        ("related", "Berita Terkait", 5),
        ("popular", "Terpopuler", 5),
        ("picks", "Pilihan", 5),
        ("latest", "Terkini", 10),
    ],
)
def test_suara_list_goes_with_its_heading_and_every_title(label: str, heading: str, count: int) -> None:
    lines = lines_of(SUARA)
    start = lines.index(heading) + 1
    titles = [line for line in lines[start:] if line.strip("- ")][:count]
    got = [text for text in removed(SUARA, label) if text != "-"]
    assert got == [heading, *titles]


def test_suara_loses_nothing_but_the_dateline_and_the_four_lists() -> None:
    labels = {piece["label"] for piece in article(SUARA).removed}
    assert labels == {"dateline", "related", "popular", "picks", "latest"}


def test_tribun_text_is_its_sixteen_paragraphs_with_the_heading_among_them() -> None:
    lines = lines_of(TRIBUN)
    first = lines[4].removeprefix("TRIBUNNEWS.COM - ")
    want = [first, *lines[5:15], *lines[16:21]]
    assert article(TRIBUN).text.split("\n\n") == want
    assert want[9] == "Intelijen Ukraina: Kami Punya Bukti Keberadaan Tentara Korea di Rusia"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Putin Tak Menyangkal Berita Tentara Korea Utara di Rusia: Itu Urusan Kami"),
        (
            "description",
            "Presiden Rusia Vladimir Putin tidak menyangkal atau membenarkan berita yang mengatakan tentara Korea "
            "Utara di Rusia, sebut itu urusan kedua negara.",
        ),
        ("authors", ["Yunita Rahmayanti"]),
        ("editors", ["Febri Prasetyo"]),
        ("publisher", "Tribunnews.com"),
        ("dateline", "TRIBUNNEWS.COM"),
        ("date_published", None),
        ("date_published_raw", None),
        ("flags", []),
    ],
)
def test_tribun_record_states_what_the_text_states(field: str, value: object) -> None:
    assert article(TRIBUN).to_dict()[field] == value


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        ("title", ["Putin Tak Menyangkal Berita Tentara Korea Utara di Rusia: Itu Urusan Kami"]),
        ("byline", ["Penulis: Yunita Rahmayanti", "Editor: Febri Prasetyo"]),
        ("dateline", ["TRIBUNNEWS.COM -"]),
        (
            "read-also",
            [
                "Baca juga: Perang Rusia-Ukraina Hari ke-975: Gara-gara Tak Tangkap Putin, Mongolia Dilaporkan ke "
                "Pengawas ICC"
            ],
        ),
        ("sign-off", ["(Tribunnews.com/Yunita Rahmayanti)"]),
        (
            "comments",
            [
                "Kirim Komentar",
                "Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.",
            ],
        ),
    ],
)
def test_tribun_piece_goes_under_its_own_label(label: str, texts: list[str]) -> None:
    assert removed(TRIBUN, label) == texts
