"""What the commands share: exit codes, errors with one, and the options of cleaning."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cleaner.model import Options

OK, SOME_FAILED, WRONG_USE, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130


class Exit(click.ClickException):
    """A message on stderr and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code

    def show(self, file: IO[Any] | None = None) -> None:
        super().show(file)
        sys.exit(self.code)


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
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


def options_of(rules: tuple[Path, ...], portal: str, language: str, keep: tuple[str, ...]) -> Options:
    from cleaner.model import TEXT_LABELS, Label, Options

    unknown = [name for name in keep if name not in frozenset(Label)]
    if unknown:
        raise click.UsageError(f"--keep {unknown[0]}: no such label. Labels are {', '.join(Label)}")
    kept = TEXT_LABELS | {Label(name) for name in keep}
    return Options(language=language, portal=None if portal == "none" else portal, keep=kept, rules=rules)
