"""The writer's name above a story in an element that calls itself so: class "author", rel=author, itemprop=author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.blocks.tree import Found
from cleaner.label.byline import is_decided, nearby
from cleaner.label.context import Context, squashed
from cleaner.label.people import person
from cleaner.label.trail import verdict_on
from cleaner.model import Block, Label, Node, Piece, Verdict
from cleaner.rules.rule import Rule

NAMED_AUTHOR = "named-author"
_MAX_NAME = 60


def named_author(context: Context) -> Iterator[Verdict]:
    """Mark such names above the first paragraph, where the page's head declares no author."""
    if not context.page.html or context.declared_authors - context.own_names:
        return
    first = next((piece.block for piece in context.trail.open() if context.is_prose(piece)), -1)
    above = [piece for piece in nearby(context) if piece.block < first]
    named = [piece for piece in above if not is_decided(piece) and _may_be_name(context.trail.text(piece))]
    told = _told(context, above[0].block, first) if named else []
    for piece in named:
        if _is_named_author(context, piece, told):
            yield verdict_on(piece, Label.BYLINE, NAMED_AUTHOR)


def _may_be_name(text: str) -> bool:
    return len(text) <= _MAX_NAME and text[:1].isupper()


def _told(context: Context, begin: int, end: int) -> list[Found]:
    """What the rules' selectors find of the writer's elements in blocks [begin, end)."""
    selectors = (selector for rule in context.rules.selects if _names_author(rule) for selector in rule.select)
    return [found for one in selectors for found in context.page.tree.select_within(one, begin, end)]


def _is_named_author(context: Context, piece: Piece, told: Sequence[Found]) -> bool:
    """A person's name in an element that calls itself the writer's; the portal and the role's word are none."""
    text, block, rules = context.trail.text(piece), context.trail.block(piece), context.rules
    near = context.elements.ancestors(block.node)[:2]
    if not any(_holds(found, block, near) for found in told):
        marks = (*context.page.tree.marks_in(block.number), *(node.marks for node in near))
        if not any(_names_author(rule) for mark in marks for rule in rules.tokens.by_marks[mark]):
            return False
    if text.lower() in rules.role_of or rules.knows(text) or squashed(text) in context.own_names:
        return False
    is_desk = any(word in rules.lexicon.not_personal for word in text.lower().split())
    return not is_desk and person(text, rules.lexicon) is not None


def _names_author(rule: Rule) -> bool:
    return rule.needs == "name" and rule.role == "author"


def _holds(found: Found, block: Block, near: Sequence[Node]) -> bool:
    """Whether what a selector found is a block's element, the one around it, or an inline one in it."""
    if found.node >= 0:
        return any(node.number == found.node for node in near)
    return any(number == block.number for number, _, _ in found.pieces)
