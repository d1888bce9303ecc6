"""A coverage-guided fuzzer: atheris looks for inputs that reach new code, and checks what every article promises.

    pip install atheris && python benchmarks/coverage_fuzz.py -max_total_time=60

Any option of libFuzzer is taken. What it finds is written to the working folder as crash-*; cut it down and add it to
tests/test_fuzz.py.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

with atheris.instrument_imports(include=["cleaner"]):
    from fuzzing import TAGS, VALUES, WORDS, check

    import cleaner.pipeline


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """libFuzzer's own mutation, and now and then a piece of a page in the middle of it."""
    rng = random.Random(seed)
    if rng.random() < 0.6:
        at = rng.randrange(len(data) + 1)
        new = rng.choice(
            (f"<{rng.choice(TAGS)} class={rng.choice(VALUES)}>", f"</{rng.choice(TAGS)}>", rng.choice(WORDS))
        )
        data = data[:at] + new.encode("utf-8", "replace") + data[at + rng.choice((0, 0, 5)) :]
    found: Any = atheris.Mutate(data, len(data) + 20)
    return bytes(found)[:most]


def one(data: bytes) -> None:
    """Clean one input as bytes and as str."""
    check(data, whole=False)
    check(data.decode("utf-8", "surrogateescape"))


def main() -> None:
    """Run with the fixtures as the first inputs; what is new goes to a temporary folder."""
    cleaner.pipeline.clean("<p>Baca juga: Harga Beras Naik</p>")
    with tempfile.TemporaryDirectory() as corpus:
        for path in (path for path in (ROOT / "fixtures").glob("*/*") if path.suffix in (".html", ".txt")):
            shutil.copy(path, corpus)
        options = ["-max_len=20000", "-timeout=20", *sys.argv[1:], corpus]
        atheris.Setup(["coverage_fuzz", *options], one, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
