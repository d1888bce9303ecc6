"""The lines of a page that nobody has spoken about yet, with their rules, their zone, and which are paragraphs."""

from __future__ import annotations

from itertools import takewhile

from cleaner.label.context import Context
from cleaner.label.prose import ends_sentence
from cleaner.model import Block
from cleaner.rules.line_rules import takes_line
from cleaner.rules.rule import Rule

# A sentence introduces so many lines; it has more words than the labels "Redaksi:" and "Alamat kantor redaksi:".
_INTRODUCED, _INTRO_BLANKS = 8, 3


class OpenLines:
    """The open pieces of a page, by their places in a list."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pieces = context.trail.open()
        self.texts = context.trail.texts(self.pieces)
        self._asked: dict[int, list[Rule]] = {}
        self._named: dict[int, list[Rule]] = {}
        prose = [i for i in context.prose_blocks(self.pieces) if not any(map(takes_line, self.named_rules(i)))]
        self.prose = set(prose)
        """the paragraphs: running text that no rule takes."""
        self.first_prose = prose[0] if prose else len(self.pieces)
        self.last_prose = prose[-1] if prose else -1

    def __len__(self) -> int:
        return len(self.pieces)

    def block(self, i: int) -> Block:
        """The block of line i."""
        return self.context.trail.block(self.pieces[i])

    def rules_of(self, i: int) -> list[Rule]:
        """Rules whose words stand in line i, zone respected."""
        found = self._asked.get(i)
        if found is None:
            found = self._asked[i] = [rule for rule in self.named_rules(i) if self._is_asked(rule, i)]
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

    def named_rules(self, i: int) -> list[Rule]:
        """Rules whose words stand in line i, in whatever zone."""
        found = self._named.get(i)
        if found is None:
            found = self._named[i] = self.context.rules.lines.named_in(self.texts[i])
        return found

    def zone(self, i: int) -> str:
        """top: before the first paragraph; tail: after the last one; inside: between."""
        if i < self.first_prose:
            return "top"
        return "tail" if i > self.last_prose else "inside"
