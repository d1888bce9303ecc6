"""What a worker does with one document: read, clean, and one line back: a record or an error."""

from __future__ import annotations

import dataclasses
import json
import time
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.batch.sources import Document, address_of, read
from cleaner.metadata.url import identity
from cleaner.model import DecodeError, LimitError, Options, SourceError
from cleaner.pipeline import clean, clean_text
from cleaner.rules.rulebook import load


class Line(NamedTuple):
    """One line of output. For a record: its flags and confidence; for an error: nothing."""

    text: str
    ok: bool
    flags: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """How every document of a run is cleaned."""

    options: Options
    explain: bool = False


def clean_documents(task: Task, batch: list[Document]) -> list[Line]:
    """Lines for documents, in order. Never raises for what a document holds."""
    return [clean_document(task, document) for document in batch]


def clean_document(task: Task, document: Document) -> Line:
    """One document to one line."""
    start = time.perf_counter()
    size = 0
    try:
        raw = read(document)
        size = len(raw)
        run = clean_text if document.is_text else clean
        article = run(raw, address_of(document), options=task.options)
    except Exception as error:  # whatever one document does to us, it costs that document
        return _error_line(document, error, size, start)
    if article.id is None:
        lexicon = load(task.options.rules).for_page("auto", None).lexicon
        article = dataclasses.replace(article, id=identity(None, document.source, lexicon))
    article = dataclasses.replace(article, source=document.source)
    return Line(article.to_json(explain=task.explain), True, tuple(article.flags), article.confidence)


def _error_line(document: Document, error: Exception, size: int, start: float) -> Line:
    stages = {SourceError: "read", OSError: "read", DecodeError: "decode", LimitError: "limit"}
    stage = next((name for kind, name in stages.items() if isinstance(error, kind)), "clean")
    elapsed = round((time.perf_counter() - start) * 1000)
    return Line(error_record(document.source, stage, type(error).__name__, str(error), size, elapsed), False)


def error_record(source: str, stage: str, error: str, message: str, size: int, elapsed_ms: int) -> str:
    """The line of the errors file for one document."""
    record = {
        "source": source,
        "stage": stage,
        "error": error,
        "message": message,
        "bytes": size,
        "elapsed_ms": elapsed_ms,
    }
    return json.dumps(record, ensure_ascii=False)
