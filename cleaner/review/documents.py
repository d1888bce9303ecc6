"""A cleaned document as the review page shows it: paragraphs of pieces, each with its label, rule and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.article import Article
from cleaner.explain import FACTS
from cleaner.ledger import Entry
from cleaner.model import METADATA_LABELS

# A stretch of furniture is shown by its two ends: 500 pages with all of theirs are 20 MB.
_HEAD, _TAIL = 1200, 400
# Shown above the metadata already.
_ABOVE = ("page_type", "confidence", "flags", "n_words")


class Shown(NamedTuple):
    """A piece: place is "text", "metadata" or "removed"."""

    place: str
    label: str
    rule: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `facts` are (field, value, source)."""

    source: str
    record: Mapping[str, Any]
    facts: tuple[tuple[str, str, str], ...]
    paragraphs: tuple[tuple[Shown, ...], ...]
    ordered: bool = True
    """False: a record does not say where in the story its removed pieces stood; they come behind it."""

    @property
    def pieces(self) -> Iterator[Shown]:
        """Every piece, in order."""
        return (piece for paragraph in self.paragraphs for piece in paragraph)


def of_article(article: Article, source: str) -> Document:
    """An article just cleaned: everything in the order of the page."""
    paragraphs = tuple(
        tuple(_shown(entry) for entry in entries)
        for _, entries in groupby(article.ledger, key=lambda entry: entry.block)
    )
    record = article.to_dict()
    return Document(source, record, tuple(_facts(record)), paragraphs)


def of_record(record: Mapping[str, Any]) -> Document:
    """A line of a run with --explain: the text, then what was removed, in order."""
    text = [(Shown("text", "body", "", part),) for part in str(record["text"]).split("\n\n") if part]
    removed = [
        (Shown(_place(piece["label"]), piece["label"], piece["rule"], _ends(piece["text"])),)
        for piece in record["removed"]
    ]
    source = str(record.get("source") or record.get("url") or record.get("id"))
    return Document(source, record, tuple(_facts(record)), (*text, *removed), ordered=False)


def _shown(entry: Entry) -> Shown:
    return Shown(entry.place, str(entry.label), entry.rule, _ends(entry.text), entry.evidence)


def _place(label: str) -> str:
    return "metadata" if label in METADATA_LABELS else "removed"


def _ends(text: str) -> str:
    """A long text by its two ends."""
    if len(text) <= _HEAD + _TAIL + 100:
        return text
    between = f"[… {len(text) - _HEAD - _TAIL} characters more; `cleaner explain` shows them …]"
    return f"{text[:_HEAD]}\n{between}\n{text[-_TAIL:]}"


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    sources = record.get("sources") or {}
    for name in FACTS:
        if name in _ABOVE:
            continue
        value = record.get(name)
        if value not in (None, [], ""):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield name, shown, str(sources.get(name) or "")
