"""The clean command: a batch, with progress, a summary and exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.learned import with_learned
from cleaner.cli.progress import Progress
from cleaner.cli.shared import Code, Exit, check_rules, job_of, options_of, with_batch, with_options

if TYPE_CHECKING:
    from cleaner.batch import Job, Report
    from cleaner.model import CleanerError, Options

_FAILED = {
    "timeout": "took more than --timeout",
    "memory": "took more than --memory",
    "crash": "crashed a worker",
}


def _shard(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """I/N, such as 3/10."""
    if value is None:
        return None
    number, _, of = value.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter(f"{value}: say I/N, such as 3/10: the third of ten shards, counted from 1", ctx, param)
    return int(number), int(of)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write: .jsonl, .jsonl.gz, .jsonl.zst or .parquet; without it, or '-': JSON lines to standard output.",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Worker processes; one a core unless you say.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    help="File for error lines [default: OUTPUT with .errors.jsonl, or standard error].",
)
@click.option("--learn", "learns", is_flag=True, help="Read twice: learn first what repeats on sites without a file.")
@click.option("--limit", type=click.IntRange(1), help="Stop after this many inputs.")
@click.option(
    "--shard",
    callback=_shard,
    metavar="I/N",
    help="Only every N-th input from the I-th on: one of N jobs.",
)
@with_batch
@with_options
def clean(sources: tuple[str, ...], output: Path | None, quiet: bool, **rest: Any) -> None:
    """Clean folders, files, globs or "-" into JSON Lines.

    Folders are read recursively for .html .htm .xhtml .txt, one document a file, and for .jsonl .csv .parquet .warc,
    one document a row or record; each also .gz or .zst. A file <name>.url beside a page or text, or a folder named
    like a known host, says where it comes from. Every input ends as a record or as an error line.

    While it runs, the output grows in OUTPUT.part; after an interrupt or a crash the same command with --resume goes on
    from there.

    Exit code: 0 every input has a record, 1 some are in the errors file, 2 wrong use, 3 the run stopped,
    130 interrupted.
    """
    from cleaner.batch.outputs import check_target

    output = None if output == Path("-") else output
    options = options_of(rest.pop("rules"), rest.pop("portal"), rest.pop("language"), rest.pop("keep"))
    learns = rest.pop("learns")
    job = job_of(rest)
    progress = Progress(quiet, sources, job.limit, job.shard)
    again = "-" not in sources
    with _said(output, progress, again):
        check_rules(options)
        if learns:
            check_target(output, job)
            options = with_learned(sources, output, options, job)
        report = _run(sources, output, options, job, progress)
    if report.interrupted:
        raise Exit(_interrupted(output, again), Code.INTERRUPTED)
    if not quiet:
        click.echo(summary(report, output), err=True)
    sys.exit(Code.SOME_FAILED if report.errors or report.errors_file else Code.OK)


@contextmanager
def _said(output: Path | None, progress: Progress, again: bool) -> Iterator[None]:
    """What ends a run, as a message and an exit code. again: its sources can be read once more."""
    from cleaner.batch import StoppedError, WorkerError
    from cleaner.model import RuleError, SourceError

    try:
        yield
    except RuleError as error:
        raise Exit(str(error), Code.WRONG_USE) from error
    except (StoppedError, WorkerError) as error:
        raise Exit(_stopped(error, output, again), Code.STOPPED) from error
    except SourceError as error:
        if progress.started:
            raise Exit(_stopped(error, output, again), Code.STOPPED) from error
        raise Exit(str(error), Code.WRONG_USE) from error
    except KeyboardInterrupt:
        raise Exit(_interrupted(output, again), Code.INTERRUPTED) from None
    finally:
        progress.close()


def _run(sources: tuple[str, ...], output: Path | None, options: Options, job: Job, progress: Progress) -> Report:
    from cleaner.batch import run

    with _asked_to_stop(progress) as asked:
        return run(sources, output, options=options, job=job, progress=progress.show, stop=lambda: bool(asked))


@contextmanager
def _asked_to_stop(progress: Progress) -> Iterator[list[int]]:
    """SIGINT and SIGTERM, collected; the second one ends the run at once."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        progress.say("Stopping when the documents in hand are done; once more to stop at once.")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupted(output: Path | None, again: bool) -> str:
    return f"Interrupted.{_left(output, again)}"


def _stopped(error: CleanerError, output: Path | None, again: bool) -> str:
    left = _left(output, again)
    return f"{error}.{left}" if left else str(error)


def _left(output: Path | None, again: bool) -> str:
    """What an unfinished run has left, and how to go on."""
    from cleaner.batch.unfinished import folder_of, read_state

    state = read_state(output) if output else None
    if state is None or output is None or not state.inputs:
        return ""
    where = folder_of(output) / "records.jsonl"
    on = "the same command with --resume goes on" if again else "standard input cannot be read again"
    return f" {state.inputs} inputs are done, their records are in {where}; {on}."


def summary(report: Report, output: Path | None) -> str:
    if report.complete:
        see = f"; error lines: {report.errors_file}" if report.errors_file else ""
        return f"{output} is complete already, nothing to resume; --overwrite cleans it anew{see}"
    lines = [f"{report.records} cleaned, {report.errors} failed" + (f": {output}" if output else "")]
    if report.errors:
        where = f"see {report.errors_file}" if report.errors_file else "their lines are above"
        lines.append(f"  {_failures(report)}: {where}")
    look = report.no_body + report.unsure
    if look and output:
        kinds = f"{report.no_body} without a story, {report.unsure} unsure"
        lines.append(f"  {look} to look at ({kinds}): cleaner explain PAGE shows why")
    return "\n".join(lines)


def _failures(report: Report) -> str:
    kinds = {what: report.stages.get(stage, 0) for stage, what in _FAILED.items()}
    unread = report.errors - sum(kinds.values())
    return ", ".join(f"{number} {what}" for what, number in {"could not be read": unread, **kinds}.items() if number)
