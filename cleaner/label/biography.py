"""What a page says about its author or its publisher under the story: "Rina Wati covers energy for Kabar Weekly"."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context, squashed
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Verdict

_LAST, _BEFORE = 3, 4
# Letters of the shortest full name that no ordinary line begins with by chance, and how many may stand before it.
_MIN_NAME, _MAX_BEFORE = 8, 16
_MIN_HOUSE, _HOUSE_LINES = 4, 3
# Characters of a line in which a name at its beginning stands.
_START = 100


def biography(context: Context) -> Iterator[Verdict]:
    """Of the last lines, those that begin with the full name of an author whom the page declares, and go on.

    The name alone is a sign-off. A short line with common words in it is a list's: a site can be its own author.
    """
    yield from _house(context)
    names = [name for name in context.declared_authors - context.own_names if len(name) >= _MIN_NAME]
    kept = context.trail.kept() if context.page.html and names else []
    for piece in kept[max(_BEFORE, len(kept) - _LAST) :]:
        text = context.trail.text(piece)
        start = squashed(text[:_START])
        is_credit = context.is_prose(piece) or not any(word[0].islower() for word in text.split())
        if is_credit and any(name != start and name in start[: len(name) + _MAX_BEFORE] for name in names):
            yield verdict_on(piece, Label.BYLINE, "author-biography")


def _house(context: Context) -> Iterator[Verdict]:
    """Below the last <hr>, paragraphs that all begin with the publisher's own name: a firm's "about us"."""
    if not context.page.html or not context.body:
        return
    first, stop = context.body[0][0], context.body[-1][1]
    rules = [place for name, place in context.page.empty if name == "hr" and first < place < stop]
    names = tuple(name for name in context.own_names if len(name) >= _MIN_HOUSE)
    below = [piece for piece in context.trail.kept() if rules and piece.block >= rules[-1]]
    begin = (squashed(context.trail.text(piece)[:_START]) for piece in below)
    if len(below) <= _HOUSE_LINES and all(start.startswith(names) for start in begin):
        for piece in below:
            yield verdict_on(piece, Label.OTHER, "about-the-publisher")
