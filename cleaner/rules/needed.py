"""Which words a pattern needs: read off its text, so that a rule is asked only about lines that hold one.

Python's own parser of patterns could tell, but is private to it, and takes 40 ms for the patterns that ship; this takes
half of that, since it reads no further than words need. A pattern is read as its file states it, with {fragments}:
what a fragment needs is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
DIGIT = "0-9"
"""Stands for any digit among the words that a pattern needs."""
FOREIGN = "\u0370-"
"""Stands for any letter behind the Latin ones, marks and signs aside."""
_SIGNS = range(0x2000, 0x2C00)
FOREIGN_LETTER = re.compile(f"[{FOREIGN}{chr(_SIGNS.start - 1)}{chr(_SIGNS.stop)}-\U0010ffff]")
"""One of these in a text."""
# A character of words between bars and nothing else.
_PLAIN = r"(?:[^\\\[\](){}*+?^$.]|\\[^\w|])"
# The most frequent first.
_TOKEN = re.compile(
    r"""
      (?P<letters>[^\\\[(){}|*+?^$.]+(?![*+?{]))
    | (?P<nothing>(?:\\[wWsSDbBAZ]|[\^$.])(?:(?:[*+?]|\{\d*(?:,\d*)?\})[+?]?)?)
    | (?P<quantifier>(?:[*+?]|\{(?P<least>\d*)(?:,\d*)?\})[+?]?)
    | (?P<bar>\|)
    | \((?:\?:)?(?P<listed>"""
    + _PLAIN
    + r"""++)\)
    | (?P<close>\))
    | (?P<back>\(\?P=\w+\))
    | (?P<open>\((?:\?(?:P<\w+>|[aiLmsux]*(?:-[imsx]+)?:|>|<?[=!]))?)
    | \[(?P<class>\^?+\]?+(?:\\.|[^\]\\])*+)(?:\]|\Z)
    | \{(?P<fragment>[a-z_]+)\}
    | \\(?P<escaped>.)
    | (?P<letter>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Words and nothing else, as in the lists of cities and brands: they are not read token by token.
_LIST = re.compile(rf"(?:\(\?:)?(?P<words>{_PLAIN}*+)\)?")
_ESCAPE = re.compile(r"\\(.)")
# Words from which on a list is worth being grouped.
_MANY = 20
_FOLDS = re.compile(r"\(\?[a-zA-Z]*i[a-zA-Z]*[:-]")
_MEMBER = re.compile(r"(?P<first>\\.|[^\\])(?:-(?P<last>\\.|[^\\]))?", re.DOTALL)
# What a backslash makes of a letter: kinds of characters, and places between them.
_KINDS = frozenset("wWsSdDbBAZ")
MOST_SETS = 2
"""Sets of words that a pattern is told by, at the most: a third one costs more words than it saves patterns."""
_NOTHING: frozenset[str] = frozenset()


def _is_foreign(code: int) -> bool:
    """Whether a code point is one that FOREIGN stands for."""
    return FOREIGN_LETTER.match(chr(code)) is not None


class Fragments(dict[str, str]):
    """Named pieces of patterns, and which words patterns that are made with them need."""

    def __init__(self, pieces: Mapping[str, str] | None = None) -> None:
        self.stated = pieces or {}
        """the same as the files state them; what patterns are made with tries long lists by first letter."""
        super().__init__({name: by_first_letter(piece) for name, piece in self.stated.items()})
        self._known: dict[tuple[str, bool], frozenset[str]] = {}

    def needed(self, pattern: str, *, case: bool = False) -> tuple[frozenset[str], ...]:
        """Sets of words: every match of a pattern holds at least one of each. Two at the most, the surest first.

        case: whether capitals count. Words with a capital then stand in the text as they are here, all others in its
        lower-case form.

        >>> Fragments({"also": "juga|pula"}).needed(r"\\bbaca {also}\\b") == ({"baca"}, {"juga", "pula"})
        True
        """
        listed = _listed(pattern)
        if listed:
            sets = (_one_of(listed, case=case, place=place) for place in range(MOST_SETS))
            return tuple(filter(None, sets))
        reading = _Reading(self, case)
        for token in _TOKEN.finditer(pattern):
            reading.take(token)
        return reading.close()

    def needed_by(self, name: str, *, case: bool) -> frozenset[str]:
        """What a fragment needs."""
        if (name, case) not in self._known:
            self._known[name, case] = next(iter(self.needed(self.stated[name], case=case)), _NOTHING)
        return self._known[name, case]


def by_first_letter(pattern: str) -> str:
    """A pattern of many words, in groups behind a look at the first letter; any other pattern as it is.

    It matches the same. Of 900 names of cities, all were tried at every place where a line has none: 25 µs.

    >>> by_first_letter("|".join(["Solo", "Bogor", "solo"] + ["Ende"] * 20))[:41]
    '(?=[Ss])(?:Solo|solo)|(?=[Bb])(?:Bogor)|('
    """
    words = _listed(pattern)
    return grouped(words) if len(words) >= _MANY else pattern


def words_of(pattern: str) -> frozenset[str]:
    """The words of a pattern that lists words and nothing else, lower case; none of any other pattern.

    >>> sorted(words_of("(?:Solo|Alor Setar)")), words_of("Solo?")
    (['alor setar', 'solo'], frozenset())
    """
    return frozenset(_unescaped(word).lower() for word in _listed(pattern))


def _unescaped(phrase: str) -> str:
    return _ESCAPE.sub(r"\1", phrase) if "\\" in phrase else phrase


def _listed(pattern: str) -> list[str]:
    listed = _LIST.fullmatch(pattern)
    return listed["words"].split("|") if listed else []


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


class _Group:
    """A group of a pattern that is being read: what its alternatives need, and the letters read last."""

    __slots__ = ("case", "counts", "offers", "others", "run")

    def __init__(self, *, case: bool, counts: bool) -> None:
        self.case = case
        self.counts = counts
        """whether what it holds stands in the text: not so behind "(?!"."""
        self.others: list[frozenset[str]] = []
        """what the alternatives before this one need."""
        self.offers: list[frozenset[str]] = []
        """all that must stand in this one."""
        self.run = ""

    def end_run(self) -> None:
        """Of a run of letters, each piece between blanks must stand in a match."""
        if self.run:
            self.offers += [frozenset({word}) for word in self.run.split()]
            self.run = ""

    def next(self) -> None:
        """Another alternative begins."""
        self.others.append(self._surest())
        self.offers = []

    def needs(self) -> frozenset[str]:
        """What one of the alternatives needs; nothing that is certain if one of them needs nothing."""
        self.end_run()
        return _any_of([*self.others, self._surest()]) if self.counts else _NOTHING

    def needs_all(self) -> tuple[frozenset[str], ...]:
        """What a pattern needs: where it is one alternative, more than one thing."""
        self.end_run()
        if self.others:
            return tuple(filter(None, [self.needs()]))
        return tuple(sorted(dict.fromkeys(self.offers), key=_sureness, reverse=True)[:MOST_SETS])

    def _surest(self) -> frozenset[str]:
        """Of all that must stand here, what is told most surely: few words, and long ones."""
        if len(self.offers) < 2:
            return self.offers[0] if self.offers else _NOTHING
        return max(self.offers, key=_sureness)


class _Reading:
    """A pattern, read token by token. The last element waits: what follows may say that it need not stand there."""

    def __init__(self, fragments: Fragments, case: bool) -> None:
        self._fragments = fragments
        self._groups = [_Group(case=case, counts=True)]
        self._letters = ""
        self._words = _NOTHING

    def take(self, token: re.Match[str]) -> None:
        """Read one token."""
        kind = token.lastgroup or ""
        if kind == "quantifier":
            self._repeat(token[kind], token["least"])
            return
        self._settle()
        group = self._groups[-1]
        if kind == "nothing":
            group.end_run()
            return
        self._letters = self._letters_of(kind, token[kind], group)
        if not self._letters:
            group.end_run()
            self._words = self._words_of(kind, token[kind], group)

    def _letters_of(self, kind: str, text: str, group: _Group) -> str:
        """The letters that a token stands for, "" where it is no letter."""
        if kind in ("letters", "letter") or (kind == "escaped" and text != "d"):
            return text if group.case else text.lower()
        return _one_letter(text) if kind == "class" and not group.case else ""

    def _words_of(self, kind: str, text: str, group: _Group) -> frozenset[str]:
        """What a token that is no letter needs; a bracket and a bar also begin and end groups and alternatives."""
        if kind == "class":
            return _class(text)
        if kind == "listed":
            return _one_of(text.split("|"), case=group.case)
        if kind == "fragment":
            return self._fragments.needed_by(text, case=group.case)
        if kind == "open":
            folds = _FOLDS.match(text) is not None
            self._groups.append(_Group(case=group.case and not folds, counts=not text.endswith("!")))
        elif kind == "close":
            return self._groups.pop().needs()
        elif kind == "bar":
            group.next()
        elif text == "d":
            return frozenset({DIGIT})
        return _NOTHING

    def _repeat(self, text: str, least: str | None) -> None:
        """What a quantifier says of the element before it: that it may be missing, or that more of it may follow."""
        if text[0] in "*?" or (text[0] == "{" and int(least or 0) == 0):
            self._letters, self._words = "", _NOTHING
        self._settle()
        self._groups[-1].end_run()

    def _settle(self) -> None:
        """Let the last element stand."""
        group = self._groups[-1]
        if self._letters:
            group.run += self._letters
        elif self._words:
            group.offers.append(self._words)
        self._letters, self._words = "", _NOTHING

    def close(self) -> tuple[frozenset[str], ...]:
        """What the whole pattern needs."""
        self._settle()
        return self._groups[0].needs_all()


@lru_cache(maxsize=4_096)
def _sureness(words: frozenset[str]) -> float:
    return min(map(_weight, words)) - len(words) / 20


def _weight(word: str) -> float:
    """How seldom a word stands in a text by chance: by its length, and letters of other scripts seldom in most."""
    if word in (DIGIT, FOREIGN) or (len(word) == 1 and word.isascii() and word.isalpha()):
        return 0
    return 2 * len(word) if _is_foreign(ord(word[0])) else len(word)


def _one_of(phrases: Iterable[str], *, case: bool, place: int = 0) -> frozenset[str]:
    """What a text needs that holds one of some phrases: by the word of each that is told most surely, or the next."""
    return _any_of(_surest(phrase if case else phrase.lower(), place) for phrase in phrases)


def _surest(phrase: str, place: int) -> frozenset[str]:
    """Of the words of an escaped phrase, the surest first, the one in a place; nothing where there are fewer."""
    words = _unescaped(phrase).split()
    if len(words) > 1:
        words.sort(key=_weight, reverse=True)
    return frozenset(words[place : place + 1])


def _one_letter(members: str) -> str:
    """The letter that a class stands for in any case, "[Kk]"; "" where it is another kind of class."""
    letters = set(members.lower())
    return letters.pop() if len(letters) == 1 and members[0] not in "^\\" else ""


def _class(members: str) -> frozenset[str]:
    """What a class needs, "[#©]" one of its marks: one with a Latin letter or a blank in it says nothing."""
    if members.startswith("^"):
        return _NOTHING
    return _any_of(_member(found["first"], found["last"]) for found in _MEMBER.finditer(members))


def _any_of(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    listed = list(parts)
    return frozenset().union(*listed) if all(listed) else _NOTHING


def _member(first: str, last: str | None) -> frozenset[str]:
    if last is not None:
        return _range(ord(first[-1]), ord(last[-1]))
    if first.startswith("\\") and first[-1] in _KINDS:
        return frozenset({DIGIT}) if first == r"\d" else _NOTHING
    letter = first[-1]
    if _is_foreign(ord(letter)):
        return frozenset({FOREIGN})
    return _NOTHING if letter.isalnum() or letter.isspace() else frozenset({letter})


def _range(first: int, last: int) -> frozenset[str]:
    if (first, last) == (ord("0"), ord("9")):
        return frozenset({DIGIT})
    is_past_latin = _is_foreign(first) and (first >= _SIGNS.stop or last < _SIGNS.start)
    return frozenset({FOREIGN}) if is_past_latin else _NOTHING
