"""From the pages of one site to a draft portal file, tried on the same pages before it is handed over.

Three rounds over the pages: cleaned without a portal file, for the container and the metadata marks; cleaned with
those, for what repeats inside the container; and cleaned with the whole draft. What costs a page more of its kept text
than an entry may hold is taken out again.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cleaner.assemble import assemble
from cleaner.label.context import Context, host_of
from cleaner.label.trail import is_kept
from cleaner.learn.containers import Places, choose, places_of
from cleaner.learn.draft import Draft, drafted, name_of
from cleaner.learn.lines import Lines
from cleaner.learn.marks import Marks
from cleaner.learn.names import Names
from cleaner.learn.sample import Sample, context_of
from cleaner.learn.slots import MOST_OF_A_PAGE, SHORT_PAGES, Slots
from cleaner.metadata import Facts, read_facts
from cleaner.model import CleanerError, Options, SourceError, Verdict
from cleaner.rules.rulebook import load

LEAST_SAMPLES = 5
ENOUGH_SAMPLES = 20
"""with fewer pages than this the draft says that it stands on little."""
_TRIALS = 3
_LOST, _LOST_PAGES = 0.15, 0.02


class Plain(NamedTuple):
    """What the first round, without a portal file, keeps of a page: block -> text."""

    name: str
    kept: dict[int, str]


def learn(
    samples: Sequence[Sample],
    *,
    host: str | None = None,
    options: Options | None = None,
    taken: Collection[str] = (),
) -> Draft:
    """What the pages of one site have in common, as a draft portal file.

    samples: its pages and texts, 20 or more; host: the site, where the pages do not say it themselves; taken: names
    that the draft must not have, beside those of other sites' portal files. Pages that cannot be read or hold no story
    teach nothing and are counted in the draft's notes. Raises SourceError when fewer than five are left.
    """
    options = dataclasses.replace(options or Options(), portal=None)
    first = _FirstRound(options, taken)
    usable = [sample for sample in samples if first.take(sample)]
    if len(usable) < LEAST_SAMPLES:
        raise SourceError(
            f"{len(usable)} of {len(samples)} pages hold a story; at least {LEAST_SAMPLES} are needed to learn from, "
            f"{ENOUGH_SAMPLES} are good"
        )
    refused: set[str] = set()
    for _ in range(_TRIALS):
        draft = _with_repeats(first.draft(host, refused), usable, options)
        lost = _tried(draft, usable, first, options)
        if not lost:
            return draft
        refused |= lost
    return dataclasses.replace(_without(draft, refused), notes=(*draft.notes, "some entries failed their trial"))


def _names_in_use(options: Options, host: str | None) -> Iterator[str]:
    """Names under which a draft would replace another site's portal file, or lines learned before."""
    book = load(options.rules)
    own = book.portal_of(host)
    yield from (name for name, portal in book.portals.items() if portal is not own)
    yield from (drafted(rule.name) for rule in book.for_page("auto", None).rules)


class _FirstRound:
    """The pages cleaned without a portal file."""

    def __init__(self, options: Options, taken: Collection[str]) -> None:
        self.options = options
        self._taken = taken
        self.names = Names()
        self.plain: list[Plain] = []
        self._places: list[Places] = []
        self._slots = Slots()
        self._marks = Marks()
        self._said: dict[str, Counter[str]] = {name: Counter() for name in ("host", "publisher", "language")}
        self._empty = 0

    def take(self, sample: Sample) -> bool:
        """Take in one page; False when it holds nothing to learn from."""
        try:
            context = context_of(sample, self.options)
        except CleanerError:
            self._empty += 1
            return False
        text = assemble(context.page, context.trail, self.options.keep)
        if not text:
            self._empty += 1
            return False
        facts = read_facts(context, text)
        self.plain.append(Plain(sample.name, kept_texts(context)))
        self._note(facts)
        if context.page.html:
            self._places.append(places_of(sample.name, context, self.names))
            self._slots.add(sample.name, context, self.names)
            self._marks.add(context, facts, self.names)
        return True

    def _note(self, facts: Facts) -> None:
        said = {**facts.values, "host": host_of(facts.values["url"])}
        for name, counter in self._said.items():
            value = said[name]
            if value:
                counter[value] += 1

    @cached_property
    def captions(self) -> set[tuple[str, int]]:
        """(page, block) of what the first round took for story and is a caption."""
        return self._slots.places(self._slots.captions())

    def draft(self, host: str | None, refused: set[str]) -> Draft:
        """Names, container and marks."""
        host = host or _site(self._said["host"])
        zones = self._marks.zones.most_common(1)
        return Draft(
            name=name_of(host or "learned", {*self._taken, *_names_in_use(self.options, host)}),
            publisher=next((name for name, _ in self._said["publisher"].most_common(1)), host or ""),
            hosts=(host,) if host else (),
            pages=len(self.plain),
            language=next((name for name, _ in self._said["language"].most_common(1)), ""),
            zone=zones[0][0] if zones and zones[0][1] * 2 > len(self._places) else "",
            drops=tuple(self._slots.captions()),
            containers=tuple(choose(self._places, self.captions, refused)),
            marks=tuple(self._marks.choose()),
            notes=tuple(self._notes(host)),
        )

    def _notes(self, host: str | None) -> Iterator[str]:
        if len(self.plain) < ENOUGH_SAMPLES:
            yield f"{len(self.plain)} pages are few: {ENOUGH_SAMPLES} are good, old and new ones among them."
        if self._empty:
            yield f"{self._empty} pages held no story and taught nothing."
        others = [name for name in self._said["host"] if host and not f".{name}".endswith(f".{host}")]
        if others:
            yield f"Pages of other hosts were among them: {', '.join(others[:5])}."


