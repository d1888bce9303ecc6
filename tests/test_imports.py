"""Imports point one way, and heavy libraries load only where they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cleaner"
# What stands in one row may import each other; a row imports from the rows above it only.
LAYERS = (
    ("version", "model"),
    ("hygiene",),
    ("decode", "blocks", "rules"),
    ("dates", "label", "metadata", "ledger"),
    ("assemble", "explain", "reasons"),
    ("article",),
    ("pipeline",),
    ("review", "learn", "stories", "fixture", "batch"),
    ("integrations",),
    ("cli",),
    ("__main__",),
)
RANK = {name: row for row, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    """The part of the house a file belongs to: its folder, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, part) of everything a file imports from the package, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            names = [
                f"{node.module}.{alias.name}" if node.module == "cleaner" else str(node.module) for alias in node.names
            ]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name.split(".")[1]) for name in names if name.startswith("cleaner."))


def test_every_module_has_a_layer() -> None:
    assert {part_of(path) for path in MODULES} == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_nothing_from_a_later_layer(path: Path) -> None:
    own = RANK[part_of(path)]
    later = [f"line {line} imports {part}" for line, part in imported_parts(path) if RANK[part] > own]
    assert later == []


def test_rules_use_of_blocks_is_selectors_and_flattening_only() -> None:
    allowed = {"cleaner.blocks.select", "cleaner.blocks.html"}
    for path in (PACKAGE / "rules").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("cleaner.blocks"):
                assert node.module in allowed, f"{path.name} imports {node.module}"


def test_blocks_import_nothing_from_rules() -> None:
    parts = {part for path in (PACKAGE / "blocks").glob("*.py") for _, part in imported_parts(path)}
    assert parts <= {"blocks", "model", "hygiene"}


STORY = "Jakarta - Pasar lama di tepi sungai dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki."


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        (f"import cleaner; assert cleaner.clean({STORY!r}).text", ["bs4", "trafilatura", "click"]),
        (f"import cleaner; assert cleaner.clean('<article><p>{STORY * 4}</p></article>').text", ["bs4", "trafilatura"]),
        ("import cleaner; cleaner.__version__", ["lxml", "bs4", "trafilatura", "click", "cleaner.pipeline"]),
        (
            "import cleaner.cli",
            ["lxml", "bs4", "trafilatura", "cleaner.pipeline", "cleaner.batch", "cleaner.integrations"],
        ),
    ],
    ids=["text", "html", "package", "command"],
)
def test_heavy_library_is_not_loaded_without_need(code: str, absent: list[str]) -> None:
    program = f"import sys\n{code}\nprint(*(name for name in {absent!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=PACKAGE.parent, check=False
    )
    assert (done.stderr, done.stdout.strip()) == ("", "")


ENGINES = {
    "ray": "integrations/ray.py",
    "scrapy": "integrations/scrapy.py",
    "itemadapter": "integrations/scrapy.py",
    "datatrove": "integrations/datatrove.py",
}
NOWHERE = ("datasets", "pandas", "pyspark", "twisted")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_engine_is_imported_in_its_own_module_only(path: Path) -> None:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [name for node in tree for name in _imported(node)]
    place = path.relative_to(PACKAGE).as_posix()
    assert [name for name in names if name in NOWHERE or ENGINES.get(name, place) != place] == []


def _imported(node: ast.AST) -> list[str]:
    """The packages that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [str(node.module).partition(".")[0]] if isinstance(node, ast.ImportFrom) else []


def test_every_public_name_can_be_imported() -> None:
    import cleaner

    assert [name for name in cleaner.__all__ if getattr(cleaner, name, None) is None] == []
    with pytest.raises(AttributeError, match="has no attribute 'clean_pdf'"):
        cleaner.clean_pdf  # noqa: B018 - the access is the test
