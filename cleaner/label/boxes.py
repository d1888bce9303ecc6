"""Boxes between paragraphs: other stories under a heading such as "Related stories", calls to subscribe."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS, TEXT_TAGS
from cleaner.label.structure import covers_body
from cleaner.label.trail import is_kept, verdict_on
from cleaner.model import Block, Label, Node, Piece, Verdict

_LISTS = frozenset({"ul", "ol"})
# A title beside the screen reader's copy of it is half a link; a teaser's line hardly less.
_LINKED, _MIN_WORDS = 0.4, 3
_MAX_SHARE = 0.35
_LONG = 80
# A box of calls: how many lines of it are known, and how much it may hold.
_MIN_CALLS, _MAX_LINES, _MAX_CHARS = 2, 10, 800
_CALLS = frozenset({Label.NEWSLETTER, Label.PAYWALL, Label.APP, Label.FOLLOW, Label.AD, Label.SHARE, Label.NAV})


def box_end(context: Context, heading: int, min_titles: int) -> int | None:
    """The block behind the box that block `heading` begins, or behind the list right below it.

    None where no such element is: a box holds at least min_titles linked titles, and at most one line of text for each.
    """
    found = _box(context, heading)
    if found is None or covers_body(context, found):
        return None
    inside = context.page.blocks[heading + 1 : found.stop]
    titles = sum(map(_is_title, inside))
    texts = sum(len(block.text) >= _LONG and not _is_title(block) for block in inside)
    if titles < min_titles or texts > titles:
        return None
    elements = context.elements
    whole = sum(elements.all_prose(first, stop) for first, stop in context.body)
    return found.stop if elements.all_prose(heading, found.stop) <= _MAX_SHARE * whole else None


def _box(context: Context, heading: int) -> Node | None:
    """The outermost element that begins with a block and holds more; else the list that begins right below it."""
    chain = context.elements.ancestors(context.page.blocks[heading].node)
    begun = [node for node in chain if node.first == heading and not covers_body(context, node)]
    if begun and begun[-1].stop > heading + 1:
        return begun[-1]
    below = heading + 1
    if below >= len(context.page.blocks):
        return None
    chain = context.elements.ancestors(context.page.blocks[below].node)
    return next((node for node in chain if node.tag in _LISTS and node.first == below), None)


def _is_title(block: Block) -> bool:
    return block.links >= _LINKED * len(block.text) and len(block.text.split()) >= _MIN_WORDS


def boxes(context: Context) -> Iterator[Verdict]:
    """The rest of a small element most of whose lines are calls: what a newsletter is about, a player's maker."""
    if not context.page.html or not context.body:
        return
    for node in context.inside:
        if node.tag in TEXT_TAGS or not 1 < node.stop - node.first <= _MAX_LINES or covers_body(context, node):
            continue
        pieces = [piece for index in range(node.first, node.stop) for piece in context.trail.pieces(index)]
        rest = [piece for piece in pieces if is_kept(piece)]
        calls = [piece for piece in pieces if _label(piece) in _CALLS]
        if rest and _is_rest(context, rest, calls) and len(calls) + len(rest) == len(pieces):
            for piece in rest:
                yield verdict_on(piece, _label(calls[0]), "rest-of-box", cause=calls[0].block)


def _label(piece: Piece) -> Label:
    return Label.BODY if piece.verdict is None else piece.verdict.label


def _is_rest(context: Context, rest: list[Piece], calls: list[Piece]) -> bool:
    """Whether lines among calls are none of the story: fewer words than the calls, no heading, no paragraph."""
    if len(calls) < _MIN_CALLS or sum(p.end - p.start for p in (*rest, *calls)) > _MAX_CHARS:
        return False
    if sum(p.end - p.start for p in rest) > sum(p.end - p.start for p in calls):
        return False
    tags = {context.tag(piece) for piece in rest}
    return not tags & HEADING_TAGS and not any(map(context.is_prose, rest))
