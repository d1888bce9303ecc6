"""A look at the bytes of a page before the parser sees them, which has weak spots that bytes show.

The parser's time grows with the square of the attributes on one tag, its memory with the number of tags, and it gives
up on what is nested too deep. Ordinary pages pass at the cost of some `bytes.find` and of reading past their scripts:
0.2 ms for 220 KB, a tenth of the parse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from cleaner.blocks.walk import INLINE
from cleaner.model import Limits

# A tag with enough attributes to matter is long, and neither "</" nor "><" stands in it: what holds one in every 4 KB
# needs no closer look. Where a page is large enough for smaller ones to matter, and for those with such marks in
# quotes, every tag is measured.
_STRIDE, _WHOLE = 4_096, 524_288
# A start tag as parsers read it: a quote opens a value only behind "=".
_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+"""
_REST = re.compile(rb"(?:%s)*+[\s/]*+>?" % _ATTRIBUTE)
_TAG = re.compile(rb"</?[a-zA-Z]")
_VALUE = re.compile(rb"""(?<=[\s/"'])([^\s/>="']++)\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s>"']++)""")
_NAMES = frozenset({b"class", b"id"})
_HOLDERS = (b"script", b"style")
# What ends a comment, a script, a style.
_ENDS = {b"<!--": re.compile(b"--!?>"), **{name: re.compile(rb"</(?i:%s)" % name) for name in _HOLDERS}}
# Tags as parsers read them, and what holds none: comments, scripts, styles. Whatever is not closed takes all the rest.
_TOKEN = re.compile(
    rb"""
    (?P<raw> <!-- (?: -?> | .*? (?: --!?> | \Z ) ) | <(?P<name>script|style)\b .*? (?: </(?P=name) [^>]*+ >? | \Z ) )
    | < (?P<end>/?) (?P<tag>[a-zA-Z][^\s/>]*+) (?: [^"'>]++ | "[^"]*+"? | '[^']*+'? )*+ >?
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# These close themselves or each other: they never add to the depth on their own.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li option dt dd tr td th".split()
)


class Scanned(NamedTuple):
    """Bytes that the parser can take, and the flags of what was cut."""

    raw: bytes
    flags: tuple[str, ...]


def scan(raw: bytes, limits: Limits) -> Scanned:
    """A page without the attributes and tags past the limits."""
    parts: list[bytes] = []
    flags: list[str] = []
    at = 0
    for tag in _oversized(raw, limits):
        parts += (raw[at : tag.start], tag.text)
        flags.append(tag.flag)
        at = tag.end
    raw = b"".join([*parts, raw[at:]]) if parts else raw
    if len(raw) > 3 * limits.tags and _marks(raw) > limits.tags:
        past = next(islice(_TAG.finditer(raw), limits.tags, None), None)
        if past is not None:
            raw = raw[: past.start()]
            flags.append("limit-tags")
    return Scanned(raw, tuple(dict.fromkeys(flags)))


def _marks(raw: bytes) -> int:
    """How many "<" there are. To take them out needs half the time of bytes.count, which goes byte by byte."""
    return len(raw) - len(raw.replace(b"<", b""))


class _Tag(NamedTuple):
    """A start tag [start, end) that is over a limit, what stays of it, and the flag."""

    start: int
    end: int
    text: bytes
    flag: str


def _oversized(raw: bytes, limits: Limits) -> Iterator[_Tag]:
    """The start tags with too many attributes, or a class or id that is too long.

    What is read without a gap from the page's start is known for what it is: a script there is passed over to its end,
    however far. Behind a gap, what looks like a script can stand in a comment; tags behind its stretch are read again.
    """
    ordinary, pattern = _ordinary(limits.attributes, limits.attribute), _start(limits.attributes)
    done = known = 0
    for first, stop in _suspects(raw):
        is_known, at = first <= known, max(done, first)
        while (found := pattern.search(raw, _behind(ordinary, raw, at, stop), stop)) is not None:
            at = found.end()
            text = found[0]
            if found["more"] is not None:
                at = _behind(_REST, raw, at, len(raw))
                done = at
                closed = b">" if raw[at - 1 : at] == b">" else b""
                yield _Tag(found.start(), at, text + closed, "limit-attributes")
            elif len(text) > limits.attribute:
                done = at
                short = _VALUE.sub(lambda attribute: _clipped(attribute, limits.attribute), text)
                if short != text:
                    yield _Tag(found.start(), at, short, "limit-attribute")
            name = found["comment"] or found["holder"]
            if name is not None:
                at = _past(raw, name.lower(), at)
        if is_known:
            done = known = at


def _behind(pattern: re.Pattern[bytes], raw: bytes, at: int, stop: int) -> int:
    """Where a pattern's match ends that begins at a place; the place itself where it does not match."""
    found = pattern.match(raw, at, stop)
    return found.end() if found else at


def _clipped(attribute: re.Match[bytes], most: int) -> bytes:
    """An attribute; of a class or id the first characters of its value."""
    name, value = attribute.groups()
    if len(value) <= most or name.lower() not in _NAMES:
        return attribute[0]
    mark = value[:1] if value[:1] in (b'"', b"'") else b""
    text = value.strip(mark).decode("utf-8", "replace") if mark else value.decode("utf-8", "replace")
    return name + b"=" + mark + text[:most].encode() + mark


def _past(raw: bytes, name: bytes, at: int) -> int:
    """Where the content of a comment, script or style ends. A comment's own beginning can end it: "<!-->", "<!--->"."""
    end = _ENDS[name].search(raw, at - 2 if name == b"<!--" else at)
    return end.start() if end else len(raw)


def _suspects(raw: bytes) -> Iterator[tuple[int, int]]:
    """Stretches in which a tag may have too many attributes."""
    if len(raw) > _WHOLE:
        yield 0, len(raw)
        return
    find, first = raw.find, -1
    for at in range(0, len(raw), _STRIDE):
        stop = at + _STRIDE
        tag = find(b"<", at, stop)
        if tag >= 0 and (find(b"</", tag, stop) >= 0 or find(b"><", at, stop) >= 0):
            if first >= 0:
                yield first, stop
                first = -1
        elif first < 0:
            first = max(0, at - _STRIDE)  # a tag that goes on here began there
    if first >= 0:
        yield first, len(raw)


@lru_cache(maxsize=8)
def _ordinary(most: int, longest: int) -> re.Pattern[bytes]:
    """Text, end tags and start tags within the limits, as many as follow each other: most of a page in one match.

    So do comments without a dash in them, and scripts and styles without "<", as most are. Others are none of it.
    """
    value = rb"""(?:"[^"]{0,%d}+"|'[^']{0,%d}+'|(?!["'])[^\s>]{0,%d}+(?![^\s>]))""" % (longest, longest, longest)
    attribute = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+%s|(?!\s*+=))""" % value
    attributes = rb"(?:%s){0,%d}+(?!%s)" % (attribute, most, _ATTRIBUTE)
    tag = rb"(?!(?i:script|style)[\s/>])[a-zA-Z][^\s/>]*+" + attributes
    holder = rb"(?i:%s)(?=[\s/>])%s[^<]{0,300}+(?=</(?i:%s))"
    holders = b"|".join(holder % (name, attributes, name) for name in _HOLDERS)
    return re.compile(rb"(?:[^<]++|<(?:%s|!--(?!>)[^-]{0,300}+(?=-->)|(?!!--)(?![a-zA-Z])|%s))*+" % (tag, holders))


@lru_cache(maxsize=8)
def _start(most: int) -> re.Pattern[bytes]:
    """A start tag with its first attributes, and "more" when it has more; or the start of what holds no tags."""
    return re.compile(
        rb"(?P<comment><!--)|<(?:(?P<holder>script|style)(?=[\s/>])|[a-zA-Z][^\s/>]*+)(?:%s){0,%d}+(?P<more>(?=%s))?+"
        % (_ATTRIBUTE, most, _ATTRIBUTE),
        re.IGNORECASE,
    )


def flatten(raw: bytes, most: int, tags: int) -> bytes:
    """A page without the tags that are nested deeper than `most`; their text stays where it is, as paragraphs.

    The depth is counted as the parser's own stack would: an end tag closes what is open under its name or nothing.
    Behind the first `tags` of them all tags go.
    """
    parts: list[bytes] = []
    depth = _Depth(most)
    at = 0
    for count, token in enumerate(_TOKEN.finditer(raw)):
        if count >= tags:
            parts += (raw[at : token.start()], re.sub(rb"<[^<>]*+>", b" ", raw[token.start() :]))
            return b"".join(parts)
        if token["raw"] is None and not depth.keeps(token["tag"].lower(), bool(token["end"])):
            text = raw[at : token.start()]
            is_inline = token["tag"].lower().decode("ascii", "ignore") in INLINE
            parts += (text, b"" if is_inline or not text.strip() else b"<p>")
            at = token.end()
    return b"".join([*parts, raw[at:]])


class _Depth:
    """The elements open at a place of a page."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: list[bytes] = []
        self._names: Counter[bytes] = Counter()

    def keeps(self, name: bytes, is_end: bool) -> bool:
        """Open or close an element; whether its tag stands above the limit."""
        if name in _FLAT:
            return True
        if not is_end:
            self._open.append(name)
            self._names[name] += 1
            return len(self._open) <= self._most
        if not self._names[name]:
            return False
        while (last := self._open.pop()) != name:
            self._names[last] -= 1
        self._names[name] -= 1
        return len(self._open) < self._most
