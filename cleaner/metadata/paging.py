"""Whether the page is one of several, and where the next one is."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.label.context import Context
from cleaner.model import Label

_OF = re.compile(r"(\d{1,3})\s*(?:dari|of|/)\s*(\d{1,3})", re.IGNORECASE)


class Paging(NamedTuple):
    """page: this page's number; total: how many there are, None when the page does not say."""

    page: int
    total: int | None
    next_url: str | None
    is_part: bool


def paging(context: Context) -> Paging:
    """From meta tags, else from link rel=next and the page marks around the story."""
    page = _number(context, "page") or 1
    count = _number(context, "page_count")
    if count is None:
        shown = _shown(context)
        page, count = shown if shown else (page, None)
    next_url = context.page.head.links.get("next")
    if next_url and not next_url.startswith("http"):
        next_url = None
    part = (count or 1) > 1
    return Paging(page, count, next_url if part else None, part)


def _number(context: Context, field: str) -> int | None:
    for tag in context.rules.lexicon.meta.get(field, ()):
        for value in context.page.head.meta.get(tag, ()):
            if value.isdecimal() and 0 < int(value[:4]) < 1000:
                return int(value[:4])
    return None


def _shown(context: Context) -> tuple[int, int] | None:
    """ "Halaman 1 dari 3" among the pagination pieces; marks between parts that are all on this page do not count."""
    marks = [
        match for piece in context.trail.labelled(Label.PAGINATION) if (match := _OF.search(context.trail.text(piece)))
    ]
    numbers = {(int(match[1]), int(match[2])) for match in marks}
    if len(numbers) != 1:
        return None
    page, count = numbers.pop()
    return (page, count) if 0 < page <= count else None
