"""What a page says about its author under the story: "Rina Wati covers energy for Kabar Weekly"."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context, squashed
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Verdict

_LAST, _BEFORE = 3, 4
# Letters of the shortest full name that no ordinary line begins with by chance, and how many may stand before it.
_MIN_NAME, _MAX_BEFORE = 8, 16


def biography(context: Context) -> Iterator[Verdict]:
    """Of the last lines, those that begin with the full name of an author whom the page declares, and go on.

    The name alone is a sign-off.
    """
    names = [name for name in context.declared_authors - context.own_names if len(name) >= _MIN_NAME]
    kept = context.trail.kept() if context.page.html and names else []
    for piece in kept[max(_BEFORE, len(kept) - _LAST) :]:
        start = squashed(context.trail.text(piece))
        if any(name != start and name in start[: len(name) + _MAX_BEFORE] for name in names):
            yield verdict_on(piece, Label.BYLINE, "author-biography")
