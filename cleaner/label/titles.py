"""The headline as the page's head states it, wherever it stands at or above the story."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from cleaner.dates import date_line
from cleaner.label.context import Context, squashed
from cleaner.label.credits import may_credit
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.prose import is_title_like
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.tokens import mark_words

_MIN_WORDS, _MAX_TITLE = 3, 200
_LOUD = frozenset({"b", "strong", "big", "font"})
_LONG_WORD = re.compile(r"\w{4,}")
_BY_PLACE = "headline-above-story"


def titles(context: Context, head: Sequence[Piece]) -> list[Verdict]:
    """The headline as the page's head states it; where none stands, the first h1 (a stray h1 names the section)."""
    begun = [piece for piece in head if _may_begin_title(context, piece)]
    stated = [piece for piece in begun if _says_title(context, piece)]
    stated += _in_two(context, head, {piece[:2] for piece in begun if piece.end - piece.start <= _MAX_TITLE})
    if not stated or all(context.is_site_name(context.trail.text(piece)) for piece in stated):
        part = _in_a_part(context, head)
        told = part or _above_story(context, head)
        if told:
            others = [piece for piece in head if piece != told and _may_be_site_name(context, piece, stated)]
            site = [verdict_on(piece, Label.NAV, "site-name") for piece in others]
            return [*site, verdict_on(told, Label.TITLE, "headline-part" if part else _BY_PLACE)]
    if stated:
        alike = [p for p in head if context.tag(p) == "h1" and p not in stated and _is_alike(context, p)]
        named = [(piece, "headline") for piece in stated] + [(piece, "headline-alike") for piece in alike]
        return [verdict_on(piece, Label.TITLE, rule) for piece, rule in sorted(named, key=lambda pair: pair[0].block)]
    return [verdict_on(piece, Label.TITLE, "first-heading") for piece in head if context.tag(piece) == "h1"]


def _may_be_site_name(context: Context, piece: Piece, stated: Sequence[Piece]) -> bool:
    return piece in stated or (context.tag(piece) == "h1" and context.is_site_name(context.trail.text(piece)))


def _in_a_part(context: Context, head: Sequence[Piece]) -> Piece | None:
    """The last line above the story that is a whole part of a stated title: "Pasar Lama Dibuka | Daerah | Portal"."""
    for piece in reversed(_above(context, head)):
        text = context.trail.text(piece)
        if len(text.split()) >= _MIN_WORDS and squashed(text) in context.title_parts and not context.is_site_name(text):
            return piece
    return None


def _above_story(context: Context, head: Sequence[Piece]) -> Piece | None:
    """Where the head names the site only: the line right above the story and its date that stands as a headline."""
    if not context.stated_titles or not all(map(context.is_site_name, context.stated_titles)):
        return None
    for piece in reversed(_above(context, head)):
        text = context.trail.text(piece)
        if date_line(text, context.rules.lexicon) or may_credit(text, context.rules):
            continue
        is_headline = len(text.split()) > _MIN_WORDS and is_title_like(text, _MAX_TITLE) and not text.endswith(":")
        return piece if is_headline and _stands_out(context, piece) and not context.rules.knows(text) else None
    return None


def _above(context: Context, head: Sequence[Piece]) -> Sequence[Piece]:
    """The lines above the first paragraph of the story."""
    first = context.body[0][0]
    ends = (i for i, piece in enumerate(head) if piece.block >= first and context.is_prose(piece))
    return head[: next(ends, 0)]


def _stands_out(context: Context, piece: Piece) -> bool:
    """A heading, a line that is bold or large altogether, or one whose element calls itself a headline."""
    block = context.trail.block(piece)
    told = zip(block.spans, context.page.tree.marks_in(block.number), strict=True)
    whole = [(span, marks) for span, marks in told if span.start <= piece.start and piece.end <= span.end]
    if context.tag(piece) in HEADING_TAGS or any(span.tag in _LOUD for span, _ in whole):
        return True
    marks = [context.page.nodes[block.node].marks, *(marks for _, marks in whole)]
    return any(word in context.rules.lexicon.title_marks for mark in marks if mark for word in mark_words(mark))


def _may_begin_title(context: Context, piece: Piece) -> bool:
    """Whether a line begins with the letter of a title, or with a mark: most lines do not."""
    first = context.page.blocks[piece.block].text[piece.start].lower()
    return first in context.title_letters or not first.isalnum()


def _says_title(context: Context, piece: Piece) -> bool:
    return not context.is_prose(piece) and squashed(context.trail.text(piece)) in context.title_keys


def _in_two(context: Context, head: Sequence[Piece], begun: Collection[tuple[int, int]]) -> list[Piece]:
    """Two lines that are the headline together: a kicker and the rest of it.

    begun: block and start of those that may begin it.
    """
    found = []
    for one, other in pairwise(head):
        first = squashed(context.trail.text(one)) if one[:2] in begun else ""
        if first and any(key.startswith(first) for key in context.title_keys):
            second = squashed(context.trail.text(other))
            found += [one, other] if second and first + second in context.title_keys else []
    return found


def titles_again(context: Context, found: Sequence[Verdict]) -> Iterator[Verdict]:
    """The headline once more further down: over a gallery, in a share box."""
    marked = {verdict.block for verdict in found}
    is_stated = bool(found) and found[-1].rule != _BY_PLACE
    for piece in context.trail.open() if is_stated else ():
        if piece.block not in marked and _may_begin_title(context, piece) and _says_title(context, piece):
            yield verdict_on(piece, Label.TITLE, "title-again")


def _words(text: str) -> list[str]:
    return _LONG_WORD.findall(text.lower())


def _is_alike(context: Context, piece: Piece) -> bool:
    """Whether an h1 says what the head's titles say, in other words: portals shorten them for search engines."""
    words = {word for title in context.stated_titles for word in _words(title)}
    own = _words(context.trail.text(piece))
    return len(own) >= _MIN_WORDS and 2 * sum(word in words for word in own) >= len(own)
