"""Every rule and every pattern takes time in proportion to its input, whatever the input repeats.

A pattern that finds all its matches in 20,000 characters within 30 ms is linear: at that length the square of the
quickest step takes 60. What takes longer is measured at half the length, too: twice the input may take at most 2.5
times the work, at the best of several runs.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache

import pytest

import cleaner
from cleaner import clean, clean_text
from cleaner.rules.rule import Rule
from cleaner.rules.rulebook import load

_LENGTH = 20_000
_QUICK = 0.03
_RATIO = 2.5
_TRIES = 10
_UNITS = (
    *(
        " ",
        "\n",
        "7",
        "?",
        "-",
        ",",
        '"',
        ".",
        "a",
        "A",
        "(",
        "/",
        "*",
        "|",
        ":",
        ">",
        "@",
        "_",
        "[",
        "]",
        "&",
        "#",
        "»",
    ),
    *(
        "a ",
        "Aa ",
        "A ",
        "7 ",
        "a.",
        "A.",
        "7.",
        "7/",
        "7:",
        "a-",
        "A-A ",
        "a, ",
        "A, ",
        "(a",
        "a) ",
        "é",
        "\u201d",
        " - ",
    ),
)


@cache
def rules() -> tuple[Rule, ...]:
    book = load(())
    return (*book.for_page("auto", None).rules, *(rule for portal in book.portals.values() for rule in portal.rules))


def patterns_of_rules() -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    for rule in rules():
        for kind, pattern in (("pattern", rule.regex), ("unless", rule.barred)):
            if pattern is not None:
                yield f"{rule.name} {kind}", pattern, rule.hits[:2] + rule.misses[:1]
    lexicon = load(()).for_page("auto", None).lexicon
    for shape in lexicon.dates:
        yield f"date {shape.name}", shape.pattern, tuple(hit for hit, _ in shape.hits[:2])
    for name in ("updated", "domain", "tld", "page_of"):
        yield f"lexicon {name}", getattr(lexicon, name), ("Halaman 1 dari 3", "KabarKita.co.id", "Diperbarui: ")


def patterns_of_code() -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if module.name.startswith(("cleaner.integrations", "cleaner.__main__")):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:
            continue  # an extra that is not installed
        for name, pattern in vars(loaded).items():
            if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                yield (
                    f"{module.name}.{name}",
                    pattern,
                    ("Harga Beras Naik - Kabarkita.com", "kata dia. (rds/gil)", "<p>a</p>"),
                )


PATTERNS = {name: (pattern, examples) for name, pattern, examples in [*patterns_of_rules(), *patterns_of_code()]}


def best(work: Callable[[], object], runs: int) -> float:
    """CPU seconds of the quickest of several runs."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def grows(work: Callable[[str], object], unit: str, length: int, quick: float = _QUICK) -> float:
    """How many times the work grows when its input is doubled; 0 where it is too quick to be measured."""
    whole = (unit * (length // len(unit) + 1))[:length]
    long = half = 99.0
    for _ in range(
        _TRIES
    ):  # a busy machine makes single runs longer, never shorter: both bests come down to what is true
        long = min(long, best(lambda: work(whole), 1))
        if long < quick:
            return 0.0
        half = min(half, best(lambda: work(whole[: length // 2]), 2))
        if long <= _RATIO * half:
            break
    return long / half


def units(examples: tuple[str, ...]) -> Iterator[str]:
    """What is repeated: characters and pairs of them, and beginnings of what the rule knows."""
    yield from _UNITS
    for example in examples:
        yield from (example[: len(example) * part // 4 or 1] for part in range(1, 5))


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_takes_time_in_proportion_to_its_input(name: str) -> None:
    pattern, examples = PATTERNS[name]

    def find_all(text: str) -> int:
        return sum(1 for _ in pattern.finditer(text))

    slow = (unit for unit in dict.fromkeys(units(examples)) if grows(find_all, unit, _LENGTH) > _RATIO)
    assert next(slow, None) is None


@pytest.mark.parametrize(
    "unit", ["Baca juga: Harga Beras Naik ", "BACA JUGA ", "Penulis: Andi Wijaya ", "24/10/2024 ", *_UNITS]
)
@pytest.mark.parametrize("shape", ["line of a text", "line behind a story", "paragraph", "title", "author", "date"])
def test_page_takes_time_in_proportion_to_what_it_repeats(unit: str, shape: str) -> None:
    story = "Pasar lama di tepi sungai itu dibuka kembali setelah dua tahun tutup, kata kepala dinas. " * 3

    def run(text: str) -> object:
        quoted = text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        if shape == "line of a text":
            return clean_text(text)
        if shape == "line behind a story":
            return clean_text(f"{story}\n{story} Akhirnya.\n{text}")
        if shape == "paragraph":
            return clean(f"<html><body><article><p>{story}</p><p>{quoted}</p></article>")
        meta = {"title": "og:title", "author": "author", "date": "article:published_time"}[shape]
        return clean(f'<html><head><meta property="{meta}" content="{quoted}"></head><body><p>{story}</p>')

    assert grows(run, unit, 100_000, quick=0.25) <= _RATIO


def test_the_measure_finds_what_is_quadratic() -> None:
    pattern = re.compile(r"a*b")
    assert grows(pattern.search, "a", _LENGTH) > _RATIO
