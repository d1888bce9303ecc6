"""The step for datatrove, in its own local executor."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import PAGE, TEXT
from engines import local, pages, read_jsonl, recipe, run_recipe, write_jsonl

pytestmark = pytest.mark.datatrove
pytest.importorskip("datatrove", reason="needs datatrove: pip install 'cleaner[datatrove]'")

FACTS = ("title", "authors", "date_published", "publisher", "language", "page_type", "confidence", "flags", "sources")


def test_pipeline_gives_the_texts_of_a_local_run_and_tells_why_the_others_went(tmp_path: Path) -> None:
    from engines import CRASHES, HANGS

    rows = pages(2000, bad=True)
    rows[4]["html"] = "%PDF-1.4 \0"
    write_jsonl(tmp_path / "pages.jsonl", rows)
    alone = {row["id"]: row for row in local(tmp_path, "--timeout", "5")}
    code = recipe("datatrove").replace("CleanFilter(", "CleanFilter(bounds=Bounds(timeout=5), ")
    run_recipe(f"from cleaner.batch import Bounds\n{code}", tmp_path)
    kept = {row["id"]: row for row in read_jsonl(tmp_path / "clean" / "00000.jsonl")}
    dropped = {row["id"]: row for row in read_jsonl(tmp_path / "dropped" / "00000.jsonl")}
    assert {name: row["text"] for name, row in kept.items()} == {
        name: row["text"] for name, row in alone.items() if row["text"]
    }
    assert len(kept) + len(dropped) == 2000
    for name, row in kept.items():
        assert [row["metadata"][fact] for fact in FACTS] == [alone[name][fact] for fact in FACTS]
    reasons = {name: row["metadata"]["filter_reason"] for name, row in dropped.items()}
    errors = {f"row-{CRASHES}": "crash", f"row-{HANGS}": "timeout", "row-4": "decode"}
    without = {
        name: "no-body" if row["page_type"] == "article" else row["page_type"]
        for name, row in alone.items()
        if not row["text"]
    }
    assert reasons == {**errors, **without}
    assert dropped["row-4"]["metadata"]["error"] == "DecodeError: the input is not a page or a text but a PDF"
    assert dropped[f"row-{CRASHES}"]["text"] == rows[CRASHES]["html"]


def test_document_that_is_kept_keeps_its_own_metadata_too() -> None:
    from datatrove.data import Document

    from cleaner.integrations.datatrove import CleanFilter

    own = {"url": "https://www.contoh.id/a", "dump": "2024-10", "section": "Desa", "language": None}
    item = Document(text=TEXT, id="x/1", metadata=dict(own))
    (found,) = CleanFilter().run([item])
    assert (found.id, found.metadata["dump"], found.metadata["url"]) == ("x/1", "2024-10", own["url"])
    assert (found.metadata["section"], found.metadata["language"]) == ("Desa", "id")


def test_least_confidence_drops_with_its_reason() -> None:
    from datatrove.data import Document

    from cleaner.integrations.datatrove import CleanFilter

    step = CleanFilter(min_confidence=1.01)
    item = Document(text=PAGE, id="x/2")
    assert list(step.run([item])) == []
    assert step.stats.stats["dropped_low-confidence"].total == 1
    assert (step.filter(item), item.text) == ((False, "low-confidence"), PAGE)
