"""The words of the house: blocks, verdicts, labels, options, errors. Facts only, no logic.

Hot records (one per block or element of a page) are named tuples: building one costs a third of what a frozen
dataclass costs, and a page has some thousands of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple


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
    marks: str
    """class and id of the element, as written, separated by a blank."""


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
    """A block-level element and the half-open interval [first, stop) of blocks it spans."""

    number: int
    tag: str
    marks: str
    """class and id, as written, separated by a blank."""
    parent: int
    first: int
    stop: int
    prop: str
    """itemprop or role."""


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


@dataclass(frozen=True, slots=True)
class Page:
    """A page as facts: what passes and metadata read. `tree` answers selectors (None for text inputs)."""

    blocks: tuple[Block, ...]
    html: bool
    url: str | None = None
    head: Head = Head()
    nodes: tuple[Node, ...] = ()
    tree: Any = None
    encoding: str = "utf-8"
    flags: tuple[str, ...] = ()


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
    """Bounds on one page. Past `bytes` a page is a LimitError; past any other it is handled and flagged."""

    bytes: int = 20_000_000
    """largest input, in bytes (a str counts as its UTF-8). trafilatura's own bound is the same 20 MB."""


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
