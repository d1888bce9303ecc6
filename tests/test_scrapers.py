"""What scrapers hand over: bytes, decoded text, parsed pages; in threads and beside an event loop."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from commands import ROOT
from engines import recipe, run_recipe, served, story

from cleaner import clean

ADDRESS = "http://127.0.0.1:8000"
FIXTURES = sorted((ROOT / "fixtures").rglob("*.html"))


def test_recipe_for_httpx_and_requests(tmp_path: Path) -> None:
    pytest.importorskip("httpx", reason="needs httpx")
    pytest.importorskip("requests", reason="needs requests")
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site", 1) as address:
        assert run_recipe(recipe("httpx and requests").replace(ADDRESS, address), tmp_path) == f"{story(1)}\n"


def test_recipe_for_asyncio(tmp_path: Path) -> None:
    pytest.importorskip("httpx", reason="needs httpx")
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site", 8) as address:
        said = run_recipe(recipe("httpx and requests", 1).replace(ADDRESS, address), tmp_path)
    assert said == "".join(f"{story(n)}\n\n" for n in range(1, 9))


@pytest.mark.parametrize("path", FIXTURES[::6], ids=lambda path: path.stem)
def test_bytes_text_and_soup_of_a_page_give_one_text(path: Path) -> None:
    raw = path.read_bytes()
    soup = BeautifulSoup(raw, "lxml")
    before = str(soup)
    texts = {clean(page).text for page in (raw, raw.decode("utf-8"), soup)}
    assert len(texts) == 1
    assert str(soup) == before


def test_threads_give_the_records_that_one_thread_gives() -> None:
    """Every thread cleans every page, each in another order."""
    pages = [path.read_bytes() for path in FIXTURES[::3]]
    wanted = [clean(page).to_dict(explain=True) for page in pages]
    found: dict[int, list[object]] = {}

    def work(number: int) -> None:
        at = [(number * 7 + place) % len(pages) for place in range(len(pages))]
        records = {place: clean(pages[place]).to_dict(explain=True) for place in at}
        found[number] = [records[place] for place in range(len(pages))]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]
    assert all(records == wanted for records in found.values())
