"""Who is named in the line of a story's date: "Penulis: Siti Maryam | Jumat, 18 Agustus 2023 | 09:15 WIB"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.dates import find_date
from cleaner.label.context import Context, squashed
from cleaner.label.credits import Credit, parse, parse_bare
from cleaner.label.people import person
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.ruleset import RuleSet

BESIDE_DATE, NAME_BEFORE_DATE = "credit-beside-date", "name-before-date"
_MAX_CHARS, _MAX_REST = 160, 6
_MAX_DATES, _MAX_CUTS = 4, 4
_NAME_WORDS = (2, 4)
_EDGE = " \t|/•·,;-–—"
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"(?<!\s)\s*+(?:[|•·]|//)\s*|(?<!\s)\s++[-–—]\s+")


def names_beside(text: str, rules: RuleSet) -> list[Credit]:
    """The credits in what stands beside a date, each with its role: "| Penulis: Siti Maryam | 0 comments".

    A name stops at a small word: "by Siti Maryam in Daerah".
    """
    text = text.strip(_EDGE)
    whole = parse(text, rules) if text else None
    if whole:
        return whole
    return next(filter(None, (_credit(part, rules) for part in _PARTS.split(text) if part)), [])


def _credit(part: str, rules: RuleSet) -> list[Credit]:
    words = part.split()
    small = [i for i, word in enumerate(words) if i and word.lower() in rules.lexicon.small]
    if small and small[-1] == len(words) - 1:
        words.pop()  # "by Siti Maryam On"
        small.pop()
    for stop in [len(words), *small[: -_MAX_CUTS - 1 : -1]]:
        found = parse(text := " ".join(words[:stop]), rules) or parse_bare(text, rules)
        if found:
            return found
    return []


def is_credit_and_date(text: str, rules: RuleSet) -> bool:
    """Whether a line is credits and dates, and hardly a word more."""
    if len(text) > _MAX_CHARS or not find_date(text, rules.lexicon):
        return False
    beside = list(_beside(text, rules.lexicon))
    rest = [text[start:end] for start, end in beside if not names_beside(text[start:end], rules)]
    return len(rest) < len(beside) and len(_WORD.findall(" ".join(rest))) <= _MAX_REST


def credits_beside_date(context: Context, piece: Piece) -> Iterator[Verdict]:
    """Mark who is named beside the date of a date line: with a role, or by a full name right before the date."""
    text = context.trail.text(piece)
    if len(text) > _MAX_CHARS:
        return
    for start, end in _beside(text, context.rules.lexicon):
        part = piece._replace(start=piece.start + start, end=piece.start + end)
        if names_beside(text[start:end], context.rules):
            yield verdict_on(part, Label.BYLINE, BESIDE_DATE)
        elif not start and end < len(text) and _is_writer(context, piece, text[:end].strip(_EDGE)):
            yield verdict_on(part, Label.BYLINE, NAME_BEFORE_DATE)


def _beside(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The parts [start, end) of a line that are no date and have a word in them."""
    at = 0
    for _ in range(_MAX_DATES):
        found = find_date(text[at:], lexicon)
        if found is None:
            break
        before = lexicon.date_lead.sub("", text[at : at + found.start])
        yield from _worded(text, at, at + len(before))
        at += max(1, found.end)
    yield from _worded(text, at, len(text))


def _worded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if any(map(str.isalpha, text[start:end])):
        yield start, end


def _is_writer(context: Context, piece: Piece, name: str) -> bool:
    """Whether a line of a page shows a person's full name before its date: no section, no place, no portal.

    What the page's head or menu holds as well names a section or the portal.
    """
    words = name.split()
    least, most = _NAME_WORDS
    if not context.page.html or not least <= len(words) <= most or not all(word[0].isupper() for word in words):
        return False
    lexicon = context.rules.lexicon
    is_other = any(word.lower() in lexicon.not_personal or word.lower() in lexicon.cities for word in words)
    if is_other or person(name, lexicon) is None:
        return False
    key = squashed(name)
    return not (context.rules.knows(name) or _is_of_portal(context, key) or _stands_elsewhere(context, piece, key))


def _is_of_portal(context: Context, key: str) -> bool:
    """Whether the portal, a section or the page's title goes by a name (as letters and digits only)."""
    stated = {squashed(name) for name in _sections(context)}
    return key in context.own_names | stated or any(key in title for title in context.title_keys)


def _sections(context: Context) -> Iterator[str]:
    head = context.page.head
    yield from (value for tag in context.rules.lexicon.meta.get("section", ()) for value in head.meta.get(tag, ()))
    yield from (value for node in head.json_ld if isinstance(value := node.get("articleSection"), str))


def _stands_elsewhere(context: Context, piece: Piece, key: str) -> bool:
    short = (b for b in context.page.blocks if b.number != piece.block and len(b.text) <= _MAX_CHARS)
    return any(squashed(block.text) == key for block in short)
