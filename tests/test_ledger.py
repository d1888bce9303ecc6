"""The ledger accounts for every visible character once, whatever the input; cleaning is pure and its output clean."""

from __future__ import annotations

import unicodedata
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import is_content

from cleaner import Article, DecodeError, LimitError, Limits, Options, clean, clean_html, clean_text
from cleaner.blocks import from_html
from cleaner.hygiene import JOINERS, tidy

EXAMPLES = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
NO_SECOND = Options(second_opinion=False)


PHRASES = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga.",
    'Menurut kepala desa, "jalan itu sudah rata", dan bus dapat lewat lagi mulai pekan depan tanpa memutar jauh.',
    "Harga cabai turun, sementara harga bawang merah masih bertahan di angka tiga puluh ribu rupiah per kilogram.",
    "JAKARTA, KABARKITA.com - Nelayan di pesisir utara kembali melaut setelah ombak tinggi reda sejak Ahad malam.",
    "Solo -",
    "Berita Terkait",
    "Terpopuler",
    "Pilihan",
    "Terkini",
    "Baca Juga",
    "Baca juga: Harga Beras Naik Lagi",
    "Warga pun pulang.Baca Juga: Banjir Surut di Lima Kecamatan",
    "Halaman Selanjutnya",
    "Kirim Komentar",
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "Simak Video 'Panen Raya':",
    "[Gambas:Video 20detik]",
    "Penulis: Andi Wijaya",
    "Editor : Sri Lestari",
    "SavitriEditor: Joko Susilo Copyright © KABAR 2026",
    "Kamis, 24 Oktober 2024 | 14:05 WIB",
    "Harga Beras Naik Lagi di Tiga Kabupaten",
    "Tags: padi, panen",
    "Hak cipta © 2025 Kabar Media",
    "(rds/gil)",
    "(Kabarkita.com/Andi Wijaya)",
    "***",
    "-",
    "- ",
    "• Beras 5 kilogram",
    "1. Rebus air sampai mendidih",
)
BULLETS = frozenset("-–—•·▪●○◦‣⁃*»›■□◆►▶✓✔")
ODD = (
    "\u00a0",
    "\u200b",
    "\u00ad",
    "\u200d",
    "\ufeff",
    "a\u0301",
    "\u0301",
    "e\u0323\u0302",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0c",
    "\x1c",
    "\t",
    "\x00",
    "\x07",
    "\u202e",
    "\u1100\u1161",
    "\u0958",
    "👩\u200d🌾",
    "\ud800",
    "&",
    "<",
    ">",
)
phrases = st.sampled_from(PHRASES)
pieces = st.one_of(phrases, phrases, st.sampled_from(ODD), st.text(max_size=12))
lines = st.one_of(
    phrases,
    phrases,
    phrases,
    st.just(""),
    st.lists(pieces, max_size=4).map("".join),
    st.tuples(phrases, st.sampled_from(ODD), st.integers(0, 60)).map(lambda t: t[0][: t[2]] + t[1] + t[0][t[2] :]),
)
breaks = st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b"])
texts = st.lists(st.tuples(lines, breaks).map("".join), max_size=25).map("".join).filter(is_content)

