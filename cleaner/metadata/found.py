"""A value and where it was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# The words of the record's `sources`.
JSON_LD, META, MICRODATA, HTML, PORTAL, TEXT, URL = "json-ld", "meta", "microdata", "html", "portal", "text", "url"


class Found(NamedTuple):
    """One value of a field and its source."""

    value: str
    source: str


def first(values: Iterable[Found]) -> Found | None:
    """The first value that says something."""
    return next((found for found in values if found.value), None)


def group(values: Iterable[Found]) -> tuple[list[str], str | None]:
    """All values of the first source that has any, without repeats."""
    names: list[str] = []
    source = None
    for found in values:
        if found.value and source in (None, found.source):
            source = found.source
            if found.value not in names:
                names.append(found.value)
    return names, source
