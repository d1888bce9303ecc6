"""One walk over a parsed page, without recursion: every visible text node ends in exactly one block.

The hot loop of cleaning a page: it runs once for every element, some 1,000 times a page. It is
written out in one place instead of in small methods, which made it 1.7 times as slow; lxml's own events for starts and
ends of elements cost another tenth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

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
# From _BREAK on an element ends the text before it. _EMPTY holds nothing, by the parser's own table.
_HIDDEN, _EMPTY, _END, _INLINE, _UNSEEN, _BREAK, _BLOCK = range(7)
_node, _span, _block = maker(Node), maker(Span), maker(Block)
_UNFINISHED = Node(-1, "", "", -1, -1, -1)
# What says something about the page and shows nothing: see blocks/head.py.
_STATING = frozenset({"meta", "link", "script", "title"})
_LAST = ""
_KINDS = {
    **dict.fromkeys(INVISIBLE, _HIDDEN),
    **dict.fromkeys(INLINE, _INLINE),
    "img": _EMPTY,
    "br": _BREAK,
    _LAST: _END,
}


class _End:
    """Stands behind a page's last element, as if it were one, so that all that is open ends there."""

    tag = _LAST

    def getparent(self) -> None:
        """It stands in nothing."""

    def __len__(self) -> int:
        return 0


