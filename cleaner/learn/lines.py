"""Lines that stand on many pages of a site, and the name that its datelines begin with.

What a story says itself can also stand on many pages: a refrain, the parts of a recipe, the signs of a horoscope, the
hours of a prayer time table, a closing formula. The guard against taking those: pages of one story count once; a line
between paragraphs must stand on a third of the pages, say three words, and be no heading and no label of what follows;
lines that come in threes are the skeleton of a series.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
_SKELETON = 3
_SAME_STORY = 0.5
_LONG = 60
_DIGITS = re.compile(r"\d+")
_OPENING = re.compile(r"^([^\W\d_][\w.&'’ ]{1,30}?)\s{0,2}[-–—]{1,2}\s{1,2}\S")
_BRAND = re.compile(r"[A-Z]{3}|[a-z][A-Z]|\.\w")
_LIST_TAGS = HEADING_TAGS | {"li", "td", "th", "dt", "dd"}


class Line(NamedTuple):
    """A kept line of one page and where it stands there."""

    key: str
    """its words, digits aside."""
    text: str
    between: bool
    """both its neighbours went."""
    listed: bool
    """a heading, a list item or a cell."""


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
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, lines in enumerate(self._pages):
            for key, at in {line.key: at for at, line in enumerate(lines)}.items():
                found[key].append((number, at))
        found = {key: places for key, places in found.items() if len(places) >= enough(len(self._pages))}
        return [self._repeated(places) for key, places in found.items() if self._is_furniture(key, places, found)]

    def _is_furniture(
        self, key: str, places: Sequence[tuple[int, int]], repeated: dict[str, list[tuple[int, int]]]
    ) -> bool:
        lines = [self._pages[number][at] for number, at in places]
        between = sum(line.between for line in lines)
        if len(key) > _MAX_CHARS:
            return False
        if between >= len(lines) * _NEARLY_ALL:
            return True
        if len(key.split()) < _MIN_WORDS or key.endswith((":", "?", ";", ",")) or any(line.listed for line in lines):
            return False
        if len(places) < len(self._pages) * (_SENTENCE if ends_sentence(key) else _ALONE):
            return False
        at_edge = sum(self._at_edge(number, at, repeated) for number, at in places) >= len(lines) * _NEARLY_ALL
        varies = len({line.text for line in lines}) > 1
        return (at_edge and not varies) or not self._is_skeleton(key, places, repeated)

    def _at_edge(self, number: int, at: int, repeated: dict[str, list[tuple[int, int]]]) -> bool:
        """Whether nothing but repeated lines stands above it, or below it."""
        lines = self._pages[number]
        return all(line.key in repeated for line in lines[:at]) or all(line.key in repeated for line in lines[at:])

    def _is_skeleton(
        self, key: str, places: Sequence[tuple[int, int]], repeated: dict[str, list[tuple[int, int]]]
    ) -> bool:
        """Whether other repeated lines stand on nearly all of the same pages, apart from it."""
        own = {number for number, _ in places}
        others = [
            other
            for other, where in repeated.items()
            if other != key and len(own & {number for number, _ in where}) >= _NEARLY_ALL * len(own)
        ]
        return len(others) + 1 >= _SKELETON

    def _repeated(self, places: Sequence[tuple[int, int]]) -> Repeated:
        lines = [self._pages[number][at] for number, at in places]
        texts = tuple(dict.fromkeys(line.text for line in lines))
        pattern = ""
        if len(texts) > 1:
            pattern = "^" + r"\d{1,12}".join(re.escape(part) for part in _DIGITS.split(texts[0])) + "$"
        return Repeated(pattern, texts[:3], len(lines), self._miss(texts[0]))

    def _miss(self, text: str) -> str:
        """A sentence of the stories that shares most words with a line."""
        words = set(text.lower().split())
        every = (line.text for lines in self._pages for line in lines if len(line.text) >= _LONG)
        return max(every, key=lambda sentence: len(words & set(sentence.lower().split())), default="")


def _lines(context: Context) -> Iterator[Line]:
    """Kept lines that are whole blocks, in order."""
    pieces = [piece for piece in context.trail.all_pieces() if not (piece.verdict and piece.verdict.last >= 0)]
    gone = [True, *(not is_kept(piece) for piece in pieces), True]
    for at, piece in enumerate(pieces):
        text = context.trail.text(piece)
        node = context.trail.block(piece).node
        listed = node >= 0 and context.page.nodes[node].tag in _LIST_TAGS
        if is_kept(piece):
            yield Line(_DIGITS.sub("0", text), text, gone[at] and gone[at + 2], listed)


def _may_be_brand(context: Context, opening: str) -> bool:
    """Whether a story's opening words look like a portal's name: capitals inside, or a name the site goes by."""
    if len(opening.split()) > 3 or context.rules.lexicon.city.fullmatch(opening):
        return False
    return bool(_BRAND.search(opening)) or squashed(opening) in context.own_names
