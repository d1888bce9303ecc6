"""The rules of a page, indexed for the passes: by whole line, by first word, by the words that patterns need."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import accumulate
from operator import or_

from cleaner.model import Label
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.portal import Portal
from cleaner.rules.rule import Rule, bare, folded
from cleaner.rules.tokens import TokenIndex
from cleaner.rules.words import WordIndex

_FIRST = re.compile(r"^\W*+(\w+)")
# The same behind the marks that bare() takes off, of which the underline counts as a letter.
_FIRST_BARE = re.compile(r"^[\W_]*+(\w+)")
# Colons and blanks around a role that stands alone.
_ROLE_EDGES = 4
# What these take is a part of a line.
_PARTLY = ("mark", "title")
# Their passes ask for them by label; they are no line rules.
_SPECIAL = (Label.DATELINE, Label.SIGN_OFF)


class RuleSet:
    """The rules of one language choice and one portal, indexed for the passes."""

    def __init__(
        self,
        rules: Sequence[Rule],
        lexicon: Lexicon,
        first: frozenset[str] = frozenset(),
        portal: Portal | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.lexicon = lexicon
        self._first = first
        """names of users' and portals' own rules: they are asked before ours."""
        self.portal = portal
        self._kinds: dict[Callable[[Rule], bool], _Kind] = {}

    def at(self, portal: Portal) -> RuleSet:
        """The same rules for a portal: one index serves every portal that has no rules of its own."""
        for name, value in vars(RuleSet).items():
            if isinstance(value, cached_property):
                getattr(self, name)  # built once here, not once in each copy
        other = copy(self)
        other.portal = portal
        return other

    @cached_property
    def _words(self) -> WordIndex:
        """The rules that match by pattern, or by a line's end."""
        return WordIndex([rule for rule in self.rules if rule.is_pattern or rule.ends])

    def turn_page(self) -> None:
        """Forget the lines of the page before."""
        self._words.forget()

    @cached_property
    def _datelines(self) -> int:
        return self._words.numbers(lambda rule: rule.label is Label.DATELINE and rule.is_pattern)

    def datelines_in(self, text: str) -> list[Rule]:
        """Rules for the beginning of a story that may match, in file order: the strictest shapes come first."""
        return self._words.candidates(text, self._datelines)

    @cached_property
    def _sign_offs(self) -> int:
        return self._words.numbers(lambda rule: rule.label is Label.SIGN_OFF and rule.is_pattern)

    def sign_offs_in(self, text: str) -> list[Rule]:
        """Rules for the end of a story that may match, in file order."""
        return self._words.candidates(text, self._sign_offs)

    @cached_property
    def _closing_sign_offs(self) -> int:
        return self._sign_offs & self._words.numbers(lambda rule: rule.closes)

    def closing_sign_offs_in(self, text: str) -> list[Rule]:
        """Those of them behind which nothing of the story follows."""
        return self._words.candidates(text, self._closing_sign_offs)

    @cached_property
    def closing(self) -> frozenset[str]:
        """Names of the rules behind whose match nothing of the story follows."""
        return frozenset(rule.name for rule in self.rules if rule.closes)

    @cached_property
    def next_page(self) -> frozenset[str]:
        """Names of the rules whose match says that the story goes on at another address."""
        return frozenset(rule.name for rule in self.rules if rule.sets == "multi-page")

    def knows(self, text: str) -> bool:
        """Whether a text is a phrase of pages' furniture ("Bagikan", "Artikel Terpopuler")."""
        return bool(self.line_rules(text))

    @cached_property
    def roles(self) -> tuple[Rule, ...]:
        """Byline rules: words that name a role."""
        return tuple(rule for rule in self.rules if rule.words)

    @cached_property
    def _credit_shapes(self) -> int:
        return self._words.numbers(lambda rule: bool(rule.role and rule.pattern))

    @cached_property
    def _credit_glance(self) -> re.Pattern[str]:
        """The words that these rules need: many lines are asked about, and hardly one has any."""
        return self._words.glance(self._credit_shapes)

    def credit_shapes_in(self, text: str) -> list[Rule]:
        """Byline rules that may know a credit by its shape; their pattern names the group "name"."""
        return self._words.candidates(text, self._credit_shapes) if self._credit_glance.search(text) else []

    @cached_property
    def role_of(self) -> Mapping[str, Rule]:
        """Role word -> its rule; where languages share a word, the first one's."""
        found: dict[str, Rule] = {}
        for rule in self.roles:
            for word in rule.words:
                found.setdefault(folded(word), rule)
        return found

    @cached_property
    def role_words(self) -> tuple[str, ...]:
        """Every word or words that name a role."""
        return tuple(sorted(self.role_of))

    @cached_property
    def longest_role(self) -> int:
        """Characters that a line of nothing but a role has at the most, colons and blanks around it included."""
        return max(map(len, self.role_of), default=0) + _ROLE_EDGES

    @cached_property
    def role_starts(self) -> frozenset[str]:
        """The first words of roles: a line that begins with none of them credits nobody by a role."""
        return frozenset(first[1] for role in self.role_of if (first := _FIRST.match(role)))

    @cached_property
    def no_page(self) -> tuple[Rule, ...]:
        """Rules for titles that say that there is no page: "404 Not Found"."""
        return tuple(rule for rule in self.rules if rule.takes == "page")

    @cached_property
    def selects(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.select)

    @cached_property
    def tokens(self) -> TokenIndex:
        return TokenIndex(self.rules)

    @cached_property
    def elements(self) -> Mapping[str, Rule]:
        """Element name -> the rule that drops it."""
        return {name: rule for rule in self.rules for name in rule.elements}

    @cached_property
    def _marks(self) -> int:
        return self._words.numbers(lambda rule: _is_line_rule(rule) and rule.takes in _PARTLY and rule.is_pattern)

    def marks_in(self, text: str) -> list[Rule]:
        """Rules for pieces inside a line that may match this one."""
        return self._words.candidates(text, self._marks)

    @cached_property
    def _lines(self) -> tuple[Rule, ...]:
        return tuple(filter(_is_line_rule, self.rules))

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
        return max((sys.maxsize if rule.takes in _PARTLY else rule.max_chars for rule in whole), default=0)

    @cached_property
    def _starts(self) -> Mapping[str, tuple[Rule, ...]]:
        index: dict[str, tuple[Rule, ...]] = {}
        for rule in self._lines:
            for first in {word[1] for phrase in rule.starts if (word := _FIRST.match(phrase))}:
                index[first] = (*index.get(first, ()), rule)
        return index

    @cached_property
    def _by_pattern(self) -> int:
        """Line rules that match by pattern, or by a line's end. What takes a part by pattern is no line rule."""
        return self._words.numbers(lambda rule: _is_line_rule(rule) and bool(rule.ends or rule.takes not in _PARTLY))

    @cached_property
    def _lengths(self) -> list[int]:
        """The lengths of line, in order, from which on some of these rules match none."""
        return sorted({rule.max_chars for rule in self._words.among(self._by_pattern) if rule.takes not in _PARTLY})

    @cached_property
    def _by_length(self) -> list[int]:
        """For lines up to each of these lengths, and for longer ones, the rules that can match such a line."""
        any_length = self._by_pattern & self._words.numbers(lambda rule: rule.takes in _PARTLY)
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

    def line_rules(self, text: str) -> list[Rule]:
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
        word = _FIRST.match(text)
        by_start = self._starts.get(word[1].lower()) if word else None
        whole = self._equals.get(bare(text)) if len(text) <= self._longest_whole else None
        return (*(whole or ()), *(by_start or ()), *by_pattern) if whole or by_start else by_pattern


def _is_line_rule(rule: Rule) -> bool:
    return rule.label not in _SPECIAL and _on_lines(rule)


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


def _on_lines(rule: Rule) -> bool:
    return not (_on_elements(rule) or rule.words or rule.takes == "page")


def _on_elements(rule: Rule) -> bool:
    return bool(rule.select or rule.tokens or rule.elements)
