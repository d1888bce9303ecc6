"""A drafted fixture shows a page's markup and none of its story."""

from __future__ import annotations

import json
import re
from pathlib import Path

import invented
import pytest
from click.testing import CliRunner, Result

from cleaner import clean
from cleaner.cli import main
from cleaner.explain import golden_lines
from cleaner.fixture import draft

ROOT = Path(__file__).parent.parent
HEAD = """<script>var a = "rahasia";</script><style>p {}</style><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "%s", "author": {"name": "Andi Wijaya"}}</script>"""


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="cleaner")


def page(number: int) -> str:
    html = invented.page(number).html
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html)
    assert title is not None
    return html.replace("</head>", HEAD % title[1] + "</head>").replace(
        '<div class="zx-titip">', '<p>Baca juga: Nelayan Menjemur Ikan Asin</p><div class="zx-titip">'
    )


def runs(text: str) -> set[tuple[str, ...]]:
    """Every five words in a row."""
    words = text.split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_story_has_other_words_and_everything_still_agrees() -> None:
    found = draft(page(3).encode(), None)
    before, after = clean(page(3)), clean(found.page)
    runs = {
        tuple(words[i : i + 5]) for line in invented.story(3) for words in [line.split()] for i in range(len(words))
    }
    words = after.text.split()
    assert not runs & {tuple(words[i : i + 5]) for i in range(len(words))}
    assert "rahasia" not in found.page
    assert "<style" not in found.page
    assert [piece["label"] for piece in after.removed] == [piece["label"] for piece in before.removed]
    assert len(after.text.split("\n\n")) == len(before.text.split("\n\n"))
    assert found.differences == 0
    assert after.title != before.title
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', found.page)[1])  # type: ignore[index]
    assert data["headline"] == after.title
    assert data["@type"] == "NewsArticle"
    assert [data["author"]["name"]] == after.authors or len(after.authors) == 1
    assert after.date_published == before.date_published
    assert (after.host, after.publisher) == (before.host, before.publisher)
    assert any(piece["text"].startswith("Baca juga: ") for piece in after.removed)


def test_golden_of_a_draft_is_what_comes_out(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(4), "utf-8")
    done = run("fixture", tmp_path / "page.html", "-o", tmp_path / "fixtures" / "rimba")
    assert done.exit_code == 0
    assert "Read every line; correct it to what must come out" in done.stderr
    html, golden = (tmp_path / "fixtures" / "rimba" / f"rimba{ending}" for ending in (".html", ".golden"))
    article = clean(html)
    assert golden.read_text("utf-8").strip() == "\n".join(golden_lines(article.to_dict(), article.ledger)).strip()
    again = run("fixture", tmp_path / "page.html", "-o", tmp_path / "fixtures" / "rimba")
    assert (again.exit_code, again.stderr) == (2, f"Error: {html} exists already; --overwrite replaces it\n")


def test_fixture_in_the_folder_one_stands_in_is_named_like_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text(page(4), "utf-8")
    (tmp_path / "rimba").mkdir()
    monkeypatch.chdir(tmp_path / "rimba")
    assert run("fixture", tmp_path / "page.html", "-o", ".").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["rimba.golden", "rimba.html"]


def test_rows_make_a_fixture_when_there_is_one(tmp_path: Path) -> None:
    rows = [json.dumps({"html": page(number)}) for number in (4, 5)]
    (tmp_path / "one.jsonl").write_text(rows[0], "utf-8")
    (tmp_path / "two.jsonl").write_text("\n".join(rows), "utf-8")
    assert run("fixture", tmp_path / "one.jsonl", "-o", tmp_path / "one").exit_code == 0
    assert (tmp_path / "one" / "one.html").read_text("utf-8") == draft(page(4).encode(), None).page
    done = run("fixture", tmp_path / "two.jsonl", "-o", tmp_path / "two")
    assert (done.exit_code, (tmp_path / "two").exists()) == (2, False)
    assert "holds several documents, such as two.jsonl#1 and two.jsonl#2" in done.stderr


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(4), "utf-8")
    where = tmp_path / "page.html" / "rimba"
    done = run("fixture", tmp_path / "page.html", "-o", where)
    assert (done.exit_code, done.stderr) == (3, f"Error: {where}: cannot be written: Not a directory\n")


def test_text_keeps_its_marks_and_its_address(tmp_path: Path) -> None:
    text = "\n".join(
        ["Penulis: Rahma Dewi", *invented.story(5), "Baca juga: Nelayan Menjemur Ikan", *invented.story(6)]
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.url").write_text("https://rimbakabar.example/desa/nelayan-menjemur-ikan", "utf-8")
    assert run("fixture", tmp_path / "a.txt", "-o", tmp_path / "rimba").exit_code == 0
    lines = (tmp_path / "rimba" / "rimba.txt").read_text("utf-8").splitlines()
    assert lines[0].startswith("Penulis: ")
    assert lines[0] != "Penulis: Rahma Dewi"
    assert "Baca juga: " in "\n".join(lines)
    assert (tmp_path / "rimba" / "rimba.url").read_text("utf-8").startswith("https://rimbakabar.example/")
    assert "nelayan" not in (tmp_path / "rimba" / "rimba.url").read_text("utf-8")


@pytest.mark.parametrize("fixture", sorted((ROOT / "fixtures" / "kompas").glob("*.html")), ids=lambda path: path.stem)
def test_draft_of_a_known_page_is_read_like_the_page(fixture: Path) -> None:
    found = draft(fixture.read_bytes(), None)
    before, after = clean(fixture), clean(found.page)
    assert (after.page_type, after.date_published, after.publisher) == (
        before.page_type,
        before.date_published,
        before.publisher,
    )
    assert abs(len(after.text.split("\n\n")) - len(before.text.split("\n\n"))) <= 1
