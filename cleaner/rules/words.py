"""Which rules can match a line, told from its words alone: one dictionary look a word instead of one search a rule.

A pattern can match only where some words stand ("juga" or "lihat"), or a mark ("#"), or a digit (needed.py). A line's
words then name the few rules that are worth asking. For 300 characters that costs 5 µs, one alternation of most
patterns 550.

Sets of rules are the bits of one int: what a line's words name is joined with one operation a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_

from cleaner.rules.needed import MOST_SETS
from cleaner.rules.rule import Rule
from cleaner.rules.word_sets import DIGIT, FOREIGN, FOREIGN_LETTER

# Longer words are looked up by their first three letters, which begin a word or two; two letters begin some forty.
_PAIR, _KEY = 2, 3
# Bounds of the memory: about 12 MB for words, whatever a run meets, of which a run in one language fills a third; and
# for lines some 4 MB: all those of a large page.
_REMEMBERED, _LONG = 80_000, 80
_TEXTS, _ENTRY = 4_000_000, 400

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


class WordIndex:
    """Rules by the words that their patterns or endings need. Rules that need none can match anywhere.

    A rule that needs one of several sets of words each has a bit for each of the sets, as many places apart as there
    are rules. What a line's words name, moved by so many places onto itself, is what holds one of all sets.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        needed: dict[str, int] = {}
        self._free = 0
        """the bits of the sets that rules have not: as if any line named them."""
        for number, rule in enumerate(self.rules):
            sets = _needed_by(rule)
            for place in range(MOST_SETS):
                bit = 1 << number + len(self.rules) * place
                if place >= len(sets):
                    self._free |= bit
                for word in sets[place] if place < len(sets) else ():
                    needed[word] = needed.get(word, 0) | bit
        self._by_bit = {1 << number: rule for number, rule in enumerate(self.rules)}
        self._digits = needed.pop(DIGIT, 0)
        self._foreign = needed.pop(FOREIGN, 0)
        self._marks = {word: bits for word, bits in needed.items() if len(word) < _PAIR}
        self._letters = {mark: bits for mark, bits in self._marks.items() if mark.isalpha()}
        words = {word: bits for word, bits in needed.items() if len(word) >= _PAIR}
        self._lower = _Words({word: bits for word, bits in words.items() if word == word.lower()})
        self._cased = _Words({word: bits for word, bits in words.items() if word != word.lower()})
        self._known = _Known(self._look_up)
        self._shared: dict[int, int] = {}
        """one int for all tokens that name the same rules: most name none, or those of any number."""
        self._texts: dict[str, int] = {}
        """the lines asked about last, with what their words name: several passes ask about the same ones."""
        self._held: dict[str, int] = {}
        """the same lines with the rules that may match them."""
        self._size = 0
        """how many bytes these take, about."""

    def numbers(self, wanted: Callable[[Rule], bool]) -> int:
        """Some rules as a set, to be handed to candidates() again and again."""
        return _joined(bit for bit, rule in self._by_bit.items() if wanted(rule))

    def grouped(self, key: Callable[[Rule], int]) -> Mapping[int, int]:
        """The rules of each value of a key, as sets."""
        groups: dict[int, int] = {}
        for bit, rule in self._by_bit.items():
            groups[key(rule)] = groups.get(key(rule), 0) | bit
        return groups

    def among(self, numbers: int) -> list[Rule]:
        """The rules of a set, in their order."""
        rules = []
        while numbers:
            lowest = numbers & -numbers
            rules.append(self._by_bit[lowest])
            numbers ^= lowest
        return rules

    def glance(self, numbers: int) -> re.Pattern[str]:
        """A pattern that stands in every text that one of a few rules may match."""
        words = [next(iter(_needed_by(rule)), frozenset()) for rule in self.among(numbers)]
        if not all(words) or any({DIGIT, FOREIGN} & needed for needed in words):
            return re.compile("")
        return re.compile("|".join(sorted(map(re.escape, frozenset().union(*words)))) or "(?!)", re.IGNORECASE)

    def candidates(self, text: str, among: int) -> list[Rule]:
        """Those of some rules that may match a text, in their order; none that matches is missing."""
        found = self.possible(text) & among
        return self.among(found) if found else []

    def possible(self, text: str) -> int:
        """The rules that may match a text, as a set with more than rules in it: to be cut with one of numbers()."""
        held = self._held.get(text)
        if held is None:
            held = self._held[text] = self._holding_all(self._named(text))
        return held

    def together(self, lines: Iterable[str]) -> int:
        """The same for lines read as one."""
        return self._holding_all(reduce(or_, map(self._named, lines), 0))

    def growing(self, lines: Iterable[str]) -> list[int]:
        """The same for the first of some lines, for the first two read as one line, the first three, ..."""
        return [self._holding_all(named) for named in accumulate(map(self._named, lines), or_)]

    def _named(self, text: str) -> int:
        """The sets of words of which a text holds one."""
        named = self._texts.get(text)
        if named is None:
            self._size += len(text) + _ENTRY
            if self._size > _TEXTS:
                self.forget()
            words = map(self._known.__getitem__, text.split())
            named = self._texts[text] = reduce(or_, filter(None, words), self._free)
        return named

    def _holding_all(self, named: int) -> int:
        """The rules whose sets are all named: the first bit, the one a row of rules above it, and so on."""
        for _ in range(1, MOST_SETS):
            named &= named >> len(self.rules)
        return named

    def forget(self) -> None:
        """Forget the lines asked about: those of one page are not those of the next."""
        self._texts.clear()
        self._held.clear()
        self._size = 0

    def _look_up(self, token: str) -> int:
        """Rules that need a piece of what stands between two blanks: words are glued to marks and to each other."""
        low = token.lower()
        found = self._lower.needed_in(low)
        if token != low:
            found |= self._cased.needed_in(token)
        if token.isalpha():
            for letter, bits in self._letters.items():
                if letter in low or letter in token:
                    found |= bits
        else:
            found |= _joined(map(self._marks.__getitem__, self._marks.keys() & {*token, *low}))
            found |= self._digits if _DIGIT.search(token) else 0
        if self._foreign and not token.isascii() and FOREIGN_LETTER.search(token):
            found |= self._foreign
        return self._shared.setdefault(found, found)


class _Words:
    """Words with the rules that need them: those of two letters, and longer ones by their first three."""

    def __init__(self, needed: Mapping[str, int]) -> None:
        self._pairs = [(word, bits) for word, bits in needed.items() if len(word) < _KEY]
        self._by_beginning: dict[str, tuple[str, ...]] = {}
        for word in needed:
            if len(word) >= _KEY:
                self._by_beginning[word[:_KEY]] = (*self._by_beginning.get(word[:_KEY], ()), word)
        self._needed = needed

    def needed_in(self, form: str) -> int:
        """What is needed by those of the words that stand in a token."""
        found, begun_by = 0, self._by_beginning.get
        for word, bits in self._pairs:
            if word in form:
                found |= bits
        for at in range(len(form) - _KEY + 1):
            begun = begun_by(form[at : at + _KEY])
            if begun is not None and form.startswith(begun, at):
                found |= _joined(self._needed[word] for word in begun if form.startswith(word, at))
        return found


def _joined(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


class _Known(dict[str, int]):
    """Token -> rules, remembered: a language repeats its words."""

    def __init__(self, look_up: Callable[[str], int]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, token: str) -> int:
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
    words = [max(found, key=len) for phrase in rule.ends if (found := _WORD.findall(phrase))]
    return (frozenset(words),) if len(words) == len(rule.ends) else ()
