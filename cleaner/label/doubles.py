"""Paragraphs that stand twice. Only long ones: short lines repeat in timetables, refrains and results.

Scrapers leave two kinds: the same paragraph again, and several paragraphs glued into one line beside their clean
copies (nested containers read twice). Of a glued line and its clean parts the parts stay, when they cover nearly all
of it; else the line stays and later parts go.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from cleaner.label.context import Context
from cleaner.label.prose import ends_sentence, is_headline
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict

_MIN_CHARS = 60
_MIN_WORDS = 8
_KEY = 40
# The beginnings of paragraphs are looked for in all of them while that is so many characters to search: 6 ms. Past it
# every sentence is looked up. What is looked for is as long as it may be: from a hundred characters on, Python takes
# a quarter less.
_SEARCHED, _SEARCH = 20_000_000, 130
_COVERED = 0.85
_HEAD = 1
_REFRAIN, _REFRAINS = 3, 3
_COVERED_IN_ORDER = 0.6
_SENTENCE_START = re.compile(r"(?<![^\s.!?\"”’)\]:…])[\"“‘'(]{0,2}\w|(?<=[a-z0-9])(?=[A-Z])")


# Paragraphs of one beginning that are looked for inside of others: a page of thousands is made by a machine.
_MOST_ALIKE = 50


def doubles(context: Context) -> Iterator[Verdict]:
    """The second and later copies of a long paragraph go, and lines that only glue others together."""
    texts = context.trail.texts(context.trail.kept())
    if len(set(texts)) < len(texts):
        yield from _teasers(context)
        yield from _copies(context)
        texts = context.trail.texts(context.trail.kept())
    long = [(piece, text) for piece, text in zip(context.trail.kept(), texts, strict=True) if _is_long(text)]
    yield from _glued([piece for piece, _ in long], [text for _, text in long])


def _copies(context: Context) -> Iterator[Verdict]:
    """Long paragraphs that stood before; between two of them, or beside one, a short sentence that did, too."""
    pieces = context.trail.kept()
    texts = context.trail.texts(pieces)
    first: dict[str, int] = {}
    if context.page.html and _is_plan(texts):
        return
    copies = {i for i, text in enumerate(texts) if first.setdefault(text, i) != i}
    if context.page.html:
        often = Counter(texts)
        copies -= {i for i in copies if texts[i].endswith("?") and often[texts[i]] >= _REFRAIN}  # asked of each in turn
    long = {i for i in copies if _is_long(texts[i])}
    near = {i for i in copies if ends_sentence(texts[i]) and len(texts[i]) >= _KEY and {i - 1, i + 1} & long}
    for i in sorted(long | near):
        yield _doubled(pieces[i], pieces[first[texts[i]]], "repeated-paragraph")


def _is_plan(texts: Sequence[str]) -> bool:
    """Whether several long lines stand three times or more: a plan or a set of forms.

    In a text that is a scraper that read nested elements again and again.
    """
    often = Counter(text for text in texts if _is_long(text))
    return sum(count >= _REFRAIN for count in often.values()) >= _REFRAINS


def _teasers(context: Context) -> Iterator[Verdict]:
    """A headline that stands between paragraphs more than once is a teaser, every time but at the very top."""
    if context.page.html:
        return
    places: dict[str, list[Piece]] = {}
    for piece in context.trail.kept():
        if is_headline(context.trail.text(piece), context.rules.lexicon.small):
            places.setdefault(context.trail.text(piece), []).append(piece)
    for copies in places.values():
        if len(copies) > 1 and copies[0].block > _HEAD:
            for piece in copies:
                yield verdict_on(piece, Label.RELATED, "repeated-headline", cause=copies[0].block)


def _is_long(text: str) -> bool:
    return len(text) >= _MIN_CHARS and text.count(" ") + 1 >= _MIN_WORDS


def _glued(pieces: Sequence[Piece], texts: Sequence[str]) -> Iterator[Verdict]:
    by_key: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        by_key.setdefault(text[:_KEY], []).append(i)
    whole = "\n".join(texts)
    is_short = len(by_key) * len(whole) <= _SEARCHED
    starts = _starts(texts, whole, by_key) if is_short else {i: _sentences(text) for i, text in enumerate(texts)}
    gone: set[int] = set()
    for i in sorted(starts, key=lambda i: -len(texts[i])):
        parts = [] if i in gone else [part for part in _parts(i, texts, starts[i], by_key) if part[1] not in gone]
        if not parts:
            continue
        if _only_glues(parts, i, texts):
            gone.add(i)
            yield _doubled(pieces[i], pieces[parts[0][1]], "glued-paragraphs")
        else:
            for j in sorted({j for _, j in parts if j > i}):
                gone.add(j)
                yield _doubled(pieces[j], pieces[i], "repeated-in-paragraph")


def _parts(
    i: int, texts: Sequence[str], starts: Iterable[int], by_key: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """(place, which) of every other paragraph that stands inside paragraph i, word for word."""
    text = texts[i]
    if len(text) < 2 * _MIN_CHARS:
        return
    for start in starts:
        for j in by_key.get(text[start : start + _KEY], ())[:_MOST_ALIKE]:
            if j != i and len(texts[j]) < len(text) and text.startswith(texts[j], start):
                yield start, j


def _sentences(text: str) -> Iterator[int]:
    """Where sentences start in a paragraph, in order."""
    return (found.start() for found in _SENTENCE_START.finditer(text))


def _starts(texts: Sequence[str], whole: str, by_key: Mapping[str, Sequence[int]]) -> dict[int, list[int]]:
    """The paragraphs in which one may begin, in order, each with the places: sentences that begin like a paragraph.

    Nothing on nearly every page: no paragraph's beginning stands in another. whole: the texts, a line each.
    """
    sought = ((key if len(same) > 1 else texts[same[0]][:_SEARCH], len(same)) for key, same in by_key.items())
    again = [part for part, count in sought if count > 1 or whole.count(part) > 1]
    if not again:
        return {}
    begins = [0, *accumulate(len(text) + 1 for text in texts)]
    found: dict[int, list[int]] = {}
    for place in sorted(place for part in again for place in _occurrences(whole, part)):
        i = bisect_right(begins, place) - 1
        if _starts_sentence(texts[i], place - begins[i]):
            found.setdefault(i, []).append(place - begins[i])
    return found


def _occurrences(text: str, part: str) -> Iterator[int]:
    """Where a part of a text stands in it."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + len(part))


