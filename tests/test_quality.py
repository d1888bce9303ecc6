"""Floors under the figures on real pages that nobody here wrote. A floor only rises."""

from __future__ import annotations

import importlib.util
import statistics
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

QUALITY = Path(__file__).parent.parent.parent / "shared" / "quality"
pytestmark = pytest.mark.skipif(not QUALITY.is_dir(), reason="the annotated pages are not on this machine")

FLOORS = [
    # (annotations, pages, only, figure, least)
    ("seeds.jsonl", "../seeds", "", "perfect", 1.0),
    ("seeds.jsonl", "../seeds", "", "title", 1.0),
    ("seeds.jsonl", "../seeds", "", "author", 1.0),
    ("seeds.jsonl", "../seeds", "", "editor", 1.0),
    ("seeds.jsonl", "../seeds", "", "publisher", 1.0),
    ("dev.jsonl", "dev", ".html", "perfect", 0.85),
    ("dev.jsonl", "dev", ".html", "reject", 0.85),
    ("dev.jsonl", "dev", ".html", "date", 0.95),
    ("dev.jsonl", "dev", ".txt", "perfect", 0.75),
    ("dev.jsonl", "dev", ".txt", "R", 0.99),
]


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", QUALITY / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


@cache
def scores(gold: str, pages: str, only: str) -> list[dict[str, Any]]:
    score = scorer()
    rows = [score.resolve(row, QUALITY / pages) for row in score.load(QUALITY / gold) if only in row["page"]]
    return [score.judge(row, score.run_cleaner(row["path"].read_bytes(), row)) for row in rows]


@pytest.mark.parametrize(("gold", "pages", "only", "figure", "least"), FLOORS)
def test_figure_does_not_fall_below_its_floor(gold: str, pages: str, only: str, figure: str, least: float) -> None:
    values = [row[figure] for row in scores(gold, pages, only) if figure in row]
    assert values
    assert statistics.fmean(values) >= least


@pytest.mark.parametrize(("pages", "only"), [("../seeds", ""), ("dev", ".html")])
def test_no_fact_is_invented(pages: str, only: str) -> None:
    gold = "seeds.jsonl" if pages == "../seeds" else "dev.jsonl"
    invented = [row["invented"] for row in scores(gold, pages, only) if "invented" in row]
    assert statistics.fmean(invented) <= 0.02
