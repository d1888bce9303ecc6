"""Text to a tree, whatever the text: bounded by a look at its bytes, and again, flatter, when it is nested too deep."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree

from cleaner.blocks.scan import flatten, scan
from cleaner.model import Limits

# Where a page of many tables in tables has several levels for each one that is counted.
_FLATTER = 50


class Parsed(NamedTuple):
    """The root element, None for a page without any, and the flags of what was cut."""

    root: Any
    flags: tuple[str, ...]


def parse(markup: str | bytes, limits: Limits) -> Parsed:
    """The tree of a page, given as text or in UTF-8.

    No entity, DTD or address in it is ever opened: the HTML parser knows none of them.
    """
    raw = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    raw = raw.replace(b"\x00", b"")
    scanned = scan(raw, limits)
    root, too_deep = _parsed(scanned.raw)
    if not too_deep:
        return Parsed(root, scanned.flags)
    for depth in (limits.depth, _FLATTER):
        scanned = scan(flatten(raw, depth, limits.tags), limits)
        root, too_deep = _parsed(scanned.raw)
        if not too_deep:
            break
    return Parsed(root, ("deep-nesting", *scanned.flags))


def _parsed(raw: bytes) -> tuple[Any, bool]:
    """The root, and whether the parser gave up: below its depth it drops all text, and says so only in its log."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log)
