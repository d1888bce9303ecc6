"""Facts about the story, each with the source it came from. A fact nobody states is None or an empty list."""

from __future__ import annotations

from cleaner.metadata.facts import Facts
from cleaner.metadata.merge import read_facts

__all__ = ["Facts", "read_facts"]
