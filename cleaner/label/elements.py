"""What a page's elements say of themselves: class tokens, element names, how much prose each holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, islice
from operator import attrgetter, mul

from cleaner.label.prose import ends_sentence, is_prose
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
# Labels whose elements are left for the passes that read names and times, and asked again at the end.
NAMED_LATE = frozenset({Label.BYLINE, Label.DATE, Label.SECTION})
# Labels whose elements hold story: its place, and quotes that may only repeat it.
_NO_FURNITURE = frozenset({Label.BODY, Label.DOUBLED})
_MIN_PROSE = 25
_MISNAMED_SHARE, _MISNAMED_CHARS = 0.5, 500
# A story whose container is named like furniture: so much of the prose that is not furniture, paragraphs, blocks below
# the headline, share of links. What readers write and what gates a story stands below a headline in paragraphs, too.
_FEWER_OUTSIDE, _STORY_CHARS, _STORY_PARAGRAPHS, _BELOW_TITLE, _STORY_LINKS = 4, 150, 3, 12, 0.2
_MOST_SPARED = 3  # such elements in one another: each costs a look at the whole page
_NO_STORY = frozenset({Label.COMMENTS, Label.PAYWALL, Label.VIDEO, Label.NEWSLETTER, Label.CAPTION, Label.OTHER})
_MOST_ANCESTORS = 40
_ROOTS = frozenset({"html", "body"})
_text, _links, _owner = attrgetter("text"), attrgetter("links"), attrgetter("node")


class Elements:
    """Per node: the rule its class or name falls under; per interval of blocks: characters of prose, text, links.

    Prose, text and links of blocks inside furniture count for nothing.
    """

    def __init__(self, page: Page, rules: RuleSet) -> None:
        self.page = page
        self._rules = rules
        self._chains: dict[int, list[Node]] = {}
        self.texted = [node for node in page.nodes if node.first < node.stop] if page.rest else page.nodes
        """the elements that hold text, in order."""
        weights = [prose_weight(block) if len(block.text) - block.links >= _MIN_PROSE else 0.0 for block in page.blocks]
        self._all_prose = _sums(weights)
        self._misnamed: set[int] = set()
        alive = self._outside_furniture()
        for _ in range(_MOST_SPARED):
            if not self._spares_story(sum(map(mul, weights, alive))):
                break
            alive = self._outside_furniture()
        self._alive = alive
        self.weights: list[float] = list(map(mul, weights, alive))
        self._prose = _sums(self.weights)

    def end_at(self, end: int) -> None:
        """Count nothing from block `end` on. To be said before anybody asks for text or links."""
        beyond = len(self._alive) - end
        self._alive[end:] = [False] * beyond
        self.weights[end:] = [0.0] * beyond
        self._prose = _sums(self.weights)

    def _outside_furniture(self) -> list[bool]:
        """Per block, whether it stands outside of all furniture. Notes where furniture begins."""
        alive = [True] * len(self.page.nodes)
        self._outermost: list[Node] = []
        named, marked = self._rules.elements, self._rules.tokens.by_marks
        for node in self.texted:
            if node.parent >= 0 and not alive[node.parent]:
                alive[node.number] = False  # what calls itself a body inside of furniture is none
            elif (
                (node.tag in named or marked[node.marks])
                and self.furniture_rule(node) is not None
                and not self.says_body(node)
            ):
                alive[node.number] = False
                self._outermost.append(node)
        alive.append(True)  # of blocks outside of all elements: their number is -1
        return list(map(alive.__getitem__, map(_owner, self.page.blocks)))

    def _spares_story(self, outside: float) -> bool:
        """Whether one more element was found to be the story, though its class says furniture ("share-content").

        It holds nearly all the prose of the page, in paragraphs, hardly a link, right below the headline.
        """
        biggest = max(self._outermost, key=lambda node: self.all_prose(node.first, node.stop), default=None)
        if biggest is None or self.all_prose(biggest.first, biggest.stop) <= max(
            _STORY_CHARS, _FEWER_OUTSIDE * outside
        ):
            return False
        if not self._is_below_title(biggest) or not self._is_told_in_paragraphs(biggest):
            return False
        self._misnamed.add(biggest.number)
        return True

    def _is_below_title(self, node: Node) -> bool:
        """Whether the page's headline stands right above an element, or begins it."""
        title = self.page.head.title or ""
        near = self.page.blocks[max(0, node.first - _BELOW_TITLE) : node.first + _BELOW_TITLE // 3]
        return any(
            self.page.nodes[block.node].tag == "h1" or (len(block.text) >= _MIN_PROSE and title.startswith(block.text))
            for block in near
        )

    def _is_told_in_paragraphs(self, node: Node) -> bool:
        """Whether an element is named by its class alone, holds several paragraphs, and hardly a link."""
        rule, blocks = self.furniture_rule(node), self.page.blocks[node.first : node.stop]
        if rule is None or not rule.tokens or rule.label in _NO_STORY:
            return False
        links, chars = sum(block.links for block in blocks), sum(len(block.text) for block in blocks)
        return sum(map(_is_paragraph, blocks)) >= _STORY_PARAGRAPHS and links <= _STORY_LINKS * chars

    @cached_property
    def _text(self) -> list[float]:
        return _sums(map(mul, map(len, map(_text, self.page.blocks)), self._alive))

    @cached_property
    def _links(self) -> list[float]:
        return _sums(map(mul, map(_links, self.page.blocks), self._alive))

    def furniture_rule(self, node: Node) -> Rule | None:
        """The rule by which a node with text is furniture, if any: its element name first, then its class tokens."""
        named, marked = self._rules.elements.get(node.tag), self._rules.tokens.by_marks[node.marks]
        if (named is None and not marked) or node.first == node.stop:
            return None
        for rule in marked if named is None else (named, *marked):
            if self._drops(rule, node):
                return None if self._is_misnamed(node) else rule
        return None

    def _is_misnamed(self, node: Node) -> bool:
        """An element that holds much of the page's prose is no furniture, whatever its class says ("with-sidebar")."""
        prose, whole = self.all_prose(node.first, node.stop), self._all_prose[-1]
        if node.tag in _ROOTS or node.number in self._misnamed:
            return True
        return prose > _MISNAMED_CHARS and prose > whole * _MISNAMED_SHARE

    def all_prose(self, first: int, stop: int) -> float:
        """Characters of prose in blocks [first, stop), furniture included."""
        return self._all_prose[stop] - self._all_prose[first]

    def prose(self, first: int, stop: int) -> float:
        """Characters of prose in blocks [first, stop)."""
        return self._prose[stop] - self._prose[first]

    def text(self, first: int, stop: int) -> float:
        """Characters of text in blocks [first, stop)."""
        return self._text[stop] - self._text[first]

    @cached_property
    def _all_text(self) -> list[int]:
        return [0, *accumulate(map(len, map(_text, self.page.blocks)))]

    def all_text(self, first: int, stop: int) -> int:
        """Characters of text in blocks [first, stop), furniture included."""
        return self._all_text[stop] - self._all_text[first]

    def links(self, first: int, stop: int) -> float:
        """Characters of links in blocks [first, stop)."""
        return self._links[stop] - self._links[first]

    def token_rules(self, node: Node) -> tuple[Rule, ...]:
        """Token rules that the node's class or id falls under."""
        return self._rules.tokens.by_marks[node.marks]

    def _drops(self, rule: Rule, node: Node) -> bool:
        if rule.label in _NO_FURNITURE or rule.label in NAMED_LATE:
            return False
        if rule.needs == "picture":
            return False  # marked.py asks, where the element's lines are few
        return rule.needs != "link" or any(map(_links, self.page.blocks[node.first : node.stop]))

    def says_body(self, node: Node) -> bool:
        """Whether a node calls itself the place of the story."""
        rules = self.token_rules(node)
        if node.tag == "article" or (rules and any(rule.label is Label.BODY for rule in rules)):
            return True
        return self.page.tree.prop(node.number).lower() in ("articlebody", "article")

    def says_picture(self, node: Node) -> bool:
        """Whether a node calls itself the place of a picture."""
        return any(rule.needs == "picture" for rule in self.token_rules(node))

    def says_quote(self, node: Node) -> bool:
        """Whether a node calls itself a quote, which may stand in a paragraph as well."""
        named = self._rules.elements.get(node.tag)
        return named is not None and named.label is Label.DOUBLED

    def ancestors(self, node: int) -> list[Node]:
        """A node and its nearest ancestors, nearest first. Pages nest 20; what is made to harm nests 2,000."""
        chain = self._chains.get(node)
        if chain is None and node >= 0:
            outer = self.page.nodes[node]
            if outer.parent not in self._chains:
                self._chains[outer.parent] = list(islice(self._outwards(outer.parent), _MOST_ANCESTORS))
            chain = self._chains[node] = [outer, *self._chains[outer.parent][: _MOST_ANCESTORS - 1]]
        return chain or []

    def _outwards(self, node: int) -> Iterator[Node]:
        while node >= 0:
            outer = self.page.nodes[node]
            yield outer
            node = outer.parent


def _is_paragraph(block: Block) -> bool:
    return block.links * 2 < len(block.text) and ends_sentence(block.text) and is_prose(block.text)


def prose_weight(block: Block) -> float:
    """Characters of a block that count as story: running text in full, short lines a little, links not at all."""
    own = len(block.text) - block.links
    if own < _MIN_PROSE or own * 2 < len(block.text):
        return 0.0
    if len(block.text) >= 80 or ends_sentence(block.text):
        return float(own)
    return own * 0.2


def _sums(values: Iterable[float]) -> list[float]:
    return list(accumulate(values, initial=0.0))
