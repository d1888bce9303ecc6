"""Text that somebody already scraped, as blocks: one for each line that is not blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cleaner.blocks.bounds import PROSE_CHARS, window
from cleaner.hygiene import is_tidy, single_blanks, tidy, tidy_with_offsets
from cleaner.model import Block, Limits, Page, Rest, maker

# The line ends that str.splitlines knows.
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# How many times limits.blocks lines are looked at, blank ones included, to choose those that are read.
_LOOKED_AT = 20
_SLICE = 1_000_000
_made = maker(Block)


def from_text(text: str, url: str | None = None, limits: Limits = Limits()) -> Page:  # noqa: B008 - frozen
    """A page of lines. Offsets are code points of `text` as given."""
    end = _end_of_look(text, limits)
    lines = list(_lines(text[:end] if end < len(text) else text))
    first, stop = _window(lines, limits)
    limit = "blocks" if len(lines) > limits.blocks or end < len(text) else "text"
    blocks: list[Block] = []
    rest = [*_rest(text, 0, lines[first][0] if first < stop else 0, -1, limit)]
    for at, line in lines[first:stop]:
        block = _block(line[: limits.line], at, len(blocks))
        blocks += [block] if block else []
        if len(line) > limits.line:
            rest += _rest(text, at + limits.line, at + len(line), len(blocks) - 1, "line")
    rest += _rest(text, lines[stop][0] if stop < len(lines) else end, len(text), len(blocks) - 1, limit)
    flags = tuple(dict.fromkeys(f"limit-{part.limit}" for part in rest))
    return Page(blocks=tuple(blocks), html=False, url=url, flags=flags, rest=tuple(rest))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line) of the lines that are not blank."""
    at = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield at, line
        at += len(line)


def _end_of_look(text: str, limits: Limits) -> int:
    most = _LOOKED_AT * limits.blocks
    if len(text) <= most:
        return len(text)
    past = next(islice(_LINE_END.finditer(text), most, None), None)
    return past.end() if past else len(text)


def _window(lines: list[tuple[int, str]], limits: Limits) -> tuple[int, int]:
    sizes = [min(len(line), limits.line) for _, line in lines]
    if len(lines) <= limits.blocks and sum(sizes) <= limits.text:
        return 0, len(lines)
    return window(sizes, [size if size >= PROSE_CHARS else 0 for size in sizes], limits)


def _rest(text: str, start: int, end: int, after: int, limit: str) -> Iterator[Rest]:
    """The text of a stretch that is not read, in slices: a list of all its words can need ten times its memory."""
    for at in range(start, end, _SLICE):
        stop = min(at + _SLICE, end)
        found = tidy(text[at:stop])
        if found:
            yield Rest(after, found, limit, at, stop)


def _block(line: str, at: int, index: int) -> Block | None:
    raw = line.strip()
    if not raw:
        return None
    start = at + line.index(raw[0])
    text = single_blanks(raw)
    if len(text) == len(raw) and is_tidy(text):
        return _made((index, text, -1, (), 0, 0, start, None))
    text, places = tidy_with_offsets(raw)
    if not text:
        return None
    return _made((index, text, -1, (), 0, 0, start + places[0], tuple(start + place for place in places)))
