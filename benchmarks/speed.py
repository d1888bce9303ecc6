"""What cleaning costs beside the bare parse and beside the peers: python benchmarks/speed.py

One process; every page goes through all systems in turn, so that a busy machine slows all alike; CPU time. Three sets
of ../shared/quality: the corpus (articles of four large portals), general news, texts that scrapers had flattened.
Then how the cost grows with a page's size, what starting costs, and peak memory, each system in a process of its own.

`--every N` takes each Nth page, `--rounds N` repeats; `--memory NAME` is what the last table runs.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pages
from lxml import etree

from cleaner import clean
from cleaner.decode import decode

SYLLABLES = [first + vowel for first in "bdkl" for vowel in "aeiou"]
SENTENCES = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah diperbaiki {name} bersama para warga desa.",
    "{name}, seorang pedagang, menata sayur dan ikan di kios yang baru dicat, sementara anaknya berlarian di halaman.",
)
STARTS = {
    "import cleaner": "import cleaner",
    "import cleaner, and its first use": "from cleaner import clean",
    "the rules read and indexed": "from cleaner.rules.rulebook import load; load().for_page('auto', None).knows('a')",
    "the first page cleaned": "from cleaner import clean; clean('<article><p>' + 'Harga beras naik. ' * 20)",
    "cleaner --help": "from cleaner.cli import main; main(['--help'], standalone_mode=False)",
}


class Input(NamedTuple):
    """A page or text as bytes, as text, and its address."""

    raw: bytes
    text: str
    url: str | None


System = Callable[[Input], object]
# Per system the CPU seconds of each input.
Costs = dict[str, list[float]]


def bare_parse(page: Input) -> object:
    """lxml's parse from bytes with the settings that we use."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    return etree.fromstring(page.text.encode("utf-8", "replace"), parser)


def ours(page: Input) -> object:
    """The full record, from bytes."""
    return clean(page.raw, url=page.url).to_dict()


def systems() -> dict[str, System]:
    """The bare parse first, then us, then the peers that are installed."""
    import trafilatura

    found: dict[str, System] = {
        "lxml parse": bare_parse,
        "cleaner": ours,
        "trafilatura": lambda page: trafilatura.extract(page.text, url=page.url),
        "trafilatura, fast": lambda page: trafilatura.extract(page.text, url=page.url, fast=True),
    }
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda page: extract_plain_text(page.text, main_content=True)
    return found


def corpus() -> Iterator[Input]:
    for path in sorted((pages.QUALITY / "corpus").glob("*.gz")):
        raw = gzip.decompress(path.read_bytes())
        yield Input(raw, decode(raw).text, None)


