"""The pages to learn from, and how one of them is labelled."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.decode import decode
from cleaner.label.context import Context
from cleaner.model import Options
from cleaner.pipeline import is_markup, labelled

# A pattern that stands on fewer pages, or on a smaller share of them, is chance.
LEAST_PAGES, LEAST_SHARE = 3, 0.1


class Sample(NamedTuple):
    """One page or text of a site, as it was read."""

    name: str
    raw: bytes
    url: str | None = None
    is_text: bool | None = None
    """what its ending says; None: look inside."""


def context_of(sample: Sample, options: Options) -> Context:
    """A sample with every piece labelled. Raises DecodeError where it is no text."""
    decoded = decode(sample.raw)
    return labelled(decoded, not sample.is_text and is_markup(decoded), sample.url, options)


def enough(pages: int) -> int:
    """On how many of so many pages something must stand to be no chance."""
    return max(LEAST_PAGES, round(pages * LEAST_SHARE))
