"""The container that holds what differs: the smallest place with a name in which the story stands, page after page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.label.context import Context
from cleaner.learn.names import Names, is_place
from cleaner.learn.sample import enough
from cleaner.model import Node

# A container holds a page's story when it holds so much of the kept prose, captions aside; on a page in ten it may
# hold a little less, since without a portal file teasers are kept, too.
_HOLDS, _NEARLY = 0.97, 0.85
_NEARLY_PAGES, _MISSED_PAGES = 0.1, 0.02
# The portal's container counts from so much prose on (label/container.py): less is another kind of box.
_LEAST_PROSE = 120
_GENERATIONS = 3
_SPLIT = 0.05


class Place(NamedTuple):
    """What a selector's elements hold of one page."""

    prose: frozenset[int]
    """blocks of kept prose."""
    text: int
    """characters, of any kind."""
    elements: int
    says_body: bool


class Places(NamedTuple):
    """The places of one page that hold prose: by selector."""

    page: str
    prose: dict[int, int]
    """block -> characters of running text that are kept in it."""
    by_selector: dict[str, Place]


@dataclass
class Support:
    """What is known of a selector over the pages."""

    holds: set[str] = field(default_factory=set)
    nearly: set[str] = field(default_factory=set)
    misses: set[str] = field(default_factory=set)
    prose: int = 0
    extra: int = 0
    """characters beside the prose."""
    split: int = 0
    """pages with several such elements."""
    says_body: int = 0

    def add(self, page: str, place: Place, prose: dict[int, int]) -> None:
        """Count one page; `prose` without its captions."""
        inside = sum(prose.get(number, 0) for number in place.prose)
        share = inside / sum(prose.values()) if inside >= _LEAST_PROSE else 0.0
        (self.holds if share >= _HOLDS else self.nearly if share >= _NEARLY else self.misses).add(page)
        if share >= _NEARLY:
            self.prose += inside
            self.extra += place.text - inside
            self.split += place.elements > 1
            self.says_body += place.says_body

    @property
    def is_safe(self) -> bool:
        """Whether it costs hardly a page any of its story."""
        pages = len(self.holds)
        return len(self.nearly) <= _NEARLY_PAGES * pages and len(self.misses) <= _MISSED_PAGES * pages


class Chosen(NamedTuple):
    """A container of a draft, and on how many pages it holds the story."""

    select: str
    pages: int


def places_of(name: str, context: Context, names: Names) -> Places:
    """For every selector that finds a place with kept prose: what stands in it."""
    page, prose = context.page, _kept_prose(context)
    found: dict[str, list[Node]] = defaultdict(list)
    for node in page.nodes:
        if is_place(node) and any(node.first <= number < node.stop for number in prose):
            for selector in names.of(page, node):
                found[selector].append(node)
    return Places(name, prose, {selector: _place(context, nodes, prose) for selector, nodes in found.items()})


def _kept_prose(context: Context) -> dict[int, int]:
    pieces = [piece for piece in context.trail.kept() if context.is_prose(piece)]
    return {piece.block: piece.end - piece.start for piece in pieces}


def _place(context: Context, nodes: Sequence[Node], prose: dict[int, int]) -> Place:
    numbers = {number for node in nodes for number in range(node.first, node.stop)}
    text = sum(len(context.page.blocks[number].text) for number in numbers)
    says = any(context.elements.says_body(node) for node in nodes)
    return Place(frozenset(numbers & prose.keys()), text, len(nodes), says)


def choose(
    pages: Sequence[Places], captions: Collection[tuple[str, int]], refused: Collection[str]
) -> Iterator[Chosen]:
    """Containers that together cover the pages, the one of most pages first.

    A selector that finds prose but not the story on some page is not taken: there it would cost paragraphs.
    captions: (page, block) of what is no story though it reads like it; refused: selectors that failed their trial.
    """
    left = {
        places.page: places._replace(
            prose={number: size for number, size in places.prose.items() if (places.page, number) not in captions}
        )
        for places in pages
    }
    least = enough(len(left))
    for _ in range(_GENERATIONS):
        support = _support(left.values(), refused)
        known = {selector: one for selector, one in support.items() if len(one.holds) >= least}
        if not known:
            return
        most = max(len(one.holds) for one in known.values())
        near = [selector for selector, one in known.items() if len(one.holds) >= most * 0.95]
        best = _best({selector: known[selector] for selector in near})
        yield Chosen(best, len(known[best].holds))
        done = known[best].holds | known[best].nearly
        left = {name: places for name, places in left.items() if name not in done}


def _support(pages: Iterable[Places], refused: Collection[str]) -> dict[str, Support]:
    support: dict[str, Support] = defaultdict(Support)
    for places in pages:
        for selector, one in places.by_selector.items():
            support[selector].add(places.page, one, places.prose)
    return {selector: one for selector, one in support.items() if selector not in refused and one.is_safe}


def _best(near: Mapping[str, Support]) -> str:
    """The selector with the least text beside the story; where that one finds the story in several parts, the least
    that finds it in one, if it adds no more than the story: a part without a paragraph would be lost (liputan6).
    """
    ranked = sorted(near, key=lambda selector: _rank(selector, near[selector]))
    best = near[ranked[0]]
    if best.split > _SPLIT * len(best.holds):
        whole = [one for one in ranked if near[one].split == 0 and near[one].extra <= near[one].prose]
        return next(iter(whole), ranked[0])
    return ranked[0]


def _rank(selector: str, one: Support) -> tuple[int, int, bool, int, str]:
    """Least text beside the story first, in steps of 40 characters a page; then in one part; then a telling name."""
    pages = len(one.holds)
    return (one.extra // (40 * pages), one.split * 10 // pages, one.says_body * 2 < pages, -len(selector), selector)
