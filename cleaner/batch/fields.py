"""Rows to documents: which column holds the page, which one its address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.batch.document import Document

CONTENT = ("html", "raw_html", "text", "content", "body", "maintext", "articleBody")
"""columns with pages or texts in the files of scrapers, data sets and other extractors; the first filled one counts."""
ADDRESS = ("url", "link", "source_url", "uri")


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of a row's columns; None: the usual ones."""

    html: str | None = None
    """holds HTML, whatever it looks like."""
    text: str | None = None
    """holds text, whatever it looks like."""
    url: str | None = None
    id: str | None = None
    """becomes the record's id."""
    keep_columns: bool = False
    """hand on the other columns as the record's `extra`."""

    @property
    def content(self) -> tuple[str, ...]:
        """Columns a row is looked through for its content, in order."""
        return tuple(name for name in (self.html, self.text) if name) or CONTENT

    @property
    def address(self) -> tuple[str, ...]:
        """Columns a row is looked through for its address."""
        return (self.url,) if self.url else ADDRESS

    def used(self, names: Iterable[str]) -> list[str]:
        """Those of a table's columns that are needed."""
        wanted = {*self.content, *self.address, self.id}
        return [name for name in names if self.keep_columns or name in wanted]

    def missing(self, names: Iterable[str]) -> str | None:
        """What to say of a table or row that has no column with content."""
        names = list(names)
        if any(name in names for name in self.content):
            return None
        shown = ", ".join(map(str, names[:12])) or "none"
        return (
            f"no column {' or '.join(self.content)}; its columns are {shown}."
            " Name the right one with --html-field or --text-field"
        )


def document_of(row: Mapping[str, Any], source: str, fields: Fields, stamp: tuple[int, int]) -> Document:
    """The document in a row."""
    problem = fields.missing(row)
    if problem:
        return Document(source, problem=f"{source}: {problem}", stamp=stamp)
    name = next((name for name in fields.content if row.get(name)), None)
    content = row[name] if name else ""
    if not isinstance(content, (str, bytes)):
        kind = type(content).__name__
        return Document(source, problem=f"{source}: {name} holds a {kind}, not a page or a text", stamp=stamp)
    url = next((row[key] for key in fields.address if isinstance(row.get(key), str) and row[key].strip()), None)
    stated = row.get(fields.id) if fields.id else None
    return Document(
        source,
        content=as_bytes(content),
        url=url,
        markup={fields.html: True, fields.text: False}.get(name) if name else None,
        id=None if stated is None else str(stated),
        extra=_extra(row, fields, name) if fields.keep_columns else None,
        stamp=stamp,
    )


def as_bytes(content: str | bytes) -> bytes:
    """A cell's content. Text that was read from bytes of no known encoding becomes those bytes again."""
    if isinstance(content, bytes):
        return content
    try:
        return content.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that the row itself states
        return content.encode("utf-8", "replace")


def _extra(row: Mapping[str, Any], fields: Fields, content: str | None) -> str:
    """The columns that went nowhere else, as JSON; what JSON cannot say (dates, bytes, decimals) as text."""
    address = next((key for key in fields.address if isinstance(row.get(key), str) and row[key].strip()), None)
    rest = {key: value for key, value in row.items() if key not in (content, address, fields.id)}
    return json.dumps(rest, ensure_ascii=False, default=_shown)


def _shown(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
