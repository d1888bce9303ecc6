"""What goes with a line that heads others: the titles of a list, the ones right below it, its box, all that is left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, takewhile

from cleaner.label.boxes import box_end
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.open_lines import OpenLines
from cleaner.label.prose import ends_sentence, is_title_like, title_case_share
from cleaner.rules.rule import Rule

_NEAR = 8
_BULLETS = "-–—•·*»"
_END_PROSE = 2
_ITEM_CHARS = 150
# Share of a headline's words that are capitalised, function words aside.
_TITLE_CASE = 0.85


class Followers:
    """Lines that rules take together with another one above them."""

    def __init__(self, lines: OpenLines) -> None:
        self._lines = lines
        self._context = lines.context
        self._texts = lines.texts
        self._prose = lines.prose

    def of(self, rule: Rule, i: int) -> Sequence[int] | None:
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
        if not self._context.page.html:
            return ()
        stop = box_end(self._context, self._lines.pieces[i].block, rule.min_items if rule.takes == "list" else 1)
        if stop is None:
            return ()
        return list(takewhile(lambda j: self._lines.pieces[j].block < stop, range(i + 1, len(self._lines))))

    def _end(self, i: int) -> Sequence[int]:
        """All that follows, when hardly a paragraph of it can be story; else the line alone."""
        after = sum(j > i for j in self._prose)
        before = len(self._prose) - after
        if after <= _END_PROSE and before >= after:
            return range(i + 1, len(self._lines))
        return ()

    def _next(self, rule: Rule, i: int) -> Sequence[int]:
        """Titles right below, when a paragraph follows them or the text ends there."""
        items = []
        for j in range(i + 1, len(self._lines)):
            if j in self._prose or not self._is_item(j, 120) or (self._lines.rules_of(j) and not self._is_bullet(j)):
                break
            if self._is_own_heading(j):
                break
            items.append(j)
        titles = [j for j in items if not self._is_bullet(j)]
        if not titles:
            return ()
        stop = items[-1] + 1
        if len(titles) > min(rule.max_items, 10) or not (
            stop >= len(self._lines)
            or stop in self._prose
            or self._lines.rules_of(stop)
            or self._is_own_heading(stop)
            or (self._is_sentence(stop) and all(map(self._is_short_headline, titles)))
        ):
            # In a text cut at every link the story resumes with a short line: one clear headline is certain still.
            return self._first_headline(items, titles)
        return items if all(map(self._reads_like_title, titles)) else self._first_headline(items, titles)

    def _is_own_heading(self, j: int) -> bool:
        """A heading element without a link, and a paragraph below it: a part of the story begins."""
        block = self._lines.block(j)
        if not self._context.page.html or block.links or j + 1 not in self._prose:
            return False
        return self._context.page.nodes[block.node].tag in HEADING_TAGS

    def _is_sentence(self, j: int) -> bool:
        """A line too short for a paragraph that begins and ends like a sentence: what was said, in a few words."""
        first = self._texts[j].lstrip("\"“”'‘’«([")[:1]
        return first.isupper() and ends_sentence(self._texts[j])

    def _is_short_headline(self, j: int) -> bool:
        """Title case throughout, of as many words as a title must have."""
        return self._reads_like_title(j) and (
            title_case_share(self._texts[j], self._context.rules.lexicon.small) >= _TITLE_CASE
        )

    def _first_headline(self, items: Sequence[int], titles: Sequence[int]) -> Sequence[int]:
        return items[: items.index(titles[0]) + 1] if self._is_headline(titles[0]) else ()

    def _is_headline(self, j: int) -> bool:
        """Title case throughout, and long enough to be no name."""
        text = self._texts[j]
        return len(text.split()) >= 5 and title_case_share(text, self._context.rules.lexicon.small) >= _TITLE_CASE

    def _reads_like_title(self, j: int) -> bool:
        """A follower without a list mark must look like a headline, not like a short line of the story."""
        text = self._texts[j]
        return self._is_linked(j) or (len(text.split()) >= 4 and text[:1].isupper() and not text.endswith(":"))

    def _list(self, rule: Rule, i: int) -> Sequence[int] | None:
        """The titles under a heading, to the next heading or paragraph; None when they are too few to be a list."""
        items: list[int] = []
        for j in range(i + 1, len(self._lines)):
            others = [other for other in self._lines.rules_of(j) if other.takes != "mark"]
            if any(other.takes == "list" for other in others):
                break
            if others and not self._is_bullet(j):
                continue  # an advertisement between the titles: its own rule takes it
            if j in self._prose or not self._is_item(j, _ITEM_CHARS) or len(items) >= 2 * rule.max_items:
                break
            items.append(j)
        return items if self._is_list(rule, i, items) else None

    def _is_list(self, rule: Rule, i: int, items: Sequence[int]) -> bool:
        """Whether a list follows a heading: enough titles, and no paragraph close behind unless all are links."""
        titles = [j for j in items if not self._is_bullet(j)]
        if self._lines.zone(i) == "tail" or not self._prose:
            first = i + 1 if self._lines.last_prose >= 0 else 0
            return (
                self._last_unknown < first
                or len(titles) >= rule.min_items
                or self._titles_from[i + 1] >= rule.min_items
            )
        if len(titles) < rule.min_items:
            return False
        stop = items[-1] + 1
        near = stop in self._prose and stop - i <= _NEAR
        return not near or all(self._is_linked(j) or self._is_marked_headline(j) for j in titles)

    def _is_known(self, j: int) -> bool:
        """Whether some rule knows a line: by its words, or by a mark it begins with."""
        text = self._texts[j]
        marks = (rule.regex for rule in self._context.rules.marks_in(text))
        return bool(self._lines.named_rules(j)) or any(mark is not None and mark.match(text) for mark in marks)

    def _is_marked_headline(self, j: int) -> bool:
        """A headline behind a bullet."""
        return self._texts[j][:1] in _BULLETS and self._is_headline(j)

    @cached_property
    def _last_unknown(self) -> int:
        """The last line that no rule knows, -1 where there is none."""
        return next((j for j in reversed(range(len(self._lines))) if not self._is_known(j)), -1)

    @cached_property
    def _titles_from(self) -> list[int]:
        """For each line, how many headline-like ones stand from there to the end, headings between them or not."""
        titles = (
            not self._is_bullet(j) and self._is_item(j, _ITEM_CHARS) and not self._lines.rules_of(j)
            for j in reversed(range(len(self._lines)))
        )
        return list(accumulate(titles, initial=0))[::-1]

    def _is_linked(self, j: int) -> bool:
        """Whether a line is a link, but for a few characters."""
        block = self._lines.block(j)
        return block.links > 0.8 * len(block.text)

    def _is_item(self, j: int, max_chars: int) -> bool:
        return self._is_bullet(j) or is_title_like(self._texts[j], max_chars) or self._is_linked(j)

    def _is_bullet(self, j: int) -> bool:
        return not any(char.isalnum() for char in self._texts[j])
