"""Publication and update, from what a page declares, shows, and has in its address.

What is declared comes first, since it states the time zone; the visible line is next, the address last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cleaner.dates import in_zone, parse_date
from cleaner.label.context import Context
from cleaner.metadata import visible
from cleaner.metadata.declared import Declared
from cleaner.metadata.facts import Facts
from cleaner.metadata.found import HTML, Found, first
from cleaner.metadata.url import day_in

_NEAR_DAYS = 31
_DAY_CHARS, _MINUTE_CHARS, _LOCAL_CHARS = (
    len(form) for form in ("2024-10-24", "2024-10-24T14:05", "2024-10-24T14:05:00")
)


def read_dates(context: Context, declared: Declared, facts: Facts) -> None:
    """Fill the dates of a page whose address is known; the raw string is kept also when it was no date."""
    portal, lexicon = context.rules.portal, context.rules.lexicon
    zone = portal.zone if portal else ""
    shown = [
        (found._replace(value=in_zone(found.value, zone, lexicon)), updated)
        for found, updated in visible.shown_dates(context)
    ]
    published = [
        *_declared(context, declared, "date_published", "datePublished"),
        *(found for found, updated in shown if not updated),
    ]
    clocks = [found.value for found, _ in shown]
    facts.put("date_published", _zoned(_best_date(published, first(day_in(facts.values["url"]))), clocks))
    modified = [
        *_declared(context, declared, "date_modified", "dateModified"),
        *(found for found, updated in shown if updated),
    ]
    facts.put("date_modified", _zoned(first(modified), clocks))
    facts.put_raw("date_published_raw", visible.raw_date(context) or _raw_declared(declared) or _raw_of_element(shown))


def _declared(context: Context, declared: Declared, field: str, key: str) -> Iterator[Found]:
    portal, lexicon = context.rules.portal, context.rules.lexicon
    zone = portal.zone if portal else ""
    for found in (*declared.json_ld(key), *declared.meta(field)):
        iso = parse_date(found.value, lexicon)
        if iso:
            yield Found(in_zone(iso, zone, lexicon), found.source)


def _raw_declared(declared: Declared) -> str | None:
    found = first([*declared.json_ld("datePublished"), *declared.meta("date_published")])
    return found.value if found else None


def _raw_of_element(shown: Sequence[tuple[Found, bool]]) -> str | None:
    return next((found.value for found, _ in shown if found.source == HTML), None)


def _best_date(stated: Sequence[Found], day: Found | None) -> Found | None:
    """The most trusted date; one with a time where it is the same day; one near the address's day where they differ.

    Templates carry constants (okezone's 2014 on a page of 2020), and meta tags a day without a time.
    """
    near = [found for found in stated if day is None or _days_apart(found.value, day.value) <= _NEAR_DAYS] or list(
        stated
    )
    best = first(near)
    if best is None:
        return day
    timed = [found for found in near if len(found.value) > len(best.value) and found.value[:10] == best.value[:10]]
    return max(timed, key=lambda found: len(found.value)) if len(best.value) <= _DAY_CHARS and timed else best


def _zoned(found: Found | None, shown: Sequence[str]) -> Found | None:
    """A date without a zone, in the zone that the page shows with the same wall time ("09:15 WIB")."""
    if found is None or len(found.value) != _LOCAL_CHARS:
        return found
    zoned = (iso for iso in shown if len(iso) > _LOCAL_CHARS and iso[:_MINUTE_CHARS] == found.value[:_MINUTE_CHARS])
    offset = next((iso[_LOCAL_CHARS:] for iso in zoned), "")
    return found._replace(value=found.value + offset)


def _days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
