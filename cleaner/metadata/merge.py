"""All sources of each field in order of trust, and the first that speaks.

The visible label comes first for people: several portals declare the editor as JSON-LD author. What a page declares
comes first for dates, since it states the time zone; the visible line is next, the address last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from cleaner.dates import find_date, in_zone, parse_date
from cleaner.hygiene import plain, tidy
from cleaner.label.context import Context, host_of, squashed
from cleaner.label.people import names_in
from cleaner.metadata import visible
from cleaner.metadata.found import HTML, JSON_LD, META, PORTAL, TEXT, URL, Found, first, group
from cleaner.metadata.json_ld import article_node, strings
from cleaner.metadata.language import declared_language, detect_language
from cleaner.metadata.url import day_in
from cleaner.model import Label, Limits

_PARTS = re.compile(r"[,():|]|[-–—−]{1,3}(?=\s|$)|(?<=\s)[-–—−]")
_BETWEEN_TAGS = re.compile(r"(?<!\s)\s*+[,;#]\s*")
_BRAND_SHAPE = re.compile(r"[A-Z]{3,}|[a-z][A-Z]|^[A-Z][a-z]+$")
# A dateline of a place with the brand in brackets: what stands before the bracket is no brand.
_PLACE_AND_BRAND = re.compile(r"[^()]{2,60}\([^()]{1,40}\)\W{0,6}$")
_DATELINE_EDGE = " \t-–—−:|,."
_ZONE = re.compile(r"^WI(?:B|TA|T)(?=[A-Z])")
_NEAR_DAYS = 31
_DAY_CHARS, _MINUTE_CHARS, _LOCAL_CHARS = (
    len(form) for form in ("2024-10-24", "2024-10-24T14:05", "2024-10-24T14:05:00")
)
_NAMED = 3


@dataclass
class Facts:
    """The metadata fields of a record; `sources` names where each came from, `cut` the limits that cut some."""

    limits: Limits = field(default_factory=Limits)
    values: dict[str, str | None] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, str | None] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)

    def put(self, name: str, found: Found | None) -> None:
        """Set a single value and its source."""
        value = self._short(found.value, found.source) if found else ""
        self.values[name] = value or None
        self.sources[name] = found.source if found and value else None

    def put_raw(self, name: str, value: str | None) -> None:
        """Set a value that has no source of its own."""
        self.values[name] = self._short(value, None) if value else None

    def put_all(self, name: str, found: Iterable[Found]) -> None:
        """Set a list to what the first speaking source says."""
        values, source = group(islice(found, 4 * self.limits.items))
        if len(values) > self.limits.items:
            self.cut.add("items")
        self.lists[name] = [short for value in values[: self.limits.items] if (short := self._short(value, source))]
        self.sources[name] = source

    def _short(self, value: str, source: str | None) -> str:
        """A value as fields hold it: clean and no longer than the limit; what was given for the page is whole.

        What stands on the page as "<b>" was written to be read so; what its head declares was not.
        """
        if source == URL:
            return tidy(value)
        if len(value) > self.limits.field:
            self.cut.add("field")
        value = value[: self.limits.field]
        return plain(value) if source in (JSON_LD, META) else tidy(value)


def read_facts(context: Context, text: str) -> Facts:
    """Every field of a page whose pieces are labelled. `text` is the clean story, for telling its language."""
    reader = _Reader(context)
    facts = Facts(context.options.limits)
    facts.put("url", first(reader.urls()))
    facts.put("title", first(reader.titles()))
    facts.put("description", first(reader.descriptions()))
    facts.put("dateline", first(reader.datelines()))
    facts.put("publisher", first(reader.publishers()))
    facts.put("section", first(reader.sections()))
    facts.put("image", first(reader.images()))
    facts.put(
        "language", declared_language(context) or detect_language(text, context.rules.lexicon, context.rules.portal)
    )
    facts.put_all("tags", reader.tags())
    reader.people(facts)
    reader.dates(facts)
    return facts


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.head = context.page.head
        self.portal = context.rules.portal
        self.lexicon = context.rules.lexicon
        self.node = article_node(self.head, context.page.url)

    def strings(self, value: Any, key: str = "name") -> Iterator[Found]:
        """Texts of a JSON-LD value."""
        return strings(value, key, self.context.options.limits)

    def meta(self, name: str) -> Iterator[Found]:
        """Contents of the meta tags that declare a field; a text has none."""
        if not self.head.meta:
            return
        for tag in self.lexicon.meta.get(name, ()):
            for value in self.head.meta.get(tag, ()):
                yield Found(value, META)

    def urls(self) -> Iterator[Found]:
        if self.context.page.url:
            yield Found(self.context.page.url, URL)
        canonical = self.head.links.get("canonical", "")
        if canonical.startswith("http"):
            yield Found(canonical, META)
        yield from (found for found in self.meta("url") if found.value.startswith("http"))

    def titles(self) -> Iterator[Found]:
        shown = list(visible.labelled(self.context, Label.TITLE))
        yield from (found for found in shown if squashed(found.value) in self.context.title_keys)
        yield from visible.portal_texts(self.context, "title")
        if not self.context.page.html:
            yield from shown
            return
        if isinstance(self.node.get("headline"), str):
            yield from self.strings(self.node["headline"])
        yield from shown
        for found in self.meta("title"):
            yield Found(self._without_site(found.value), META)
        if self.head.title and self.context.page_type != "index":
            yield Found(self._without_site(self.head.title), HTML)

    def _without_site(self, title: str) -> str:
        """A title without the site's name behind a bar or dash, when what stands there is the site's name."""
        own = self.context.own_names
        head, _, tail = title.rpartition(" - ") if " - " in title else title.rpartition("|")
        if head and (squashed(tail) in own or any(name and name in squashed(tail) for name in own)):
            return head.strip(" -|")
        return title

    def descriptions(self) -> Iterator[Found]:
        yield from visible.portal_texts(self.context, "standfirst")
        yield from visible.labelled(self.context, Label.STANDFIRST)
        yield from self.meta("description")
        yield from self.strings(self.node.get("description"))

    def datelines(self) -> Iterator[Found]:
        parts = [found.value.strip(_DATELINE_EDGE) for found in visible.labelled(self.context, Label.DATELINE)]
        text = " ".join(part for part in parts if part)
        if text:
            yield Found(text, visible.source_of(self.context))

    def publishers(self) -> Iterator[Found]:
        brand = first(self._brand_of_dateline())
        if brand and not self.context.page.html:
            yield brand
        if self.portal:
            host = host_of(self.context.page.url or (first(self.urls()) or Found("", "")).value) or ""
            yield Found(self.portal.publisher_of(host), PORTAL)
        yield from self.strings(self.node.get("publisher"))
        yield from self.meta("publisher")
        if brand:
            yield brand
        yield from self._brand_in(Label.SIGN_OFF)
        yield from self._brand_in(Label.COPYRIGHT)
        yield from self._brand_of_host()

    def _brand_of_dateline(self) -> Iterator[Found]:
        """The part of a dateline that names a portal: an address, or a name by which the page's own portal goes.

        Beside a city, a part in capitals or with capitals inside is the brand: "Jakarta (ANTARA)", "KBRN, Solo".
        """
        own = self.context.own_names
        for found in visible.labelled(self.context, Label.DATELINE):
            text = self._without_date(found.value)
            address = self.lexicon.domain.search(text)
            if address:
                yield Found(self._spelled(address[0]), found.source)
            parts = [part.strip(" .") for part in _PARTS.split(text) if part.strip(" .")]
            yield from (Found(self._spelled(part), found.source) for part in parts if squashed(part) in own)
            several = len(parts) > 1
            if _PLACE_AND_BRAND.match(text):
                parts = parts[1:]  # "BATUAJI (HB) - "
            shaped = [part for part in parts if _BRAND_SHAPE.search(part) and not self._is_place(part)]
            yield from (Found(part, found.source) for part in shaped if several)

    def _brand_of_host(self) -> Iterator[Found]:
        """The host as a text spells it: with its domain ("Kabarkita.com"), or as a name of its own.

        A word that also stands in small letters or mostly behind another name ("Piala Dunia" on dunia.example) is none.
        """
        host = host_of(self.context.page.url)
        if host is None or self.context.page.html:
            return
        base = self.lexicon.tld.sub("", host).split(".")[-1]
        lines = [block.text for block in self.context.page.blocks]
        if not any(base.casefold() in line.casefold() for line in lines):
            return
        domain, word, whole = host[host.rindex(base) :], re.escape(base), "\n".join(lines)
        spelled = re.search(rf"\b(?i:{re.escape(domain)})\b", whole)
        if spelled and spelled[0][0].isupper():
            yield Found(spelled[0], TEXT)
            return
        names = re.findall(rf"(?<![.@/])\b(?i:{word})\b(?!\.\w)", whole)
        alone = re.findall(rf"(?:^|\b[a-z]+[ ,]{{1,2}})({word.capitalize()})\b", whole, re.MULTILINE)
        if len(alone) >= _NAMED and len(alone) * 2 >= len(names) and not any(name.islower() for name in names):
            yield Found(alone[0], TEXT)

    def _without_date(self, text: str) -> str:
        """A dateline without its date, whose zone may be glued to the brand ("21:34 WIBKABARKITA.id")."""
        moment = find_date(text, self.lexicon)
        return f"{text[: moment.start]} {text[moment.end :]}" if moment else _ZONE.sub("", text)

    def _spelled(self, brand: str) -> str:
        """A portal's name as the portal writes it; an alias that only its datelines use ("KBRN") as its own name."""
        known = self.lexicon.publishers.get(squashed(brand))
        if known:
            return known
        aliases = {squashed(name) for name in self.portal.brands} if self.portal else set()
        if self.portal and squashed(brand) in aliases and not self.lexicon.domain.search(brand):
            name = self.portal.publisher_of(host_of(self.context.page.url) or "")
            return brand if squashed(brand) in squashed(name) else name
        return brand

    def _is_place(self, part: str) -> bool:
        return part.lower() in self.lexicon.cities

    def _brand_in(self, label: Label) -> Iterator[Found]:
        """An address in sign-offs or copyright lines."""
        for found in visible.labelled(self.context, label):
            brand = self.lexicon.domain.search(found.value)
            if brand:
                yield Found(self._spelled(brand[0]), found.source)

    def sections(self) -> Iterator[Found]:
        yield from self.strings(self.node.get("articleSection"))
        yield from self.meta("section")
        yield from visible.portal_texts(self.context, "section")
        yield from visible.labelled(self.context, Label.SECTION)

    def images(self) -> Iterator[Found]:
        yield from (found for found in self.meta("image") if found.value.startswith(("http", "//")))
        yield from (
            found for found in self.strings(self.node.get("image"), "url") if found.value.startswith(("http", "//"))
        )

    def tags(self) -> Iterator[Found]:
        yield from self._split(visible.portal_texts(self.context, "tags"))
        yield from self._split(self.meta("tags"))
        yield from self._split(self.strings(self.node.get("keywords")))

    def _split(self, found: Iterable[Found]) -> Iterator[Found]:
        for item in islice(found, self.context.options.limits.items + 1):
            for tag in _BETWEEN_TAGS.split(item.value):
                if 1 < len(tag) <= 80:
                    yield Found(tag, item.source)

    def people(self, facts: Facts) -> None:
        """Authors and editors. Whoever the page shows as editor is no author because JSON-LD says so."""
        stated = visible.all_credits(self.context)
        source = visible.source_of(self.context)
        editors = [Found(name, source) for credit in stated if credit.role == "editor" for name in credit.names]
        facts.put_all("editors", [*editors, *visible.portal_names(self.context, "editors"), *self._names("editors")])
        if editors:
            _add(facts.lists["editors"], visible.portal_names(self.context, "editors"))
        authors = [Found(name, source) for credit in stated if credit.role == "author" for name in credit.names]
        authors += visible.signed(self.context)
        shown = {name.lower() for name in facts.lists["editors"]}
        declared = [*self._names("authors"), *self._declared_people("author")]
        others = [found for found in declared if found.value.lower() not in shown]
        facts.put_all("authors", [*authors, *visible.portal_names(self.context, "authors"), *others])

    def _names(self, name: str) -> Iterator[Found]:
        for tag in self.lexicon.meta.get(name, ()):
            people = [person for value in self.head.meta.get(tag, ()) for person in self._people(value)]
            if people:
                yield from (Found(person, META) for person in people)
                return

    def _declared_people(self, key: str) -> Iterator[Found]:
        for found in self.strings(self.node.get(key)):
            yield from (Found(person, JSON_LD) for person in self._people(found.value))

    def _people(self, text: str) -> list[str]:
        own = self.context.own_names | {squashed(name) for name in (self.portal.publisher if self.portal else "",)}
        return [name for name in names_in(text, self.lexicon) or [] if squashed(name) not in own]

    def dates(self, facts: Facts) -> None:
        """Publication and update; the raw string is kept also when it was not enough for a date."""
        zone = self.portal.zone if self.portal else ""
        shown = [
            (found._replace(value=in_zone(found.value, zone, self.lexicon)), updated)
            for found, updated in visible.shown_dates(self.context)
        ]
        declared = [*self._declared_dates("date_published", "datePublished")]
        published = [*declared, *(found for found, updated in shown if not updated)]
        clocks = [found.value for found, _ in shown]
        facts.put("date_published", _zoned(_best_date(published, first(day_in(facts.values["url"]))), clocks))
        modified = [
            *self._declared_dates("date_modified", "dateModified"),
            *(found for found, updated in shown if updated),
        ]
        facts.put("date_modified", _zoned(first(modified), clocks))
        raw = visible.raw_date(self.context) or self._raw_declared() or self._raw_of_element(shown)
        facts.put_raw("date_published_raw", raw)

    def _declared_dates(self, name: str, key: str) -> Iterator[Found]:
        zone = self.portal.zone if self.portal else ""
        for found in (*self.strings(self.node.get(key)), *self.meta(name)):
            iso = parse_date(found.value, self.lexicon)
            if iso:
                yield Found(in_zone(iso, zone, self.lexicon), found.source)

    def _raw_of_element(self, shown: Sequence[tuple[Found, bool]]) -> str | None:
        return next((found.value for found, _ in shown if found.source == HTML), None)

    def _raw_declared(self) -> str | None:
        found = first([*self.strings(self.node.get("datePublished")), *self.meta("date_published")])
        return found.value if found else None


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


def _add(names: list[str], more: Iterable[Found]) -> None:
    names += [found.value for found in more if found.value not in names]


__all__ = ["TEXT", "Facts", "read_facts"]
