"""Initials, names and agencies at the end of the story: "(rds/gil)", "(Brand.com/Andi Wijaya)", "***"."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context, is_spelled
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Verdict
from cleaner.rules.rule import Rule

_ROUNDS = 3
_TAIL = 160
_PHRASE = 60


def sign_off(context: Context) -> Iterator[Verdict]:
    """Cut sign-offs off the last kept piece, again while it is one altogether."""
    for _ in range(_ROUNDS):
        kept = context.trail.kept()
        if len(kept) < 2 and not (kept and context.is_prose(kept[-1])):
            return
        last = kept[-1]
        text = context.trail.text(last)
        if any(is_spelled(text, name) for name in context.declared_authors):
            yield verdict_on(last, Label.SIGN_OFF, "declared-author")
            continue
        found = None if len(text) < _PHRASE and context.rules.knows(text) else find(context, text)
        if found is None:
            return
        rule, start = found
        yield Verdict(last.block, last.start + start, last.end, Label.SIGN_OFF, rule.name, cause=last.block)


def find(context: Context, text: str) -> tuple[Rule, int] | None:
    """The sign-off rule that matches at the end of a line, and where the match starts."""
    skipped = max(0, len(text) - _TAIL)
    tail = text[skipped:]
    for rule in context.rules.sign_offs_in(tail):
        found = rule.regex.search(tail) if rule.regex else None
        if found and found[0].strip() and not (skipped and found.start() == 0) and not rule.bars(tail):
            return rule, skipped + found.start()
    return None


def closes(context: Context, text: str) -> bool:
    """Whether a line is signed off so that nothing of the story follows."""
    tail = text[-_TAIL:]
    if not context.rules.closing_sign_offs_in(text):
        return False  # as of most lines: other passes have asked about the whole one
    if not any(rule.regex and rule.regex.search(tail) for rule in context.rules.closing_sign_offs_in(tail)):
        return False
    found = find(context, text)
    return found is not None and found[0].closes
