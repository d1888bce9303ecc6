"""Which blocks of a page are read when it has more than a page can have: none is lost in silence.

A block that is too long keeps its beginning. Of too many blocks those in one window stay that holds the most running
text: a story below 100,000 menu entries is found. What is cut stays visible as Page.rest, for the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from cleaner.model import Block, Limits, Node, Rest, Span

PROSE_CHARS = 60
"""Length from which a line counts as running text here, as in label/prose.py."""


class Bounded(NamedTuple):
    """Blocks within the limits, the place [first, stop) they had among all, and the text that was cut."""

    blocks: list[Block]
    first: int
    stop: int
    rest: tuple[Rest, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """limit-<name> for every limit that cut something."""
        return tuple(dict.fromkeys(f"limit-{rest.limit}" for rest in self.rest))

    def nodes(self, nodes: Sequence[Node]) -> tuple[Node, ...]:
        """Elements with the intervals they span among the blocks that stayed."""
        if not self.rest:
            return tuple(nodes)
        return tuple(node._replace(first=self._moved(node.first), stop=self._moved(node.stop)) for node in nodes)

    def places(self, empty: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        """Elements without text with their places among the blocks that stayed."""
        return tuple((name, self._moved(place)) for name, place in empty) if self.rest else tuple(empty)

    def inline(self, blocks: Sequence[Block], elements: list[Any]) -> list[Any]:
        """Of the elements behind all spans of all blocks, in order, those behind the spans that stayed."""
        if not self.rest:
            return elements
        sizes = {number: len(block.text) for number, block in enumerate(self.blocks, start=self.first)}
        spans = ((block.number, span) for block in blocks for span in block.spans)
        return [el for el, (number, span) in zip(elements, spans, strict=True) if span.start < sizes.get(number, 0)]

    def _moved(self, place: int) -> int:
        return min(max(0, place - self.first), self.stop - self.first)


def bound(blocks: list[Block], limits: Limits) -> Bounded:
    """The blocks of a page, bounded. Cheap where nothing is to be done."""
    sizes = list(map(len, map(attrgetter("text"), blocks)))
    if len(sizes) <= limits.blocks and sum(sizes) <= limits.text and max(sizes, default=0) <= limits.line:
        return Bounded(blocks, 0, len(blocks), ())
    prose = [size - block.links if size >= PROSE_CHARS else 0 for block, size in zip(blocks, sizes, strict=True)]
    sizes = [min(size, limits.line) for size in sizes]
    first, stop = window(sizes, [min(one, limits.line) for one in prose], limits)
    limit = "blocks" if len(blocks) > limits.blocks else "text"
    kept: list[Block] = []
    rest = [*_joined(blocks[:first], -1, limit)]
    for block in blocks[first:stop]:
        kept.append(_short(block, len(kept), limits.line))
        rest += [] if len(block.text) <= limits.line else [Rest(len(kept) - 1, block.text[limits.line :], "line")]
    rest += _joined(blocks[stop:], len(kept) - 1, limit)
    return Bounded(kept, first, stop, tuple(rest))


def window(sizes: Sequence[int], prose: Sequence[int], limits: Limits) -> tuple[int, int]:
    """The run [first, stop) of the most prose within the limits of blocks and text; of equal ones the first."""
    best = (0, 0, 0)
    first = chars = found = 0
    for stop, size in enumerate(sizes, start=1):
        chars += size
        found += prose[stop - 1]
        while stop - first > limits.blocks or (chars > limits.text and stop - first > 1):
            chars -= sizes[first]
            found -= prose[first]
            first += 1
        if found > best[2] or not best[1] or (first == best[0] and found == best[2]):
            best = (first, stop, found)
    return best[:2]


def _joined(blocks: Sequence[Block], after: int, limit: str) -> Iterator[Rest]:
    if blocks:
        yield Rest(after, "\n".join(block.text for block in blocks), limit)


def _short(block: Block, number: int, most: int) -> Block:
    if len(block.text) <= most:
        return block._replace(number=number)
    text = block.text[:most].rstrip()
    spans = tuple(Span(span.tag, span.start, min(span.end, len(text))) for span in block.spans)
    spans = tuple(span for span in spans if span.start < span.end)
    links = sum(span.end - span.start for span in spans if span.tag == "a")
    return block._replace(number=number, text=text, spans=spans, links=links)
