"""Selectors find what lxml finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cleaner.blocks.select import alternatives, xpath
from cleaner.blocks.tree import Found, Tree
from cleaner.blocks.walk import Walk
from cleaner.rules.portal import Portal
from cleaner.rules.rulebook import load

FIXTURES = Path(__file__).parent.parent / "fixtures"
PORTALS = load().portals

PAGE = """
<html><body>
  <div id="top" class="box Big"><p class="lead">one <a class="x" href="/baca/1">two</a></p><p>three</p></div>
  <section class="box"><h2>four</h2><p data-id="p-2">five <b>six <a rel="author">seven</a></b></p>
    <ul><li class="a b">eight</li><li class="b">nine</li><li lang="id-ID">ten</li></ul></section>
</body></html>
"""
SELECTORS = [
    *("p", "h2", ".box", ".box p", "div.box > p", "#top a", ".box a", "section a", "li.a.b", "li:not(.a)", "[href]"),
    *("a[href='/baca/1']", "[href^='/baca']", "[href$='1']", "[href*=aca]", "[class~=b]", "[lang|=id]", "li + li"),
    *(
        "h2 ~ ul li",
        ".box > p:first-child a",
        "ul > li:last-child",
        ".lead, h2",
        ".none",
        ".box .none",
        "[data-id^='']",
    ),
    *("p:nth-child(2)", "P", "[HREF]", ".big", "b > a", "section b a", "*"),
]


def by_lxml(root: Any, selector: str) -> set[Found]:
    """Where the elements are that lxml finds and that hold visible text."""
    walk = Walk(root)
    chosen = set(xpath(selector)(root))
    nodes = zip(walk.elements, walk.nodes, strict=True)
    pieces: dict[Any, list[tuple[int, int, int]]] = {}
    spans = [(block.number, span.start, span.end) for block in walk.blocks for span in block.spans]
    for el, piece in zip(walk.inline, spans, strict=True):
        pieces.setdefault(el, []).append(piece)
    blocks = {Found(node.number, ()) for el, node in nodes if el in chosen and node.first < node.stop}
    return blocks | {Found(-1, tuple(own)) for el, own in pieces.items() if el in chosen}


def by_us(root: Any, selector: str) -> set[Found]:
    walk = Walk(root)
    return set(Tree(root, walk.nodes, [*walk.elements, *walk.inline], walk.blocks).select(selector))


@pytest.mark.parametrize("selector", SELECTORS)
def test_selector_finds_what_lxml_finds(selector: str) -> None:
    root = etree.fromstring(PAGE, etree.HTMLParser())
    expected = by_lxml(root, selector)
    assert by_us(root, selector) == expected
    assert expected or selector in (".none", ".box .none", "[data-id^='']", ".big")


@pytest.mark.parametrize("selector", SELECTORS)
def test_what_is_asked_of_some_blocks_is_found_as_in_the_whole_page(selector: str) -> None:
    root = etree.fromstring(PAGE, etree.HTMLParser())
    walk = Walk(root)
    tree = Tree(root, walk.nodes, [*walk.elements, *walk.inline], walk.blocks)
    whole = set(tree.select(selector))
    for first in range(len(walk.blocks)):
        for stop in range(first + 1, len(walk.blocks) + 1):
            near = set(tree.select_within(selector, first, stop))
            nodes = {walk.nodes[found.node] for found in whole if found.node >= 0}
            touching = {node.number for node in nodes if node.first < stop and first < node.stop}
            pieces = {piece for found in whole for piece in found.pieces}
            assert touching <= {found.node for found in near} <= {-1, *(node.number for node in nodes)}
            told = {piece for found in near for piece in found.pieces}
            assert {piece for piece in pieces if first <= piece[0] < stop} <= told <= pieces


@pytest.mark.parametrize("selector", ["p:nth-child(2)", "*", "a::before", "p:has(b)"])
def test_what_is_not_known_goes_lxmls_way(selector: str) -> None:
    assert alternatives(selector) is None


def selectors(portal: Portal) -> list[str]:
    listed = [container.select for container in portal.containers] + [selector for _, selector in portal.drop]
    return listed + [selector for found in portal.meta.values() for selector in found]


@pytest.mark.parametrize("name", sorted(PORTALS))
def test_a_portals_selectors_find_the_places_that_lxml_finds(name: str) -> None:
    for path in sorted((FIXTURES / name).glob("*.html")):
        root = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8", remove_comments=True))
        for selector in selectors(PORTALS[name]):
            assert by_us(root, selector) == by_lxml(root, selector), selector
