"""A page of markup, or lines of text, become blocks: every visible text node in exactly one of them."""

from __future__ import annotations

import pytest
from lxml import etree

from cleaner.blocks import from_html, from_text, looks_like_html
from cleaner.blocks.walk import Walk
from cleaner.decode import decode
from cleaner.model import Span
from cleaner.pipeline import is_markup


def texts(page: str) -> list[str]:
    return [block.text for block in from_html(page).blocks]


@pytest.mark.parametrize(
    ("page", "want"),
    [
        ("Satu<p>Dua</p>tiga", ["Satu", "Dua", "tiga"]),
        ("<div>Satu<div>Dua</div>tiga</div>empat", ["Satu", "Dua", "tiga", "empat"]),
        ("<p>Satu<br>Dua<br/><br>Tiga</p>", ["Satu", "Dua", "Tiga"]),
        ("<p>Ba<b>ca</b> ju<i>ga</i></p>", ["Baca juga"]),
        ("<p>per<em>sa</em>tuan <a href='#'>In</a>donesia</p>", ["persatuan Indonesia"]),
        ("<a href='/x'>Satu<div>Dua</div>Tiga</a>", ["Satu", "Dua", "Tiga"]),
        ("<p>Satu <b>dua<br>tiga</b> empat</p>", ["Satu dua", "tiga empat"]),
        ("<p>Satu<!-- komentar -->dua</p>", ["Satudua"]),
        ("<p hidden>Satu</p><div style='display:none'>Dua</div>", ["Satu", "Dua"]),
        ("<table><tr><th>Barang</th><td>Rp5</td></tr></table>", ["Barang", "Rp5"]),
        ("<ul><li>Satu<ul><li>Dua</li></ul>tiga</li></ul>", ["Satu", "Dua", "tiga"]),
        ("<dl><dt>Kata<dd>Arti</dl>", ["Kata", "Arti"]),
        ("<p>Satu<p>Dua", ["Satu", "Dua"]),
        ("<p>Rp5 &amp; &lt;6&gt; &nbsp;kilo&shy;gram</p>", ["Rp5 & <6> kilogram"]),
        ("<p>&#8203;Caf&eacute; e&#769;</p>", ["Café é"]),
        ("<p> \n </p><div></div>", []),
        ("<p>Ada<img src='a.jpg' alt='foto pasar'>lagi</p>", ["Adalagi"]),
        ("<h1>Judul</h1><h2>Anak judul</h2>", ["Judul", "Anak judul"]),
        ("<select><option>Satu<option>Dua</select>", ["Satu", "Dua"]),
        ("<button>Kirim</button><textarea>isi</textarea>", ["Kirim", "isi"]),
        ("<title>Judul tab</title><p>Satu", ["Satu"]),
        ("<html><head><meta charset='utf-8'>x</head><body>Satu", ["xSatu"]),
        ("", []),
        ("<!-- -->", []),
    ],
)
def test_visible_text_is_split_at_block_elements_and_line_breaks(page: str, want: list[str]) -> None:
    assert texts(page) == want


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "svg"])
def test_invisible_element_is_skipped_and_its_tail_is_not(tag: str) -> None:
    assert texts(f"<div>Satu<{tag}>x = 1;</{tag}>dua<p>Tiga</p><{tag}>y</{tag}>ekor</div>") == [
        "Satudua",
        "Tiga",
        "ekor",
    ]


@pytest.mark.parametrize(
    ("page", "broken"),
    [
        ("<p>Satu<br>Dua</p>", [0, 1]),
        ("<p>Satu<br><br>Dua</p>", [0, 2]),
        ("<p>Satu<br> <br>\n<br>Dua</p>", [0, 3]),
        ("<p><br>Satu</p><p>Dua</p>", [1, 0]),
        ("<p>Satu<br></p><p>Dua</p>", [0, 0]),
        ("<p>Satu<b><br>Dua</b></p>", [0, 1]),
    ],
)
def test_broken_counts_the_line_breaks_right_before_a_block(page: str, broken: list[int]) -> None:
    assert [block.broken for block in from_html(page).blocks] == broken


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("<p>Baca <a href='/a'>harga <b>beras</b></a> naik</p>", [11]),
        ("<p><a href='/a'>Satu</a> dan <a href='/b'>dua</a></p>", [7]),
        ("<a href='/a'>Satu<div>Dua</div></a>", [4, 3]),
        ("<p>Tanpa tautan <b>sama sekali</b></p>", [0]),
        ("<p><a href='/a'>  Satu  </a>dua</p>", [4]),
    ],
)
def test_links_counts_the_characters_that_are_links(page: str, links: list[int]) -> None:
    assert [block.links for block in from_html(page).blocks] == links


def test_spans_are_the_inline_elements_with_their_characters() -> None:
    page = from_html("<i>Satu</i><p>Baca <a class='x y' id='z' href='/a'>harga <b>beras</b></a> naik</p>")
    block = page.blocks[1]
    assert block.spans == (Span("a", 5, 16), Span("b", 11, 16))
    assert page.tree.marks_in(1) == ["x y z", ""]
    assert [block.text[span.start : span.end] for span in block.spans] == ["harga beras", "beras"]


def test_an_inline_element_over_blocks_has_a_share_in_each() -> None:
    page = from_html("<b>Satu<div>Dua</div>Tiga</b>")
    assert [[span.tag for span in block.spans] for block in page.blocks] == [["b"], ["b"], ["b"]]


