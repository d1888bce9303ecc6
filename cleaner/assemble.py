"""The clean text of a labelled page: kept pieces in order, paragraphs joined by an empty line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from cleaner.label.trail import Trail
from cleaner.model import Block, Label, Page, Piece

# A bullet mark is not text, a number is.
_BULLET = re.compile(r"^(?:[-–—•·▪●○◦‣⁃*»›■□◆►▶✓✔–]{1,2}\s{1,3}){1,2}(?=\S)|^[•▪●◦‣■►](?=\S)")
_GAP = re.compile(r"\s+([,.;:!?](?:\s|$))")
_SHORT_LINE = 100


def assemble(page: Page, trail: Trail, keep: Collection[Label]) -> str:
    """The text of the pieces whose label is kept."""
    parts: list[str] = []
    last: Piece | None = None
    for group in _by_block(trail, keep):
        text = " ".join(trail.text(piece) for piece in group)
        if len(group) > 1:
            text = _GAP.sub(r"\1", text)
        text = _BULLET.sub("", text).strip()
        if text:
            parts.append(_joint(page, last, group[0]) if parts else "")
            parts.append(text)
            last = group[-1]
    return unicodedata.normalize("NFC", "".join(parts))


def _by_block(trail: Trail, keep: Collection[Label]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in trail.all_pieces():
        label = piece.verdict.label if piece.verdict else Label.BODY
        if label not in keep:
            continue
        if groups and groups[-1][0].block == piece.block:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _joint(page: Page, last: Piece | None, piece: Piece) -> str:
    """Between two paragraphs an empty line; one newline for a <br> in verse; " | " between cells of a row."""
    if last is None or not page.html:
        return "\n\n"
    before, block = page.blocks[last.block], page.blocks[piece.block]
    if _same_row(page, before, block):
        return " | "
    verse = block.broken == 1 and block.node == before.node and max(len(before.text), len(block.text)) < _SHORT_LINE
    return "\n" if verse and block.number == before.number + 1 else "\n\n"


def _same_row(page: Page, before: Block, block: Block) -> bool:
    one, other = page.nodes[before.node], page.nodes[block.node]
    return (
        one.tag in ("td", "th")
        and other.tag in ("td", "th")
        and one.parent == other.parent
        and one.number != other.number
    )
