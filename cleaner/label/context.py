"""What a pass is handed: the page, the rules, the trail so far, and a few facts about whose page it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cleaner.label.elements import Elements
from cleaner.label.prose import PROSE_CHARS, is_prose
from cleaner.label.trail import Trail
from cleaner.model import Node, Options, Page, Piece, Verdict
from cleaner.rules.rule import Rule
from cleaner.rules.ruleset import RuleSet

_SITE = re.compile(r"(?<!\s)(?:\s++[|–—»·-]\s++|\s*+[|»·]\s*+)[^|–—»·]{2,60}$")
_MAX_TITLE = 2_000
_PARTS = re.compile(r"(?<!\s)\s*+(?:[|»«·~]|::)\s*|(?<!\s)\s++[–—:-]\s+")
_WORD = re.compile(r"\w+")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}:)?//(?:[^/@?#\s]{0,200}@)?([^/:?#\s]{1,253})", re.IGNORECASE)
_MAX_SITE_WORDS = 4
_ALNUM = re.compile(r"[\W_]+")
# Letters that a portal's name must have to be told inside a longer word or line.
MIN_BRAND = 4


@dataclass
class Context:
    """Shared by the passes of one page. Only the runner writes to the trail."""

    page: Page
    rules: RuleSet
    trail: Trail
    options: Options
    body: list[tuple[int, int]] = field(default_factory=list)
    """intervals [first, stop) of blocks that hold the story, once the container pass has spoken."""
    found_by: str = "text"
    """how the container was found: "text", "portal-container", "most-prose", "second-opinion", "no-prose"."""
    start: int = -1
    """the block the story begins with, where the top pass is sure of it."""
    page_type: str = "article"
    facts: set[str] = field(default_factory=set)
    """what rules stated in passing: "sponsored", "paywalled"."""
    datelines: dict[str, tuple[Rule, int] | None] = field(default_factory=dict, repr=False)
    """what the dateline pass found at the beginning of lines: those at the story's start are asked about again."""
    _prose: dict[tuple[int, int, int], bool] = field(default_factory=dict, repr=False)

    @cached_property
    def elements(self) -> Elements:
        """What the page's elements say of themselves."""
        return Elements(self.page, self.rules)

    @cached_property
    def inside(self) -> list[Node]:
        """Elements with text that touch the story's container. Asked after the container pass."""
        if not self.body:
            return []
        begin, end = self.body[0][0], self.body[-1][1]
        near = [node for node in self.elements.texted if node.first < end and begin < node.stop]
        if len(self.body) == 1:
            return near
        return [node for node in near if any(node.first < end and begin < node.stop for begin, end in self.body)]

    @cached_property
    def own_names(self) -> set[str]:
        """Names the page's portal goes by, as letters and digits only: from host, site name, portal file."""
        names = set(self.page.head.meta.get("og:site_name", ()))
        portal, tld = self.rules.portal, self.rules.lexicon.tld
        if portal:
            names |= {portal.name, portal.publisher, *portal.brands, *portal.publishers.values()}
        host = host_of(stated_address(self.page))
        if host:
            names |= {tld.sub("", host).split(".")[-1], host}
        return {squashed(name) for name in names} | {squashed(tld.sub("", name)) for name in names}

    def names_itself(self, text: str) -> bool:
        """Whether a name of the page's portal stands in a line, however it is spelled."""
        line = squashed(text)
        return any(len(name) >= MIN_BRAND and name in line for name in self.own_names)

    @cached_property
    def stated_titles(self) -> list[str]:
        """The headline as the page's head states it, best source first, with and without the site's name."""
        head = self.page.head
        stated = [str(item["headline"])[:_MAX_TITLE] for item in head.json_ld if isinstance(item.get("headline"), str)]
        stated += [value for name in ("og:title", "twitter:title", "title") for value in head.meta.get(name, ())]
        if head.title:
            stated.append(head.title)
        return [form for title in stated for form in (title, _SITE.sub("", title))]

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """The same as letters and digits only."""
        return frozenset(map(squashed, self.stated_titles)) - {""}

    @cached_property
    def title_parts(self) -> frozenset[str]:
        """What stands between the bars and dashes of these, as letters and digits only."""
        return frozenset(squashed(part) for title in self.stated_titles for part in _PARTS.split(title)) - {""}

    def is_site_name(self, title: str) -> bool:
        """Whether a title is the site's name and no more: one the portal goes by, or made of words of such names."""
        if squashed(title) in self.own_names:
            return True
        words = [word.lower() for word in _WORD.findall(title)]
        portal = self.rules.lexicon.portal_words
        other = [word for word in words if word not in portal]
        return (
            len(words) <= _MAX_SITE_WORDS and len(words) > 1 and (len(other) <= 1 or "".join(other) in self.own_names)
        )

    @cached_property
    def title_letters(self) -> frozenset[str]:
        """What these begin with."""
        return frozenset(key[0] for key in self.title_keys)

    @cached_property
    def declared_authors(self) -> set[str]:
        """Names that meta tags and JSON-LD give as author, as letters and digits only."""
        head = self.page.head
        stated = [value for tag in self.rules.lexicon.meta.get("authors", ()) for value in head.meta.get(tag, ())]
        for node in head.json_ld:
            people = node.get("author")
            for person in people if isinstance(people, list) else [people]:
                name = person.get("name") if isinstance(person, dict) else person
                stated += [name] if isinstance(name, str) else []
        return {squashed(name) for name in stated} - {""}

    def tag(self, piece: Piece) -> str:
        """The name of the block-level element that a piece stands in."""
        return self.page.nodes[self.trail.block(piece).node].tag

    def open_in(self, node: Node) -> list[Piece]:
        """Pieces under an element that nobody has spoken about yet."""
        return [piece for piece in self.trail.between(node.first, node.stop) if piece.verdict is None]

    def prose_blocks(self, pieces: Iterable[Piece]) -> list[int]:
        """Positions in a list of pieces that are running text, mostly not links."""
        return [i for i, piece in enumerate(pieces) if self.is_prose(piece)]

    def is_long(self, piece: Piece) -> bool:
        """Whether a piece is long enough for a paragraph."""
        return piece.end - piece.start >= PROSE_CHARS

    def is_prose(self, piece: Piece) -> bool:
        """Whether a piece is running text, mostly not links. Asked by every pass, worked out once."""
        key = piece[:3]
        known = self._prose.get(key)
        if known is None:
            block = self.trail.block(piece)
            known = self._prose[key] = block.links * 2 < len(block.text) and is_prose(self.trail.text(piece))
        return known


Pass = Callable[[Context], Iterable[Verdict]]


@lru_cache(maxsize=1_000)
def squashed(name: str) -> str:
    """Letters and digits of a name, lower case. Remembered: several passes compare the same lines with names."""
    return _ALNUM.sub("", name.lower())


def is_spelled(text: str, key: str) -> bool:
    """Whether a line is a name, given as letters and digits only; most lines begin otherwise."""
    first = text[:1].lower()[:1]
    return (first == key[:1] or not first.isalnum()) and squashed(text) == key


def stated_address(page: Page) -> str | None:
    """The address a page was read from, else the one it gives for itself."""
    return page.url or page.head.links.get("canonical") or next(iter(page.head.meta.get("og:url", ())), None)


def host_of(url: str | None) -> str | None:
    """The host of an address, lower case, without www. and port; None when there is none.

    >>> host_of("https://www.Example.co.id:443/a")
    'example.co.id'
    """
    found = _HOST.match(url or "")
    return found[1].lower().removeprefix("www.") if found else None
