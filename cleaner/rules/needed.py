"""Which words a pattern needs: read off its text, so that a rule is asked only about lines that hold one.

Python's own parser of patterns could tell, but is private to it, and takes 40 ms for the patterns that ship; this takes
half of that, since it reads no further than words need. A pattern is read as its file states it, with {fragments}:
what a fragment needs is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaner.rules.word_lists import PLAIN, by_first_letter, listed
from cleaner.rules.word_sets import DIGIT, NOTHING, any_of, of_class, one_letter, one_of, sureness

# The most frequent first.
_TOKEN = re.compile(
    r"""
      (?P<letters>[^\\\[(){}|*+?^$.]+(?![*+?{]))
    | (?P<nothing>(?:\\[wWsSDbBAZ]|[\^$.])(?:(?:[*+?]|\{\d*(?:,\d*)?\})[+?]?)?)
    | (?P<quantifier>(?:[*+?]|\{(?P<least>\d*)(?:,\d*)?\})[+?]?)
    | (?P<bar>\|)
    | \((?:\?:)?(?P<listed>"""
    + PLAIN
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
_FOLDS = re.compile(r"\(\?[a-zA-Z]*i[a-zA-Z]*[:-]")
MOST_SETS = 2
"""Sets of words that a pattern is told by, at the most: a third one costs more words than it saves patterns."""


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
        phrases = listed(pattern)
        if phrases:
            sets = (one_of(phrases, case=case, place=place) for place in range(MOST_SETS))
            return tuple(filter(None, sets))
        reading = _Reading(self, case)
        for token in _TOKEN.finditer(pattern):
            reading.take(token)
        return reading.close()

    def needed_by(self, name: str, *, case: bool) -> frozenset[str]:
        """What a fragment needs."""
        if (name, case) not in self._known:
            self._known[name, case] = next(iter(self.needed(self.stated[name], case=case)), NOTHING)
        return self._known[name, case]


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
        return any_of([*self.others, self._surest()]) if self.counts else NOTHING

    def needs_all(self) -> tuple[frozenset[str], ...]:
        """What a pattern needs: where it is one alternative, more than one thing."""
        self.end_run()
        if self.others:
            return tuple(filter(None, [self.needs()]))
        return tuple(sorted(dict.fromkeys(self.offers), key=sureness, reverse=True)[:MOST_SETS])

    def _surest(self) -> frozenset[str]:
        """Of all that must stand here, what is told most surely: few words, and long ones."""
        if len(self.offers) < 2:
            return self.offers[0] if self.offers else NOTHING
        return max(self.offers, key=sureness)


class _Reading:
    """A pattern, read token by token. The last element waits: what follows may say that it need not stand there."""

    def __init__(self, fragments: Fragments, case: bool) -> None:
        self._fragments = fragments
        self._groups = [_Group(case=case, counts=True)]
        self._letters = ""
        self._words = NOTHING

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
        return one_letter(text) if kind == "class" and not group.case else ""

    def _words_of(self, kind: str, text: str, group: _Group) -> frozenset[str]:
        """What a token that is no letter needs; a bracket and a bar also begin and end groups and alternatives."""
        if kind == "class":
            return of_class(text)
        if kind == "listed":
            return one_of(text.split("|"), case=group.case)
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
        return NOTHING

    def _repeat(self, text: str, least: str | None) -> None:
        """What a quantifier says of the element before it: that it may be missing, or that more of it may follow."""
        if text[0] in "*?" or (text[0] == "{" and int(least or 0) == 0):
            self._letters, self._words = "", NOTHING
        self._settle()
        self._groups[-1].end_run()

    def _settle(self) -> None:
        """Let the last element stand."""
        group = self._groups[-1]
        if self._letters:
            group.run += self._letters
        elif self._words:
            group.offers.append(self._words)
        self._letters, self._words = "", NOTHING

    def close(self) -> tuple[frozenset[str], ...]:
        """What the whole pattern needs."""
        self._settle()
        return self._groups[0].needs_all()
