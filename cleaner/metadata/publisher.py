"""The portal's own name: from a dateline, its file, what the page declares, its sign-offs, its host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.dates import find_date
from cleaner.label.context import Context, host_of, squashed
from cleaner.metadata import visible
from cleaner.metadata.declared import Declared
from cleaner.metadata.found import PORTAL, TEXT, Found, first
from cleaner.model import Label

_PARTS = re.compile(r"[,():|]|[-–—−]{1,3}(?=\s|$)|(?<=\s)[-–—−]")
_BRAND_SHAPE = re.compile(r"[A-Z]{3,}|[a-z][A-Z]|^[A-Z][a-z]+$")
# A dateline of a place with the brand in brackets: what stands before the bracket is no brand.
_PLACE_AND_BRAND = re.compile(r"[^()]{2,60}\([^()]{1,40}\)\W{0,6}$")
_NAMED = 3


def publishers(context: Context, declared: Declared, url: str | None) -> Iterator[Found]:
    """All names of the portal, best source first. A text's dateline is its own; on a page the portal's file is surer.

    url: the page's address, given or declared.
    """
    brands, portal = _Brands(context), context.rules.portal
    brand = first(brands.of_dateline())
    if brand and not context.page.html:
        yield brand
    if portal:
        yield Found(portal.publisher_of(host_of(url) or ""), PORTAL)
    yield from declared.json_ld("publisher")
    yield from declared.meta("publisher")
    if brand:
        yield brand
    yield from brands.named_in(Label.SIGN_OFF)
    yield from brands.named_in(Label.COPYRIGHT)
    yield from brands.of_host()


class _Brands:
    """Names of portals in what a page shows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._portal = context.rules.portal
        self._lexicon = context.rules.lexicon

    def of_dateline(self) -> Iterator[Found]:
        """The part of a dateline that names a portal: an address, or a name by which the page's own portal goes.

        Beside a city, a part in capitals or with capitals inside is the brand: "Jakarta (ANTARA)", "KBRN, Solo".
        """
        own = self._context.own_names
        for found in visible.labelled(self._context, Label.DATELINE):
            text = self._without_date(found.value)
            address = self._lexicon.domain.search(text)
            if address:
                yield Found(self._spelled(address[0]), found.source)
            parts = [part.strip(" .") for part in _PARTS.split(text) if part.strip(" .")]
            yield from (Found(self._spelled(part), found.source) for part in parts if squashed(part) in own)
            several = len(parts) > 1
            if _PLACE_AND_BRAND.match(text):
                parts = parts[1:]  # "BATUAJI (HB) - "
            shaped = [part for part in parts if _BRAND_SHAPE.search(part) and part.lower() not in self._lexicon.cities]
            yield from (Found(part, found.source) for part in shaped if several)

    def named_in(self, label: Label) -> Iterator[Found]:
        """An address in sign-offs or copyright lines."""
        for found in visible.labelled(self._context, label):
            brand = self._lexicon.domain.search(found.value)
            if brand:
                yield Found(self._spelled(brand[0]), found.source)

    def of_host(self) -> Iterator[Found]:
        """The host as a text spells it: with its domain ("Kabarkita.com"), or as a name of its own.

        A word that also stands in small letters or mostly behind another name ("Piala Dunia" on dunia.example) is none.
        """
        host = host_of(self._context.page.url)
        if host is None or self._context.page.html:
            return
        base = self._lexicon.tld.sub("", host).split(".")[-1]
        lines = [block.text for block in self._context.page.blocks]
        if not any(base.casefold() in line.casefold() for line in lines):
            return
        domain, word, whole = host[host.rindex(base) :], re.escape(base), "\n".join(lines)
        spelled = re.search(rf"\b(?i:{re.escape(domain)})\b", whole)
        if spelled and spelled[0][0].isupper():
            yield Found(spelled[0], TEXT)
            return
        names = re.findall(rf"(?<![.@/])\b(?i:{word})\b(?!\.\w)", whole)
        alone = re.findall(rf"(?:^|\b[a-z]+[ ,]{{1,2}})({word.capitalize()})\b", whole, re.MULTILINE)
        if len(alone) >= _NAMED and len(alone) * 2 >= len(names) and not any(name.islower() for name in names):
            yield Found(alone[0], TEXT)

    def _without_date(self, text: str) -> str:
        """A dateline without its date, whose zone may be glued to the brand ("21:34 WIBKABARKITA.id")."""
        moment = find_date(text, self._lexicon)
        if moment is None:
            return self._lexicon.zone_before_brand.sub("", text)
        return f"{text[: moment.start]} {text[moment.end :]}"

    def _spelled(self, brand: str) -> str:
        """A portal's name as the portal writes it; an alias that only its datelines use ("KBRN") as its own name."""
        known = self._lexicon.publishers.get(squashed(brand))
        if known:
            return known
        aliases = {squashed(name) for name in self._portal.brands} if self._portal else set()
        if self._portal and squashed(brand) in aliases and not self._lexicon.domain.search(brand):
            name = self._portal.publisher_of(host_of(self._context.page.url) or "")
            return brand if squashed(brand) in squashed(name) else name
        return brand
