"""A page of markup as blocks: one parse, one walk without recursion, every visible text node in exactly one block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from cleaner.blocks.head import read_head
from cleaner.blocks.tree import Tree
from cleaner.hygiene import tidy
from cleaner.model import Block, Node, Page, Span

# Not visible: see DESIGN section 2 of the ledger. Everything else that holds text is accounted for.
INVISIBLE = frozenset({"head", "script", "style", "template", "noscript", "svg"})
INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "img",
        ),
        *("ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-fit-text"),
    }
)


def from_html(text: str, url: str | None = None, encoding: str = "utf-8") -> Page:
    """The page as facts: head, blocks, block-level elements with the blocks they span, inline spans."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    raw = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Page(blocks=(), html=True, url=url, encoding=encoding)
    flags = ("deep-nesting",) if _too_deep(parser) else ()
    walk = _Walk()
    walk.run(root)
    nodes = tuple(walk.finished())
    marks = {node.marks for node in nodes} | {span.marks for block in walk.blocks for span in block.spans}
    return Page(
        blocks=tuple(walk.blocks),
        html=True,
        url=url,
        head=read_head(root),
        nodes=nodes,
        tree=Tree(root, walk.places, frozenset(" ".join(marks).split())),
        encoding=encoding,
        flags=flags,
    )


def _too_deep(parser: etree.HTMLParser) -> bool:
    """lxml gives up below its depth limit and says so only in the parser's log."""
    return any("depth" in entry.message.lower() for entry in parser.error_log)


class _Walk:
    """The state of one flattening: the text collected since the last boundary, and who is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places: dict[Any, list[tuple[int, int, int]] | int] = {}
        """element -> node index (block-level), or its (block, start, end) pieces (inline)."""
        self._nodes: list[list[Any]] = []
        self._open_nodes: list[int] = [-1]
        self._chunks: list[str] = []
        self._spans: list[list[Any]] = []
        """[element, first chunk, chunk behind its last] of the inline elements in the collected text."""
        self._open_spans: list[list[Any]] = []
        self._breaks = 0

    def run(self, root: Any) -> None:
        for event, el in (walker := etree.iterwalk(root, events=("start", "end"))):
            tag = el.tag
            if event == "start":
                if tag in INVISIBLE:
                    walker.skip_subtree()
                    continue
                self._enter(el, tag)
                if el.text:
                    self._chunks.append(el.text)
            else:
                if tag not in INVISIBLE:
                    self._leave(el, tag)
                if el.tail:
                    self._chunks.append(el.tail)
        self._flush()

    def _enter(self, el: Any, tag: str) -> None:
        if tag in INLINE:
            span = [el, len(self._chunks), -1]
            self._spans.append(span)
            self._open_spans.append(span)
        elif tag == "br":
            self._flush()
            self._breaks += 1
        else:
            self._flush()
            self._breaks = 0
            index = len(self._nodes)
            self.places[el] = index
            self._nodes.append([el, self._open_nodes[-1], len(self.blocks), -1])
            self._open_nodes.append(index)

    def _leave(self, el: Any, tag: str) -> None:
        if tag in INLINE:
            self._open_spans.pop()[2] = len(self._chunks)
        elif tag != "br":
            self._flush()
            self._breaks = 0
            self._nodes[self._open_nodes.pop()][3] = len(self.blocks)

    def _flush(self) -> None:
        chunks, spans = self._chunks, self._spans
        if not chunks:
            if len(spans) != len(self._open_spans):
                self._spans = list(self._open_spans)
            return
        text = tidy(chunks[0] if len(chunks) == 1 else "".join(chunks))
        if text:
            self._close_block(text)
        self._chunks = []
        self._spans = list(self._open_spans)
        for span in self._spans:
            span[1] = 0

    def _close_block(self, text: str) -> None:
        index = len(self.blocks)
        spans: tuple[Span, ...] = ()
        links = 0
        if self._spans:
            spans = tuple(self._measure(text, index))
            links = link_chars(spans)
        self.blocks.append(Block(index, text, self._open_nodes[-1], spans, links, self._breaks))
        self._breaks = 0

    def _measure(self, text: str, index: int) -> Iterable[Span]:
        places = _boundaries(self._chunks, text)
        last = len(self._chunks)
        for el, first, stop in self._spans:
            start, end = places[first][1], places[last if stop < 0 else stop][0]
            if start < end:
                self.places.setdefault(el, []).append((index, start, end))  # type: ignore[union-attr]
                yield Span(el.tag, start, end, marks_of(el))

    def finished(self) -> Iterable[Node]:
        for index, (el, parent, first, stop) in enumerate(self._nodes):
            prop = el.get("itemprop") or el.get("role") or ""
            yield Node(index, el.tag, marks_of(el), parent, first, stop, prop)


def marks_of(el: Any) -> str:
    """class and id of an element, as written."""
    cls, ident = el.get("class"), el.get("id")
    if cls and ident:
        return f"{cls} {ident}"
    return cls or ident or ""


def link_chars(spans: Sequence[Span]) -> int:
    """How many characters are links; links do not nest in HTML."""
    return sum(span.end - span.start for span in spans if span.tag == "a")


def _boundaries(chunks: Sequence[str], text: str) -> list[tuple[int, int]]:
    """For the place before each chunk, and the one behind the last: where a piece ends and where one starts there."""
    places = [(0, 0)]
    done = ""
    for chunk in chunks:
        done += chunk
        clean = tidy(done)
        end = len(clean)
        start = end + 1 if clean and done[-1].isspace() else end
        places.append((end, min(start, len(text))))
    return places
