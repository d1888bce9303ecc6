"""Who wrote and who edited: lines of a role and names, in one line, over several cells, or name before role."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.dates import find_date, has_year
from cleaner.label.context import Context, is_spelled
from cleaner.label.prose import is_prose
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.needed import grouped
from cleaner.rules.ruleset import RuleSet

_MAX_CHARS = 160
# "| Penulis | : Andi Wijaya |": a row of cells flattened by a scraper
_CELLS = re.compile(r"\s{0,3}\|\s{0,3}:")
_FIRST_WORD = re.compile(r"^\W*+(\w+)")
_WORDS = re.compile(r"\w+")
_AROUND = "()[]{}| -–—•*,"
_COLON = re.compile(r"[:;]|\s[-–—]\s")
_NAME_WORD = re.compile(r"^(?:[A-ZÀ-Ý][\w'’.-]*|[a-z]{2,3}|[a-z][\w'’]{3,}|d[ae]|van|von|bin|binti|al|el)\.?,?$")
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[,;&/|+]|\bdan\b|\band\b|\bdengan\b)\s*")
_AFTER_NAME = re.compile(r"(?<!\s)\s++(?:[-–—|/]|\()\s*.*$")
_NEAR_BEFORE, _NEAR_AFTER = 25, 30
_COPYRIGHT = re.compile(r"(?<!\s)\s*+(?:©|[Cc]opyright|COPYRIGHT|\(c\))")
_NO_NAME = re.compile(r"[@/\\_<>{}\[\]=#]")
_QUOTES = "\"'”’»"


class Credit(NamedTuple):
    """A role ("author", "editor", "other") and the names under it, as shown."""

    role: str
    names: tuple[str, ...]
    rule: str


@lru_cache(maxsize=64)
def _roles(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = grouped(sorted((re.escape(word).replace(r"\ ", r"\s{1,3}") for word in words), key=len, reverse=True))
    # a word's start; glued behind a name ("SavitriEditor: "); behind another role at the start of a line or sentence
    two = r"(?:^|(?<=[.!?)])|(?<=[.!?)]\s))(?:[^\W\d_]{2,20}/){1,2}"  # "Foto/Teks: "
    begins = rf"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z]))|{two})"
    return re.compile(rf"{begins}({listed})\s{{0,3}}(:|;|\s[-–—]\s)\s{{0,3}}", re.IGNORECASE)


def role_marks(text: str, rules: RuleSet, start: int = 0) -> list[re.Match[str]]:
    """Role labels with their colons from `start` on, also glued behind a name ("SavitriEditor: ")."""
    if not _COLON.search(text, start):
        return []
    return list(_roles(rules.role_words).finditer(text, start))


def _may_credit(text: str, rules: RuleSet) -> bool:
    """Whether a line begins with a role, or with a date or another role before it: most lines do not, at a glance."""
    first = _FIRST_WORD.match(text)
    return first is not None and (first[1].lower() in rules.role_starts or _is_led(text, first))


def _is_led(text: str, first: re.Match[str]) -> bool:
    """Whether a date or another role may stand before a line's role. first: its first word."""
    return text.startswith("/", first.end()) or has_year(text)


def may_credit(text: str, rules: RuleSet) -> bool:
    """Whether parse() or parse_bare() may find a credit in a line: told by its first word, digits and shape.

    Of lines with digits, which may begin with a date, only those that have a word of a role somewhere.
    """
    first = _FIRST_WORD.match(text)
    if first and first[1].lower() in rules.role_starts:
        return True
    if first and _is_led(text, first) and not rules.role_starts.isdisjoint(_WORDS.findall(text.lower())):
        return True
    return bool(rules.credit_shapes_in(text))


