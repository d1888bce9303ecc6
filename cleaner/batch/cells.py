"""Cells of Arrow columns as Python has them, whatever they hold: one that Python cannot tell costs no other."""

from __future__ import annotations

from typing import Any

from cleaner.batch.extras import needed


def cells(column: Any) -> list[Any]:
    """The cells of a pyarrow Array or ChunkedArray, None for what is missing. Never raises for what they hold.

    A string that is no UTF-8, as files have them, keeps its bytes as surrogates, as in rows of JSON and CSV. What
    Python has no value for (the year 12024, a nanosecond, a time zone nobody knows) is text as Arrow writes it.
    """
    try:
        return list(column.to_pylist())
    except Exception:  # it says of neither which cell it was nor, for all kinds, what it raises
        return [_cell(column.slice(number, 1)) for number in range(len(column))]


def _cell(alone: Any) -> Any:
    """The value in a column of one cell."""
    pa = needed("pyarrow", "arrow", "Arrow columns need")
    for kind in (alone.type, pa.binary(), pa.string()):
        try:
            (value,) = alone.cast(kind).to_pylist()
        except Exception:
            continue
        return value.decode("utf-8", "surrogateescape") if kind == pa.binary() and kind != alone.type else value
    return " ".join(alone.to_string().split())
