"""Where the story stands in a page of markup: the portal's container, else the element with the most prose.

An element earns the prose of the paragraphs right in it, and a share of what its descendants earn, so that a wrapper
wins over one of its parts only when several parts hold prose. Elements that call themselves a body weigh more,
elements that call themselves furniture weigh less. What is chosen is then joined with its like: bodies are split over
containers of one class (liputan6 keeps every page of a story in a container of its own).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS, TEXT_TAGS, Elements
from cleaner.label.kind import stated_kinds
from cleaner.label.next_story import next_story
from cleaner.label.second import second_opinion
from cleaner.label.trail import stretch
from cleaner.model import Label, Node, Verdict

# Share of a paragraph's prose that its container, the container's parent, ... earn. Trial on the development pages.
_SHARES = (1.0, 0.7, 0.45, 0.3)
_SAYS_BODY = 1.3
# What an ancestor must add to be the body: a fifth of the prose found so far, and hardly anything but prose.
_MAX_CLIMB, _GROWS, _ADDS_PROSE, _ADDS_LINKS = 6, 0.2, 0.6, 0.2
_MAX_H1 = 10
_HEADED = frozenset({"article", "h1"})
_WHOLE = frozenset({"article", "main"})
_MIN_PORTAL_PROSE = 120
_MIN_LIST = 3
_SUSPICIOUS_PROSE = 250
_MIN_HEADED_PROSE = 400


class Choice(NamedTuple):
    """Intervals [first, stop) of blocks that hold the story, and why."""

    body: list[tuple[int, int]]
    rule: str
    evidence: str


def container(context: Context) -> Iterator[Verdict]:
    """All that stands outside the story's container is furniture: one verdict for each stretch."""
    page = context.page
    if not page.html:
        context.body = [(0, len(page.blocks))] if page.blocks else []
        return
    elements = context.elements
    end = next_story(context) or len(page.blocks)
    if end < len(page.blocks):
        elements.end_at(end)
    choice = _choose(context, elements)
    context.body = [(first, min(stop, end)) for first, stop in choice.body if first < end]
    context.found_by = choice.rule
    at = 0
    for first, stop in [*context.body, (end, end)]:
        if at < first:
            where = "before-body" if at == 0 and context.body else "after-body" if context.body else "no-body"
            yield stretch(at, first - 1, Label.NAV, where, choice.evidence)
        at = stop
    if end < len(page.blocks):
        yield stretch(end, len(page.blocks) - 1, Label.RELATED, "another-story")


def _choose(context: Context, elements: Elements) -> Choice:
    choice = _by_portal(context, elements) or _by_prose(elements)
    if context.options.second_opinion and _is_suspicious(choice, elements) and not stated_kinds(context):
        other = second_opinion(context.page, elements)
        if other and _prose(other, elements) > 2 * _prose(choice.body, elements):
            return Choice(other, "second-opinion", "trafilatura")
    return choice


def _prose(body: Iterable[tuple[int, int]], elements: Elements) -> float:
    return sum(elements.prose(first, stop) for first, stop in body)


def _is_suspicious(choice: Choice, elements: Elements) -> bool:
    return choice.rule != "portal-container" and _prose(choice.body, elements) < _SUSPICIOUS_PROSE


def _by_portal(context: Context, elements: Elements) -> Choice | None:
    portal, tree = context.rules.portal, context.page.tree
    if portal is None or tree is None:
        return None
    for generation in portal.containers:
        found = [context.page.nodes[hit.node] for hit in tree.select(generation.select) if hit.node >= 0]
        if generation.parent:
            found = [context.page.nodes[node.parent] for node in found if node.parent >= 0]
        nodes = [node for node in found if elements.prose(node.first, node.stop) >= _MIN_PORTAL_PROSE]
        if nodes:
            best = max(nodes, key=lambda node: (elements.prose(node.first, node.stop), -node.number))
            return Choice(_joined(best, elements), "portal-container", generation.select)
    return None


def _by_prose(elements: Elements) -> Choice:
    scores = _scores(elements)
    if not scores:
        return Choice([], "no-prose", "")
    best = max(scores, key=lambda index: (scores[index], -index))
    other = _headed_article(elements.page.nodes[best], elements)
    if other is not None:
        best = max((index for index in scores if _holds(other, elements.page.nodes[index])), key=scores.__getitem__)
    node = _grown(elements.page.nodes[best], elements)
    body = _with_leads(_joined(node, elements), node, elements)
    return Choice(body, "most-prose", f"{node.tag} {node.marks}".strip())


def _headed_article(node: Node, elements: Elements) -> Node | None:
    """The article under the page's h1, where `node` stands in another article, without an h1: the other is a longer
    teaser or the next story.
    """
    if all(outer.tag != "article" for outer in elements.ancestors(node.number)):
        return None
    found = [other for other in elements.texted if other.tag in _HEADED]
    h1s = [other for other in found if other.tag == "h1"][:_MAX_H1]
    headed = [other for other in found if other.tag == "article" and any(_holds(other, h1) for h1 in h1s)]
    if len(headed) != 1 or _holds(headed[0], node):
        return None
    return headed[0] if elements.prose(headed[0].first, headed[0].stop) >= _MIN_HEADED_PROSE else None


def _holds(outer: Node, inner: Node) -> bool:
    return outer.first <= inner.first and inner.stop <= outer.stop


