"""Fits and checks `confidence`: python benchmarks/confidence.py [--fit]

Prints, by cross-validation over sites (no page is judged by weights that saw its site), how often pages of a band of
confidence are perfect; with --fit also the weights of all pages, to go into cleaner/metadata/confidence.toml.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pages
from pages import Sample

from cleaner import Options

FOLDS, ROUNDS, RATE, DECAY = 5, 3000, 0.5, 0.002
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


def samples() -> Iterator[Sample]:
    """Every page in every way it can come: with its portal's file, without, as text, without an address."""
    yield from pages.press("html", ".html")
    yield from pages.press("html, no portal file", ".html", options=Options(portal=None))
    yield from pages.press("text", ".txt")
    yield from pages.press("text, no address", ".txt", url=False)
    yield from pages.news("general news")


def fitted(data: Sequence[Sample]) -> dict[str, float]:
    """Weights of a logistic model, by plain gradient descent with a little decay."""
    names = list(data[0].signs)
    weights = dict.fromkeys(["base", *names], 0.0)
    for _ in range(ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        for row in data:
            error = estimate(weights, row.signs) - row.perfect
            slope["base"] += error
            for name, value in row.signs.items():
                slope[name] += error * value
        for name, value in slope.items():
            weights[name] -= RATE * (value / len(data) + DECAY * weights[name] * (name != "base"))
    return weights


def estimate(weights: dict[str, float], found: dict[str, float]) -> float:
    """The model's probability for one page."""
    return 1 / (1 + math.exp(-weights["base"] - sum(weights[name] * value for name, value in found.items())))


def held_out(data: Sequence[Sample]) -> list[tuple[Sample, float]]:
    """Each page's estimate by weights that did not see its site."""
    sites = sorted({row.site for row in data})
    found = []
    for fold in range(FOLDS):
        test = set(sites[fold::FOLDS])
        weights = fitted([row for row in data if row.site not in test])
        found += [(row, estimate(weights, row.signs)) for row in data if row.site in test]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="print the weights of all pages")
    args = parser.parse_args()
    data = list(samples())
    judged = held_out(data)
    print("| pages | confidence | share of them | perfect |\n| --- | --- | --- | --- |")
    for kind in dict.fromkeys(row.kind for row in data):
        own = [(row, value) for row, value in judged if row.kind == kind]
        for low, high in pairwise(BANDS):
            band = [row.perfect for row, value in own if low <= value < high]
            if band:
                share, right = len(band) / len(own), sum(band) / len(band)
                print(f"| {kind} | {low:.1f} to {min(high, 1):.1f} | {share:.0%} | {right:.1%} of {len(band)} |")
    if args.fit:
        for name, value in fitted(data).items():
            print(f"{name} = {value:.3f}")


if __name__ == "__main__":
    main()
