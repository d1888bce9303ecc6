"""Sets of words of which a line holds one where a pattern matches, and how surely a set tells it from other lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cleaner.rules.word_lists import unescaped

DIGIT = "0-9"
"""Stands for any digit among the words that a pattern needs."""
FOREIGN = "\u0370-"
"""Stands for any letter behind the Latin ones, marks and signs aside."""
_SIGNS = range(0x2000, 0x2C00)
FOREIGN_LETTER = re.compile(f"[{FOREIGN}{chr(_SIGNS.start - 1)}{chr(_SIGNS.stop)}-\U0010ffff]")
"""One of these in a text."""
_MEMBER = re.compile(r"(?P<first>\\.|[^\\])(?:-(?P<last>\\.|[^\\]))?", re.DOTALL)
# What a backslash makes of a letter: kinds of characters, and places between them.
_KINDS = frozenset("wWsSdDbBAZ")
NOTHING: frozenset[str] = frozenset()
"""What says of no line that it can not match."""


def _is_foreign(code: int) -> bool:
    """Whether a code point is one that FOREIGN stands for."""
    return FOREIGN_LETTER.match(chr(code)) is not None


@lru_cache(maxsize=4_096)
def sureness(words: frozenset[str]) -> float:
    """More for few and long words."""
    return min(map(_weight, words)) - len(words) / 20


def _weight(word: str) -> float:
    """How seldom a word stands in a text by chance: by its length, and letters of other scripts seldom in most."""
    if word in (DIGIT, FOREIGN) or (len(word) == 1 and word.isascii() and word.isalpha()):
        return 0
    return 2 * len(word) if _is_foreign(ord(word[0])) else len(word)


def one_of(phrases: Iterable[str], *, case: bool, place: int = 0) -> frozenset[str]:
    """What a text needs that holds one of some phrases: by the word of each that is told most surely, or the next."""
    return any_of(_surest(phrase if case else phrase.lower(), place) for phrase in phrases)


def _surest(phrase: str, place: int) -> frozenset[str]:
    """Of the words of an escaped phrase, the surest first, the one in a place; nothing where there are fewer."""
    words = unescaped(phrase).split()
    if len(words) > 1:
        words.sort(key=_weight, reverse=True)
    return frozenset(words[place : place + 1])


def one_letter(members: str) -> str:
    """The letter that a class stands for in any case, "[Kk]"; "" where it is another kind of class."""
    letters = set(members.lower())
    return letters.pop() if len(letters) == 1 and members[0] not in "^\\" else ""


def of_class(members: str) -> frozenset[str]:
    """What a class needs, "[#©]" one of its marks: one with a Latin letter or a blank in it says nothing."""
    if members.startswith("^"):
        return NOTHING
    return any_of(_member(found["first"], found["last"]) for found in _MEMBER.finditer(members))


def any_of(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    """What alternatives need: nothing that is certain if one of them needs nothing."""
    listed = list(parts)
    return frozenset().union(*listed) if all(listed) else NOTHING


def _member(first: str, last: str | None) -> frozenset[str]:
    if last is not None:
        return _range(ord(first[-1]), ord(last[-1]))
    if first.startswith("\\") and first[-1] in _KINDS:
        return frozenset({DIGIT}) if first == r"\d" else NOTHING
    letter = first[-1]
    if _is_foreign(ord(letter)):
        return frozenset({FOREIGN})
    return NOTHING if letter.isalnum() or letter.isspace() else frozenset({letter})


def _range(first: int, last: int) -> frozenset[str]:
    if (first, last) == (ord("0"), ord("9")):
        return frozenset({DIGIT})
    is_past_latin = _is_foreign(first) and (first >= _SIGNS.stop or last < _SIGNS.start)
    return frozenset({FOREIGN}) if is_past_latin else NOTHING
