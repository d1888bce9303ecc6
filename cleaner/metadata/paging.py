"""Whether the page is one of several, and where the next one is."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.label.context import Context
from cleaner.model import Label, Piece
from cleaner.rules.rule import Rule

_NUMBER = re.compile(r"\b\d{1,2}\b")
_MAX_PAGES = 1000
_MAX_LINE = 60
_BELOW = 15


class Paging(NamedTuple):
    """page: this page's number; total: how many there are, None when the page does not say."""

    page: int
    total: int | None
    next_url: str | None
    is_part: bool


def paging(context: Context) -> Paging:
    """From meta tags, else from "Halaman 1 dari 3" or a row of page numbers beside the story."""
    page = _number(context, "page") or 1
    total = _number(context, "page_count")
    marks = _marks(context)
    if total is None:
        page, total = _stated(marks, context) or _numbered(marks) or (page, None)
    part = (total or 1) > 1 or (total is None and _announced(marks, context))
    next_url = context.page.head.links.get("next")
    return Paging(page, total, next_url if part and next_url and next_url.startswith("http") else None, part)


def _number(context: Context, field: str) -> int | None:
    for tag in context.rules.lexicon.meta.get(field, ()):
        for value in context.page.head.meta.get(tag, ()):
            if value.isdecimal() and 0 < int(value[:4]) < _MAX_PAGES:
                return int(value[:4])
    return None


def _marks(context: Context) -> list[str]:
    """Lines about pages: in the story, and right below it among the furniture."""
    if not context.body:
        return []
    first, last = context.body[0][0], context.body[-1][1] + _BELOW
    pieces = context.trail.between(first, last)
    return [context.trail.text(piece) for piece in pieces if piece.verdict and _is_mark(context, piece)]


def _is_mark(context: Context, piece: Piece) -> bool:
    if piece.verdict is None or piece.verdict.label is Label.PAGINATION:
        return piece.verdict is not None
    text = context.trail.text(piece)
    if piece.verdict.label is not Label.NAV or len(text) > _MAX_LINE:
        return False
    if context.rules.lexicon.page_of.match(text):
        return True
    return bool(context.rules.lines.matching(text, _is_about_pages))


def _is_about_pages(rule: Rule) -> bool:
    return rule.label is Label.PAGINATION


def _announced(marks: list[str], context: Context) -> bool:
    """Whether a next page is announced, here or anywhere a rule saw it."""
    if "multi-page" in context.facts:
        return True
    return any(context.rules.lines.matching(text, _announces) for text in marks)


def _announces(rule: Rule) -> bool:
    """Whether a rule's match says that the story goes on at another address."""
    return rule.sets == "multi-page"


def _stated(marks: list[str], context: Context) -> tuple[int, int] | None:
    """ "Halaman 1 dari 3" as a line of its own."""
    for text in marks:
        found = context.rules.lexicon.page_of.search(text) if len(text) <= _MAX_LINE else None
        if found and 0 < int(found["page"]) <= int(found["count"]):
            return int(found["page"]), int(found["count"])
    return None


def _numbered(marks: list[str]) -> tuple[int, int] | None:
    """A row of page numbers that begins with 1 and 2. Which of them is this page's, they do not say."""
    numbers = [int(number) for text in marks for number in _NUMBER.findall(text)]
    if numbers[:2] == [1, 2] and numbers == list(range(1, len(numbers) + 1)):
        return 1, numbers[-1]
    return None
