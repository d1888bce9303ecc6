"""Columns beside the story's own that list other stories: linked headlines with a sentence or two under each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from cleaner.label.context import Context
from cleaner.label.elements import TEXT_TAGS
from cleaner.label.prose import ends_sentence, is_prose
from cleaner.label.structure import on_node
from cleaner.model import Block, Label, Node, Verdict

# A list: so many units, a headline of so many words each. Its teasers are no longer than this.
_MIN_UNITS, _MIN_TITLE_WORDS = 3, 3
_LINKED = 0.9
_NUMBERED = re.compile(r"\d{1,3}[.)]")
_MIN_TEASER, _MAX_TEASER = 40, 300
_BETWEEN, _DEPTH = 2, 3
# A story's own column holds so many paragraphs: below a headline alone, linked headings may be the story's parts.
_MIN_PARAGRAPHS = 3


def columns(context: Context) -> Iterator[Verdict]:
    """Drop lists that stand beside the element of both headline and story, inside the container of the two."""
    if not context.page.html or not context.body:
        return
    headline = next((node for node in context.inside if node.tag == "h1"), None)
    if headline is None:
        return
    for node, own in _beside(context, headline):
        if _is_list(context.page.blocks[node.first : node.stop]) and _holds_more(context, own, node):
            yield from on_node(context, node, Label.RELATED, "column-of-teasers", f"{node.tag} {node.marks}".strip())


def _beside(context: Context, headline: Node) -> Iterator[tuple[Node, Node]]:
    """Elements that stand beside an element of the headline, or not deep in one that does, each with that element."""
    branches = {outer.number: inner for inner, outer in pairwise(context.elements.ancestors(headline.number))}
    beside: dict[int, tuple[Node, int]] = {}
    for node in context.inside:
        own, depth = beside.get(node.parent) or (branches.get(node.parent), 0)
        if own is None or own.number == node.number or own.tag in TEXT_TAGS or node.tag in TEXT_TAGS:
            continue
        if depth < _DEPTH:
            beside[node.number] = own, depth + 1
            yield node, own


def _holds_more(context: Context, own: Node, other: Node) -> bool:
    """Whether the headline's element tells a story, and a longer one than another element."""
    ours, theirs = (context.elements.all_prose(node.first, node.stop) for node in (own, other))
    if ours < theirs:
        return False
    paragraphs = (block for block in context.page.blocks[own.first : own.stop] if is_prose(block.text))
    return len(list(islice(paragraphs, _MIN_PARAGRAPHS))) == _MIN_PARAGRAPHS


def _is_list(blocks: Sequence[Block]) -> bool:
    """Whether an element is made of linked headlines with one paragraph each, and holds no paragraph beside those."""
    if len(blocks) < 2 * _MIN_UNITS:
        return False
    teasers = [at for at, block in enumerate(blocks) if _is_teaser(block)]
    headed = [at for at in teasers if any(map(_is_title, blocks[max(0, at - _BETWEEN) : at]))]
    return len(headed) >= _MIN_UNITS and len(headed) == sum(_is_own_words(block) for block in blocks)


def _is_title(block: Block) -> bool:
    """A linked headline. What is numbered may be a part of the story: "3. Pantai Pasir Putih"."""
    if block.links < _LINKED * len(block.text) or _NUMBERED.match(block.text):
        return False
    return block.text.count(" ") + 1 >= _MIN_TITLE_WORDS


def _is_own_words(block: Block) -> bool:
    return len(block.text) >= _MIN_TEASER and 2 * block.links < len(block.text)


def _is_teaser(block: Block) -> bool:
    return _is_own_words(block) and len(block.text) <= _MAX_TEASER and ends_sentence(block.text)
