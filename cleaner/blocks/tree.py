"""Selectors on a parsed page, answered in blocks and characters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, takewhile
from operator import attrgetter
from typing import Any, NamedTuple

from lxml import etree

from cleaner.blocks.select import Alternative, Key, alternatives, xpath
from cleaner.blocks.walk import marks_of
from cleaner.model import Block, Node, Span

# NUL: markup is parsed without it.
_BETWEEN = "\0"
_marks, _spans = attrgetter("marks"), attrgetter("spans")


class Found(NamedTuple):
    """What a selector found: a block-level element (node >= 0), or an inline one as pieces (block, start, end)."""

    node: int
    pieces: tuple[tuple[int, int, int], ...]


class Tree:
    """The parsed page behind a Page; frozen by convention: nothing here changes it."""

    def __init__(self, root: Any, nodes: Sequence[Node], elements: Sequence[Any], blocks: Sequence[Block]) -> None:
        """elements: those behind the nodes, in their order, then those behind all spans of all blocks, in theirs."""
        self._root = root
        self._nodes = nodes
        self._elements = elements
        self._blocks = blocks
        self._found: dict[str, tuple[Found, ...]] = {}
        self._near: dict[tuple[str, int, int], tuple[Found, ...]] = {}
        self._parts: dict[tuple[int, int], _Part] = {}
        self._inside: dict[int, list[str]] = {}

    def select(self, selector: str) -> tuple[Found, ...]:
        """Elements of the selector that hold visible text, block-level ones first. Asked twice, answered once."""
        found = self._found.get(selector)
        if found is None:
            found = self._found[selector] = tuple(self._select(selector))
        return found

    def select_within(self, selector: str, first: int, stop: int) -> tuple[Found, ...]:
        """Of what select() finds, the elements and pieces that touch blocks [first, stop), and perhaps others.

        Whoever asks about a few blocks of a page, as for a story's, pays less than half.
        """
        found = self._near.get((selector, first, stop))
        if found is None:
            found = self._near[selector, first, stop] = self._select_within(selector, first, stop)
        return found

    def _select_within(self, selector: str, first: int, stop: int) -> tuple[Found, ...]:
        known = alternatives(selector)
        places: list[int] = []
        for one in known or ():
            if one.around is not None:
                return self.select(selector)
            places += self._passing(one, self._part(first, stop).find(one.key))
        if known is None:
            return self.select(selector)
        return tuple(self._as_found(places)) if places else ()

    def holds(self, node: int, *names: str) -> bool:
        """Whether a block-level element (by its number) holds an element of one of the names, text or none."""
        return next(self._elements[node].iter(*names), None) is not None

    def prop(self, node: int) -> str:
        """itemprop or role of a block-level element (by its number): hardly any is asked for."""
        element = self._elements[node]
        return str(element.get("itemprop") or element.get("role") or "")

    def marks_in(self, block: int) -> list[str]:
        """class and id of a block's inline elements, as written, in the order of its spans.

        Few blocks are asked about, and these by several passes.
        """
        found = self._inside.get(block)
        if found is None:
            found = self._inside[block] = [marks_of(self._elements[place]) for place in self._inline(block, block + 1)]
        return found

    def stated(self, block: int, attributes: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
        """What the inline elements of a block state in an attribute, by the element's name: {"time": "datetime"}."""
        for place, span in zip(self._inline(block, block + 1), self._blocks[block].spans, strict=True):
            value = self._elements[place].get(attributes[span.tag]) if span.tag in attributes else None
            if value:
                yield span, value

    def _select(self, selector: str) -> Iterator[Found]:
        known = alternatives(selector)
        if known is None:
            return self._as_found(place for el in xpath(selector)(self._root) for place in self._places.get(el, ()))
        return self._as_found(place for one in known for place in self._matching(one))

    def _as_found(self, places: Iterable[int]) -> Iterator[Found]:
        pieces: dict[Any, list[tuple[int, int, int]]] = {}
        for place in sorted(set(places)):
            if place < len(self._nodes):
                yield Found(place, ())
            else:
                block, span = self._spans[place - len(self._nodes)]
                pieces.setdefault(self._elements[place], []).append((block, span.start, span.end))
        yield from (Found(-1, tuple(own)) for own in pieces.values())

    def _matching(self, one: Alternative) -> Iterable[int]:
        """Places in `elements` of what a selector's alternative finds."""
        if one.around is None:
            places: Iterable[int] = self._whole.find(one.key)
        else:
            places = [inner for outer in self._matching(one.around) for inner in self._named_in(outer, one.key.text)]
        return self._passing(one, places)

    def _passing(self, one: Alternative, places: Iterable[int]) -> list[int]:
        return [place for place in places if one.test(self._elements[place])]

    def _named_in(self, outer: int, name: str) -> Iterator[int]:
        """Places of the elements of a name inside the one at place `outer`."""
        if outer >= len(self._nodes):
            for el in self._elements[outer].iter(name):
                yield from self._places.get(el, ())
            return
        for node in takewhile(lambda inner: inner.parent >= outer, self._nodes[outer + 1 :]):
            if node.tag == name and node.first < node.stop:
                yield node.number
        for place in self._inline(self._nodes[outer].first, self._nodes[outer].stop):
            if self._elements[place].tag == name:
                yield place

    @cached_property
    def _spans(self) -> list[tuple[int, Span]]:
        """The inline elements' pieces of text: (block, characters)."""
        return [(block.number, span) for block in self._blocks for span in block.spans]

    @cached_property
    def _spans_before(self) -> list[int]:
        """How many of these there are before each block, and in all."""
        return list(accumulate(map(len, map(_spans, self._blocks)), initial=0))

    @cached_property
    def _texted(self) -> list[int]:
        """Places of the elements with visible text; an inline one has a place in each of its blocks."""
        own = [node.number for node in self._nodes if node.first < node.stop]
        return [*own, *range(len(self._nodes), len(self._elements))]

    @cached_property
    def _places(self) -> Mapping[Any, list[int]]:
        """The same by element."""
        found: dict[Any, list[int]] = {}
        for place in self._texted:
            found.setdefault(self._elements[place], []).append(place)
        return found

    @cached_property
    def _whole(self) -> _Part:
        marks = [*map(_marks, self._nodes), *map(marks_of, self._elements[len(self._nodes) :])]
        return _Part(self._elements, self._texted, [marks[place] for place in self._texted])

    def _part(self, first: int, stop: int) -> _Part:
        """The elements that touch blocks [first, stop)."""
        part = self._parts.get((first, stop))
        if part is None:
            near = [node for node in self._nodes if node.first < stop and first < node.stop]
            inline = self._inline(first, stop)
            places = [*(node.number for node in near), *inline]
            marks = [*map(_marks, near), *map(marks_of, self._elements[inline.start : inline.stop])]
            part = self._parts[first, stop] = _Part(self._elements, places, marks)
        return part

    def _inline(self, first: int, stop: int) -> range:
        """Places of the inline elements of blocks [first, stop), in the order of their spans."""
        begin = len(self._nodes)
        before = self._spans_before
        return range(begin + before[first], begin + before[min(stop, len(self._blocks))])

    def markup(self) -> str:
        """The page as markup again, for a tool that wants its own parse."""
        return str(etree.tostring(self._root, encoding="unicode", method="html"))


