"""The command: reads arguments, calls the library, prints. Heavy imports stand where they are needed."""

from __future__ import annotations

import difflib
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.batch import Report
    from cleaner.model import Options
    from cleaner.stories import Taken

OK, SOME_FAILED, WRONG_USE, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130
_COLOURS = {"+": None, "=": "cyan", "-": "red"}


# Commands that live in a module of their own, loaded when they are named.
_ELSEWHERE = {"review": "cleaner.cli_look", "learn": "cleaner.cli_look", "fixture": "cleaner.cli_look"}


class _Group(click.Group):
    """Says what was probably meant when a page or a folder stands where a command should."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            command: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

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


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every cleaning command takes."""
    for option in reversed(
        (
            click.option(
                "--rules",
                type=click.Path(path_type=Path),
                multiple=True,
                help="A folder of your own rule files; theirs win over ours.",
            ),
            click.option(
                "--portal",
                default="auto",
                show_default=True,
                help="Name of a portal file, or 'none'; auto: by the page's host.",
            ),
            click.option(
                "--language",
                default="auto",
                show_default=True,
                help="Use one language's phrases only: id, en, de and so on.",
            ),
            click.option(
                "--keep",
                multiple=True,
                metavar="LABEL",
                help="Keep pieces with this label in the text, e.g. caption, table, dateline.",
            ),
        )
    ):
        command = option(command)
    return command


def _options(rules: tuple[Path, ...], portal: str, language: str, keep: tuple[str, ...]) -> Options:
    from cleaner.model import TEXT_LABELS, Label, Options

    unknown = [name for name in keep if name not in frozenset(Label)]
    if unknown:
        raise click.UsageError(f"--keep {unknown[0]}: no such label. Labels are {', '.join(Label)}")
    kept = TEXT_LABELS | {Label(name) for name in keep}
    return Options(language=language, portal=None if portal == "none" else portal, keep=kept, rules=rules)


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write, one JSON object a line; without it: standard output.",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Worker processes; one a core unless you say.")
@click.option("--overwrite", is_flag=True, help="Replace an existing output file.")
@click.option("--explain", is_flag=True, help="List every removed piece in the record, with its rule.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    help="File for error lines [default: OUTPUT with .errors.jsonl, or standard error].",
)
@click.option("--limit", type=click.IntRange(1), help="Stop after this many inputs.")
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@_with_options
def clean(sources: tuple[str, ...], output: Path | None, quiet: bool, **rest: Any) -> None:
    """Clean folders, files, globs or "-" into JSON Lines.

    Folders are read recursively for .html .htm .xhtml .txt, each also .gz. A file <name>.url beside a page or text
    says where it comes from. Every input ends as a record or as an error line.

    Exit code: 0 every input has a record, 1 some are in the errors file, 2 wrong use, 3 the run stopped,
    130 interrupted.
    """
    from cleaner.batch import Job, run
    from cleaner.model import RuleError, SourceError

    options = _options(rest.pop("rules"), rest.pop("portal"), rest.pop("language"), rest.pop("keep"))
    progress = _Progress(quiet)
    try:
        _check_rules(options)
        report = run(sources, output, options=options, job=Job(**rest), progress=progress.show)
    except RuleError as error:
        raise _Exit(str(error), WRONG_USE) from error
    except SourceError as error:
        raise _Exit(str(error), STOPPED if progress.started else WRONG_USE) from error
    except KeyboardInterrupt:
        progress.close()
        raise _Exit(_interrupted(output), INTERRUPTED) from None
    progress.close()
    if not quiet:
        click.echo(_summary(report, output), err=True)
    sys.exit(SOME_FAILED if report.errors else OK)


def _check_rules(options: Options) -> None:
    """Wrong rule files, languages and portals are said once, before the first document."""
    from cleaner.pipeline import clean_text

    clean_text("", options=options)


def _interrupted(output: Path | None) -> str:
    part = f" What is done is in {output}.part." if output else ""
    return f"Interrupted.{part}"


