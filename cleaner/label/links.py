"""Inside the story's container: boxes of links to other stories, and lines that are nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS, Elements
from cleaner.label.prose import ends_sentence, title_case_share
from cleaner.label.structure import covers_body, on_node
from cleaner.label.trail import verdict_on
from cleaner.model import Block, Label, Node, Verdict

_LINK_ONLY = 0.9
_LINK_WORDS = 4
# A sentence of the story that is one link: so many words, most of them in lower case.
_SENTENCE_WORDS, _QUOTE_WORDS, _TITLE_CASE = 10, 5, 0.5
_QUOTED = re.compile(r"[\"“”„«‘'].*[\"“”»’'][.,]?$")
_LABELLED, _LABELLED_CHARS = 0.7, 120
# What a teaser says of itself behind its link: "[VIDEO]", "[INSIGHT] |".
_KIND = re.compile(r"\s?\[[A-Z ]{3,20}\]\s?\|?$")
_BETWEEN = 4
_ADDRESS = re.compile(r"https?:|www\.|@|\S{1,60}@")
_NO_BOXES = HEADING_TAGS | {"p", "td", "th", "tr", "tbody", "html", "body", "br"}
_BOX_CHARS, _BOX_LINKS, _BOX_SHARE = 25, 0.6, 0.5


def links(context: Context) -> Iterator[Verdict]:
    """What phrases have not named by now and what is mostly links, unless the story itself is a list of links."""
    if context.page.html and context.body:
        yield from _link_boxes(context, context.elements)
        yield from _link_lines(context)
        yield from _labelled_links(context)


def _link_boxes(context: Context, elements: Elements) -> Iterator[Verdict]:
    """Boxes of links to other stories: most of their words are links, and no paragraph stands among them."""
    whole = sum(elements.text(first, stop) for first, stop in context.body)
    boxes: list[Node] = []
    sentences: list[int] = []
    for node in context.inside:
        if node.tag in _NO_BOXES or covers_body(context, node):
            continue
        text, links = elements.text(node.first, node.stop), elements.links(node.first, node.stop)
        if text < _BOX_CHARS or links < _BOX_LINKS * text or elements.prose(node.first, node.stop):
            continue
        if boxes and node.stop <= boxes[-1].stop:
            continue
        sentences = sentences or list(accumulate(map(_is_sentence, context.page.blocks), initial=0))
        if sentences[node.stop] == sentences[node.first]:
            boxes.append(node)
    if sum(elements.text(node.first, node.stop) for node in boxes) <= whole * _BOX_SHARE:
        for node in boxes:
            yield from on_node(context, node, Label.RELATED, "link-box", f"{node.tag} {node.marks}".strip())
        yield from _between_boxes(context, boxes)


def _between_boxes(context: Context, boxes: Sequence[Node]) -> Iterator[Verdict]:
    """Links of a word or two in a row of such boxes."""
    for left, right in pairwise(boxes):
        between = context.page.blocks[left.stop : right.first]
        if left.parent == right.parent and len(between) <= _BETWEEN and all(b.links == len(b.text) for b in between):
            for block in between:
                for piece in context.trail.pieces(block.number):
                    if piece.verdict is None:
                        yield verdict_on(piece, Label.RELATED, "link-box", cause=left.first)


def _is_sentence(block: Block) -> bool:
    """A sentence with words outside its link: the story's own, however long the link."""
    return block.links < _LINK_ONLY * len(block.text) and ends_sentence(block.text)


def _link_lines(context: Context) -> Iterator[Verdict]:
    """Lines that are nothing but a link to another page, in a story that is not a list of links."""
    kept = [context.trail.block(piece) for piece in context.trail.kept()]
    linked = [block for block in kept if _is_link_line(block, context)]
    if 2 * sum(len(block.text) for block in linked) > sum(len(block.text) for block in kept):
        return
    prose = context.prose_blocks(context.trail.kept()) if any(map(_may_be_told, linked)) else []
    told = range(kept[prose[0]].number, kept[prose[-1]].number) if prose else range(0)
    for block in linked:
        if block.number in told and _is_told(block, context):
            continue
        for piece in context.trail.pieces(block.number):
            if piece.verdict is None:
                yield verdict_on(piece, Label.READ_ALSO, "link-only-line", evidence="all of it is a link")


def _may_be_told(block: Block) -> bool:
    return block.text.endswith(".") or _QUOTED.match(block.text) is not None


def _is_told(block: Block, context: Context) -> bool:
    """A sentence or a quotation of the story that is a link from end to end, told from a headline by its small letters.

    A quotation's marks stand outside of the link.
    """
    least = _SENTENCE_WORDS
    if _QUOTED.match(block.text) and block.links < len(block.text):
        least = _QUOTE_WORDS
    elif not block.text.endswith("."):
        return False
    words = block.text.count(" ") + 1
    return words >= least and title_case_share(block.text, context.rules.lexicon.small) < _TITLE_CASE


def _is_link_line(block: Block, context: Context) -> bool:
    said = _KIND.sub("", block.text) if "[" in block.text else block.text
    if not block.links or block.links < _LINK_ONLY * len(said):
        return False
    if block.text.count(" ") + 1 < _LINK_WORDS:
        return False
    return context.page.nodes[block.node].tag not in HEADING_TAGS


def _labelled_links(context: Context) -> Iterator[Verdict]:
    """Below the last paragraph, lines that are a label and links: "Related roundup: …", "Profiles: … | …".

    An address written out is there to be read.
    """
    kept = context.trail.kept()
    prose = context.prose_blocks(kept)
    for piece in kept[prose[-1] + 1 :] if prose else ():
        block = context.trail.block(piece)
        links = [span for span in block.spans if span.tag == "a"]
        if piece.verdict is not None or not links or len(block.text) > _LABELLED_CHARS:
            continue
        label, rest = block.text[: links[0].start].rstrip(), len(block.text) - links[0].start
        is_address = any(_ADDRESS.match(block.text, span.start) for span in links)
        if label.endswith(":") and block.links >= _LABELLED * rest and not is_address:
            yield verdict_on(piece, Label.RELATED, "labelled-link", evidence=label)
