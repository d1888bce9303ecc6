"""The ledger: every visible piece of the input once, with the label and rule that decided its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.label.trail import Trail
from cleaner.model import METADATA_LABELS, TEXT_LABELS, Block, Label, Page, Piece


class Entry(NamedTuple):
    """One line of the ledger. start and end are offsets in a text input, None for markup."""

    label: Label
    rule: str
    text: str
    start: int | None
    end: int | None
    block: int
    last: int
    evidence: str
    cause: int
    stretch: bool = False
    """part of a whole stretch of furniture that one verdict took."""

    @property
    def place(self) -> str:
        """ "text", "metadata" or "removed"."""
        if self.label in TEXT_LABELS:
            return "text"
        return "metadata" if self.label in METADATA_LABELS else "removed"


def entries(page: Page, trail: Trail) -> tuple[Entry, ...]:
    """The ledger of a labelled page. A stretch that one verdict took whole is one entry."""
    found: list[Entry] = []
    for piece in trail.all_pieces():
        entry = _entry(page, piece)
        before = found[-1] if found else entry
        if found and entry.stretch and before.stretch and before.rule == entry.rule and before.last == entry.block - 1:
            found[-1] = before._replace(text=f"{before.text}\n{entry.text}", end=entry.end, last=piece.block)
        else:
            found.append(entry)
    return tuple(found)


def _entry(page: Page, piece: Piece) -> Entry:
    block = page.blocks[piece.block]
    text = block.text[piece.start : piece.end]
    start, end = offsets(block, piece.start, piece.end) if not page.html else (None, None)
    verdict = piece.verdict
    if verdict is None:
        return Entry(Label.BODY, "body", text, start, end, piece.block, piece.block, "", piece.block)
    return Entry(
        verdict.label,
        verdict.rule,
        text,
        start,
        end,
        piece.block,
        piece.block,
        verdict.evidence,
        verdict.cause,
        verdict.last >= 0,
    )


def offsets(block: Block, start: int, end: int) -> tuple[int, int]:
    """Where characters [start, end) of a block of a text input stand in that input."""
    if block.offsets is None:
        return block.start + start, block.start + end
    return block.offsets[start], block.offsets[end]


def removed(ledger: tuple[Entry, ...]) -> Iterator[Entry]:
    """The entries that are neither text nor metadata."""
    return (entry for entry in ledger if entry.place == "removed")
