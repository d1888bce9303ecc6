"""The fields as they are filled: single values, lists, and where each came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from cleaner.hygiene import plain, tidy
from cleaner.metadata.found import JSON_LD, META, URL, Found, group
from cleaner.model import Limits


@dataclass
class Facts:
    """The metadata fields of a record; `sources` names where each came from, `cut` the limits that cut some."""

    limits: Limits = field(default_factory=Limits)
    values: dict[str, str | None] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, str | None] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)

    def put(self, name: str, found: Found | None) -> None:
        """Set a single value and its source."""
        value = self._short(found.value, found.source) if found else ""
        self.values[name] = value or None
        self.sources[name] = found.source if found and value else None

    def put_raw(self, name: str, value: str | None) -> None:
        """Set a value that has no source of its own."""
        self.values[name] = self._short(value, None) if value else None

    def put_all(self, name: str, found: Iterable[Found]) -> None:
        """Set a list to what the first speaking source says."""
        values, source = group(islice(found, 4 * self.limits.items))
        if len(values) > self.limits.items:
            self.cut.add("items")
        self.lists[name] = [short for value in values[: self.limits.items] if (short := self._short(value, source))]
        self.sources[name] = source

    def _short(self, value: str, source: str | None) -> str:
        """A value as fields hold it: clean and no longer than the limit; what was given for the page is whole.

        What stands on the page as "<b>" was written to be read so; what its head declares was not.
        """
        if source == URL:
            return tidy(value)
        if len(value) > self.limits.field:
            self.cut.add("field")
        value = value[: self.limits.field]
        return plain(value) if source in (JSON_LD, META) else tidy(value)
