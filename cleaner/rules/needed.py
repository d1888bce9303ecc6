"""Which words a pattern needs: read off its parse tree, so that a rule is asked only about lines that hold one.

A pattern is read as its file states it, with {fragments}: what a fragment needs is worked out once, and the long lists
of cities and brands are never parsed again. That takes a sixth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

try:
    from re import _constants, _parser  # type: ignore[attr-defined]
except ImportError:  # a Python that keeps its parse tree to itself: every rule is asked, more slowly
    _parser = None
else:
    _DIGITS = ((_constants.CATEGORY, _constants.CATEGORY_DIGIT), (_constants.RANGE, (ord("0"), ord("9"))))

WORD = re.compile(r"[^\W_]+")
_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
DIGIT = "0-9"
"""Stands for any digit among the words that a pattern needs."""
FOREIGN = "\u0370-"
"""Stands for any letter behind the Latin ones, marks and signs aside."""
_SIGNS = range(0x2000, 0x2C00)
# Letters of Unicode's private use stand for fragments while a pattern is parsed.
_PLACEHOLDERS = range(0xE000, 0xF900)


def is_foreign(code: int) -> bool:
    """Whether a code point is one that FOREIGN stands for."""
    return code >= ord(FOREIGN[0]) and code not in _SIGNS


class Fragments(dict[str, str]):
    """Named pieces of patterns, and which words patterns that are made with them need."""

    def __init__(self, pieces: Mapping[str, str] | None = None) -> None:
        super().__init__(pieces or {})
        self._names = list(self)
        self._known: dict[tuple[str, bool], frozenset[str]] = {}

    def needed(self, pattern: str, *, case: bool = False) -> frozenset[str]:
        """Words of which every match of a pattern holds at least one; empty when there are none.

        case: whether capitals count. Words with a capital then stand in the text as they are here, all others in its
        lower-case form.

        >>> sorted(Fragments({"also": "juga|pula"}).needed(r"\\bbaca {also}\\b"))
        ['baca']
        """
        if _parser is None:
            return frozenset()
        return _Reading(self, case).best(_parser.parse(_FRAGMENT.sub(self._placeholder, pattern)))

    def _placeholder(self, fragment: re.Match[str]) -> str:
        return chr(_PLACEHOLDERS.start + self._names.index(fragment[1]))

    def needed_at(self, code: int, *, case: bool) -> frozenset[str]:
        """What a fragment needs, by the letter that stands for it."""
        name = self._names[code - _PLACEHOLDERS.start]
        if (name, case) not in self._known:
            self._known[name, case] = self.needed(self[name], case=case)
        return self._known[name, case]


class _Reading:
    """One pattern's tree, read for the words that must stand in a match."""

    def __init__(self, fragments: Fragments, case: bool) -> None:
        self._fragments = fragments
        self._case = case

    def best(self, tree: Iterable[Any]) -> frozenset[str]:
        """Of all that must stand in a sequence, what is told most surely: few words, and long ones."""
        return max(filter(None, self._choices(tree)), key=_sureness, default=frozenset())

    def _choices(self, tree: Iterable[Any]) -> Iterator[frozenset[str]]:
        """Sets of words of which one must stand in a match: of a run of letters each word, of alternatives any one."""
        run = ""
        for op, args in tree:
            letter = self._letter(op, args)
            if letter:
                run += letter
                continue
            yield from self._words_of(run)
            run = ""
            yield self._inside(op, args)
        yield from self._words_of(run)

    def _letter(self, op: Any, args: Any) -> str:
        """The letter that an element stands for, in any case; "" where it is no letter, or a fragment."""
        if op is _constants.LITERAL and args not in _PLACEHOLDERS:
            return chr(args) if self._case else chr(args).lower()
        if op is _constants.IN and not self._case and all(member is _constants.LITERAL for member, _ in args):
            letters = {chr(code).lower() for _, code in args}
            return letters.pop() if len(letters) == 1 else ""
        return ""

    def _words_of(self, run: str) -> Iterator[frozenset[str]]:
        return (frozenset({word}) for word in run.split())

    def _inside(self, op: Any, args: Any) -> frozenset[str]:
        """What must stand in a match because of one element of a pattern that is no letter."""
        if op is _constants.LITERAL:
            return self._fragments.needed_at(args, case=self._case)
        if op is _constants.IN:
            return self._any_of([self._member(*member) for member in args])
        if op is _constants.SUBPATTERN:
            folds = self._case and args[1] & re.IGNORECASE
            return (_Reading(self._fragments, False) if folds else self).best(args[3])
        if op is _constants.BRANCH:
            return self._any_of([self.best(part) for part in args[1]])
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and args[0] >= 1:
            return self.best(args[2])
        return self.best(args[1]) if op is _constants.ASSERT else frozenset()

    def _any_of(self, parts: Sequence[frozenset[str]]) -> frozenset[str]:
        """What is needed where one of several parts stands: nothing that is certain, if one of them needs nothing."""
        return frozenset().union(*parts) if all(parts) else frozenset()

    def _member(self, op: Any, value: Any) -> frozenset[str]:
        """What a member of a class needs, "[#©]" a mark: Latin letters and blanks nothing. The parser makes a class of
        the alternatives "{city}|{brand}", too.
        """
        if (op, value) in _DIGITS:
            return frozenset({DIGIT})
        if op is _constants.RANGE:
            return frozenset({FOREIGN}) if _is_all_foreign(*value) else frozenset()
        if op is not _constants.LITERAL:
            return frozenset()
        if value in _PLACEHOLDERS:
            return self._fragments.needed_at(value, case=self._case)
        if is_foreign(value):
            return frozenset({FOREIGN})
        return frozenset() if chr(value).isalnum() or chr(value).isspace() else frozenset({chr(value)})


def _sureness(words: frozenset[str]) -> float:
    return min(map(_weight, words)) - len(words) / 20


def _weight(word: str) -> float:
    """How seldom a word stands in a text by chance: by its length, and letters of other scripts seldom in most."""
    if word in (DIGIT, FOREIGN) or (len(word) == 1 and word.isascii() and word.isalpha()):
        return 0
    return 2 * len(word) if is_foreign(ord(word[0])) else len(word)


def _is_all_foreign(first: int, last: int) -> bool:
    return is_foreign(first) and (first >= _SIGNS.stop or last < _SIGNS.start)
