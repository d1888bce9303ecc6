"""The words of the house: blocks, verdicts, labels, options, errors. Facts only, no logic.

Hot records (one per block or element of a page) are named tuples: building one costs a third of what a frozen
dataclass costs, and a page has some thousands of them. maker() costs a third of that again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

_Record = TypeVar("_Record", bound=tuple[Any, ...])


def maker(kind: type[_Record]) -> Callable[[tuple[Any, ...]], _Record]:
    """What builds a named tuple from a tuple of all its fields. Its own constructor is a call in Python."""
    return partial(tuple.__new__, kind)


class Label(StrEnum):
    """What a piece of a page is. BODY and HEADING go to the text, metadata labels to fields, the rest is removed."""

    BODY = "body"
    HEADING = "heading"
    TITLE = "title"
    STANDFIRST = "standfirst"
    DATE = "date"
    TAGS = "tags"
    SECTION = "section"
    BYLINE = "byline"
    SIGN_OFF = "sign-off"
    DATELINE = "dateline"
    CAPTION = "caption"
    EMBED = "embed"
    TABLE = "table"
    RELATED = "related"
    POPULAR = "popular"
    LATEST = "latest"
    PICKS = "picks"
    READ_ALSO = "read-also"
    VIDEO = "video"
    AD = "ad"
    SHARE = "share"
    FOLLOW = "follow"
    NEWSLETTER = "newsletter"
    APP = "app"
    COMMENTS = "comments"
    POLL = "poll"
    PAGINATION = "pagination"
    COPYRIGHT = "copyright"
    PAYWALL = "paywall"
    AI_SUMMARY = "ai-summary"
    NAV = "nav"
    SCRIPT = "script"
    DOUBLED = "doubled"
    """a paragraph that stands elsewhere in the same story."""
    OTHER = "other"

    __hash__ = str.__hash__  # Enum's own is written in Python, and passes ask `label in ...` thousands of times a page


TEXT_LABELS = frozenset({Label.BODY, Label.HEADING})
METADATA_LABELS = frozenset(
    {
        Label.TITLE,
        Label.STANDFIRST,
        Label.DATE,
        Label.TAGS,
        Label.SECTION,
        Label.BYLINE,
        Label.SIGN_OFF,
        Label.DATELINE,
    }
)


class Span(NamedTuple):
    """An inline element's share of a block: characters [start, end) of the block's text."""

    tag: str
    start: int
    end: int


class Block(NamedTuple):
    """A run of visible text between two block-level boundaries; in a text input, a line that is not blank.

    text is clean (NFC, single blanks, no invisible characters). For text inputs `start` is the offset of its first
    character in the decoded input, in code points; where text and input differ, `offsets` holds the place of each
    character and, last, where the final one stops.
    """

    number: int
    text: str
    node: int = -1
    spans: tuple[Span, ...] = ()
    links: int = 0
    """characters of the text that are links."""
    broken: int = 0
    """how many <br> stand right before it."""
    start: int = -1
    offsets: tuple[int, ...] | None = None


class Node(NamedTuple):
    """A block-level element that holds text, and the half-open interval [first, stop) of blocks it spans.

    Where a limit cut blocks, the interval of some is empty.
    """

    number: int
    tag: str
    marks: str
    """class and id, as written, separated by a blank."""
    parent: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says of itself outside its visible text."""

    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """meta name/property/itemprop (lower case) -> contents, in order."""
    json_ld: tuple[Mapping[str, Any], ...] = ()
    """every JSON-LD object of the page, @graph unfolded."""
    links: Mapping[str, str] = field(default_factory=dict)
    """link rel (lower case) -> first href."""
    title: str | None = None
    language: str | None = None
    cut: bool = False
    """whether there is more JSON-LD than the limit."""


class Rest(NamedTuple):
    """Visible text that a limit kept from becoming a block. It stands behind block `after` (-1: before the first)."""

    after: int
    text: str
    limit: str
    """the name of the limit."""
    start: int = -1
    end: int = -1
    """its place in a text input."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as facts: what passes and metadata read. `tree` answers selectors (None for text inputs)."""

    blocks: tuple[Block, ...]
    html: bool
    url: str | None = None
    head: Head = Head()
    nodes: tuple[Node, ...] = ()
    empty: tuple[tuple[str, int], ...] = ()
    """the block-level elements without text (rules, players): name, and the block behind."""
    tree: Any = None
    encoding: str = "utf-8"
    flags: tuple[str, ...] = ()
    rest: tuple[Rest, ...] = ()
    """visible text past a limit, in order."""


