"""Broken pages at random: by hypothesis in the tests, and by the hundred thousand by hand.

python tests/fuzzing.py 100000 cleans that many pages and says how long the slowest took and what went wrong.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from hostile import MARKER, STORY, TEXT, page
from hypothesis import strategies as st
from invariants import check_ledger, check_offsets, check_output, is_content

from cleaner import Article, DecodeError, LimitError, clean, clean_html, clean_text

TAGS = (
    *(
        "p",
        "div",
        "span",
        "b",
        "a",
        "i",
        "br",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "h1",
        "h2",
        "article",
        "section",
        "main",
    ),
    *(
        "script",
        "style",
        "title",
        "meta",
        "link",
        "head",
        "body",
        "html",
        "svg",
        "template",
        "noscript",
        "form",
        "select",
    ),
    *(
        "option",
        "textarea",
        "iframe",
        "figure",
        "figcaption",
        "blockquote",
        "dl",
        "dd",
        "x-y",
        "image",
        "frameset",
        "math",
    ),
)
ATTRIBUTES = (
    *(
        "class",
        "id",
        "href",
        "content",
        "property",
        "name",
        "itemprop",
        "rel",
        "type",
        "lang",
        "style",
        "role",
        "hidden",
    ),
    *("data-x", "colspan", "=", "<", "'", "xml:lang", "xmlns:a", "\x00"),
)
VALUES = (
    *(
        "share-box",
        "read__content",
        "articleBody",
        "og:title",
        "author",
        "article:published_time",
        "application/ld+json",
    ),
    *(
        "https://www.kompas.com/read/2024/10/24/1/a",
        "http://[::1",
        "2024-13-45T99:99:99",
        "24/10/2024 25:61 WIB",
        "NaN",
    ),
    *(
        "caption",
        "baca-juga",
        "canonical",
        "next",
        "keywords",
        "id",
        "x" * 300,
        "",
        "é\u0301",
        "\ud800",
        '{"@type":',
        "'\"<>",
    ),
)
WORDS = (
    *(
        MARKER,
        "Baca juga:",
        "Berita Terkait",
        "Penulis: Andi Wijaya",
        "Editor:",
        "JAKARTA, KOMPAS.com -",
        "(rds/gil)",
        "***",
    ),
    *(
        "Senin, 24 Oktober 2024 14:05 WIB",
        "Halaman 1 dari 3",
        "ADVERTISEMENT",
        "Harga Beras Naik Lagi di Pasar Induk",
        "kata dia.",
    ),
    *(
        "&amp;",
        "&#x110000;",
        "&#0;",
        "&nbsp;",
        "&bogus;",
        "<",
        ">",
        "&",
        '"',
        "]]>",
        "<!--",
        "-->",
        "<![CDATA[",
        "\u2028",
    ),
    *(
        "\u200b",
        "\u00ad",
        "\u202e",
        "\u0301\u0323",
        "\u1100\u1161",
        "\ufeff",
        "\x00",
        "\x85",
        "\ud83d",
        "\U0001f468\u200d\U0001f469",
    ),
    *(
        "  ",
        "\n",
        "\t",
        "7",
        "?!",
        "......",
        "Rp15.000",
        "a" * 200,
        "😀",
        "漢字。",
        "مرحبا",
        "किताब",
        "Ba\u200bca ju\u00adga",
    ),
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "gb18030",
    "shift_jis",
)

attribute = st.tuples(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), st.sampled_from(['"', "'", ""])).map(
    lambda row: f" {row[0]}={row[2]}{row[1]}{row[2]}"
)
start_tag = st.tuples(st.sampled_from(TAGS), st.lists(attribute, max_size=4)).map(
    lambda row: f"<{row[0]}{''.join(row[1])}>"
)
end_tag = st.sampled_from(TAGS).map(lambda name: f"</{name}>")
word = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
nested = st.tuples(st.sampled_from(TAGS), st.integers(1, 300)).map(lambda row: f"<{row[0]}>" * row[1])
piece = st.one_of(start_tag, end_tag, word, word, nested, st.just(STORY))
line = st.tuples(word, st.sampled_from([" ", "\n", "", "\r\n", "\n\n"])).map("".join)
pages = st.lists(piece, max_size=60).map("".join).filter(is_content)
texts = st.lists(line, max_size=60).map("".join).filter(is_content)
encoded = st.tuples(st.one_of(pages, texts), st.sampled_from(ENCODINGS)).map(
    lambda row: row[0].encode(row[1], "replace")
)
damaged = st.tuples(encoded, st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=4)), max_size=6)).map(
    lambda row: spliced(*row)
)


def spliced(raw: bytes, wounds: list[tuple[int, bytes]]) -> bytes:
    """Bytes with others put in their place here and there."""
    for place, bad in wounds:
        at = place % (len(raw) + 1)
        raw = raw[:at] + bad + raw[at + len(bad) :]
    return raw


seconds: list[float] = []
"""CPU time of each clean(), for main()."""


def check(raw: str | bytes, *, whole: bool = True) -> Article | None:
    """Clean an input, in every way (whole) or once, and check what must hold; None where it is no text."""
    start = time.process_time()
    try:
        article = clean(raw, "https://www.kompas.com/read/1")
    except (DecodeError, LimitError):
        return None
    seconds.append(time.process_time() - start)
    check_output(article)
    check_ledger(article)
    if isinstance(raw, str) and whole:
        for run in (clean_html, clean_text):
            other = run(raw)
            check_output(other)
            check_ledger(other)
        check_offsets(other, raw.removeprefix("\ufeff"))
    return article


# By hand: a generator of its own, since hypothesis takes longer to draw a page than we to clean it.


def _tag(rng: random.Random) -> str:
    attributes = (
        f" {rng.choice(ATTRIBUTES)}={(mark := rng.choice(('', chr(34), chr(39))))}{rng.choice(VALUES)}{mark}"
        for _ in range(rng.choice((0, 0, 1, 2, 5)))
    )
    return f"<{rng.choice(TAGS)}{''.join(attributes)}>"


def _part(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return _tag(rng)
    if kind < 0.55:
        return f"</{rng.choice(TAGS)}>"
    if kind < 0.93:
        return rng.choice(WORDS)
    if kind < 0.95:
        return _tag(rng) * rng.choice((2, 50, 2_500))
    if kind < 0.97:
        return rng.choice(WORDS) * rng.choice((2, 50, 5_000))
    return "".join(
        chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0x110000)))) for _ in range(9)
    )


def _mutated(rng: random.Random, seed: str) -> str:
    for _ in range(rng.randrange(1, 12)):
        at, size = rng.randrange(len(seed) + 1), rng.choice((0, 1, 7, 90))
        new = rng.choice(("", _part(rng), seed[at : at + 200]))
        seed = seed[:at] + new + seed[at + size :]
    return seed


def random_input(rng: random.Random) -> str | bytes:
    """A broken page or text, as str or bytes."""
    kind = rng.random()
    if kind < 0.4:
        found = "".join(_part(rng) for _ in range(rng.choice((1, 10, 40, 150))))
    elif kind < 0.55:
        found = "".join(rng.choice(WORDS) + rng.choice((" ", "\n", "", "\r\n")) for _ in range(rng.choice((1, 10, 80))))
    else:
        found = _mutated(rng, rng.choice((page(), page(head="<title>A - B</title>"), TEXT, STORY * 5)))
    if rng.random() < 0.5:
        return found
    raw = found.encode(rng.choice(ENCODINGS), "replace")
    wounds = [(rng.randrange(5_000), rng.randbytes(rng.randrange(4))) for _ in range(rng.choice((0, 0, 1, 9)))]
    return spliced(raw, wounds)


def main(count: int, first: int = 0) -> int:
    """Clean so many random inputs; how many broke a promise."""
    seen: Counter[str] = Counter()
    slowest = (0.0, first)
    for seed in range(first, first + count):
        raw = random_input(random.Random(seed))
        seconds.clear()
        try:
            seen["refused" if check(raw, whole=seed % 5 == 0) is None else "cleaned"] += 1
        except Exception as error:  # whatever it is, it is what we look for
            seen["broken"] += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:200]}", flush=True)
        slowest = max(slowest, (max(seconds, default=0.0), seed))
    print(f"{dict(seen)}, slowest {slowest[0]:.2f} s (seed {slowest[1]})")
    return seen["broken"]


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)))
