"""What cleaning a page gives: the record's fields, flat, with the ledger behind them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from cleaner.explain import ledger_lines
from cleaner.ledger import Ledger
from cleaner.model import Block, Verdict


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. Facts that the page does not state are None or []. See README.md for every field."""

    id: str | None = None
    text: str = ""
    title: str | None = None
    description: str | None = None
    url: str | None = None
    host: str | None = None
    publisher: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    date_published: str | None = None
    date_modified: str | None = None
    date_published_raw: str | None = None
    dateline: str | None = None
    section: str | None = None
    language: str | None = None
    image: str | None = None
    page_type: str = "article"
    page: int = 1
    page_count: int | None = None
    next_page_url: str | None = None
    is_free: bool | None = None
    sponsored: bool | None = None
    confidence: float = 0.0
    flags: list[str] = field(default_factory=list)
    n_words: int = 0
    n_removed: int = 0
    sources: dict[str, str | None] = field(default_factory=dict)
    source: str | None = None
    source_sha256: str | None = None
    encoding: str | None = None
    cleaner_version: str = ""
    rules_version: str = ""
    extra: str | None = None
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)
    ledger: Ledger = field(default_factory=Ledger, repr=False)

    @property
    def removed(self) -> list[dict[str, Any]]:
        """Every piece that is not in the text, in order: {label, rule, text, start, end}.

        Pieces that became metadata (title, byline, dateline, sign-off, ...) are among them, under their label. start
        and end are offsets in a text input, in code points, and None for markup.
        """
        return [
            {"label": str(entry.label), "rule": entry.rule, "text": entry.text, "start": entry.start, "end": entry.end}
            for entry in self.ledger
            if entry.place != "text"
        ]

    def explain(self, width: int | None = None) -> str:
        """The ledger as lines: what was kept (+), what became metadata (=), what was removed (-) and by which rule."""
        return "\n".join(ledger_lines(self.ledger, width=width))

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The record: every key, always, one type a key. `removed` is filled when `explain` is set."""
        record = dict(zip(_FACTS, _facts(self), strict=True))
        for name in _LISTS:
            record[name] = list(record[name])
        record["sources"] = dict(self.sources)
        record["removed"] = self.removed if explain else []
        record["extra"] = self.extra
        return record

    def to_json(self, *, explain: bool = False) -> str:
        """The record as one line of JSON; line and paragraph separators are escaped so that no reader breaks it."""
        text = json.dumps(self.to_dict(explain=explain), ensure_ascii=False, separators=(",", ":"))
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


FIELDS = (
    *("id", "text", "title", "description", "url", "host", "publisher", "authors", "editors", "tags"),
    *("date_published", "date_modified", "date_published_raw", "dateline", "section", "language", "image"),
    *("page_type", "page", "page_count", "next_page_url", "is_free", "sponsored", "confidence", "flags"),
    *("n_words", "n_removed", "sources", "source", "source_sha256", "encoding", "cleaner_version", "rules_version"),
    *("removed", "extra"),
)
# What is read as it is, before the two that are not; a record's lists are not the article's own.
_FACTS, _LISTS = FIELDS[:-2], ("authors", "editors", "tags", "flags")
_facts = attrgetter(*_FACTS)
