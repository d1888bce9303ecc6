"""The figures that may only rise: python benchmarks/floors.py

Runs ../shared/quality/score.py and general.py for every floor of floors.toml, prints their rows, and exits 1 when one
is not reached.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tomllib
from pathlib import Path
from typing import Any

import pages

from cleaner import Options, clean

FLOORS = Path(__file__).with_name("floors.toml")


def without_portal(raw: bytes, row: dict[str, Any]) -> dict[str, Any]:
    """score.py's own way to run us, with no portal file."""
    score = pages.module("score")
    page = raw if row["kind"] == "html" else score.decode(raw)
    article = clean(page, url=row.get("url"), options=Options(portal=None))
    names = {"text": article.text, "title": article.title, "authors": article.authors, "editors": article.editors}
    return {**names, "date": article.date_published, "publisher": article.publisher}


def arguments(floor: dict[str, Any]) -> list[str]:
    """The command line of score.py for a floor."""
    gold = "seeds" if floor.get("pages") == "seeds" else "dev"
    where = pages.QUALITY.parent / "seeds" if gold == "seeds" else pages.QUALITY / "dev"
    args = ["score.py", str(pages.QUALITY / f"{gold}.jsonl"), str(where), "--system", floor.get("system", "cleaner")]
    args += ["--only", floor["only"]] if "only" in floor else []
    args += [] if floor.get("url", True) else ["--no-url"]
    return args + [word for need in floor["needs"] for word in ("--need", need)]


def reached(floor: dict[str, Any]) -> bool:
    """Run one floor and print its row."""
    score = pages.module("score")
    ours = score.SYSTEMS["cleaner"]
    score.SYSTEMS["cleaner"] = ours if floor.get("portal", True) else without_portal
    output = io.StringIO()
    sys.argv = arguments(floor)
    with contextlib.redirect_stdout(output):
        failed = score.main()
    score.SYSTEMS["cleaner"] = ours
    lines = output.getvalue().splitlines()
    print(f"{floor['name']}\n  {lines[1]}\n  {lines[3]}\n  {lines[-1]}")
    return not failed


def reached_general(floor: dict[str, Any]) -> bool:
    """Run one floor on general news and print its row."""
    output = io.StringIO()
    sys.argv = ["general.py", "--set", floor["general"]]
    with contextlib.redirect_stdout(output):
        pages.module("general").main()
    head, _, row = (line.strip("| ").split(" | ") for line in output.getvalue().splitlines()[:3])
    figures = dict(zip(head, row, strict=True))
    short = [need for need in floor["needs"] if not _holds(need, figures)]
    print(f"{floor['name']}\n  {figures}\n  {'short of ' + ', '.join(short) if short else 'all needs met'}")
    return not short


def _holds(need: str, figures: dict[str, str]) -> bool:
    name, _, least = need.partition(">=")
    return float(figures[name]) >= float(least)


def main() -> int:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]
    results = [reached_general(floor) if "general" in floor else reached(floor) for floor in floors]
    print(f"{sum(results)} of {len(results)} floors reached")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
