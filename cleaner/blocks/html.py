"""A page of markup as blocks: one parse, one walk without recursion, every visible text node in exactly one block."""

from __future__ import annotations

from cleaner.blocks.bounds import bound
from cleaner.blocks.head import read_head
from cleaner.blocks.parse import parse
from cleaner.blocks.tree import Tree
from cleaner.blocks.walk import Walk
from cleaner.model import Limits, Page


def from_html(
    markup: str | bytes,
    url: str | None = None,
    encoding: str = "utf-8",
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Page:
    """The page as facts: head, blocks, block-level elements with the blocks they span, inline spans.

    markup: text, or the same in UTF-8. encoding: what the page was read with, only noted here.
    """
    root, flags = parse(markup, limits)
    if root is None:
        return Page(blocks=(), html=True, url=url, encoding=encoding, flags=flags)
    walk = Walk(root)
    bounded = bound(walk.blocks, limits)
    blocks, nodes = tuple(bounded.blocks), bounded.nodes(walk.nodes)
    return Page(
        blocks=blocks,
        html=True,
        url=url,
        head=read_head(root, walk.stating, limits),
        nodes=nodes,
        empty=bounded.places(walk.empty),
        tree=Tree(root, nodes, [*walk.elements, *bounded.inline(walk.blocks, walk.inline)], blocks),
        encoding=encoding,
        flags=(*flags, *bounded.flags),
        rest=bounded.rest,
    )
