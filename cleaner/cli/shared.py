"""What the commands share: exit codes, errors with one, and the options of cleaning."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cleaner.batch import Job
    from cleaner.model import Options


class Code(IntEnum):
    """What a command's exit code says."""

    OK = 0
    SOME_FAILED = 1
    WRONG_USE = 2
    STOPPED = 3
    INTERRUPTED = 130


class Exit(click.ClickException):
    """A message on stderr and an exit code."""

    def __init__(self, message: str, code: Code) -> None:
        super().__init__(message)
        self.code = code

    def show(self, file: IO[Any] | None = None) -> None:
        self.tell()
        sys.exit(self.code)

    def tell(self) -> None:
        """The message alone, where the command goes on."""
        super().show()


def say(text: str) -> None:
    """A text and a line end on standard output. Ends the command where it cannot be written."""
    try:
        click.echo(text)
    except BrokenPipeError:  # `| head` has what it wanted: click ends the command without a word
        raise
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):  # what is left in the buffer would only fail again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Exit(f"standard output: {error.strerror}", Code.STOPPED) from error


_CLEANING = (
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
_BATCH = (
    click.option(
        "--timeout",
        type=click.FloatRange(0.1),
        default=60.0,
        show_default=True,
        help="Seconds that one document may take.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(200),
        default=1024,
        show_default=True,
        help="MB of memory that a worker may take.",
    ),
    click.option("--resume", is_flag=True, help="Go on with an interrupted run of this output, or begin it."),
    click.option("--overwrite", is_flag=True, help="Replace an existing output."),
    click.option("--explain", is_flag=True, help="List every removed piece in the record, with its rule."),
    click.option(
        "--report",
        type=click.Path(path_type=Path),
        help="JSON file for counts: errors, labels, rules, hosts, confidence.",
    ),
    click.option("--html-field", metavar="FIELD", help="Column of rows that holds the page [default: html, ...]."),
    click.option(
        "--text-field", metavar="FIELD", help="Column of rows that holds a text [default: text, content, ...]."
    ),
    click.option(
        "--url-field", metavar="FIELD", help="Column of rows that holds the address [default: url, link, ...]."
    ),
    click.option("--id-field", metavar="FIELD", help="Column of rows that becomes the record's id."),
    click.option("--keep-columns", is_flag=True, help="Hand on the other columns of rows, as JSON in `extra`."),
    click.option("--quiet", is_flag=True, help="No progress and no summary."),
)
_FIELDS = ("html_field", "text_field", "url_field", "id_field")


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every cleaning command takes."""
    return _with(_CLEANING, command)


def with_batch(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every run over many documents."""
    return _with(_BATCH, command)


def _with(options: Sequence[Callable[..., Any]], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def job_of(rest: dict[str, Any]) -> Job:
    """The job that the options of with_batch(), and others by the names of its fields, describe."""
    from cleaner.batch import Fields, Job

    columns = {name.removesuffix("_field"): rest.pop(name) for name in _FIELDS}
    return Job(fields=Fields(**columns, keep_columns=rest.pop("keep_columns")), **rest)


def check_parent(output: Path) -> None:
    """A file to write into a folder that is not there is said before anything is read."""
    from cleaner.batch.lock import check_folder
    from cleaner.model import SourceError

    try:
        check_folder(output)
    except SourceError as error:
        raise Exit(str(error), Code.WRONG_USE) from error


def check_rules(options: Options) -> None:
    """Wrong rule files, languages and portals are said once, before the first document, and end the command."""
    from cleaner.model import RuleError
    from cleaner.pipeline import clean_text

    try:
        clean_text("", options=options)
    except RuleError as error:
        raise Exit(str(error), Code.WRONG_USE) from error


def options_of(rules: tuple[Path, ...], portal: str, language: str, keep: tuple[str, ...]) -> Options:
    from cleaner.model import TEXT_LABELS, Label, Options

    unknown = [name for name in keep if name not in frozenset(Label)]
    if unknown:
        raise click.UsageError(f"--keep {unknown[0]}: no such label. Labels are {', '.join(Label)}")
    kept = TEXT_LABELS | {Label(name) for name in keep}
    return Options(language=language, portal=None if portal == "none" else portal, keep=kept, rules=rules)
