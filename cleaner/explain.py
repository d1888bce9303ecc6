"""A ledger as lines: for the terminal, and as the golden format of the fixtures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cleaner.ledger import Entry
from cleaner.rules.portal import Portal
from cleaner.rules.rule import MATCHERS, Rule

_MAX = 100
_SIGNS = {"text": "+", "metadata": "=", "removed": "-"}


def ledger_lines(ledger: Iterable[Entry], *, width: int | None = None) -> Iterator[str]:
    """One line an entry: a sign (+ kept, = metadata, - removed), label, rule, words. Stretches show their two ends."""
    for entry in ledger:
        text = entry.text
        if entry.last > entry.block:
            lines = text.split("\n")
            text = f"{_cut(lines[0], 40)} … {_cut(lines[-1], 40)} ({entry.last - entry.block + 1} blocks)"
        shown = _cut(text, width) if width else text.replace("\n", " / ")
        yield f"{_SIGNS[entry.place]} {entry.label} [{entry.rule}] {shown}"


def golden_lines(record: Mapping[str, object], ledger: Iterable[Entry]) -> Iterator[str]:
    """A fixture's expected result: the facts, then every piece with its label. Rule names are not part of it."""
    for name in GOLDEN_FIELDS:
        yield f"{name}: {_shown(record[name])}"
    yield ""
    for entry in ledger:
        if entry.stretch:
            continue  # furniture outside the story's container is not listed
        yield f"{entry.label}: {entry.text}"


GOLDEN_FIELDS = (
    "page_type",
    "title",
    "description",
    "publisher",
    "authors",
    "editors",
    "date_published",
    "date_modified",
    "dateline",
    "section",
    "tags",
    "language",
    "flags",
)


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " | ".join(str(item) for item in value) or "-"
    return "-" if value is None else str(value)


def _cut(text: str, width: int | None) -> str:
    text = text.replace("\n", " / ")
    return text if width is None or len(text) <= width else text[: max(1, width - 1)] + "…"


def facts_lines(record: Mapping[str, object]) -> Iterator[str]:
    """The metadata of a record with the source of each field, for the terminal."""
    sources = record["sources"]
    for name in FACTS:
        value = record[name]
        if value not in (None, [], ""):
            source = sources.get(name) if isinstance(sources, dict) else None
            yield f"{name:20} {_shown(value)}" + (f"   ({source})" if source else "")


FACTS = (
    *("title", "description", "authors", "editors", "publisher", "date_published", "date_modified", "dateline"),
    *("section", "tags", "language", "url", "image", "page_type", "page_count", "confidence", "flags", "n_words"),
)


def rule_lines(rule: Rule) -> Iterator[str]:
    """A rule, whole."""
    yield f"{rule.name}: {rule.label}, takes {rule.takes}" + (f", {rule.where} only" if rule.where else "")
    yield f"  why     {rule.why}"
    yield f"  file    {rule.file}"
    for name in MATCHERS:
        value = getattr(rule, name)
        if value:
            yield f"  {name:7} {value if isinstance(value, str) else ', '.join(value)}"
    yield from (f"  hit     {example}" for example in rule.hits)
    yield from (f"  miss    {example}" for example in rule.misses)


def portal_lines(portal: Portal) -> Iterator[str]:
    """A portal file, whole."""
    yield f"{portal.name}: {portal.publisher}"
    yield f"  hosts   {', '.join(portal.hosts)}"
    yield f"  file    {portal.file}"
    for container in portal.containers:
        years = f" ({container.since or '…'}-{container.until or '…'})" if container.since or container.until else ""
        yield f"  body    {container.select}{years}: {container.why}"
    for label, selector in portal.drop:
        yield f"  drop    {label}: {selector}"
    for name, selectors in portal.meta.items():
        yield f"  {name:7} {', '.join(selectors)}"
