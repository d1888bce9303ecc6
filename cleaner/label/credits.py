"""Credits as lines give them: a role and names, in one line, without a colon, by shape, or over several cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.dates import find_date, has_year
from cleaner.label.people import names_in, person
from cleaner.label.prose import is_prose
from cleaner.model import Piece
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.ruleset import RuleSet
from cleaner.rules.word_lists import grouped

MAX_CREDIT = 160
"""Characters of a line that credits somebody, at the most."""
# "| Penulis | : Andi Wijaya |": a row of cells flattened by a scraper
_CELLS = re.compile(r"\s{0,3}\|\s{0,3}:")
_FIRST_WORD = re.compile(r"^\W*+(\w+)")
_WORDS = re.compile(r"\w+")
_AROUND = "()[]{}| -–—•*,"
_COLON = re.compile(r"[:;]|\s[-–—]\s")


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
        return _shaped(text, rules) if len(text) <= MAX_CREDIT else None
    text = _CELLS.sub(":", _without_date(text, rules.lexicon)).strip(_AROUND)
    if not text or len(text) > MAX_CREDIT:
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
        found.append(Credit(rule.role, names or (), rule.name))
    return found


def _without_date(text: str, lexicon: Lexicon) -> str:
    """A credit line without the date and its weekday: "Oleh - Andi Wijaya Sabtu, 30 Mar 2024 - 13:25"."""
    found = find_date(text, lexicon) if len(text) <= MAX_CREDIT else None
    return f"{lexicon.date_lead.sub('', text[: found.start])} {text[found.end :]}" if found else text


def _shaped(text: str, rules: RuleSet) -> list[Credit] | None:
    """Credits that rules recognise by shape, without a role and colon: "Andi Wijaya - Agency"."""
    for rule in rules.credit_shapes_in(text):
        found = rule.regex.search(text.strip(_AROUND)) if rule.regex else None
        if found:
            names = names_in(found["name"], rules.lexicon)
            if names:
                return [Credit(rule.role, names, rule.name)]
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
            return [Credit(rule.role, names or (), rule.name)] if names or is_desk else None
    return None


def credits_in_cells(cells: Sequence[tuple[Piece, str]], rules: RuleSet) -> list[tuple[Credit, list[Piece]]]:
    """Credits whose role stands alone in a cell, with the cells they span."""
    lone = {i: rules.role_of[_bare(text)] for i, (_, text) in enumerate(cells) if is_role(text, rules)}
    found: list[tuple[Credit, list[Piece]]] = []
    before = _name_before_role(cells, lone, rules)
    for i, rule in lone.items():
        at = i - 1 if before else i + 1
        if not 0 <= at < len(cells) or at in lone:
            continue
        text = cells[at][1].lstrip(" :")
        names = None if len(text) > 90 or rules.knows(text) else names_in(text, rules.lexicon)
        stated = cells[at][1].startswith(":") or cells[i][1].rstrip().endswith(":")
        if names or (names == () and (stated or text.lower() in rules.lexicon.never_names)):
            found.append((Credit(rule.role, names, rule.name), sorted((cells[i][0], cells[at][0]))))
    return found


def is_role(text: str, rules: RuleSet) -> bool:
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
