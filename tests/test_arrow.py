"""Batches: one row out for each row in, of the kind that went in, whatever the rows hold."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
from functools import partial
from typing import Any

import pytest
from commands import CLEAN, PAGE, TEXT, environment
from engines import NASTY, recipe, run_recipe

from cleaner import Options
from cleaner.batch import Bounds, Fields
from cleaner.integrations import guarded

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'cleaner[arrow]'")

from cleaner.integrations.arrow import SCHEMA, clean_batch, clean_batches  # noqa: E402 - after the check for pyarrow

ROWS: list[dict[str, Any]] = [
    {"id": "a", "url": "https://www.contoh.id/a", "html": PAGE},
    {"id": "b", "url": None, "html": TEXT},
    {"id": "c", "url": "https://www.contoh.id/c", "html": "%PDF-1.4 \0\1\2"},
    {"id": "d", "url": "https://www.contoh.id/d", "html": None},
]
ROWS_AS_BATCH = pa.RecordBatch.from_pylist(ROWS)
TEXTS = [CLEAN, CLEAN, None, ""]


def error_of(row: dict[str, Any]) -> tuple[str, str]:
    told = json.loads(row["error"])
    return told["stage"], told["message"]


def test_every_row_comes_back_in_order_with_its_text_or_its_error() -> None:
    rows = clean_batch(pa.Table.from_pylist(ROWS)).to_pylist()
    assert [row["text"] for row in rows] == TEXTS
    assert [row["url"] for row in rows] == [row["url"] for row in ROWS]
    assert [row["error"] is None for row in rows] == [True, True, False, True]
    assert error_of(rows[2]) == ("decode", "the input is not a page or a text but a PDF")
    assert {name for name, value in rows[2].items() if value is not None} == {"url", "error"}
    assert rows[0]["authors"] == []
    assert rows[3]["flags"] == ["no-body"]


FRAMES = [pytest.param(kind, marks=pytest.mark.frames) for kind in ("frame", "arrow frame")]


@pytest.mark.parametrize("kind", ["table", "batch", "chunked", "mapping", *FRAMES])
def test_batch_comes_back_as_what_it_was(kind: str) -> None:
    table = pa.Table.from_pylist(ROWS)
    if kind == "batch":
        given = table.to_batches()[0]
    elif kind == "chunked":
        given = pa.concat_tables([table.slice(0, 1), table.slice(1)])
    elif kind == "mapping":
        given = table.to_pydict()
    elif kind in ("frame", "arrow frame"):
        pd = pytest.importorskip("pandas", reason="needs pandas")
        given = table.to_pandas(types_mapper=pd.ArrowDtype if kind == "arrow frame" else None)
        given.index = [7, 3, 9, 1]
    else:
        given = table
    found = clean_batch(given)
    assert type(found) is type(given)
    if "frame" in kind:
        assert list(found.index) == [7, 3, 9, 1]
        assert [text if isinstance(text, str) else None for text in found["text"]] == TEXTS
        assert list(found.columns) == SCHEMA.names
    elif kind == "mapping":
        assert (list(found), found["text"]) == (SCHEMA.names, TEXTS)
    else:
        assert (found.schema, found["text"].to_pylist()) == (SCHEMA, TEXTS)


def test_batch_without_rows_has_the_schema_all_the_same() -> None:
    assert clean_batch(pa.Table.from_pylist(ROWS).slice(0, 0)) == SCHEMA.empty_table()
    assert (clean_batch(ROWS_AS_BATCH.slice(0, 0)).schema, clean_batch({"html": []})["text"]) == (SCHEMA, [])


def test_columns_are_those_that_are_named() -> None:
    rows = [{"page": PAGE, "where": "https://www.contoh.id/x", "key": 12, "crawled": "2024-05-01", "html": "not this"}]
    fields = Fields(html="page", url="where", id="key", keep_columns=True)
    (row,) = clean_batch(pa.Table.from_pylist(rows), fields=fields).to_pylist()
    assert (row["text"], row["url"], row["id"]) == (CLEAN, "https://www.contoh.id/x", "12")
    assert json.loads(row["extra"]) == {"crawled": "2024-05-01", "html": "not this"}


def test_source_names_a_row_also_when_it_fails() -> None:
    rows = [{"source": "crawl/7", "text": TEXT}, {"source": "crawl/8", "text": "%PDF-1.4 \0"}, {"text": TEXT}]
    found = clean_batch(pa.Table.from_pylist(rows)).to_pylist()
    assert [row["source"] for row in found] == ["crawl/7", "crawl/8", None]
    assert json.loads(found[1]["error"])["source"] == "crawl/8"
    assert found[2]["id"] is None


STRANGE: dict[str, tuple[Any, str, str]] = {
    "no such column": ({"page": [PAGE]}, "read", "the row: no column html or raw_html"),
    "numbers": ({"html": [7]}, "read", "the row: html holds a int, not a page or a text"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_columns_are_errors_in_the_rows_not_exceptions(name: str) -> None:
    batch, stage, message = STRANGE[name]
    found = clean_batch(batch)
    told = json.loads(found["error"][0])
    assert (len(found["text"]), found["text"][0], told["stage"]) == (1, None, stage)
    assert told["message"].startswith(message)


def test_half_a_character_in_the_address_is_left_out() -> None:
    found = clean_batch({"html": [PAGE], "url": ["https://contoh.id/\ud800berita"]})
    assert (found["error"][0], found["url"][0]) == (None, "https://contoh.id/berita")
    assert found["text"][0]


def test_strings_that_are_no_utf8_are_decoded_as_a_file_would_be() -> None:
    raw = TEXT.replace("desa", "d\xe9sa").encode("cp1252")
    both = pa.array([raw, TEXT.encode()])
    column = pa.StringArray.from_buffers(2, both.buffers()[1], both.buffers()[2])
    batch = pa.table({"html": column, "day": pa.array([2**30, 0], pa.int32()).view(pa.date32())})
    one, two = clean_batch(batch, fields=Fields(keep_columns=True)).to_pylist()
    assert (one["text"], two["text"]) == (CLEAN.replace("desa", "d\xe9sa"), CLEAN)
    assert (str(2**30) in json.loads(one["extra"])["day"], json.loads(two["extra"])["day"]) == (True, "1970-01-01")


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_any_arrow_kind_of_string_will_do(kind: Any) -> None:
    column = (
        pa.array([TEXT], pa.string()).cast(kind)
        if not pa.types.is_dictionary(kind)
        else pa.array([TEXT]).dictionary_encode()
    )
    assert clean_batch(pa.table({"html": column}))["text"].to_pylist() == [CLEAN]


def test_what_is_no_batch_is_told_at_once() -> None:
    with pytest.raises(
        TypeError, match="takes a pyarrow Table or RecordBatch, a pandas DataFrame or a mapping, not list"
    ):
        clean_batch([PAGE])


def test_both_functions_and_their_settings_can_be_pickled() -> None:
    settings: dict[str, Any] = {
        "options": Options(portal=None),
        "bounds": Bounds(timeout=9),
        "fields": Fields(html="page"),
    }
    one = pickle.loads(pickle.dumps(partial(clean_batch, **settings)))
    many = pickle.loads(pickle.dumps(partial(clean_batches, **settings)))
    batch = pa.RecordBatch.from_pylist([{"page": PAGE}])
    assert one(batch)["text"].to_pylist() == [CLEAN]
    assert [found["text"].to_pylist() for found in many(iter([batch, batch]))] == [[CLEAN], [CLEAN]]


def test_removed_pieces_are_listed_on_demand() -> None:
    (row,) = clean_batch(pa.table({"text": [TEXT]}), explain=True).to_pylist()
    (piece,) = row["removed"]
    assert (piece["label"], piece["text"]) == ("read-also", "Baca juga: Harga Beras Naik Lagi")
    assert TEXT[piece["start"] : piece["end"]] == piece["text"]


HARM = """
import json, pyarrow as pa
from commands import TEXT
from cleaner.batch import Bounds
from cleaner.integrations.arrow import clean_batch
rows = [{"html": TEXT}] * 40
rows[3], rows[4], rows[39] = ({"html": f"NASTY {harm} " + TEXT} for harm in ("segfault", "hold", "eat"))
found = clean_batch(pa.Table.from_pylist(rows), bounds=Bounds(timeout=1, memory=250)).to_pylist()
told = {number: json.loads(row["error"])["stage"] for number, row in enumerate(found) if row["error"]}
print(json.dumps([len(found), len({row["text"] for row in found if not row["error"]}), told]))
"""


def test_rows_that_crash_hang_and_eat_memory_cost_themselves() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HARM], env=environment(NASTY, NASTY.parent), capture_output=True, text=True, check=False
    )
    assert (done.stderr, json.loads(done.stdout)) == ("", [40, 1, {"3": "crash", "4": "timeout", "39": "memory"}])


def test_worker_that_cannot_start_is_told_in_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded.close()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    rows = clean_batch(pa.Table.from_pylist(ROWS)).to_pylist()
    assert [error_of(row)[0] for row in rows] == ["start"] * 4
    assert "/nowhere/python" in error_of(rows[0])[1]


def test_threads_have_children_of_their_own_and_the_same_results() -> None:
    found: dict[int, list[dict[str, Any]]] = {}

    def work(number: int) -> None:
        found[number] = clean_batch(ROWS_AS_BATCH).to_pylist()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [[row["text"] for row in found[number]] for number in range(3)]
    assert texts == [TEXTS] * 3


FORKED = """
import os, pyarrow as pa
from commands import TEXT
from cleaner.integrations.arrow import clean_batch
batch = pa.table({"html": [TEXT] * 50})
before = clean_batch(batch)["text"].to_pylist()
child = os.fork()
after = clean_batch(batch)["text"].to_pylist()
if not child:
    os._exit(0 if after == before else 5)
assert after == before
assert os.waitpid(child, 0)[1] == 0
"""


def test_forked_process_leaves_its_parents_child_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED],
        env=environment(NASTY.parent),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_recipe_for_pyarrow(tmp_path: Any) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "pages.parquet")
    run_recipe(recipe("pyarrow"), tmp_path)
    assert pq.read_table(tmp_path / "clean.parquet")["text"].to_pylist() == TEXTS


@pytest.mark.frames
def test_recipe_for_pandas(tmp_path: Any) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "pages.parquet")
    run_recipe(recipe("pandas"), tmp_path)
    found = pq.read_table(tmp_path / "clean.parquet").to_pylist()
    assert [(row["id"], row["text"]) for row in found] == [("a", CLEAN), ("b", CLEAN), ("d", "")]
