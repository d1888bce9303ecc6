"""What a line looks like: prose, a headline, the end of a sentence. Shapes only, no words of any language."""

from __future__ import annotations

import re
from collections.abc import Collection

SENTENCE_END = re.compile(r"[.!?…。！？।۔]['\"”’»)\]*]{0,3}$")
# What must not stand before the stop is looked for behind it: a pattern that begins with its mark is found at once.
_STOP_INSIDE = re.compile(r"[.…](?<!\b[A-Z].)(?<!\b[A-Z][a-z].)['\"”’)]{0,2}\s+['\"“‘(]{0,2}[A-ZÀ-Ý0-9]")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\s]+")
PROSE_CHARS = 60
_LONG = 110


_GOES_ON = re.compile(r"[,;]\s|[.)][,.;]?(?:\s|$)")


def goes_on(text: str) -> bool:
    """Whether a line begins with a comma or a stop: a piece of the sentence before it, cut off at a link.

    >>> goes_on(", Selasa (10/6)."), goes_on(".NET dipakai di kantor itu.")
    (True, False)
    """
    return _GOES_ON.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence, closing quotes and brackets aside."""
    return bool(SENTENCE_END.search(text[-8:]))


def is_prose(text: str) -> bool:
    """A line of running text: long enough, and closed like a sentence or too long for a headline.

    >>> is_prose("Harga Beras Naik Lagi"), is_prose("Ia menambahkan bahwa harga beras akan turun dalam waktu dekat.")
    (False, True)
    """
    length = len(text)
    if length < PROSE_CHARS // 3:
        return False
    start = text[:40]
    if not start.isascii() and _WIDE.search(start):
        return ends_sentence(text) or length >= _LONG // 3
    if length < PROSE_CHARS:
        return False
    if length >= _LONG + 40 or _STOP_INSIDE.search(text):
        return True
    return ends_sentence(text) and not text.endswith(("?", "!"))  # headlines close with these, too


def is_title_like(text: str, max_chars: int = 140) -> bool:
    """A line that can be a headline: short, and not closed by a full stop ("?" and "!" close headlines too).

    >>> is_title_like("Harga Beras Naik Lagi, Kapan Turun?"), is_title_like("Ia pulang.")
    (True, False)
    """
    return (
        0 < len(text) <= max_chars
        and not text.rstrip("\"”’') ").endswith((".", ",", ";"))
        and not _STOP_INSIDE.search(text)
    )


def title_case_share(text: str, small: Collection[str]) -> float:
    """Share of the words that are capitalised, function words left out: headlines have most."""
    words = [word.strip("\"“”'‘’()[]:,.!?") for word in text.split()]
    counted = [word for word in words if word and word.lower() not in small and word[0].isalpha()]
    if not counted:
        return 0.0
    return sum(word[0].isupper() for word in counted) / len(counted)


def is_headline(text: str, small: Collection[str]) -> bool:
    """Title case throughout, and too long for a name.

    >>> is_headline("Harga Beras Naik di Pasar Induk Cipinang", {"di"}), is_headline("Rumah Sakit Umum Daerah", set())
    (True, False)
    """
    return is_title_like(text) and len(text.split()) >= 6 and title_case_share(text, small) >= 0.9


# A headline's "?" or "!" with a capital behind it; a full stop with a sentence behind it, glued or not.
_BREAK = re.compile(
    r"""
    [?!]['"”’)]{0,2} \s{0,2} (?=['"“‘(]{0,2}[A-ZÀ-Ý])
    | \.['"”’)]{0,2} (?: \s{1,2}(?=['"“‘(]{0,2}[A-ZÀ-Ý][a-z]) | (?=[A-ZÀ-Ý][a-z]+[ ][a-z]) )
    """,
    re.VERBOSE,
)
_NUMBER_STOP = re.compile(r"\b(?:\d{1,3}|[A-Z][a-z]{0,2})\.$")


# No headline is longer: what stands behind it in a line is not read.
_HEADLINE_CHARS = 600


def headline_end(text: str, start: int, small: Collection[str]) -> int | None:
    """Where a headline that begins at `start` ends, in a line that may go on with the story.

    The end of the line when all the rest can be one headline; the place where sentence case takes over from title
    case, or behind the headline's "?" or "!"; None where no end is certain: then only its mark may go.

    >>> line = "BACA JUGA: Harga Beras Naik di Jakarta Langkah itu dinilai tepat oleh warga."
    >>> line[headline_end(line, 11, {"di"}):]
    'Langkah itu dinilai tepat oleh warga.'
    """
    rest = text[start : start + _HEADLINE_CHARS]
    is_all = start + len(rest) == len(text)
    words = [(m.start() + start, m[0]) for m in _WORD.finditer(rest)]
    if (is_all and len(words) < 2) or (
        len(rest) <= 200 and is_title_like(rest, 200) and _case_break(words, small) is None
    ):
        return len(text)
    for found in _BREAK.finditer(rest):
        if len(rest[: found.start()].split()) >= 3 and not _NUMBER_STOP.search(rest[: found.start() + 1]):
            end = start + found.end()
            switch = _glued_sentence(rest, start) or _case_break(words, small)
            return min(end, switch) if switch else end
    switch = _glued_sentence(rest, start) or _case_break(words, small)
    if switch is not None:
        return switch
    if ends_sentence(text) and len(rest) <= 160 and title_case_share(rest, small) >= 0.7:
        return len(text)
    return None


# "…Tercatat di KemdikbudUntuk saat ini, …": the line break between headline and sentence was lost.
_GLUED = re.compile(r"(?<=[a-zà-ÿ0-9]{3})(?=[\"“]?[A-ZÀ-Ý][a-zà-ÿ]+,? [a-zà-ÿ]+,? [\"”]?[a-zà-ÿ])")


def _glued_sentence(rest: str, start: int) -> int | None:
    """Where a sentence is glued to the headline before it, letter to letter."""
    found = next((m for m in _GLUED.finditer(rest) if len(rest[: m.start()].split()) >= 3), None)
    return start + found.start() if found else None


def _case_break(words: list[tuple[int, str]], small: Collection[str]) -> int | None:
    """Where a title-case headline goes over into a sentence: the last capitalised word before lower case begins."""
    if title_case_share(" ".join(word for _, word in words[:5]), small) < 0.8:
        return None
    for i in range(3, len(words)):
        word = words[i][1].strip("\"“”'‘’(),.:;!?")
        if not word[:1].islower() or word in small or words[i - 1][1][:1].isdigit() or "-" in word:
            continue
        at = i - 1
        while at > 2 and not words[at][1].lstrip("\"“‘'(")[:1].isupper():
            at -= 1
        beside = words[i - 1][1][:1].islower() or (words[i + 1 : i + 2] and words[i + 1][1][:1].islower())
        lower = sum(other[:1].islower() for _, other in words[i : i + 6])
        if at > 2 and beside and lower >= min(3, len(words) - i):
            return words[at][0]
    return None
