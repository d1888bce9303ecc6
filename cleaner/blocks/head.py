"""What a page says of itself in its head: meta tags, links, JSON-LD, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from cleaner.hygiene import tidy
from cleaner.model import Head, Limits

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_OBJECTS = 200
_MAX_META = 200


def read_head(root: Any, stating: Iterable[Any], limits: Limits = Limits()) -> Head:  # noqa: B008 - frozen
    """Meta, links, JSON-LD, title and language of a parsed page. Nothing here is believed yet, only read.

    stating: the page's meta, link, script and title elements, in order.
    Every value is cut one character past limits.field: whoever uses it sees that there was more.
    """
    meta: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    scripts: list[str] = []
    title = None
    size = limits.field + 1
    for el in stating:
        if el.tag == "meta":
            _read_meta(el, meta, size)
        elif el.tag == "link":
            rel = (el.get("rel") or "")[:size].strip().lower()
            href = "" if rel in links else _short(el.get("href"), size)
            if href:
                links[rel] = href
        elif el.tag == "title":
            title = title or _short(el.text, size) or None
        elif "ld+json" in (el.get("type") or "").lower():
            scripts.append(el.text or "")
    objects, cut = _read_scripts(scripts, limits)
    return Head(
        meta={name: tuple(values) for name, values in meta.items()},
        json_ld=objects,
        links=links,
        title=title,
        language=(root.get("lang") or root.get(_XML_LANG) or "")[:size].strip() or None,
        cut=cut,
    )


def _read_meta(el: Any, meta: dict[str, list[str]], size: int) -> None:
    name = el.get("property") or el.get("name") or el.get("itemprop") or el.get("http-equiv")
    content = _short(el.get("content"), size)
    if name and content:
        values = meta.setdefault(name[:size].strip().lower(), [])
        if len(values) < _MAX_META:
            values.append(content)


def _short(value: str | None, size: int) -> str:
    """The first characters of a value once it is clean: blanks around it, however many, do not count."""
    return tidy((value or "").strip()[: 2 * size])[:size]


def _read_scripts(scripts: list[str], limits: Limits) -> tuple[tuple[Mapping[str, Any], ...], bool]:
    """The JSON-LD objects of a page, and whether a limit cut some."""
    objects: list[Mapping[str, Any]] = []
    room, cut = limits.json, False
    for text in scripts:
        if len(text) > room or len(objects) > _MAX_OBJECTS:
            cut = True
            continue
        room -= len(text)
        objects.extend(islice(_read_json_ld(text), _MAX_OBJECTS + 1 - len(objects)))
    return tuple(objects[:_MAX_OBJECTS]), cut or len(objects) > _MAX_OBJECTS


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
    if not text:
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
