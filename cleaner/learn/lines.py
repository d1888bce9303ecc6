"""Lines that stand on many pages of a site, and the name that its datelines begin with.

What a story says itself can also stand on many pages: a refrain, the parts of a recipe, the signs of a horoscope, the
hours of a prayer time table, a closing formula. The guard against taking those: pages of one story count once; a line
must stand on a third of the pages, once on each, say three words, and be no heading, no list item and no label of what
follows; two such lines between the paragraphs of the same pages are the parts of a series. Only a line that already has
nothing but furniture on both sides needs less; one between the paragraphs must stand among paragraphs, not short lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.label.context import Context, squashed
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.prose import ends_sentence
from cleaner.label.trail import is_kept
from cleaner.learn.sample import LEAST_PAGES, enough

# Shares of the pages: between two lines that went, LEAST_SHARE is enough; elsewhere a third, for a sentence one half.
_ALONE, _SENTENCE = 0.3, 0.5
_NEARLY_ALL = 0.8
_MIN_WORDS, _MAX_CHARS = 3, 200
_REFRAIN = 1.5
_SAME_STORY = 0.5
_LONG = 60
_DIGITS = re.compile(r"\d+")
_OPENING = re.compile(r"^([^\W\d_][\w.&'’ ]{1,30}?)\s{0,2}[-–—]{1,2}\s{1,2}\S")
_BRAND = re.compile(r"[A-Z]{3}|[a-z][A-Z]|\.\w")
_LIST_TAGS = HEADING_TAGS | {"li", "td", "th", "dt", "dd"}


Place = tuple[int, int]
"""which page, and which of its kept lines."""
Places = dict[str, list[Place]]


class Line(NamedTuple):
    """A kept line of one page and where it stands there."""

    key: str
    """its words, digits aside."""
    text: str
    between: bool
    """both its neighbours went."""
    listed: bool
    """a heading, a list item or a cell."""
    apart: bool
    """both its neighbours are paragraphs, or went."""


class Repeated(NamedTuple):
    """A line for a rule of a draft."""

    pattern: str
    """what it looks like where numbers differ; "" where it is always the same."""
    texts: tuple[str, ...]
    pages: int
    miss: str


class Lines:
    """The kept lines of a site's pages."""

    def __init__(self) -> None:
        self._pages: list[list[Line]] = []
        self._stories: list[set[str]] = []
        self._openings: Counter[str] = Counter()
        self.same_story = 0

    def add(self, context: Context) -> None:
        """Take in one page, unless it tells a story that another page told."""
        lines = list(_lines(context))
        story = {line.text for line in lines if len(line.text) >= _LONG}
        if any(len(story & known) > _SAME_STORY * min(len(story), len(known)) for known in self._stories):
            self.same_story += 1
            return
        self._stories.append(story)
        self._pages.append(lines)
        opening = _OPENING.match(lines[0].text) if lines else None
        if opening and _may_be_brand(context, opening[1]):
            self._openings[opening[1]] += 1

    def brands(self) -> list[tuple[str, int]]:
        """Names that stories begin with before a dash, and on how many pages."""
        return [(name, count) for name, count in self._openings.most_common() if count >= LEAST_PAGES]

    def choose(self) -> list[Repeated]:
        """Lines that are the site's and not a story's."""
        found = self._found()
        sure = {key for key, places in found.items() if self._is_between(places)}
        likely = {key: places for key, places in found.items() if key in sure or self._may_be_furniture(key, places)}
        inside = {key for key, places in likely.items() if not self._is_below(places, likely)}
        chosen = [
            key
            for key, places in likely.items()
            if key in sure
            or key not in inside
            or (self._is_apart(places) and not self._is_skeleton(key, {k: likely[k] for k in inside}))
        ]
        return [self._repeated(found[key], found) for key in chosen if len(key) <= _MAX_CHARS]

    def _found(self) -> Places:
        """Line -> where it stands, for those on enough pages."""
        found: Places = defaultdict(list)
        for number, lines in enumerate(self._pages):
            for at, line in enumerate(lines):
                found[line.key].append((number, at))
        least = enough(len(self._pages))
        return {key: places for key, places in found.items() if len(_pages(places)) >= least}

    def _is_between(self, places: Sequence[Place]) -> bool:
        lines = [self._pages[number][at] for number, at in places]
        between = sum(line.between for line in lines) >= len(lines) * _NEARLY_ALL
        return between and not any(line.listed for line in lines)

    def _may_be_furniture(self, key: str, places: Sequence[Place]) -> bool:
        """What a line alone must be: no heading, no label of what follows, no refrain, and on very many pages."""
        pages = len(_pages(places))
        if len(key.split()) < _MIN_WORDS or key.endswith((":", "?", ";", ",")) or len(places) > pages * _REFRAIN:
            return False
        if any(self._pages[number][at].listed for number, at in places):
            return False
        return pages >= len(self._pages) * (_SENTENCE if ends_sentence(key) else _ALONE)

    def _is_below(self, places: Sequence[Place], likely: Places) -> bool:
        """Whether the story is over where it stands: only lines of its kind follow, and its numbers do not differ."""
        over = sum(all(line.key in likely for line in self._pages[number][at:]) for number, at in places)
        texts = {self._pages[number][at].text for number, at in places}
        return over >= len(places) * _NEARLY_ALL and len(texts) == 1

    def _is_apart(self, places: Sequence[Place]) -> bool:
        """Whether it stands between paragraphs, not among short lines: those are a list, a recipe, a song."""
        lines = [self._pages[number][at] for number, at in places]
        return sum(line.apart for line in lines) >= len(lines) * _NEARLY_ALL

    def _is_skeleton(self, key: str, inside: Places) -> bool:
        """Whether another line between paragraphs stands on nearly all of the same pages: the parts of a series."""
        own = _pages(inside[key])
        return any(
            len(own & _pages(where)) >= _NEARLY_ALL * len(own) for other, where in inside.items() if other != key
        )

    def _repeated(self, places: Sequence[Place], repeated: Container[str]) -> Repeated:
        lines = [self._pages[number][at] for number, at in places]
        texts = tuple(dict.fromkeys(line.text for line in lines))
        pattern = ""
        if len(texts) > 1:
            pattern = "^" + r"\d{1,12}".join(re.escape(part) for part in _DIGITS.split(texts[0])) + "$"
        return Repeated(pattern, texts[:3], len(_pages(places)), self._miss(texts[0], repeated))

    def _miss(self, text: str, repeated: Container[str]) -> str:
        """A sentence of the stories that shares most words with a line."""
        words = set(text.lower().split())
        every = (
            line.text for lines in self._pages for line in lines if len(line.text) >= _LONG and line.key not in repeated
        )
        return max(every, key=lambda sentence: len(words & set(sentence.lower().split())), default="")


def _pages(places: Iterable[Place]) -> set[int]:
    return {number for number, _ in places}


def _lines(context: Context) -> Iterator[Line]:
    """Kept lines that are whole blocks, in order."""
    pieces = [piece for piece in context.trail.all_pieces() if not (piece.verdict and piece.verdict.last >= 0)]
    gone = [True, *(not is_kept(piece) for piece in pieces), True]
    wide = [True, *(not is_kept(piece) or piece.end - piece.start >= _LONG for piece in pieces), True]
    for at, piece in enumerate(pieces):
        text = context.trail.text(piece)
        node = context.trail.block(piece).node
        listed = node >= 0 and context.page.nodes[node].tag in _LIST_TAGS
        if is_kept(piece):
            between, apart = gone[at] and gone[at + 2], wide[at] and wide[at + 2]
            yield Line(_DIGITS.sub("0", text), text, between, listed, apart)


def _may_be_brand(context: Context, opening: str) -> bool:
    """Whether a story's opening words look like a portal's name: capitals inside, or a name the site goes by."""
    if len(opening.split()) > 3 or opening.lower() in context.rules.lexicon.cities:
        return False
    return bool(_BRAND.search(opening)) or squashed(opening) in context.own_names
