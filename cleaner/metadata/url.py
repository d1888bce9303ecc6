"""What an address states: host, and for some portals the day."""

from __future__ import annotations

import fnmatch
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from cleaner.metadata.found import URL, Found
from cleaner.rules.lexicon import Lexicon

_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:[/-]|$)")
_DAY_GLUED = re.compile(r"/(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{6})?(?:[/-]|$)")


def day_in(url: str | None) -> Iterator[Found]:
    """The day an address names, as in "/2025/06/19/" or "/20241024140500-20-123/"."""
    path = (url or "").partition("//")[2].partition("?")[0]
    for pattern in (_DAY, _DAY_GLUED):
        found = pattern.search(path)
        if found:
            yield Found("-".join(found.groups()[:3]), URL)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses name one page, scheme, www., query, fragment and last slash aside."""
    return _plain(one) == _plain(other) != ""


def _plain(url: str) -> str:
    path = url.partition("//")[2].split("#")[0].split("?")[0].rstrip("/").lower()
    return path.removeprefix("www.")


def without_tracking(url: str, lexicon: Lexicon) -> str:
    """An address without the parameters that only say where a reader came from; paging is kept."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query and not parts.fragment:
        return parts.geturl()
    pairs = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not any(fnmatch.fnmatchcase(pair[0].lower(), name) for name in lexicon.tracking)
    ]
    return parts._replace(query=urlencode(pairs), fragment="").geturl()


def identity(url: str | None, source: str | None, lexicon: Lexicon) -> str | None:
    """128 bits, as hex, of what names this document: its address, else where it was read from, else None."""
    name = without_tracking(url, lexicon) if url else source
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32] if name else None
