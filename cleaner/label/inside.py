"""Clutter inside a line: "… kata dia. Baca juga: Harga Beras Naik Langkah itu …", "[Gambas:Video 20detik]"."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.headline import headline_stop
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.rule import Rule


def inside(context: Context) -> Iterator[Verdict]:
    """Every mark of every rule, in every open piece. A mark costs its own words, and a headline behind it its own."""
    for piece in context.trail.open():
        yield from marks(context, piece)


def marks(context: Context, piece: Piece, label: Label | None = None) -> Iterator[Verdict]:
    """Every mark of every rule in one piece, or of the rules with one label."""
    text = context.trail.text(piece)
    for rule in context.rules.marks_in(text):
        if label is None or rule.label is label:
            yield from _marks(context, rule, piece, text)


def _marks(context: Context, rule: Rule, piece: Piece, text: str) -> Iterator[Verdict]:
    matches = list(rule.regex.finditer(text)) if rule.regex else []
    for found in matches if matches and not rule.bars(text) else ():
        start, end = found.span()
        if rule.takes == "title":
            end = headline_stop(text, end, context.rules.lexicon) or end
        if end > start:
            if rule.sets:
                context.facts.add(rule.sets)
            yield Verdict(piece.block, piece.start + start, piece.start + end, rule.label, rule.name, cause=piece.block)
