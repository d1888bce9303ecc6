"""What stands behind the end of the story: foreign leads after a sign-off or after a late byline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cleaner.label.context import Context
from cleaner.label.prose import is_title_like, title_case_share
from cleaner.label.sign_off import find
from cleaner.label.trail import is_kept, verdict_on
from cleaner.model import Label, Piece, Verdict

_MIN_BEFORE = 3
_BYLINE_AFTER_SHARE = 0.25
_MAX_HEADLINES = 2


def ending(context: Context) -> Iterator[Verdict]:
    """Drop what follows the end of the story.

    A sign-off or a line that only stands at an end is certain, however much follows (portals append a dozen leads of
    other stories); of several the last counts. A byline is an end only when hardly a paragraph follows.
    """
    pieces = [p for p in context.trail.all_pieces() if _in_body(context, p) and (is_kept(p) or _is_mark(context, p))]
    prose = [is_kept(piece) and context.is_prose(piece) for piece in pieces]
    found = _last_end(context, pieces, prose)
    if found:
        i, rule = found
        for later in pieces[i + 1 :]:
            if is_kept(later):
                yield verdict_on(later, Label.RELATED, rule, cause=pieces[i].block)
        return
    yield from _last_headlines(context)


def _last_headlines(context: Context) -> Iterator[Verdict]:
    """A headline as the very last line of a text heads nothing: it is a teaser whose link was lost.

    Where a mark of a next page follows, it can be the heading of what stands there.
    """
    kept = context.trail.kept()
    if context.page.html or "multi-page" in context.facts or not kept:
        return
    small = context.rules.lexicon.small
    tail = 0
    while tail < len(kept) and _is_headline(context.trail.text(kept[-1 - tail]), small):
        tail += 1
    if 0 < tail <= _MAX_HEADLINES and tail < len(kept) and context.is_prose(kept[-1 - tail]):
        for piece in kept[-tail:]:
            yield verdict_on(piece, Label.RELATED, "last-headline")


def _is_headline(text: str, small: Collection[str]) -> bool:
    return is_title_like(text) and len(text.split()) >= 6 and title_case_share(text, small) >= 0.9


def _last_end(context: Context, pieces: Sequence[Piece], prose: Sequence[bool]) -> tuple[int, str] | None:
    before, whole = 0, sum(prose)
    byline: tuple[int, str] | None = None
    end: tuple[int, str] | None = None
    for i, piece in enumerate(pieces):
        before += prose[i]
        if before < _MIN_BEFORE:
            continue
        if _closes(context, piece):
            end = (i, "after-sign-off")
        elif byline is None and _is_byline(piece) and whole - before <= before * _BYLINE_AFTER_SHARE:
            byline = (i, "after-byline")
    return end or byline


def _closes(context: Context, piece: Piece) -> bool:
    if piece.verdict is not None and not is_kept(piece):
        return piece.verdict.rule in context.rules.closing
    found = find(context, context.trail.text(piece))
    return found is not None and found[0].closes


def _is_mark(context: Context, piece: Piece) -> bool:
    return _is_byline(piece) or (piece.verdict is not None and piece.verdict.rule in context.rules.closing)


def _in_body(context: Context, piece: Piece) -> bool:
    return any(first <= piece.block < stop for first, stop in context.body)


def _is_byline(piece: Piece) -> bool:
    return piece.verdict is not None and piece.verdict.label is Label.BYLINE
