"""The ledger: every visible piece of the input once, with the label and rule that decided its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.label.trail import Trail
from cleaner.model import METADATA_LABELS, TEXT_LABELS, Block, Label, Page, Piece, Rest


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
    for entry in _in_order(page, trail):
        before = found[-1] if found else entry
        if found and entry.stretch and before.stretch and before.rule == entry.rule and before.last == entry.block - 1:
            found[-1] = before._replace(text=f"{before.text}\n{entry.text}", end=entry.end, last=entry.block)
        else:
            found.append(entry)
    return tuple(found)


def _in_order(page: Page, trail: Trail) -> Iterator[Entry]:
    """The entries of pieces, and of text past a limit where it stands."""
    waiting = deque(page.rest)
    for piece in trail.all_pieces():
        while waiting and waiting[0].after < piece.block:
            yield _past_limit(page, waiting.popleft())
        yield _entry(page, piece)
    yield from (_past_limit(page, rest) for rest in waiting)


def _past_limit(page: Page, rest: Rest) -> Entry:
    start, end = (None, None) if page.html else (rest.start, rest.end)
    return Entry(Label.OTHER, f"limit-{rest.limit}", rest.text, start, end, rest.after, rest.after, "", rest.after)


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
