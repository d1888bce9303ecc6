"""What stands behind the end of the story: foreign leads after a sign-off or after a late byline."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.sign_off import find
from cleaner.label.trail import is_kept, verdict_on
from cleaner.model import Label, Piece, Verdict

_MIN_BEFORE = 3
_BYLINE_AFTER_SHARE = 0.25


def ending(context: Context) -> Iterator[Verdict]:
    """Drop what follows the first certain end, when several paragraphs stand before it and fewer behind it."""
    pieces = [p for p in context.trail.all_pieces() if _in_body(context, p) and (is_kept(p) or _is_byline(p))]
    prose = [is_kept(piece) and context.is_prose(piece) for piece in pieces]
    before, whole = 0, sum(prose)
    for i, piece in enumerate(pieces):
        before += prose[i]
        after = whole - before
        rule = _ends_here(context, piece, before, after)
        if rule:
            for later in pieces[i + 1 :]:
                if is_kept(later):
                    yield verdict_on(later, Label.RELATED, rule, cause=piece.block)
            return


def _in_body(context: Context, piece: Piece) -> bool:
    return any(first <= piece.block < stop for first, stop in context.body)


def _is_byline(piece: Piece) -> bool:
    return piece.verdict is not None and piece.verdict.label is Label.BYLINE


def _ends_here(context: Context, piece: Piece, before: int, after: int) -> str | None:
    if before < _MIN_BEFORE:
        return None
    if _is_byline(piece):
        return "after-byline" if after <= before * _BYLINE_AFTER_SHARE else None
    found = find(context, context.trail.text(piece))
    if found and found[0].closes and after < before:
        return "after-sign-off"
    return None
