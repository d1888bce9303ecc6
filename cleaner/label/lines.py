"""Lines by their words, and the lists under headings: "Berita Terkait" and the titles below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, takewhile

from cleaner.label.boxes import box_end
from cleaner.label.context import Context
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.headline import headline_stop
from cleaner.label.prose import ends_sentence, is_title_like, title_case_share
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Verdict
from cleaner.rules.line_rules import takes_line
from cleaner.rules.rule import Rule

_NEAR = 8
_BULLETS = "-–—•·*»"
_END_PROSE = 2
# A sentence introduces so many lines; it has more words than the labels "Redaksi:" and "Alamat kantor redaksi:".
_INTRODUCED, _INTRO_BLANKS = 8, 3
_ITEM_CHARS = 150
# Share of a headline's words that are capitalised, function words aside.
_TITLE_CASE = 0.85
_BROKEN_LINES, _BROKEN_CHARS = 8, 40
# Short lines of a page that are read together with the next ones: the most costly thing a line can ask for.
_MOST_TRIES = 1_000
_CALLS = frozenset({Label.FOLLOW, Label.APP, Label.NEWSLETTER, Label.PAYWALL, Label.COMMENTS, Label.SHARE})


def lines(context: Context) -> Iterator[Verdict]:
    """Ask the rules about every open line, in order; a line taken by a list above it is not asked again."""
    reader = _Reader(context)
    for i in range(len(reader.pieces)):
        if i in reader.taken:
            continue
        for rule in reader.rules_of(i):
            verdicts = list(reader.apply(rule, i))
            if verdicts:
                yield from verdicts
                break
        else:
            if reader.may_be_broken(i):
                yield from reader.broken(i)


class _Reader:
    """The open pieces of a page with their zone, and what has been taken so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pieces = context.trail.open()
        self.texts = context.trail.texts(self.pieces)
        self.taken: set[int] = set()
        self._found: dict[int, list[Rule]] = {}
        self._named: dict[int, list[Rule]] = {}
        self._tries = _MOST_TRIES
        prose = [i for i in context.prose_blocks(self.pieces) if not any(map(takes_line, self._named_rules(i)))]
        self.prose = set(prose)
        self.first_prose = prose[0] if prose else len(self.pieces)
        self.last_prose = prose[-1] if prose else -1

    def rules_of(self, i: int) -> list[Rule]:
        """Rules whose words stand in line i, zone respected."""
        found = self._found.get(i)
        if found is None:
            found = self._found[i] = [rule for rule in self._named_rules(i) if self._is_asked(rule, i)]
        return found

    def _is_asked(self, rule: Rule, i: int) -> bool:
        if rule.where not in ("", self.zone(i)) or (rule.needs == "text" and self.context.page.html):
            return False
        if rule.needs == "brand" and not self.context.names_itself(self.texts[i]):
            return False
        return rule.needs != "apart" or not self._is_introduced(i)

    def _is_introduced(self, i: int) -> bool:
        """Whether line i stands in a list that a sentence opens: "Lamaran dikirim ke alamat berikut:"."""
        above = range(i - 1, max(-1, i - 1 - _INTRODUCED), -1)
        listed = takewhile(lambda j: not ends_sentence(self.texts[j]) and j not in self.prose, above)
        return any(self.texts[j].endswith(":") and self.texts[j].count(" ") >= _INTRO_BLANKS for j in listed)

    def _named_rules(self, i: int) -> list[Rule]:
        found = self._named.get(i)
        if found is None:
            found = self._named[i] = self.context.rules.lines.named_in(self.texts[i])
        return found

    def zone(self, i: int) -> str:
        """top: before the first paragraph; tail: after the last one; inside: between."""
        if i < self.first_prose:
            return "top"
        return "tail" if i > self.last_prose else "inside"

    def apply(self, rule: Rule, i: int) -> Iterator[Verdict]:
        """The verdicts of a rule that matches line i; none when what it needs does not follow."""
        if rule.label is Label.BODY:
            yield verdict_on(self.pieces[i], Label.BODY, rule.name)
            return
        if rule.sets:
            self.context.facts.add(rule.sets)
        if rule.takes in ("mark", "title"):
            yield from self._partly(rule, i)
            return
        followers = self._followers(rule, i)
        if followers is None:
            return
        for j in (i, *followers):
            self.taken.add(j)
            yield verdict_on(self.pieces[j], rule.label, rule.name, cause=self.pieces[i].block)

    def may_be_broken(self, i: int) -> bool:
        """Whether line i may begin a call that a scraper broke: short, and no sentence's end."""
        if i in self.prose or len(self.texts[i]) > _BROKEN_CHARS:
            return False
        return self._tries > 0 and not ends_sentence(self.texts[i])

    def broken(self, i: int) -> Iterator[Verdict]:
        """A call that a scraper broke at its links: "Simak", "breaking news", "dan", "berita pilihan kami …".

        Short lines from here on, read as one line; the longest reading that a rule takes whole counts.
        """
        self._tries -= 1
        end = min(i + _BROKEN_LINES, len(self.pieces))
        callers = self.context.rules.lines.likely(self.texts[i:end], _is_call)
        for stop in range(end, i + 1, -1) if callers else ():
            asked = callers[stop - i - 2]
            text = " ".join(self.texts[i:stop]) if asked else ""
            if not any(rule.match(text) for rule in asked):
                continue
            rule = next(filter(takes_line, self.context.rules.lines.named_in(text)), None)
            if rule is not None and _is_call(rule):
                for j in range(i, stop):
                    self.taken.add(j)
                    yield verdict_on(self.pieces[j], rule.label, rule.name, cause=self.pieces[i].block)
                return

    def _partly(self, rule: Rule, i: int) -> Iterator[Verdict]:
        found = rule.match(self.texts[i])
        if found is None or rule.regex is not None:
            return  # patterns are the inside pass's
        piece, end = self.pieces[i], found[1]
        if rule.takes == "title":
            end = headline_stop(self.texts[i], end, self.context.rules.lexicon) or end
        yield Verdict(piece.block, piece.start, piece.start + end, rule.label, rule.name, cause=piece.block)

    def _followers(self, rule: Rule, i: int) -> Sequence[int] | None:
        """Lines that go with line i; None when the rule may not take even the line."""
        if rule.takes in ("list", "next"):
            boxed = self._boxed(rule, i)
            if boxed:
                return boxed
            return self._list(rule, i) if rule.takes == "list" else self._next(rule, i)
        if rule.takes == "end":
            return self._end(i)
        return ()

    def _boxed(self, rule: Rule, i: int) -> Sequence[int]:
        """Lines of the element that line i heads, where it is a box of other stories."""
        if not self.context.page.html:
            return ()
        stop = box_end(self.context, self.pieces[i].block, rule.min_items if rule.takes == "list" else 1)
        if stop is None:
            return ()
        return list(takewhile(lambda j: self.pieces[j].block < stop, range(i + 1, len(self.pieces))))

    def _end(self, i: int) -> Sequence[int]:
        """All that follows, when hardly a paragraph of it can be story; else the line alone."""
        after = sum(j > i for j in self.prose)
        before = len(self.prose) - after
        if after <= _END_PROSE and before >= after:
            return range(i + 1, len(self.pieces))
        return ()

    def _next(self, rule: Rule, i: int) -> Sequence[int]:
        """Titles right below, when a paragraph follows them or the text ends there."""
        items = []
        for j in range(i + 1, len(self.pieces)):
            if j in self.prose or not self._is_item(j, 120) or (self.rules_of(j) and not self._is_bullet(j)):
                break
            if self._is_own_heading(j):
                break
            items.append(j)
        titles = [j for j in items if not self._is_bullet(j)]
        if not titles:
            return ()
        stop = items[-1] + 1
        if len(titles) > min(rule.max_items, 10) or not (
            stop >= len(self.pieces)
            or stop in self.prose
            or self.rules_of(stop)
            or self._is_own_heading(stop)
            or (self._is_sentence(stop) and all(map(self._is_short_headline, titles)))
        ):
            # In a text cut at every link the story resumes with a short line: one clear headline is certain still.
            return self._first_headline(items, titles)
        return items if all(map(self._reads_like_title, titles)) else self._first_headline(items, titles)

    def _is_own_heading(self, j: int) -> bool:
        """A heading element without a link, and a paragraph below it: a part of the story begins."""
        block = self.context.trail.block(self.pieces[j])
        if not self.context.page.html or block.links or j + 1 not in self.prose:
            return False
        return self.context.page.nodes[block.node].tag in HEADING_TAGS

    def _is_sentence(self, j: int) -> bool:
        """A line too short for a paragraph that begins and ends like a sentence: what was said, in a few words."""
        first = self.texts[j].lstrip("\"“”'‘’«([")[:1]
        return first.isupper() and ends_sentence(self.texts[j])

    def _is_short_headline(self, j: int) -> bool:
        """Title case throughout, of as many words as a title must have."""
        return self._reads_like_title(j) and (
            title_case_share(self.texts[j], self.context.rules.lexicon.small) >= _TITLE_CASE
        )

    def _first_headline(self, items: Sequence[int], titles: Sequence[int]) -> Sequence[int]:
        return items[: items.index(titles[0]) + 1] if self._is_headline(titles[0]) else ()

    def _is_headline(self, j: int) -> bool:
        """Title case throughout, and long enough to be no name."""
        text = self.texts[j]
        return len(text.split()) >= 5 and title_case_share(text, self.context.rules.lexicon.small) >= _TITLE_CASE

    def _reads_like_title(self, j: int) -> bool:
        """A follower without a list mark must look like a headline, not like a short line of the story."""
        block = self.context.trail.block(self.pieces[j])
        if block.links > 0.8 * len(block.text):
            return True
        return len(self.texts[j].split()) >= 4 and self.texts[j][:1].isupper() and not self.texts[j].endswith(":")

    def _list(self, rule: Rule, i: int) -> Sequence[int] | None:
        """The titles under a heading, to the next heading or paragraph; None when they are too few to be a list."""
        items: list[int] = []
        for j in range(i + 1, len(self.pieces)):
            others = [other for other in self.rules_of(j) if other.takes != "mark"]
            if any(other.takes == "list" for other in others):
                break
            if others and not self._is_bullet(j):
                continue  # an advertisement between the titles: its own rule takes it
            if j in self.prose or not self._is_item(j, _ITEM_CHARS) or len(items) >= 2 * rule.max_items:
                break
            items.append(j)
        return items if self._is_list(rule, i, items) else None

    def _is_list(self, rule: Rule, i: int, items: Sequence[int]) -> bool:
        """Whether a list follows a heading: enough titles, and no paragraph close behind unless all are links."""
        titles = [j for j in items if not self._is_bullet(j)]
        if self.zone(i) == "tail" or not self.prose:
            first = i + 1 if self.last_prose >= 0 else 0
            return (
                self._last_unknown < first
                or len(titles) >= rule.min_items
                or self._titles_from[i + 1] >= rule.min_items
            )
        if len(titles) < rule.min_items:
            return False
        stop = items[-1] + 1
        near = stop in self.prose and stop - i <= _NEAR
        return not near or all(self._is_linked(j) or self._is_marked_headline(j) for j in titles)

    def _is_known(self, j: int) -> bool:
        """Whether some rule knows a line: by its words, or by a mark it begins with."""
        marks = self.context.rules.marks_in(self.texts[j])
        return bool(self._named_rules(j)) or any(rule.regex and rule.regex.match(self.texts[j]) for rule in marks)

    def _is_marked_headline(self, j: int) -> bool:
        """A headline behind a bullet."""
        return self.texts[j][:1] in _BULLETS and self._is_headline(j)

    @cached_property
    def _last_unknown(self) -> int:
        """The last line that no rule knows, -1 where there is none."""
        return next((j for j in reversed(range(len(self.pieces))) if not self._is_known(j)), -1)

    @cached_property
    def _titles_from(self) -> list[int]:
        """For each line, how many headline-like ones stand from there to the end, headings between them or not."""
        titles = (
            not self._is_bullet(j) and self._is_item(j, _ITEM_CHARS) and not self.rules_of(j)
            for j in reversed(range(len(self.pieces)))
        )
        return list(accumulate(titles, initial=0))[::-1]

    def _is_linked(self, j: int) -> bool:
        block = self.context.trail.block(self.pieces[j])
        return block.links > 0.8 * len(block.text)

    def _is_item(self, j: int, max_chars: int) -> bool:
        return self._is_bullet(j) or is_title_like(self.texts[j], max_chars) or self._is_linked(j)

    def _is_bullet(self, j: int) -> bool:
        return not any(char.isalnum() for char in self.texts[j])


def _is_call(rule: Rule) -> bool:
    """Whether a rule takes whole lines that call on the reader."""
    return rule.label in _CALLS and takes_line(rule)