def general() -> Iterator[Input]:
    for line in (pages.QUALITY / "general" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = gzip.decompress((pages.QUALITY / "general" / "pages" / row["page"]).read_bytes())
        yield Input(raw, decode(raw).text, row["url"])


def texts() -> Iterator[Input]:
    for line in (pages.QUALITY / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["page"].endswith(".txt"):
            raw = (pages.QUALITY / "dev" / row["page"]).read_bytes()
            yield Input(raw, decode(raw).text, row.get("url"))


def timed(inputs: Sequence[Input], found: dict[str, System], rounds: int) -> tuple[Costs, Costs]:
    """CPU seconds of each input under each system: the best of the rounds, and the first."""
    costs: list[Costs] = []
    for _ in range(rounds):
        costs.append({name: [] for name in found})
        for page in inputs:
            for name, system in found.items():
                start = time.process_time()
                system(page)
                costs[-1][name].append(time.process_time() - start)
    best = {name: [min(each) for each in zip(*(cost[name] for cost in costs), strict=True)] for name in found}
    return best, costs[0]


def report(title: str, inputs: Sequence[Input], found: dict[str, System], rounds: int) -> None:
    """One table: milliseconds a page, and the totals as multiples of the bare parse (of us, for texts)."""
    for page in inputs[:3]:
        for system in found.values():
            system(page)
    costs, first = timed(inputs, found, rounds)
    base = next(iter(found))
    mean = statistics.fmean(len(page.raw) for page in inputs) / 1000
    print(f"\n{title}: {len(inputs)} inputs of {mean:.0f} KB on average\n")
    print(f"| system | median ms | total s | total x {base} | MB/s |\n|---|---|---|---|---|")
    size = sum(len(page.raw) for page in inputs) / 1e6
    for name, each in costs.items():
        total = sum(each)
        ratio = total / sum(costs[base])
        print(f"| {name} | {statistics.median(each) * 1e3:.2f} | {total:.2f} | {ratio:.2f} | {size / total:.1f} |")
    print(f"\nThe first round alone, with words and classes that no page before had: {sum(first['cleaner']):.2f} s")


def sentence(number: int) -> str:
    """A sentence of its own for each number, all of one length, so that only their count tells pages apart."""
    name = "".join(SYLLABLES[number // 20**place % 20] for place in range(4)).capitalize()
    return SENTENCES[number % 2].format(name=name)


def long_article(size: int) -> str:
    return "".join(f"<p>{sentence(n)}</p>" for n in range(size))


def long_list(size: int) -> str:
    story = long_article(20)
    links = "".join(f'<li><a href="/baca/{n}">Pasar Lama Nomor {n} Dibuka Lagi</a></li>' for n in range(size))
    return f"{story}<ul>{links}</ul>"


def long_thread(size: int) -> str:
    comments = "".join(f'<div class="comment"><b>Warga {n}</b><p>{sentence(n)}</p></div>' for n in range(size))
    return f'{long_article(20)}<section id="comments"><h3>Komentar</h3>{comments}</section>'


def growth() -> None:
    """Cost of pages of 1, 2, 4 and 8 times the size, and the largest step between two of them."""
    print("\nGrowth: milliseconds for pages of 1, 2, 4 and 8 times the size\n")
    print("| page | 1 x | 2 x | 4 x | 8 x | largest step |\n|---|---|---|---|---|---|")
    shapes: dict[str, Callable[[int], str]] = {
        "long article": lambda size: f"<html><body><article>{long_article(size)}</article></body></html>",
        "long link list": lambda size: f"<html><body><article>{long_list(size)}</article></body></html>",
        "long comment thread": lambda size: f"<html><body><main>{long_thread(size)}</main></body></html>",
        "long text": lambda size: long_article(size).replace("<p>", "").replace("</p>", "\n"),
    }
    for name, shape in shapes.items():
        sized = [Input(text.encode(), text, None) for text in (shape(500 * factor) for factor in (1, 2, 4, 8))]
        costs = timed(sized, {"cleaner": ours}, 3)[0]["cleaner"]
        step = max(after / before for before, after in itertools.pairwise(costs))
        print(f"| {name} | {' | '.join(f'{cost * 1e3:.0f}' for cost in costs)} | {step:.2f} |")


def start_up() -> None:
    """CPU milliseconds of a new process, less those of one that does nothing; the best of five."""
    print("\nStart-up: CPU ms of a new process beyond the interpreter's own\n\n| what | ms |\n|---|---|")
    idle = _child_ms("pass")
    for name, code in STARTS.items():
        print(f"| {name} | {_child_ms(code) - idle:.0f} |")


def _child_ms(code: str) -> float:
    best = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best * 1e3


def memory(found: dict[str, System]) -> None:
    """Peak memory of a process that runs one system over the corpus."""
    print("\nPeak memory over the corpus\n\n| system | MB |\n|---|---|")
    for name in found:
        child = subprocess.run([sys.executable, __file__, "--memory", name], check=True, capture_output=True, text=True)
        print(f"| {name} | {child.stdout.strip()} |")


def peak(name: str, every: int) -> float:
    """Megabytes that this process has used at the most, after one system has seen the corpus."""
    system = systems()[name]
    for i, page in enumerate(corpus()):
        if i % every == 0:
            system(page)
    status = Path("/proc/self/status").read_text()  # ru_maxrss counts the parent's memory, too
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="take each Nth page")
    parser.add_argument("--rounds", type=int, default=2, help="how often each page is timed; the best counts")
    parser.add_argument("--memory", metavar="NAME", help="only print the peak memory of one system, in MB")
    args = parser.parse_args()
    pages.module("score")
    if args.memory:
        print(f"{peak(args.memory, 4):.0f}")
        return 0
    found = systems()
    report("Corpus", list(corpus())[:: args.every], found, args.rounds)
    report("General news", list(general())[:: args.every], found, args.rounds)
    report("Texts", list(texts())[:: args.every], {"cleaner": ours}, args.rounds)
    growth()
    start_up()
    memory(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
