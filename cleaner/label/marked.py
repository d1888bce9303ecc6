"""Lines that their element names: captions in inline elements; bylines and times that no phrase has told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS, NAMED_LATE, TEXT_TAGS
from cleaner.label.structure import covers_body
from cleaner.label.trail import verdict_on
from cleaner.model import Block, Label, Node, Piece, Verdict
from cleaner.rules.rule import Rule

_MOST = 0.6
_MAX_CHARS = 120
_FEW_LINES, _FEW_CHARS = 9, 300
_MIN_CAPTION = 25
# Of the general pages' elements with a picture, these bounds take captions only.
_PICTURE_LINES, _PICTURE_CHARS, _PICTURES = 3, 220, 4
_BY_SPAN = frozenset({Label.CAPTION, *NAMED_LATE})


def marked(context: Context) -> Iterator[Verdict]:
    """Take what is left of captions, bylines and times by the class or name of the element that holds it.

    What is word for word a caption is one where a viewer of pictures shows it again.
    """
    if not context.page.html or not context.body:
        return
    yield from _beside_pictures(context)
    captions = {context.trail.text(piece): piece.block for piece in context.trail.labelled(Label.CAPTION)}
    for piece in context.trail.open():
        block = context.trail.block(piece)
        again = captions.get(context.trail.text(piece), -1)
        if again >= 0 and piece.end - piece.start >= _MIN_CAPTION:
            yield verdict_on(piece, Label.CAPTION, "caption-again", cause=again)
            continue
        if not _is_in_body(context, block):
            continue
        rule = _rule_of_spans(context, block) or _rule_of_nodes(context, block)
        if rule is not None and _may_go(context, piece, rule):
            yield verdict_on(piece, rule.label, rule.name, evidence=piece_marks(context, block))


def _beside_pictures(context: Context) -> Iterator[Verdict]:
    """Lines in an element of a picture and hardly a word more; where there are many of one kind, they are a list."""
    found = [node for node in context.inside if _is_beside_picture(context, node)]
    kinds = Counter((node.parent, node.tag) for node in found)
    for node in found:
        if kinds[node.parent, node.tag] <= _PICTURES:
            for piece in context.open_in(node):
                yield verdict_on(piece, Label.CAPTION, "beside-picture", evidence=f"{node.tag} {node.marks}".strip())


def _is_beside_picture(context: Context, node: Node) -> bool:
    if node.tag in TEXT_TAGS or node.stop - node.first > _PICTURE_LINES:
        return False
    parent = context.page.nodes[node.parent]
    if parent.tag not in TEXT_TAGS and (parent.first, parent.stop) == (node.first, node.stop):
        return False  # the outermost of a nest is asked for all
    pieces = context.open_in(node)
    most = _PICTURE_CHARS * (1 + context.elements.says_picture(node))
    if not pieces or sum(piece.end - piece.start for piece in pieces) > most:
        return False
    tags = {context.tag(piece) for piece in pieces}
    if tags & HEADING_TAGS:
        return False
    if any(map(context.is_prose, pieces)) and not context.elements.says_picture(node):
        return False
    return not covers_body(context, node) and context.page.tree.holds(node.number, "img", "picture", "amp-img")


def piece_marks(context: Context, block: Block) -> str:
    """The element that a block stands in, as the ledger shows it."""
    node = context.page.nodes[block.node]
    return f"{node.tag} {node.marks}".strip()


def _is_in_body(context: Context, block: Block) -> bool:
    return block.node >= 0 and any(first <= block.number < stop for first, stop in context.body)


def _may_go(context: Context, piece: Piece, rule: Rule) -> bool:
    """A caption of any length; of the others only what is short and no sentence."""
    if rule.label is Label.CAPTION:
        return True
    return piece.end - piece.start <= _MAX_CHARS and not context.is_prose(piece)


def _rule_of_spans(context: Context, block: Block) -> Rule | None:
    """The rule of an inline element that holds most of a block."""
    if context.page.nodes[block.node].tag in HEADING_TAGS:
        return None
    if not block.spans:
        return None
    for span, marks in zip(block.spans, context.page.tree.marks_in(block.number), strict=True):
        if span.end - span.start >= _MOST * len(block.text):
            rule = context.rules.elements.get(span.tag) or _token_rule(context, marks)
            if rule is not None and rule.label in _BY_SPAN:
                return rule
    return None


def _rule_of_nodes(context: Context, block: Block) -> Rule | None:
    """The rule of the nearest elements of a block that hold little else."""
    for node in context.elements.ancestors(block.node):
        if not _is_small(context, node):
            return None
        rule = _token_rule(context, node.marks)
        if rule is not None and rule.label in NAMED_LATE:
            return rule
    return None


def _is_small(context: Context, node: Node) -> bool:
    return context.elements.all_text(node.first, min(node.stop, node.first + _FEW_LINES)) <= _FEW_CHARS


def _token_rule(context: Context, marks: str) -> Rule | None:
    found = context.rules.tokens.by_marks[marks]
    return next((rule for rule in found if rule.label is not Label.BODY and not rule.needs), None) if found else None
