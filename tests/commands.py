"""Running the command, in this process and in one of its own, and a story to run it on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cleaner.cli import main

ROOT = Path(__file__).parent.parent
NASTY = ROOT / "tests" / "nasty_site"
"""on the path of a process, it makes documents that begin with "NASTY" do harm."""
STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
    "Bus dari kota kini berhenti di depan gerbang, sehingga sayur dari lereng gunung tiba lebih pagi daripada dulu.",
    "Sebagian pedagang menyimpan uangnya di koperasi, yang meminjamkannya lagi kepada nelayan tanpa bunga sama sekali.",
)
TEXT = "\n".join(STORY) + "\nBaca juga: Harga Beras Naik Lagi\n"
CLEAN = "\n\n".join(STORY)
PAGE = f"<html><body><main>{''.join(f'<p>{line}</p>' for line in STORY)}</main></body></html>"


def run(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, prog_name="cleaner")


def command_of(*args: str | Path) -> list[str]:
    """The command as a process is started with it."""
    return [sys.executable, "-m", "cleaner", *map(str, args)]


def environment(*paths: Path) -> dict[str, str]:
    """The environment of a process that imports the package, and more from other folders."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*paths, ROOT)))}


def real(
    *args: str | Path, stdin: str = "", cwd: Path = ROOT, paths: tuple[Path, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    env = environment(*paths)
    command = command_of(*args)
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, cwd=cwd, env=env, check=False, timeout=60
    )


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
