"""The commands around rules: list, show, check."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.shared import Code, Exit, say

if TYPE_CHECKING:
    from cleaner.stories import Taken


@click.group()
def rules() -> None:
    """Look at the rules, and check your own."""


@rules.command("list")
@click.option(
    "--rules", "folders", type=click.Path(path_type=Path), multiple=True, help="A folder of your own rule files."
)
def list_rules(folders: tuple[Path, ...]) -> None:
    """Every rule and portal file: name, label, what it takes."""
    book = _book(folders)
    for rule in book.for_page("auto", None).rules:
        say(f"{rule.name:36} {rule.label:12} {rule.takes:8} {rule.why}")
    for portal in sorted(book.portals.values(), key=lambda portal: portal.name):
        say(f"{portal.name:36} {'portal':12} {'':8} {portal.publisher}: {', '.join(portal.hosts)}")


@rules.command("show")
@click.argument("name")
@click.option(
    "--rules", "folders", type=click.Path(path_type=Path), multiple=True, help="A folder of your own rule files."
)
def show_rule(name: str, folders: tuple[Path, ...]) -> None:
    """One rule or portal file, whole: what it matches, why, and its examples."""
    from cleaner.explain import portal_lines, rule_lines

    book = _book(folders)
    every = [*book.for_page("auto", None).rules, *(rule for portal in book.portals.values() for rule in portal.rules)]
    found = [rule for rule in every if rule.name == name]
    for rule in found:
        say("\n".join(rule_lines(rule)))
    if name in book.portals:
        say("\n".join(portal_lines(book.portals[name])))
    elif not found:
        close = difflib.get_close_matches(name, [rule.name for rule in every] + list(book.portals), 3)
        raise Exit(
            f"there is no rule or portal named {name!r}." + (f" Did you mean {', '.join(close)}?" if close else ""),
            Code.WRONG_USE,
        )


@rules.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
def check_rules(folder: Path) -> None:
    """Check a folder of your own rule files: keys, patterns, and that every hit matches and no miss does.

    Warns of a rule whose words stand in a story of ours, where it would take a line that a reader wants.
    """
    from cleaner.model import RuleError
    from cleaner.rules.check import own_rules, problems
    from cleaner.stories import taken

    try:
        found = problems(folder)
    except RuleError as error:
        raise Exit(str(error), Code.WRONG_USE) from error
    for problem in found:
        click.echo(str(problem), err=True)
    if found:
        raise Exit(f"{_counted(len(found), 'problem')} in {folder}", Code.SOME_FAILED)
    own = own_rules(folder)
    for line in taken(own):
        click.echo(f"warning: {_warning(line)}", err=True)
    hits, misses = (sum(len(getattr(rule, kind)) for rule in own) for kind in ("hits", "misses"))
    say(f"{folder}: {_counted(len(own), 'rule')}, {_counted(hits, 'hit')} match, {misses} misses do not")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _warning(line: Taken) -> str:
    from cleaner.rules.check import line_of

    rule, text = line.rule, line.text if len(line.text) <= 80 else f"{line.text[:79]}…"
    at = line_of(Path(rule.file), rule.name, "name")
    return (
        f"{rule.file}:{at}: {rule.name} would take a line of a story ({line.page}): {text!r}. "
        "Narrow it with unless, max_chars or where, and add such a line to its misses"
    )


def _book(folders: tuple[Path, ...]) -> Any:
    from cleaner.model import RuleError
    from cleaner.rules.rulebook import load

    try:
        return load(tuple(folders))
    except RuleError as error:
        raise Exit(str(error), Code.WRONG_USE) from error
