"""Where a headline stops that is set into a line of the story without a mark: "Baca juga: …"."""

from __future__ import annotations

import re

from cleaner.label.prose import headline_end
from cleaner.rules.lexicon import Lexicon

_MIN_WORDS = 3
# Words from an office to the next one or to the last part of the name, and words looked at before the sentence's verb.
_APART, _LOOK = 4, 20
_WORD = re.compile(r"\S+")
_MARKS = "\"“”'‘’(),.:;!?"
_STOPS = re.compile(r"[,:;!?\"”’)]$|[^.]{6}\.$")


def headline_stop(text: str, start: int, lexicon: Lexicon) -> int | None:
    """Where a headline that begins at `start` ends in a line that may go on with the story; None where that is unknown.

    What names a speaker belongs to the sentence: of "… Divonis 18 Tahun Kasat Narkoba AKP Dedi Harahap mengungkapkan",
    all from "Kasat" on, though only the verb shows by its small letter that a sentence began.
    """
    end = headline_end(text, start, lexicon.small)
    if end is None or end >= len(text) or not _is_speaker(text[end : end + 100].split()[:3], lexicon):
        return end
    words = list(_WORD.finditer(text, start, end))
    begin = len(words)
    for at in range(len(words) - 1, max(_MIN_WORDS, len(words) - _LOOK) - 1, -1):
        word = words[at][0]
        if begin - at > _APART or _STOPS.search(word) or not word[0].isupper():
            break
        if word.strip(_MARKS).lower() in lexicon.offices:
            begin, end = at, words[at].start()
    return end


def _is_speaker(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a sentence goes on with the last part of a name, and what its bearer says."""
    if len(words) < 2 or words[0].lower() in lexicon.stopword_of:
        return False
    return any(word.strip(_MARKS) in lexicon.says for word in words[1:])
