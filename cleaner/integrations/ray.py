"""The batch on a Ray cluster: files are found here, read and cleaned on its machines, and written there in parts.

Every machine must see the sources and the output under the same paths, and have this package in the same version.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import pickle
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cleaner.batch import Bounds, Job, Report, StoppedError, Task
from cleaner.batch.extras import needed
from cleaner.batch.lock import check_folder
from cleaner.batch.looking import Looking, placed
from cleaner.batch.report import write_report
from cleaner.batch.running import manifest_of
from cleaner.integrations.part_folder import Output
from cleaner.integrations.parts import ENDINGS, SIZE, Part, Plan, Unit, parts, units, write
from cleaner.model import CleanerError, Options, SourceError

_UNITS_AT_ONCE = 512
"""units that a Ray dataset is made of; the next ones are looked for when these are done, so that a run over millions of
files never holds all their names."""
_PATIENCE = 10.0
"""seconds to wait for the cluster's first machine."""
_READING = 0.25
"""of a core: reading takes a fraction of the time of cleaning."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where and in what portions a run happens."""

    address: str | None = None
    """host:port of a cluster, "auto" for the one of this machine, "local" or None for one that begins and ends here."""
    ending: str = ENDINGS[0]
    """of the parts: .parquet, .jsonl, .jsonl.gz, .jsonl.zst."""
    size: int = SIZE
    """documents in a part."""


def run(
    sources: Sequence[str],
    target: Path,
    *,
    options: Options,
    job: Job,
    cluster: Cluster,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Clean the documents of all sources into parts in the folder `target`. Of the job: timeout, memory, resume,
    overwrite, explain, report and fields.

    Raises SourceError for what is wrong with sources or target; StoppedError where the run cannot go on: what is done
    then stays, and a run with resume goes on from there.
    """
    ray = needed("ray", "ray", "cleaner ray needs")
    plan = _plan(target, options, job, cluster)
    if job.report:
        check_folder(job.report)
    _check_sources(sources, plan)
    _check_address(cluster.address)
    found = units(sources, plan)
    first = next(found)
    output = Output(plan, manifest_of(sources, options, job, None), job)
    report = output.so_far()
    if output.complete:
        if job.report:
            write_report(job.report, output.report)
        return report
    try:
        _connect(ray, cluster.address)
        _all_parts(chain([first], found), plan, report, progress)
        if not report.done:
            raise SourceError(f"{', '.join(sources)}: nothing to clean in there")
        output.finish(report)
    finally:
        output.abandon()
        ray.shutdown()
    if job.report:
        report.write(job.report)
    return report


def _plan(target: Path, options: Options, job: Job, cluster: Cluster) -> Plan:
    if cluster.ending not in ENDINGS:
        raise SourceError(f"{cluster.ending}: no format of parts; choose one of {', '.join(ENDINGS)}")
    rules = tuple(folder.absolute() for folder in options.rules)
    whole = Path(target).absolute()
    return Plan(
        whole,
        Task(dataclasses.replace(options, rules=rules), job.explain),
        Bounds(job.timeout, job.memory),
        Looking(job.fields, options.limits.bytes, frozenset({placed(whole)})),
        cluster.ending,
        cluster.size,
    )


def _check_sources(sources: Sequence[str], plan: Plan) -> None:
    """Raise SourceError where a resumed run would read its own output."""
    for source in sources:
        if Path(source).is_dir() and placed(plan.target).is_relative_to(os.path.realpath(source)):
            raise SourceError(f"{plan.target} lies in {source}, which is read; write to a folder beside it")


def _check_address(address: str | None) -> None:
    """Raise SourceError when nobody listens at host:port: Ray itself would end this process without an exception."""
    host, _, port = (address or os.environ.get("RAY_ADDRESS", "")).rpartition(":")
    if not (host and port.isdecimal()) or "/" in host:
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise SourceError(
            f"no Ray cluster answers at {host}:{port}: {error}. On its first machine: ray start --head --port={port}"
        ) from error


def _connect(ray: Any, address: str | None) -> None:
    """Raise SourceError when the cluster cannot be reached."""
    from ray.data import DataContext

    try:
        with warnings.catch_warnings():  # of what later versions of Ray will do: nothing to a run of this one
            warnings.simplefilter("ignore")
            ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        where, reason = address or "this machine", str(error).strip().partition("\n")[0]
        raise SourceError(
            f"no Ray cluster answers at {where}: {reason} Is it running, with the same RAY_AUTH_TOKEN?"
        ) from error
    DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


def _all_parts(found: Iterator[Unit], plan: Plan, report: Report, progress: Callable[[Report], None]) -> None:
    """Do all units, counting in the report."""
    begin = time.monotonic()
    while some := list(islice(found, _UNITS_AT_ONCE)):
        for row in _done(some, plan):
            if row["problem"]:
                raise StoppedError(row["problem"])
            counts = json.loads(row["counts"])
            report.merge(counts)
            report.resumed += (counts["records"] + counts["errors"]) * row["before"]
            report.seconds = time.monotonic() - begin
            progress(report)


def _done(some: Sequence[Unit], plan: Plan) -> Iterator[dict[str, Any]]:
    """What became of every part of some units, as they are done."""
    import ray.data
    from ray.exceptions import RayError

    rows = ray.data.from_items([{"unit": pickle.dumps(unit)} for unit in some], override_num_blocks=len(some))
    read = rows.flat_map(partial(_read, plan, plan.versions), num_cpus=_READING)
    alone = read.repartition(target_num_rows_per_block=1)  # a part is a task, wherever it was read
    try:
        yield from alone.map(partial(_write, plan), num_cpus=1).iter_rows()
    except RayError as error:
        reason = str(error).strip().rpartition("\n")[2]
        raise StoppedError(f"the Ray cluster could not go on: {reason}") from error


def _read(plan: Plan, versions: str, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """On the cluster: a unit's parts, its files read."""
    try:
        if plan.versions != versions:
            raise SourceError(f"a machine of the cluster has cleaner {plan.versions}; the run has {versions}")
        for part in parts(plan, pickle.loads(row["unit"])):
            yield {"part": pickle.dumps(part), "problem": ""}
    except CleanerError as error:
        yield {"part": b"", "problem": str(error)}


def _write(plan: Plan, row: dict[str, Any]) -> dict[str, Any]:
    """On the cluster: a part's documents cleaned and written."""
    if row["problem"]:
        return {"counts": "", "before": False, "problem": row["problem"]}
    part: Part = pickle.loads(row["part"])
    try:
        counts = json.dumps(write(plan, part))
    except CleanerError as error:
        return {"counts": "", "before": False, "problem": str(error)}
    return {"counts": counts, "before": part.counts is not None, "problem": ""}
