"""Selectors on a parsed page, answered in blocks and characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from cleaner.blocks.select import Alternative, alternatives, xpath
from cleaner.model import Block, Node, Span


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
        self._known: dict[str, list[Any]] = {}

    def select(self, selector: str) -> tuple[Found, ...]:
        """Elements of the selector that hold visible text, block-level ones first. Asked twice, answered once."""
        found = self._found.get(selector)
        if found is None:
            found = self._found[selector] = tuple(self._select(selector))
        return found

    def _select(self, selector: str) -> Iterator[Found]:
        known = alternatives(selector)
        chosen = xpath(selector)(self._root) if known is None else [el for one in known for el in self._matching(one)]
        places = {place for el in chosen for place in self._places.get(el, ())}
        pieces: dict[Any, list[tuple[int, int, int]]] = {}
        for place in sorted(places):
            if place < len(self._nodes):
                yield Found(place, ())
            else:
                block, span = self._spans[place - len(self._nodes)]
                pieces.setdefault(self._elements[place], []).append((block, span.start, span.end))
        yield from (Found(-1, tuple(own)) for own in pieces.values())

    def _matching(self, one: Alternative) -> Iterator[Any]:
        if one.around is None:
            yield from filter(one.test, self._named(one.key))
            return
        for outer in self._matching(one.around):
            yield from filter(one.test, outer.iter(one.key.strip("<>")))

    def _named(self, key: str) -> Iterable[Any]:
        """The elements with a class, an id, an attribute or a name, as Alternative.key writes it."""
        if key[0] not in "[<":
            return (el for marks in self._by_mark.get(key, ()) for el in self._by_marks[marks])
        found = self._known.get(key)
        if found is None:
            name = key[1:-1]
            found = [el for el in self._places if (el.get(name) is not None if key[0] == "[" else el.tag == name)]
            self._known[key] = found
        return found

    @cached_property
    def _spans(self) -> list[tuple[int, Span]]:
        """The inline elements' pieces of text: (block, characters)."""
        return [(block.number, span) for block in self._blocks for span in block.spans]

    @cached_property
    def _places(self) -> Mapping[Any, list[int]]:
        """Element with visible text -> its places in `elements`: an inline one has one in each of its blocks."""
        found: dict[Any, list[int]] = {}
        for place, el in enumerate(self._elements):
            if place >= len(self._nodes) or self._nodes[place].first < self._nodes[place].stop:
                found.setdefault(el, []).append(place)
        return found

    @cached_property
    def _by_marks(self) -> Mapping[str, list[Any]]:
        """Class and id as written -> the elements that have just these: a page has few, and repeats them."""
        found: dict[str, list[Any]] = {}
        named = [*(node.marks for node in self._nodes), *(span.marks for _, span in self._spans)]
        for el, marks in zip(self._elements, named, strict=True):
            if marks:
                found.setdefault(marks, []).append(el)
        return found

    @cached_property
    def _by_mark(self) -> Mapping[str, list[str]]:
        """A single class or id -> the keys of _by_marks that hold it."""
        found: dict[str, list[str]] = {}
        for marks in self._by_marks:
            for mark in set(marks.split()):
                found.setdefault(mark, []).append(marks)
        return found

    def markup(self) -> str:
        """The page as markup again, for a tool that wants its own parse."""
        return str(etree.tostring(self._root, encoding="unicode", method="html"))