def parse(text: str, rules: RuleSet) -> list[Credit] | None:
    """The credits of a line that is nothing else, or None: prose with a role word in it is no byline."""
    if not _may_credit(text, rules):
        return _shaped(text, rules) if len(text) <= _MAX_CHARS else None
    text = _CELLS.sub(":", _without_date(text, rules.lexicon)).strip(_AROUND)
    if not text or len(text) > _MAX_CHARS:
        return None
    if not _COLON.search(text) or not _roles(rules.role_words).match(text):
        return _shaped(text, rules)
    marks = role_marks(text, rules)
    found = []
    for mark, stop in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True):
        rest = text[mark.end() : stop]
        rule = rules.role_of[" ".join(mark[1].lower().split())]
        names = names_in(rest, rules.lexicon)
        if names is None and rule.role != "other":
            return None
        if rule.role == "other" and (len(rest) > 80 or is_prose(rest)):
            return None
        found.append(Credit(rule.role, tuple(names or ()), rule.name))
    return found


def _without_date(text: str, lexicon: Lexicon) -> str:
    """A credit line without the date and its weekday: "Oleh - Andi Wijaya Sabtu, 30 Mar 2024 - 13:25"."""
    found = find_date(text, lexicon) if len(text) <= _MAX_CHARS else None
    return f"{lexicon.date_lead.sub('', text[: found.start])} {text[found.end :]}" if found else text


def _shaped(text: str, rules: RuleSet) -> list[Credit] | None:
    """Credits that rules recognise by shape, without a role and colon: "Andi Wijaya - Agency"."""
    for rule in rules.credit_shapes_in(text):
        found = rule.regex.search(text.strip(_AROUND)) if rule.regex else None
        if found:
            names = names_in(found["name"], rules.lexicon)
            if names:
                return [Credit(rule.role, tuple(names), rule.name)]
    return None


def parse_bare(text: str, rules: RuleSet) -> list[Credit] | None:
    """A credit without a colon, "Penulis Andi Wijaya": only where the page shows that no prose stands there."""
    text = text.strip("| ()[]")
    first = _FIRST_WORD.match(text)
    if first is None or first[1].lower() not in rules.role_starts:
        return None
    for words in range(3, 0, -1):
        parts = text.split(maxsplit=words)
        rule = rules.role_of.get(" ".join(parts[:words]).lower()) if len(parts) > words else None
        if rule is not None:
            names = names_in(parts[words], rules.lexicon)
            is_desk = rule.role != "other" and parts[words].lower() in rules.lexicon.never_names
            return [Credit(rule.role, tuple(names or ()), rule.name)] if names or is_desk else None
    return None


def names_in(text: str, lexicon: Lexicon) -> list[str] | None:
    """Names of people in what follows a role; [] for a desk or agency, None when it is neither (prose)."""
    text = _cut_copyright(text).strip(" |,.;:-–—()[]")
    if not text or text.lower() in lexicon.never_names:
        return []
    if is_prose(text) or len(text) > 90 or text.rstrip(_QUOTES).endswith(("?", "!")):
        return None
    names = []
    for part in _BETWEEN.split(text):
        name = person(part, lexicon)
        if name is None:
            if _is_plain(part) or part.split()[0].lower() in lexicon.never_names:
                continue
            return None
        if name not in names:
            names.append(name)
    return names


def _cut_copyright(text: str) -> str:
    return _COPYRIGHT.split(text, maxsplit=1)[0]


def _is_plain(part: str) -> bool:
    """A place or a desk beside a name ("Kontributor Serang, Rasyid"), or initials: no name, and no prose."""
    return len(part.split()) <= 3


def person(text: str, lexicon: Lexicon) -> str | None:
    """A person's name as shown, or None: initials, desks, portals and sentences are no names.

    Titles that a portal puts before a name ("Kontributor Serang") are cut by the caller.
    """
    text = " ".join(_AFTER_NAME.sub("", text).split()).strip(" ,;:|-–—")
    words = text.split()
    low = text.lower()
    if not words or len(words) > 6 or len(text) < 3 or len(text) > 60:
        return None
    if low in lexicon.never_names or low in lexicon.cities:
        return None
    if any(char.isdigit() for char in text) or _NO_NAME.search(text) or lexicon.domain.search(text):
        return None
    if words[0].lower() in lexicon.never_names or (
        len(words) == 1 and len(text) <= 3 and (text.islower() or text.isupper())
    ):
        return None
    if not all(_NAME_WORD.match(word) for word in words) or any(word in lexicon.small for word in words):
        return None
    capitals = sum(word[0].isupper() for word in words)
    if capitals * 2 < len(words) and len(words) > 1:
        return None
    return ordinary(text)


