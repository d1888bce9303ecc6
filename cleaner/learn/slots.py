"""Elements inside the story's container that are no story: by what our rules say of most of them, by the image they
hold, by the words they repeat."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.label.context import Context
from cleaner.label.structure import covers_body, is_inside
from cleaner.label.trail import is_kept
from cleaner.learn.names import Names
from cleaner.learn.sample import LEAST_PAGES, enough
from cleaner.model import METADATA_LABELS, Label, Node

# The guard: no element may go that holds more than this share of what is kept, whatever speaks for it. A page in five
# may be so short that a caption is more (kompas: a song's lyrics under a photo), as long as the pages together are not.
MOST_OF_A_PAGE, SHORT_PAGES = 0.25, 0.2
# Of the pieces under a selector, so many must have gone already, nearly all of them under one label.
_REMOVED, _ONE_LABEL = 0.75, 0.8
_CAPTIONS, _WRAPPERS, _CAPTION_BLOCKS = 0.9, 0.05, 2
_DIGITS = re.compile(r"\d+")


class Drop(NamedTuple):
    """A [drop] entry of a draft and what speaks for it."""

    label: Label
    select: str
    pages: int
    pieces: int
    kept: int
    """pieces that stay in the text without this entry."""
    reason: str
    example: str


@dataclass
class Slot:
    """What is known of a selector inside the container."""

    pages: set[str] = field(default_factory=set)
    elements: int = 0
    labels: Counter[Label] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    """kept text -> how often."""
    with_image: int = 0
    long: int = 0
    """elements of more blocks than a caption has, or with a paragraph element inside."""
    example: str = ""
    """the first text met, for the draft."""
    texts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """whole text, digits aside -> pages."""
    kept_chars: int = 0
    page_chars: int = 0
    """of all that is kept on its pages."""
    large: set[str] = field(default_factory=set)
    """pages of which it holds more of the kept text than an entry may."""
    places: set[tuple[str, int]] = field(default_factory=set)
    """(page, block) of everything under it."""

    @property
    def is_small(self) -> bool:
        """Whether it holds too little of what is kept to be story."""
        aside = len(self.large) <= len(self.pages) * SHORT_PAGES
        return aside and self.kept_chars <= self.page_chars * MOST_OF_A_PAGE


class Slots:
    """The elements inside the container, counted over pages."""

    def __init__(self) -> None:
        self._slots: dict[str, Slot] = defaultdict(Slot)
        self._pages = 0

    def add(self, name: str, context: Context, names: Names) -> None:
        """Count one page."""
        self._pages += 1
        page, trail = context.page, context.trail
        whole = sum(piece.end - piece.start for piece in trail.kept()) or 1
        images = {found.node for found in page.tree.select("*:has(img)")}
        kept: Counter[str] = Counter()
        for node in page.nodes:
            if node.first == node.stop or not is_inside(context, node.first, node.stop) or covers_body(context, node):
                continue
            for selector in names.of(page, node):
                kept[selector] += self._count(self._slots[selector], name, context, node, node.number in images)
        for selector, size in kept.items():
            slot = self._slots[selector]
            slot.kept_chars += size
            slot.page_chars += whole
            if size > whole * MOST_OF_A_PAGE:
                slot.large.add(name)

    def _count(self, slot: Slot, name: str, context: Context, node: Node, image: bool) -> int:
        """Count one element; the characters of it that are kept."""
        blocks, kept = context.page.blocks[node.first : node.stop], 0
        slot.pages.add(name)
        slot.elements += 1
        slot.with_image += image
        slot.long += len(blocks) > _CAPTION_BLOCKS or any(_is_paragraph(context, block.node, node) for block in blocks)
        text = " ".join(block.text for block in blocks)
        slot.example = slot.example or text
        slot.texts[_DIGITS.sub("0", text)].add(name)
        slot.places |= {(name, block.number) for block in blocks}
        for piece in (piece for block in blocks for piece in context.trail.pieces(block.number)):
            if is_kept(piece):
                slot.kept[context.trail.text(piece)] += 1
                kept += piece.end - piece.start
            elif piece.verdict and piece.verdict.label is not Label.DOUBLED:
                slot.labels[piece.verdict.label] += 1
        return kept

    def choose(self) -> list[Drop]:
        """The entries that hold, none of which only repeats another."""
        found = [drop for selector, slot in self._slots.items() for drop in _drops(selector, slot, self._pages)]
        found.sort(key=lambda drop: (-len(self._slots[drop.select].places), len(drop.select), drop.select))
        chosen: list[Drop] = []
        covered: set[tuple[str, int]] = set()
        for drop in found:
            if not self._slots[drop.select].places <= covered:
                chosen.append(drop)
                covered |= self._slots[drop.select].places
        return chosen

    def captions(self) -> list[Drop]:
        """The entries for what stands beside an image and is no story."""
        return [drop for drop in self.choose() if drop.label is Label.CAPTION]

    def texts(self, drops: Iterable[Drop]) -> set[str]:
        """What is kept without some entries and goes with them."""
        return {text for drop in drops for text in self._slots[drop.select].kept}

    def places(self, drops: Iterable[Drop]) -> set[tuple[str, int]]:
        """(page, block) of everything under some entries."""
        return {place for drop in drops for place in self._slots[drop.select].places}


def _is_paragraph(context: Context, owner: int, node: Node) -> bool:
    """Whether a block stands in a <p> without a name under an element: a caption's place has a name or is bare."""
    return owner != node.number and context.page.nodes[owner].tag == "p" and not context.page.nodes[owner].marks


def _drops(selector: str, slot: Slot, pages: int) -> Iterator[Drop]:
    """What speaks for an entry, if anything does and the guard lets it."""
    if len(slot.pages) < enough(pages) or not slot.is_small:
        return
    kept, pieces = slot.kept.total(), slot.kept.total() + slot.labels.total()
    label, count = slot.labels.most_common(1)[0] if slot.labels else (Label.OTHER, 0)
    example = max(slot.kept, key=len, default=slot.example)
    if (
        slot.with_image >= slot.elements * _CAPTIONS
        and slot.long <= slot.elements * _WRAPPERS
        and label in (Label.CAPTION, Label.OTHER)
    ):
        yield Drop(Label.CAPTION, selector, len(slot.pages), pieces, kept, "each beside an image", example)
    elif slot.labels.total() >= pieces * _REMOVED and count >= slot.labels.total() * _ONE_LABEL:
        if label not in METADATA_LABELS:
            yield Drop(label, selector, len(slot.pages), pieces, kept, f"{count} of {pieces} went as {label}", example)
    elif kept and all(len(known) >= LEAST_PAGES for known in slot.texts.values()):
        yield Drop(Label.OTHER, selector, len(slot.pages), pieces, kept, "the same words on several pages", example)
