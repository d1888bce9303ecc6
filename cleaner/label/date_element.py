"""Dates that inline elements state beside what they show: <time datetime="…">, <abbr title="…">08.30</abbr>."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.dates import parse_date
from cleaner.label.context import Context
from cleaner.model import Block, Span

# The rule of the lines that hold the story's date.
DATE_LINE = "date-line"
_ATTRIBUTES = {"time": "datetime", "abbr": "title"}
_MAX_CHARS, _MOST = 60, 0.6


def element_dates(context: Context, block: Block) -> Iterator[tuple[Span, str]]:
    """The dates (ISO 8601) that elements of a block state, each with the element's share of the block."""
    if not context.page.html or not any(span.tag in _ATTRIBUTES for span in block.spans):
        return
    for span, value in context.page.tree.stated(block.number, _ATTRIBUTES):
        iso = parse_date(value, context.rules.lexicon)
        if iso:
            yield span, iso


def is_date_element(context: Context, block: Block) -> bool:
    """Whether a line is little more than an element that states a date: "Diposting oleh Redaksi di 08.30"."""
    if not block.spans or len(block.text) > _MAX_CHARS or not any(span.tag in _ATTRIBUTES for span in block.spans):
        return False
    first = block.text.split(maxsplit=1)[0].lower()
    least = 0 if first in context.rules.role_starts else _MOST * len(block.text)
    return any(span.end - span.start >= least for span, _ in element_dates(context, block))
