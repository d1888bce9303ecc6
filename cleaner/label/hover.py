"""Words inside a line that a reader sees only under the pointer: cards on names, explanations of terms."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.model import Verdict


def hover(context: Context) -> Iterator[Verdict]:
    """Inline elements that call themselves a card or a tooltip go, the word they explain stays."""
    if not context.page.html or not context.body:
        return
    for piece in context.trail.open():
        spans = context.trail.block(piece).spans
        for span, marks in zip(spans, context.page.tree.marks_in(piece.block), strict=True) if spans else ():
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            rules = context.rules.tokens.by_marks[marks] if start < end else ()
            rule = next((rule for rule in rules if rule.where == "inside"), None) if rules else None
            if rule is not None:
                yield Verdict(piece.block, start, end, rule.label, rule.name, cause=piece.block, evidence=marks)
