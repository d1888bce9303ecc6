"""Names of people, told from initials, desks, portals and sentences."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.label.prose import is_prose
from cleaner.rules.lexicon import Lexicon

_NAME_WORD = re.compile(r"^(?:[A-ZÀ-Ý][\w'’.-]*|[a-z]{2,3}|[a-z][\w'’]{3,}|d[ae]|van|von|bin|binti|al|el)\.?,?$")
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[,;&/|+]|\bdan\b|\band\b|\bdengan\b)\s*")
_AFTER_NAME = re.compile(r"(?<!\s)\s++(?:[-–—|/]|\()\s*.*$")
_COPYRIGHT = re.compile(r"(?<!\s)\s*+(?:©|[Cc]opyright|COPYRIGHT|\(c\))")
_NO_NAME = re.compile(r"[@/\\_<>{}\[\]=#]")
_QUOTES = "\"'”’»"
# Characters of what names people, at the most.
_MOST, _REMEMBERED = 90, 200


def names_in(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Names of people in what follows a role; () for a desk or agency, None when it is neither (prose)."""
    text = _cut_copyright(text).strip(" |,.;:-–—()[]")
    return _names(text, lexicon) if len(text) <= _MOST else None


@lru_cache(maxsize=_REMEMBERED)
def _names(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Remembered: a page states its people in its head and in its lines, and each is asked about for several fields."""
    if not text or text.lower() in lexicon.never_names:
        return ()
    if is_prose(text) or text.rstrip(_QUOTES).endswith(("?", "!")):
        return None
    names: dict[str, None] = {}
    for part in _BETWEEN.split(text):
        name = person(part, lexicon)
        if name is not None:
            names[name] = None
        elif not _is_plain(part) and part.split()[0].lower() not in lexicon.never_names:
            return None
    return tuple(names)


def _cut_copyright(text: str) -> str:
    return _COPYRIGHT.split(text, maxsplit=1)[0]


def _is_plain(part: str) -> bool:
    """A place or a desk beside a name ("Kontributor Serang, Rasyid"), or initials: no name, and no prose."""
    return len(part.split()) <= 3


def person(text: str, lexicon: Lexicon) -> str | None:
    """A person's name as shown, or None: initials, desks, portals and sentences are no names.

    Titles that a portal puts before a name ("Kontributor Serang") are cut by the caller.
    """
    text = " ".join(_AFTER_NAME.sub("", text).split()).strip(" ,;:|-–—")
    words = text.split()
    low = text.lower()
    if not words or len(words) > 6 or len(text) < 3 or len(text) > 60:
        return None
    if low in lexicon.never_names or low in lexicon.cities:
        return None
    if any(char.isdigit() for char in text) or _NO_NAME.search(text) or lexicon.domain.search(text):
        return None
    if words[0].lower() in lexicon.never_names or (
        len(words) == 1 and len(text) <= 3 and (text.islower() or text.isupper())
    ):
        return None
    if not all(_NAME_WORD.match(word) for word in words) or any(word in lexicon.small for word in words):
        return None
    capitals = sum(word[0].isupper() for word in words)
    if capitals * 2 < len(words) and len(words) > 1:
        return None
    return ordinary(text)


def ordinary(name: str) -> str:
    """A name in ordinary capitalisation.

    >>> ordinary("DINI TEJA"), ordinary("wanda"), ordinary("B Kunto Wibisono")
    ('Dini Teja', 'Wanda', 'B Kunto Wibisono')
    """
    if name.isupper() and len(name) > 3:
        return " ".join(word if len(word) <= 2 and word.endswith(".") else word.capitalize() for word in name.split())
    if name.islower():
        return name.title()
    return name
