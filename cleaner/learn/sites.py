"""Whose pages are whose: samples by site, the sub-hosts of a portal together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from cleaner.blocks import from_html, looks_like_html
from cleaner.decode import decode
from cleaner.label.context import host_of
from cleaner.learn.sample import Sample
from cleaner.model import CleanerError
from cleaner.rules.lexicon import Lexicon

T = TypeVar("T")
_HEAD_ENDS = re.compile(r"</head|<body", re.IGNORECASE)


def by_site(placed: Iterable[tuple[str | None, T]], most: int) -> dict[str | None, list[T]]:
    """Site -> its first `most` things, in the order they came. None: nobody says where they are from."""
    sites: dict[str | None, list[T]] = {}
    for site, thing in placed:
        group = sites.setdefault(site, [])
        if len(group) < most:
            group.append(thing)
    return sites


def site_of(sample: Sample, lexicon: Lexicon) -> str | None:
    """The site of a sample, by its address, or by what its markup says; None where nobody says it."""
    host = host_of(sample.url) or host_of(_stated(sample))
    if host is None:
        return None
    name = lexicon.tld.sub("", host)
    if name == host:  # an ending that nobody told us: the last two words
        return ".".join(host.split(".")[-2:])
    return host[host.rindex(name.split(".")[-1]) :]


def _stated(sample: Sample) -> str | None:
    """The address that a page states for itself. Its head is enough to know."""
    try:
        text = "" if sample.is_text else decode(sample.raw).text
    except CleanerError:
        return None
    if not looks_like_html(text):
        return None
    end = _HEAD_ENDS.search(text)
    head = from_html(text[: end.start()] if end else text).head
    return head.links.get("canonical") or next(iter(head.meta.get("og:url", ())), None)
