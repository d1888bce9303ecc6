"""The words of an address against the words of a line: portals make their addresses from their headlines."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from cleaner.label.prose import title_case_share

_WORD = re.compile(r"[^\W_]+")
_MIN_WORDS, _MIN_SHARE, _TITLE_CASE = 3, 0.7, 0.75
# Behind the headline's words stands an article's number at the most.
_MAX_ID_WORDS = 1
_END = re.compile(r"[?!.…\"”'’)\]]{0,4}(?=\s{1,3}[\"“'‘(]?[A-Z0-9])")


def in_address(url: str | None, text: str) -> bool:
    """Whether most words of a line are words of the page's address."""
    slug = {word for word in _WORD.findall(_path(url)) if len(word) >= _MIN_WORDS}
    words = {word for word in _WORD.findall(text.lower()) if len(word) >= _MIN_WORDS}
    return len(words) >= _MIN_WORDS and len(words & slug) >= _MIN_SHARE * len(words)


def headline_in_address(url: str | None, text: str, small: Collection[str]) -> int | None:
    """Where a line's headline ends, when all the words of a part of the address begin the line and the line goes on.

    Only a title-case beginning with a capital behind it: a story can begin with its headline's words.

    >>> line = "Harga Beras Naik di Solo Andi Wijaya 5 min read"
    >>> line[:headline_in_address("https://kabar.example/harga-beras-naik-di-solo-c41f38", line, {"di"})]
    'Harga Beras Naik di Solo'
    """
    first = _WORD.search(text)
    begin = first[0].lower() if first else ""
    parts = [_WORD.findall(part) for part in _path(url).split("/")]
    told = [words for words in parts if len(words) > _MIN_WORDS and words[0] == begin]
    shown = [(found[0].lower(), found.end()) for found in _WORD.finditer(text[:400])] if told else []
    for words in told:
        same = next((i for i, word in enumerate(words) if i >= len(shown) or shown[i][0] != word), len(words))
        if same <= _MIN_WORDS or len(words) - same > _MAX_ID_WORDS:
            continue
        end = _END.match(text, shown[same - 1][1])
        if end and title_case_share(text[: end.end()], small) >= _TITLE_CASE:
            return end.end()
    return None


def _path(url: str | None) -> str:
    try:
        return unquote(urlsplit(url or "").path).lower()
    except ValueError:  # an address that is none: "http://[broken"
        return ""
