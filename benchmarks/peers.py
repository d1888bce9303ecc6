"""Ours beside the peers, as the README's tables show it: python benchmarks/peers.py

Runs ../shared/quality/score.py and general.py with every system that is installed (pip install -e '.[bench]'), all in
one process, and prints their rows under a line of versions and the date.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import pages

# System -> the distribution it needs; systems of one distribution are its modes.
PRESS = {
    "cleaner": "cleaner",
    "trafilatura": "trafilatura",
    "trafilatura-precise": "trafilatura",
    "trafilatura-fast": "trafilatura",
    "resiliparse": "Resiliparse",
    "justext": "jusText",
}
GENERAL = ("cleaner", "trafilatura", "trafilatura-precise", "trafilatura-fast", "resiliparse")


def versions() -> dict[str, str]:
    """Distribution -> version, of those that are installed."""
    found = {}
    for name in ("cleaner", "lxml", "trafilatura", "Resiliparse", "jusText"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            print(f"{name} is not installed and is left out", file=sys.stderr)
    return found


def main() -> int:
    score, general = pages.module("score"), pages.module("general")
    known = versions()
    print(f"{datetime.now(UTC):%Y-%m-%d}: {', '.join(f'{name} {number}' for name, number in known.items())}")
    systems = [name for name, needs in PRESS.items() if needs in known or name == "cleaner"]
    gold, folder = str(pages.QUALITY / "dev.jsonl"), str(pages.QUALITY / "dev")
    for ending in (".html", ".txt"):
        sys.argv = ["score.py", gold, folder, "--only", ending, "--system", ",".join(systems)]
        score.main()
    sys.argv = ["general.py", "--system", ",".join(name for name in systems if name in GENERAL)]
    general.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
