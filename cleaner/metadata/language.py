"""The language a page declares, or that its words show."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from string import ascii_lowercase

from cleaner.label.context import Context
from cleaner.metadata.found import HTML, META, TEXT, Found
from cleaner.rules.lexicon import Lexicon
from cleaner.rules.portal import Portal

# "utf-8" stands where a language should, too.
_CODE = re.compile(r"^(?!utf)([a-z]{2,3})(?:[-_].*)?$", re.IGNORECASE)
_OLD = {"in": "id", "iw": "he", "ji": "yi"}
_LOOK = 4000
_MIN_HITS = 6
_MIN_OWN = 4
_HOME = 2
_SCRIPT_SHARE = 0.1
# A blank for every byte that is no small letter.
_TO_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else ord(" ") for byte in range(256))


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
    """The language whose own function words, shared with no other list, a text shows clearly more often.

    Indonesian and Malay share most of theirs: those that they do not share tell them apart, and in a short text that
    has none of them the portal's own language is the likelier one.
    """
    hits, own = dict.fromkeys(lexicon.stopwords, 0), dict.fromkeys(lexicon.stopwords, 0)
    for word, count in Counter(filter(lexicon.stopword_of.__contains__, _words(text[:_LOOK]))).items():
        codes = lexicon.stopword_of[word]
        for code in codes:
            hits[code] += count
        if len(codes) == 1:
            own[codes[0]] += count
    if portal and portal.language:
        hits[portal.language] = hits.get(portal.language, 0) * _HOME
    clear = max(own.values(), default=0) >= _MIN_OWN
    ranked = sorted(hits, key=lambda code: (-own[code] if clear else 0, -hits[code]))
    if ranked and hits[ranked[0]] >= _MIN_HITS:
        return Found(ranked[0], TEXT)
    return _by_script(text[:_LOOK], lexicon)


def _words(text: str) -> list[str]:
    """The runs of Latin letters without accents, lower case. A pattern takes six times as long."""
    return text.lower().encode("ascii", "replace").translate(_TO_LETTERS).decode("ascii").split()


def _by_script(text: str, lexicon: Lexicon) -> Found | None:
    """The language whose own letters are a tenth of a text."""
    least = max(_MIN_HITS, _SCRIPT_SHARE * len(text))
    scripts = lexicon.scripts.items()
    code = next((code for code, letters in scripts if len(_compiled(letters).findall(text)) >= least), None)
    return Found(code, TEXT) if code else None


@lru_cache(maxsize=64)
def _compiled(letters: str) -> re.Pattern[str]:
    """Remembered here: Python's own memory of patterns is shared with all else that runs, and forgets."""
    return re.compile(letters)
