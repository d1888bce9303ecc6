"""The ledger: every visible piece of the input once, with the label and rule that decided its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from cleaner.label.trail import Trail
from cleaner.model import METADATA_LABELS, TEXT_LABELS, Block, Label, Page, Rest, Verdict, maker

_NO_PAGE = Page(blocks=(), html=False)
_NO_TRAIL = Trail(_NO_PAGE)


class Entry(NamedTuple):
    """One line of the ledger. start and end are offsets in a text input, None for markup."""

    label: Label
    rule: str
    text: str
    start: int | None
    end: int | None
    block: int
    last: int
    evidence: str
    cause: int
    place: str
    """"text", "metadata" or "removed"."""
    stretch: bool = False
    """whole blocks that one verdict took as a stretch of furniture."""


class _Group(NamedTuple):
    """The pieces of one entry: from character `start` of block `first` to `end` of block `last`."""

    verdict: Verdict | None
    first: int
    start: int
    last: int
    end: int


_group = maker(_Group)


class Ledger(Sequence[Entry]):
    """The ledger of a labelled page, written out when it is first read: whoever keeps only texts never asks.

    A stretch that one verdict took whole is one entry.
    """

    def __init__(self, page: Page = _NO_PAGE, trail: Trail = _NO_TRAIL, keep: Collection[Label] = TEXT_LABELS) -> None:
        self._blocks, self._is_html = page.blocks, page.html
        # not the trail itself: its pieces would live as long as the article, and have Python look for garbage
        self._groups = tuple(_grouped(page, trail))
        self._keep = keep

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        return self._entries[index]

    def __eq__(self, other: object) -> bool:
        return self._entries == (other._entries if isinstance(other, Ledger) else other)

    def __hash__(self) -> int:
        return hash(self._entries)

    def removed(self) -> Iterator[tuple[Label, str]]:
        """(label, rule) of each entry that is not in the text; the entries are not written out for it."""
        for group in self._groups:
            if isinstance(group, Rest):
                yield Label.OTHER, _limit_rule(group)
            else:
                label, rule = _judged(group)
                if label not in self._keep:
                    yield label, rule

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(
            self._past_limit(group) if isinstance(group, Rest) else self._entry(group) for group in self._groups
        )

    def _past_limit(self, rest: Rest) -> Entry:
        start, end = (None, None) if self._is_html else (rest.start, rest.end)
        at, rule = rest.after, _limit_rule(rest)
        return Entry(Label.OTHER, rule, rest.text, start, end, at, at, "", at, "removed")

    def _entry(self, group: _Group) -> Entry:
        verdict, first, last = group.verdict, group.first, group.last
        start, end = (None, None) if self._is_html else self._offsets(group)
        label, rule = _judged(group)
        place = "text" if label in self._keep else "metadata" if label in METADATA_LABELS else "removed"
        evidence, cause, is_stretch = (
            (verdict.evidence, verdict.cause, verdict.last >= 0) if verdict else ("", first, False)
        )
        return Entry(label, rule, self._text(group), start, end, first, last, evidence, cause, place, is_stretch)

    def _text(self, group: _Group) -> str:
        if group.first == group.last:
            return self._blocks[group.first].text[group.start : group.end]
        texts = [block.text for block in self._blocks[group.first : group.last]]
        return "\n".join([texts[0][group.start :], *texts[1:], self._blocks[group.last].text[: group.end]])

    def _offsets(self, group: _Group) -> tuple[int, int]:
        first, last = self._blocks[group.first], self._blocks[group.last]
        return offsets(first, group.start, group.start)[0], offsets(last, group.end, group.end)[1]


def _grouped(page: Page, trail: Trail) -> Iterator[_Group | Rest]:
    """What makes an entry each, in order; text past a limit where it stands."""
    waiting = deque(page.rest)
    group: _Group | None = None
    for part in _parts(page, trail):
        if waiting and waiting[0].after < part.first:
            yield from () if group is None else (group,)
            group = None
            while waiting and waiting[0].after < part.first:
                yield waiting.popleft()
        if group is None:
            group = part
        elif _goes_on(group, part):
            group = group._replace(last=part.last, end=part.end)
        else:
            yield group
            group = part
    yield from () if group is None else (group,)
    yield from waiting


def _parts(page: Page, trail: Trail) -> Iterator[_Group]:
    """The pieces, and of stretches nobody cut all that lies between two places of text past a limit."""
    breaks = {rest.after for rest in page.rest}
    number = 0
    while number < len(page.blocks):
        whole = trail.stretch_at(number)
        if whole is None:
            for _, start, end, verdict in trail.pieces(number):
                yield _group((verdict, number, start, number, end))
            number += 1
            continue
        verdict, last = whole
        last = min((place for place in breaks if number <= place < last), default=last)
        yield _group((verdict, number, 0, last, len(page.blocks[last].text)))
        number = last + 1


def _goes_on(group: _Group, part: _Group) -> bool:
    """Whether a part continues a stretch of whole blocks that one rule took."""
    before, verdict = group.verdict, part.verdict
    if before is None or verdict is None or before.last < 0 or verdict.last < 0:
        return False
    return before.rule == verdict.rule and group.last == part.first - 1


def _judged(group: _Group) -> tuple[Label, str]:
    """Label and rule; what nobody spoke about is body."""
    return (group.verdict.label, group.verdict.rule) if group.verdict else (Label.BODY, "body")


def _limit_rule(rest: Rest) -> str:
    return f"limit-{rest.limit}"


def offsets(block: Block, start: int, end: int) -> tuple[int, int]:
    """Where characters [start, end) of a block of a text input stand in that input."""
    if block.offsets is None:
        return block.start + start, block.start + end
    return block.offsets[start], block.offsets[end]
