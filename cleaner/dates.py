"""Dates by declared shapes only: a day, a month and a year, or nothing. No library guesses for us."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from cleaner.rules.lexicon import Lexicon

# One by one: a search skips to the first digit, which it does not for \d{4}.
_YEAR = re.compile(r"\d\d\d\d")
_WORD = re.compile(r"\w+")
_REMEMBERED = 200
_MAX_TEXT = 300
_MAX_LINE = 90
_MAX_REST = 6
_MAX_TRIES = 3
_LOCAL = len("2024-10-24T14:05:00")


class Moment(NamedTuple):
    """A date as ISO 8601, and where it stood in the text it was read from."""

    iso: str
    start: int
    end: int


def find_date(text: str, lexicon: Lexicon) -> Moment | None:
    """The first full date of a text, with time and offset as far as they are stated; None without a full date."""
    return _found(text[:_MAX_TEXT], lexicon) if has_year(text) else None


def has_year(text: str) -> bool:
    """Whether a text may hold a date: most lines hold no four digits in a row, and that is told at a glance."""
    return _YEAR.search(text, 0, _MAX_TEXT) is not None


@lru_cache(maxsize=_REMEMBERED)
def _found(text: str, lexicon: Lexicon) -> Moment | None:
    """Remembered: a date line is asked about by the passes that look for one and by each field that it fills."""
    matches: list[re.Match[str]] = []
    for shape in lexicon.dates:
        matches += islice(shape.pattern.finditer(text), _MAX_TRIES)
        is_whole = bool(matches) and matches[-1].span() == (0, len(text))
        if is_whole and (moment := _moment(matches[-1], lexicon)):
            return moment  # as of what a page's head states: no other begins before it, or is longer
    by_place = sorted(matches, key=lambda found: (found.start(), -found.end()))
    return next((moment for found in by_place if (moment := _moment(found, lexicon))), None)


def _moment(found: re.Match[str], lexicon: Lexicon) -> Moment | None:
    iso = _iso(found.groupdict(), lexicon)
    return Moment(iso, found.start(), found.end()) if iso else None


def parse_date(text: str, lexicon: Lexicon) -> str | None:
    """The first full date of a text as ISO 8601, or None."""
    found = find_date(text, lexicon)
    return found.iso if found else None


def date_line(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is a date and little else: a weekday, a portal's name, a counter."""
    if len(text) > _MAX_LINE:
        return False
    rest = text
    while found := find_date(rest, lexicon):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    return rest != text and len(_WORD.findall(rest)) <= _MAX_REST and not text.rstrip().endswith((",", ";"))


def _iso(parts: dict[str, str | None], lexicon: Lexicon) -> str | None:
    month = parts.get("month")
    number = int(month) if month else lexicon.months.get((parts.get("month_name") or "").lower().rstrip("."))
    if not number:
        return None
    try:
        day = date(int(parts["year"] or 0), number, int(parts["day"] or 0))
    except ValueError:
        return None
    hour = _hour(parts)
    if hour is None:
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    return moment.isoformat() + _offset(parts, lexicon)


def _hour(parts: dict[str, str | None]) -> int | None:
    if not parts.get("hour"):
        return None
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()[:1]
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour


def _offset(parts: dict[str, str | None], lexicon: Lexicon) -> str:
    stated = parts.get("offset")
    if stated:
        return "+00:00" if stated == "Z" else f"{stated[:3]}:{stated[-2:]}"
    zone = parts.get("zone") or parts.get("glued_zone")
    return lexicon.zones.get(zone.lower(), "") if zone else ""


def in_zone(iso: str, zone: str, lexicon: Lexicon) -> str:
    """A moment as the portal's own clock shows it: declared in UTC, or without a zone. Anything else as it is.

    A portal on WIB writes "2023-01-06T10:25:00+00:00" in its head and shows 17:25.
    """
    offset = lexicon.zones.get(zone.lower()) if zone else None
    if not offset or "T" not in iso:
        return iso
    if len(iso) == _LOCAL:
        return iso + offset
    if not iso.endswith("+00:00"):
        return iso
    hours, minutes = int(offset[:3]), int(offset[4:])
    return datetime.fromisoformat(iso).astimezone(timezone(timedelta(hours=hours, minutes=minutes))).isoformat()
