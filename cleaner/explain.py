"""A ledger as lines: for the terminal, and as the golden format of the fixtures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cleaner.ledger import Entry

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
