"""All rules of a run: shipped languages and portals, users' folders on top, compiled once and then only read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner.model import Label, RuleError
from cleaner.rules.portal import Portal, build_portal
from cleaner.rules.rule import Rule, build, filled, folded

HERE = Path(__file__).parent
_TABLES = {
    "code",
    "why",
    "fragments",
    "small",
    "stopwords",
    "never_names",
    "months",
    "weekdays",
    "zones",
    "kinds",
    "meta",
    "addresses",
    "updated",
    "rule",
    "date",
}
# The shapes of no language, and English, which the furniture of pages in every language uses ("Share", "Related").
_ALWAYS = ("any", "en")
_FIRST = re.compile(r"\W*(\w+)")
# Their passes ask for them by label; they are no line rules.
_SPECIAL = (Label.DATELINE, Label.SIGN_OFF, Label.DATE)


@dataclass(frozen=True, slots=True)
class DateShape:
    """A way of writing a date, as a pattern with named groups, and examples with what they mean (ISO 8601)."""

    name: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[tuple[str, str], ...]
    misses: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Tables of words, merged over the languages of a run. Keys are lower case."""

    small: frozenset[str] = frozenset()
    """words that stay lower case in a title-case headline."""
    stopwords: Mapping[str, frozenset[str]] = field(default_factory=dict)
    never_names: frozenset[str] = frozenset()
    """what stands in a name's place without being one: desks, agencies, placeholders."""
    months: Mapping[str, int] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    """zone name -> UTC offset."""
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """page type -> words by which meta tags name it."""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """field -> names of the meta tags that declare it, best first."""
    updated: re.Pattern[str] = re.compile(r"(?!)")
    """words right before a date that make it the time of an update."""
    domain: re.Pattern[str] = re.compile(r"(?!)")
    """an address as portals write their names: "KabarKita.co.id"."""
    tld: re.Pattern[str] = re.compile(r"(?!)")
    """the ending of such an address."""
    city: re.Pattern[str] = re.compile(r"(?!)")
    """a known city, in any capitalisation."""
    tracking: tuple[str, ...] = ()
    """parameters of an address that do not name a page."""
    dates: tuple[DateShape, ...] = ()


class RuleSet:
    """The rules of one language choice and one portal, indexed for the passes."""

    def __init__(self, rules: Sequence[Rule], lexicon: Lexicon, portal: Portal | None) -> None:
        self.rules = tuple(rules)
        self.lexicon = lexicon
        self.portal = portal

    def of_label(self, *labels: Label) -> tuple[Rule, ...]:
        """Rules with one of the labels that match by pattern or phrase, in file order."""
        return tuple(rule for rule in self.rules if rule.label in labels and not _on_elements(rule) and not rule.words)

    @cached_property
    def datelines(self) -> tuple[Rule, ...]:
        return self.of_label(Label.DATELINE)

    @cached_property
    def sign_offs(self) -> tuple[Rule, ...]:
        return self.of_label(Label.SIGN_OFF)

    @cached_property
    def closing(self) -> frozenset[str]:
        """Names of the rules behind whose match nothing of the story follows."""
        return frozenset(rule.name for rule in self.rules if rule.closes)

    @cached_property
    def roles(self) -> tuple[Rule, ...]:
        """Byline rules: words that name a role."""
        return tuple(rule for rule in self.rules if rule.words)

    @cached_property
    def credit_shapes(self) -> tuple[Rule, ...]:
        """Byline rules that know a credit by its shape; their pattern names the group "name"."""
        return tuple(rule for rule in self.rules if rule.role and rule.pattern)

    @cached_property
    def role_of(self) -> Mapping[str, Rule]:
        """Role word -> its rule; where languages share a word, the first one's."""
        found: dict[str, Rule] = {}
        for rule in self.roles:
            for word in rule.words:
                found.setdefault(folded(word), rule)
        return found

    @cached_property
    def selects(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.select)

    @cached_property
    def tokens(self) -> tuple[tuple[re.Pattern[str], Rule], ...]:
        """Class-token rules, each with its word-bounded pattern over an element's class and id."""
        return tuple((token_pattern(rule.tokens), rule) for rule in self.rules if rule.tokens)

    @cached_property
    def elements(self) -> Mapping[str, Rule]:
        """Element name -> the rule that drops it."""
        return {name: rule for rule in self.rules for name in rule.elements}

    @cached_property
    def any_token(self) -> re.Pattern[str]:
        """One look whether any token rule can match."""
        return token_pattern([token for rule in self.rules for token in rule.tokens] or ["\0"])

    @cached_property
    def marks(self) -> tuple[Rule, ...]:
        """Rules for pieces inside a line."""
        return tuple(rule for rule in self._lines if rule.takes in ("mark", "title") and rule.regex is not None)

    @cached_property
    def any_mark(self) -> re.Pattern[str]:
        """One look whether any inside rule can match."""
        return _union(self.marks)

    @cached_property
    def _lines(self) -> tuple[Rule, ...]:
        return tuple(
            rule for rule in self.rules if rule.label not in _SPECIAL and not (_on_elements(rule) or rule.words)
        )

    @cached_property
    def _equals(self) -> Mapping[str, tuple[Rule, ...]]:
        index: dict[str, tuple[Rule, ...]] = {}
        for rule in self._lines:
            for phrase in rule.equals:
                index[phrase] = (*index.get(phrase, ()), rule)
        return index

    @cached_property
    def _starts(self) -> Mapping[str, tuple[Rule, ...]]:
        index: dict[str, tuple[Rule, ...]] = {}
        for rule in self._lines:
            for first in {word[1] for phrase in rule.starts if (word := _FIRST.match(phrase))}:
                index[first] = (*index.get(first, ()), rule)
        return index

    @cached_property
    def _others(self) -> tuple[Rule, ...]:
        return tuple(
            rule
            for rule in self._lines
            if rule.ends or (rule.regex is not None and rule.takes not in ("mark", "title"))
        )

    @cached_property
    def _any_other(self) -> re.Pattern[str]:
        return _union(self._others)

    def line_rules(self, text: str, plain: str) -> Iterator[Rule]:
        """Rules whose words stand in a line; `plain` is its bare() form. The strictest kind of match comes first."""
        for rule in self._equals.get(plain, ()):
            if rule.match(text):
                yield rule
        word = _FIRST.match(text.lower())
        for rule in self._starts.get(word[1], ()) if word else ():
            if rule.match(text):
                yield rule
        if self._others and self._any_other.search(text):
            for rule in self._others:
                if rule.match(text):
                    yield rule


