"""Inside the story's container: elements that are no story, by the portal's word, by class token, by element name."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS, Elements
from cleaner.label.prose import is_prose
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Node, Piece, Verdict
from cleaner.rules.rule import Rule

_SPARED_SHARE = 0.35
_SPARED_CHARS = 600
_MAX_NOTICE = 160
_PARAGRAPH_LINKS = 0.25
_DATA_PROSE = 0.5
_MAX_TEASER = 40
# What is links and buttons by nature: a paragraph of running text is none of it.
_NEVER_PROSE = frozenset(
    {Label.SHARE, Label.AD, Label.RELATED, Label.POPULAR, Label.LATEST, Label.TAGS, Label.NAV, Label.POLL}
)


def structure(context: Context) -> Iterator[Verdict]:
    """Drop what the portal file names, then what its class or name says, then tables of data and lines of links."""
    if not context.page.html or not context.body:
        return
    elements = context.elements
    yield from _named(context)
    yield from _told(context, elements)
    yield from _other_articles(context, elements)
    yield from _tables(context, elements)


def is_inside(context: Context, first: int, stop: int) -> bool:
    """Whether blocks [first, stop) touch the story's container."""
    return any(first < end and begin < stop for begin, end in context.body)


def _named(context: Context) -> Iterator[Verdict]:
    """The portal's own list, and rules with selectors."""
    portal, tree = context.rules.portal, context.page.tree
    listed = [(label, selector, f"{portal.name}-drop") for label, selector in portal.drop] if portal else []
    listed += [
        (rule.label, selector, rule.name)
        for rule in context.rules.selects
        if not rule.needs
        for selector in rule.select
    ]
    first, stop = context.body[0][0], context.body[-1][1]
    for label, selector, name in listed:
        for found in tree.select_within(selector, first, stop):
            if found.node >= 0:
                node = context.page.nodes[found.node]
                yield from on_node(context, node, label, name, selector)
            for block, start, end in found.pieces:
                if is_inside(context, block, block + 1):
                    yield Verdict(block, start, end, label, name, cause=block, evidence=selector)


def on_node(context: Context, node: Node, label: Label, name: str, evidence: str) -> Iterator[Verdict]:
    """Verdicts on every open piece under an element inside the story's container."""
    if node.first == node.stop or not is_inside(context, node.first, node.stop):
        return
    if covers_body(context, node):
        return
    for index in range(node.first, node.stop):
        for piece in context.trail.pieces(index):
            if piece.verdict is None:
                _note_facts(context, piece)
                yield verdict_on(piece, label, name, cause=node.first, evidence=evidence)


def _told(context: Context, elements: Elements) -> Iterator[Verdict]:
    whole = sum(elements.all_prose(first, stop) for first, stop in context.body)
    for node in context.inside:
        rule = elements.furniture_rule(node)
        if rule is not None and node.tag != "body" and not _is_story(node, rule, elements, whole):
            yield from on_node(context, node, rule.label, rule.name, f"{node.tag} {node.marks}".strip())


def _is_story(node: Node, rule: Rule, elements: Elements, whole: float) -> bool:
    """A wrapper that calls itself furniture and holds the story's prose: its name is wrong, not its text."""
    prose = elements.all_prose(node.first, node.stop)
    if node.tag == "p" and rule.tokens:
        return rule.label in _NEVER_PROSE and _is_one_paragraph(elements, node)
    if node.tag in HEADING_TAGS:
        return False
    if rule.label is Label.CAPTION and _is_quote(node, elements):
        return True
    return prose > _SPARED_CHARS and prose > whole * _SPARED_SHARE


def _is_quote(node: Node, elements: Elements) -> bool:
    """Whether a figure shows words instead of a picture; its caption says whose they are."""
    blocks = elements.page.blocks[node.first : node.stop]
    return node.tag == "figure" and any(elements.says_quote(outer) for outer in elements.ancestors(blocks[0].node)[:3])


def _is_one_paragraph(elements: Elements, node: Node) -> bool:
    """A paragraph that is hardly links, whose class holds a chance word: "has-normal-font-size", a random id."""
    blocks = elements.page.blocks[node.first : node.stop]
    if len(blocks) != 1 or not is_prose(blocks[0].text):
        return False
    return blocks[0].links <= _PARAGRAPH_LINKS * len(blocks[0].text)


def _other_articles(context: Context, elements: Elements) -> Iterator[Verdict]:
    """An <article> with a heading of its own inside the story: a teaser. A live page's posts are articles, too."""
    if context.page_type == "live":
        return
    whole = sum(elements.all_prose(first, stop) for first, stop in context.body)
    found = [node for node in context.inside if node.tag == "article" and _is_teaser(context, node)]
    if sum(elements.all_prose(node.first, node.stop) for node in found) <= whole * _SPARED_SHARE:
        for node in found:
            yield from on_node(context, node, Label.RELATED, "other-article", f"{node.tag} {node.marks}".strip())


def _is_teaser(context: Context, node: Node) -> bool:
    if covers_body(context, node) or node.stop - node.first > _MAX_TEASER:
        return False
    blocks = context.page.blocks[node.first : node.stop]
    return any(outer.tag in HEADING_TAGS for block in blocks for outer in context.elements.ancestors(block.node)[:3])


def _tables(context: Context, elements: Elements) -> Iterator[Verdict]:
    """Cells of data; a table that holds prose is layout, and its prose is story.

    Where the data are more than all the prose, they are what the page is about: standings, a timetable.
    """
    tables = [node for node in context.inside if node.tag == "table" and _is_data(context, node)]
    cells = sum(elements.all_text(node.first, node.stop) for node in tables)
    is_story = cells > sum(elements.prose(first, stop) for first, stop in context.body)
    for node in tables:
        if is_story:
            yield from on_node(context, node, Label.BODY, "table-is-story", "table")
        else:
            yield from on_node(context, node, Label.TABLE, "data-table", "table")


def _is_data(context: Context, node: Node) -> bool:
    elements = context.elements
    return elements.all_prose(node.first, node.stop) < elements.all_text(node.first, node.stop) * _DATA_PROSE


def covers_body(context: Context, node: Node) -> bool:
    """Whether an element holds a whole part of the story's container."""
    return any(node.first <= begin and end <= node.stop for begin, end in context.body)


def _note_facts(context: Context, piece: Piece) -> None:
    """What a dropped line states all the same: a gate says that the text behind it is paid for."""
    text = context.trail.text(piece)
    if len(text) <= _MAX_NOTICE:
        context.facts.update(rule.sets for rule in context.rules.lines.matching(text, _states_fact))


def _states_fact(rule: Rule) -> bool:
    return bool(rule.sets)
