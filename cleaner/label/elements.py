"""What a page's elements say of themselves: class tokens, element names, how much prose each holds."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.label.prose import ends_sentence
from cleaner.model import Block, Label, Node, Page
from cleaner.rules.rule import Rule
from cleaner.rules.ruleset import RuleSet

# Elements that are text rather than a place for text: their parent is the container.
TEXT_TAGS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "td",
        "tr",
        "th",
        "tbody",
        "table",
    }
)
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MIN_PROSE = 25


class Elements:
    """Per node: the rule its class or name falls under; per interval of blocks: characters of prose."""

    def __init__(self, page: Page, rules: RuleSet) -> None:
        self.page = page
        self._rules = rules
        self._by_marks: dict[str, tuple[Rule, ...]] = {}
        self.weights = [prose_weight(block) for block in page.blocks]
        self._sums = [0.0]
        for weight in self.weights:
            self._sums.append(self._sums[-1] + weight)

    def prose(self, first: int, stop: int) -> float:
        """Characters of prose in blocks [first, stop)."""
        return self._sums[stop] - self._sums[first]

    def token_rules(self, node: Node) -> tuple[Rule, ...]:
        """Token rules that the node's class or id falls under. Memoised: a page has few different marks."""
        if not node.marks:
            return ()
        found = self._by_marks.get(node.marks)
        if found is None:
            found = self._by_marks[node.marks] = self._match(node.marks)
        return found

    def _match(self, marks: str) -> tuple[Rule, ...]:
        if not self._rules.any_token.search(marks):
            return ()
        return tuple(rule for pattern, rule in self._rules.tokens if pattern.search(marks))

    def drop_rule(self, node: Node) -> Rule | None:
        """The rule by which a node is furniture, if any: its element name first, then its class tokens."""
        rule = self._rules.elements.get(node.tag)
        if rule is not None:
            return rule
        found = self.token_rules(node)
        return next((rule for rule in found if rule.label is not Label.BODY), None)

    def says_body(self, node: Node) -> bool:
        """Whether a node calls itself the place of the story."""
        if node.prop.lower() in ("articlebody", "article") or node.tag == "article":
            return True
        return any(rule.label is Label.BODY for rule in self.token_rules(node))

    def ancestors(self, node: int) -> list[Node]:
        """A node and its ancestors, nearest first."""
        chain = []
        while node >= 0:
            chain.append(self.page.nodes[node])
            node = self.page.nodes[node].parent
        return chain

    def children(self, parent: int) -> Sequence[Node]:
        """Block-level children of a node, in order."""
        return [node for node in self.page.nodes if node.parent == parent]


def prose_weight(block: Block) -> float:
    """Characters of a block that count as story: running text in full, short lines a little, links not at all."""
    own = len(block.text) - block.links
    if own < _MIN_PROSE or own * 2 < len(block.text):
        return 0.0
    if len(block.text) >= 80 or ends_sentence(block.text):
        return float(own)
    return own * 0.2
