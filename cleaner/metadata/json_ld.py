"""What JSON-LD declares: the node of this page, not of a recommended story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.hygiene import tidy
from cleaner.metadata.found import JSON_LD, Found
from cleaner.metadata.url import same_page
from cleaner.model import Head, Limits

_TYPES = frozenset(
    {
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "liveblogposting",
        "report",
        "scholarlyarticle",
        "advertisercontentarticle",
        "techarticle",
        "socialmediaposting",
    }
)


def article_node(head: Head, url: str | None) -> Mapping[str, Any]:
    """The article node whose address is this page's; else the only one without another address; else an empty one."""
    nodes = [node for node in head.json_ld if _types(node) & _TYPES]
    here = [address for address in (url, head.links.get("canonical"), *head.meta.get("og:url", ())) if address]
    for node in nodes:
        if any(same_page(stated, address) for stated in _addresses(node) for address in here):
            return node
    silent = [node for node in nodes if not any(True for _ in _addresses(node))]
    if silent:
        return silent[0]
    return nodes[0] if len(nodes) == 1 else {}


def _types(node: Mapping[str, Any]) -> set[str]:
    stated = node.get("@type")
    return {str(item).lower() for item in (stated if isinstance(stated, list) else [stated])}


def _addresses(node: Mapping[str, Any]) -> Iterator[str]:
    page = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    for value in (page, node.get("url"), node.get("@id")):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            yield value


def strings(value: Any, key: str = "name", limits: Limits = Limits()) -> Iterator[Found]:  # noqa: B008 - frozen
    """Texts of a JSON-LD value: a string, an object with a name, or a list of them. Wrong types hold nothing.

    A text is cut one character past limits.field, a list one value past limits.items: who uses them sees the rest.
    """
    queue = [value]
    while queue:
        item = queue.pop(0)
        if isinstance(item, str):
            yield Found(tidy(item[: 2 * limits.field])[: limits.field + 1], JSON_LD)
        elif isinstance(item, dict):
            queue.insert(0, item.get(key))
        elif isinstance(item, list):
            queue[:0] = item[: limits.items + 1]
