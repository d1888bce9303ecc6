"""The headline as the page's head states it, wherever it stands at or above the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.label.context import Context, squashed
from cleaner.label.trail import verdict_on
from cleaner.model import Head, Label, Piece, Verdict

_MIN_WORDS = 3
_SITE = re.compile(r"(?<!\s)(?:\s++[|–—»·-]\s++|\s*+[|»·]\s*+)[^|–—»·]{2,60}$")
_MAX_TITLE = 2_000


def head_titles(head: Head) -> list[str]:
    """The headline as the page's head states it, best source first, with and without the site's name."""
    stated = [str(item["headline"])[:_MAX_TITLE] for item in head.json_ld if isinstance(item.get("headline"), str)]
    stated += [value for name in ("og:title", "twitter:title", "title") for value in head.meta.get(name, ())]
    if head.title:
        stated.append(head.title)
    return [form for title in stated for form in (title, _SITE.sub("", title))]


def titles(context: Context, head: Sequence[Piece]) -> list[Verdict]:
    """The headline as the page's head states it; where none stands, the first h1 (a stray h1 names the section)."""
    known = {squashed(title) for title in head_titles(context.page.head)} - {""}
    told = [squashed(context.trail.text(piece)) for piece in head]
    stated = [p for p, own in zip(head, told, strict=True) if own in known and not context.is_prose(p)]
    stated += _in_two(head, told, known)
    if stated:
        words = {word for title in head_titles(context.page.head) for word in _words(title)}
        alike = [p for p in head if context.tag(p) == "h1" and p not in stated and _is_alike(context, p, words)]
        named = [(piece, "headline") for piece in stated] + [(piece, "headline-alike") for piece in alike]
        return [verdict_on(piece, Label.TITLE, rule) for piece, rule in sorted(named, key=lambda pair: pair[0].block)]
    return [verdict_on(piece, Label.TITLE, "first-heading") for piece in head if context.tag(piece) == "h1"]


def _in_two(head: Sequence[Piece], told: Sequence[str], known: set[str]) -> list[Piece]:
    """Two lines that are the headline together: a kicker and the rest of it. told: the lines, squashed."""
    pairs = enumerate(pairwise(told))
    first = [i for i, (line, rest) in pairs if line and rest and line + rest in known]
    return [head[j] for i in first for j in (i, i + 1)]


def titles_again(context: Context, found: Sequence[Verdict]) -> Iterator[Verdict]:
    """The headline once more further down: over a gallery, in a share box."""
    known = {squashed(title) for title in head_titles(context.page.head)} - {""} if found else set()
    marked = {verdict.block for verdict in found}
    for piece in context.trail.open():
        if piece.block not in marked and not context.is_prose(piece) and squashed(context.trail.text(piece)) in known:
            yield verdict_on(piece, Label.TITLE, "title-again")


def _words(text: str) -> list[str]:
    return re.findall(r"\w{4,}", text.lower())


def _is_alike(context: Context, piece: Piece, words: set[str]) -> bool:
    """Whether an h1 says what the head's titles say, in other words: portals shorten them for search engines."""
    own = _words(context.trail.text(piece))
    return len(own) >= _MIN_WORDS and 2 * sum(word in words for word in own) >= len(own)
