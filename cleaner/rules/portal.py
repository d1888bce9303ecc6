"""One portal file: who publishes, where the body stands, what to drop, where the metadata stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.model import Label, RuleError
from cleaner.rules.needed import Fragments
from cleaner.rules.rule import Fail, Rule, build, check_selector, compiled, is_texts

_KEYS = {
    "name",
    "publisher",
    "hosts",
    "language",
    "zone",
    "why",
    "brands",
    "publishers",
    "container",
    "drop",
    "meta",
    "single_page",
    "rule",
}
_CONTAINER_KEYS = {"select", "why", "since", "until", "parent"}
META_FIELDS = ("title", "authors", "editors", "date", "section", "tags", "standfirst")


@dataclass(frozen=True, slots=True)
class Container:
    """A place where a generation of the portal's pages keeps the story."""

    select: str
    why: str
    since: str = ""
    until: str = ""
    parent: bool = False
    """what is selected are the paragraphs: the container is the element around them."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal, or a network of portals that share a template."""

    name: str
    publisher: str
    hosts: tuple[str, ...]
    file: str
    why: str = ""
    language: str = ""
    zone: str = ""
    """name of the zone its clocks show ("WIB"): used to write a time declared in UTC as the portal shows it."""
    brands: tuple[str, ...] = ()
    """names that its datelines use, beside the publisher and the host."""
    publishers: Mapping[str, str] = field(default_factory=dict)
    """sub-host or sister host -> the name it publishes under."""
    containers: tuple[Container, ...] = ()
    """newest first."""
    drop: tuple[tuple[Label, str], ...] = ()
    """(label, selector) of elements that are no story."""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """field -> selectors, best first."""
    single_page: str = ""
    """what to add to an address to get all pages of a story at once."""
    rules: tuple[Rule, ...] = ()

    def publisher_of(self, host: str) -> str:
        """The name under which a host publishes: its own, or its nearest parent's, where the file states one."""
        while host:
            if host in self.publishers:
                return self.publishers[host]
            host = host.partition(".")[2]
        return self.publisher


def build_portal(data: Mapping[str, Any], file: str, fragments: Fragments) -> Portal:
    """A portal from its TOML table. Raises RuleError with file, key and remedy."""
    name = str(data.get("name", "a portal without a name"))

    def fail(reason: str) -> RuleError:
        return RuleError(file, name, reason)

    _check_keys(data, fail)
    _check_tables(data, fail)
    meta = data.get("meta", {})
    return Portal(
        name=name,
        publisher=data["publisher"],
        hosts=tuple(host.lower() for host in data["hosts"]),
        file=file,
        why=data.get("why", ""),
        language=data.get("language", ""),
        zone=data.get("zone", ""),
        brands=tuple(data.get("brands", ())),
        publishers=dict(data.get("publishers", {})),
        containers=tuple(_container(row, fail) for row in data.get("container", ())),
        drop=tuple(_drops(data.get("drop", {}), fail)),
        meta={key: tuple(selectors) for key, selectors in meta.items()},
        single_page=data.get("single_page", ""),
        rules=tuple(build(row, file, fragments) for row in data.get("rule", ())),
    )


def _check_keys(data: Mapping[str, Any], fail: Fail) -> None:
    for key in data:
        if key not in _KEYS:
            raise fail(f"unknown key {key!r}; known keys are {', '.join(sorted(_KEYS))}")
    for key in ("name", "publisher", "hosts"):
        if not data.get(key):
            raise fail(f"needs {key!r}")


def _check_tables(data: Mapping[str, Any], fail: Fail) -> None:
    meta = data.get("meta", {})
    for key in meta:
        if key not in META_FIELDS:
            raise fail(f"unknown metadata field {key!r} under [meta]; known are {', '.join(META_FIELDS)}")
    lists = {key: data[key] for key in ("hosts", "brands") if key in data} | meta | data.get("drop", {})
    for key, value in lists.items():
        if not is_texts(value):
            raise fail(f"{key} must be a list of texts")


def _container(row: Mapping[str, Any], fail: Fail) -> Container:
    for key in row:
        if key not in _CONTAINER_KEYS:
            raise fail(f"unknown key {key!r} under [[container]]; known keys are {', '.join(sorted(_CONTAINER_KEYS))}")
    if not row.get("select") or not row.get("why"):
        raise fail("every [[container]] needs 'select' and 'why'")
    return Container(**row)


def _drops(table: Mapping[str, Any], fail: Fail) -> list[tuple[Label, str]]:
    drops = []
    for label, selectors in table.items():
        if label not in frozenset(Label):
            raise fail(f"unknown label {label!r} under [drop]; labels are {', '.join(Label)}")
        drops += [(Label(label), selector) for selector in selectors]
    return drops


def check_portal(portal: Portal) -> None:
    """Compile every selector and pattern of a portal. Raises RuleError for one that does not parse.

    Costs 2 ms a portal: run where a user's own file is read, and by the tests for those that ship.
    """

    def fail(reason: str) -> RuleError:
        return RuleError(portal.file, portal.name, reason)

    listed = [container.select for container in portal.containers]
    listed += [selector for _, selector in portal.drop]
    listed += [selector for selectors in portal.meta.values() for selector in selectors]
    for selector in listed:
        check_selector(selector, fail)
    for rule in portal.rules:
        compiled(rule)