def _scores(elements: Elements) -> dict[int, float]:
    scores: dict[int, float] = {}
    nodes = elements.page.nodes
    # which elements earn how much of a paragraph: one answer for all paragraphs of an element
    earning: dict[int, list[tuple[int, float]]] = {}
    for block, weight in zip(elements.page.blocks, elements.weights, strict=True):
        if not weight or block.node < 0:
            continue
        owner = nodes[block.node]
        first = owner.number if _may_hold(owner, elements) or owner.parent < 0 else owner.parent
        if first not in earning:
            found = zip(_SHARES, _containers(first, elements), strict=False)
            earning[first] = [(node.number, share) for share, node in found]
        for index, share in earning[first]:
            scores[index] = scores.get(index, 0.0) + weight * share
    for index in scores:
        if elements.says_body(elements.page.nodes[index]):
            scores[index] *= _SAYS_BODY
    return scores


def _containers(node: int, elements: Elements) -> Iterator[Node]:
    """An element and those around it that can be a container, nearest first; html is never one."""
    chain = elements.ancestors(node)
    places = (at for at, outer in enumerate(chain) if _may_hold(outer, elements))
    return (outer for outer in islice(chain, next(places, len(chain) - 1), None) if outer.tag != "html")


def _may_hold(node: Node, elements: Elements) -> bool:
    """Whether an element can be a container: no paragraph, but for one that holds several."""
    return node.tag not in TEXT_TAGS or _is_layout_cell(node, elements)


def _is_layout_cell(node: Node, elements: Elements) -> bool:
    if node.tag not in ("td", "p", "blockquote") or node.stop - node.first < 3:
        return False
    return sum(weight >= 80 for weight in elements.weights[node.first : node.stop]) >= 3


def _grown(node: Node, elements: Elements) -> Node:
    """The ancestor that holds the rest of a body whose paragraphs stand in several places: what it adds is prose, not
    links, and enough of it to matter. It is looked for no further out than the page's own <article> or <main>.
    """
    best = node
    for inner, outer in pairwise(elements.ancestors(node.number)[:_MAX_CLIMB]):
        if outer.tag == "html" or inner.tag in _WHOLE:
            break
        inside = elements.prose(best.first, best.stop)
        prose = elements.prose(outer.first, outer.stop) - inside
        text = elements.text(outer.first, outer.stop) - elements.text(best.first, best.stop)
        links = elements.links(outer.first, outer.stop) - elements.links(best.first, best.stop)
        if prose >= _GROWS * inside and prose >= _ADDS_PROSE * text and links <= _ADDS_LINKS * text:
            best = outer
    return best


def _joined(best: Node, elements: Elements) -> list[tuple[int, int]]:
    """The chosen element and its like: same element and first class token, same kind of parent, also with prose."""
    mark = best.marks.split(" ")[0]
    if not mark or best.tag in ("body", "main", "article"):
        return [(best.first, best.stop)]
    parent = elements.page.nodes[best.parent] if best.parent >= 0 else best
    body = [(best.first, best.stop)]
    alike = [node for node in elements.texted if node.tag == best.tag and node.marks.startswith(mark)]
    for node in alike:
        if node.number == best.number or node.marks.split(" ")[0] != mark:
            continue
        mother = elements.page.nodes[node.parent] if node.parent >= 0 else node
        same_place = node.parent == best.parent or (
            mother.parent == parent.parent and mother.marks.split(" ")[0] == parent.marks.split(" ")[0] != ""
        )
        apart = node.first >= best.stop or node.stop <= best.first
        if same_place and apart and (_holds_prose(node, elements) or _is_list_part(node, best, elements)):
            body.append((node.first, node.stop))
    return _with_headings(sorted(body), elements)


def _holds_prose(node: Node, elements: Elements) -> bool:
    return elements.prose(node.first, node.stop) >= _MIN_PORTAL_PROSE


def _is_list_part(node: Node, best: Node, elements: Elements) -> bool:
    """A part of the body without a paragraph, results or a schedule: named just like the body, and hardly links."""
    if node.marks != best.marks or node.stop - node.first < _MIN_LIST or not elements.says_body(best):
        return False
    text = elements.text(node.first, node.stop)
    return text > 0 and elements.links(node.first, node.stop) <= _ADDS_LINKS * text


def _with_leads(body: list[tuple[int, int]], node: Node, elements: Elements) -> list[tuple[int, int]]:
    """Paragraphs right above the container, of the same class as those in it: what stands before a paywall."""
    blocks, nodes = elements.page.blocks, elements.page.nodes
    first = body[0][0]
    if first != node.first or first == 0:
        return body
    inside = {(nodes[block.node].tag, nodes[block.node].marks) for block in blocks[first : node.stop]}
    while first > 0 and elements.weights[first - 1]:
        owner = nodes[blocks[first - 1].node]
        if owner.parent != node.parent or owner.tag != "p" or (owner.tag, owner.marks) not in inside:
            break
        first -= 1
    return [(first, body[0][1]), *body[1:]]


def _with_headings(body: list[tuple[int, int]], elements: Elements) -> list[tuple[int, int]]:
    """Headings that stand between two parts of a split body belong to it: the later parts' own headings."""
    blocks, nodes = elements.page.blocks, elements.page.nodes
    between = [
        (number, number + 1)
        for (_, stop), (first, _) in pairwise(body)
        for number in range(stop, first)
        if nodes[blocks[number].node].tag in HEADING_TAGS
    ]
    return sorted([*body, *between])
