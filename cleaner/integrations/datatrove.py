"""A step of a datatrove pipeline: documents whose text is a page, or a text full of clutter, become clean articles.

    pipeline = [JsonlReader("pages/", text_key="html"), CleanFilter(JsonlWriter("dropped/")), JsonlWriter("clean/")]

It is one of datatrove's filters: a page without a story is dropped, with the reason, into the exclusion writer.
"""

from __future__ import annotations

from typing import Any

from datatrove.data import Document as Item
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaner.batch import Bounds, Document, Task
from cleaner.batch.fields import as_bytes
from cleaner.integrations.guarded import cleaned
from cleaner.model import Options

_BATCH = 32
_NOT_METADATA = ("id", "text", "source", "extra")


class CleanFilter(BaseFilter):
    """Cleans `text`, and adds the record's other fields to `metadata`; metadata["url"] says where a page comes from.

    exclusion_writer: gets what is dropped, as it came, with metadata["filter_reason"]: the stage of an error (decode,
    limit, timeout, memory, crash, clean; metadata["error"] says more), no-body, the page's type where it is no article
    (gallery, video, index, other), or low-confidence.
    min_confidence: drop articles under it; 0 drops none.
    bounds: seconds and MB that one document may cost; each is cleaned in a guarded child process.
    """

    name = "🧹 Clean"

    def __init__(
        self,
        exclusion_writer: DiskWriter | None = None,
        *,
        options: Options = Options(),  # noqa: B008 - frozen
        bounds: Bounds = Bounds(),  # noqa: B008 - frozen
        min_confidence: float = 0.0,
        explain: bool = False,
    ) -> None:
        super().__init__(exclusion_writer, batch_size=_BATCH)
        self.task, self.bounds, self.min_confidence = Task(options, explain), bounds, min_confidence

    def filter(self, doc: Item) -> bool | tuple[bool, str]:
        """One document; see filter_batch()."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Item]) -> list[bool | tuple[bool, str]]:
        """Clean the documents in place; True, or (False, reason) for each. Never raises for what they hold."""
        found = cleaned([_document(item) for item in batch], self.task, self.bounds)
        return [self._judged(item, record) for item, record in zip(batch, found, strict=True)]

    def _judged(self, item: Item, record: dict[str, Any]) -> bool | tuple[bool, str]:
        if "error" in record:
            item.metadata["error"] = f"{record['error']}: {record['message']}"
            return False, str(record["stage"])
        if not record["text"]:
            return False, "no-body" if record["page_type"] == "article" else str(record["page_type"])
        if record["confidence"] < self.min_confidence:
            return False, "low-confidence"
        item.text = record["text"]
        stated = {name: value for name, value in item.metadata.items() if value is not None}
        facts = {name: value for name, value in record.items() if name not in _NOT_METADATA}
        known = {name: value for name, value in facts.items() if value is not None}
        item.metadata = {**facts, **stated, **known}
        return True


def _document(item: Item) -> Document:
    url = item.metadata.get("url")
    return Document(
        str(item.id), content=as_bytes(item.text), url=url if isinstance(url, str) else None, id=str(item.id)
    )
