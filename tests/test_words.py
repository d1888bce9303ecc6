"""A rule is asked wherever it can match: the words that its pattern needs are read off rightly."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from cleaner.rules.needed import Fragments
from cleaner.rules.rule import Rule, filled
from cleaner.rules.rulebook import load
from cleaner.rules.word_sets import DIGIT, FOREIGN
from cleaner.rules.words import WordIndex

BOOK = load()
PATTERNS = [
    rule
    for rule in (*BOOK.for_page("auto", None).rules, *(rule for p in BOOK.portals.values() for rule in p.rules))
    if rule.is_pattern or rule.ends
]

FIRST = 1  # the set of the first rule alone
FRAGMENTS = Fragments({"also": "juga|pula", "city": "Solo|Bogor"})

NEEDED = [
    (r"^baca juga\b", {"baca"}),
    (r"\b(?:simak|tonton) (?:juga|pula)", {"simak", "tonton"}),
    (r"(?:lihat )?foto", {"foto"}),
    (r"(?:video)? ?\d{2,3}", {DIGIT}),
    (r"^[#©]|^\W{0,3}[0-9]+$", {"#", "©", DIGIT}),
    (r"(?:video)? ?\w{2,3}", set()),
    (r"(?!iklan)\w+ selanjutnya", {"selanjutnya"}),
    (r"(?<=kata )dia{1,3}", {"kata"}),
    (r"Ikuti|\d+", {"ikuti", DIGIT}),
    (r"Ikuti|[a-z]+", set()),
    (r"[Kk]omentar", {"komentar"}),
    (r"baca (?:{also})", {"baca"}),
    (r"\w+ {also}?", set()),
    (r"^{city}, \w+", {"solo", "bogor"}),
    (r"(?:기자|특파원)$", {"기자", "특파원"}),
    (r"[가-힣]{2,4} \d", {FOREIGN}),
]


@pytest.mark.parametrize(("pattern", "words"), NEEDED)
def test_words_that_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert set(next(iter(FRAGMENTS.needed(pattern)), ())) == words


def test_a_list_of_phrases_needs_a_word_of_each_and_a_second_where_all_have_two() -> None:
    assert list(map(set, FRAGMENTS.needed("baca juga|lihat pula"))) == [{"baca", "lihat"}, {"juga", "pula"}]
    assert list(map(set, FRAGMENTS.needed("baca juga|bagikan"))) == [{"baca", "bagikan"}]


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda rule: rule.name)
def test_a_rule_is_asked_about_its_hits_glued_or_not(rule: Rule) -> None:
    index = WordIndex([rule])
    glued = [f"kata{hit}Warga" for hit in rule.hits]
    forms = [*rule.hits, *glued, *(() if rule.case else map(str.upper, rule.hits))]
    asked = [index.candidates(form, FIRST) for form in forms]
    assert asked == [[rule]] * len(asked)


def test_a_rule_is_not_asked_about_other_words() -> None:
    index = WordIndex([rule for rule in PATTERNS if rule.name == "date-and-clock-line"])
    assert len(index.rules) == 1
    assert index.candidates("Warga menunggu bus di halte itu sejak pagi.", FIRST) == []


@pytest.mark.parametrize("rule", [rule for rule in PATTERNS if rule.is_pattern], ids=lambda rule: rule.name)
def test_whatever_a_pattern_matches_holds_a_word_that_it_needs(rule: Rule) -> None:
    index = WordIndex([rule])
    pattern = filled(rule.pattern, rule.fragments.stated) if rule.pattern else rule.expression

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    @given(st.from_regex(re.compile(pattern, re.NOFLAG if rule.case else re.IGNORECASE)))
    def check(text: str) -> None:
        assert index.candidates(text, FIRST) == [rule]
        assert rule.regex is not None
        assert rule.regex.search(text)  # lists in groups match what lists match

    try:
        check()
    except Unsatisfiable:
        pytest.skip("chance finds nothing that its lookarounds let pass")
