"""Which rules can match a line, told from its words alone: one dictionary look a word instead of one search a rule.

A pattern can match only where some words stand ("juga" or "lihat"), or a mark ("#"), or a digit (needed.py). A line's
words then name the few rules that are worth asking. For 300 characters that costs 5 µs, one alternation of all
patterns 130.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cleaner.rules.needed import DIGIT, FOREIGN, WORD, is_foreign
from cleaner.rules.rule import Rule

# Words are looked up by their first letters.
_KEY = 2
# Bounds of the memory: about 12 MB, whatever a run meets. A run in one language fills a third of it.
_REMEMBERED, _LONG, _TEXTS = 80_000, 80, 1_000


class WordIndex:
    """Rules by the words that their patterns or endings need. Rules that need none can match anywhere: `always`."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        needed: dict[str, set[int]] = {}
        always = set()
        self._also: dict[int, set[int]] = {}
        """rules that need one of several sets of words each -> the numbers that stand for the second set and third."""
        for number, rule in enumerate(self.rules):
            sets = _needed_by(rule)
            places = [number + len(self.rules) * place for place in range(len(sets))]
            for place, words in zip(places, sets, strict=True):
                for word in words:
                    needed.setdefault(word, set()).add(place)
            if not sets:
                always.add(number)
            elif len(sets) > 1:
                self._also[number] = set(places[1:])
        self.always = frozenset(always)
        self._digits = frozenset(needed.pop(DIGIT, ()))
        self._foreign = frozenset(needed.pop(FOREIGN, ()))
        self._marks = {word: frozenset(numbers) for word, numbers in needed.items() if len(word) < _KEY}
        self._lower = _by_beginning({word: numbers for word, numbers in needed.items() if word == word.lower()})
        self._cased = _by_beginning({word: numbers for word, numbers in needed.items() if word != word.lower()})
        self._known = _Known(self._look_up)
        self._shared: dict[frozenset[int], frozenset[int]] = {}
        """one set for all tokens that name the same rules: most name none, or those of any number."""
        self._texts: dict[str, frozenset[int]] = {}
        """the lines asked about last: several passes ask about the same ones."""

    def numbers(self, wanted: Callable[[Rule], bool]) -> frozenset[int]:
        """The numbers of some rules, to be handed to candidates() again and again."""
        return frozenset(number for number, rule in enumerate(self.rules) if wanted(rule))

    def glance(self, numbers: frozenset[int]) -> re.Pattern[str]:
        """A pattern that stands in every text that one of a few rules may match."""
        words = [next(iter(_needed_by(self.rules[number])), frozenset()) for number in numbers]
        if not all(words) or any({DIGIT, FOREIGN} & needed for needed in words):
            return re.compile("")
        return re.compile("|".join(sorted(map(re.escape, frozenset().union(*words)))) or "(?!)", re.IGNORECASE)

    def candidates(self, text: str, among: frozenset[int]) -> list[Rule]:
        """Those of some rules that may match a text, in their order; none that matches is missing."""
        return self.chosen(self.found(text), among)

    def chosen(self, found: frozenset[int], among: frozenset[int]) -> list[Rule]:
        """Those of some rules that may match what found() was said of."""
        numbers = found & among
        if not numbers:
            return []
        also = self._also.get
        return [self.rules[number] for number in sorted(numbers) if found.issuperset(also(number, ()))]

    def found(self, text: str) -> frozenset[int]:
        """Numbers for chosen(). What several lines find, they find joined by blanks."""
        known = self._texts.get(text)
        if known is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            known = self._texts[text] = self.always.union(*map(self._known.__getitem__, text.split()))
        return known

    def _look_up(self, token: str) -> frozenset[int]:
        """Rules that need a piece of what stands between two blanks: words are glued to marks and to each other."""
        found: set[int] = set(self._digits) if any(map(str.isdigit, token)) else set()
        if self._foreign and not token.isascii() and any(is_foreign(ord(char)) for char in token):
            found |= self._foreign
        low = token.lower()
        for mark in self._marks.keys() & {*token, *low}:
            found |= self._marks[mark]
        for form, words in ((low, self._lower), (token, self._cased)):
            for at in range(len(form) - _KEY + 1):
                for needed, numbers in words.get(form[at : at + _KEY], ()):
                    if form.startswith(needed, at):
                        found |= numbers
        same = frozenset(found)
        return self._shared.setdefault(same, same)


def _by_beginning(needed: Mapping[str, set[int]]) -> dict[str, list[tuple[str, frozenset[int]]]]:
    """Words with the rules that need them, by their first letters."""
    found: dict[str, list[tuple[str, frozenset[int]]]] = {}
    for word, numbers in needed.items():
        found.setdefault(word[:_KEY], []).append((word, frozenset(numbers)))
    return found


class _Known(dict[str, frozenset[int]]):
    """Token -> rules, remembered: a language repeats its words."""

    def __init__(self, look_up: Callable[[str], frozenset[int]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, token: str) -> frozenset[int]:
        found = self._look_up(token)
        if len(token) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[token] = found
        return found


def _needed_by(rule: Rule) -> tuple[frozenset[str], ...]:
    """Sets of words of which a line must hold one each for a rule to match: of endings the longest word of each."""
    if rule.is_pattern:
        return rule.needed
    words = [max(found, key=len) for phrase in rule.ends if (found := WORD.findall(phrase))]
    return (frozenset(words),) if len(words) == len(rule.ends) else ()
