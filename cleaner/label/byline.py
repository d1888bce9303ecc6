"""Who wrote and who edited: lines of a role and names, in one line, over several cells, or name before role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from cleaner.label.context import Context, is_spelled
from cleaner.label.credits import (
    MAX_CREDIT,
    Credit,
    credits_in_cells,
    is_role,
    may_credit,
    parse,
    parse_bare,
    role_marks,
)
from cleaner.label.people import person
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.ruleset import RuleSet

_NEAR_BEFORE, _NEAR_AFTER = 25, 30


def bylines(context: Context) -> Iterator[Verdict]:
    """Mark the lines that credit somebody: in the story, and close to it above and below."""
    trail = context.trail
    pieces = nearby(context)
    declared = context.declared_authors - context.own_names
    prose = [piece.block for piece in trail.open() if context.is_prose(piece)]
    first = prose[0] if prose else -1
    short = [piece for piece in pieces if piece.end - piece.start <= MAX_CREDIT and not is_decided(piece)]
    credited = [_credit_of_line(context, piece, trail.text(piece), prose) for piece in short]
    speakers = _speakers(context, zip(short, credited, strict=True), prose)
    for piece, found in zip(short, credited, strict=True):
        if piece.block < first and declared and _is_one_of(trail.text(piece), declared, context.rules.lexicon):
            yield verdict_on(piece, Label.BYLINE, "declared-author")
        if found and piece not in speakers:
            yield verdict_on(piece, Label.BYLINE, found[0].rule)
    yield from _cells(context, pieces)
    yield from _glued_to_the_end(context)


def _is_one_of(text: str, names: Collection[str], lexicon: Lexicon) -> bool:
    """Whether a line is the name of somebody, given as letters and digits only."""
    return any(is_spelled(text, name) for name in names) and person(text, lexicon) is not None


def _speakers(
    context: Context, credited: Iterable[tuple[Piece, Sequence[Credit] | None]], prose: Sequence[int]
) -> frozenset[Piece]:
    """Lines between paragraphs that begin with one role again and again: an interview ("Reporter: Terima kasih.")."""
    said: dict[str, dict[str, Piece]] = {}
    for piece, found in credited:
        if not found:
            continue
        who, colon, words = context.trail.text(piece).partition(":")
        if colon and found[0].role != "other" and prose and prose[0] < piece.block < prose[-1]:
            said.setdefault(who.strip().lower(), {}).setdefault(words.strip().lower(), piece)
    turns = [sorted(lines.values()) for lines in said.values() if len(lines) > 1]
    spoken = (lines for lines in turns if any(lines[0].block < block < lines[-1].block for block in prose))
    return frozenset(piece for lines in spoken for piece in lines)


def _credit_of_line(context: Context, piece: Piece, text: str, prose: Sequence[int]) -> list[Credit] | None:
    if not may_credit(text, context.rules):
        return None
    return parse(text, context.rules) or _bare_credit(context, piece, text, prose)


def _bare_credit(context: Context, piece: Piece, text: str, prose: Sequence[int]) -> list[Credit] | None:
    """A credit without a colon: beside the story, above its first paragraph, and behind its last one when the role has
    several words ("Laporan Wartawan Kabarkita.com, Andi Wijaya"). Between paragraphs, roles open sentences. prose: the
    blocks of the story's paragraphs.
    """
    if _is_beside(context, piece):
        return parse_bare(text, context.rules)
    start = max(prose[0], context.start) if prose else context.start
    if start <= piece.block <= (prose[-1] if prose else start):
        return None
    found = parse_bare(text, context.rules)
    return found if piece.block < start or " " in _role_words(text, context.rules) else None


def _role_words(text: str, rules: RuleSet) -> str:
    """The role a line without a colon begins with."""
    words = text.strip("| ()[]").lower().split()
    return next((role for n in range(3, 0, -1) if (role := " ".join(words[:n])) in rules.role_of), "")


def _is_beside(context: Context, piece: Piece) -> bool:
    """Outside the story's container, where lines are furniture and not prose."""
    return context.page.html and not any(first <= piece.block < stop for first, stop in context.body)


def _glued_to_the_end(context: Context) -> Iterator[Verdict]:
    """A byline behind the last full stop of the story: "… bersama. Penulis: Andi Wijaya"."""
    kept = context.trail.kept()
    for piece in kept[-2:]:
        text = context.trail.text(piece)
        mark = next(iter(role_marks(text, context.rules, max(0, len(text) - MAX_CREDIT))), None)
        if mark is None or not mark.start():
            continue
        found = parse(text[mark.start() :], context.rules)
        if found and any(credit.names for credit in found) and text[mark.end() :].lstrip()[:1].isupper():
            end = len(text[: mark.start()].rstrip(" ,;(["))
            yield Verdict(piece.block, piece.start + end, piece.end, Label.BYLINE, found[0].rule, cause=piece.block)


def is_decided(piece: Piece) -> bool:
    """Whether a pass has said of a piece what it is, and not only that it is furniture."""
    return piece.verdict is not None and piece.verdict.label not in (Label.NAV, Label.OTHER)


def nearby(context: Context) -> list[Piece]:
    """Pieces of the story, and of the page right above and below it."""
    if not context.body:
        return []
    first, last = context.body[0][0] - _NEAR_BEFORE, context.body[-1][1] + _NEAR_AFTER
    return context.trail.between(first, last)


def _cells(context: Context, pieces: Sequence[Piece]) -> Iterator[Verdict]:
    """Role and name in cells of their own: "Penulis", ": Andi Wijaya", or "Andi Wijaya", "Penulis"."""
    short = (piece for piece in pieces if piece.end - piece.start <= context.rules.longest_role)
    if not any(is_role(context.trail.text(piece), context.rules) for piece in short):
        return
    for credit, parts in credits_in_cells([(p, context.trail.text(p)) for p in pieces], context.rules):
        for piece in parts:
            yield verdict_on(piece, Label.BYLINE, credit.rule, cause=parts[0].block)
