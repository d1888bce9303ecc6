"""Lines by their words, and the lists under headings: "Berita Terkait" and the titles below it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.label.context import Context
from cleaner.label.followers import Followers
from cleaner.label.headline import headline_stop
from cleaner.label.open_lines import OpenLines
from cleaner.label.prose import ends_sentence
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Verdict
from cleaner.rules.line_rules import takes_line
from cleaner.rules.rule import PARTLY, Rule

_BROKEN_LINES, _BROKEN_CHARS = 8, 40
# Short lines of a page that are read together with the next ones: the most costly thing a line can ask for.
_MOST_TRIES = 1_000
_CALLS = frozenset({Label.FOLLOW, Label.APP, Label.NEWSLETTER, Label.PAYWALL, Label.COMMENTS, Label.SHARE})


def lines(context: Context) -> Iterator[Verdict]:
    """Ask the rules about every open line, in order; a line taken by a list above it is not asked again."""
    reader = _Reader(context)
    for i in range(len(reader.lines)):
        if i in reader.taken:
            continue
        for rule in reader.lines.rules_of(i):
            verdicts = list(reader.apply(rule, i))
            if verdicts:
                yield from verdicts
                break
        else:
            if reader.may_be_broken(i):
                yield from reader.broken(i)


class _Reader:
    """Reads the open lines of a page in order, and keeps what has been taken so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lines = OpenLines(context)
        self.taken: set[int] = set()
        self._pieces, self._texts = self.lines.pieces, self.lines.texts
        self._followers = Followers(self.lines)
        self._tries = _MOST_TRIES

    def apply(self, rule: Rule, i: int) -> Iterator[Verdict]:
        """The verdicts of a rule that matches line i; none when what it needs does not follow."""
        if rule.label is Label.BODY:
            yield verdict_on(self._pieces[i], Label.BODY, rule.name)
            return
        if rule.sets:
            self.context.facts.add(rule.sets)
        if rule.takes in PARTLY:
            yield from self._partly(rule, i)
            return
        followers = self._followers.of(rule, i)
        if followers is None:
            return
        for j in (i, *followers):
            self.taken.add(j)
            yield verdict_on(self._pieces[j], rule.label, rule.name, cause=self._pieces[i].block)

    def may_be_broken(self, i: int) -> bool:
        """Whether line i may begin a call that a scraper broke: short, and no sentence's end."""
        if i in self.lines.prose or len(self._texts[i]) > _BROKEN_CHARS:
            return False
        return self._tries > 0 and not ends_sentence(self._texts[i])

    def broken(self, i: int) -> Iterator[Verdict]:
        """A call that a scraper broke at its links: "Simak", "breaking news", "dan", "berita pilihan kami …".

        Short lines from here on, read as one line; the longest reading that a rule takes whole counts.
        """
        self._tries -= 1
        end = min(i + _BROKEN_LINES, len(self._pieces))
        callers = self.context.rules.lines.likely(self._texts[i:end], _is_call)
        for stop in range(end, i + 1, -1) if callers else ():
            asked = callers[stop - i - 2]
            text = " ".join(self._texts[i:stop]) if asked else ""
            if not any(rule.match(text) for rule in asked):
                continue
            rule = next(filter(takes_line, self.context.rules.lines.named_in(text)), None)
            if rule is not None and _is_call(rule):
                for j in range(i, stop):
                    self.taken.add(j)
                    yield verdict_on(self._pieces[j], rule.label, rule.name, cause=self._pieces[i].block)
                return

    def _partly(self, rule: Rule, i: int) -> Iterator[Verdict]:
        found = rule.match(self._texts[i])
        if found is None or rule.regex is not None:
            return  # patterns are the inside pass's
        piece, end = self._pieces[i], found[1]
        if rule.takes == "title":
            end = headline_stop(self._texts[i], end, self.context.rules.lexicon) or end
        yield Verdict(piece.block, piece.start, piece.start + end, rule.label, rule.name, cause=piece.block)


def _is_call(rule: Rule) -> bool:
    """Whether a rule takes whole lines that call on the reader."""
    return rule.label in _CALLS and takes_line(rule)