class Walk:
    """A page flattened: blocks, and the elements with the blocks they span."""

    def __init__(self, root: Any) -> None:
        self.blocks: list[Block] = []
        self.nodes: list[Node] = []
        """the block-level elements that hold text."""
        self.elements: list[Any] = []
        """what lxml has for each of the nodes."""
        self.empty: list[tuple[str, int]] = []
        """the block-level elements without text: name, and the block behind."""
        self.inline: list[Any] = []
        """the elements behind all spans of all blocks, in order."""
        self.stating: list[Any] = []
        """the elements, wherever they stand, that say something about the page, in order."""
        self._run(root)

    def _run(self, root: Any) -> None:  # noqa: C901, PLR0912, PLR0915 - in one piece for speed, see above
        walker = chain(root.iter("*"), (_End(),))
        kind_of, flush = _KINDS.get, self._flush
        blocks, nodes, elements, empty, stating = self.blocks, self.nodes, self.elements, self.empty, self.stating
        chunks: list[str] = []
        # of the inline elements in the collected text: [element, first chunk, chunk behind its last]; those still open
        spans: list[list[Any]] = []
        open_spans: list[list[Any]] = []
        # the open elements: itself, kind; of block-level ones number, name, first block, and number of the one around
        opened: list[tuple[Any, int, int, str, int, int]] = []
        top, owner, breaks = None, -1, 0
        for el in walker:
            around = el.getparent()
            while top is not around:  # what is open and not around this element ends here
                closed, kind, number, tag, first, outer = opened.pop()
                top = opened[-1][0] if opened else None
                if kind == _INLINE:
                    open_spans.pop()[2] = len(chunks)
                elif kind == _BLOCK:
                    if chunks:
                        flush(chunks, spans, open_spans, owner, breaks)
                    elif spans:
                        spans[:] = open_spans
                    breaks = 0
                    owner = outer
                    stop = len(blocks)
                    if first == stop:  # nor does anything in it hold text
                        del nodes[number:], elements[number:]
                        empty.append((tag, first))
                    else:
                        nodes[number] = _node((number, tag, marks_of(closed), outer, first, stop))
                words = closed.tail
                if words and (chunks or not words.isspace()):
                    chunks.append(words)
            tag = el.tag
            kind = kind_of(tag, _BLOCK)
            if kind == _BLOCK:
                if chunks:
                    flush(chunks, spans, open_spans, owner, breaks)
                elif spans:
                    spans[:] = open_spans
                breaks = 0
                words = el.text
                if tag in _STATING:
                    stating.append(el)
                if not len(el) and (not words or words.isspace()):  # empty
                    empty.append((tag, len(blocks)))
                    words = el.tail
                else:
                    number = len(elements)
                    elements.append(el)
                    nodes.append(_UNFINISHED)
                    opened.append((el, kind, number, tag, len(blocks), owner))
                    owner, top = number, el
            elif kind == _INLINE:
                begin, words = len(chunks), el.text
                if len(open_spans) >= _MOST_OPEN:
                    opened.append((el, _UNSEEN, -1, tag, -1, -1))
                    top = el
                elif len(el):
                    span = [el, begin, -1]
                    spans.append(span)
                    open_spans.append(span)
                    opened.append((el, kind, -1, tag, -1, -1))
                    top = el
                else:  # as most links: nothing in it to wait for
                    if words and (chunks or not words.isspace()):
                        chunks.append(words)
                        spans.append([el, begin, begin + 1])
                    words = el.tail
            else:
                if kind == _BREAK:
                    if chunks:
                        breaks = flush(chunks, spans, open_spans, owner, breaks)
                    elif spans:
                        spans[:] = open_spans
                    breaks += 1
                elif len(el):  # hidden, with all that is in it
                    stating += el.iter(*_STATING)
                    within = sum(1 for _ in el.iter("*")) - 1
                    next(islice(walker, within - 1, within))
                elif tag == "script":
                    stating.append(el)
                elif kind == _END:
                    break
                words = el.tail
            if words and (chunks or not words.isspace()):
                chunks.append(words)

    def _flush(
        self, chunks: list[str], spans: list[list[Any]], open_spans: list[list[Any]], owner: int, breaks: int
    ) -> int:
        """Make the collected text a block, unless it is blank. Inline elements still open go on in the next.

        breaks: how many <br> stand before the text. Returned: how many count for the next.
        """
        count = len(chunks)
        if count == 2 and chunks[1].isspace():
            count = 1  # a link's words and what stands before the next tag
        text = tidy(chunks[0] if count == 1 else "".join(chunks))
        if text:
            inside: tuple[Span, ...] = ()
            links = 0
            if spans and len(self.inline) < _MOST_SPANS:
                # as in most menus: what holds the one piece of text, always the first, holds all
                is_one = count == 1 or all(map(str.isspace, chunks[1:]))
                inside, links = self._spans_of(spans, len(text), [] if is_one else boundaries(chunks, text))
            self.blocks.append(_block((len(self.blocks), text, owner, inside, links, breaks, -1, None)))
            breaks = 0
        chunks.clear()
        if open_spans:
            for span in open_spans:
                span[1] = 0
            spans[:] = open_spans
        else:
            spans.clear()
        return breaks

    def _spans_of(
        self, spans: Sequence[Sequence[Any]], size: int, places: Sequence[tuple[int, int]]
    ) -> tuple[tuple[Span, ...], int]:
        """The inline elements of a block with their characters of it, and how many of these are links.

        places: what boundaries() says of the collected text, nothing where it is one piece.
        """
        inside: list[Span] = []
        links = 0
        for el, first, stop in spans:  # stop -1: open to the end
            if places:
                start, end = places[first][1], places[stop][0]
            else:
                start, end = 0, size if first == 0 != stop else 0
            if start < end:
                tag = el.tag
                inside.append(_span((tag, start, end)))
                self.inline.append(el)
                if tag == "a":  # links do not nest in HTML
                    links += end - start
        return tuple(inside), links


def marks_of(el: Any) -> str:
    """class and id of an element, as written, separated by a blank."""
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
    raw = "".join(chunks)
    if raw.strip() == text:  # as in most paragraphs: nothing of it changed
        end = len(raw.lstrip()) - len(raw)
        size = len(text)
        for chunk in chunks:
            places.append(
                (end - (text[end - 1] == " "), end) if 0 < end < size else (0, 0) if end <= 0 else (size, size)
            )
            end += len(chunk)
        return [*places, (size, size)]
    length, blank = 0, False
    for chunk in chunks:
        places.append((min(length, len(text)), min(length + (blank and length > 0), len(text))))
        clean = tidy(chunk)
        if clean:
            length += len(clean) + (length > 0 and (blank or chunk[0].isspace()))
        blank = chunk[-1].isspace() or (blank and not clean)
    return [*places, (len(text), len(text))]
