"""A page of markup as blocks: one parse, one walk without recursion, every visible text node in exactly one block."""

from __future__ import annotations

from lxml import etree

from cleaner.blocks.head import read_head
from cleaner.blocks.tree import Tree
from cleaner.blocks.walk import Walk
from cleaner.model import Page


def from_html(text: str, url: str | None = None, encoding: str = "utf-8") -> Page:
    """The page as facts: head, blocks, block-level elements with the blocks they span, inline spans."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    raw = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Page(blocks=(), html=True, url=url, encoding=encoding)
    flags = ("deep-nesting",) if _too_deep(parser) else ()
    walk = Walk(root)
    nodes = walk.nodes()
    return Page(
        blocks=tuple(walk.blocks),
        html=True,
        url=url,
        head=read_head(root),
        nodes=nodes,
        tree=Tree(root, nodes, [*walk.elements, *walk.inline], walk.blocks),
        encoding=encoding,
        flags=flags,
    )


def _too_deep(parser: etree.HTMLParser) -> bool:
    """lxml gives up below its depth limit and says so only in the parser's log."""
    return any("depth" in entry.message.lower() for entry in parser.error_log)
