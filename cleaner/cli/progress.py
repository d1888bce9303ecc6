"""How far a run is: a line that is rewritten on a terminal; off one, a plain line every 30 seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.batch import Report

EVERY_SECONDS = 30.0
"""between two lines off a terminal."""
_REDRAW_SECONDS = 0.1
_WIDTH = 20
_MINUTE, _HOUR = 60, 3600


class Progress:
    """Done, total where listing names tells it, failed, rate, time left. On standard error only."""

    def __init__(
        self, quiet: bool, sources: Sequence[str], limit: int | None = None, shard: tuple[int, int] | None = None
    ) -> None:
        self.started = False
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._last = time.monotonic()
        self._every = _REDRAW_SECONDS if self._terminal else EVERY_SECONDS
        self._total: int | None = None
        self._sources, self._limit, self._shard = sources, limit, shard

    def show(self, report: Report) -> None:
        """Tell how far the run is, now and then."""
        if not self.started:
            self._begin()
        now = time.monotonic()
        if self._quiet or now - self._last < self._every:
            return
        self._last = now
        text = progress_text(report, self._total, bar=self._terminal)
        click.echo(f"\r{text}\x1b[K" if self._terminal else text, err=True, nl=not self._terminal)

    def say(self, text: str) -> None:
        """A message beside the progress."""
        if not self._quiet:
            click.echo(f"\r{text}\x1b[K" if self._terminal else text, err=True)

    def close(self) -> None:
        """Leave the cursor on a line of its own."""
        if self._terminal and self.started and not self._quiet:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _begin(self) -> None:
        self.started = True
        if not self._quiet:
            threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        """The total, beside the run: names are listed much faster than pages are cleaned."""
        from cleaner.batch.sources import count

        number, of = self._shard or (1, 1)
        total = count(self._sources)
        if total is not None:
            mine = len(range(number - 1, total, of))
            self._total = min(mine, self._limit or mine)


def progress_text(report: Report, total: int | None, *, bar: bool = False) -> str:
    """One line: how far, how fast, how long still."""
    done, rate = report.done, report.rate
    parts = [f"{done} of {total} done" if total else f"{done} done", f"{report.errors} failed", f"{rate:.0f}/s"]
    if total and rate and done < total:
        parts.append(f"{_duration((total - done) / rate)} left")
    filled = min(done * _WIDTH // total, _WIDTH) if total else 0
    return (f"[{'#' * filled}{'-' * (_WIDTH - filled)}] " if bar and total else "") + ", ".join(parts)


def _duration(seconds: float) -> str:
    """Time as a person says it.

    >>> _duration(40), _duration(200), _duration(9000)
    ('40 s', '3 min', '2 h 30 min')
    """
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds // _HOUR:.0f} h {seconds % _HOUR / _MINUTE:.0f} min"
