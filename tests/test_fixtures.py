"""Every fixture page gives exactly the ledger that its golden file states."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import clean
from cleaner.explain import golden_lines

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(path for path in FIXTURES.rglob("*") if path.suffix in (".html", ".txt"))


def _url_of(page: Path) -> str | None:
    """A text cannot say where it comes from; a file beside it can."""
    beside = page.with_suffix(".url")
    return beside.read_text(encoding="utf-8").strip() if beside.exists() else None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(FIXTURES).as_posix())
def test_fixture_gives_the_ledger_its_golden_states(page: Path) -> None:
    golden = page.with_suffix(".golden")
    assert golden.exists(), f"{page} has no golden file beside it"
    article = clean(page, url=_url_of(page))
    got = "\n".join(golden_lines(article.to_dict(), article.ledger))
    assert got.strip() == golden.read_text(encoding="utf-8").strip()
