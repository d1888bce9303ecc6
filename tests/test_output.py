"""What comes out is clean: valid UTF-8 in NFC, no invisible or control characters, no markup, one line of JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hostile import MARKER, STORY, article_ld, page
from invariants import check_ledger, check_output, strings

from cleaner import clean
from cleaner.hygiene import single_blanks, tidy

FIXTURES = Path(__file__).parent.parent / "fixtures"
DIRTY = "Pa\u200bsar \u202elama\u202c \x07di\u00a0te\u00adpi\u2028su\ufeffngai\x85e\u0301\ud83d"
CLEAN = "Pasar lama di tepi sungai é"


def everywhere() -> str:
    """A page with a dirty value in every place that a field is read from."""
    head = (
        f"<title>{DIRTY} - Kabar</title><link rel=canonical href='https://kabar.example/\u200ba\u2028b'>"
        f"<link rel=next href='https://kabar.example/2\u200b'><html lang='id\u200b'>"
        + "".join(
            f"<meta property='{name}' content='{DIRTY}'>"
            for name in (
                "og:title",
                "og:description",
                "og:site_name",
                "article:section",
                "keywords",
                "author",
                "editor",
            )
        )
        + f"<meta property='og:image' content='https://kabar.example/\u200b{DIRTY}.jpg'>"
        + "<meta property='article:published_time' content='2024-10-24T\u200b10:00:00'>"
        + article_ld(
            author=[{"name": f"Andi{DIRTY}"}],
            publisher={"name": DIRTY},
            articleSection=DIRTY,
            image=f"https://x.example/{DIRTY}",
        )
    )
    return page(
        head=head,
        story=f"<h1>{DIRTY}</h1><p>Penulis: Andi\u200b Wi\u00adjaya</p><p>Senin, 24 Okto\u200bber 2024</p>"
        f"<p>JAKARTA,\u00a0KABAR.com - {MARKER} {DIRTY}.</p>{STORY}"
        "<p>Ba\u200bca ju\u00adga: Harga \u202eBeras\u202c Naik</p>",
    )


@pytest.mark.parametrize(
    "raw", [everywhere(), everywhere().encode("utf-8", "replace"), everywhere().encode("utf-16", "replace")]
)
def test_every_field_is_clean_whatever_the_page_declares(raw: str | bytes) -> None:
    article = clean(raw)
    check_output(article)
    check_ledger(article)
    assert CLEAN in article.text
    assert (article.title or "").startswith("Pasar lama di tepi sungai")


def test_every_kind_of_white_space_becomes_one_blank() -> None:
    for blank in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        for text in (f"Satu{blank}dua", f"Satu {blank}dua", f"{blank}Satu{blank}{blank}dua{blank}"):
            assert single_blanks(text) == tidy(text) == "Satu dua", f"U+{ord(blank):04X}"


def test_zero_width_characters_do_not_hide_clutter() -> None:
    article = clean(everywhere())
    assert "Baca juga" not in article.text
    assert article.authors[0] == "Andi Wijaya"


def test_a_line_of_json_is_not_broken_by_what_other_readers_take_for_a_line_end() -> None:
    line = clean(everywhere(), "https://kabar.example/\u2028a\x85").to_json(explain=True)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["text"] == clean(everywhere()).text


def test_no_markup_comes_out() -> None:
    hidden = (
        "<p>Satu &lt;b&gt; dua</p><script>var x = '<p>';</script><style>p{}</style><!-- c --><?php x ?><![CDATA[ y ]]>"
    )
    record = clean(page(body=hidden, head=article_ld(headline="<b>Pasar</b> lama", description="<i>x</i>"))).to_dict()
    for path, text in strings(record):
        assert "<p" not in text, path
        assert "</" not in text, path


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.[ht]*")), ids=lambda path: path.stem)
def test_a_fixture_comes_out_clean(path: Path) -> None:
    article = clean(path)
    check_output(article)
    check_ledger(article)
