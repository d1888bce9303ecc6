"""Any page to blocks: html.py for markup, text.py for text that somebody already extracted."""

from __future__ import annotations

import re

from cleaner.blocks.html import from_html
from cleaner.blocks.text import from_text

__all__ = ["from_html", "from_text", "looks_like_html", "starts_like_html"]

_START = re.compile(
    r"^\s*+(?:<!doctype\b|<!--|<\?xml\b|<(?:html|head|body|rss|feed|div|p|article|section|main|table|meta)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r"</(?:html|head|body|div|p|article|section|main|table|td|ul|li|span|h[1-6]|a)\s*>", re.IGNORECASE)
_LOOK = 100_000


def looks_like_html(text: str) -> bool:
    """Whether text is markup: it starts like a page, or closes at least three elements that only pages have.

    >>> looks_like_html("<p>Jakarta</p>"), looks_like_html("Tanda <p> dipakai untuk paragraf.")
    (True, False)
    """
    if _START.match(text):
        return True
    if "</" not in text:
        return False
    tags = _TAG.finditer(text[:_LOOK])
    return sum(1 for _ in zip(range(3), tags, strict=False)) == 3


def starts_like_html(head: str) -> bool:
    """Whether a text of which this is the beginning, and perhaps all, starts like a page.

    >>> starts_like_html("<html lang='id'>"), starts_like_html("<html"), starts_like_html("Jakarta</p>")
    (True, False, False)
    """
    start = _START.match(head)
    return start is not None and start.end() < len(head)
