"""What the tests of engines share: documents, what a local run makes of them, the recipes of cleaner/integrations."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from commands import CLEAN, PAGE, ROOT, TEXT, command_of, environment

NASTY = Path(__file__).parent / "nasty_site"
CRASHES, HANGS = 77, 1200


def pages(number: int, *, bad: bool = False) -> list[dict[str, str]]:
    """Rows with an id, an address and a page: those of the fixtures and plain texts in turn, each a bit different.

    bad: two of them end the process that cleans them, where tests/nasty_site is on the path.
    """
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").rglob("*.html"))]
    rows = []
    for at in range(number):
        page = found[at // 4 % len(found)] if at % 4 == 0 else f"{TEXT}Nomor {at} dipanggil ke depan.\n"
        rows.append({"id": f"row-{at}", "url": f"https://www.contoh-{at % 9}.id/{at}", "html": page})
    if bad:
        rows[CRASHES]["html"] = f"NASTY segfault {TEXT}"
        rows[HANGS]["html"] = f"NASTY hold {TEXT}"
    return rows


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def local(folder: Path, *args: str | Path) -> list[dict[str, Any]]:
    """The records that `cleaner clean` makes of folder/pages.jsonl; its errors are in folder/local.errors.jsonl."""
    out = folder / "local.jsonl"
    command = command_of("clean", folder / "pages.jsonl", "-o", out, "--id-field", "id", "--quiet", *args)
    subprocess.run(command, env=environment(NASTY), check=False, timeout=240)
    return read_jsonl(out)


def recipe(title: str, number: int = 0) -> str:
    """The Python code under a heading of cleaner/integrations/README.md."""
    page = (ROOT / "cleaner" / "integrations" / "README.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {title}\n")[1].split("\n## ")[0]
    found: list[str] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return found[number]


def run_recipe(code: str, folder: Path, *, seconds: float = 240) -> str:
    """Run a recipe as a program of its own in a folder; what it printed."""
    (folder / "recipe.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=folder,
        env=environment(NASTY) | {"PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    return done.stdout


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
        pass


@contextmanager
def served(folder: Path, stories: int) -> Iterator[str]:
    """A web server on this machine with an index of stories; its address."""
    links = "".join(f'<a class="story" href="/story-{n}.html">Berita {n}</a>' for n in range(1, stories + 1))
    (folder / "index.html").write_text(f"<html><body>{links}</body></html>", encoding="utf-8")
    for n in range(1, stories + 1):
        page = PAGE.replace("</main>", f"<p>Nomor {n} dipanggil ke depan.</p></main>")
        (folder / f"story-{n}.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def story(number: int) -> str:
    """The clean text of a served story."""
    return f"{CLEAN}\n\nNomor {number} dipanggil ke depan."