BLOCK_TAGS = (
    "p",
    "p",
    "div",
    "section",
    "article",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "h2",
    "form",
    "aside",
    "blockquote",
)
INLINE_TAGS = ("a", "b", "strong", "em", "span", "i", "label", "sup")
SILENT_TAGS = ("script", "style", "noscript", "template")
MARKS = (
    "",
    "",
    "article-body",
    "baca-juga",
    "share",
    "related-posts",
    "ad",
    "komentar",
    "entry-content",
    "caption",
    "x",
)
attributes = st.sampled_from(MARKS).map(lambda mark: f' class="{mark}" data-x="1 &lt; 2"' if mark else "")
words = lines.map(lambda line: escape(line, quote=False))
entities = st.sampled_from(
    ["&nbsp;", "&shy;", "&amp;", "&#8203;", "&#0;", "&#xD800;", "&copy;", "&notanentity;", "<!-- x -->"]
)
inline = st.builds(
    lambda tag, attr, text: f"<{tag}{attr}>{text}</{tag}>", st.sampled_from(INLINE_TAGS), attributes, words
)
silent = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(SILENT_TAGS), words)
leaves = st.one_of(
    words, words, inline, entities, silent, st.just("<br>"), st.just('<img alt="foto">'), st.just("</div>")
)
markup = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda tag, attr, parts: f"<{tag}{attr}>{''.join(parts)}</{tag}>",
        st.sampled_from(BLOCK_TAGS),
        attributes,
        st.lists(inner, max_size=6),
    ),
    max_leaves=25,
)
pages = st.builds(
    lambda title, parts: f"<html><head><title>{title}</title></head><body>{''.join(parts)}</body></html>",
    words,
    st.lists(markup, max_size=8),
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def without_bullets(text: str) -> str:
    """Letters and marks in order; a bullet mark is the one thing that leaves the text without an entry of its own."""
    return "".join(char for char in unicodedata.normalize("NFD", squeezed(text)) if char not in BULLETS)


def visible_places(text: str) -> set[int]:
    """Offsets of the characters that belong to some piece: not white space, not dropped by hygiene.

    A joiner is dropped or not by what stands beside it.
    """
    joiners = {at for at, char in enumerate(text) if at and char in JOINERS and char in tidy(text[at - 1 : at + 2])}
    return joiners | {at for at, char in enumerate(text) if tidy(char)}


def assert_output_is_clean(text: str) -> None:
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    bad = [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
    assert bad == []
    assert [line for line in text.split("\n") if line != tidy(line)] == []
    assert text == text.strip()
    assert "\n\n\n" not in text


@EXAMPLES
@given(texts)
def test_every_visible_character_of_a_text_is_in_exactly_one_entry(text: str) -> None:
    ledger = clean_text(text).ledger
    text = text.removeprefix("\ufeff")  # as in a file: no part of what is decoded
    covered: set[int] = set()
    cuts: set[int] = set()
    end = 0
    for entry in ledger:
        assert entry.start is not None
        assert entry.end is not None
        assert end <= entry.start < entry.end <= len(text)
        covered |= set(range(entry.start, entry.end))
        cuts |= {entry.start - 1, entry.end}
        end = entry.end
    missing = sorted(visible_places(text) - covered)
    assert [at for at in missing if text[at] not in JOINERS or at not in cuts] == []  # a joiner at a cut joins nothing


@EXAMPLES
@given(texts)
def test_an_entry_says_what_stands_at_its_offsets(text: str) -> None:
    decoded = text.removeprefix("\ufeff")
    for entry in clean_text(text).ledger:
        assert entry.text == tidy(decoded[entry.start : entry.end])


@EXAMPLES
@given(texts)
def test_text_is_the_kept_entries_and_nothing_else(text: str) -> None:
    article = clean_text(text)
    kept = "".join(entry.text for entry in article.ledger if entry.place == "text")
    assert without_bullets(article.text) == without_bullets(kept)


@EXAMPLES
@given(pages)
def test_ledger_of_a_page_is_all_its_blocks_in_order(page: str) -> None:
    article = clean_html(page, options=NO_SECOND)
    blocks = squeezed("".join(block.text for block in from_html(page).blocks))
    assert squeezed("".join(entry.text for entry in article.ledger)) == blocks
    assert [(entry.start, entry.end) for entry in article.ledger if (entry.start, entry.end) != (None, None)] == []


@EXAMPLES
@given(pages)
def test_entries_of_a_page_follow_one_another_without_overlap(page: str) -> None:
    article = clean_html(page, options=NO_SECOND)
    covered = [number for entry in article.ledger for number in range(entry.block, entry.last + 1)]
    assert covered == sorted(covered)
    assert set(covered) == {block.number for block in article.blocks}


def once(text: str, other: str) -> tuple[Article, Article, Article]:
    """The same input before, right after, and after cleaning something else."""
    first, again = clean(text), clean(text)
    clean(other)
    return first, again, clean(text)


@settings(EXAMPLES, max_examples=40)
@given(st.one_of(texts, pages), st.one_of(texts, pages))
def test_clean_gives_the_same_whatever_ran_before(text: str, other: str) -> None:
    first, again, later = once(f"{text}\n\n", f"{other}\n\n")
    assert first.to_dict(explain=True) == again.to_dict(explain=True) == later.to_dict(explain=True)
    assert first.ledger == later.ledger


@EXAMPLES
@given(st.one_of(texts, pages, st.text(max_size=300)))
def test_output_is_clean_text_whatever_the_str(text: str) -> None:
    try:
        article = clean(text)
    except TypeError as error:
        assert "looks like the name of a file" in str(error)  # noqa: PT017 - the only other way out
        return
    assert_output_is_clean(article.text)
    article.to_json(explain=True).encode("utf-8")


encoded = st.one_of(
    st.binary(max_size=400),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    pages.map(lambda text: text.encode("utf-16", "surrogatepass")),
)


@EXAMPLES
@given(encoded)
def test_bytes_end_as_an_article_or_as_an_error_that_is_named(raw: bytes) -> None:
    try:
        article = clean(raw)
    except (DecodeError, LimitError) as error:
        assert str(error).startswith("the input ")  # noqa: PT017 - the only other way out
        return
    assert_output_is_clean(article.text)


def test_a_page_over_the_limit_of_bytes_is_refused_by_name() -> None:
    with pytest.raises(LimitError, match=r"the input has 12 bytes, the limit is 11; raise it with Limits\(bytes=...\)"):
        clean("sebelas huruf"[:12], options=Options(limits=Limits(bytes=11)))


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("  Pasar  lama \n", [("Pasar lama", 2, 13)]),
        ("Ba\u200bca\n\n\u00a0Koran", [("Baca", 0, 5), ("Koran", 8, 13)]),
        ("\u00adRumah\u00ad", [("Rumah", 1, 6)]),
        ("Cafe\u0301 kopi", [("Café kopi", 0, 10)]),
        ("Satu\u2028Dua", [("Satu", 0, 4), ("Dua", 5, 8)]),
        ("\ufeff\u200b\n \u00ad ", []),
    ],
)
def test_offsets_are_code_points_of_the_input_as_given(text: str, entries: list[tuple[str, int, int]]) -> None:
    assert [(entry.text, entry.start, entry.end) for entry in clean_text(text.removeprefix("\ufeff")).ledger] == entries


@pytest.mark.parametrize(
    "page",
    [
        "<p></p>",
        "<html></html>",
        "<rss/>",
        "<div>\x00</div>",
        "<title>Pasar</title>",
        *(page for page in ("", " ", "<!-- -->", "<!DOCTYPE html>", "<?xml version='1.0'?>", "</div>")),
    ],
)
def test_page_without_a_block_is_an_article_without_a_body(page: str) -> None:
    article = clean_html(page)
    assert (article.text, tuple(article.ledger), article.flags) == ("", (), ["no-body"])