def _starts_sentence(text: str, place: int) -> bool:
    """Whether a sentence starts at a place, and not at the opening quotes right before it."""
    before = (_SENTENCE_START.match(text, place - back) for back in (1, 2) if back <= place)
    return bool(_SENTENCE_START.match(text, place)) and not any(found and found.end() > place for found in before)


def _only_glues(parts: Sequence[tuple[int, int]], i: int, texts: Sequence[str]) -> bool:
    """Whether paragraph i says hardly more than its parts: nearly all of it, or most of it by three in their order.

    Between three parts in their order, what they do not cover are headings and list lines too short to count here,
    and read-also lines glued in with them.
    """
    share = _covered(parts, texts) / len(texts[i])
    order = [j for _, j in sorted(parts)]
    if len(set(order)) >= 3 and order == sorted(order):
        return share >= _COVERED_IN_ORDER
    return share >= _COVERED and (len(order) >= 2 or abs(order[0] - i) == 1)


def _covered(parts: Sequence[tuple[int, int]], texts: Sequence[str]) -> int:
    """Characters of a paragraph that its parts cover."""
    covered = at = 0
    for start, j in sorted(parts):
        end = start + len(texts[j])
        covered += max(0, end - max(start, at))
        at = max(at, end)
    return covered


def _doubled(piece: Piece, other: Piece, rule: str) -> Verdict:
    return verdict_on(piece, Label.DOUBLED, rule, cause=other.block, evidence=f"stands in block {other.block}")
