"""Selectors on a parsed page, answered in blocks and characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree
from lxml.cssselect import CSSSelector


class Found(NamedTuple):
    """What a selector found: a block-level element (node >= 0), or an inline one as pieces (block, start, end)."""

    node: int
    pieces: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=4096)
def compiled(selector: str) -> Callable[[Any], list[Any]]:
    """A compiled CSS selector. The cache holds no page, only what rule files name."""
    select: Callable[[Any], Any] = CSSSelector(selector, translator="html")
    return select


class Tree:
    """The parsed page behind a Page; frozen by convention: nothing here changes it."""

    __slots__ = ("_found", "_list_places", "_marks", "_places", "_root")

    def __init__(self, root: Any, places: Callable[[], Mapping[Any, Any]], marks: frozenset[str]) -> None:
        """places: gives element -> node number or pieces; asked with the first selector."""
        self._root = root
        self._list_places = places
        self._places: Mapping[Any, Any] | None = None
        self._marks = marks
        self._found: dict[str, tuple[Found, ...]] = {}

    def select(self, selector: str) -> tuple[Found, ...]:
        """Elements of the selector that hold visible text or blocks, in document order. Asked twice, answered once."""
        found = self._found.get(selector)
        if found is None:
            found = self._found[selector] = tuple(self._select(selector)) if self._may_find(selector) else ()
        return found

    def _select(self, selector: str) -> Iterator[Found]:
        if self._places is None:
            self._places = self._list_places()
        for el in compiled(selector)(self._root):
            place = self._places.get(el)
            if isinstance(place, int):
                yield Found(place, ())
            elif place:
                yield Found(-1, tuple(place))

    def markup(self) -> str:
        """The page as markup again, for a tool that wants its own parse."""
        return str(etree.tostring(self._root, encoding="unicode", method="html"))

    def _may_find(self, selector: str) -> bool:
        """Whether the page has every class and id of some alternative of a selector; a selector costs 150 µs to run."""
        return any(all(mark in self._marks for mark in needed) for needed in _needed_marks(selector))


@lru_cache(maxsize=4096)
def _needed_marks(selector: str) -> tuple[tuple[str, ...], ...]:
    """The classes and ids that each alternative of a selector names; what stands in [] or () is left out."""
    plain = re.sub(r"\[[^\]]*\]|\([^)]*\)", "", selector)
    return tuple(tuple(re.findall(r"[.#]([\w-]+)", part)) for part in plain.split(","))
