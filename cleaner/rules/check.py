"""A folder of rule files, checked: their form, and that every hit of a rule matches and no miss does."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.blocks.html import from_html
from cleaner.model import RuleError
from cleaner.rules.needed import Fragments
from cleaner.rules.portal import build_portal
from cleaner.rules.rule import ON_ELEMENTS, Rule, build, compiled, folded
from cleaner.rules.rulebook import Rulebook, load
from cleaner.rules.tokens import TokenIndex

_AT_LINE = re.compile(r"\(at line (\d+)")
_TABLE = re.compile(r"^\s*\[")
_REMEDY = "; change the example, or what the rule matches"


class Problem(NamedTuple):
    """What is wrong in a rule file, where, and what to do."""

    file: str
    line: int
    rule: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.reason}"


def problems(folder: Path) -> list[Problem]:
    """What is wrong with a user's rule folder: everything about its form, or, where that is right, its examples.

    Raises RuleError when there is no such folder.
    """
    if not folder.is_dir():
        raise RuleError(str(folder), "rules", "no such folder")
    malformed = [problem for path in sorted(folder.rglob("*.toml")) for problem in _malformed(path)]
    if malformed:
        return malformed
    try:
        own = own_rules(folder)
    except RuleError as error:  # what only shows among all files: a zone, a table
        return [_placed(error)]
    return [_placed(error, _REMEDY) for error in failing(own)]


def own_rules(folder: Path) -> list[Rule]:
    """The rules of a user's folder. Raises RuleError."""
    book = Rulebook((folder,))
    every = [*book.for_page("auto", None).rules, *(rule for portal in book.portals.values() for rule in portal.rules)]
    return [rule for rule in every if Path(rule.file).is_relative_to(folder)]


def _malformed(path: Path) -> Iterator[Problem]:
    """Every error of a file's form, not the first alone."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = _AT_LINE.search(str(error))
        yield Problem(str(path), int(at[1]) if at else 1, "the file", f"is not TOML: {error}")
        return
    fragments = Fragments({**load().fragments, **data.get("fragments", {})})
    rows = data.get("rule", [])
    found = _errors(data, rows if isinstance(rows, list) else [], str(path), fragments)
    yield from (_placed(error) for error in found)


def _errors(
    data: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], file: str, fragments: Fragments
) -> Iterator[RuleError]:
    for row in rows:
        try:
            compiled(build(row, file, fragments))
        except RuleError as error:
            yield error
    if "hosts" in data:
        try:
            build_portal({key: value for key, value in data.items() if key != "rule"}, file, fragments)
        except RuleError as error:
            yield error


def _placed(error: RuleError, remedy: str = "") -> Problem:
    """An error with its line, and with what was probably meant by an unknown key."""
    reason = error.reason + remedy
    unknown = re.match(r"unknown .+? '([^']+)'.*? are (.*)", error.reason)
    close = difflib.get_close_matches(unknown[1], unknown[2].split(", "), 1) if unknown else []
    if close:
        reason += f". Did you mean {close[0]!r}?"
    return Problem(error.file, line_of(Path(error.file), error.rule, error.reason), error.rule, reason)


def line_of(path: Path, rule: str, reason: str) -> int:
    """The line of a file that an error is about: that of the key or example it quotes, else that of the rule's name."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 1
    named = re.compile(rf"""\s*name\s*=\s*["']{re.escape(rule)}["']""")
    name = next((at for at, line in enumerate(lines) if named.match(line)), 0)
    first = next((at for at in range(name, -1, -1) if _TABLE.match(lines[at])), 0)
    ends = (at for at in range(name + 1, len(lines)) if _TABLE.match(lines[at]))
    stop = next(ends, len(lines)) if _TABLE.match(lines[first]) else len(lines)  # a portal's tables are its own
    quoted = re.search(r"'(.+?)'(?:\W|$)", reason)
    about = quoted[1] if quoted else reason.partition(" ")[0]
    key = re.compile(rf"\s*(?:{re.escape(about)}\s*=|\[+{re.escape(about)}\])")
    found = (at for at in range(first, stop) if key.match(lines[at]))
    holding = (at for at in range(first, stop) if quoted and about in lines[at])
    return next(found, next(holding, name)) + 1


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
    for block in page.blocks:
        marked += zip([span.tag for span in block.spans], page.tree.marks_in(block.number), strict=True)
    if rule.elements:
        return any(tag in rule.elements for tag, _ in marked)
    tokens = TokenIndex([rule])
    return any(tokens.by_marks[marks] for _, marks in marked)
