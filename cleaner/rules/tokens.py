"""Words of classes and ids: what an element says of itself by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from cleaner.rules.rule import Rule

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Three humps of two letters in a row, as in ids made of random letters: "block-id-n1AuAdJlVL" held a paragraph.
_RANDOM, _CHANCE = re.compile(r"(?:[A-Z][a-z]){3}"), 2
# Bounds of the memory: about 10 MB, whatever a run meets.
_REMEMBERED, _LONG = 20_000, 300
# As long as the limit of a class is; what comes another way is cut here.
_LONGEST = 5_000


class TokenIndex:
    """Class-token rules by the first word of their tokens."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.tokens]
        self.by_marks = _ByMarks(self._rules_of)
        """class and id -> rules that an element with these falls under, in file order."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
        for rule in self._rules:
            for token in rule.tokens:
                words = mark_words(token)
                self._by_first.setdefault(words[0], []).append((words, rule))

    def _rules_of(self, marks: str) -> tuple[Rule, ...]:
        found = {name for mark in marks.split() for name in self._named(mark_words(mark))}
        return tuple(rule for rule in self._rules if rule.name in found) if found else ()

    def _named(self, words: tuple[str, ...]) -> Iterator[str]:
        for at, word in enumerate(words):
            for token, rule in self._by_first.get(word, ()):
                if words[at : at + len(token)] == token:
                    yield rule.name


class _ByMarks(dict[str, tuple[Rule, ...]]):
    """Remembered: a site's pages share their classes. Nothing falls under no name."""

    def __init__(self, rules_of: Callable[[str], tuple[Rule, ...]]) -> None:
        super().__init__({"": ()})
        self._rules_of = rules_of

    def __missing__(self, marks: str) -> tuple[Rule, ...]:
        if len(marks) > _LONG:
            return self._rules_of(marks[:_LONGEST])
        found = self._rules_of(marks)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[marks] = found
        return found


def mark_words(name: str) -> tuple[str, ...]:
    """The words of a class or id, lower case: at dashes, underlines and humps.

    >>> mark_words("btn-shareBox"), mark_words("read__content")
    (('btn', 'share', 'box'), ('read', 'content'))

    Of an id that a machine made up, words of one or two letters say nothing.

    >>> mark_words("block-n1AuAdJlVL")
    ('block',)
    """
    words = _WORD.findall(name)
    if _RANDOM.search(name):
        words = [word for word in words if len(word) > _CHANCE]
    return tuple(word.lower() for word in words)
