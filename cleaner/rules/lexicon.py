"""Tables of words and shapes, merged over the language files of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.model import RuleError
from cleaner.rules.needed import Fragments
from cleaner.rules.rule import filled
from cleaner.rules.word_lists import words_of


@dataclass(frozen=True, slots=True)
class DateShape:
    """A way of writing a date, as a pattern with named groups, and examples with what they mean (ISO 8601)."""

    name: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[tuple[str, str], ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Tables of words. Keys are lower case. There is one for a choice of languages, equal to itself alone."""

    small: frozenset[str]
    """words that stay lower case in a title-case headline."""
    stopwords: Mapping[str, frozenset[str]]
    """language -> its most frequent words."""
    stopword_of: Mapping[str, tuple[str, ...]]
    """the same words -> the languages that have them."""
    scripts: Mapping[str, str]
    """language -> the letters that only it uses, as a pattern, to be asked in this order; few pages ask."""
    never_names: frozenset[str]
    """what stands in a name's place without being one: desks, agencies, placeholders."""
    not_personal: frozenset[str]
    """words of sections and portals that no person's name has: "Gaya Hidup", "Kabar Pesisir"."""
    portal_words: frozenset[str]
    """words of which names of portals are made: "Portal Nirwana Online"."""
    title_marks: frozenset[str]
    """words of classes and ids by which an element calls itself a headline."""
    offices: frozenset[str]
    """offices, ranks and titles with which a sentence names who speaks: "kapolres", "menteri"."""
    says: frozenset[str]
    """what the one named there does: "mengatakan"."""
    months: Mapping[str, int]
    zones: Mapping[str, str]
    """zone name -> UTC offset."""
    kinds: Mapping[str, frozenset[str]]
    """page type -> words by which meta tags name it."""
    meta: Mapping[str, tuple[str, ...]]
    """field -> names of the meta tags that declare it, best first."""
    publishers: Mapping[str, str]
    """name of a portal, letters and digits only -> as it writes itself."""
    tracking: tuple[str, ...]
    """parameters of an address that do not name a page."""
    dates: tuple[DateShape, ...]
    updated: re.Pattern[str]
    """words right before a date that make it the time of an update."""
    date_lead: re.Pattern[str]
    """what belongs to a date and stands right before it: "Published Friday, ", "Jumat, "."""
    domain: re.Pattern[str]
    """an address as portals write their names: "KabarKita.co.id"."""
    tld: re.Pattern[str]
    """the ending of such an address."""
    zone_before_brand: re.Pattern[str]
    """a zone at the beginning of a text that is glued to a portal's name."""
    cities: frozenset[str]
    """names of cities and regencies."""
    page_of: re.Pattern[str]
    """which page of how many a line says it is; groups page and count."""


def build_lexicon(tables: Sequence[Mapping[str, Any]], fragments: Fragments, publishers: Iterable[str]) -> Lexicon:
    """The tables of several language files as one; where they share a key, the last one counts."""

    def merged(name: str) -> dict[str, Any]:
        return {key: value for table in tables for key, value in table.get(name, {}).items()}

    def words(name: str) -> frozenset[str]:
        return frozenset(word.lower() for table in tables for word in table.get(name, ()))

    stopwords = {table["code"]: frozenset(known) for table in tables if (known := table.get("stopwords"))}
    stopword_of: dict[str, tuple[str, ...]] = {}
    for code, known in stopwords.items():
        stopword_of.update({word: (*stopword_of.get(word, ()), code) for word in known})
    return Lexicon(
        small=words("small"),
        stopwords=stopwords,
        stopword_of=stopword_of,
        scripts=merged("scripts"),
        never_names=words("never_names"),
        not_personal=words("not_personal") | words("portal_words"),
        portal_words=words("portal_words"),
        title_marks=words("title_marks"),
        offices=words("offices"),
        says=words("says"),
        months=merged("months"),
        zones={name.lower(): offset for name, offset in merged("zones").items()},
        kinds={name: frozenset(known) for name, known in merged("kinds").items()},
        meta={name: tuple(tags) for name, tags in merged("meta").items()},
        publishers={re.sub(r"[\W_]+", "", name.lower()): name for name in publishers},
        tracking=tuple(merged("addresses").get("tracking", ())),
        dates=tuple(_date_shape(row, fragments) for table in tables for row in table.get("date", ())),
        updated=re.compile(rf"(?:{alternatives(words('updated'))})\W{{0,4}}$", re.IGNORECASE),
        date_lead=_date_lead(words("updated") | words("published"), fragments),
        domain=re.compile(filled("{domain}", fragments)),
        tld=re.compile(filled(r"\.{tld}$", fragments)),
        zone_before_brand=re.compile(filled("^{zone_before_brand}", fragments)),
        cities=_cities(fragments),
        page_of=re.compile(filled("{page_of}", fragments), re.IGNORECASE),
    )


def _cities(fragments: Fragments) -> frozenset[str]:
    """The names that the fragment lists: as a pattern they take 12 ms to compile."""
    names = words_of(fragments.stated["city"])
    if not names:
        raise RuleError("rules", "fragments", "city must be names with a bar between them, and nothing else")
    return names


def _date_lead(words: Iterable[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    """Words and a weekday at the end of a text; the words may be glued to a name ("Jen MillsPublished")."""
    stated = rf"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z])))(?:{alternatives(words)})\W{{0,4}}"
    weekday = filled(r"(?<![^\W_]){weekday_name}\s{0,2},?\s{0,2}", fragments)
    return re.compile(rf"(?:{stated})?(?:{weekday})?$", re.IGNORECASE)


def alternatives(words: Iterable[str]) -> str:
    """Words as alternatives of a pattern, longest first; no words match nothing.

    >>> alternatives(["mar", "maret"])
    'maret|mar'
    """
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or "(?!)"


def _date_shape(row: Mapping[str, Any], fragments: Mapping[str, str]) -> DateShape:
    pattern = re.compile(filled(row["pattern"], fragments), re.IGNORECASE)
    hits = tuple((hit[0], hit[1]) for hit in row["hits"])
    return DateShape(row["name"], row["why"], pattern, hits, tuple(row["misses"]))
