"""Bytes to text: byte order mark, strict UTF-8, the declared charset, then a detector."""

from __future__ import annotations

import codecs
import re
from functools import cached_property

from cleaner.model import DecodeError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (an image or a sound)"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_MAGICS = tuple(magic for magic, _ in _MAGIC)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w:.-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096
# Bytes that are looked at together for being UTF-8: what they decode to stays in the nearest memory.
_PIECE = 16_384
# Control characters that a text can hold by accident; of random bytes every twelfth is one.
_FEW_ODD = 8
_SPARSE, _FEW = 0.15, 3
# Control characters that no text holds.
_ODD = bytes([*range(9), *range(14, 27)])


class Decoded:
    """What was read, the encoding it was read with, and whether that was a guess rather than stated or certain."""

    def __init__(self, text: str | None, encoding: str, *, guessed: bool, raw: bytes = b"") -> None:
        """raw: the text in UTF-8, where the input was just that. text: None where raw alone says it."""
        self.encoding = encoding
        self.guessed = guessed
        self.raw = raw
        self._text = text

    @cached_property
    def text(self) -> str:
        """All of it. A page is parsed from bytes, and as text takes up to four times their space."""
        return self.raw.decode("utf-8") if self._text is None else self._text

    @property
    def head(self) -> str:
        """Its first characters, some thousand of them."""
        return self.raw[:_HEAD].decode("utf-8", "ignore") if self._text is None else self._text[:_HEAD]


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Text of `raw`; `declared` is the charset of an HTTP header, tried after UTF-8. Raises DecodeError."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return Decoded(raw.decode(name, "replace").removeprefix("\ufeff"), name, guessed=False)
    _refuse_binary(raw)
    stop = _utf8_stop(raw)
    return _without_nul(raw) if stop == len(raw) else _not_utf8(raw, declared, stop)


def _utf8_stop(raw: bytes) -> int:
    """Up to where bytes are UTF-8. In pieces that takes two thirds of the time, and no space to speak of."""
    if raw.isascii():
        return len(raw)
    view, at = memoryview(raw), 0
    try:
        while at < len(raw):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(raw))[1]
    except UnicodeDecodeError as error:
        return at + error.start
    return at


def _refuse_binary(raw: bytes) -> None:
    if raw.startswith(_MAGICS):
        what = next(what for magic, what in _MAGIC if raw.startswith(magic))
        raise DecodeError(f"the input is not a page or a text but {what}")
    head = raw[:_HEAD]
    odd = len(head) - len(head.translate(None, _ODD))
    if odd > max(_FEW_ODD, len(head) // 20) and _wide(head) is None:
        raise DecodeError("the input is not a page or a text: it is binary")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is NUL, and hardly one of the others."""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if half < 4 or min(even, odd) > half * 0.1:
        return None
    if odd > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 else None


def _without_nul(raw: bytes) -> Decoded:
    name = _wide(raw[:_HEAD]) if b"\x00" in raw[:_HEAD] else None
    if name:
        return Decoded(raw.decode(name, "replace"), name, guessed=True)
    return Decoded(None, "utf-8", guessed=False, raw=raw)


def _not_utf8(raw: bytes, declared: str | None, stop: int) -> Decoded:
    """stop: up to where it is UTF-8."""
    wide = _wide(raw[:_HEAD])
    if wide:
        return Decoded(raw.decode(wide, "replace"), wide, guessed=True)
    if _is_cut(raw[stop:], raw[:stop]):
        return Decoded(raw[:stop].decode("utf-8"), "utf-8", guessed=True)
    if _mostly_utf8(raw):
        return Decoded(_mixed(raw), "utf-8", guessed=True)
    stated = _CHARSET.search(raw[:_HEAD])
    for name in (declared, stated[1].decode("ascii") if stated else None):
        found = _try(raw, name)
        if found:
            return found
    return _sparse(raw) or _detect(raw)


def _is_cut(rest: bytes, before: bytes) -> bool:
    """Whether a text ends in the middle of a UTF-8 character: half of one is left, and it is no Latin letter."""
    if len(rest) > 3 or (len(rest) > 1 and rest[1] < 0x80):
        return False
    return len(rest) > 1 or rest[0] in (0xC2, 0xC3) or not before.isascii()


def _try(raw: bytes, name: str | None) -> Decoded | None:
    """Text in the named encoding, or None; utf-8 has been tried, and Latin-1 means cp1252 on the web."""
    try:
        name = codecs.lookup(name or "").name
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        return Decoded(raw.decode(name), name, guessed=False)
    except (UnicodeError, ValueError, LookupError):
        return None


def _sparse(raw: bytes) -> Decoded | None:
    """Text in Latin letters with an accent here and there: cp1252, which detectors mistake for its neighbours."""
    high = sum(byte > 127 for byte in raw)
    found = _try(raw, "cp1252") if high <= max(_FEW, len(raw) * _SPARSE) else None
    return Decoded(found.text, found.encoding, guessed=True) if found else None


def _mostly_utf8(raw: bytes) -> bool:
    """A UTF-8 page with a few stray bytes of pasted cp1252."""
    text = raw.decode("utf-8", "ignore")
    good = sum(char > "\x7f" for char in text)
    bad = len(raw) - len(text.encode())
    return good > 0 and bad <= good


def _mixed(raw: bytes) -> str:
    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        piece = error.object[error.start : error.start + 1]
        return piece.decode("cp1252", "replace"), error.start + 1

    codecs.register_error("cleaner.cp1252", as_cp1252)
    return raw.decode("utf-8", "cleaner.cp1252")


def _detect(raw: bytes) -> Decoded:
    from bs4.dammit import UnicodeDammit  # bs4 costs over 100 ms: only where it is needed

    found = UnicodeDammit(raw, is_html=True)
    if found.unicode_markup is None:
        return Decoded(raw.decode("cp1252", "replace"), "cp1252", guessed=True)
    # Python's own name: the page's can have anything between its letters, "utf-\x078"
    return Decoded(str(found.unicode_markup), codecs.lookup(found.original_encoding or "cp1252").name, guessed=True)
