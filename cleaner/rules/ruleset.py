"""The rules of a page, indexed for the passes: by whole line, by first word, by the words that patterns need."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property

from cleaner.model import Label
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.line_rules import FIRST_WORD, LineRules, is_line_rule
from cleaner.rules.portal import Portal
from cleaner.rules.rule import PARTLY, Rule, folded
from cleaner.rules.tokens import TokenIndex
from cleaner.rules.words import WordIndex

# Colons and blanks around a role that stands alone.
_ROLE_EDGES = 4


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

    @cached_property
    def lines(self) -> LineRules:
        """The rules about lines."""
        return LineRules(self.rules, self._words, self._first)

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
        return bool(self.lines.named_in(text))

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
        return frozenset(first[1] for role in self.role_of if (first := FIRST_WORD.match(role)))

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
        return self._words.numbers(lambda rule: is_line_rule(rule) and rule.takes in PARTLY and rule.is_pattern)

    def marks_in(self, text: str) -> list[Rule]:
        """Rules for pieces inside a line that may match this one."""
        return self._words.candidates(text, self._marks)
