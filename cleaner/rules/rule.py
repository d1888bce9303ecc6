"""One rule: what it says, how it matches. The format is described in README.md, section "Rules"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cssselect import SelectorError

from cleaner.blocks.select import xpath
from cleaner.model import Label, RuleError
from cleaner.rules.needed import Fragments

MATCHERS = ("equals", "starts", "ends", "contains", "pattern", "select", "tokens", "elements", "words")
ON_ELEMENTS = ("select", "tokens", "elements")
# keys with a closed list of values, the default first
CHOICES = {
    "takes": ("line", "mark", "title", "next", "list", "end", "element", "page"),
    "where": ("", "top", "inside", "tail"),
    "role": ("", "author", "editor", "other"),
    "sets": ("", "sponsored", "paywalled", "syndicated", "multi-page"),
    "needs": ("", "apart", "brand", "link", "name", "picture", "text"),
}
Fail = Callable[[str], RuleError]
_TYPES = (
    (("name", "label", "why", "pattern", "takes", "where", "role", "sets", "needs"), str, "a text"),
    (("max_chars", "min_items", "max_items"), int, "a number"),
    (("case", "closes"), bool, "true or false"),
)
# Bullets, rules and colons around a phrase say nothing: "» Selanjutnya", "Baca Juga :", "- Terkini -".
_EDGE = " \t:…»«›>|•·*-–—_#+="
_COLON = re.compile(r"(?<!\s)\s++:")
PARTLY = ("mark", "title")
"""What rules take that take a part of a line."""


def bare(text: str) -> str:
    """Text for comparing whole lines: lower case, no bullets and colons at its ends.

    >>> bare("» Berita Terkait :")
    'berita terkait'
    """
    return text.strip(_EDGE).lower()


def folded(text: str) -> str:
    """Text for comparing beginnings: lower case, no blank before a colon, plain apostrophes."""
    return _COLON.sub(":", text.lower()).replace("\u2019", "'")


@dataclass(frozen=True)
class Rule:
    """A phrase rule as its file states it. Exactly one of the matchers is set."""

    name: str
    label: Label
    why: str
    file: str
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    pattern: str = ""
    select: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    """words of class and id, bounded by word."""
    elements: tuple[str, ...] = ()
    """element names."""
    words: tuple[str, ...] = ()
    takes: str = "line"
    role: str = ""
    sets: str = ""
    """a fact that a match states: "sponsored", "paywalled", "syndicated", "multi-page"."""
    needs: str = ""
    """"brand": what matches must name the page's own portal (its host, its site name, its portal file);
    "link": an element that its class names must hold a link; "name": it must be a person's name; "picture": it must
    hold a picture with a few lines;
    "text": the input is a text, no page; "apart": no sentence with a colon at its end introduces the line."""
    closes: bool = False
    """nothing of the story follows what this rule matches."""
    max_chars: int = 250
    min_items: int = 3
    max_items: int = 60
    where: str = ""
    unless: tuple[str, ...] = ()
    case: bool = False
    fragments: Fragments = field(default_factory=Fragments, compare=False, repr=False)
    """what stands for {name} in its patterns; one mapping serves all the rules of a run."""

    @property
    def is_pattern(self) -> bool:
        """Whether it matches by a regular expression."""
        return bool(self.pattern or self.contains)

    @cached_property
    def expression(self) -> str:
        """What `pattern` or `contains` comes to, fragments put in; "" where another matcher is set."""
        if self.pattern:
            return filled(self.pattern, self.fragments)
        return "|".join(map(re.escape, self.contains))

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """Sets of words: a line must hold one of each for the expression to match."""
        return self.fragments.needed(self.pattern or self.expression, case=self.case)

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """The expression, compiled when the rule is first asked: a page asks few, and all would cost 100 ms."""
        return re.compile(self.expression, re.NOFLAG if self.case else re.IGNORECASE) if self.expression else None

    @cached_property
    def barred(self) -> re.Pattern[str] | None:
        """What a line that matches must not hold, compiled."""
        bar = "|".join(f"(?:{filled(pattern, self.fragments)})" for pattern in self.unless)
        return re.compile(bar, re.IGNORECASE) if bar else None

    def match(self, text: str) -> tuple[int, int] | None:
        """Where the rule's words stand in a line, or None. Zone and neighbours are the pass's business."""
        if len(text) > self.max_chars and self.takes not in PARTLY:
            return None
        if self.regex is not None:
            match = self.regex.search(text)
            found = match.span() if match else None
        else:
            found = self._match_phrase(text)
        return None if found is None or self.bars(text) else found

    def bars(self, text: str) -> bool:
        """Whether a text holds what a match must not hold. Asked last: most texts do not match."""
        return self.barred is not None and self.barred.search(text) is not None

    def _match_phrase(self, text: str) -> tuple[int, int] | None:
        if self.equals:
            return (0, len(text)) if bare(text) in self.equals else None
        low = folded(text)
        for phrase in self.starts:
            if low.startswith(phrase):
                return 0, min(len(text), len(phrase) + len(text) - len(low))
        for phrase in self.ends:
            if low.rstrip(_EDGE + ".").endswith(phrase):
                return max(0, len(text) - len(phrase)), len(text)
        return None


def build(row: Mapping[str, Any], file: str, fragments: Fragments) -> Rule:
    """A rule from a TOML table, its patterns not compiled yet. Raises RuleError for unknown keys and missing ones."""
    name = str(row.get("name", "a rule without a name"))

    def fail(reason: str) -> RuleError:
        return RuleError(file, name, reason)

    known = set(Rule.__dataclass_fields__) - {"file", "fragments"}
    for key in row:
        if key not in known:
            raise fail(f"unknown key {key!r}; known keys are {', '.join(sorted(known))}")
    for check in (_check_needed, _check_types, _check_matcher, _check_choices, _check_lists):
        check(row, fail)
    return Rule(file=file, fragments=fragments, **_values(row))


def build_shipped(row: Mapping[str, Any], file: str, fragments: Fragments) -> Rule:
    """A rule of a file that ships, where tests have checked every table: the same in half the time."""
    try:
        return Rule(file=file, fragments=fragments, **_values(row))
    except (KeyError, TypeError, ValueError):  # a table that somebody is working on
        return build(row, file, fragments)


def compiled(rule: Rule) -> Rule:
    """The same rule, its patterns compiled at once. Raises RuleError for one that does not compile."""
    try:
        _ = rule.regex, rule.barred
    except KeyError as error:
        raise RuleError(rule.file, rule.name, f"pattern does not compile: there is no fragment {error}") from None
    except re.error as error:
        raise RuleError(rule.file, rule.name, f"pattern does not compile: {error}") from None
    return rule


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """A checked table as fields of Rule: lists as tuples, phrases in the form they are compared in."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    for key in ("equals", "starts", "ends", "contains"):
        values[key] = tuple(map(bare if key == "equals" else folded, values.get(key, ())))
    if any(key in row for key in ON_ELEMENTS):
        values["takes"] = "element"
    values["label"] = Label(row["label"])
    return values


