"""One look at a line for all patterns of many rules, before each is asked alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache, lru_cache

from cleaner.rules.rule import Rule


class Look:
    """Whether any of the rules can match. A portal's own rules stand apart, so that portals share what is compiled."""

    def __init__(self, rules: Iterable[Rule], own: Set[str] = frozenset()) -> None:
        groups: tuple[list[str], list[str]] = ([], [])
        for rule in rules:
            groups[rule.name in own].extend(_parts(rule))
        self._patterns = tuple(_alternation(tuple(parts)) for parts in groups if parts)

    def match(self, text: str) -> bool:
        """Whether one of them can match at the beginning."""
        return any(pattern.match(text) for pattern in self._patterns)

    def search(self, text: str) -> bool:
        """Whether one of them can match anywhere."""
        return any(pattern.search(text) for pattern in self._patterns)


def is_anchored(rule: Rule) -> bool:
    """Whether a rule can only match at the beginning of a line."""
    return rule.regex is not None and not rule.ends and _begins_the_line(rule.regex.pattern)


@cache
def _begins_the_line(pattern: str) -> bool:
    """Whether a pattern starts with ^ and has no alternative outside brackets. Cached: portals share most rules."""
    if not pattern.startswith("^"):
        return False
    depth, escaped, in_class = 0, False, False
    for char in pattern:
        if escaped or char == "\\":
            escaped = not escaped
        elif in_class or char == "[":
            in_class = char != "]"
        elif char == "|" and depth == 0:
            return False
        else:
            depth += (char == "(") - (char == ")")
    return True


def _parts(rule: Rule) -> Iterator[str]:
    """A rule's patterns, groups unnamed."""
    if rule.regex is not None:
        pattern = re.sub(r"\(\?P<\w+>", "(?:", rule.regex.pattern)
        yield f"(?-i:{pattern})" if rule.case else f"(?:{pattern})"
    yield from (re.escape(phrase) for phrase in rule.ends)


@lru_cache(maxsize=64)
def _alternation(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)
