"""The language a page declares, or that its words show."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.label.context import Context
from cleaner.metadata.found import HTML, META, TEXT, Found
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.portal import Portal

_CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$", re.IGNORECASE)
_OLD = {"in": "id", "iw": "he", "ji": "yi"}
_LOOK = 4000
_MIN_HITS = 6
_LEAD = 1.2


def declared_language(context: Context) -> Found | None:
    """The html element's lang or a meta tag, as a two-letter code."""
    stated = [Found(context.page.head.language or "", HTML)]
    stated += [
        Found(v, META)
        for tag in context.rules.lexicon.meta.get("language", ())
        for v in context.page.head.meta.get(tag, ())
    ]
    for found in stated:
        code = _CODE.match(found.value)
        if code:
            low = code[1].lower()
            return Found(_OLD.get(low, low), found.source)
    return None


def detect_language(text: str, lexicon: Lexicon, portal: Portal | None) -> Found | None:
    """The language whose function words a text shows clearly more often than any other's."""
    words = Counter(re.findall(r"[a-z]+", text[:_LOOK].lower()))
    hits = {code: sum(words[word] for word in known) for code, known in lexicon.stopwords.items()}
    ranked = sorted(hits, key=lambda code: -hits[code])
    if not ranked or hits[ranked[0]] < _MIN_HITS:
        return None
    if len(ranked) > 1 and hits[ranked[0]] < _LEAD * hits[ranked[1]]:
        return Found(portal.language, "portal") if portal and portal.language else None
    return Found(ranked[0], TEXT)
