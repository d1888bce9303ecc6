"""The second opinion: where trafilatura sees the story, in our blocks."""

from __future__ import annotations

from itertools import pairwise

from cleaner.hygiene import tidy
from cleaner.label.elements import Elements
from cleaner.label.trail import runs
from cleaner.model import Page

_MIN_CHARS = 40
# Elements of a page that it is asked about: five times what real pages have. Beyond, its time outgrows the page's size.
_MAX_NODES = 10_000


def second_opinion(page: Page, elements: Elements) -> list[tuple[int, int]]:
    """The interval of blocks from the first to the last paragraph that trafilatura extracts; [] where it finds none."""
    is_readable = page.blocks and len(page.nodes) + len(page.empty) <= _MAX_NODES
    lines = _extracted(page) if is_readable else set()
    if not lines:
        return []
    found = [block.number for block in page.blocks if len(block.text) >= _MIN_CHARS and block.text in lines]
    if not found:
        return []
    nearby = [run for run in runs(_bridged(found)) if elements.prose(run[0], run[1] + 1) > 0]
    return [(first, last + 1) for first, last in nearby]


def _bridged(found: list[int]) -> list[int]:
    """Block numbers with gaps of up to three blocks closed: captions and read-also lines stand between paragraphs."""
    filled = set(found)
    for left, right in pairwise(found):
        if right - left <= 4:
            filled |= set(range(left, right))
    return sorted(filled)


def _extracted(page: Page) -> set[str]:
    import trafilatura  # costs 200 ms: only where it is asked

    try:
        text = trafilatura.extract(page.tree.markup(), include_comments=False, include_tables=False, fast=True)
    except Exception:  # what a hostile page does to another library costs its opinion, not the page
        return set()
    return {tidy(line.lstrip("- ")) for line in (text or "").splitlines() if line.strip()}
