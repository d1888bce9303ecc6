"""What holds for the article of any input, however broken: checked by the tests of output and by every fuzzer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cleaner import Article
from cleaner.hygiene import tidy
from cleaner.model import FLAGS

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
# What may stand between two pieces: blanks, and joiners, which show nothing of their own where a text is cut at them.
_BETWEEN = re.compile("[ \n\u200c\u200d]*")
# One line that ends like the name of a file: clean() refuses it.
_FILE_NAME = re.compile(r"[^\n<>]{0,400}\.(?:html?|xhtml|txt|jsonl?|csv|parquet|warc|gz|zst)\n?\Z", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a record with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, path)


def check_output(article: Article) -> None:
    """Every field is clean text in NFC, and the record is one line of JSON that reads back the same."""
    record = article.to_dict(explain=True)
    for path, text in strings(record):
        lines = text.replace("\n", "") if path in (".text", ".removed.text") else text
        assert not _CONTROL.search(lines), f"{path}: control character in {text!r}"
        assert "\n" not in lines, f"{path}: line break in {text!r}"
        assert not _INVISIBLE.search(text), f"{path}: invisible character in {text!r}"
        assert unicodedata.is_normalized("NFC", text), f"{path}: not NFC: {text!r}"
        text.encode("utf-8")
    line = article.to_json(explain=True)
    assert not _LINE_BREAKS.search(line)
    assert json.loads(line) == record
    assert set(article.flags) <= set(FLAGS)
    assert len(article.flags) == len(set(article.flags))
    assert 0.0 <= article.confidence <= 1.0
    assert article.n_words == len(article.text.split())


def check_ledger(article: Article) -> None:
    """Every visible piece stands in the ledger once, in order, as the blocks have it, and what is kept is the text."""
    whole, at = "\n".join(block.text for block in article.blocks), 0
    for text in (entry.text for entry in article.ledger if not entry.rule.startswith("limit-")):
        assert text == text.strip(" \n\u200c\u200d") != ""
        at = _behind_blanks(whole, at)
        assert whole.startswith(text, at)
        at += len(text)
    assert _behind_blanks(whole, at) == len(whole)
    kept = Counter(squeezed(" ".join(entry.text for entry in article.ledger if entry.place == "text")))
    assert not Counter(squeezed(article.text.replace(" | ", " "))) - kept  # bars stand between kept cells of a row
    assert article.n_removed == sum(entry.place != "text" for entry in article.ledger)


def _behind_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def check_offsets(article: Article, raw: str) -> None:
    """In a text input every piece is the input's own, where the ledger says, and the pieces leave out only blanks."""
    at = 0
    for entry in article.ledger:
        assert entry.start is not None
        assert entry.end is not None
        assert at <= entry.start <= entry.end <= len(raw)
        assert not squeezed(tidy(raw[at : entry.start]))
        assert squeezed(tidy(raw[entry.start : entry.end])) == squeezed(entry.text)
        at = entry.end
    assert not squeezed(tidy(raw[at:]))


def is_content(text: str) -> bool:
    """Whether clean() takes a text: what looks like the name of a file it refuses, as promised and tested elsewhere."""
    return not _FILE_NAME.match(text)


def squeezed(text: str) -> str:
    """Text without blanks, in NFC: marks that blanks parted may join."""
    return unicodedata.normalize("NFC", "".join(text.split()))
