"""What goes is told why: the labels that say little hold little of the words that are removed from texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cleaner import Article, clean

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "fixtures").rglob("*.txt")])
MOST = 0.05
"""share of the removed words that may go as "other" or "nav"."""

BODY = """Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.
Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.
{}
Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.
Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.
"""
INVENTED = {
    "portal with rails": "Pasar Lama Dibuka Kembali\nPenulis: Andi Wijaya\nKamis, 24 Oktober 2024 | 14:05 WIB\nSOLO - "
    + BODY.format("Baca juga: Harga Beras Naik Lagi")
    + "(rds/gil)\nTags: pasar, desa\nBerita Terkait\nHarga Beras Naik Lagi di Tiga Kabupaten\nWarga Bersihkan Sungai\n"
    "Festival Layang-layang Digelar\nTerpopuler\nNelayan Pulang dengan Tangkapan Besar\nGuru di Pulau Terluar Dapat "
    "Penghargaan\nBus Sekolah Ditambah Bulan Depan",
    "comment form": BODY.format("ADVERTISEMENT")
    + "Editor: Sri Lestari\nKirim Komentar\nNama *\nEmail *\nIsi komentar sepenuhnya adalah tanggung jawab pengguna.",
    "calls to follow": BODY.format("[Gambas:Video 20detik]")
    + "Ikuti saluran WhatsApp Kabarkita untuk berita terbaru.\nCek Berita dan Artikel yang lain di Google News\n"
    "Bagikan: Facebook Twitter WhatsApp\nCopyright © KABAR 2026",
    "pages and videos": BODY.format("Simak Video 'Panen Raya di Kaki Gunung':\n[Gambas:Video 20detik]\nLihat Foto")
    + "Halaman Selanjutnya\nPasar itu kemudian dikelola oleh…\nHalaman 1 dari 3\nYuk, Simak Juga Video ini!",
    "controls of a reader": BODY.format("SCROLL TO CONTINUE WITH CONTENT\nBaca Juga\nHarga Beras Naik di Tiga Desa")
    + "(Kabarkita.com/Andi Wijaya)\nBerlangganan untuk membaca artikel ini selengkapnya\nTinggalkan Balasan",
    "story twice": BODY.format("Baca juga:") * 2 + "***",
}


def words_by_label(articles: Iterable[Article]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update({str(piece["label"]): 0 for piece in article.removed})
        for piece in article.removed:
            counts[str(piece["label"])] += len(piece["text"].split())
    return counts


def vague_share(counts: Counter[str]) -> float:
    return (counts["other"] + counts["nav"]) / max(1, sum(counts.values()))


def read(path: Path) -> Article:
    beside = path.with_suffix(".url")
    return clean(path, beside.read_text(encoding="utf-8").strip() if beside.exists() else None)


def test_hardly_a_word_of_real_texts_goes_without_a_telling_reason() -> None:
    counts = words_by_label(read(path) for path in PAGES)
    assert sum(counts.values()) > 300
    assert vague_share(counts) <= MOST, counts


@pytest.mark.parametrize("name", INVENTED)
def test_hardly_a_word_of_an_invented_text_goes_without_a_telling_reason(name: str) -> None:
    article = clean(INVENTED[name])
    assert article.text.split("\n\n") == BODY.format("").replace("\n\n", "\n").strip().split("\n")
    assert vague_share(words_by_label([article])) <= MOST, article.explain()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_removed_piece_names_a_rule_that_can_be_looked_up_or_a_pass(path: Path) -> None:
    from cleaner.rules.rulebook import load

    book = load()
    known = {rule.name for rule in book.for_page("auto", None).rules}
    known |= {rule.name for portal in book.portals.values() for rule in portal.rules}
    article = read(path)
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "cleaner" / "label").glob("*.py"))
    reasons = {entry.rule for entry in article.ledger if entry.place != "text"}
    assert {reason for reason in reasons - known if f'"{reason}"' not in source} == set()


def as_table(record: dict[str, Any]) -> list[str]:
    return [f"{piece['label']}: {piece['text']}" for piece in record["removed"]]


def test_labels_of_an_invented_text_are_the_ones_a_reader_would_give() -> None:
    assert as_table(clean(INVENTED["portal with rails"]).to_dict(explain=True)) == [
        "title: Pasar Lama Dibuka Kembali",
        "byline: Penulis: Andi Wijaya",
        "date: Kamis, 24 Oktober 2024 | 14:05 WIB",
        "dateline: SOLO -",
        "read-also: Baca juga: Harga Beras Naik Lagi",
        "sign-off: (rds/gil)",
        "tags: Tags: pasar, desa",
        "related: Berita Terkait",
        "related: Harga Beras Naik Lagi di Tiga Kabupaten",
        "related: Warga Bersihkan Sungai",
        "related: Festival Layang-layang Digelar",
        "popular: Terpopuler",
        "popular: Nelayan Pulang dengan Tangkapan Besar",
        "popular: Guru di Pulau Terluar Dapat Penghargaan",
        "popular: Bus Sekolah Ditambah Bulan Depan",
    ]
