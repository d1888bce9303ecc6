"""Pull quotes: words of the story that stand on the page once more, large, between its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from cleaner.label.context import Context
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Node, Verdict

# Of a pull quote's runs of four words, how many stand in one paragraph: editors drop a "but" or a "he said".
_RUN, _MIN_WORDS, _QUOTED, _MAX_CHARS = 4, 6, 0.7, 600
# No story has more; a page that has is not read for them without end.
_MAX_QUOTES = 40
_MAX_SPEAKER_LINES, _MAX_SPEAKER_CHARS = 2, 120
_WORDS = re.compile(r"\w+")
_Run = tuple[str, ...]


def quotes(context: Context) -> Iterator[Verdict]:
    """Quotes set apart in an element of their own whose words stand in a paragraph, and who said them below."""
    nodes = list(islice(_quotes(context), _MAX_QUOTES))
    blocks_of = _blocks_of_runs(context, nodes) if nodes else {}
    for node in nodes:
        own = context.open_in(node)
        runs = set(_runs_of(max(map(context.trail.text, own), key=len, default="")))
        shared = Counter(block for run in runs for block in blocks_of.get(run, ()))
        sources = (block for block, count in shared.items() if count >= _QUOTED * len(runs) > 0)
        source = min((block for block in sources if not node.first <= block < node.stop), default=None)
        if source is not None:
            evidence = f"stands in block {source}"
            for piece in context.open_in(_with_speaker(context, node)):
                yield verdict_on(piece, Label.DOUBLED, "pull-quote", cause=source, evidence=evidence)


def _blocks_of_runs(context: Context, nodes: Sequence[Node]) -> Mapping[_Run, list[int]]:
    """The runs of words of some elements, each with the blocks of the story's paragraphs that it stands in."""
    quoted = {run for node in nodes for piece in context.open_in(node) for run in _runs_of(context.trail.text(piece))}
    found: dict[_Run, list[int]] = {}
    for piece in filter(context.is_long, context.trail.kept()) if quoted else ():
        for run in quoted.intersection(_runs_of(context.trail.text(piece))):
            found.setdefault(run, []).append(piece.block)
    return found


def _quotes(context: Context) -> Iterator[Node]:
    """Elements inside the story that call themselves a quote, and are no longer than one."""
    for node in context.inside if context.page.html else ():
        if context.elements.says_quote(node) and context.elements.all_text(node.first, node.stop) <= _MAX_CHARS:
            yield node


def _with_speaker(context: Context, node: Node) -> Node:
    """A quote's parent, where all it holds beside the quote is a line or two that say whose words they are."""
    parent = context.page.nodes[node.parent]
    beside = [*context.page.blocks[parent.first : node.first], *context.page.blocks[node.stop : parent.stop]]
    short = sum(len(block.text) for block in beside) <= _MAX_SPEAKER_CHARS
    return parent if short and len(beside) <= _MAX_SPEAKER_LINES else node


def _runs_of(text: str) -> Iterable[_Run]:
    """Runs of four words of a text, none where it is too short to tell."""
    words = _WORDS.findall(text.lower())
    if len(words) < _MIN_WORDS:
        return ()
    return zip(*(words[i:] for i in range(_RUN)), strict=False)
