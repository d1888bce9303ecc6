"""Stories that must not lose a line: the bodies of the seeds and of every portal's fixture, to try rules on.

They stand beside the package in a checkout, and inside of it where it was installed from a wheel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.decode import decode
from cleaner.label.context import Context
from cleaner.label.trail import is_kept
from cleaner.model import Label
from cleaner.pipeline import labelled
from cleaner.rules.rule import ON_ELEMENTS, Rule
from cleaner.rules.tokens import TokenIndex

_PACKAGE = Path(__file__).parent
_HOMES = (_PACKAGE, _PACKAGE.parent)
# Looked for at the edges of a story, where passes ask them: in the middle of it they say nothing.
_EDGES = (Label.DATELINE, Label.SIGN_OFF)


class Taken(NamedTuple):
    """A line of a story that a rule would take."""

    rule: Rule
    text: str
    page: str


class Story(NamedTuple):
    """A page of ours, labelled by our own rules."""

    page: str
    context: Context


@cache
def stories() -> tuple[Story, ...]:
    """Every seed and fixture that is there, cleaned."""
    return tuple(_story(path) for path in _pages())


def _pages() -> Iterator[Path]:
    for name in ("seeds", "fixtures"):
        home = next((home / name for home in _HOMES if (home / name).is_dir()), None)
        if home:
            yield from sorted(path for path in home.rglob("*") if path.suffix in (".html", ".txt"))


def _story(path: Path) -> Story:
    beside = path.with_suffix(".url")
    url = beside.read_text(encoding="utf-8").strip() if beside.exists() else None
    return Story(f"{path.parent.name}/{path.name}", labelled(decode(path.read_bytes()), path.suffix == ".html", url))


def taken(rules: Iterable[Rule], pages: Sequence[Story] | None = None) -> Iterator[Taken]:
    """The first line of our stories that each rule would take, if any: a rule's words alone, wherever they stand."""
    for rule in rules:
        if rule.label is Label.BODY or rule.label in _EDGES or rule.words:
            continue
        found = (
            Taken(rule, text, story.page)
            for story in (stories() if pages is None else pages)
            for text in _hit(rule, story)
        )
        first = next(found, None)
        if first:
            yield first


def _hit(rule: Rule, story: Story) -> Iterator[str]:
    trail = story.context.trail
    if any(getattr(rule, name) for name in ON_ELEMENTS):
        numbers = set(_under(rule, story.context))
        yield from (trail.text(piece) for piece in trail.kept() if piece.block in numbers)
    else:
        yield from (trail.text(piece) for piece in trail.kept() if is_kept(piece) and rule.match(trail.text(piece)))


def _under(rule: Rule, context: Context) -> Iterator[int]:
    """Blocks under the elements that a rule matches."""
    page, tokens = context.page, TokenIndex([rule])
    if page.tree is None:
        return
    for selector in rule.select:
        for found in page.tree.select(selector):
            if found.node >= 0:
                yield from range(page.nodes[found.node].first, page.nodes[found.node].stop)
    for node in page.nodes:
        if node.tag in rule.elements or tokens.by_marks[node.marks]:
            yield from range(node.first, node.stop)
