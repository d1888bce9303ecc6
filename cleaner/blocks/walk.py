"""One walk over a parsed page, without recursion: every visible text node ends in exactly one block.

The hot loop of cleaning a page: it runs once for every start and end of an element, some 2,000 times a page. It is
written out in one place instead of in small methods, which made it 1.7 times as slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from lxml import etree

from cleaner.hygiene import tidy
from cleaner.model import Block, Node, Span, maker

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
_node, _span, _block = maker(Node), maker(Span), maker(Block)
_UNFINISHED = Node(-1, "", "", -1, -1, -1, "")
_KINDS = {**dict.fromkeys(INVISIBLE, _HIDDEN), **dict.fromkeys(INLINE, _INLINE), "br": _BREAK}


class Walk:
    """A page flattened: blocks, and the elements with the blocks they span."""

    def __init__(self, root: Any) -> None:
        self.blocks: list[Block] = []
        self.nodes: list[Node] = []
        """the block-level elements. One that holds no text needs no name."""
        self.elements: list[Any] = []
        """what lxml has for each of the nodes."""
        self.inline: list[Any] = []
        """the elements behind all spans of all blocks, in order."""
        self._chunks: list[str] = []
        self._spans: list[list[Any]] = []
        """[element, first chunk, chunk behind its last] of the inline elements in the collected text."""
        self._open_spans: list[list[Any]] = []
        self._run(root)

    def _run(self, root: Any) -> None:  # noqa: C901, PLR0912, PLR0915 - in one piece for speed, see above
        walker = etree.iterwalk(root, events=("start", "end"))
        kind_of, flush = _KINDS.get, self._flush
        blocks, nodes, elements = self.blocks, self.nodes, self.elements
        chunks, spans, open_spans = self._chunks, self._spans, self._open_spans
        kinds: list[int] = []
        owners: list[tuple[int, str, int]] = []  # number, name and first block of the open elements
        owner, breaks = -1, 0
        for event, el in walker:
            if event == "start":
                tag = el.tag
                kind = kind_of(tag, _BLOCK)
                if kind == _BLOCK:
                    if chunks or spans:
                        flush(owner, breaks)
                    breaks = 0
                    owner = len(elements)
                    elements.append(el)
                    nodes.append(_UNFINISHED)
                    owners.append((owner, tag, len(blocks)))
                elif kind == _INLINE:
                    if len(open_spans) < _MOST_OPEN:
                        span = [el, len(chunks), -1]
                        spans.append(span)
                        open_spans.append(span)
                    else:
                        kind = _UNSEEN
                elif kind == _BREAK:
                    if (chunks or spans) and flush(owner, breaks):
                        breaks = 0
                    breaks += 1
                else:
                    kinds.append(kind)
                    walker.skip_subtree()
                    continue
                kinds.append(kind)
                text = el.text
            else:
                kind = kinds.pop()
                if kind == _INLINE:
                    open_spans.pop()[2] = len(chunks)
                elif kind == _BLOCK:
                    if chunks or spans:
                        flush(owner, breaks)
                    breaks = 0
                    number, tag, first = owners.pop()
                    owner = owners[-1][0] if owners else -1
                    stop = len(blocks)
                    if first == stop:
                        nodes[number] = _node((number, tag, "", owner, first, stop, ""))
                    else:
                        prop = el.get("itemprop") or el.get("role") or ""
                        nodes[number] = _node((number, tag, marks_of(el), owner, first, stop, prop))
                text = el.tail
            if text and (chunks or not text.isspace()):
                chunks.append(text)
        flush(owner, breaks)

    def _flush(self, owner: int, breaks: int) -> bool:
        """Make the text collected so far a block, unless it is blank. Inline elements still open go on in the next."""
        chunks, spans = self._chunks, self._spans
        text = tidy(chunks[0] if len(chunks) == 1 else "".join(chunks)) if chunks else ""
        if text:
            inside, links = self._inside(text) if spans else ((), 0)
            blocks = self.blocks
            blocks.append(_block((len(blocks), text, owner, inside, links, breaks, -1, None)))
        if chunks:
            chunks.clear()
            for span in self._open_spans:
                span[1] = 0
        spans[:] = self._open_spans
        return bool(text)

    def _inside(self, text: str) -> tuple[tuple[Span, ...], int]:
        """The spans of a new block, and how much of it is links. They do not nest in HTML."""
        found: list[Span] = []
        links = 0
        for el, start, end in self._measured(text) if len(self.inline) < _MOST_SPANS else ():
            tag = el.tag
            found.append(_span((tag, start, end, marks_of(el))))
            self.inline.append(el)
            if tag == "a":
                links += end - start
        return tuple(found), links

    def _measured(self, text: str) -> list[tuple[Any, int, int]]:
        """The inline elements of the collected text with their characters [start, end) of it."""
        chunks = self._chunks
        if len(chunks) == 1 or all(map(str.isspace, chunks[1:])):
            size = len(text)  # as in most menus: what holds the one piece of text, always the first, holds all
            return [(el, 0, size) for el, first, stop in self._spans if first == 0 != stop]
        places = boundaries(chunks, text)
        ends = [(el, places[first][1], places[stop][0]) for el, first, stop in self._spans]  # -1: open to the end
        return [(el, start, end) for el, start, end in ends if start < end]


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
    raw = "".join(chunks)
    if raw.strip() == text:  # as in most paragraphs: nothing of it changed
        at = len(raw.lstrip()) - len(raw)
        ends = [min(max(end, 0), len(text)) for end in accumulate(map(len, chunks), initial=at)]
        return [(end - (end > 0 and text[end - 1] == " "), end) for end in ends[:-1]] + [(len(text), len(text))]
    places = []
    length, blank = 0, False
    for chunk in chunks:
        places.append((min(length, len(text)), min(length + (blank and length > 0), len(text))))
        clean = tidy(chunk)
        if clean:
            length += len(clean) + (length > 0 and (blank or chunk[0].isspace()))
        blank = chunk[-1].isspace() or (blank and not clean)
    return [*places, (len(text), len(text))]
