"""How to run a batch: every choice that is not about cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cleaner.batch.fields import Fields
from cleaner.batch.guard import MEMORY, TIMEOUT


@dataclass(frozen=True, slots=True)
class Job:
    """How to run."""

    workers: int | None = None
    """child processes; None: one for each core this process may use."""
    timeout: float = TIMEOUT
    """seconds for one document; then it is an error line."""
    memory: int = MEMORY
    """MB a worker may take; then its document is an error line."""
    resume: bool = False
    """go on with an unfinished run; begin one where there is none; nothing to do where the output is complete."""
    overwrite: bool = False
    """replace an existing output, and begin anew where a run is unfinished (unless resume is set too)."""
    explain: bool = False
    """list removed pieces in the records."""
    errors: Path | None = None
    """where error lines go; None: the target's name with .errors.jsonl."""
    limit: int | None = None
    """stop after so many inputs."""
    shard: tuple[int, int] | None = None
    """(i, n): only every n-th input, from the i-th on, i counted from 1."""
    report: Path | None = None
    """a JSON file for what was counted."""
    fields: Fields = field(default_factory=Fields)
    """which columns of rows hold what."""


DEFAULT = Job()
