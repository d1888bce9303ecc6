"""Text that somebody already scraped, as blocks: one for each line that is not blank."""

from __future__ import annotations

import unicodedata

from cleaner.hygiene import DROPPED, tidy_with_offsets
from cleaner.model import Block, Page


def from_text(text: str, url: str | None = None) -> Page:
    """A page of lines. Offsets are code points of `text` as given."""
    blocks: list[Block] = []
    at = 0
    for line in text.splitlines(keepends=True):
        block = _block(line, at, len(blocks))
        if block is not None:
            blocks.append(block)
        at += len(line)
    return Page(blocks=tuple(blocks), html=False, url=url)


def _block(line: str, at: int, index: int) -> Block | None:
    raw = line.strip()
    if not raw:
        return None
    start = at + line.index(raw[0])
    if raw.isascii() and raw.isprintable() and "  " not in raw:
        return Block(index, raw, start=start)
    if not DROPPED.search(raw) and unicodedata.is_normalized("NFC", raw):
        words = raw.split()
        text = " ".join(words)
        if len(text) == len(raw):
            return Block(index, text, start=start)
    text, places = tidy_with_offsets(raw)
    if not text:
        return None
    return Block(index, text, start=start + places[0], offsets=tuple(start + place for place in places))
