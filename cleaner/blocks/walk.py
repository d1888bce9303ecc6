"""One walk over a parsed page, without recursion: every visible text node ends in exactly one block.

The hot loop of cleaning a page: it runs once for every start and end of an element, some 2,000 times a page. It is
written out in one place instead of in small methods, which made it 1.7 times as slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from cleaner.hygiene import tidy
from cleaner.model import Block, Node, Span

# Not visible: see DESIGN section 2 of the ledger. Everything else that holds text is accounted for.
INVISIBLE = frozenset({"head", "script", "style", "template", "noscript", "svg"})
INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "amp-fit-text", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
# Inline elements in inline elements: a block has a span for each of them. Real pages nest 7 at the most, and have some
# thousands in all; what is past these bounds keeps its text and is no span.
_MOST_OPEN, _MOST_SPANS = 20, 200_000
_HIDDEN, _INLINE, _BREAK, _BLOCK, _UNSEEN = range(5)
_KINDS = {**dict.fromkeys(INVISIBLE, _HIDDEN), **dict.fromkeys(INLINE, _INLINE), "br": _BREAK}


class Walk:
    """A page flattened: blocks, and the elements with the blocks they span."""

    def __init__(self, root: Any) -> None:
        self.blocks: list[Block] = []
        self.elements: list[Any] = []
        """block-level elements, by number; beside them their parents, and the blocks [first, stop) they span."""
        self._parents: list[int] = []
        self._firsts: list[int] = []
        self._stops: list[int] = []
        self.inline: list[Any] = []
        """the elements behind all spans of all blocks, in order."""
        self._chunks: list[str] = []
        self._spans: list[list[Any]] = []
        """[element, first chunk, chunk behind its last] of the inline elements in the collected text."""
        self._open_spans: list[list[Any]] = []
        self._owner = -1
        self._breaks = 0
        self._run(root)

    def _run(self, root: Any) -> None:  # noqa: C901, PLR0912 - in one piece for speed, see above
        walker = etree.iterwalk(root, events=("start", "end"))
        elements, parents, firsts, stops = self.elements, self._parents, self._firsts, self._stops
        chunks, spans, open_spans = self._chunks, self._spans, self._open_spans
        kinds: list[int] = []
        for event, el in walker:
            if event == "start":
                kind = _KINDS.get(el.tag, _BLOCK)
                kinds.append(kind)
                if kind == _HIDDEN:
                    walker.skip_subtree()
                    continue
                if kind == _INLINE:
                    if len(open_spans) < _MOST_OPEN:
                        span = [el, len(chunks), -1]
                        spans.append(span)
                        open_spans.append(span)
                    else:
                        kinds[-1] = _UNSEEN
                else:
                    if chunks or spans:
                        self._flush()
                    if kind == _BREAK:
                        self._breaks += 1
                    else:
                        self._breaks = 0
                        parents.append(self._owner)
                        self._owner = len(elements)
                        elements.append(el)
                        firsts.append(len(self.blocks))
                        stops.append(-1)
                text = el.text
            else:
                kind = kinds.pop()
                if kind == _INLINE:
                    open_spans.pop()[2] = len(chunks)
                elif kind == _BLOCK:
                    if chunks or spans:
                        self._flush()
                    self._breaks = 0
                    stops[self._owner] = len(self.blocks)
                    self._owner = parents[self._owner]
                text = el.tail
            if text and (chunks or not text.isspace()):
                chunks.append(text)
        self._flush()

    def _flush(self) -> None:
        """The text collected so far is a block, unless it is blank. Inline elements still open go on in the next."""
        chunks = self._chunks
        if chunks:
            text = tidy(chunks[0] if len(chunks) == 1 else "".join(chunks))
            if text:
                self._close_block(text)
            chunks.clear()
            for span in self._open_spans:
                span[1] = 0
        self._spans[:] = self._open_spans

    def _close_block(self, text: str) -> None:
        spans: list[Span] = []
        links = 0
        for el, start, end in self._measured(text) if self._spans and len(self.inline) < _MOST_SPANS else ():
            tag = el.tag
            spans.append(Span(tag, start, end, marks_of(el)))
            self.inline.append(el)
            if tag == "a":  # links do not nest in HTML
                links += end - start
        self.blocks.append(Block(len(self.blocks), text, self._owner, tuple(spans), links, self._breaks))
        self._breaks = 0

    def _measured(self, text: str) -> list[tuple[Any, int, int]]:
        """The inline elements of the collected text with their characters [start, end) of it."""
        worded = [number for number, chunk in enumerate(self._chunks) if not chunk.isspace()]
        if len(worded) == 1:  # as in most menus: what holds the one piece of text holds all
            only, size = worded[0], len(text)
            return [(el, 0, size) for el, first, stop in self._spans if first <= only and (stop < 0 or only < stop)]
        places = boundaries(self._chunks, text)
        ends = ((el, places[first][1], places[stop][0]) for el, first, stop in self._spans)  # -1: open to the end
        return [(el, start, end) for el, start, end in ends if start < end]

    def nodes(self) -> tuple[Node, ...]:
        """The block-level elements. One that holds no text needs no name."""
        rows = zip(self.elements, self._parents, self._firsts, self._stops, strict=True)
        return tuple(
            [
                Node(number, el.tag, "", parent, first, stop, "")
                if first == stop
                else Node(number, el.tag, marks_of(el), parent, first, stop, el.get("itemprop") or el.get("role") or "")
                for number, (el, parent, first, stop) in enumerate(rows)
            ]
        )


def marks_of(el: Any) -> str:
    """class and id of an element, as written."""
    cls, ident = el.get("class"), el.get("id")
    if cls and ident:
        return f"{cls} {ident}"
    return cls or ident or ""


def boundaries(chunks: Sequence[str], text: str) -> list[tuple[int, int]]:
    """For the place before each chunk, and the one behind the last: where a piece ends and where one starts there.

    text: what tidy() makes of the chunks. Where a letter and its mark stand in two chunks, a place is off by one.

    >>> boundaries(["Pasar ", "lama", " ditutup."], "Pasar lama ditutup.")
    [(0, 0), (5, 6), (10, 10), (19, 19)]
    """
    places = []
    length, blank = 0, False
    for chunk in chunks:
        places.append((min(length, len(text)), min(length + (blank and length > 0), len(text))))
        clean = tidy(chunk)
        if clean:
            length += len(clean) + (length > 0 and (blank or chunk[0].isspace()))
        blank = chunk[-1].isspace() or (blank and not clean)
    return [*places, (len(text), len(text))]