def _on_elements(rule: Rule) -> bool:
    return bool(rule.select or rule.tokens or rule.elements)


def _union(rules: Iterable[Rule]) -> re.Pattern[str]:
    """One look whether any of the rules can match: their patterns as alternatives, groups unnamed."""
    parts = []
    for rule in rules:
        if rule.regex is not None:
            pattern = re.sub(r"\(\?P<\w+>", "(?:", rule.regex.pattern)
            parts.append(f"(?-i:{pattern})" if rule.case else f"(?:{pattern})")
        parts += [re.escape(phrase) for phrase in rule.ends]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def token_pattern(tokens: Iterable[str]) -> re.Pattern[str]:
    """Class tokens bounded by word: "share" matches "btn-share" and "shareBox", not "shareholder".

    >>> pattern = token_pattern(["ad"])
    >>> bool(pattern.search("ad-slot")), bool(pattern.search("read__content")), bool(pattern.search("header"))
    (True, False, False)
    """
    listed = "|".join(sorted((re.escape(token) for token in tokens), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))(?:(?i:{listed}))(?:(?![A-Za-z0-9])|(?<=[a-z])(?=[A-Z])|(?=\d))"
    )


class Rulebook:
    """Every rule file of a run, read and checked. `for_page` picks what applies to a page."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._files: list[tuple[Path, Mapping[str, Any]]] = []
        for folder in (HERE, *folders):
            self._files += _read_folder(folder)
        self.languages = {str(data["code"]): (path, data) for path, data in self._files if "code" in data}
        self.fragments = self._fragments()
        self.portals = self._portals()
        self._by_host = {host: portal for portal in self.portals.values() for host in portal.hosts}
        self._user_rules = self._extra_rules(len(_read_folder(HERE)))
        self._sets: dict[tuple[str, str | None], RuleSet] = {}

    @cached_property
    def version(self) -> str:
        """A digest of every rule file: two runs with the same one applied the same rules."""
        digest = hashlib.sha256()
        for path, _ in self._files:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:12]

    def portal_of(self, host: str | None) -> Portal | None:
        """The portal file of a host, by the host itself or the nearest parent domain."""
        while host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None

    def for_page(self, language: str, portal: Portal | None) -> RuleSet:
        """The rules for a language choice ("auto": all lists that ship) and a portal."""
        key = (language, portal.name if portal else None)
        if key not in self._sets:
            self._sets[key] = self._compile(language, portal)
        return self._sets[key]

    def _compile(self, language: str, portal: Portal | None) -> RuleSet:
        if language not in ("auto", *self.languages):
            raise RuleError(
                "options",
                "language",
                f"unknown language {language!r}; there are auto, {', '.join(sorted(self.languages))}",
            )
        codes = [code for code in self.languages if language in ("auto", code) or code in _ALWAYS]
        rules: dict[str, Rule] = {}
        for code in codes:
            path, data = self.languages[code]
            for row in data.get("rule", ()):
                rule = build(row, str(path), self.fragments)
                rules[rule.name] = rule
        for rule in (*self._user_rules, *(portal.rules if portal else ())):
            rules[rule.name] = rule
        return RuleSet(list(rules.values()), self._lexicon(codes), portal)

    def _lexicon(self, codes: Sequence[str]) -> Lexicon:
        tables = [self.languages[code][1] for code in codes]
        return Lexicon(
            small=frozenset(word for table in tables for word in table.get("small", ())),
            stopwords={
                code: frozenset(words) for code, (_, data) in self.languages.items() if (words := data.get("stopwords"))
            },
            never_names=frozenset(word.lower() for table in tables for word in table.get("never_names", ())),
            months={name: number for table in tables for name, number in table.get("months", {}).items()},
            zones={name.lower(): offset for table in tables for name, offset in table.get("zones", {}).items()},
            kinds={name: frozenset(words) for table in tables for name, words in table.get("kinds", {}).items()},
            meta={name: tuple(tags) for table in tables for name, tags in table.get("meta", {}).items()},
            updated=re.compile(rf"(?:{_listed(tables, 'updated')})\W{{0,4}}$", re.IGNORECASE),
            domain=re.compile(filled("{domain}", self.fragments)),
            city=re.compile(filled("{city}", self.fragments), re.IGNORECASE),
            tld=re.compile(filled(r"\.{tld}$", self.fragments)),
            tracking=tuple(name for table in tables for name in table.get("addresses", {}).get("tracking", ())),
            dates=tuple(_date_shape(row, self.fragments) for table in tables for row in table.get("date", ())),
        )

    def _fragments(self) -> Mapping[str, str]:
        """Named pattern pieces; word tables become fragments of their own (months, weekdays, zones, small)."""
        pieces: dict[str, str] = {}
        words: dict[str, set[str]] = {"months": set(), "weekdays": set(), "zones": set()}
        for _, data in self.languages.values():
            pieces.update(data.get("fragments", {}))
            for name, known in words.items():
                known.update(data.get(name, ()))
        brands = {
            brand
            for _, data in self._files
            if "hosts" in data
            for brand in (data["publisher"], *data.get("brands", ()))
        }
        brands |= {name for _, data in self._files for name in data.get("publishers", {}).values()}
        for table, entries in (*words.items(), ("known_brands", brands)):
            pieces[table] = "|".join(sorted((re.escape(entry) for entry in entries), key=len, reverse=True)) or "(?!)"
        return pieces

    def _portals(self) -> dict[str, Portal]:
        portals: dict[str, Portal] = {}
        for path, data in self._files:
            if "hosts" in data:
                portal = build_portal(data, str(path), self.fragments)
                portals[portal.name] = portal
        return portals

    def _extra_rules(self, shipped: int) -> tuple[Rule, ...]:
        """Rules of users' folders that belong to no portal and no language."""
        rows = [
            (path, row) for path, data in self._files[shipped:] if "hosts" not in data for row in data.get("rule", ())
        ]
        return tuple(build(row, str(path), self.fragments) for path, row in rows)


def _listed(tables: Iterable[Mapping[str, Any]], name: str) -> str:
    words = {re.escape(word) for table in tables for word in table.get(name, ())}
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"


def _read_folder(folder: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    if not folder.is_dir():
        raise RuleError(str(folder), "rules", "no such folder")
    files: list[tuple[Path, Mapping[str, Any]]] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RuleError(str(path), "the file", f"is not TOML: {error}") from None
        if "hosts" not in data:
            for key in data:
                if key not in _TABLES:
                    raise RuleError(
                        str(path), "the file", f"unknown table {key!r}; known are {', '.join(sorted(_TABLES))}"
                    )
        files.append((path, data))
    return files


def _date_shape(row: Mapping[str, Any], fragments: Mapping[str, str]) -> DateShape:
    pattern = re.compile(filled(row["pattern"], fragments), re.IGNORECASE)
    return DateShape(
        row["name"], row["why"], pattern, tuple((hit[0], hit[1]) for hit in row["hits"]), tuple(row["misses"])
    )


@lru_cache(maxsize=8)
def load(folders: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook of these user folders; read once in a process, since rule files do not change under a run."""
    return Rulebook(folders)
