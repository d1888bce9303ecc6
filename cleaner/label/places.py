"""Metadata at the places that the portal's file names: what is shown there has moved to a field."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.dates import find_date
from cleaner.label.context import Context
from cleaner.label.credits import parse
from cleaner.label.people import names_in
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict

_LABELS = {
    "authors": Label.BYLINE,
    "editors": Label.BYLINE,
    "date": Label.DATE,
    "section": Label.SECTION,
    "tags": Label.TAGS,
    "standfirst": Label.STANDFIRST,
}


def places(context: Context) -> Iterator[Verdict]:
    """Mark what stands at the portal's places, for each field at the first place that has any."""
    portal, tree = context.rules.portal, context.page.tree
    if portal is None or tree is None or not context.body:
        return
    for field, label in _LABELS.items():
        for selector in portal.meta.get(field, ()):
            blocks = list(_blocks(context, selector))
            for block in dict.fromkeys(blocks):
                for piece in context.trail.pieces(block):
                    if _is_free(piece) and _says(context, piece, label):
                        yield verdict_on(piece, label, f"{portal.name}-{field}", evidence=selector)
            if blocks:
                break


def _blocks(context: Context, selector: str) -> Iterator[int]:
    for found in context.page.tree.select(selector):
        if found.node >= 0:
            yield from range(context.page.nodes[found.node].first, context.page.nodes[found.node].stop)
        yield from (block for block, _, _ in found.pieces)


def _is_free(piece: Piece) -> bool:
    """Nobody has spoken about it but the container pass."""
    return piece.verdict is None or piece.verdict.last >= 0


def _says(context: Context, piece: Piece, label: Label) -> bool:
    """Whether a place holds what it is for: a name, a date."""
    text = context.trail.text(piece)
    if label is Label.DATE:
        return find_date(text, context.rules.lexicon) is not None
    if label is Label.BYLINE:
        return bool(parse(text, context.rules) or names_in(text, context.rules.lexicon))
    return True
