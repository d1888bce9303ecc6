"""Which rules can match a line, told from its words alone: one dictionary look a word instead of one search a rule.

A pattern can match only where some words stand ("juga" or "lihat"), or a mark ("#"), or a digit; they are read off its
parse tree. A line's words then name the few rules that are worth asking. For 300 characters that costs 8 µs, one
alternation of all patterns 130.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from cleaner.rules.rule import Rule

try:
    from re import _constants, _parser  # type: ignore[attr-defined]
except ImportError:  # a Python that keeps its parse tree to itself: every rule is asked, more slowly
    _parser = None
else:
    _DIGITS = ((_constants.CATEGORY, _constants.CATEGORY_DIGIT), (_constants.RANGE, (ord("0"), ord("9"))))

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_MARK = re.compile(r"[^\W_]+|[^\w\s]|_")
# Words are found by their first letters, shorter ones not at all.
_KEY = 3
# Stands for any digit among the words that a pattern needs.
_DIGIT = "0-9"
# Bounds of the memory: about 2 MB, whatever a run meets.
_REMEMBERED, _LONG, _TEXTS = 20_000, 40, 200


class WordIndex:
    """Rules by the words that their patterns need. Rules that need none can match anywhere: `always`."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.always: frozenset[int] = frozenset()
        self._by_key: dict[str, list[tuple[str, frozenset[int]]]] = {}
        needed: dict[str, set[int]] = {}
        for number, rule in enumerate(self.rules):
            words = _needed_by(rule)
            self.always |= frozenset() if words else {number}
            for word in words:
                needed.setdefault(word, set()).add(number)
        self._digits = frozenset(needed.pop(_DIGIT, ()))
        for word, numbers in needed.items():
            self._by_key.setdefault(word[:_KEY], []).append((word, frozenset(numbers)))
        self._known = _Known(self._look_up)
        self._texts: dict[str, tuple[Rule, ...]] = {}
        """the lines asked about last: several passes ask about the same ones."""

    def candidates(self, text: str) -> tuple[Rule, ...]:
        """The rules that may match a text, in their order; none that matches is missing."""
        known = self._texts.get(text)
        if known is None:
            found = self.always.union(*map(self._known.__getitem__, set(_WORD_OR_MARK.findall(text.lower()))))
            known = tuple([self.rules[number] for number in sorted(found)])
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            self._texts[text] = known
        return known

    def _look_up(self, word: str) -> frozenset[int]:
        """Rules that need a piece of this word: it may be glued to its neighbours."""
        found: frozenset[int] = self._digits if any(map(str.isdigit, word)) else frozenset()
        for at in range(max(1, len(word) - _KEY + 1)):
            for needed, numbers in self._by_key.get(word[at : at + _KEY], ()):
                if word.startswith(needed, at):
                    found |= numbers
        return found


class _Known(dict[str, frozenset[int]]):
    """Word -> rules, remembered: a language repeats its words."""

    def __init__(self, look_up: Any) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> frozenset[int]:
        found: frozenset[int] = self._look_up(word)
        if len(word) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found


def _needed_by(rule: Rule) -> frozenset[str]:
    """Words of which every match of a rule holds one; none when that is not certain."""
    if rule.expression:
        return needed_words(rule.expression)
    return frozenset().union(*({max(words, key=len)} for phrase in rule.ends if (words := _WORD.findall(phrase))))


@cache
def needed_words(pattern: str) -> frozenset[str]:
    """Words, in lower case, of which every match of a pattern holds at least one; empty when there are none.

    >>> sorted(needed_words(r"\\bbaca (?:juga|pula)\\b"))
    ['baca']
    """
    return _best(_parser.parse(pattern)) if _parser else frozenset()


def _best(tree: Iterable[Any]) -> frozenset[str]:
    """Of all that must stand in a sequence, what is told most surely: few words, and long ones."""
    return max(filter(None, _choices(tree)), key=_sureness, default=frozenset())


def _sureness(words: frozenset[str]) -> float:
    lengths = [len(word) if word.isalnum() else 0 for word in words]
    return min(lengths) - len(words) / 20


def _choices(tree: Iterable[Any]) -> Iterable[frozenset[str]]:
    """Sets of words of which one must stand in a match: of a run of letters each word, of alternatives any one."""
    run = ""
    for op, args in tree:
        if op is _constants.LITERAL:
            run += chr(args)
            continue
        yield from _words_of(run)
        run = ""
        yield _inside(op, args)
    yield from _words_of(run)


def _words_of(run: str) -> Iterable[frozenset[str]]:
    found = _WORD_OR_MARK.findall(run.lower())
    return (frozenset({word}) for word in found if len(word) >= _KEY or not word.isalnum())


def _inside(op: Any, args: Any) -> frozenset[str]:
    """What must stand in a match because of one element of a pattern that is no letter."""
    if op is _constants.IN:
        return _class(args)
    if op is _constants.SUBPATTERN:
        return _best(args[3])
    if op is _constants.BRANCH:
        parts = [_best(part) for part in args[1]]
        return frozenset().union(*parts) if all(parts) else frozenset()
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and args[0] >= 1:
        return _best(args[2])
    return _best(args[1]) if op is _constants.ASSERT else frozenset()


def _class(members: Any) -> frozenset[str]:
    """A class of digits and marks, "[#©]", needs one of them; one with a letter or a blank in it says nothing."""
    found: set[str] = set()
    for op, value in members:
        if op is _constants.LITERAL and not (chr(value).isalnum() or chr(value).isspace()):
            found.add(chr(value))
        elif (op, value) in _DIGITS:
            found.add(_DIGIT)
        else:
            return frozenset()
    return frozenset(found)
