"""What came of a run, counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cleaner.batch.sinks import StoppedError
from cleaner.batch.work import Line

LOW_CONFIDENCE = 0.5
_BANDS = 10


@dataclass
class Report:
    """What came of a run, its earlier parts included where it was resumed."""

    records: int = 0
    errors: int = 0
    no_body: int = 0
    unsure: int = 0
    """records with a story and a confidence under 0.5."""
    errors_file: Path | None = None
    """where error lines are; None: there are none, or they went to standard error."""
    interrupted: bool = False
    complete: bool = False
    """the output was complete before: there was nothing to do."""
    seconds: float = 0.0
    """of this session."""
    resumed: int = 0
    """inputs that earlier sessions of the run had done."""
    flags: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    """errors by stage: read, decode, limit, clean, timeout, memory, crash."""
    page_types: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    """pieces that are not in the text, by label."""
    rules: dict[str, int] = field(default_factory=dict)
    """pieces that are not in the text, by the rule that took them."""
    hosts: dict[str, int] = field(default_factory=dict)
    confidence: dict[str, int] = field(default_factory=dict)
    """records by tenth: "0.9" is 0.9 and more."""

    @property
    def done(self) -> int:
        """Inputs that ended as a record or as an error line."""
        return self.records + self.errors

    @property
    def rate(self) -> float:
        """Documents a second in this session."""
        return (self.done - self.resumed) / self.seconds if self.seconds else 0.0

    def add(self, line: Line) -> None:
        """Count one line."""
        if not line.ok:
            self.errors += 1
            _count(self.stages, {line.stage: 1})
            return
        self.records += 1
        self.no_body += "no-body" in line.flags
        self.unsure += line.confidence < LOW_CONFIDENCE and "no-body" not in line.flags
        band = min(int(line.confidence * _BANDS), _BANDS - 1) / _BANDS
        for counts, found in (
            (self.flags, dict.fromkeys(line.flags, 1)),
            (self.page_types, {line.page_type: 1}),
            (self.labels, line.labels),
            (self.rules, line.rules),
            (self.hosts, {line.host: 1} if line.host else {}),
            (self.confidence, {str(band): 1}),
        ):
            _count(counts, found)

    def merge(self, counts: Mapping[str, Any]) -> None:
        """Add what another report has counted."""
        for name, value in counts.items():
            if isinstance(value, Mapping):
                _count(getattr(self, name), value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def counts(self) -> dict[str, Any]:
        """The counts alone: what a later session of the run goes on from."""
        whole = asdict(self)
        return {name: whole[name] for name in whole if name not in _OF_SESSION}

    def to_dict(self) -> dict[str, Any]:
        """The report as --report writes it: counts (the most frequent first), seconds and documents a second."""
        shown = {
            name: dict(sorted(value.items(), key=lambda pair: (-pair[1], pair[0])))
            if isinstance(value, dict)
            else value
            for name, value in self.counts().items()
        }
        errors = str(self.errors_file) if self.errors_file else None
        session = {"resumed": self.resumed, "interrupted": self.interrupted, "errors_file": errors}
        return {
            "inputs": self.done,
            **shown,
            **session,
            "seconds": round(self.seconds, 3),
            "documents_per_second": round(self.rate, 2),
        }

    def write(self, path: Path) -> None:
        """The report as a JSON file. Raises StoppedError."""
        write_report(path, self.to_dict())


_OF_SESSION = ("errors_file", "interrupted", "complete", "seconds", "resumed")


def write_report(path: Path, content: Mapping[str, Any]) -> None:
    """What to_dict() gave, as a JSON file; bytes of names that are no UTF-8 are escaped. Raises StoppedError."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    try:
        path.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise StoppedError(f"{path}: cannot be written: {error.strerror}") from error


def _count(counts: dict[str, int], found: Mapping[str, int]) -> None:
    for name, number in found.items():
        counts[name] = counts.get(name, 0) + number
