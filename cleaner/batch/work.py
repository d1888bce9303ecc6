"""What a worker does with one document: read, clean, and a record or an error back. Never raises for a document."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from cleaner.article import Article
from cleaner.batch.document import Document, address_of, host_of_folder, read
from cleaner.batch.guard import Failure
from cleaner.metadata.url import identity
from cleaner.model import DecodeError, LimitError, Options, SourceError
from cleaner.pipeline import clean_declared, clean_text
from cleaner.rules.rulebook import load


class Line(NamedTuple):
    """One line of output, and what a report counts of it. For an error: its stage."""

    text: str
    ok: bool
    stage: str = ""
    flags: tuple[str, ...] = ()
    confidence: float = 0.0
    page_type: str = ""
    host: str | None = None
    labels: Mapping[str, int] = {}
    rules: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """How every document of a run is cleaned."""

    options: Options = field(default_factory=Options)
    explain: bool = False

    def lines(self) -> Callable[[Document], Line]:
        """Setup of a guard: documents to lines of JSON."""
        return self._ready(clean_to_line)

    def rows(self) -> Callable[[Document], dict[str, Any]]:
        """Setup of a guard: documents to records or error records, as dicts."""
        return self._ready(clean_to_row)

    def _ready(self, work: Callable[[Task, Document], Any]) -> Callable[[Document], Any]:
        """The rules are read and compiled here, outside every document's time."""
        clean_text("", options=self.options)
        return partial(work, self)


def clean_to_line(task: Task, document: Document) -> Line:
    """One document to one line."""
    found = _cleaned(task, document)
    if not isinstance(found, Article):
        return error_line(found)
    removed = list(found.ledger.removed())
    return Line(
        found.to_json(explain=task.explain),
        True,
        flags=tuple(found.flags),
        confidence=found.confidence,
        page_type=found.page_type,
        host=found.host,
        labels=Counter(str(label) for label, _ in removed),
        rules=Counter(rule for _, rule in removed),
    )


def clean_to_row(task: Task, document: Document) -> dict[str, Any]:
    """One document to its record, or to an error record, which has the key "error"."""
    found = _cleaned(task, document)
    return found.to_dict(explain=task.explain) if isinstance(found, Article) else found


def error_line(record: Mapping[str, Any]) -> Line:
    """An error record as a line of the errors file."""
    return Line(json.dumps(record, ensure_ascii=False), False, stage=record["stage"])


def failure_record(document: Document, failure: Failure) -> dict[str, Any]:
    """The error record of a document that ended its worker."""
    stage = "clean" if failure.stage == "work" else failure.stage
    return _record(document, stage, failure.error, failure.message, document.size, failure.elapsed_ms)


def _cleaned(task: Task, document: Document) -> Article | dict[str, Any]:
    start = time.perf_counter()
    size = document.size
    try:
        content = read(document, task.options.limits.bytes)
        size = len(content)
        article = article_of(content, document, task.options)
    except MemoryError:  # the guard's to tell: this worker has had its day
        raise
    except Exception as error:  # whatever else one document does to us, it costs that document
        elapsed = round((time.perf_counter() - start) * 1000)
        return _record(document, _stage(error), type(error).__name__, str(error), size, elapsed)
    name = document.id or article.id
    if name is None:
        lexicon = load(task.options.rules).for_page("auto", None).lexicon
        name = identity(None, document.source, lexicon)
    return dataclasses.replace(article, id=name, source=document.source, extra=document.extra)


def article_of(content: bytes, document: Document, options: Options) -> Article:
    """The article in a document's content, with what lies around it: an address, a folder named like a known host."""
    url = address_of(document)
    if url is None and options.portal == "auto":
        portal = load(options.rules).portal_of(host_of_folder(document))
        options = dataclasses.replace(options, portal=portal.name) if portal else options
    return clean_declared(content, url, document.charset, markup=document.markup, options=options)


def _stage(error: Exception) -> str:
    stages = {SourceError: "read", OSError: "read", DecodeError: "decode", LimitError: "limit"}
    return next((name for kind, name in stages.items() if isinstance(error, kind)), "clean")


def _record(document: Document, stage: str, error: str, message: str, size: int, elapsed_ms: int) -> dict[str, Any]:
    return {
        "source": document.source,
        "stage": stage,
        "error": error,
        "message": message,
        "bytes": size,
        "elapsed_ms": elapsed_ms,
    }