def _check_needed(row: Mapping[str, Any], fail: Fail) -> None:
    for key in ("name", "label", "why"):
        if not row.get(key):
            raise fail(f"needs {key!r}")
    for key in ("hits", "misses"):
        if not row.get(key):
            raise fail(f"needs {key}: examples that {'must' if key == 'hits' else 'must not'} match")


def _check_types(row: Mapping[str, Any], fail: Fail) -> None:
    for keys, kind, what in _TYPES:
        for key in keys:
            if key in row and type(row[key]) is not kind:
                raise fail(f"{key} must be {what}, not {row[key]!r}")


def _check_matcher(row: Mapping[str, Any], fail: Fail) -> None:
    chosen = [key for key in MATCHERS if row.get(key)]
    if len(chosen) != 1:
        raise fail(f"needs exactly one of {', '.join(MATCHERS)}; has {', '.join(chosen) or 'none'}")


def _check_choices(row: Mapping[str, Any], fail: Fail) -> None:
    for key, allowed in CHOICES.items():
        if row.get(key, allowed[0]) not in allowed:
            raise fail(f"{key} must be one of {', '.join(filter(None, allowed))}, not {row[key]!r}")
    if row["label"] not in frozenset(Label):
        raise fail(f"unknown label {row['label']!r}; labels are {', '.join(Label)}")


def _check_lists(row: Mapping[str, Any], fail: Fail) -> None:
    for key in ("hits", "misses", "unless", *MATCHERS):
        if key in row and key != "pattern" and not is_texts(row[key]):
            raise fail(f"{key} must be a list of texts")
    for selector in row.get("select", ()):
        check_selector(selector, fail)


def is_texts(value: Any) -> bool:
    """Whether a value is a list of texts, none of them empty."""
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def check_selector(selector: str, fail: Fail) -> None:
    """Raise what `fail` makes when a CSS selector does not parse."""
    try:
        xpath(selector)
    except (SelectorError, ValueError) as error:
        raise fail(f"selector {selector!r} does not parse: {error}") from None


def filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """A pattern with its {name} fragments put in. Fragments may use fragments.

    >>> filled("^{dash}$", {"dash": "[-–—]"})
    '^(?:[-–—])$'
    """
    for _ in range(5):
        pattern, count = re.subn(r"\{([a-z_]+)\}", lambda m: f"(?:{fragments[m[1]]})", pattern)
        if not count:
            break
    return pattern
