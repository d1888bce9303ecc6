"""The item pipeline for Scrapy: real crawls of a web server on this machine, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import TEXT, environment
from engines import NASTY, read_jsonl, recipe, served, story

pytestmark = pytest.mark.scrapy
pytest.importorskip("scrapy", reason="needs Scrapy: pip install 'cleaner[scrapy]'")


def crawl(code: str, folder: Path, *settings: str) -> tuple[list[dict[str, Any]], str]:
    """The items of a spider, and what the crawl said."""
    (folder / "news.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "scrapy", "runspider", "news.py", "-o", "articles.jsonl", "-s", "LOG_LEVEL=INFO"]
    for setting in settings:
        command += ["-s", setting]
    done = subprocess.run(
        command, cwd=folder, env=environment(NASTY), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return read_jsonl(folder / "articles.jsonl"), done.stderr


HEART = '''

import asyncio
import time

from scrapy import signals


class Watched(News):
    """Feels its own pulse: how long the event loop ever was away."""

    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        self = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(self.opened, signals.spider_opened)
        return self

    def opened(self):
        self.beats = asyncio.get_running_loop().create_task(self.beat())

    async def beat(self):
        last, longest = time.monotonic(), 0.0
        while True:
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
            self.crawler.stats.set_value("longest", longest)


del News
'''


def stat(said: str, name: str) -> float:
    """A figure of the stats that Scrapy prints in the end."""
    return float(said.partition(f"'{name}': ")[2].partition(",")[0].rstrip("}\n"))


def test_two_hundred_pages_are_two_hundred_items_while_the_reactor_answers(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site", 200) as address:
        for bad, harm in ((60, "hold"), (61, "segfault")):
            (tmp_path / "site" / f"story-{bad}.html").write_text(f"NASTY {harm} {TEXT}", encoding="utf-8")
        code = recipe("Scrapy").replace("http://127.0.0.1:8000", address) + HEART
        items, said = crawl(code, tmp_path, "CLEANER_TIMEOUT=3")
    assert len(items) == 200
    by_url = {str(item["url"]).removeprefix(address): item for item in items}
    good = [n for n in range(1, 201) if n not in (60, 61)]
    assert [by_url[f"/story-{n}.html"]["text"] for n in good] == [story(n) for n in good]
    first = by_url["/story-1.html"]
    assert (first["language"], first["host"], first["page_type"], first["authors"]) == (
        "id",
        "127.0.0.1",
        "article",
        [],
    )
    assert not any("html" in item for item in items)
    assert str(by_url["/story-60.html"]["error"]) == "TimeoutError: not done after 3 s"
    assert str(by_url["/story-61.html"]["error"]) == "WorkerCrash: the worker process was ended by SIGSEGV"
    assert (stat(said, "cleaner/cleaned"), stat(said, "cleaner/error/timeout")) == (198, 1)
    assert stat(said, "longest") < 1.0  # one page hung for 3 s, and cleaning them all takes longer than that


CLASSES = """
import dataclasses
import scrapy


class Story(scrapy.Item):
    url = scrapy.Field()
    html = scrapy.Field()
    text = scrapy.Field()
    title = scrapy.Field()
    error = scrapy.Field()


@dataclasses.dataclass
class Bare:
    url: str
    html: str | None
    text: str = ""


class News(scrapy.Spider):
    name = "news"
    start_urls = ["ADDRESS/story-1.html"]
    custom_settings = {"ITEM_PIPELINES": {"cleaner.integrations.scrapy.CleanPipeline": 300}}

    def parse(self, response):
        yield Story(url=response.url, html=response.body, title="From the spider")
        yield Bare(url=response.url, html=response.text)
        yield {"name": "an author, no page"}
        yield Story(url=response.url, html=b"%PDF-1.4 \\x00")
        yield Bare(url=response.url, html="%PDF-1.4 \\x00")
"""


def test_items_of_classes_get_the_fields_they_have_and_no_error_is_lost(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site", 1) as address:
        items, said = crawl(CLASSES.replace("ADDRESS", address), tmp_path)
    url, why = f"{address}/story-1.html", "DecodeError: the input is not a page or a text but a PDF"
    in_order = sorted(items, key=lambda item: (len(item), str(item)))
    wanted: list[dict[str, Any]] = [
        {"name": "an author, no page"},
        {"url": url, "html": None, "text": story(1)},
        {"url": url, "html": None, "title": "From the spider", "text": story(1)},
        {"url": url, "html": None, "error": why},
    ]
    assert in_order == sorted(wanted, key=lambda item: (len(item), str(item)))
    assert f"cleaner: {why}" in said
    assert "an item goes on as it is: no column html or raw_html" in said
    assert (stat(said, "cleaner/no-page"), stat(said, "cleaner/error/decode")) == (1, 2)


def test_wrong_portal_stops_the_crawl_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "news.py").write_text(CLASSES.replace("ADDRESS", "http://127.0.0.1:9"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "runspider", "news.py", "-s", "CLEANER_PORTAL=kompass"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "there is no portal file named 'kompass'" in done.stderr
    assert "Crawled" not in done.stderr