class Verdict(NamedTuple):
    """A finding: characters [start, end) of block `block`, or whole blocks `block`..`last`, are `label`, says `rule`.

    Findings over several pieces (a heading and its list) share a `cause`: the index of the block that gave the reason.
    """

    block: int
    start: int
    end: int
    label: Label
    rule: str
    last: int = -1
    """the last block of a whole stretch; -1 for a piece of one block."""
    cause: int = -1
    evidence: str = ""


class Piece(NamedTuple):
    """Characters [start, end) of a block and the verdict that counts there; None as long as nobody spoke."""

    block: int
    start: int
    end: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one page, so that none can take long or much memory: with these, about a second at the most.

    Past `bytes` a page is a LimitError. Past any other it is still handled, what is cut is told by the flag
    `limit-<name>`, and cut text is in the ledger under the rule of that name. The number at the end of each line is the
    largest seen on 600 real pages.
    """

    bytes: int = 20_000_000
    """largest input, in bytes (a str counts as its UTF-8): 451,046. trafilatura's own bound is the same 20 MB."""
    attributes: int = 500
    """attributes of one tag, the first ones are read: 26. lxml needs 2 s for 50,000 and four times that for twice. In
    pages under 512 KB only tags of 8 KB and more are looked at: smaller ones do no harm."""
    attribute: int = 5_000
    """characters of one class and id, the first ones are read: 720."""
    tags: int = 120_000
    """start and end tags, the page is read up to there: 4,308. 120,000 take about 0.5 s."""
    depth: int = 500
    """levels of elements: 20. Only where the page has more than the parser can hold, about 2,047: then the tags deeper
    than this go, their text stays, and the flag is deep-nesting."""
    blocks: int = 5_000
    """blocks (paragraphs, lines), those around the most running text are read: 1,422."""
    line: int = 200_000
    """characters of one block, the first ones are read: 15,301."""
    text: int = 1_000_000
    """characters of all blocks, those around the most running text are read: 56,085."""
    json: int = 1_000_000
    """characters of the page's JSON-LD, the scripts up to there are read: 26,420."""
    field: int = 2_000
    """characters of one metadata field, the first ones are kept."""
    items: int = 200
    """values of one list field (authors, tags) from one source, the first ones are kept."""


LIMIT_FLAGS = tuple(f"limit-{limit.name}" for limit in fields(Limits) if limit.name not in ("bytes", "depth"))
FLAGS = (
    *("no-body", "short-body", "multi-page", "truncated", "paywalled", "syndicated", "doubled", "deep-nesting"),
    *("encoding-guessed", *LIMIT_FLAGS),
)
"""Every flag an article can carry."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to clean. Frozen: one object can serve every thread.

    language: "auto", or the code of a shipped rule list (rules/languages/: "id", "en", "de", …) to use alone.
    portal: "auto" (by host), the name of a portal file, or None for no portal file at all.
    keep: labels whose words stay in the text.
    rules: folders of users' rule files, last one wins over ours.
    second_opinion: ask trafilatura where our own choice of body looks suspicious.
    """

    language: str = "auto"
    portal: str | None = "auto"
    keep: frozenset[Label] = TEXT_LABELS
    rules: tuple[Path, ...] = ()
    second_opinion: bool = True
    limits: Limits = Limits()


class CleanerError(Exception):
    """Base of every error that cleaner raises on purpose.

    CleanerError
    ├── DecodeError   the input is not text (a PDF, an image, an archive)
    ├── LimitError    the input is over Options.limits
    ├── RuleError     a rule file is wrong
    └── SourceError   a source or target cannot be read or written
    """


class DecodeError(CleanerError):
    """The input is not text."""


class LimitError(CleanerError):
    """The input is over a limit of Options.limits."""

    def __init__(self, limit: str, value: int, allowed: int, *, at_least: bool = False) -> None:
        size = f"at least {value}" if at_least else str(value)
        super().__init__(f"the input has {size} {limit}, the limit is {allowed}; raise it with Limits({limit}=...)")
        self.limit, self.value, self.allowed = limit, value, allowed


class RuleError(CleanerError):
    """A rule file is wrong: which file, which rule, and why."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: {rule}: {reason}")
        self.file, self.rule, self.reason = file, rule, reason


class SourceError(CleanerError):
    """A source cannot be read or a target cannot be written; the message says what to do."""
