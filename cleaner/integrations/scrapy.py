"""An item pipeline for Scrapy: items that hold a page get the record's fields. Two lines in settings.py:

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanPipeline": 300}
    CLEANER_WORKERS = 2

A spider yields `{"url": response.url, "html": response.text}`. Cleaning happens in guarded child processes, which the
crawl waits for in threads: the reactor goes on answering, and a page that crashes or hangs costs its own item.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from cleaner.batch import Bounds, Fields, Task
from cleaner.batch.fields import document_of
from cleaner.integrations import guarded
from cleaner.model import Options

_LOG = logging.getLogger(__name__)
_NAMELESS = "the item"


class CleanPipeline:
    """Adds the record's fields to each item, and takes the page out of it. Settings, each with its default:

    CLEANER_WORKERS = 1           child processes
    CLEANER_TIMEOUT = 60          seconds for one page
    CLEANER_MEMORY = 1024         MB for one page
    CLEANER_HTML_FIELD = None     the field with the page; None: the first filled one of html, text, content, body, ...
    CLEANER_KEEP_PAGE = False     leave the page in the item
    CLEANER_LANGUAGE = "auto"; CLEANER_PORTAL = "auto"; CLEANER_RULES = []     as in cleaner.Options

    A dict gets every field; an item of a class those fields that the class has. What the record does not know (None)
    replaces nothing. Where the page cannot be cleaned, the item gets the field `error`; an item that has no such field
    is dropped, saying so. An item without a page goes on as it is. The stats count cleaner/cleaned, cleaner/no-body,
    cleaner/no-page and cleaner/error/<stage>.

    Needs Scrapy's asyncio reactor, which is its default.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        rules = tuple(Path(folder) for folder in settings.getlist("CLEANER_RULES"))
        self.task = Task(
            Options(
                language=settings.get("CLEANER_LANGUAGE", "auto"),
                portal=settings.get("CLEANER_PORTAL", "auto"),
                rules=rules,
            )
        )
        self.bounds = Bounds(settings.getfloat("CLEANER_TIMEOUT", 60.0), settings.getint("CLEANER_MEMORY", 1024))
        self.fields = Fields(html=settings.get("CLEANER_HTML_FIELD"))
        self.keep_page = settings.getbool("CLEANER_KEEP_PAGE", False)
        self.stats: Any = crawler.stats
        self.threads = ThreadPoolExecutor(settings.getint("CLEANER_WORKERS", 1), "cleaner")
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanPipeline:
        """As Scrapy makes it. Raises RuleError for wrong rules, a wrong language or portal."""
        self = cls(crawler)
        self.task.rows()
        return self

    async def process_item(self, item: Any) -> Any:
        """The item with the record's fields. Raises DropItem when it could not say that its page is an error."""
        adapter = ItemAdapter(item)
        row = dict(adapter)
        if self.fields.missing(row):
            self._pass(row)
            return item
        loop = asyncio.get_running_loop()
        record = await loop.run_in_executor(self.threads, self._cleaned, row)
        self._take_out(adapter)
        if "error" in record:
            self._mark(adapter, record)
        else:
            self._fill(adapter, record)
        return item

    def close(self) -> None:
        """End the child processes."""
        self.threads.shutdown()
        guarded.close()

    def _cleaned(self, row: dict[str, Any]) -> dict[str, Any]:
        """In a thread: the record of an item's page, or its error record."""
        document = dataclasses.replace(document_of(row, _NAMELESS, self.fields, (0, 0)), source="")
        return guarded.cleaned([document], self.task, self.bounds)[0]

    def _fill(self, adapter: ItemAdapter, record: dict[str, Any]) -> None:
        known = _field_names(adapter)
        record["source"] = record["source"] or None
        for name, value in record.items():
            if (known is None or name in known) and (value is not None or name not in adapter):
                adapter[name] = value
        self.stats.inc_value("cleaner/cleaned" if record["text"] else "cleaner/no-body")

    def _take_out(self, adapter: ItemAdapter) -> None:
        """Remove the page, be it cleaned or an error: exporters cannot write bytes."""
        page = next((name for name in self.fields.content if adapter.get(name)), None)
        if page is None or self.keep_page:
            return
        if _field_names(adapter) is None:
            del adapter[page]
        else:
            adapter[page] = None

    def _mark(self, adapter: ItemAdapter, record: dict[str, Any]) -> None:
        self.stats.inc_value(f"cleaner/error/{record['stage']}")
        said = f"{record['error']}: {record['message']}"
        known = _field_names(adapter)
        if known is not None and "error" not in known:
            raise DropItem(f"cleaner: {said}")
        _LOG.warning("%s: %s", next((adapter[name] for name in self.fields.address if name in adapter), "item"), said)
        adapter["error"] = said

    def _pass(self, row: dict[str, Any]) -> None:
        """An item without a page is some other item of the project; the first one is spoken of, in case it is not."""
        if not self.stats.get_value("cleaner/no-page"):
            _LOG.warning("an item goes on as it is: %s", self.fields.missing(row))
        self.stats.inc_value("cleaner/no-page")


def _field_names(adapter: ItemAdapter) -> list[str] | None:
    """The fields that an item's class has; None for a dict, which takes any."""
    found: list[str] | None = ItemAdapter.get_field_names_from_class(type(adapter.item))
    return found
