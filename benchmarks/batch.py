"""What the batch costs: memory of the parent over many documents, the gain of a second worker, the guard's own share.

python benchmarks/batch.py memory [--documents 100000]
python benchmarks/batch.py workers [FOLDER]      ../shared/quality/corpus unless you say
python benchmarks/batch.py guard
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cleaner.batch import Bounds, Guard

CORPUS = Path(__file__).parent.parent.parent / "shared" / "quality" / "corpus"
LINES = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Baca juga: Harga Beras Naik Lagi",
)
FOLDERS = 4
ROUNDS, COPIES = 3, 4


def make_documents(folder: Path, number: int) -> None:
    """Four folders alike: half of the documents are small files, half are rows of one file."""
    for part in range(FOLDERS):
        at = folder / str(part)
        at.mkdir()
        with (at / "rows.jsonl").open("w", encoding="utf-8") as rows:
            for i in range(part, number, FOLDERS):
                text = "\n".join((f"Nomor {i}.", *LINES))
                if i // FOLDERS % 2:
                    (at / f"{i}.txt").write_text(text, encoding="utf-8")
                else:
                    rows.write(json.dumps({"url": f"https://{i % 50}.example.co.id/{i}", "text": text}) + "\n")


def resident(pid: int) -> float:
    """MB of resident memory of a process."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def memory_of_a_run(folder: Path, out: Path, workers: int = 2) -> list[float]:
    """MB of the parent over a run, looked at ten times a second."""
    args = [str(folder), "-o", str(out), "--workers", str(workers), "--quiet"]
    seen = []
    with subprocess.Popen([sys.executable, "-m", "cleaner", "clean", *args]) as process:
        while process.poll() is None:
            seen.append(resident(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"the run ended with code {process.returncode}")
    return [megabytes for megabytes in seen if megabytes]


def halves(seen: list[float]) -> tuple[float, float, float]:
    """Peak over all, and the peaks of the two halves without the start, when libraries load."""
    settled = seen[len(seen) // 20 :]
    middle = len(settled) // 2
    return max(seen), max(settled[:middle]), max(settled[middle:])


def memory(documents: int) -> None:
    """Peak memory of the parent, and whether it grows."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        folder.mkdir()
        make_documents(folder, documents)
        begin = time.monotonic()
        peak, first, second = halves(memory_of_a_run(folder, Path(place) / "out.jsonl"))
        rate = documents / (time.monotonic() - begin)
    print(f"{documents} documents, {rate:.0f}/s: peak {peak:.0f} MB; first half {first:.0f}, second {second:.0f} MB")


def seconds_of_a_run(folder: Path, workers: int) -> float:
    """Seconds that the cleaning itself takes, as the run reports it."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        out = Path(place) / "out.jsonl"
        for copy in range(COPIES):
            (Path(place) / "in" / str(copy)).mkdir(parents=True)
            (Path(place) / "in" / str(copy) / "pages").symlink_to(folder.resolve())
        args = [f"{place}/in", "-o", str(out), "--workers", str(workers), "--report", str(report), "--quiet"]
        subprocess.run([sys.executable, "-m", "cleaner", "clean", *args], check=False)
        return float(json.loads(report.read_text())["seconds"])


def workers(folder: Path) -> None:
    """One worker and two in turn: on a shared machine, neighbouring runs are what can be compared.

    The folder is read several times over, so that the start of the workers does not weigh.
    """
    ratios = []
    for _ in range(ROUNDS):
        one, two = (seconds_of_a_run(folder, number) for number in (1, 2))
        ratios.append(one / two)
        print(f"1 worker {one:.2f} s, 2 workers {two:.2f} s: {one / two:.2f} x")
    print(f"median {statistics.median(ratios):.2f} x")


def echo() -> Callable[[bytes], int]:
    """Setup of a guard whose work is nothing."""
    return len


def guard() -> None:
    """Microseconds that the guard adds to a document."""
    from batch import echo as setup  # by a name that the child can import too

    for size in (10_000, 100_000):
        with Guard(setup, Bounds()) as guarded:
            chunk = [bytes(size)] * 8
            guarded.run(chunk)
            begin = time.perf_counter()
            for _ in range(500):
                guarded.run(chunk)
            each = (time.perf_counter() - begin) / (500 * len(chunk))
        print(f"guard: {each * 1e6:.0f} us a document of {size} bytes")


def main() -> None:
    """Read arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["memory", "workers", "guard"])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, default=100_000)
    args = parser.parse_args()
    {"memory": lambda: memory(args.documents), "workers": lambda: workers(args.folder), "guard": guard}[args.what]()


if __name__ == "__main__":
    main()