def _summary(report: Report, output: Path | None) -> str:
    lines = [f"{report.records} cleaned, {report.errors} failed" + (f": {output}" if output else "")]
    if report.errors:
        where = f"see {report.errors_file}" if report.errors_file else "their lines are above"
        lines.append(f"  {report.errors} could not be read: {where}")
    look = report.no_body + report.unsure
    if look and output:
        kinds = f"{report.no_body} without a story, {report.unsure} unsure"
        lines.append(f"  {look} to look at ({kinds}): cleaner explain PAGE shows why")
    return "\n".join(lines)


class _Exit(click.ClickException):
    """A message on stderr and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code

    def show(self, file: IO[Any] | None = None) -> None:
        super().show(file)
        sys.exit(self.code)


class _Progress:
    """A line that is rewritten on a terminal; off one, a plain line every 30 seconds."""

    def __init__(self, quiet: bool) -> None:
        self.started = False
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._begin = self._last = time.monotonic()
        self._every = 0.1 if self._terminal else 30.0

    def show(self, report: Report) -> None:
        """Tell how far the run is, now and then."""
        self.started = True
        now = time.monotonic()
        if self._quiet or now - self._last < self._every:
            return
        self._last = now
        text = f"{report.done} done, {report.errors} failed, {report.done / (now - self._begin):.0f}/s"
        click.echo(f"\r{text}\x1b[K" if self._terminal else text, err=True, nl=not self._terminal)

    def close(self) -> None:
        """Leave the cursor on a line of its own."""
        if self._terminal and self.started and not self._quiet:
            click.echo("\r\x1b[K", err=True, nl=False)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@_with_options
def text(pages: tuple[str, ...], url: str | None, **rest: Any) -> None:
    """Print just the clean text of pages ("-" reads standard input)."""
    failed = False
    for name in pages:
        article = _read_page(name, url, _options(**rest))
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
@_with_options
def explain(page: str, url: str | None, as_json: bool, **rest: Any) -> None:
    """Show the ledger of a page: + kept, = became metadata, - removed, with the rule that decided."""
    article = _read_page(page, url, _options(**rest))
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
    from cleaner.batch.sources import Document, address_of, read
    from cleaner.model import CleanerError, RuleError
    from cleaner.pipeline import clean as clean_page
    from cleaner.pipeline import clean_text

    path = None if name == "-" else Path(name)
    if path and path.is_dir():
        raise _Exit(f"{name} is a folder. For a folder: cleaner clean {name} -o clean.jsonl", WRONG_USE)
    if path and not path.exists():
        raise _Exit(f"{name}: no such file", WRONG_USE)
    document = Document(name, path, raw=None if path else sys.stdin.buffer.read())
    run = clean_text if name.lower().removesuffix(".gz").endswith(".txt") else clean_page
    try:
        return run(read(document), url or address_of(document), options=options)
    except RuleError as error:
        raise _Exit(str(error), WRONG_USE) from error
    except CleanerError as error:
        raise _Exit(f"{name}: {error}", SOME_FAILED) from error


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
        raise _Exit(
            f"there is no rule or portal named {name!r}." + (f" Did you mean {', '.join(close)}?" if close else ""),
            WRONG_USE,
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
        raise _Exit(str(error), WRONG_USE) from error
    for problem in found:
        click.echo(str(problem), err=True)
    if found:
        raise _Exit(f"{_counted(len(found), 'problem')} in {folder}", SOME_FAILED)
    own = own_rules(folder)
    for line in taken(own):
        click.echo(f"warning: {_warning(line)}", err=True)
    hits, misses = (sum(len(getattr(rule, kind)) for rule in own) for kind in ("hits", "misses"))
    click.echo(f"{folder}: {_counted(len(own), 'rule')}, {_counted(hits, 'hit')} match, {misses} misses do not")


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
        raise _Exit(str(error), WRONG_USE) from error
