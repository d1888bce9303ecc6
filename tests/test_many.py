"""Memory over very many documents: what the parent holds does not hang on how many there are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from commands import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import batch

PEAK, GROWTH = 300.0, 1.05
"""MB; and how much more the second half may take than the first: the allocator is not a ruler."""


def check(tmp_path: Path, documents: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    batch.make_documents(folder, documents)
    out = tmp_path / "out.jsonl"
    peak, first, second = batch.halves(batch.memory_of_a_run(folder, out))
    with out.open("rb") as lines:
        assert sum(1 for _ in lines) == documents
    assert peak < PEAK
    assert second < first * GROWTH


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at /proc")
def test_memory_of_the_parent_is_bounded(tmp_path: Path) -> None:
    check(tmp_path, 3_000)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at /proc")
def test_memory_of_the_parent_does_not_grow_over_a_hundred_thousand_documents(tmp_path: Path) -> None:
    check(tmp_path, 100_000)
