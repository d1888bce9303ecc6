"""What elements of a site can be called in a selector: a class or id that is no number of one page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.label.elements import TEXT_TAGS
from cleaner.model import Node, Page

# Generated names ("a9b17e04", "css-1x2y3z", "post-12345") name one page or one build, not a place.
_WORD = re.compile(r"^[A-Za-z_][\w-]*$")
_GENERATED = re.compile(r"\d{4,}|^css-|^sc-|^[a-z]{0,2}\d[\da-f]{4,}$|^(?=\w*\d\w*\d)(?=\w*[a-f])[\da-f]{6,}$")
_SAYS = ("article", "main", "h1", "time")
_PROPS = ("articleBody", "headline", "author", "datePublished")


class Names:
    """Selectors for elements. Whether a word is a class or an id is asked of the page where it is first seen."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, page: Page, node: Node) -> Iterator[str]:
        """Selectors that find an element, each by one of its own marks."""
        yield from self.of_marks(page, node.tag, node.marks)
        prop = page.tree.prop(node.number)
        if prop in _PROPS:
            yield f"[itemprop='{prop}']"

    def of_marks(self, page: Page, tag: str, marks: str) -> Iterator[str]:
        """The same for an inline element, by its class and id, else its name."""
        for word in dict.fromkeys(marks.split()):
            if selector := self._selector(page, word):
                yield selector
        if tag in _SAYS:
            yield tag

    def under(self, page: Page, node: Node, tag: str) -> Iterator[str]:
        """Selectors for an element without a name of its own: by its parent's name and its tag."""
        for selector in self.of(page, node):
            if selector not in _SAYS:
                yield f"{selector} {tag}"

    def _selector(self, page: Page, word: str) -> str:
        if word not in self._known:
            usable = _WORD.match(word) and not _GENERATED.search(word)
            sign = "." if usable and page.tree.select(f".{word}") else "#"
            self._known[word] = f"{sign}{word}" if usable else ""
        return self._known[word]


def is_place(node: Node) -> bool:
    """Whether an element is a place for text rather than text."""
    return node.tag not in TEXT_TAGS and node.tag not in ("html", "body")
