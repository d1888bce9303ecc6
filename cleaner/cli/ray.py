"""The ray command: a batch on a cluster, with progress, a summary and exit codes."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.clean import summary
from cleaner.cli.progress import Progress
from cleaner.cli.shared import Code, Exit, check_rules, job_of, options_of, with_batch, with_options

if TYPE_CHECKING:
    from cleaner.batch import Job, Report
    from cleaner.integrations.ray import Cluster
    from cleaner.model import Options

_RESUME = "what is done is kept, and the same command with --resume goes on."


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write, with one file a part."
)
@click.option(
    "--address",
    help="host:port of a cluster, 'auto' for the one this machine belongs to, 'local' for this machine alone"
    " [default: RAY_ADDRESS, else auto, else local].",
)
@click.option(
    "--format",
    "ending",
    type=click.Choice(["parquet", "jsonl", "jsonl.gz", "jsonl.zst"]),
    default="parquet",
    show_default=True,
    help="Format of the parts.",
)
@click.option(
    "--part", "size", type=click.IntRange(1), default=1000, show_default=True, help="Documents in a part, at most."
)
@with_batch
@with_options
def ray(sources: tuple[str, ...], output: Path, quiet: bool, **rest: Any) -> None:
    """Clean folders, files and globs on a Ray cluster.

    Every machine of it sees SOURCE and OUTPUT under the same paths and has cleaner[ray] in the same version. Files are
    read and cleaned on the machines; a big file is read by one of them and cleaned by all. OUTPUT becomes a folder of
    parts (part-*.parquet) that pandas, Spark and others read as one table; error lines are in OUTPUT/_errors.

    Exit code: 0 every input has a record, 1 some are in OUTPUT/_errors, 2 wrong use, 3 the run stopped,
    130 interrupted.
    """
    from cleaner.batch import StoppedError
    from cleaner.integrations.ray import Cluster
    from cleaner.model import CleanerError

    if output == Path("-"):
        raise click.UsageError(
            "-o takes the name of a folder; one machine alone writes to standard output: cleaner clean"
        )
    options = options_of(rest.pop("rules"), rest.pop("portal"), rest.pop("language"), rest.pop("keep"))
    cluster = Cluster(rest.pop("address"), f".{rest.pop('ending')}", rest.pop("size"))
    progress = Progress(quiet, sources)
    try:
        report = _run(sources, output, (options, job_of(rest), cluster), progress)
    except StoppedError as error:
        raise Exit(f"{error}; {_RESUME}", Code.STOPPED) from error
    except CleanerError as error:
        raise Exit(str(error), Code.STOPPED if progress.started else Code.WRONG_USE) from error
    except KeyboardInterrupt:
        raise Exit(f"Interrupted: {_RESUME}", Code.INTERRUPTED) from None
    finally:
        progress.close()
    if not quiet:
        click.echo(summary(report, output), err=True)
    sys.exit(Code.SOME_FAILED if report.errors or report.errors_file else Code.OK)


def _run(sources: tuple[str, ...], output: Path, how: tuple[Options, Job, Cluster], progress: Progress) -> Report:
    from cleaner.integrations.ray import run

    options, job, cluster = how
    check_rules(options)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run(sources, output, options=options, job=job, cluster=cluster, progress=progress.show)
    finally:
        signal.signal(signal.SIGTERM, before)
