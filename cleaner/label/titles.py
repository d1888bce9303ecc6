"""The headline as the page's head states it, wherever it stands at or above the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.label.context import Context, squashed
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict

_MIN_WORDS = 3


def titles(context: Context, head: Sequence[Piece]) -> list[Verdict]:
    """The headline as the page's head states it; where none stands, the first h1 (a stray h1 names the section)."""
    begun = [piece for piece in head if _may_begin_title(context, piece)]
    stated = [piece for piece in begun if _says_title(context, piece)]
    stated += _in_two(context, head, frozenset(begun))
    if stated:
        words = {word for title in context.stated_titles for word in _words(title)}
        alike = [p for p in head if context.tag(p) == "h1" and p not in stated and _is_alike(context, p, words)]
        named = [(piece, "headline") for piece in stated] + [(piece, "headline-alike") for piece in alike]
        return [verdict_on(piece, Label.TITLE, rule) for piece, rule in sorted(named, key=lambda pair: pair[0].block)]
    return [verdict_on(piece, Label.TITLE, "first-heading") for piece in head if context.tag(piece) == "h1"]


def _may_begin_title(context: Context, piece: Piece) -> bool:
    """Whether a line begins with the letter of a title, or with a mark: most lines do not."""
    first = context.page.blocks[piece.block].text[piece.start].lower()
    return first in context.title_letters or not first.isalnum()


def _says_title(context: Context, piece: Piece) -> bool:
    return squashed(context.trail.text(piece)) in context.title_keys and not context.is_prose(piece)


def _in_two(context: Context, head: Sequence[Piece], begun: frozenset[Piece]) -> list[Piece]:
    """Two lines that are the headline together: a kicker and the rest of it. begun: those that may begin it."""
    pairs = [(one, other) for one, other in pairwise(head) if one in begun]
    told = ([squashed(context.trail.text(piece)) for piece in pair] for pair in pairs)
    both = [pair for pair, keys in zip(pairs, told, strict=True) if all(keys) and "".join(keys) in context.title_keys]
    return [piece for pair in both for piece in pair]


def titles_again(context: Context, found: Sequence[Verdict]) -> Iterator[Verdict]:
    """The headline once more further down: over a gallery, in a share box."""
    marked = {verdict.block for verdict in found}
    for piece in context.trail.open() if found else ():
        if piece.block not in marked and _may_begin_title(context, piece) and _says_title(context, piece):
            yield verdict_on(piece, Label.TITLE, "title-again")


def _words(text: str) -> list[str]:
    return re.findall(r"\w{4,}", text.lower())


def _is_alike(context: Context, piece: Piece, words: set[str]) -> bool:
    """Whether an h1 says what the head's titles say, in other words: portals shorten them for search engines."""
    own = _words(context.trail.text(piece))
    return len(own) >= _MIN_WORDS and 2 * sum(word in words for word in own) >= len(own)