def ordinary(name: str) -> str:
    """A name in ordinary capitalisation.

    >>> ordinary("DINI TEJA"), ordinary("wanda"), ordinary("B Kunto Wibisono")
    ('Dini Teja', 'Wanda', 'B Kunto Wibisono')
    """
    if name.isupper() and len(name) > 3:
        return " ".join(word if len(word) <= 2 and word.endswith(".") else word.capitalize() for word in name.split())
    if name.islower():
        return name.title()
    return name


def bylines(context: Context) -> Iterator[Verdict]:
    """Mark the lines that credit somebody: in the story, and close to it above and below."""
    trail = context.trail
    pieces = nearby(context)
    declared = context.declared_authors - context.own_names
    prose = [piece.block for piece in trail.open() if context.is_prose(piece)]
    first = prose[0] if prose else -1
    short = [piece for piece in pieces if piece.end - piece.start <= _MAX_CHARS and not is_decided(piece)]
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
        mark = next(iter(role_marks(text, context.rules, max(0, len(text) - _MAX_CHARS))), None)
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
    if not any(_is_role(context.trail.text(piece), context.rules) for piece in short):
        return
    for credit, parts in credits_in_cells([(p, context.trail.text(p)) for p in pieces], context.rules):
        for piece in parts:
            yield verdict_on(piece, Label.BYLINE, credit.rule, cause=parts[0].block)


def credits_in_cells(cells: Sequence[tuple[Piece, str]], rules: RuleSet) -> list[tuple[Credit, list[Piece]]]:
    """Credits whose role stands alone in a cell, with the cells they span."""
    lone = {i: rules.role_of[_bare(text)] for i, (_, text) in enumerate(cells) if _is_role(text, rules)}
    found: list[tuple[Credit, list[Piece]]] = []
    before = _name_before_role(cells, lone, rules)
    for i, rule in lone.items():
        at = i - 1 if before else i + 1
        if not 0 <= at < len(cells) or at in lone:
            continue
        text = cells[at][1].lstrip(" :")
        names = None if len(text) > 90 or rules.knows(text) else names_in(text, rules.lexicon)
        stated = cells[at][1].startswith(":") or cells[i][1].rstrip().endswith(":")
        if names or (names == [] and (stated or text.lower() in rules.lexicon.never_names)):
            found.append((Credit(rule.role, tuple(names), rule.name), sorted((cells[i][0], cells[at][0]))))
    return found


def _is_role(text: str, rules: RuleSet) -> bool:
    """Whether a cell is the word of a role and nothing else."""
    return len(text) <= rules.longest_role and _bare(text) in rules.role_of


def _bare(role: str) -> str:
    return role.lower().strip(" :")


def _name_before_role(cells: Sequence[tuple[Piece, str]], lone: Mapping[int, object], rules: RuleSet) -> bool:
    """Whether this page writes the name first: a name stands before the first role and none behind the last."""
    if not lone:
        return False
    first, last = min(lone), max(lone)
    behind = cells[last + 1][1] if last + 1 < len(cells) else ""
    ahead = cells[first - 1][1] if first else ""
    if behind[:1] == ":" or rules.knows(ahead) or not _is_credit(ahead, rules.lexicon):
        return False
    return rules.knows(behind) or person(behind, rules.lexicon) is None or last - first == 2


def _is_credit(text: str, lexicon: Lexicon) -> bool:
    """A person, or what portals write in a person's place: a desk, an agency, themselves."""
    return person(text, lexicon) is not None or text.lower().strip() in lexicon.never_names
