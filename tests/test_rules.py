"""Every rule does what its own examples say, alone and in a story; every portal file has a fixture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import clean_text
from cleaner.dates import parse_date
from cleaner.model import Label
from cleaner.rules.check import failing
from cleaner.rules.lexicon import DateShape
from cleaner.rules.portal import check_portal
from cleaner.rules.rule import ON_ELEMENTS, Rule
from cleaner.rules.rulebook import load

FIXTURES = Path(__file__).parent.parent / "fixtures"
BOOK = load()
EVERYWHERE = BOOK.for_page("auto", None)
RULES = [*EVERYWHERE.rules, *(rule for portal in BOOK.portals.values() for rule in portal.rules)]
# Datelines, sign-offs and role words are matched at the edges of a story: a miss of theirs is no line of its own.
EDGES = (Label.DATELINE, Label.SIGN_OFF, Label.DATE)
LINE_RULES = [
    rule
    for rule in RULES
    if rule.label not in EDGES and not rule.words and not any(getattr(rule, name) for name in ON_ELEMENTS)
]
MISSES = [(rule, miss) for rule in LINE_RULES for miss in rule.misses]
STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
)


def by_name(rule: Rule | DateShape) -> str:
    return rule.name


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


def phrase_words(rule: Rule) -> set[str]:
    said = (*rule.equals, *rule.starts, *rule.ends, *rule.contains, *rule.tokens, *rule.words, *rule.select)
    return {word for text in (*said, rule.pattern) for word in words_of(text)}


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_rule_matches_its_hits_and_none_of_its_misses(rule: Rule) -> None:
    assert [str(problem) for problem in failing([rule])] == []


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_rule_has_examples_of_both_kinds_and_a_reason(rule: Rule) -> None:
    assert rule.hits
    assert rule.misses
    assert len(rule.why.split()) >= 2


def is_shape(rule: Rule) -> bool:
    """Whether a rule knows its lines by brackets, dashes, capitals and digits rather than by words."""
    return rule.label in EDGES or not phrase_words(rule)


def signs_of(text: str) -> set[str]:
    """Marks other than a sentence's own, capitals and digits: what shapes are made of."""
    signs = set(re.findall(r"[^\w\s.,]", text))
    signs |= {"capitals"} if re.search(r"\b[A-Z]{2,}\b", text) else set()
    return signs | ({"digits"} if re.search(r"\d", text) else set())


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.elements], ids=by_name)
def test_miss_of_a_rule_is_a_near_miss(rule: Rule) -> None:
    """A miss without any of the rule's words, or a shape's marks, proves nothing. Elements match by name alone."""
    words = phrase_words(rule) | {word for hit in rule.hits for word in words_of(hit)}
    signs = {sign for hit in rule.hits for sign in signs_of(hit)} if is_shape(rule) else set()
    far = [miss for miss in rule.misses if not (words_of(miss) & words or signs_of(miss) & signs)]
    assert far == []


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("shape", EVERYWHERE.lexicon.dates, ids=by_name)
def test_date_shape_reads_its_hits_and_refuses_its_misses(shape: DateShape) -> None:
    assert [(text, parse_date(text, EVERYWHERE.lexicon)) for text, _ in shape.hits] == list(shape.hits)
    assert [text for text, _ in shape.hits if not shape.pattern.search(text)] == []
    assert shape.misses
    assert [text for text in shape.misses if shape.pattern.search(text)] == []


@pytest.mark.parametrize("name", sorted(BOOK.portals))
def test_portal_file_has_a_fixture_with_its_golden(name: str) -> None:
    pages = [page for page in (FIXTURES / name).glob("*") if page.suffix in (".html", ".txt")]
    assert pages, f"fixtures/{name}/ holds no page"
    assert [page.name for page in pages if not page.with_suffix(".golden").exists()] == []


@pytest.mark.parametrize("place", [1, 3], ids=["inside", "near the end"])
@pytest.mark.parametrize(("rule", "miss"), MISSES, ids=[f"{rule.name}: {miss[:40]}" for rule, miss in MISSES])
def test_miss_of_a_rule_survives_in_a_story(rule: Rule, miss: str, place: int) -> None:
    """No other rule may take what this one spares; a heading is body to a reader."""
    lines = [*STORY[:place], miss, *STORY[place:]]
    article = clean_text("\n".join(lines))
    assert article.text.split("\n\n") == [re.sub(r"^[-—] ", "", line) for line in lines]


def test_every_shipped_rule_file_was_read() -> None:
    files = {path.stem for path in (Path(__file__).parent.parent / "cleaner" / "rules").rglob("*.toml")}
    assert set(BOOK.languages) | set(BOOK.portals) == files


@pytest.mark.parametrize("name", sorted(BOOK.portals))
def test_selectors_and_patterns_of_a_portal_file_parse(name: str) -> None:
    check_portal(BOOK.portals[name])
