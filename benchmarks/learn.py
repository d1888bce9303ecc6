"""What --learn is worth: python benchmarks/learn.py

On the real pages of ../shared/quality/corpus, set by set: how much of the clutter that a run without any portal file
leaves is gone when a portal file is learned from the pages, and how many body blocks are lost. The yardstick is the
output under the portal file that ships. Then the guard: the same pages flattened to texts, from which lines are
learned. --quick: only the first, from 20 pages of each set. Exits 1 when a body block or a line of a story is lost, or
when less than 80 % of the clutter goes.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pages

from cleaner import Options
from cleaner.label.context import Context
from cleaner.label.trail import is_kept
from cleaner.learn import Sample, learn
from cleaner.learn.learner import folder_of, options_with
from cleaner.learn.sample import context_of

LEAST = 0.8
Kept = dict[int, str]


@dataclass
class Row:
    """Counts of one set."""

    pages: int = 0
    left: list[str] = field(default_factory=list)
    """clutter in the run without --learn."""
    still: list[str] = field(default_factory=list)
    """of it, what is there with --learn."""
    new: list[str] = field(default_factory=list)
    """clutter that only the run with --learn has."""
    lost: list[str] = field(default_factory=list)
    """what the portal file keeps and the run with --learn does not."""
    lost_before: int = 0
    """what the portal file keeps and the run without --learn does not."""


def main() -> int:
    corpus = pages.QUALITY / "corpus"
    if not corpus.is_dir():
        sys.exit(f"{corpus} is not there: the pages are no part of this repository")
    sets: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(corpus.glob("*.html.gz")):
        sets[path.name.split("__")[0]].append(path)
    quick = "--quick" in sys.argv[1:]
    verdicts = [measured(sets, 20)] if quick else [measured(sets, 50), measured(sets, 20), guarded(sets)]
    return 0 if all(verdicts) else 1


def measured(sets: dict[str, list[Path]], count: int) -> bool:
    """Learn from the first `count` pages of each set, apply to all of it, print a row each."""
    print(f"learned from {count} pages of each set, tried on all of its pages")
    print(f"{'set':28} pages  clutter left: without  with   new  body lost: without  with")
    whole = Row()
    for name, paths in sets.items():
        row = compared([Sample(path.name, gzip.decompress(path.read_bytes())) for path in paths], count)
        print(
            f"{name:28} {row.pages:5} {len(row.left):22} {len(row.still):5} {len(row.new):5}"
            f"{row.lost_before:20} {len(row.lost):5}"
        )
        for text in (*row.still, *row.new)[:6]:
            print(f"    left  {text[:110]}")
        for text in row.lost[:6]:
            print(f"    lost  {text[:110]}")
        for name_, texts in vars(row).items():
            setattr(whole, name_, getattr(whole, name_) + texts)
    removed = 1 - len(whole.still) / len(whole.left)
    print(f"{removed:.1%} of {len(whole.left)} clutter pieces removed (at least {LEAST:.0%}), {len(whole.new)} new;")
    print(f"{len(whole.lost)} body blocks lost (at most 0); without --learn: {whole.lost_before}\n")
    return removed >= LEAST and not whole.lost


def guarded(sets: dict[str, list[Path]]) -> bool:
    """The guard on texts: each set flattened to lines, furniture in the container included, and lines learned."""
    lost = lines = 0
    for paths in sets.values():
        portal = [context_of(Sample(path.name, gzip.decompress(path.read_bytes())), Options()) for path in paths]
        stories = [frozenset(texts_of(context)) for context in portal]
        samples = [
            Sample(f"{number}.txt", flat(context).encode(), "https://kabarkita.example/", True)
            for number, context in enumerate(portal)
        ]
        draft = learn(samples)
        lines += len(draft.lines)
        with folder_of(draft) as folder:
            learned = options_with(draft, folder, Options())
            for sample, story in zip(samples, stories, strict=True):
                before, after = (set(kept(sample, options).values()) for options in (Options(portal=None), learned))
                gone = [text for text in before - after if text in story]
                lost += len(gone)
                print("".join(f"    lost  {text[:110]}\n" for text in gone), end="")
    print(f"flattened to texts: {lines} repeated lines learned, {lost} lines of stories lost to them (at most 0)")
    return lost == 0


def flat(context: Context) -> str:
    """The text of the story's container, clutter and all."""
    blocks = context.page.blocks
    return "\n".join(block.text for first, stop in context.body for block in blocks[first:stop])


def texts_of(context: Context) -> list[str]:
    return [context.trail.text(piece) for piece in context.trail.kept()]


def compared(samples: Sequence[Sample], count: int) -> Row:
    """One set under the portal file, under none, and under the learned one."""
    draft = learn(samples[:count])
    row = Row(len(samples))
    with folder_of(draft) as folder:
        learned = options_with(draft, folder, Options())
        for sample in samples:
            portal, plain, ours = (kept(sample, options) for options in (Options(), Options(portal=None), learned))
            row.left += extra(plain, portal)
            row.still += [text for text in extra(ours, portal) if text in extra(plain, portal)]
            row.new += [text for text in extra(ours, portal) if text not in extra(plain, portal)]
            row.lost += extra(portal, ours)
            row.lost_before += len(extra(portal, plain))
    return row


def kept(sample: Sample, options: Options) -> Kept:
    """Block -> what is kept of it. A page without a story keeps nothing."""
    context = context_of(sample, options)
    texts: Kept = {}
    for piece in context.trail.all_pieces():
        if is_kept(piece):
            texts[piece.block] = f"{texts.get(piece.block, '')} {context.trail.text(piece)}".strip()
    return texts


def extra(one: Kept, other: Kept) -> list[str]:
    """What of one is not in the other: whole blocks, or the words of a block by which it is longer."""
    found = []
    for block, text in one.items():
        rest = other.get(block, "")
        if len(text) > len(rest):
            found.append(text.removesuffix(rest) or text)
    return found


if __name__ == "__main__":
    sys.exit(main())
