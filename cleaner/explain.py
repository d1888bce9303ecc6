"""A ledger as lines: for the terminal, and as the golden format of the fixtures."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cleaner.ledger import Entry
from cleaner.rules.portal import Container, Portal
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
    """A rule, whole: every field that its file sets."""
    yield f"{rule.name}: {rule.label}, takes {rule.takes}" + (f", {rule.where} only" if rule.where else "")
    for name, value in _stated(rule, ("name", "label", "takes", "where", "hits", "misses", "fragments")):
        yield from _lines(name, ", ".join(value) if name in MATCHERS and not isinstance(value, str) else value)
    yield from _lines("hit", rule.hits)
    yield from _lines("miss", rule.misses)


def portal_lines(portal: Portal) -> Iterator[str]:
    """A portal file, whole: every field that it sets, and the names of its rules."""
    yield f"{portal.name}: {portal.publisher}"
    shown = {
        "hosts": ", ".join(portal.hosts),
        "brands": ", ".join(portal.brands),
        "publishers": tuple(f"{host}: {name}" for host, name in portal.publishers.items()),
        "containers": tuple(map(_container, portal.containers)),
        "drop": tuple(f"{label}: {selector}" for label, selector in portal.drop),
        "meta": tuple(f"{name}: {', '.join(selectors)}" for name, selectors in portal.meta.items()),
        "rules": tuple(rule.name for rule in portal.rules),
    }
    for name, value in _stated(portal, ("name", "publisher")):
        yield from _lines(_SAID.get(name, name), shown.get(name, value))


# Where a file says it under another name.
_SAID = {"containers": "container", "rules": "rule"}


def _stated(thing: Rule | Portal, besides: Collection[str]) -> Iterator[tuple[str, Any]]:
    """(name, value) of the fields that are not as they are where a file says nothing."""
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if field.name not in besides and value != field.default and value not in ((), {}):
            yield field.name, value


def _lines(name: str, value: object) -> Iterator[str]:
    """A field, one line for each of its values."""
    for item in value if isinstance(value, tuple) else (value,):
        yield f"  {name:11} {'true' if item is True else item}"


def _container(container: Container) -> str:
    years = f" ({container.since or '…'}-{container.until or '…'})" if container.since or container.until else ""
    return f"{container.select}{', the element around it' if container.parent else ''}{years}: {container.why}"
