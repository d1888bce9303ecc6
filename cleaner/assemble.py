"""The clean text of a labelled page: kept pieces in order, paragraphs joined by an empty line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from cleaner.hygiene import nfc
from cleaner.label.prose import goes_on
from cleaner.label.trail import Trail
from cleaner.model import TEXT_LABELS, Block, Label, Page, Piece

# A bullet mark is not text, a number is.
_BULLET = re.compile(r"^(?:[-–—•·▪●○◦‣⁃*»›■□◆►▶✓✔–]{1,2}\s{1,3}){1,2}(?=\S)|^[•▪●◦‣■►](?=\S)")
_GAP = re.compile(r"(?<!\s)\s++([,.;:!?](?:\s|$))")
_SHORT_LINE = 100
# A line that nothing need follow, by its last characters.
_ENDS, _LAST = re.compile(r"[.!?…:;][\"'”’)\]]{0,3}$"), 4
_LINK_WORDS = 60


def assemble(page: Page, trail: Trail, keep: Collection[Label]) -> str:
    """The text of the pieces whose label is kept."""
    kept = [(group, text) for group in _by_block(trail, keep) if (text := _words(trail, group))]
    texts = [text for _, text in kept]
    joints = _markup_joints(page, [group for group, _ in kept]) if page.html else text_joints(texts)
    parts = [part for joint, text in zip(joints, texts, strict=True) for part in (joint, text)]
    return nfc("".join(parts))


def word_count(text: str) -> int:
    """The words of a clean text: blanks in it are single, line ends single or double.

    >>> word_count("Hujan turun.\\n\\nPasar | tutup\\nlagi.")
    6
    """
    return text.count(" ") + text.count("\n") - text.count("\n\n") + bool(text)


def _words(trail: Trail, group: Sequence[Piece]) -> str:
    text = _GAP.sub(r"\1", " ".join(trail.texts(group))) if len(group) > 1 else trail.text(group[0])
    return _BULLET.sub("", text).strip()


def text_joints(texts: Sequence[str]) -> list[str]:
    """What stands before each line of a text. A scraper cuts sentences at links: they are put together where it is
    certain, that is before a line that begins with a comma or a stop, and before the link's words in front of it.

    >>> text_joints(["Ia berkata kepada", "Kabarkita.com", ", Selasa (10/6).", "Hujan turun."])
    ['', ' ', '', '\\n\\n']
    """
    cut = [goes_on(text) for text in texts] + [False]
    joints = []
    for i, text in enumerate(texts):
        is_open = i > 0 and not _ENDS.search(texts[i - 1][-_LAST:])
        if is_open and cut[i]:
            joints.append("")
        elif is_open and cut[i + 1] and not cut[i - 1] and len(text) <= _LINK_WORDS and not _ENDS.search(text):
            joints.append(" ")
        else:
            joints.append("\n\n" if i else "")
    return joints


def _markup_joints(page: Page, groups: Sequence[Sequence[Piece]]) -> list[str]:
    behind = [_joint(page, before[-1], group[0]) for before, group in pairwise(groups)]
    return ["", *behind] if groups else []


def _by_block(trail: Trail, keep: Collection[Label]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in trail.kept() if TEXT_LABELS.issuperset(keep) else trail.all_pieces():
        label = piece.verdict.label if piece.verdict else Label.BODY
        if label not in keep:
            continue
        if groups and groups[-1][0].block == piece.block:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _joint(page: Page, last: Piece, piece: Piece) -> str:
    """Between two paragraphs an empty line; one newline for a <br> in verse; " | " between cells of a row."""
    before, block = page.blocks[last.block], page.blocks[piece.block]
    if _same_row(page, before, block):
        return " | "
    verse = block.broken == 1 and block.node == before.node and max(len(before.text), len(block.text)) < _SHORT_LINE
    return "\n" if verse and block.number == before.number + 1 else "\n\n"


def _same_row(page: Page, before: Block, block: Block) -> bool:
    one, other = page.nodes[before.node], page.nodes[block.node]
    return (
        one.tag in ("td", "th")
        and other.tag in ("td", "th")
        and one.parent == other.parent
        and one.number != other.number
    )
