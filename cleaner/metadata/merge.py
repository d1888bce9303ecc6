"""All sources of each field in order of trust, and the first that speaks.

The visible label comes first for people: several portals declare the editor as JSON-LD author. Names of portals are
publisher.py's, dates dated.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from cleaner.label.context import Context, squashed
from cleaner.label.people import names_in
from cleaner.metadata import visible
from cleaner.metadata.dated import read_dates
from cleaner.metadata.declared import Declared
from cleaner.metadata.facts import Facts
from cleaner.metadata.found import HTML, JSON_LD, META, URL, Found, first
from cleaner.metadata.language import declared_language, detect_language
from cleaner.metadata.publisher import publishers
from cleaner.model import Label

_BETWEEN_TAGS = re.compile(r"(?<!\s)\s*+[,;#]\s*")
_DATELINE_EDGE = " \t-–—−:|,."


def read_facts(context: Context, text: str) -> Facts:
    """Every field of a page whose pieces are labelled. `text` is the clean story, for telling its language."""
    reader = _Reader(context)
    facts = Facts(context.options.limits)
    address = first(reader.urls())
    facts.put("url", address)
    facts.put("title", first(reader.titles()))
    facts.put("description", first(reader.descriptions()))
    facts.put("dateline", first(reader.datelines()))
    facts.put("publisher", first(publishers(context, reader.declared, address.value if address else None)))
    facts.put("section", first(reader.sections()))
    facts.put("image", first(reader.images()))
    facts.put(
        "language", declared_language(context) or detect_language(text, context.rules.lexicon, context.rules.portal)
    )
    facts.put_all("tags", reader.tags())
    reader.people(facts)
    read_dates(context, reader.declared, facts)
    return facts


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.declared = Declared(context)

    def urls(self) -> Iterator[Found]:
        if self.context.page.url:
            yield Found(self.context.page.url, URL)
        canonical = self.context.page.head.links.get("canonical", "")
        if canonical.startswith("http"):
            yield Found(canonical, META)
        yield from (found for found in self.declared.meta("url") if found.value.startswith("http"))

    def titles(self) -> Iterator[Found]:
        shown = visible.labelled(self.context, Label.TITLE)
        yield from (found for found in shown if squashed(found.value) in self.context.title_keys)
        yield from visible.portal_texts(self.context, "title")
        if not self.context.page.html:
            yield from shown
            return
        if self.declared.states("headline"):
            yield from self.declared.json_ld("headline")
        yield from shown
        for found in self.declared.meta("title"):
            yield Found(self._without_site(found.value), META)
        if self.context.page.head.title and self.context.page_type != "index":
            yield Found(self._without_site(self.context.page.head.title), HTML)

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
        yield from self.declared.meta("description")
        yield from self.declared.json_ld("description")

    def datelines(self) -> Iterator[Found]:
        parts = [found.value.strip(_DATELINE_EDGE) for found in visible.labelled(self.context, Label.DATELINE)]
        text = " ".join(part for part in parts if part)
        if text:
            yield Found(text, visible.source_of(self.context))

    def sections(self) -> Iterator[Found]:
        yield from self.declared.json_ld("articleSection")
        yield from self.declared.meta("section")
        yield from visible.portal_texts(self.context, "section")
        yield from visible.labelled(self.context, Label.SECTION)

    def images(self) -> Iterator[Found]:
        yield from (found for found in self.declared.meta("image") if found.value.startswith(("http", "//")))
        yield from (found for found in self.declared.json_ld("image", "url") if found.value.startswith(("http", "//")))

    def tags(self) -> Iterator[Found]:
        yield from self._split(visible.portal_texts(self.context, "tags"))
        yield from self._split(self.declared.meta("tags"))
        yield from self._split(self.declared.json_ld("keywords"))

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
        for values in self.declared.by_tag(name):
            people = [person for value in values for person in self._people(value)]
            if people:
                yield from (Found(person, META) for person in people)
                return

    def _declared_people(self, key: str) -> Iterator[Found]:
        for found in self.declared.json_ld(key):
            yield from (Found(person, JSON_LD) for person in self._people(found.value))

    def _people(self, text: str) -> list[str]:
        rules = self.context.rules
        own = self.context.own_names | {squashed(rules.portal.publisher if rules.portal else "")}
        return [name for name in names_in(text, rules.lexicon) or () if squashed(name) not in own]


def _add(names: list[str], more: Iterable[Found]) -> None:
    names += [found.value for found in more if found.value not in names]