def test_elements_without_text_are_kept_by_name_and_place() -> None:
    page = from_html("<div><p>Satu</p><hr><section><iframe></iframe> </section><p>Dua</p><p></p></div>")
    assert [(node.number, node.tag) for node in page.nodes] == [
        (0, "html"),
        (1, "body"),
        (2, "div"),
        (3, "p"),
        (4, "p"),
    ]
    assert [page.nodes[block.node].number for block in page.blocks] == [3, 4]
    assert sorted(page.empty) == [("hr", 1), ("iframe", 1), ("p", 2), ("section", 1)]


def test_nodes_know_the_interval_of_blocks_they_span() -> None:
    page = from_html(
        "<body><div id='a'>Satu<p>Dua</p></div><div class='b' itemprop='articleBody'><p>Tiga</p></div></body>"
    )
    spans = {node.marks or node.tag: (node.first, node.stop) for node in page.nodes}
    assert (spans["a"], spans["b"], spans["body"]) == ((0, 2), (2, 3), (0, 3))
    assert [page.tree.prop(node.number) for node in page.nodes if node.marks == "b"] == ["articleBody"]
    assert [page.nodes[block.node].tag for block in page.blocks] == ["div", "p", "p"]


def test_walk_finds_what_a_page_states_wherever_it_stands() -> None:
    markup = (
        "<html><head><title>Satu</title><meta name=a><script>1</script><noscript><link rel=b></noscript></head><body>"
        "<p>Dua <b><script>2</script>tiga</b><meta name=c>empat<svg><title>lima</title></svg></p><link rel=d>"
        "<template><meta name=e></template><title>enam</title><div><i><b></b><script>3</script></i></div></body></html>"
    )
    root = etree.fromstring(markup, etree.HTMLParser())
    assert Walk(root).stating == list(root.iter("meta", "link", "script", "title"))


@pytest.mark.parametrize("depth", [200, 1500])
def test_deep_nesting_keeps_its_text(depth: int) -> None:
    assert texts("<div>" * depth + "Inti" + "</div>" * depth + "<p>Ekor</p>") == ["Inti", "Ekor"]


def test_nesting_too_deep_for_the_parser_is_flagged() -> None:
    assert from_html("<div>" * 10_000 + "Inti").flags == ("deep-nesting",)
    assert from_html("<div>Inti</div>").flags == ()


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Satu\nDua", [("Satu", 0), ("Dua", 5)]),
        ("Satu\r\nDua\rTiga", [("Satu", 0), ("Dua", 6), ("Tiga", 10)]),
        ("\n\n  Satu\n\n\n\tDua ", [("Satu", 4), ("Dua", 12)]),
        ("Satu\u2028Dua\x0bTiga\x85Empat", [("Satu", 0), ("Dua", 5), ("Tiga", 9), ("Empat", 14)]),
        ("  satu   dua  ", [("satu dua", 2)]),
        ("\u200bBa\u00adca\u00a0juga", [("Baca juga", 1)]),
        (" \u200b \n\u00ad", []),
        ("", []),
    ],
)
def test_a_text_is_its_lines_with_their_offsets(text: str, want: list[tuple[str, int]]) -> None:
    assert [(block.text, block.start) for block in from_text(text).blocks] == want


@pytest.mark.parametrize(
    ("line", "offsets"),
    [
        ("pasar lama", None),
        ("satu  dua", (0, 1, 2, 3, 4, 6, 7, 8, 9)),
        ("a\u200bb", (0, 2, 3)),
        ("cafe\u0301!", (0, 1, 2, 3, 5, 6)),
        ("\u00ad x", (2, 3)),
    ],
)
def test_where_line_and_block_differ_each_character_knows_its_place(line: str, offsets: tuple[int, ...] | None) -> None:
    (block,) = from_text(line).blocks
    assert block.offsets == offsets


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<!DOCTYPE html><p>Satu", True),
        ("  \n<html lang='id'>", True),
        ("<p>Satu</p>", True),
        ("<!-- x --><div>", True),
        ("<?xml version='1.0'?><rss>", True),
        ("Satu <b>dua</b> <a href='#'>tiga</a> <span>empat</span></p>", True),
        ("Tanda <p> dipakai untuk paragraf.", False),
        ("Nilai a<b dan b>c, kata guru itu.", False),
        ("<Antara> melaporkan dari Solo.", False),
        ("", False),
    ],
)
def test_markup_is_told_from_text_by_its_elements(text: str, is_html: bool) -> None:
    assert looks_like_html(text) is is_html
    assert is_markup(decode(text.encode())) is is_html


@pytest.mark.parametrize(
    ("raw", "is_html"),
    [
        (b" " * 4_091 + b"<html lang='id'><p>Satu", True),
        (b" " * 4_091 + b"<htmlia dibaca", False),
        (b" " * 9_000 + b"<!DOCTYPE html><p>Satu", True),
        ("\u3000".encode() * 1_365 + b"<div>Satu", True),
        (b"Satu dua. " * 1_000 + b"<b>tiga</b></p></div></body>", True),
        (b"Satu dua. " * 1_000 + b"<b>tiga</b></p></div>", False),
    ],
)
def test_a_page_that_begins_late_is_markup(raw: bytes, is_html: bool) -> None:
    assert is_markup(decode(raw)) is is_html
