"""All rules of a run: shipped languages and portals, users' folders on top, compiled once and then only read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner.model import RuleError
from cleaner.rules.lexicon import alternatives, build_lexicon
from cleaner.rules.needed import Fragments
from cleaner.rules.portal import Portal, build_portal, check_portal
from cleaner.rules.rule import Rule, build, build_shipped, compiled
from cleaner.rules.ruleset import RuleSet

HERE = Path(__file__).parent
_TABLES = {
    "code",
    "why",
    "fragments",
    "small",
    "stopwords",
    "never_names",
    "offices",
    "says",
    "months",
    "weekdays",
    "not_personal",
    "published",
    "portal_words",
    "title_marks",
    "zones",
    "kinds",
    "meta",
    "addresses",
    "scripts",
    "updated",
    "rule",
    "date",
}
# Of these, those that are names with values.
_NAMED = frozenset({"fragments", "months", "zones", "kinds", "meta", "addresses", "scripts"})
# The shapes of no language, and English, which the furniture of pages in every language uses ("Share", "Related").
_ALWAYS = ("any", "en")


class Rulebook:
    """Every rule file of a run, read and checked. `for_page` picks what applies to a page."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._files = _read_folder(HERE)
        shipped = len(self._files)
        for folder in folders:
            self._files += _read_folder(folder)
        for path, data in self._files[shipped:]:
            _check_scripts(data.get("scripts", {}), str(path))
        self.languages = {str(data["code"]): (path, data) for path, data in self._files if "code" in data}
        self.fragments = self._fragments()
        self.portals = self._portals()
        self._by_host = {host: portal for portal in self.portals.values() for host in portal.hosts}
        self._user_rules = self._extra_rules(shipped)
        self._rules: dict[str, tuple[Rule, ...]] = {}
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
            shared = None if portal is None or portal.rules else self.for_page(language, None)
            self._sets[key] = shared.at(portal) if shared and portal else self._compile(language, portal)
        return self._sets[key]

    def _compile(self, language: str, portal: Portal | None) -> RuleSet:
        if language not in ("auto", *self.languages):
            raise RuleError(
                "options",
                "language",
                f"unknown language {language!r}; there are auto, {', '.join(sorted(self.languages))}",
            )
        codes = [code for code in self.languages if language in ("auto", code) or code in _ALWAYS]
        own = {rule.name: rule for rule in (*(portal.rules if portal else ()), *self._user_rules)}
        ours = {rule.name: rule for code in codes for rule in self._language_rules(code)}
        rules = {**own, **{name: rule for name, rule in ours.items() if name not in own}}
        names = [name for known in self.portals.values() for name in (known.publisher, *known.publishers.values())]
        lexicon = build_lexicon([self.languages[code][1] for code in codes], self.fragments, names)
        return RuleSet(list(rules.values()), lexicon, frozenset(own), portal)

    def _language_rules(self, code: str) -> tuple[Rule, ...]:
        if code not in self._rules:
            path, data = self.languages[code]
            rows = data.get("rule", ())
            if path.is_relative_to(HERE):
                self._rules[code] = tuple(build_shipped(row, str(path), self.fragments) for row in rows)
            else:
                self._rules[code] = tuple(compiled(build(row, str(path), self.fragments)) for row in rows)
        return self._rules[code]

    def _fragments(self) -> Fragments:
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
            for brand in (data.get("publisher", ""), *data.get("brands", ()))
            if isinstance(brand, str) and brand
        }
        brands |= {name for _, data in self._files for name in data.get("publishers", {}).values()}
        for table, entries in (*words.items(), ("known_brands", brands)):
            pieces[table] = alternatives(entries)
        return Fragments(pieces)

    def _portals(self) -> dict[str, Portal]:
        portals: dict[str, Portal] = {}
        zones = {zone for _, data in self.languages.values() for zone in data.get("zones", {})}
        for path, data in self._files:
            if "hosts" in data:
                portal = build_portal(data, str(path), self.fragments)
                if not path.is_relative_to(HERE):
                    check_portal(portal)
                if portal.zone and portal.zone not in zones:
                    raise RuleError(
                        str(path), portal.name, f"unknown zone {portal.zone!r}; known are {', '.join(sorted(zones))}"
                    )
                portals[portal.name] = portal
        return portals

    def _extra_rules(self, shipped: int) -> tuple[Rule, ...]:
        """Rules of users' folders that belong to no portal and no language."""
        rows = [
            (path, row) for path, data in self._files[shipped:] if "hosts" not in data for row in data.get("rule", ())
        ]
        return tuple(compiled(build(row, str(path), self.fragments)) for path, row in rows)


def _read_folder(folder: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    if not folder.is_dir():
        raise RuleError(str(folder), "rules", "no such folder")
    files: list[tuple[Path, Mapping[str, Any]]] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RuleError(str(path), "the file", f"is not TOML: {error}") from None
        if "rule" in data and not isinstance(data["rule"], list):
            raise RuleError(str(path), "the file", "a rule stands under [[rule]], with two brackets")
        if "hosts" not in data:
            _check_tables(data, str(path))
        files.append((path, data))
    return files


def _check_tables(data: Mapping[str, Any], file: str) -> None:
    for key, value in data.items():
        if key not in _TABLES:
            raise RuleError(file, "the file", f"unknown table {key!r}; known are {', '.join(sorted(_TABLES))}")
        if key in _NAMED and not isinstance(value, dict):
            raise RuleError(file, key, f"stands under [{key}], as lines of NAME = VALUE")


def _check_scripts(scripts: Mapping[str, str], file: str) -> None:
    """Letters of scripts are compiled where a text asks: those of users must not fail there."""
    for code, letters in scripts.items():
        try:
            re.compile(letters)
        except (re.error, TypeError) as error:
            raise RuleError(file, code, f"letters {letters!r} under [scripts] are no pattern: {error}") from None


@lru_cache(maxsize=8)
def load(folders: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook of these user folders; read once in a process, since rule files do not change under a run."""
    return Rulebook(folders)
