"""The recipes of cleaner/integrations for Spark and Hugging Face datasets, each in a process of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from engines import CRASHES, HANGS, local, pages, recipe, run_recipe, write_jsonl

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'cleaner[arrow]'")


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """url -> text, as a run on this machine has it; pages.parquet holds the same 2,000 rows, two of them bad."""
    import pyarrow.parquet as pq

    rows = pages(2000, bad=True)
    write_jsonl(tmp_path / "pages.jsonl", rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "pages.parquet")
    return {row["url"]: row["text"] for row in local(tmp_path, "--timeout", "5")}


def read(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java: apt-get install default-jre-headless")
def test_spark_gives_the_texts_of_a_local_run_and_two_errors(tmp_path: Path, alone: dict[str, str]) -> None:
    pytest.importorskip("pyspark", reason="needs Spark: pip install pyspark")
    code = (
        recipe("Spark")
        .replace("timeout=20", "timeout=5")
        .replace(".getOrCreate()", '.master("local[2]").getOrCreate()')
    )
    assert run_recipe(code, tmp_path) == "1998 cleaned, 2 failed\n"
    rows = read(tmp_path / "clean.parquet")
    assert {row["url"]: row["text"] for row in rows if row["error"] is None} == alone
    stages = {row["url"].rpartition("/")[2]: json.loads(row["error"])["stage"] for row in rows if row["error"]}
    assert (len(rows), stages) == (2000, {str(CRASHES): "crash", str(HANGS): "timeout"})


@pytest.mark.frames
def test_datasets_give_the_texts_of_a_local_run_without_the_two_errors(tmp_path: Path, alone: dict[str, str]) -> None:
    pytest.importorskip("datasets", reason="needs Hugging Face datasets: pip install datasets")
    code = recipe("Hugging Face datasets").replace(
        "batched=True,", 'batched=True, fn_kwargs={"bounds": Bounds(timeout=5)},'
    )
    run_recipe(f"from cleaner.batch import Bounds\n{code}", tmp_path)
    assert {row["url"]: row["text"] for row in read(tmp_path / "clean.parquet")} == alone


@pytest.mark.frames
def test_datasets_hand_over_arrow_tables_too(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="needs Hugging Face datasets: pip install datasets")
    from cleaner.integrations.arrow import clean_batch

    given = datasets.Dataset.from_list(pages(8)).with_format("arrow")
    found = given.map(clean_batch, batched=True, remove_columns=["html"], load_from_cache_file=False)
    assert found.with_format(None)["url"] == [row["url"] for row in pages(8)]
    assert all(found.with_format(None)["text"][1:4])
