"""What is left and stands as a heading inside the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.prose import is_title_like
from cleaner.label.trail import is_kept, verdict_on
from cleaner.model import Block, Label, Piece, Verdict

_MAX_CHARS = 120
_BOLD = frozenset({"b", "strong"})
_LINKS, _LINK_RULES = 2, frozenset({"link-box", "link-only-line"})


def headings(context: Context) -> Iterator[Verdict]:
    """Heading elements, lines that are bold throughout, and in texts a headline-like line between two paragraphs."""
    yield from _over_links(context)
    kept = context.trail.open()
    for i, piece in enumerate(kept):
        block = context.trail.block(piece)
        text = context.trail.text(piece)
        if len(text) > _MAX_CHARS:
            continue
        if context.page.html:
            if _is_marked(context, block, piece):
                yield verdict_on(piece, Label.HEADING, "heading-element")
        elif (
            _stands_alone(context, kept, i)
            and is_title_like(text, _MAX_CHARS)
            and text[:1].isupper()
            and len(text.split()) >= 3
        ):
            yield verdict_on(piece, Label.HEADING, "heading-line")


def _over_links(context: Context) -> Iterator[Verdict]:
    """A heading with nothing of the story under it but links to other stories that went."""
    if not context.page.html or not any(verdict.rule in _LINK_RULES for verdict in context.trail.log):
        return
    pieces = [p for first, stop in context.body for index in range(first, stop) for p in context.trail.pieces(index)]
    ahead = _next_kept(pieces)
    for i, piece in enumerate(pieces):
        if piece.verdict is not None or not _is_marked(context, context.trail.block(piece), piece):
            continue
        below = pieces[i + 1 : min(ahead[i], i + 1 + _LINKS)]
        links = [other for other in below if other.verdict and other.verdict.rule in _LINK_RULES]
        after = pieces[ahead[i] : ahead[i] + 1]
        is_over = not after or _is_marked(context, context.trail.block(after[0]), after[0])
        if len(links) == _LINKS and is_over:
            yield verdict_on(piece, Label.RELATED, "heading-over-links", cause=links[0].block)


def _next_kept(pieces: Sequence[Piece]) -> list[int]:
    """For each piece the place of the first one behind it that is kept."""
    ahead, found = [len(pieces)] * len(pieces), len(pieces)
    for i in range(len(pieces) - 1, -1, -1):
        ahead[i] = found
        found = i if is_kept(pieces[i]) else found
    return ahead


def _is_marked(context: Context, block: Block, piece: Piece) -> bool:
    if context.page.nodes[block.node].tag in HEADING_TAGS:
        return True
    if not block.spans:
        return False
    bold = sum(min(span.end, piece.end) - max(span.start, piece.start) for span in block.spans if span.tag in _BOLD)
    return bold >= piece.end - piece.start and is_title_like(context.trail.text(piece), _MAX_CHARS)


def _stands_alone(context: Context, kept: list[Piece], i: int) -> bool:
    """Between two paragraphs of prose, not in a list or a schedule."""
    if not 0 < i < len(kept) - 1:
        return False
    return context.is_prose(kept[i - 1]) and context.is_prose(kept[i + 1])
