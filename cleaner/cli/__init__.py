"""The command: reads arguments, calls the library, prints. Heavy imports stand where they are needed."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.clean import clean
from cleaner.cli.shared import OK, SOME_FAILED, WRONG_USE, Exit, options_of, with_options
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.model import Options

_COLOURS = {"+": None, "=": "cyan", "-": "red"}


class _Group(click.Group):
    """Says what was probably meant when a page or a folder stands where a command should."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(_advice(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def _advice(name: str, commands: Sequence[str]) -> str:
    if os.path.isdir(name):
        return f"{name!r} is a folder, not a command. Did you mean: cleaner clean {name} -o clean.jsonl"
    if os.path.exists(name):
        return f"{name!r} is a file, not a command. Did you mean: cleaner text {name}"
    close = difflib.get_close_matches(name, commands, 1)
    return f"there is no command {name!r}." + (
        f" Did you mean: cleaner {close[0]}" if close else f" Commands are {', '.join(commands)}."
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cleaner")
def main() -> None:
    """Turn pages of news portals, or texts scraped from them, into clean articles.

    \b
    cleaner clean pages/ -o clean.jsonl     a folder into one JSON object a line
    cleaner text page.html                  just the clean text of a page
    cleaner explain page.html               what went, and by which rule
    """


main.add_command(clean)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@with_options
def text(pages: tuple[str, ...], url: str | None, **rest: Any) -> None:
    """Print just the clean text of pages ("-" reads standard input)."""
    failed = False
    for name in pages:
        article = _read_page(name, url, options_of(**rest))
        failed = failed or not article.text
        if article.text:
            click.echo(article.text)
        else:
            click.echo(
                f"{name}: no story on this page ({article.page_type}). cleaner explain {name} shows why", err=True
            )
    sys.exit(SOME_FAILED if failed else OK)


@main.command()
@click.argument("page", metavar="PAGE")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@click.option("--json", "as_json", is_flag=True, help="The record with all removed pieces, as JSON.")
@with_options
def explain(page: str, url: str | None, as_json: bool, **rest: Any) -> None:
    """Show the ledger of a page: + kept, = became metadata, - removed, with the rule that decided."""
    article = _read_page(page, url, options_of(**rest))
    if as_json:
        click.echo(article.to_json(explain=True))
        return
    for line in _explained(article):
        click.secho(line, fg=_COLOURS.get(line[:1]))


def _explained(article: Article) -> list[str]:
    from cleaner.explain import facts_lines, ledger_lines

    shown = ledger_lines(article.ledger, width=120 if sys.stdout.isatty() else None)
    return [*facts_lines(article.to_dict()), "", *shown]


def _read_page(name: str, url: str | None, options: Options) -> Article:
    """One page from a file or standard input, cleaned; errors name the page and what to do."""
    from cleaner.batch.document import Document, read
    from cleaner.batch.work import article_of
    from cleaner.model import CleanerError, RuleError

    path = None if name == "-" else Path(name)
    if path and path.is_dir():
        raise Exit(f"{name} is a folder. For a folder: cleaner clean {name} -o clean.jsonl", WRONG_USE)
    if path and not path.exists():
        raise Exit(f"{name}: no such file", WRONG_USE)
    document = Document(name, path, content=None if path else sys.stdin.buffer.read(), url=url)
    try:
        return article_of(read(document, options.limits.bytes), document, options)
    except RuleError as error:
        raise Exit(str(error), WRONG_USE) from error
    except CleanerError as error:
        raise Exit(f"{name}: {error}", SOME_FAILED) from error


@main.group()
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
        click.echo(f"{rule.name:36} {rule.label:12} {rule.takes:8} {rule.why}")
    for portal in sorted(book.portals.values(), key=lambda portal: portal.name):
        click.echo(f"{portal.name:36} {'portal':12} {'':8} {portal.publisher}: {', '.join(portal.hosts)}")


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
        click.echo("\n".join(rule_lines(rule)))
    if name in book.portals:
        click.echo("\n".join(portal_lines(book.portals[name])))
    elif not found:
        close = difflib.get_close_matches(name, [rule.name for rule in every] + list(book.portals), 3)
        raise Exit(
            f"there is no rule or portal named {name!r}." + (f" Did you mean {', '.join(close)}?" if close else ""),
            WRONG_USE,
        )


@rules.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
def check_rules(folder: Path) -> None:
    """Check a folder of your own rule files: keys, patterns, and that every hit matches and no miss does."""
    from cleaner.rules.check import problems

    _book((folder,))
    found = list(problems(folder))
    for problem in found:
        click.echo(str(problem), err=True)
    if found:
        raise Exit(f"{len(found)} problems in {folder}", SOME_FAILED)
    click.echo(f"{folder}: every rule is well formed, every hit matches, no miss does")


def _book(folders: tuple[Path, ...]) -> Any:
    from cleaner.model import RuleError
    from cleaner.rules.rulebook import load

    try:
        return load(tuple(folders))
    except RuleError as error:
        raise Exit(str(error), WRONG_USE) from error
