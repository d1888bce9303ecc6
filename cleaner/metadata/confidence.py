"""How sure the split is: the estimated chance that a reader would change nothing in the text.

A logistic model over a few signs of the labelled page. Its weights are data (confidence.toml beside this), fitted by
benchmarks/confidence.py on annotated pages and checked there by cross-validation over sites.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cleaner.label.context import Context
from cleaner.label.prose import PROSE_CHARS
from cleaner.label.trail import is_kept
from cleaner.model import Block, Label

# No shorter line is running text in any writing; nor is what is mostly links, as nearly all furniture.
_MIN_PROSE = 20
_FILE = Path(__file__).parent / "confidence.toml"
# Rules that judge by repetition, capitals or position, not by words: every loss on unseen pages came from such rules.
_WEAK = frozenset(
    {"glued-paragraphs", "repeated-in-paragraph", "repeated-headline", "last-headline", "link-box", "link-only-line"}
    | {"after-byline", "after-furniture", "above-story", "first-line", "heading-line"}
)


def confidence(context: Context) -> float:
    """From 0 to 1; 0 where there is no text."""
    if not context.trail.kept():
        return 0.0
    weights = _weights()
    found = signs(context)
    score = weights["base"] + sum(weights[name] * value for name, value in found.items())
    return round(1.0 / (1.0 + math.exp(-score)), 3)


def signs(context: Context) -> dict[str, float]:
    """The signs of a labelled page that the estimate weighs, each between 0 and about 1."""
    kept = context.trail.kept()
    told = [(piece, context.is_prose(piece)) for piece in kept]
    prose = [piece for piece, is_one in told if is_one]
    lines = [piece for piece, is_one in told if not is_one]
    chars = sum(piece.end - piece.start for piece in kept) or 1
    prose_chars = sum(piece.end - piece.start for piece in prose)
    rules = {verdict.rule for verdict in context.trail.log}
    odd = [piece for piece in lines if not (piece.verdict and piece.verdict.label is Label.HEADING)]
    linked = sum(context.trail.block(piece).links for piece in kept)
    outside = [block for block in context.trail.outside() if len(block.text) >= _MIN_PROSE and _may_be_prose(block)]
    outside_prose = sum([_prose_of_furniture(context, block) for block in outside])
    return {
        "text": float(context.found_by == "text"),
        "portal_container": float(context.found_by == "portal-container"),
        "edge_found": float(bool(context.trail.labelled(Label.DATELINE, Label.SIGN_OFF))),
        "short": 1.0 if prose_chars < 400 else 0.0,
        "prose_share": prose_chars / chars,
        "odd_lines": min(1.0, len(odd) / 10),
        "weak_rules": min(1.0, len(rules & _WEAK) / 3),
        "link_share": min(1.0, linked / chars * 3),
        "outside_prose": min(1.0, outside_prose / (outside_prose + prose_chars + 1)),
        "second_opinion": float(context.found_by == "second-opinion"),
    }


def _may_be_prose(block: Block) -> bool:
    """Whether a block of furniture is worth a look: in Latin letters no short line is running text."""
    size = len(block.text)
    return block.links * 2 < size and (size >= PROSE_CHARS or not block.text.isascii())


def _prose_of_furniture(context: Context, block: Block) -> int:
    """Characters of running text in a block that was taken whole."""
    pieces = (p for p in context.trail.pieces(block.number) if not is_kept(p) and p.verdict and p.verdict.last >= 0)
    return sum(piece.end - piece.start for piece in pieces if context.is_prose(piece))


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    return {
        str(name): float(value)
        for name, value in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
        if name != "why"
    }
