"""Where another story begins below the page's own, as pages do that load the next one when the reader scrolls."""

from __future__ import annotations

from itertools import pairwise

from cleaner.dates import date_line
from cleaner.label.context import Context, squashed
from cleaner.label.credits import may_credit, parse
from cleaner.label.elements import HEADING_TAGS
from cleaner.model import Node

_HEADLINES = ("h1", "h2")
_MIN_PROSE = 120
_BEFORE, _BEHIND = 2, 4
_MOST, _TITLE_LINES = 40, 3


def next_story(context: Context) -> int | None:
    """The block at which the page's story is over and another one begins, if one does.

    That one stands in an element like the story's own and beside it, under a headline of the same level, with a date or
    a writer of its own. Parts of one story have headings; a date of its own has none.
    """
    headings = [node for node in context.elements.texted if node.tag in _HEADLINES]
    own = next((node for node in headings if _is_headline(context, node)), None) if len(headings) > 1 else None
    if own is None:
        return None
    branches = {outer.number: inner for inner, outer in pairwise(context.elements.ancestors(own.number))}
    later = [node for node in headings if node.tag == own.tag and node.first >= own.stop]
    for other in later[:_MOST]:
        pairs = pairwise(context.elements.ancestors(other.number))
        theirs, shared = next(((inner, outer) for inner, outer in pairs if outer.number in branches), (other, own))
        ours = branches.get(shared.number, own)
        if _is_another(context, ours, theirs, other):
            between = context.elements.all_prose(ours.stop, theirs.first)
            return theirs.first if between >= _MIN_PROSE else ours.stop
    return None


def _is_headline(context: Context, node: Node) -> bool:
    if node.stop - node.first > _TITLE_LINES:
        return False
    key = squashed(" ".join(block.text for block in context.page.blocks[node.first : node.stop]))
    return key in context.title_keys


def _is_another(context: Context, ours: Node, theirs: Node, heading: Node) -> bool:
    """Whether two elements beside each other are two stories."""
    if ours.tag in HEADING_TAGS or (ours.tag, ours.marks.split(" ")[0]) != (theirs.tag, theirs.marks.split(" ")[0]):
        return False
    if any(context.elements.all_prose(node.first, node.stop) < _MIN_PROSE for node in (ours, theirs)):
        return False
    first, stop = max(theirs.first, heading.first - _BEFORE), min(theirs.stop, heading.stop + _BEHIND)
    return any(_is_credit(context, block.text) for block in context.page.blocks[first:stop])


def _is_credit(context: Context, text: str) -> bool:
    if date_line(text, context.rules.lexicon):
        return True
    return may_credit(text, context.rules) and bool(parse(text, context.rules))
