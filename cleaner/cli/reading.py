"""Documents of sources, read: the one place where commands that look at pages know how batch/ hands them out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cleaner.cli.shared import Code, Exit

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.batch.document import Document
    from cleaner.batch.looking import Looking
    from cleaner.learn import Sample
    from cleaner.model import Options


class Unread:
    """An input that could not be read."""

    def __init__(self, name: str, message: str) -> None:
        self.name, self.message = name, message


def samples_of(sources: Sequence[str]) -> Iterator[Sample | Unread]:
    """The documents of sources, with their content."""
    return (sample_of(document) for document in documents_of(sources))


def documents_of(sources: Sequence[str], looking: Looking | None = None) -> Iterator[Document]:
    """The documents of sources, as yet unread. Ends the command for a source that cannot be meant."""
    from cleaner.batch.looking import Looking
    from cleaner.batch.sources import documents
    from cleaner.model import SourceError

    try:
        yield from documents(sources, looking or Looking())
    except SourceError as error:
        raise Exit(str(error), Code.WRONG_USE) from error


def sample_of(document: Document) -> Sample | Unread:
    """One document, read."""
    from cleaner.batch.document import address_of, read
    from cleaner.learn import Sample
    from cleaner.model import CleanerError, Limits

    try:
        return Sample(document.source, read(document, Limits().bytes), address_of(document), document.is_text)
    except CleanerError as error:
        return Unread(document.source, str(error))


def cleaned(document: Document, options: Options) -> Article:
    """One document as `cleaner clean` cleans it. Raises CleanerError."""
    from cleaner.batch.document import read
    from cleaner.batch.work import article_of

    return article_of(read(document, options.limits.bytes), document, options)


def record_of(document: Document) -> dict[str, Any] | None:
    """The record in a row that `cleaner clean` wrote, read with all its columns; None for every other document."""
    from cleaner.article import FIELDS

    if document.content is None or document.extra is None:
        return None
    known = {"text": document.content.decode("utf-8", "replace"), "url": document.url}
    record: dict[str, Any] = known | json.loads(document.extra)
    return record if set(FIELDS) <= record.keys() else None
