"""What stands behind the end of the story.

Four signs, from certain to weak: a sign-off or a line that only stands at an end (foreign leads follow it, a dozen on
some portals); a late byline; the first of the page's furniture behind the story (tags, comments, a next page), when
hardly a paragraph follows; in texts, a headline as the very last line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from cleaner.dates import date_line
from cleaner.label.context import Context
from cleaner.label.prose import is_headline
from cleaner.label.sign_off import closes
from cleaner.label.trail import is_kept, verdict_on
from cleaner.model import Label, Piece, Verdict

_MIN_BEFORE, _MIN_CHARS = 3, 900
_AFTER_SHARE = 0.25
_BYLINE_SHARE_OF_PAGE = 0.1
_MAX_HEADLINES = 2
_MANY_LINES, _MANY_SHARE = 12, 0.6
_FURNITURE = frozenset(
    {Label.TAGS, Label.COMMENTS, Label.COPYRIGHT, Label.POLL, Label.POPULAR, Label.LATEST, Label.PICKS}
)


def ending(context: Context) -> Iterator[Verdict]:
    """Drop what follows the end of the story, for the surest sign there is."""
    pieces = [piece for first, stop in context.body for piece in context.trail.between(first, stop)]
    end = _Signs(context, pieces).surest()
    if end is None:
        yield from _last_headlines(context)
        return
    place, rule = end
    for later in pieces[place + 1 :]:
        if is_kept(later):
            yield verdict_on(later, Label.RELATED, rule, cause=pieces[place].block)


class _Signs:
    """Where the pieces of the story show its end: of sign-offs the last, of the weaker signs the first."""

    def __init__(self, context: Context, pieces: Sequence[Piece]) -> None:
        self._context = context
        self._pieces = pieces
        self._kept = [is_kept(piece) for piece in pieces]
        self._byline_share = _BYLINE_SHARE_OF_PAGE if context.page.html else _AFTER_SHARE
        self._prose = [kept and context.is_prose(piece) for piece, kept in zip(pieces, self._kept, strict=True)]

    def surest(self) -> tuple[int, str] | None:
        """The place of the last piece that may stay, and the name of the sign."""
        signs: dict[str, int] = {}
        before, after, lines, chars = 0, sum(self._prose), len(self._pieces), 0
        for i, piece in enumerate(self._pieces):
            before, after, lines = before + self._prose[i], after - self._prose[i], lines - 1
            chars += self._prose[i] * (piece.end - piece.start)
            if (before < _MIN_BEFORE and chars < _MIN_CHARS) or not lines:
                continue
            if self._context.page.html and after > before * _AFTER_SHARE:
                continue  # a page's container has cut off the rest of the site already
            if self._is_closing_line(piece):
                signs.setdefault("after-closing-line", i)
            elif self._is_signed_off(piece):
                signs["after-sign-off"] = i
            elif _has(piece, Label.BYLINE) and after <= before * self._byline_share:
                signs.setdefault("after-byline", i)
            elif self._is_furniture(piece) and _is_tail(before, after, lines) and not self._goes_on(i):
                signs.setdefault("after-furniture", i)
        certain = [(signs[rule], rule) for rule in ("after-closing-line", "after-sign-off") if rule in signs]
        weaker = [(signs[rule], rule) for rule in ("after-byline", "after-furniture") if rule in signs]
        return min(certain) if certain else next(iter(weaker), None)

    def _is_closing_line(self, piece: Piece) -> bool:
        return piece.verdict is not None and piece.verdict.rule in self._context.rules.closing

    def _is_signed_off(self, piece: Piece) -> bool:
        if not is_kept(piece):
            return False
        return closes(self._context, self._context.trail.text(piece))

    def _is_furniture(self, piece: Piece) -> bool:
        """Furniture that only follows a story: not a mark between pages that are all here."""
        if piece.verdict is None:
            return False
        return piece.verdict.label in _FURNITURE or piece.verdict.rule in self._context.rules.next_page

    def _goes_on(self, i: int) -> bool:
        """Whether a paragraph below piece i stands in a page where those above it do: the furniture is between them."""
        return self._context.page.html and self._furthest[i] > i

    @cached_property
    def _furthest(self) -> list[int]:
        """For each piece the last paragraph in a place where one stands above the piece; -1 where there is none."""
        last = {self._place(j): j for j, is_prose in enumerate(self._prose) if is_prose}
        above = (last[self._place(j)] if is_prose else -1 for j, is_prose in enumerate(self._prose))
        return list(accumulate(above, max, initial=-1))

    def _place(self, i: int) -> tuple[str, int]:
        node = self._context.page.nodes[self._context.trail.block(self._pieces[i]).node]
        return node.tag, node.parent


def _is_tail(before: int, after: int, lines: int) -> bool:
    """Whether what follows is furniture: hardly a paragraph, or a few among many short lines."""
    if after > lines * _AFTER_SHARE:
        return False
    return after <= before * _AFTER_SHARE or (lines >= _MANY_LINES and after <= before * _MANY_SHARE)


def _has(piece: Piece, label: Label) -> bool:
    return piece.verdict is not None and piece.verdict.label is label


def _last_headlines(context: Context) -> Iterator[Verdict]:
    """A headline or a date as the very last line of a text: a teaser whose link was lost.

    Where a mark of a next page follows, it can be the heading of what stands there.
    """
    kept = context.trail.kept()
    if context.page.html or "multi-page" in context.facts:
        return
    lexicon = context.rules.lexicon
    tail = 0
    while tail < len(kept):
        text = context.trail.text(kept[-1 - tail])
        if not (is_headline(text, lexicon.small) or date_line(text, lexicon)):
            break
        tail += 1
    if 0 < tail <= _MAX_HEADLINES and tail < len(kept) and context.is_prose(kept[-1 - tail]):
        for piece in kept[-tail:]:
            dated = date_line(context.trail.text(piece), lexicon)
            yield verdict_on(piece, Label.DATE if dated else Label.RELATED, "last-date" if dated else "last-headline")
