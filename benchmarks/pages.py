"""The annotated pages in ../shared/quality, and its scripts as modules, for the benchmarks beside this file."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from cleaner import Label, Options
from cleaner.assemble import assemble
from cleaner.decode import Decoded, decode
from cleaner.label.context import host_of
from cleaner.metadata.confidence import signs
from cleaner.model import TEXT_LABELS
from cleaner.pipeline import labelled

QUALITY = Path(__file__).resolve().parent.parent.parent / "shared" / "quality"


class Sample(NamedTuple):
    """One page cleaned: where from, in which way, the signs of it, and whether nothing in the text is wrong."""

    kind: str
    site: str
    signs: dict[str, float]
    perfect: bool


def module(name: str) -> ModuleType:
    """score or general, from ../shared/quality. Ends the program with a word where it is not there."""
    if not QUALITY.is_dir():
        sys.exit(f"{QUALITY} is not there: the annotated pages are no part of this repository")
    sys.path.insert(0, str(QUALITY))
    return __import__(name)


def press(kind: str, ending: str, *, url: bool = True, options: Options | None = None) -> Iterator[Sample]:
    """The article pages of the development set with an ending, cleaned."""
    score = module("score")
    for row in score.load(QUALITY / "dev.jsonl"):
        if not row["article"] or not row["page"].endswith(ending):
            continue
        full = score.resolve(row, QUALITY / "dev")
        raw = full["path"].read_bytes()
        address = row.get("url") if url else None
        context = labelled(decode(raw), ending == ".html", address, options or Options())
        text = assemble(context.page, context.trail, context.options.keep)
        perfect = bool(score.judge(full, {"text": text})["perfect"])
        if text:
            yield Sample(kind, _site(row["page"].split("__")[0]), signs(context), perfect)


def news(kind: str) -> Iterator[Sample]:
    """The general news pages, cleaned with their datelines kept, as their gold has them."""
    general = module("general")
    options = Options(keep=TEXT_LABELS | {Label.DATELINE})
    for line in (QUALITY / "general" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        html = gzip.decompress((QUALITY / "general" / "pages" / row["page"]).read_bytes()).decode()
        context = labelled(Decoded(html, "utf-8", guessed=False), True, row["url"], options)
        text = assemble(context.page, context.trail, options.keep)
        if text:
            site = _site(host_of(row["url"]) or row["page"])
            yield Sample(kind, site, signs(context), bool(general.judge(row, text)["exact"]))


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])
