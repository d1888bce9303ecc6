"""The record as an Arrow schema: what Parquet files, and engines that speak Arrow, hold."""

from __future__ import annotations

from typing import Any

from cleaner.article import FIELDS
from cleaner.batch.extras import needed

_LISTS = ("authors", "editors", "tags", "flags")
_NUMBERS = ("page", "page_count", "n_words", "n_removed")
_TRUTHS = ("is_free", "sponsored")
SOURCE_FIELDS = (
    *("url", "title", "description", "dateline", "publisher", "section", "image", "language"),
    *("tags", "editors", "authors", "date_published", "date_modified"),
)
"""keys of the record's `sources`."""


def record_schema() -> Any:
    """A pyarrow.Schema of the record, key by key. Raises MissingLibraryError without pyarrow."""
    pa = needed("pyarrow", "arrow", "Parquet and Arrow need")
    piece = pa.struct(
        [*((name, pa.string()) for name in ("label", "rule", "text")), ("start", pa.int64()), ("end", pa.int64())]
    )
    kinds = {
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        **dict.fromkeys(_NUMBERS, pa.int64()),
        **dict.fromkeys(_TRUTHS, pa.bool_()),
        "confidence": pa.float64(),
        "sources": pa.struct([(name, pa.string()) for name in SOURCE_FIELDS]),
        "removed": pa.list_(piece),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in FIELDS])
