"""What a page says of itself in its head: meta tags, links, JSON-LD, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.hygiene import tidy
from cleaner.model import Head

_MAX_JSON = 1_000_000
_MAX_OBJECTS = 200
_MAX_FIELD = 2_000


def read_head(root: Any) -> Head:
    """Meta, links, JSON-LD, title and language of a parsed page. Nothing here is believed yet, only read."""
    meta: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    objects: list[Mapping[str, Any]] = []
    title = None
    for el in root.iter("meta", "link", "script", "title"):
        if el.tag == "meta":
            _read_meta(el, meta)
        elif el.tag == "link":
            href = (el.get("href") or "").strip()
            if href:
                links.setdefault((el.get("rel") or "").strip().lower(), href)
        elif el.tag == "title":
            title = title or tidy(el.text or "")[:_MAX_FIELD] or None
        elif "ld+json" in (el.get("type") or "").lower():
            objects.extend(_read_json_ld(el.text or ""))
    return Head(
        meta={name: tuple(values) for name, values in meta.items()},
        json_ld=tuple(objects[:_MAX_OBJECTS]),
        links=links,
        title=title,
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None,
    )


def _read_meta(el: Any, meta: dict[str, list[str]]) -> None:
    name = el.get("property") or el.get("name") or el.get("itemprop") or el.get("http-equiv")
    content = tidy((el.get("content") or "")[:_MAX_FIELD])
    if name and content:
        meta.setdefault(name.strip().lower(), []).append(content)


def _read_json_ld(text: str) -> Iterator[Mapping[str, Any]]:
    text = (
        text.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .strip()
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
        .rstrip(" ;")
    )
    if not text or len(text) > _MAX_JSON:
        return
    try:
        # Real pages hold raw newlines and tabs inside strings.
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        data = _repaired(text)
    yield from _unfold(data)


def _repaired(text: str) -> Any:
    """Commas too many are the one error that can be mended without guessing."""
    try:
        return json.loads(re.sub(r",[ \t\r\n]{0,50}([}\]])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _unfold(data: Any) -> Iterator[Mapping[str, Any]]:
    """Objects of a list or an @graph, in order; anything else holds no facts."""
    queue = [data]
    while queue:
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item[:_MAX_OBJECTS]
        elif isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                queue[:0] = graph[:_MAX_OBJECTS]
