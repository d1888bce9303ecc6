"""Selectors on a parsed page, answered in blocks and characters."""

from __future__ import annotations

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

    __slots__ = ("_places", "_root", "_vocabulary")

    def __init__(self, root: Any, places: Mapping[Any, Any]) -> None:
        self._root = root
        self._places = places
        self._vocabulary: str | None = None

    def select(self, selector: str) -> Iterator[Found]:
        """Elements of the selector that hold visible text or blocks, in document order."""
        for el in compiled(selector)(self._root):
            place = self._places.get(el)
            if isinstance(place, int):
                yield Found(place, ())
            elif place:
                yield Found(-1, tuple(place))

    def markup(self) -> str:
        """The page as markup again, for a tool that wants its own parse."""
        return str(etree.tostring(self._root, encoding="unicode", method="html"))

    def attribute(self, selector: str, name: str) -> str | None:
        """An attribute of the first element of a selector."""
        for el in compiled(selector)(self._root):
            value = el.get(name)
            if value is not None:
                return str(value)
        return None

    def mentions(self, words: tuple[str, ...]) -> bool:
        """Whether each of the words occurs in some class or id: a cheap look before a selector runs."""
        if self._vocabulary is None:
            self._vocabulary = " ".join(
                filter(None, (f"{el.get('class') or ''} {el.get('id') or ''}" for el in self._places))
            )
        return all(word in self._vocabulary for word in words)
