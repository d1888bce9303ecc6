"""The way of a page: decode, blocks, label, metadata, article."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleaner.article import Article
from cleaner.assemble import assemble, word_count
from cleaner.blocks import from_html, from_text, looks_like_html, starts_like_html
from cleaner.decode import Decoded, decode
from cleaner.label import label
from cleaner.label.context import Context, host_of, stated_address
from cleaner.label.trail import Trail
from cleaner.ledger import Ledger
from cleaner.metadata import Facts, read_facts
from cleaner.metadata.confidence import confidence
from cleaner.metadata.paging import paging
from cleaner.metadata.url import identity
from cleaner.model import Label, LimitError, Limits, Options, Page, RuleError
from cleaner.rules.portal import Portal
from cleaner.rules.rulebook import Rulebook, load
from cleaner.version import __version__

_FILE_NAME = re.compile(r"^[^\n<>]{0,400}\.(?:html?|xhtml|txt|jsonl?|csv|parquet|warc|gz|zst)$", re.IGNORECASE)
_SHORT_WORDS = 40
# The limits that can cost words of the story.
_CUTS = frozenset({"limit-tags", "limit-blocks", "limit-line", "limit-text"})


def clean(page: Any, url: str | None = None, *, options: Options = Options()) -> Article:  # noqa: B008 - frozen
    """A page or text cleaned: sniffs which of the two it is.

    page: str, bytes, Path, lxml element or BeautifulSoup. A str is always content, never the name of a file.
    Raises DecodeError (not text), LimitError (over options.limits.bytes), TypeError (no page at all); for a Path also
    OSError.
    """
    return _run(page, url, None, options)


def clean_html(page: Any, url: str | None = None, *, options: Options = Options()) -> Article:  # noqa: B008 - frozen
    """Like clean(), for what is known to be markup."""
    return _run(page, url, True, options)


def clean_text(page: Any, url: str | None = None, *, options: Options = Options()) -> Article:  # noqa: B008 - frozen
    """Like clean(), for what is known to be text that somebody already scraped."""
    return _run(page, url, False, options)


def clean_declared(
    raw: bytes, url: str | None, charset: str | None, *, markup: bool | None, options: Options
) -> Article:
    """Bytes that came with a charset (of an HTTP header), or are known to be markup (True) or text (False)."""
    return _run(raw, url, markup, options, charset)


def is_markup(decoded: Decoded) -> bool:
    """Whether what was decoded is a page. Nearly all say so at their start: the rest is not decoded for it."""
    return starts_like_html(decoded.head) or looks_like_html(decoded.text)


def labelled(decoded: Decoded, markup: bool, url: str | None = None, options: Options | None = None) -> Context:
    """A decoded page with every piece labelled: what an Article is built from."""
    options = options or Options()
    page = _page_of(decoded, markup, url, options.limits)
    book = load(options.rules)
    rules = book.for_page(options.language, _portal(page, book, options))
    rules.turn_page()
    context = Context(page, rules, Trail(page), options)
    label(context)
    return context


def _page_of(decoded: Decoded, markup: bool, url: str | None, limits: Limits) -> Page:
    if markup:
        return from_html(decoded.raw or decoded.text, url, decoded.encoding, limits)
    return from_text(decoded.text, url, limits)


def _run(page: Any, url: str | None, markup: bool | None, options: Options, charset: str | None = None) -> Article:
    """markup: whether the page is known to be markup or text; charset: what an HTTP header says of bytes."""
    with _uncollected():
        raw, decoded = _read(page, options, charset)
        context = labelled(decoded, is_markup(decoded) if markup is None else markup, url, options)
        article = _article(context, decoded, hashlib.sha256(raw).hexdigest())
        del context
    return article


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, where it is on: a page's some thousand records hold no cycle and go by themselves.

    Looking at them again and again, it takes a tenth of a page's time and finds nothing. What others left for it waits.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _article(context: Context, decoded: Decoded, digest: str) -> Article:
    """One construction, at the end."""
    page, trail = context.page, context.trail
    text = assemble(page, trail, context.options.keep)
    n_words = word_count(text)
    facts = read_facts(context, text)
    ledger = Ledger(page, trail, context.options.keep)
    pages = paging(context)
    url = facts.values["url"]
    return Article(
        id=identity(url, None, context.rules.lexicon),
        text=text,
        **_fields(facts),
        host=host_of(url),
        page_type=context.page_type,
        page=pages.page,
        page_count=pages.total,
        next_page_url=pages.next_url,
        is_free=_is_free(context),
        sponsored=True if "sponsored" in context.facts else None,
        confidence=confidence(context),
        flags=[*_flags(context, n_words, facts, pages.is_part), *(("encoding-guessed",) if decoded.guessed else ())],
        n_words=n_words,
        n_removed=sum(1 for _ in ledger.removed()),
        sources=dict(facts.sources),
        source_sha256=digest,
        encoding=decoded.encoding,
        cleaner_version=__version__,
        rules_version=load(context.options.rules).version,
        blocks=page.blocks,
        verdicts=tuple(trail.log),
        ledger=ledger,
    )


def _fields(facts: Facts) -> dict[str, Any]:
    return {**facts.values, **facts.lists}


def _flags(context: Context, n_words: int, facts: Facts, is_part: bool) -> Iterator[str]:
    yield from _limit_flags(context, facts)
    if not n_words:
        yield "no-body"
    elif n_words < _SHORT_WORDS:
        yield "short-body"
    if is_part:
        yield "multi-page"
    if "paywalled" in context.facts or _is_free(context) is False:
        yield "paywalled"
    if "syndicated" in context.facts:
        yield "syndicated"
    if context.trail.labelled(Label.DOUBLED):
        yield "doubled"
    if _is_cut(context) or _CUTS & set(context.page.flags):
        yield "truncated"


def _limit_flags(context: Context, facts: Facts) -> Iterator[str]:
    """What limits cut, each once."""
    yield from context.page.flags
    if context.page.head.cut:
        yield "limit-json"
    yield from (f"limit-{name}" for name in sorted(facts.cut))


def _is_cut(context: Context) -> bool:
    """Whether the last paragraph stops in mid-sentence: with dots, a comma, or a word that never ends a sentence."""
    kept = context.trail.kept()
    if not kept or not context.is_long(kept[-1]):
        return False
    text = context.trail.text(kept[-1])
    return text.endswith(("…", "...", ",")) or text.split()[-1].lower() in context.rules.lexicon.small


def _is_free(context: Context) -> bool | None:
    """What JSON-LD or a rule states about paying; None when nobody says."""
    for node in context.page.head.json_ld:
        stated = node.get("isAccessibleForFree")
        if isinstance(stated, (bool, str)):
            return str(stated).lower() == "true"
    return False if "paywalled" in context.facts else None


def _portal(page: Page, book: Rulebook, options: Options) -> Portal | None:
    if options.portal is None:
        return None
    if options.portal != "auto":
        if options.portal not in book.portals:
            raise RuleError(
                "options",
                "portal",
                f"there is no portal file named {options.portal!r}; `cleaner rules list` shows them",
            )
        return book.portals[options.portal]
    return book.portal_of(host_of(stated_address(page)))


def _read(page: Any, options: Options, charset: str | None) -> tuple[bytes, Decoded]:
    """The content as bytes (for its digest) and as text."""
    if isinstance(page, Path):
        page = page.read_bytes()
    if isinstance(page, (bytes, bytearray, memoryview)):
        raw = bytes(page)
        _check_size(len(raw), options)
        return raw, decode(raw, charset)
    text = page if isinstance(page, str) else _markup_of(page)
    if _FILE_NAME.match(text):
        raise TypeError(
            f"{text!r} looks like the name of a file; clean() takes content. For a file use clean(Path({text!r}))"
        )
    raw = text.encode("utf-8", "replace")
    _check_size(len(raw), options)
    if text.startswith("\ufeff"):
        return raw, Decoded(text.removeprefix("\ufeff"), "utf-8", guessed=False)
    return raw, Decoded(text, "utf-8", guessed=False, raw=raw)


def _check_size(size: int, options: Options) -> None:
    if size > options.limits.bytes:
        raise LimitError("bytes", size, options.limits.bytes)


def _markup_of(page: Any) -> str:
    """Markup of a parsed page, without touching it."""
    if hasattr(page, "decode_contents"):
        return str(page)
    if hasattr(page, "getroottree") or hasattr(page, "getroot"):
        from lxml import etree

        return str(etree.tostring(page, encoding="unicode", method="html", with_tail=False))
    raise TypeError(f"clean() takes a str, bytes, Path, lxml element or BeautifulSoup, not {type(page).__name__}")
