"""The rules about lines, found by whole line, by first word, and by the words that patterns need."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import or_

from cleaner.model import Label
from cleaner.rules.rule import PARTLY, Rule, bare
from cleaner.rules.words import WordIndex

FIRST_WORD = re.compile(r"^\W*+(\w+)")
"""The first word of a line, whatever marks stand before it."""
# The same behind the marks that bare() takes off, of which the underline counts as a letter.
_FIRST_BARE = re.compile(r"^[\W_]*+(\w+)")
# Their passes ask for them by label; they are no line rules.
_SPECIAL = (Label.DATELINE, Label.SIGN_OFF)


class LineRules:
    """Those of some rules that are about lines."""

    def __init__(self, rules: Sequence[Rule], words: WordIndex, first: frozenset[str]) -> None:
        """words: the index of all the rules by the words that their patterns need. first: names asked before others."""
        self._words = words
        self._first = first
        self._lines = tuple(filter(is_line_rule, rules))
        self._kinds: dict[Callable[[Rule], bool], _Kind] = {}

    @cached_property
    def _equals(self) -> Mapping[str, tuple[Rule, ...]]:
        index: dict[str, tuple[Rule, ...]] = {}
        for rule in self._lines:
            for phrase in rule.equals:
                index[phrase] = (*index.get(phrase, ()), rule)
        return index

    @cached_property
    def _longest_whole(self) -> int:
        """The longest line, bullets and colons included, that a rule for whole lines may take."""
        whole = [rule for rule in self._lines if rule.equals]
        return max((sys.maxsize if rule.takes in PARTLY else rule.max_chars for rule in whole), default=0)

    @cached_property
    def _starts(self) -> Mapping[str, tuple[Rule, ...]]:
        index: dict[str, tuple[Rule, ...]] = {}
        for rule in self._lines:
            for first in {word[1] for phrase in rule.starts if (word := FIRST_WORD.match(phrase))}:
                index[first] = (*index.get(first, ()), rule)
        return index

    @cached_property
    def _by_pattern(self) -> int:
        """Line rules that match by pattern, or by a line's end. What takes a part by pattern is no line rule."""
        return self._words.numbers(lambda rule: is_line_rule(rule) and bool(rule.ends or rule.takes not in PARTLY))

    @cached_property
    def _lengths(self) -> list[int]:
        """The lengths of line, in order, from which on some of these rules match none."""
        return sorted({rule.max_chars for rule in self._words.among(self._by_pattern) if rule.takes not in PARTLY})

    @cached_property
    def _by_length(self) -> list[int]:
        """For lines up to each of these lengths, and for longer ones, the rules that can match such a line."""
        any_length = self._by_pattern & self._words.numbers(lambda rule: rule.takes in PARTLY)
        stopping = self._words.grouped(lambda rule: rule.max_chars)
        at_each = (self._by_pattern & stopping[length] for length in reversed(self._lengths))
        return list(accumulate(at_each, or_, initial=any_length))[::-1]

    def likely(self, lines: Sequence[str], wanted: Callable[[Rule], bool]) -> list[list[Rule]]:
        """Line rules of a kind that may match the first two lines read as one line, the first three, ...

        Nothing at all where none may match any of these. wanted: a function of a module, by which the kind is
        remembered.
        """
        kind = self._kind(wanted)
        by_phrase = kind.named_by(next(filter(_first_word, lines), ""))
        sizes = [size - 1 for size in accumulate(len(line) + 1 for line in lines)][1:]
        if not sizes or not (by_phrase or self._words.together(lines) & kind.numbers & self._fitting(sizes[0])):
            return []
        among = [kind.numbers & self._fitting(size) for size in sizes]
        growing = self._words.growing(lines)[1:]
        return [by_phrase + self._words.among(found & some) for found, some in zip(growing, among, strict=True)]

    def _fitting(self, length: int) -> int:
        """The rules that can match a line of a length."""
        return self._by_length[bisect_left(self._lengths, length)]

    def matching(self, text: str, wanted: Callable[[Rule], bool]) -> list[Rule]:
        """Line rules of a kind whose words stand in a line, in no order."""
        kind = self._kind(wanted)
        asked = kind.named_by(text) + self._words.candidates(text, kind.numbers)
        return [rule for rule in asked if rule.match(text)] if asked else []

    def _kind(self, wanted: Callable[[Rule], bool]) -> _Kind:
        kind = self._kinds.get(wanted)
        if kind is None:
            kind = self._kinds[wanted] = _Kind(list(filter(wanted, self._lines)), self._words, self._by_pattern)
        return kind

    def named_in(self, text: str) -> list[Rule]:
        """Rules whose words stand in a line.

        What protects comes first, then users' and portals' own rules, then the strictest kind of match.
        """
        found = [rule for rule in self._asked(text) if rule.match(text)]
        if len(found) > 1:
            found.sort(key=lambda rule: (rule.label is not Label.BODY, rule.name not in self._first))
        return found

    def _asked(self, text: str) -> Iterable[Rule]:
        """Line rules that may match a line: by its words, its beginning, its length."""
        by_pattern = self._words.candidates(text, self._fitting(len(text)))
        word = FIRST_WORD.match(text)
        by_start = self._starts.get(word[1].lower()) if word else None
        whole = self._equals.get(bare(text)) if len(text) <= self._longest_whole else None
        return (*(whole or ()), *(by_start or ()), *by_pattern) if whole or by_start else by_pattern


def is_line_rule(rule: Rule) -> bool:
    """Whether a rule is about lines: not about elements, names of roles, whole pages, or a story's two ends."""
    is_other = rule.select or rule.tokens or rule.elements or rule.words or rule.takes == "page"
    return rule.label not in _SPECIAL and not is_other


class _Kind:
    """Some of the line rules: the numbers of those that match by pattern, the others by the first words of phrases."""

    def __init__(self, rules: Sequence[Rule], index: WordIndex, by_pattern: int) -> None:
        self.numbers = by_pattern & index.numbers(set(rules).__contains__)
        self._by_first: dict[str, list[Rule]] = {}
        for rule in rules:
            for first in {_first_word(phrase) for phrase in (*rule.equals, *rule.starts)}:
                self._by_first.setdefault(first, []).append(rule)

    def named_by(self, text: str) -> list[Rule]:
        """Those whose phrases begin like a text."""
        return self._by_first.get(_first_word(text), [])


def _first_word(text: str) -> str:
    """The first word of a text in lower case, "" where it is nothing but marks."""
    found = _FIRST_BARE.match(text)
    return found[1].lower() if found else ""


def takes_line(rule: Rule) -> bool:
    """Whether a rule takes a line for certain: such a line is no paragraph, however long it is."""
    return rule.label is not Label.BODY and rule.takes in ("line", "end") and rule.where != "inside"
