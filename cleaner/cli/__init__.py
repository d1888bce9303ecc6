"""The command: reads arguments, calls the library, prints. Heavy imports stand where they are needed."""

from __future__ import annotations

import difflib
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.clean import clean
from cleaner.cli.look import fixture, learn, review
from cleaner.cli.ray import ray
from cleaner.cli.reading import cleaned
from cleaner.cli.rules import rules
from cleaner.cli.shared import Code, Exit, check_rules, options_of, say, with_options
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.model import Options

_COLOURS = {"+": "green", "=": "cyan", "-": "red"}
_ENTRY = re.compile(r"([-+=]) (\S+) (\[[^\]]*\]) (.*)", re.DOTALL)


class _Group(click.Group):
    """Says what was probably meant when a page or a folder stands where a command should, and how it was ended."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is named. One that has more to say of an interrupt says it itself."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Exit("Interrupted.", Code.INTERRUPTED) from None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As click has it, whatever streams the program was begun with."""
        _fill_streams()
        return super().main(*args, **kwargs)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(_advice(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def _fill_streams() -> None:
    """Make the standard streams such as nothing that is printed can fail on.

    The number of one that is closed (>&-) is taken: the next file opened would get it, and what is printed to it. What
    another encoding than UTF-8 cannot say is escaped.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


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
    cleaner review pages/ -o review.html    the same for many pages, in the browser
    """


for _command in (clean, review, learn, rules, fixture, ray):
    main.add_command(_command)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@with_options
def text(pages: tuple[str, ...], url: str | None, **rest: Any) -> None:
    """Print just the clean text of pages ("-" reads standard input).

    Exit code: 0 all have a text, 1 some have none or cannot be read, 2 wrong use, 3 the texts cannot be written,
    130 interrupted.
    """
    options = options_of(**rest)
    check_rules(options)
    codes = {_print_text(name, url, options) for name in pages}
    sys.exit(codes.pop() if len(codes) == 1 else Code.SOME_FAILED)


def _print_text(name: str, url: str | None, options: Options) -> Code:
    try:
        article = _read_page(name, url, options)
    except Exit as error:  # of several pages, the others are printed
        error.tell()
        return error.code
    if article.text:
        say(article.text)
        return Code.OK
    click.echo(f"{name}: no story on this page ({article.page_type}). cleaner explain {name} shows why", err=True)
    return Code.SOME_FAILED


@main.command()
@click.argument("page", metavar="PAGE")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@click.option("--json", "as_json", is_flag=True, help="The record with all removed pieces, as JSON.")
@with_options
def explain(page: str, url: str | None, as_json: bool, **rest: Any) -> None:
    """Show the ledger of a page: + kept, = became metadata, - removed, with the rule that decided.

    On a terminal in colour, and page by page where it is longer than the screen.
    """
    options = options_of(**rest)
    check_rules(options)
    article = _read_page(page, url, options)
    if as_json:
        say(article.to_json(explain=True))
    elif sys.stdout and sys.stdout.isatty():
        os.environ.setdefault("LESS", "-FRX")  # short ones are not paged, and stay on the screen
        click.echo_via_pager(f"{line}\n" for line in _coloured(article))
    else:
        say("\n".join(_explained(article, None)))


def _explained(article: Article, width: int | None) -> list[str]:
    from cleaner.explain import facts_lines, ledger_lines

    return [*facts_lines(article.to_dict()), "", *ledger_lines(article.ledger, width=width)]


def _coloured(article: Article) -> Iterator[str]:
    """Lines for a terminal: what was kept stands out, rules stand back."""
    for line in _explained(article, 120):
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            yield line
            continue
        sign, label, rule, words = entry.groups()
        colour = _COLOURS[sign]
        shown = click.style(words, fg=None if sign == "+" else colour, strikethrough=sign == "-")
        yield f"{click.style(f'{sign} {label}', fg=colour, bold=True)} {click.style(rule, dim=True)} {shown}"


def _read_page(name: str, url: str | None, options: Options) -> Article:
    """One page from a file or standard input, cleaned; errors name the page and what to do."""
    from cleaner.batch.document import Document
    from cleaner.model import CleanerError

    path = None if name == "-" else Path(name)
    if path and os.path.isdir(path):
        raise Exit(f"{name} is a folder. For a folder: cleaner clean {name} -o clean.jsonl", Code.WRONG_USE)
    if path and not os.path.exists(path):
        raise Exit(f"{name}: no such file", Code.WRONG_USE)
    if not path and sys.stdin is None:
        raise Exit("standard input is closed; name a file", Code.WRONG_USE)
    document = Document(name, path, content=None if path else sys.stdin.buffer.read(), url=url)
    try:
        return cleaned(document, options)
    except CleanerError as error:
        raise Exit(f"{name}: {error}", Code.SOME_FAILED) from error
