"""Pull quotes: words of the story that stand on the page once more, large, between its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cleaner.label.context import Context
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Node, Piece, Verdict

# Of a pull quote's runs of four words, how many stand in one paragraph: editors drop a "but" or a "he said".
_RUN, _MIN_WORDS, _QUOTED, _MAX_CHARS = 4, 6, 0.7, 600
# No story has more; a page that has is not read for them without end.
_MAX_QUOTES = 40
_MAX_SPEAKER_LINES, _MAX_SPEAKER_CHARS = 2, 120
_WORDS = re.compile(r"\w+")


def quotes(context: Context) -> Iterator[Verdict]:
    """Quotes set apart in an element of their own whose words stand in a paragraph, and who said them below."""
    paragraphs: list[tuple[int, set[tuple[str, ...]]]] = []
    for node in islice(_quotes(context), _MAX_QUOTES):
        own = context.open_in(node)
        runs = _runs_of(max(map(context.trail.text, own), key=len, default=""))
        if not runs:
            continue
        paragraphs = paragraphs or [(p.block, _runs_of(context.trail.text(p))) for p in _paragraphs(context)]
        others = ((block, own) for block, own in paragraphs if not node.first <= block < node.stop)
        source = next((block for block, own in others if len(runs & own) >= _QUOTED * len(runs)), None)
        if source is not None:
            evidence = f"stands in block {source}"
            for piece in context.open_in(_with_speaker(context, node)):
                yield verdict_on(piece, Label.DOUBLED, "pull-quote", cause=source, evidence=evidence)


def _paragraphs(context: Context) -> Iterator[Piece]:
    return (piece for piece in context.trail.kept() if context.is_long(piece))


def _quotes(context: Context) -> Iterator[Node]:
    """Elements inside the story that call themselves a quote, and are no longer than one."""
    for node in context.inside if context.page.html else ():
        if context.elements.says_quote(node) and _chars(context, node) <= _MAX_CHARS:
            yield node


def _chars(context: Context, node: Node) -> int:
    return sum(len(block.text) for block in context.page.blocks[node.first : node.stop])


def _with_speaker(context: Context, node: Node) -> Node:
    """A quote's parent, where all it holds beside the quote is a line or two that say whose words they are."""
    parent = context.page.nodes[node.parent]
    beside = [*context.page.blocks[parent.first : node.first], *context.page.blocks[node.stop : parent.stop]]
    short = sum(len(block.text) for block in beside) <= _MAX_SPEAKER_CHARS
    return parent if short and len(beside) <= _MAX_SPEAKER_LINES else node


def _runs_of(text: str) -> set[tuple[str, ...]]:
    """Runs of four words of a text, none where it is too short to tell."""
    words = _WORDS.findall(text.lower())
    if len(words) < _MIN_WORDS:
        return set()
    return set(zip(*(words[i:] for i in range(_RUN)), strict=False))
