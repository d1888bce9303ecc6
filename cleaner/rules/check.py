"""A rule's own examples: every hit must match, no miss may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.blocks.html import from_html
from cleaner.model import RuleError
from cleaner.rules.rule import ON_ELEMENTS, Rule, folded
from cleaner.rules.rulebook import Rulebook
from cleaner.rules.tokens import TokenIndex


def problems(folder: Path) -> Iterator[RuleError]:
    """What is wrong with the examples of a user's rule folder. The folder itself has been read without an error."""
    book = Rulebook((folder,))
    own = [*book.for_page("auto", None).rules, *(rule for portal in book.portals.values() for rule in portal.rules)]
    yield from failing(rule for rule in own if Path(rule.file).is_relative_to(folder))


def failing(rules: Iterable[Rule]) -> Iterator[RuleError]:
    """Examples that do not do what they say."""
    for rule in rules:
        for example in rule.hits:
            if not matches(rule, example):
                yield RuleError(rule.file, rule.name, f"hit does not match: {example!r}")
        for example in rule.misses:
            if matches(rule, example):
                yield RuleError(rule.file, rule.name, f"miss matches: {example!r}")


def matches(rule: Rule, example: str) -> bool:
    """Whether a rule's words or marks stand in an example. A role matches a line that begins with it and a colon."""
    if any(getattr(rule, name) for name in ON_ELEMENTS):
        return _on_elements(rule, example)
    if rule.words:
        return any(_credits(folded(word), example.lstrip("(")) for word in rule.words)
    return rule.match(example) is not None


def _credits(role: str, example: str) -> bool:
    """A role and a colon; a role alone; or a role and nothing but names."""
    low = folded(example)
    if low.startswith(f"{role}:") or low == role:
        return True
    names = example[len(role) :].split()
    return low.startswith(f"{role} ") and all(name[0].isupper() for name in names) and not example.endswith(".")


def _on_elements(rule: Rule, example: str) -> bool:
    page = from_html(f"<html><body>{example}</body></html>")
    if rule.select:
        return any(True for selector in rule.select for _ in page.tree.select(selector))
    marked = [(node.tag, node.marks) for node in page.nodes]
    marked += [(span.tag, span.marks) for block in page.blocks for span in block.spans]
    if rule.elements:
        return any(tag in rule.elements for tag, _ in marked)
    tokens = TokenIndex([rule])
    return any(tokens.rules(marks) for _, marks in marked)
