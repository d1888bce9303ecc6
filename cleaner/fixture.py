"""A draft of a fixture from a real page: its markup and its furniture's phrases, with other words in the story's place.

Every word has one other word throughout, so that what agreed (headline and meta tag, name and byline) still agrees.
Phrases that rules know, function words, cities, portals' names, dates and numbers stay.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from cleaner.dates import find_date
from cleaner.decode import decode
from cleaner.explain import golden_lines
from cleaner.hygiene import tidy
from cleaner.label.context import Context, squashed
from cleaner.label.trail import Trail
from cleaner.model import Label, Options
from cleaner.pipeline import clean, clean_text, is_markup, labelled
from cleaner.rules.lexicon import alternatives
from cleaner.rules.rulebook import load

_WORDS: list[str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["words"]
_WORD = re.compile(r"[^\W\d_]+")
_DROPPED = ("style", "svg", "noscript", "iframe", "template", "object", "video", "audio")
_KEPT_ATTRIBUTES = frozenset(
    (
        *("class", "id", "itemprop", "itemscope", "itemtype", "role", "rel", "href", "name", "property", "content"),
        *("lang", "type", "datetime", "charset", "http-equiv", "hidden"),
    )
)
_READ_BY_MACHINES = (
    "og:type",
    "og:locale",
    "viewport",
    "charset",
    "robots",
    "twitter:card",
    "language",
    "content-language",
)
_ADDRESS = re.compile(r"^(?:https?:)?//[^/\s]+|^/")
_ENDINGS = ("html", "htm", "php", "amp")
# Not a word to change: endings of addresses, a unit, one letter.
_LEAST = 3
# A longer match of a rule holds more than the rule's own words.
_PHRASE = 60


class FixtureDraft(NamedTuple):
    """A page or text with other words, where it comes from, and the golden file as we read it."""

    page: str
    url: str | None
    golden: str
    is_html: bool
    differences: int
    """pieces that are read differently from those of the real page: places to look at first."""


def draft(raw: bytes, url: str | None, *, is_text: bool = False, options: Options | None = None) -> FixtureDraft:
    """Draft a fixture. Raises DecodeError for what is no text."""
    options = options or Options()
    decoded = decode(raw)
    is_html = not is_text and is_markup(decoded)
    context = labelled(decoded, is_html, url, options)
    words = _Words(context, options)
    page = _markup(decoded.text, words) if is_html else "\n".join(map(words.line, decoded.text.splitlines())) + "\n"
    new_url = words.address(url) if url else None
    article = (clean if is_html else clean_text)(page, new_url, options=options)
    golden = "\n".join(golden_lines(article.to_dict(), article.ledger)) + "\n"
    again = labelled(decode(page.encode()), is_html, new_url, options)
    return FixtureDraft(page, new_url, golden, is_html, _differences(context.trail, again.trail))


def _labels(trail: Trail) -> list[Label | None]:
    return [piece.verdict.label if piece.verdict else None for piece in trail.all_pieces()]


def _differences(one: Trail, other: Trail) -> int:
    before, after = _labels(one), _labels(other)
    return sum(own != new for own, new in zip(before, after, strict=False)) + abs(len(before) - len(after))


class _Words:
    """Which words stay, and what the others become."""

    def __init__(self, context: Context, options: Options) -> None:
        self._rules = context.rules
        self._own = context.own_names
        book = load(options.rules)
        said = alternatives(context.page.head.meta.get("og:site_name", ()))
        self._cities = re.compile(book.fragments["city"], re.IGNORECASE)
        self._brands = re.compile(rf"{book.fragments['known_brands']}|{said}", re.IGNORECASE)

    @cached_property
    def _staying(self) -> frozenset[str]:
        lexicon = self._rules.lexicon
        roles = {word for rule in self._rules.roles for phrase in rule.words for word in phrase.split()}
        frequent = {word for known in lexicon.stopwords.values() for word in known}
        return frozenset({*lexicon.small, *frequent, *lexicon.months, *lexicon.zones, *roles})

    def line(self, text: str) -> str:
        """A line with other words; what a rule's words match stays."""
        plain = tidy(text)
        if not plain or self._is_phrase(plain):
            return text
        spans = list(self._kept_spans(text))
        return _WORD.sub(lambda m: m[0] if any(a <= m.start() < b for a, b in spans) else self.word(m[0]), text)

    def _is_phrase(self, plain: str) -> bool:
        moment = find_date(plain, self._rules.lexicon)
        dated = moment is not None and moment.end - moment.start >= len(plain) * 0.5
        return dated or any(rule.equals for rule in self._rules.lines.named_in(plain))

    def _kept_spans(self, text: str) -> Iterator[tuple[int, int]]:
        for rule in self._rules.lines.named_in(text.strip()):
            span = rule.match(text)
            if span and span[1] - span[0] < _PHRASE:
                yield span
        for rule in self._rules.marks_in(text):
            if rule.regex is not None and (found := rule.regex.search(text)) and found.end() - found.start() < _PHRASE:
                yield found.span()
        for pattern in (self._cities, self._rules.lexicon.domain, self._brands):
            yield from (found.span() for found in pattern.finditer(text))

    def word(self, word: str) -> str:
        """What a word becomes: the same one every time, with its capitals."""
        low = word.lower()
        if len(word) < _LEAST or low in self._staying or squashed(word) in self._own or not word.isascii():
            return word
        other = _WORDS[int.from_bytes(hashlib.sha256(low.encode()).digest()[:4]) % len(_WORDS)]
        return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other

    def address(self, url: str) -> str:
        """An address with other words in its path."""
        head = _ADDRESS.match(url)
        start = head.end() if head else 0
        return url[:start] + _WORD.sub(lambda m: m[0] if m[0] in _ENDINGS else self.word(m[0]), url[start:])

    def value(self, text: str) -> str:
        """An attribute's or a JSON string's value."""
        return self.address(text) if _ADDRESS.match(text) else self.line(text)


def _markup(text: str, words: _Words) -> str:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    for element in list(root.iter("script")):
        if element.get("type") == "application/ld+json":
            element.text = _json(element.text or "", words)
        else:
            _drop(element)
    for element in root.iter():
        _with_other_words(element, words)
    markup = etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
    return re.sub(r"\n\s*\n+", "\n", str(markup)) + "\n"


def _drop(element: Any) -> None:
    """Take an element out and leave what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _with_other_words(element: Any, words: _Words) -> None:
    if element.text and element.tag != "script":
        element.text = words.line(element.text)
    if element.tail:
        element.tail = words.line(element.tail)
    for name, value in list(element.attrib.items()):
        if name not in _KEPT_ATTRIBUTES:
            del element.attrib[name]
        elif name in ("href", "content") and not _for_machines(element):
            element.set(name, words.value(value))


def _for_machines(element: Any) -> bool:
    return (element.get("property") or element.get("name") or "") in _READ_BY_MACHINES


def _json(text: str, words: _Words) -> str:
    try:
        data = json.loads(text, strict=False)
    except ValueError:
        return ""
    return json.dumps(_json_words(data, words), ensure_ascii=False).replace("<", "\\u003c")


def _json_words(data: Any, words: _Words, key: str = "") -> Any:
    if isinstance(data, dict):
        return {name: _json_words(value, words, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_json_words(value, words, key) for value in data]
    return words.value(data) if isinstance(data, str) and not key.startswith("@") else data
