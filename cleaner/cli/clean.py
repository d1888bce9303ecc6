"""The clean command: a batch, with progress, a summary and exit codes."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.learned import with_learned
from cleaner.cli.shared import INTERRUPTED, OK, SOME_FAILED, STOPPED, WRONG_USE, Exit, options_of, with_options

if TYPE_CHECKING:
    from cleaner.batch import Report
    from cleaner.model import Options


@click.command()
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
@click.option("--learn", "learns", is_flag=True, help="Read twice: learn first what repeats on sites without a file.")
@click.option("--limit", type=click.IntRange(1), help="Stop after this many inputs.")
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@with_options
def clean(sources: tuple[str, ...], output: Path | None, quiet: bool, **rest: Any) -> None:
    """Clean folders, files, globs or "-" into JSON Lines.

    Folders are read recursively for .html .htm .xhtml .txt, each also .gz. A file <name>.url beside a page or text
    says where it comes from. Every input ends as a record or as an error line.

    Exit code: 0 every input has a record, 1 some are in the errors file, 2 wrong use, 3 the run stopped,
    130 interrupted.
    """
    from cleaner.batch import Job, run
    from cleaner.model import RuleError, SourceError

    options = options_of(rest.pop("rules"), rest.pop("portal"), rest.pop("language"), rest.pop("keep"))
    progress = _Progress(quiet)
    learns = rest.pop("learns")
    try:
        _check_rules(options)
        if learns:
            options = with_learned(sources, output, options, limit=rest["limit"], again=rest["overwrite"])
        report = run(sources, output, options=options, job=Job(**rest), progress=progress.show)
    except RuleError as error:
        raise Exit(str(error), WRONG_USE) from error
    except SourceError as error:
        raise Exit(str(error), STOPPED if progress.started else WRONG_USE) from error
    except KeyboardInterrupt:
        progress.close()
        raise Exit(_interrupted(output), INTERRUPTED) from None
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
