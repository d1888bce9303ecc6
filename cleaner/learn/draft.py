"""A draft portal file: what was learned, with the counts that speak for it, as TOML that a person can edit."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from cleaner.label.context import squashed
from cleaner.learn.containers import Chosen
from cleaner.learn.lines import Repeated
from cleaner.learn.marks import Mark
from cleaner.learn.slots import Drop

_SHOWN = 90
_LONGEST = 100
_LINE = "-line-"
_PLAIN_MISS = "Kalimat cerita biasa tentang pasar di tepi sungai itu tidak boleh hilang karena aturan ini."


@dataclass(frozen=True, slots=True)
class Draft:
    """What the pages of one site have in common."""

    name: str
    publisher: str
    hosts: tuple[str, ...]
    """empty: nobody says where the texts come from; then only lines can be learned."""
    pages: int
    language: str = ""
    zone: str = ""
    containers: tuple[Chosen, ...] = ()
    drops: tuple[Drop, ...] = ()
    marks: tuple[Mark, ...] = ()
    brands: tuple[tuple[str, int], ...] = ()
    lines: tuple[Repeated, ...] = ()
    notes: tuple[str, ...] = ()
    """what a person should know before using it."""

    @property
    def found(self) -> str:
        """What was learned, in a line."""
        fields = len({mark.field for mark in self.marks})
        counts = [
            (len(self.containers), "container", "containers"),
            (len(self.drops), "element to drop", "elements to drop"),
            (fields, "metadata field", "metadata fields"),
            (len(self.lines), "repeated line", "repeated lines"),
        ]
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count) or "nothing"

    @property
    def toml(self) -> str:
        """The draft as the text of a rule file."""
        return "\n".join([*_comments(self), *(_portal(self) if self.hosts else ()), *_rules(self)]) + "\n"


def _comments(draft: Draft) -> Iterator[str]:
    yield f"# A draft, learned from {draft.pages} pages. Look at each entry before you rely on it: counts are evidence."
    yield from (f"# {note}" for note in draft.notes)


def _portal(draft: Draft) -> Iterator[str]:
    yield f"name = {quoted(draft.name)}"
    yield f"publisher = {quoted(draft.publisher)}"
    yield f"hosts = {_list(draft.hosts)}"
    yield from (f"{key} = {quoted(value)}" for key, value in _optional(draft))
    yield f"why = {quoted(f'Learned from {draft.pages} pages.')}"
    if draft.brands:
        yield f"brands = {_list(name for name, _ in draft.brands)}  # begin {_counts(draft.brands)} stories"
    for container in draft.containers:
        yield from ("", "[[container]]", f"select = {quoted(container.select)}")
        yield f"why = {quoted(f'Holds the story on {container.pages} of {draft.pages} pages.')}"
    yield from _drop_table(draft)
    yield from _meta_table(draft)


def _optional(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from ((key, value) for key, value in (("language", draft.language), ("zone", draft.zone)) if value)


def _counts(brands: Iterable[tuple[str, int]]) -> str:
    return ", ".join(str(count) for _, count in brands)


def _drop_table(draft: Draft) -> Iterator[str]:
    if draft.drops:
        yield from ("", "[drop]")
    for label in dict.fromkeys(drop.label for drop in draft.drops):
        group = [drop for drop in draft.drops if drop.label is label]
        yield f"{label} = ["
        for drop in group:
            stays = f", {drop.kept} of them kept without this entry" if drop.kept else ""
            yield f"  # {drop.pieces} pieces on {drop.pages} of {draft.pages} pages: {drop.reason}{stays}"
            yield f"  # such as: {_short(drop.example)}"
            yield f"  {quoted(drop.select)},"
        yield "]"


def _meta_table(draft: Draft) -> Iterator[str]:
    if draft.marks:
        yield from ("", "[meta]")
    for field in dict.fromkeys(mark.field for mark in draft.marks):
        group = [mark for mark in draft.marks if mark.field == field]
        said = ", ".join(str(mark.pages) for mark in group)
        yield f"{field} = {_list(mark.select for mark in group)}  # says it on {said} of {draft.pages} pages"


def _rules(draft: Draft) -> Iterator[str]:
    for number, line in enumerate(draft.lines, start=1):
        yield from ("", "[[rule]]", f"name = {quoted(f'{draft.name}{_LINE}{number}')}", 'label = "other"')
        yield f"why = {quoted(f'The same line on {line.pages} of {draft.pages} pages.')}"
        yield f"pattern = {quoted(line.pattern)}" if line.pattern else f"equals = {_list(line.texts)}"
        yield f"hits = {_list(line.texts)}"
        yield f"misses = {_list([line.miss or _PLAIN_MISS])}"


def quoted(text: str) -> str:
    """A text as TOML writes it: JSON's quoting, and what TOML bars beside it.

    >>> quoted('a "b" ' + chr(92))
    '"a \\\\"b\\\\" \\\\\\\\"'
    """
    return re.sub(r"[\x7f\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _short(text: str) -> str:
    """An example for a comment: one line, no control characters."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def name_of(host: str, taken: Collection[str] = ()) -> str:
    """A portal file's name for a host, none of those taken: the word before its endings, else the whole host.

    A file replaces every other one of its name, and two hosts can share a word.

    >>> name_of("kabarkita.co.id"), name_of("bola.kabar.example"), name_of("kompas.example", {"kompas"})
    ('kabarkita', 'kabar', 'kompas-example')
    """
    return next(name for name in _names(host) if name not in taken)


def _names(host: str) -> Iterator[str]:
    """Names for a host without an end, the best first."""
    parts = host.split(".")
    while len(parts) > 1 and (len(parts[-1]) <= 3 or parts[-1] in ("info", "news", "example", "online")):
        parts.pop()
    yield squashed(parts[-1]) or squashed(host)
    whole = re.sub(r"[^a-z0-9]+", "-", host.lower())[:_LONGEST].strip("-") or "learned"
    yield whole
    yield from (f"{whole}-{number}" for number in count(2))


def drafted(rule: str) -> str:
    """The name of the draft that a rule with a name like this would be from.

    >>> drafted("kabarkita-line-2")
    'kabarkita'
    """
    return rule.rpartition(_LINE)[0]
