"""Metadata marks: the places where a site shows what it also declares, page after page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.dates import find_date
from cleaner.label.context import Context, squashed
from cleaner.label.credits import parse
from cleaner.label.people import names_in
from cleaner.learn.names import Names
from cleaner.learn.sample import enough
from cleaner.metadata import Facts
from cleaner.model import Label, Node

FIELDS = ("title", "authors", "editors", "date", "section", "tags", "standfirst")
# A mark must say the field's value nearly wherever it stands, and stand on a fair share of the pages that have one.
_RIGHT, _COMMON = 0.8, 0.4
# A mark on nearly all of them needs no second.
_ALONE = 0.95
_MAX_CHARS = 300
_MAX_MARKS = 2
_MAX_SHOWN = 12


class Shown(NamedTuple):
    """A short text that an element shows."""

    selector: str
    text: str


class Mark(NamedTuple):
    """A metadata selector of a draft, with its evidence: on how many pages it says the field."""

    field: str
    select: str
    pages: int


class Marks:
    """What short elements say, counted over pages."""

    def __init__(self) -> None:
        self._right: Counter[tuple[str, str]] = Counter()
        self._stands: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()
        self.zones: Counter[str] = Counter()
        """names of zones in the shown dates, one a page."""

    def add(self, context: Context, facts: Facts, names: Names) -> None:
        """Count one page."""
        wanted = _wanted(facts)
        self._pages.update(list(wanted))
        shown: dict[str, list[str]] = defaultdict(list)
        for element in _short_elements(context, names):
            shown[element.selector].append(element.text)
        for selector, texts in shown.items():
            self._stands[selector] += 1
            for field, value in wanted.items():
                if len(texts) <= _MAX_SHOWN and _says(context, field, value, texts):
                    self._right[field, selector] += 1
        self.zones.update(_zones(context))

    def choose(self) -> Iterator[Mark]:
        """The best marks of each field."""
        for field in FIELDS:
            least = max(enough(self._pages[field]), round(self._pages[field] * _COMMON))
            good = [
                Mark(field, selector, count)
                for (name, selector), count in self._right.items()
                if name == field and count >= least and count >= self._stands[selector] * _RIGHT
            ]
            best = sorted(good, key=lambda mark: (-mark.pages, len(mark.select), mark.select))
            covers = bool(best) and best[0].pages >= self._pages[field] * _ALONE
            yield from best[: 1 if covers else _MAX_MARKS]


def _wanted(facts: Facts) -> Mapping[str, str | list[str]]:
    """Field of a portal file -> what the page says for it, where it says anything."""
    said: dict[str, str | list[str] | None] = {
        "title": facts.values["title"],
        "authors": facts.lists["authors"],
        "editors": facts.lists["editors"],
        "date": facts.values["date_published"],
        "section": facts.values["section"],
        "tags": facts.lists["tags"],
        "standfirst": facts.values["description"],
    }
    return {name: value for name, value in said.items() if value}


def _short_elements(context: Context, names: Names) -> Iterator[Shown]:
    """Elements with little text, by every selector they go by. Nothing inside the kept story is a mark."""
    page = context.page
    story = {piece.block for piece in context.trail.kept()}
    for node in page.nodes:
        numbers = range(node.first, node.stop)
        if 0 < len(numbers) <= 4 and not story.intersection(numbers):
            text = " ".join(page.blocks[number].text for number in numbers)
            if len(text) <= _MAX_CHARS:
                yield from (Shown(selector, text) for selector in _names_of(context, node, names))
    for block in page.blocks:
        if block.number in story or block.node < 0:
            continue
        for span, marks in zip(block.spans, page.tree.marks_in(block.number), strict=True):
            selectors = [*names.of_marks(page, span.tag, marks), *names.under(page, page.nodes[block.node], span.tag)]
            yield from (Shown(selector, block.text[span.start : span.end]) for selector in selectors)


def _names_of(context: Context, node: Node, names: Names) -> Iterator[str]:
    yield from names.of(context.page, node)
    if not node.marks and node.parent >= 0:
        yield from names.under(context.page, context.page.nodes[node.parent], node.tag)


def _says(context: Context, field: str, value: str | list[str], texts: Sequence[str]) -> bool:
    """Whether the texts of a selector on a page say a field's value, and nothing else."""
    if isinstance(value, str):
        return _says_text(context, field, value, texts)
    if field == "tags":
        told = {squashed(text) for text in texts}
        return len(told & {squashed(tag) for tag in value}) * 2 >= max(len(told), len(value))
    return len(texts) <= 2 and all(_people(context, field, text) == value for text in texts)


def _says_text(context: Context, field: str, value: str, texts: Sequence[str]) -> bool:
    if field != "date":
        return len(texts) == 1 and squashed(texts[0]) == squashed(value)
    moments = [find_date(text, context.rules.lexicon) for text in texts]
    return len(texts) <= 2 and all(moment is not None and moment.iso[:10] == value[:10] for moment in moments)


def _people(context: Context, field: str, text: str) -> list[str]:
    found = parse(text, context.rules)
    if found is None:
        return list(names_in(text, context.rules.lexicon) or ())
    return [name for credit in found if f"{credit.role}s" == field for name in credit.names]


def _zones(context: Context) -> set[str]:
    """Zones that the page's date lines name."""
    words = {word for piece in context.trail.labelled(Label.DATE) for word in context.trail.text(piece).split()}
    return {word.strip("(),.") for word in words if word.strip("(),.").lower() in context.rules.lexicon.zones}