def _site(hosts: Counter[str]) -> str | None:
    """The host of the pages; of several sub-hosts what they share, where that is more than an ending.

    >>> _site(Counter({"bola.kabar.example": 3, "www2.kabar.example": 2})), _site(Counter())
    ('kabar.example', None)
    """
    if not hosts:
        return None
    most = hosts.most_common(1)[0][0]
    site = most
    while site.count("."):
        if sum(count for host, count in hosts.items() if f".{host}".endswith(f".{site}")) >= hosts.total() * 0.9:
            return site
        site = site.partition(".")[2]
    return most


def kept_texts(context: Context) -> dict[int, str]:
    """Block -> what is kept of it."""
    kept: dict[int, str] = {}
    for piece in context.trail.kept():
        kept[piece.block] = f"{kept.get(piece.block, '')} {context.trail.text(piece)}".strip()
    return kept


@contextmanager
def folder_of(draft: Draft) -> Iterator[Path]:
    """A rule folder with the draft, for as long as it is tried."""
    with tempfile.TemporaryDirectory(prefix="cleaner-learn-") as folder:
        Path(folder, f"{draft.name}.toml").write_text(draft.toml, encoding="utf-8")
        yield Path(folder)


def options_with(draft: Draft, folder: Path, options: Options) -> Options:
    """Options under which the draft in a folder counts, and no other portal file."""
    portal = draft.name if draft.hosts else None
    return dataclasses.replace(options, portal=portal, rules=(*options.rules, folder))


def _contexts(draft: Draft, samples: Iterable[Sample], options: Options) -> Iterator[tuple[str, Context]]:
    with folder_of(draft) as folder:
        trial = options_with(draft, folder, options)
        yield from ((sample.name, context_of(sample, trial)) for sample in samples)


def _with_repeats(draft: Draft, samples: Sequence[Sample], options: Options) -> Draft:
    """The second round: what repeats inside the container."""
    slots, lines, names = Slots(), Lines(), Names()
    for name, context in _contexts(draft, samples, options):
        lines.add(context)
        if context.page.html and context.body:
            slots.add(name, context, names)
    notes = [f"{lines.same_story} pages tell a story that another one tells; each counts once."] * bool(
        lines.same_story
    )
    dropped = slots.choose()
    gone = slots.texts(dropped)
    return dataclasses.replace(
        draft,
        drops=tuple({drop.select: drop for drop in (*dropped, *draft.drops)}.values()),
        lines=tuple(line for line in lines.choose() if not gone.issuperset(line.texts)),
        brands=tuple(lines.brands()),
        notes=(*draft.notes, *notes),
    )


def _tried(draft: Draft, samples: Sequence[Sample], first: _FirstRound, options: Options) -> set[str]:
    """The third round: the entries that cost too many pages more than they may. Selectors, or names of line rules."""
    known = {page.name: page.kept for page in first.plain}
    containers = {container.select for container in draft.containers}
    costly: Counter[str] = Counter()
    for name, context in _contexts(draft, samples, options):
        story = {number: text for number, text in known[name].items() if (name, number) not in first.captions}
        whole = sum(map(len, story.values())) or 1
        for entry, size in _taken(context, story).items():
            costly[entry] += size > whole * (_LOST if entry in containers else MOST_OF_A_PAGE)
    return {
        entry
        for entry, pages in costly.items()
        if pages > len(samples) * (_LOST_PAGES if entry in containers else SHORT_PAGES)
    }


def _taken(context: Context, story: dict[int, str]) -> Counter[str]:
    """Entry of the draft -> characters that it takes of what the first round kept."""
    taken: Counter[str] = Counter()
    for piece in context.trail.all_pieces():
        if not is_kept(piece) and piece.block in story and piece.verdict:
            taken[_entry_of(piece.verdict)] += min(piece.end - piece.start, len(story[piece.block]))
    return taken


def _entry_of(verdict: Verdict) -> str:
    """The entry of a draft behind a verdict: its selector where it has one, else the rule's name."""
    return verdict.evidence or verdict.rule


def _without(draft: Draft, refused: set[str]) -> Draft:
    """The draft without what failed."""
    return dataclasses.replace(
        draft,
        containers=tuple(one for one in draft.containers if one.select not in refused),
        drops=tuple(drop for drop in draft.drops if drop.select not in refused),
    )
