"""Batches of rows cleaned where the data already is: one row out for each row in, whatever the rows hold.

    import pyarrow.parquet as pq
    from cleaner.integrations.arrow import clean_batch

    articles = clean_batch(pq.read_table("pages.parquet"))  # with the columns html and url, or such

Works as it is in Ray (`map_batches(clean_batch, batch_format="pyarrow")`), Spark (`mapInArrow(clean_batches, ...)`),
Hugging Face datasets (`map(clean_batch, batched=True)`), and on tables of pyarrow and pandas: the README beside this
file has a recipe for each. Both functions can be pickled; `functools.partial`, or the engine's own way to pass keyword
arguments, sets their options.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleaner.batch import Bounds, Document, Fields, Task
from cleaner.batch.cells import cells
from cleaner.batch.extras import needed
from cleaner.batch.fields import document_of
from cleaner.batch.schema import record_schema
from cleaner.integrations.guarded import cleaned
from cleaner.model import Options

pa = needed("pyarrow", "arrow", "cleaner.integrations.arrow needs")

SCHEMA = record_schema().append(pa.field("error", pa.string()))
"""A pyarrow.Schema: the record, and `error`: null, or what the errors file would say of the row, as JSON."""

_NAMELESS = "the row"
_LEFT_IN_ERRORS = ("url", "id", "extra")


def clean_batch(
    batch: Any,
    *,
    options: Options = Options(),  # noqa: B008 - frozen
    fields: Fields = Fields(),  # noqa: B008 - frozen
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
    explain: bool = False,
) -> Any:
    """Rows with pages or texts to rows of SCHEMA, in order.

    batch: a pyarrow RecordBatch or Table, a pandas DataFrame, or a mapping of names to columns.
    What comes back is of the kind that was given: the same Arrow class, a DataFrame with the same index, a dict of
    lists. fields: which columns to look at; unless it says so, those usual for pages (html, text, content, ...) and
    addresses (url, link, ...). A column `source` names the rows. bounds: seconds and MB that one row may cost.

    Never raises for what rows hold: a row that cannot be cleaned, or that ends or hangs its worker, has `error` set and
    its other columns null, but for source, url, id and extra. Raises TypeError for what is no batch.
    """
    documents = [_document(row, fields) for row in _rows(batch, fields)]
    found = cleaned(documents, Task(options, explain), bounds)
    pairs = zip(documents, found, strict=True)
    return _as_given(_table([_row(document, record) for document, record in pairs]), batch)


def clean_batches(batches: Iterable[Any], **settings: Any) -> Iterator[Any]:
    """clean_batch() over a stream of batches, with the same keyword arguments: what Spark's mapInArrow calls."""
    for batch in batches:
        yield clean_batch(batch, **settings)


def _rows(batch: Any, fields: Fields) -> Iterator[dict[str, Any]]:
    """The rows, with the columns that are needed."""
    columns = {name: _values(column) for name, column in _columns(batch, fields)}
    for number in range(_length(batch)):
        yield {name: values[number] for name, values in columns.items()}


def _columns(batch: Any, fields: Fields) -> Iterator[tuple[str, Any]]:
    names = _names(batch)
    wanted = set(fields.used(names)) | {"source"}
    yield from ((name, batch[name]) for name in names if name in wanted)


def _names(batch: Any) -> list[str]:
    if isinstance(batch, pa.Table | pa.RecordBatch):
        return list(batch.schema.names)
    if _is_frame(batch) or isinstance(batch, Mapping):
        return [str(name) for name in batch]
    kind = type(batch).__name__
    raise TypeError(f"clean_batch() takes a pyarrow Table or RecordBatch, a pandas DataFrame or a mapping, not {kind}")


def _length(batch: Any) -> int:
    if isinstance(batch, Mapping):
        return max((len(batch[name]) for name in batch), default=0)
    return len(batch)


def _is_frame(batch: Any) -> bool:
    return hasattr(batch, "iloc") and hasattr(batch, "columns")


def _values(column: Any) -> Sequence[Any]:
    """A column's cells, None for what is missing."""
    if hasattr(column, "to_pylist"):
        return cells(column)
    found = column.tolist() if hasattr(column, "tolist") else column
    return [None if _is_missing(cell) else cell for cell in found]


def _is_missing(cell: Any) -> bool:
    """None, NaN, and pandas' own marks of a missing value."""
    return (isinstance(cell, float) and math.isnan(cell)) or type(cell).__name__ in ("NoneType", "NAType", "NaTType")


def _document(row: dict[str, Any], fields: Fields) -> Document:
    stated = row.pop("source", None)
    name = stated if isinstance(stated, str) else ""
    document = document_of(row, name or _NAMELESS, fields, (0, 0))
    return document if name else dataclasses.replace(document, source="")


def _row(document: Document, record: dict[str, Any]) -> dict[str, Any]:
    source = record["source"] or None
    if "error" not in record:
        return {**record, "source": source, "error": None}
    left = {name: getattr(document, name) for name in _LEFT_IN_ERRORS}
    return {**left, "source": source, "error": json.dumps({**record, "source": source}, ensure_ascii=False)}


def _table(rows: list[dict[str, Any]]) -> Any:
    try:
        return pa.Table.from_pylist(rows, schema=SCHEMA)
    except (pa.ArrowException, ValueError, OverflowError):
        return pa.Table.from_pylist([_fitting(row) for row in rows], schema=SCHEMA)


def _fitting(row: dict[str, Any]) -> dict[str, Any]:
    """A row, or the error that it is when Arrow cannot hold it: an address with half a character."""
    try:
        pa.Table.from_pylist([row], schema=SCHEMA)
    except (pa.ArrowException, ValueError, OverflowError) as error:
        return {"error": json.dumps({"stage": "write", "error": type(error).__name__, "message": str(error)})}
    return row


def _as_given(table: Any, batch: Any) -> Any:
    """The result in the form of the batch."""
    if isinstance(batch, pa.Table):
        return table
    if isinstance(batch, pa.RecordBatch):
        return next(iter(table.combine_chunks().to_batches()), pa.RecordBatch.from_pylist([], schema=SCHEMA))
    if _is_frame(batch):
        return table.to_pandas().set_axis(batch.index, axis="index")
    return table.to_pydict()
