"""City and brand at the beginning of the story: "JAKARTA, KOMPAS.com - "."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.label.context import MIN_BRAND, Context, squashed
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.rule import Rule

_PARTS = re.compile(r"[,()|:–—−]|\s-{1,3}\s|-{1,3}\s*$")
_REST = "dateline-rest"
_HEAD = 160
_LOOK = 4


def dateline(context: Context) -> Iterator[Verdict]:
    """Cut the dateline off the first kept piece; one that is a line of its own is followed by the rest of its dash.

    Below a standfirst or a caption that was kept, the story's own first paragraph has it.
    """
    kept = context.trail.kept()
    first = next((i for i, piece in enumerate(kept[:_LOOK]) if _stands_here(context, piece, i)), None)
    for piece in kept[first : first + 2] if first is not None else ():
        found = find(context, context.trail.text(piece))
        if found is None:
            return
        rule, end = found
        if rule.sets:
            context.facts.add(rule.sets)
        yield Verdict(piece.block, piece.start, piece.start + end, Label.DATELINE, rule.name, cause=piece.block)
        if not _is_whole(piece, end):
            return


def _stands_here(context: Context, piece: Piece, i: int) -> bool:
    """The first piece with any dateline; a later one only with a city or brand, and a paragraph behind it."""
    found = find(context, context.trail.text(piece))
    if found is None or not i:
        return found is not None
    return context.is_prose(piece) and found[0].name != _REST


def _is_whole(piece: Piece, end: int) -> bool:
    return piece.start + end >= piece.end


def find(context: Context, text: str) -> tuple[Rule, int] | None:
    """The dateline rule that matches at the beginning of a line, and where the match ends. Worked out once a line."""
    if text not in context.datelines:
        context.datelines[text] = _find(context, text)
    return context.datelines[text]


def _find(context: Context, text: str) -> tuple[Rule, int] | None:
    head = text[:_HEAD]
    for rule in context.rules.datelines_in(text):
        found = rule.regex.match(head) if rule.regex else None
        if (
            found
            and found.end()
            and not rule.bars(head)
            and (rule.needs != "brand" or _names_own_brand(context, found[0]))
        ):
            return rule, found.end()
    return None


def is_dateline_start(context: Context, piece: Piece) -> bool:
    """Whether the story begins here: a dateline with a city or a brand, not only a dash."""
    found = find(context, context.trail.text(piece))
    return found is not None and found[0].name != _REST


def _names_own_brand(context: Context, text: str) -> bool:
    """Whether a part of a dateline is a name of the page's portal, or begins with one: "VIVAnews" on viva.co.id."""
    own = context.own_names
    long = tuple(name for name in own if len(name) >= MIN_BRAND)
    parts = [squashed(part) for part in _PARTS.split(text)]
    return any(part in own or part.startswith(long) for part in parts if part)


def only_dateline(context: Context, piece: Piece) -> bool:
    """Whether a line is a dateline and nothing else."""
    found = find(context, context.trail.text(piece))
    return found is not None and found[1] >= piece.end - piece.start
