"""Clean characters: what output hygiene drops or folds, and where each kept character came from."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner and its invisible kin, BOM, bidi overrides; C0 and C1 controls that are
# not white space; lone surrogates; noncharacters.
_DROPPED = (
    "\u00ad\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
# Joiners carry meaning in Persian, in the scripts of India and in emoji: they go only beside a Latin letter or a blank.
_LATIN = r"\sA-Za-z0-9\u00c0-\u024f"
DROPPED = re.compile(rf"[{_DROPPED}]|(?<![^{_LATIN}])[\u200c\u200d]|[\u200c\u200d](?![^{_LATIN}])")
_SUSPECT = re.compile(rf"[{_DROPPED}\u200c\u200d]")


def tidy(text: str) -> str:
    """Text with single blanks, without invisible characters, NFC.

    >>> tidy("  Ba\u200bca\u00a0 juga\\n")
    'Baca juga'
    """
    plain = " ".join(text.split())
    if plain.isprintable() and (plain.isascii() or unicodedata.is_normalized("NFC", plain)):
        return plain  # what is dropped is not printable
    if not text.isascii():
        if _SUSPECT.search(text):
            text = DROPPED.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    elif _SUSPECT.search(text):
        text = DROPPED.sub("", text)
    return " ".join(text.split())


def tidy_with_offsets(raw: str) -> tuple[str, tuple[int, ...]]:
    """The same, and for each character of the result its place in `raw`, and at the end where the last one stops."""
    chars: list[str] = []
    places: list[int] = []
    dropped = {m.start() for m in DROPPED.finditer(raw)}
    at = end = 0
    while at < len(raw):
        stop = at + 1
        while stop < len(raw) and unicodedata.combining(raw[stop]):
            stop += 1
        cluster = "".join(raw[i] for i in range(at, stop) if i not in dropped)
        if cluster.isspace():
            cluster = " " if chars and chars[-1] != " " else ""
        for char in unicodedata.normalize("NFC", cluster):
            chars.append(char)
            places.append(at)
            end = stop
        at = stop
    if chars and chars[-1] == " ":
        chars.pop()
        end = places.pop()
    return "".join(chars), (*places, end)