class _Part:
    """Some of a tree's elements by their places, with class and id of each as written, to be looked up."""

    def __init__(self, elements: Sequence[Any], places: Sequence[int], marks: Sequence[str]) -> None:
        self._elements = elements
        self._places = places
        self._marks = marks
        self._known: dict[str, list[int]] = {}

    def find(self, key: Key) -> list[int]:
        """Places of the elements that a key can mean; none of those that it does mean is missing."""
        if key.kind == "mark":
            return [place for marks in self._marks_with(key.text) for place in self._by_marks[marks]]
        if key.kind == "element":
            return [place for place in self._places if self._elements[place].tag == key.text]
        found = self._known.get(key.text)
        if found is None:
            found = [place for place in self._places if self._elements[place].get(key.text) is not None]
            self._known[key.text] = found
        return found

    @cached_property
    def _all_marks(self) -> str:
        """Every class and id once, with a mark between them that no attribute holds."""
        return _BETWEEN.join(["", *set(self._marks), ""])

    def _marks_with(self, text: str) -> Iterator[str]:
        """Those of them in which a text stands; most pages have none."""
        whole, end = self._all_marks, 0
        while (at := whole.find(text, end)) >= 0:
            end = whole.index(_BETWEEN, at)
            yield whole[whole.rindex(_BETWEEN, 0, at) + 1 : end]

    @cached_property
    def _by_marks(self) -> Mapping[str, list[int]]:
        """Class and id as written -> the places that have just these: a page has few, and repeats them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, marks in zip(self._places, self._marks, strict=True):
            if marks:
                found[marks].append(place)
        return found
