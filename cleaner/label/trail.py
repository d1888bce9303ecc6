"""The trail: every verdict in the order it was given, and what counts on each piece of each block now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter

from cleaner.hygiene import JOINERS
from cleaner.model import TEXT_LABELS, Block, Label, Page, Piece, Verdict, maker

# Pieces of one block from which on those that a verdict touches are searched for.
_MANY = 8
# What no piece begins or ends with: blanks, and joiners, where an emoji of several is cut.
_NO_ENDS = f" {JOINERS}"
_piece = maker(Piece)
_start, _end = attrgetter("start"), attrgetter("end")


class Trail:
    """The one place that records verdicts. The last one on a piece counts; `log` keeps them all."""

    def __init__(self, page: Page) -> None:
        self._blocks = page.blocks
        self._cuts: list[tuple[Piece, ...] | None] = [None] * len(page.blocks)
        """per block its pieces, None as long as nobody asked for them: most blocks are one piece, and furniture."""
        self._wholes: list[Verdict | None] = [None] * len(page.blocks)
        """per block the last verdict that took it whole."""
        self.log: list[Verdict] = []
        self._outside: set[int] = set()
        """blocks that a verdict took whole; most of a page is furniture, and every pass asks for what is left."""
        self._left: list[int] | None = None
        self._kept: list[Piece] | None = None
        self._open: list[Piece] | None = None
        """what kept() and open() said since the last verdict."""
        self._labelled: dict[Label, list[range]] = {}
        """blocks that a label was ever given to."""

    def record(self, verdict: Verdict) -> None:
        """Let a verdict count on its piece, or on whole blocks when it names a last one."""
        self.log.append(verdict)
        self._kept = self._open = None
        blocks = range(verdict.block, max(verdict.block, verdict.last) + 1)
        self._labelled.setdefault(verdict.label, []).append(blocks)
        if verdict.label in TEXT_LABELS and not self._outside.isdisjoint(blocks):
            self._outside.difference_update(blocks)
            self._left = None
        if verdict.last >= 0:
            self._take_whole(blocks, verdict)
            return
        pieces = self.pieces(verdict.block)
        if len(pieces) == 1 and verdict.start <= pieces[0].start and verdict.end >= pieces[0].end:
            block, start, end, _ = pieces[0]
            self._cuts[block] = (_piece((block, start, end, verdict)),)
            return
        first, stop = 0, len(pieces)
        if stop > _MANY:
            first = bisect_right(pieces, verdict.start, key=_end)
            stop = bisect_left(pieces, verdict.end, key=_start)
        new = [part for piece in pieces[first:stop] for part in self._cut(piece, verdict)]
        self._cuts[verdict.block] = (*pieces[:first], *new, *pieces[stop:])

    def _take_whole(self, blocks: range, verdict: Verdict) -> None:
        self._cuts[blocks.start : blocks.stop] = [None] * len(blocks)
        self._wholes[blocks.start : blocks.stop] = [verdict] * len(blocks)
        if verdict.label not in TEXT_LABELS:
            self._outside.update(blocks)
            self._left = None

    def _story(self) -> list[Piece]:
        """The pieces of the blocks that can hold a piece of the story."""
        if self._left is None:
            self._left = [index for index in range(len(self._blocks)) if index not in self._outside]
        return self._in(self._left)

    def _in(self, blocks: Iterable[int]) -> list[Piece]:
        """The pieces of some blocks."""
        return [piece for block in blocks for piece in (self._cuts[block] or self.pieces(block))]

    def _cut(self, piece: Piece, verdict: Verdict) -> Iterator[Piece]:
        for start, end, owner in (
            (piece.start, min(piece.end, verdict.start), piece.verdict),
            (max(piece.start, verdict.start), min(piece.end, verdict.end), verdict),
            (max(piece.start, verdict.end), piece.end, piece.verdict),
        ):
            part = self._blocks[piece.block].text[start:end]
            bare = part.strip(_NO_ENDS)
            if bare:
                first = end - len(part.lstrip(_NO_ENDS))
                yield Piece(piece.block, first, first + len(bare), owner)

    def pieces(self, block: int) -> tuple[Piece, ...]:
        """The pieces of a block as they stand, in order."""
        found = self._cuts[block]
        if found is None:
            whole = _piece((block, 0, len(self._blocks[block].text), self._wholes[block]))
            found = self._cuts[block] = (whole,)
        return found

    def all_pieces(self) -> list[Piece]:
        """Every visible piece of the page, in order."""
        return self.between(0, len(self._blocks))

    def between(self, first: int, stop: int) -> list[Piece]:
        """The pieces of blocks [first, stop), in order; bounds beyond the page are the page's own."""
        return self._in(range(max(first, 0), min(stop, len(self._blocks))))

    def kept(self) -> list[Piece]:
        """Pieces that are still story: undecided, or decided to be body or heading."""
        if self._kept is None:
            self._kept = list(filter(is_kept, self._story()))
        return self._kept

    def open(self) -> list[Piece]:
        """Pieces nobody has spoken about yet."""
        if self._open is None:
            self._open = [piece for piece in self._story() if piece.verdict is None]
        return self._open

    def outside(self) -> Iterator[Block]:
        """The blocks that a verdict took whole, in order; parts of them may have been labelled since."""
        return map(self._blocks.__getitem__, sorted(self._outside))

    def stretch_at(self, block: int) -> tuple[Verdict, int] | None:
        """A verdict that took a block whole and still counts on it, and the last block from there on of which so."""
        verdict = self._wholes[block]
        if verdict is None or not self._is_whole(block, verdict):
            return None
        last = block
        while last < verdict.last and self._wholes[last + 1] is verdict and self._is_whole(last + 1, verdict):
            last += 1
        return verdict, last

    def _is_whole(self, block: int, verdict: Verdict) -> bool:
        """Whether nobody cut or took a block since a verdict took it whole."""
        cuts = self._cuts[block]
        return cuts is None or (len(cuts) == 1 and cuts[0].verdict is verdict)

    def text(self, piece: Piece) -> str:
        """The words of a piece."""
        block, start, end, _ = piece
        return self._blocks[block].text[start:end]

    def texts(self, pieces: Iterable[Piece]) -> list[str]:
        """The words of each of some pieces."""
        blocks = self._blocks
        return [blocks[block].text[start:end] for block, start, end, _ in pieces]

    def block(self, piece: Piece) -> Block:
        """The block of a piece."""
        return self._blocks[piece.block]

    def labelled(self, *labels: Label) -> list[Piece]:
        """Pieces whose counting verdict has one of the labels, in order."""
        given = [blocks for label in labels for blocks in self._labelled.get(label, ())]
        if not given:
            return []
        blocks = sorted(set(chain.from_iterable(given)))
        return [piece for piece in self._in(blocks) if piece.verdict is not None and piece.verdict.label in labels]


def is_kept(piece: Piece) -> bool:
    """Whether a piece is story as things stand."""
    return piece.verdict is None or piece.verdict.label in TEXT_LABELS


def verdict_on(piece: Piece, label: Label, rule: str, cause: int = -1, evidence: str = "") -> Verdict:
    """A verdict on a whole piece."""
    return Verdict(
        piece.block, piece.start, piece.end, label, rule, cause=piece.block if cause < 0 else cause, evidence=evidence
    )


def stretch(first: int, last: int, label: Label, rule: str, evidence: str = "") -> Verdict:
    """One verdict on the whole blocks first..last."""
    return Verdict(first, 0, 0, label, rule, last=last, cause=first, evidence=evidence)


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers as (first, last).

    >>> list(runs([1, 2, 3, 7]))
    [(1, 3), (7, 7)]
    """
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[i - 1] + 1:
            yield numbers[start], numbers[i - 1]
            start = i
