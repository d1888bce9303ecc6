"""The review page: what it holds, and how it behaves in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner import clean
from cleaner.cli import main
from cleaner.reasons import Reasons, pass_reasons
from cleaner.review import Review, of_article, of_record, render
from cleaner.rules.rulebook import load

ROOT = Path(__file__).parent.parent
STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
)
HOSTILE = '</script><script>window.broken = 1</script><img src=x onerror="window.broken=2">\'"&amp;<!--]]>'
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="cleaner")


def page(title: str, number: int, host: str = "kabarkita.example") -> str:
    tail = "".join(f'<li><a href="/{i}">Berita Lain Nomor {i} Hari Ini</a></li>' for i in range(number % 4 + 3))
    return (
        f"<html><head><title>{title}</title><link rel=canonical href='https://{host}/berita/{number}'></head><body>"
        f"<main><h1>{title}</h1><p>JAKARTA, KOMPAS.com - {STORY[0]}</p><p>{STORY[1]}</p>"
        f"<p>Baca juga: Harga Beras Naik Lagi di Kota {number}</p><p>{STORY[2]} Cerita ke-{number}.</p></main>"
        f"<aside><h3>Berita Terkait</h3><ul>{tail}</ul></aside></body></html>"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(1, 7):
        host = "kabarkita.example" if number < 5 else "kabarlain.example"
        (pages / f"page{number}.html").write_text(page(f"Pasar Dibuka Kembali Bagian {number}", number, host), "utf-8")
    (pages / "empty.html").write_text("<html><body><p>Tidak ada apa-apa.</p></body></html>", "utf-8")
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    hostile = page("Judul aman", 7).replace("Judul aman", escaped).replace("Berita Terkait", escaped)
    (pages / "z-hostile.html").write_text(hostile.replace(STORY[1], f"{STORY[1]} {escaped}"), "utf-8")
    return pages


@pytest.fixture
def review(folder: Path, tmp_path: Path) -> Path:
    out = tmp_path / "review.html"
    done = run("review", folder, "-o", out)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"8 documents to look at: {out}\n")
    return out


def data_of(out: Path) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', out.read_text("utf-8"), re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_page_holds_every_piece_with_its_label_rule_and_reason(review: Path) -> None:
    data = data_of(review)
    doc = next(doc for doc in data["documents"] if doc["source"] == "pages/page2.html")
    assert (doc["title"], doc["host"], doc["type"]) == ("Pasar Dibuka Kembali Bagian 2", "kabarkita.example", "article")
    pieces = [
        (place, label, data["rules"][rule]["name"], text)
        for paragraph in doc["paragraphs"]
        for place, label, rule, text, _ in paragraph
    ]
    assert [text for place, *_, text in pieces if place == "text"] == [STORY[0], STORY[1], f"{STORY[2]} Cerita ke-2."]
    assert ("metadata", "dateline", "dateline-place-brand", "JAKARTA, KOMPAS.com -") in pieces
    assert [text for _, label, _, text in pieces if label == "read-also"] == [
        "Baca juga: Harga Beras Naik Lagi di Kota 2"
    ]
    assert all(rule["why"] for rule in data["rules"])
    assert ["url", "https://kabarkita.example/berita/2", "meta"] in doc["facts"]


def test_page_is_one_file_that_may_load_nothing(review: Path) -> None:
    text = review.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    shell = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert re.findall(r"(?:src|href)=[\"'](?!#)|url\(|@import", shell) == []


def test_markup_of_a_document_stays_text_in_the_file(review: Path) -> None:
    text = review.read_text("utf-8")
    assert "<img" not in text
    assert text.count("<script") == text.count("</script>") == 2
    doc = next(doc for doc in data_of(review)["documents"] if doc["source"] == "pages/z-hostile.html")
    assert doc["title"] == HOSTILE


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_records_of_a_run_with_explain_can_be_reviewed(ending: str, folder: Path, tmp_path: Path) -> None:
    for name in {".jsonl.zst": ("zstandard",), ".parquet": ("pyarrow",)}.get(ending, ()):
        pytest.importorskip(name, reason=f"needs {name}: pip install 'cleaner[arrow,zstd]'")
    lines, out = tmp_path / f"clean{ending}", tmp_path / "review.html"
    assert run("clean", folder, "-o", lines, "--explain", "--workers", "1").exit_code == 0
    assert run("review", lines, "-o", out).exit_code == 0
    doc = next(doc for doc in data_of(out)["documents"] if doc["source"] == "pages/page2.html")
    assert doc["ordered"] is False
    assert [part[0][3] for part in doc["paragraphs"] if part[0][0] == "text"] == [
        STORY[0], STORY[1], f"{STORY[2]} Cerita ke-2."
    ]  # fmt: skip
    assert "Baca juga: Harga Beras Naik Lagi di Kota 2" in [part[0][3] for part in doc["paragraphs"]]
    (empty,) = (doc for doc in data_of(out)["documents"] if doc["source"] == "pages/empty.html")
    assert (empty["ordered"], empty["words"]) == (False, 0)


def test_folder_of_parts_is_reviewed_as_records(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    lines, out = tmp_path / "out" / "part-000000-0000.jsonl", tmp_path / "review.html"
    assert run("clean", folder, "-o", lines, "--explain", "--workers", "1").exit_code == 0
    assert run("review", tmp_path / "out", "-o", out).exit_code == 0
    assert {doc["source"] for doc in data_of(out)["documents"]} == {f"pages/{path.name}" for path in folder.iterdir()}


def test_review_sees_what_a_run_sees(tmp_path: Path) -> None:
    """A folder named like a host, an address beside a page."""
    pages, out = tmp_path / "kompas.com", tmp_path / "review.html"
    pages.mkdir()
    (pages / "a.txt").write_text("\n".join(STORY), "utf-8")
    (pages / "b.txt").write_text("\n".join(STORY), "utf-8")
    (pages / "b.url").write_text("https://www.tempo.co/politik/pasar-1", "utf-8")
    assert run("review", pages, "-o", out).exit_code == 0
    assert run("clean", pages, "-o", tmp_path / "clean.jsonl", "--workers", "1").exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "clean.jsonl").read_text("utf-8").splitlines()]
    shown = [[fact for fact in doc["facts"] if fact[0] == "publisher"] for doc in data_of(out)["documents"]]
    assert [row["publisher"] for row in rows] == ["Kompas.com", "TEMPO.CO"]
    assert shown == [[["publisher", row["publisher"], "portal"]] for row in rows]


@pytest.mark.parametrize("is_linked", [False, True])
def test_page_in_the_folder_that_it_shows_is_no_input(folder: Path, tmp_path: Path, is_linked: bool) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    out = (link if is_linked else folder) / "review.html"
    assert run("review", folder, "-o", out).exit_code == 0
    done = run("review", folder, "-o", out, "--overwrite")
    assert (done.exit_code, done.stderr) == (0, f"8 documents to look at: {out}\n")


def test_record_that_somebody_broke_costs_itself(folder: Path, tmp_path: Path) -> None:
    lines, out = tmp_path / "clean.jsonl", tmp_path / "review.html"
    assert run("clean", folder, "-o", lines, "--explain", "--workers", "1").exit_code == 0
    first, *rest = lines.read_text("utf-8").splitlines()
    broken = json.dumps({**json.loads(first), "removed": [{"label": "ad"}]})
    lines.write_text("\n".join([broken, *rest]), "utf-8")
    assert run("review", lines, "-o", out).exit_code == 1
    assert (len(data_of(out)["documents"]), [row["source"] for row in data_of(out)["errors"]]) == (7, ["clean.jsonl#1"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "ada"}\n', "line 1: not a record of cleaner. Write one with: cleaner clean pages/ --explain"),
        ("bukan json\n", "line 1: not a record of cleaner."),
    ],
)
def test_jsonl_that_is_not_ours_is_refused_with_the_command_that_writes_one(
    tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "rows.jsonl").write_text(line, "utf-8")
    done = run("review", tmp_path / "rows.jsonl", "-o", tmp_path / "review.html")
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "review.html").exists()


def test_existing_page_is_not_overwritten_without_a_word(folder: Path, review: Path) -> None:
    before = review.read_bytes()
    done = run("review", folder, "-o", review)
    assert (done.exit_code, done.stderr) == (2, f"Error: {review} exists already; --overwrite replaces it\n")
    assert review.read_bytes() == before
    assert run("review", folder, "-o", review, "--overwrite").exit_code == 0


def test_missing_jinja_is_said_before_anything_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = run("review", folder, "-o", tmp_path / "review.html")
    assert (done.exit_code, done.stderr) == (3, "Error: the review page needs Jinja2: pip install jinja2\n")


def test_input_that_cannot_be_read_is_listed_on_the_page(folder: Path, tmp_path: Path) -> None:
    (folder / "scan.html").write_bytes(b"%PDF-1.7")
    done = run("review", folder, "-o", tmp_path / "review.html")
    assert done.exit_code == 1
    (error,) = data_of(tmp_path / "review.html")["errors"]
    assert error["source"] == "pages/scan.html"
    assert "a PDF" in error["message"]


def test_every_reason_of_a_pass_has_a_sentence() -> None:
    """Names in quotes that passes hand to their verdicts."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "cleaner" / "label").glob("*.py"))
    reasons = Reasons(load())
    reason = r'"([a-z]+(?:-[a-z]+)+)"'
    named = set(re.findall(r"Label\.[A-Z_]+(?: if [^,]+)?, " + reason, source))
    named |= set(re.findall(r"(?:verdict_on|Verdict|stretch|on_node)\([^\"\n]*" + reason, source))
    for names in re.findall(r"^_?[A-Z]\w+(?:, _?[A-Z]\w+)* = (\".*\")$", source, re.MULTILINE):
        named |= set(re.findall(reason, names))
    assert len(named) > 15
    assert [name for name in sorted(named) if not reasons.why(name)] == []
    assert [name for name in pass_reasons() if "*" not in name and f'"{name}"' not in source and name != "body"] == []
    pages = [*(ROOT / "fixtures").rglob("*.html"), *(ROOT / "fixtures").rglob("*.txt"), *(ROOT / "seeds").glob("*.txt")]
    used = {entry.rule for path in pages for entry in clean(path).ledger}
    assert sorted(rule for rule in used if not reasons.why(rule)) == []


# ---- in a real browser ----

# Milliseconds, by the page's own clock, from typing to the frame in which the list says what is expected.
SEARCH = """
const [words, expected, done] = arguments;
const start = performance.now();
const field = document.getElementById("search");
field.value = words;
field.dispatchEvent(new Event("input", {bubbles: true}));
const look = () => document.getElementById("count").textContent === expected
  ? done(performance.now() - start) : requestAnimationFrame(look);
look();
"""

browser_only = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="chromium and chromedriver are not installed (apt-get install chromium-driver)"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=1400,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    driver.set_page_load_timeout(30)
    yield driver
    driver.quit()


def visible(driver: Any, selector: str) -> list[Any]:
    found: list[Any] = driver.find_elements("css selector", selector)
    return [element for element in found if element.is_displayed()]


def texts(driver: Any, selector: str) -> list[str]:
    """What a person sees of the elements, read at one moment."""
    found: list[str] = driver.execute_script(
        "const found = [...document.querySelectorAll(arguments[0])];"
        "return found.filter((element) => element.checkVisibility()).map((element) => element.innerText);",
        selector,
    )
    return [text.strip() for text in found]


def until(check: Any, seconds: float = 5) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def choose(driver: Any, name: str, value: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(driver.find_element("id", name)).select_by_value(value)


def press(driver: Any, key: str) -> None:
    driver.switch_to.active_element.send_keys(key)


def count(driver: Any) -> str:
    return str(driver.find_element("id", "count").text)


def opened(driver: Any, out: Path) -> None:
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get(out.as_uri())
    until(lambda: visible(driver, "#rows tr"))


@pytest.mark.browser
@browser_only
class TestInABrowser:
    def test_loads_without_a_word_in_the_console(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        assert browser.get_log("browser") == []
        assert len(visible(browser, "#rows tr")) == 8
        assert texts(browser, "#document h2") == ["(no title)"]

    def test_script_tags_and_quotes_of_a_page_show_as_text(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        assert HOSTILE in texts(browser, "#rows a")
        browser.execute_script("location.hash = '#8'")
        until(lambda: texts(browser, "#document h2") == [HOSTILE])
        assert any(HOSTILE in text for text in texts(browser, ".story p"))
        assert browser.execute_script("return window.broken") is None
        assert browser.find_elements("css selector", "img") == []
        assert browser.get_log("browser") == []

    def test_policy_stops_what_would_be_loaded_or_run(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        browser.execute_script(
            "const i = document.createElement('img'); i.src = 'https://kabarkita.example/'; document.body.append(i);"
        )
        until(lambda: any("Content Security Policy" in line["message"] for line in browser.get_log("browser")))

    def test_filters_leave_what_they_say(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        choose(browser, "host", "kabarlain.example")
        until(lambda: count(browser) == "2 of 8 documents")
        assert texts(browser, "#rows .source") == ["pages/page5.html", "pages/page6.html"]
        browser.find_element("id", "reset").click()
        until(lambda: count(browser) == "8 documents")
        choose(browser, "flag", "no-body")
        until(lambda: texts(browser, "#rows .source") == ["pages/empty.html"])
        browser.find_element("id", "reset").click()
        choose(browser, "label", "dateline")
        until(lambda: count(browser) == "7 of 8 documents")
        choose(browser, "confidence", "< 0.5")
        until(lambda: count(browser) == "0 of 8 documents")
        assert texts(browser, "#none") == ["No document matches these filters."]
        browser.find_element("id", "reset").click()
        choose(browser, "rule", "dateline-place-brand")
        until(lambda: count(browser) == "7 of 8 documents")
        browser.find_element("id", "search").send_keys("cerita ke-3")
        until(lambda: texts(browser, "#rows .source") == ["pages/page3.html"])

    def test_list_sorts_by_its_heads(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        head = browser.find_element("css selector", "th[data-key=removed]")
        head.find_element("css selector", "button").click()
        assert head.get_attribute("aria-sort") == "descending"
        numbers = [int(row.text.split()[-1]) for row in browser.find_elements("css selector", "#rows td:nth-child(4)")]
        assert numbers == sorted(numbers, reverse=True)
        head.find_element("css selector", "button").click()
        assert head.get_attribute("aria-sort") == "ascending"

    def test_keys_move_search_and_show_totals(self, browser: Any, review: Path) -> None:
        opened(browser, review)
        press(browser, "j")
        until(lambda: texts(browser, "#document .source")[:1] == ["pages/page1.html"])
        press(browser, "j")
        press(browser, "k")
        press(browser, "j")
        until(lambda: texts(browser, "#document .source")[:1] == ["pages/page2.html"])
        assert browser.execute_script("return document.activeElement.id") == "document"
        press(browser, "/")
        assert browser.execute_script("return document.activeElement.id") == "search"
        press(browser, "jkt")  # letters of a search are no commands
        until(lambda: count(browser) == "0 of 8 documents")
        browser.find_element("id", "reset").click()
        press(browser, "\ue00c")  # Escape
        press(browser, "t")
        until(lambda: "Pieces by rule" in texts(browser, "#totals h2"))
        rows = dict(zip(texts(browser, "#totals th button"), texts(browser, "#totals td.number"), strict=False))
        assert rows["read-also"] == "7"

    def test_removed_piece_tells_its_rule_and_why_by_pointer_and_by_key(self, browser: Any, review: Path) -> None:
        from selenium.webdriver import ActionChains

        opened(browser, review)
        press(browser, "j")
        until(lambda: visible(browser, "del.cut[data-label=read-also]"))
        cut = visible(browser, "del.cut[data-label=read-also]")[0]
        assert "line-through" in cut.value_of_css_property("text-decoration")
        ActionChains(browser).move_to_element(cut).perform()
        until(lambda: visible(browser, "#why"))
        assert "removed: read-also · " in texts(browser, "#why")[0]
        ActionChains(browser).move_to_element(browser.find_element("css selector", "#document h2")).perform()
        until(lambda: not visible(browser, "#why"))
        browser.execute_script("arguments[0].focus()", visible(browser, ".cut[data-label=dateline]")[0])
        until(lambda: visible(browser, "#why"))
        assert texts(browser, "#why")[0].startswith("became metadata: dateline · dateline-place-brand")

    def test_dark_and_light_follow_the_system(self, browser: Any, review: Path) -> None:
        papers = []
        for scheme in ("light", "dark"):
            feature = {"name": "prefers-color-scheme", "value": scheme}
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
            opened(browser, review)
            papers.append(browser.find_element("css selector", "body").value_of_css_property("background-color"))
        assert papers == ["rgba(251, 250, 248, 1)", "rgba(21, 23, 26, 1)"]

    def test_five_hundred_documents_are_usable_within_two_seconds(self, browser: Any, tmp_path: Path) -> None:
        collected = Review(Reasons(load()))
        for number in range(500):
            article = clean(page(f"Pasar Dibuka Kembali Bagian {number}", number).replace(STORY[2], STORY[3] * 8))
            collected.add(of_article(article, f"pages/{number}.html"))
        out = tmp_path / "review.html"
        out.write_text(render(collected, "500"), "utf-8")
        opened(browser, out)
        ready = browser.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert len(browser.find_elements("css selector", "#rows tr")) == 500
        found = browser.execute_async_script(SEARCH, "bagian 499", "1 of 500 documents")
        stepped = browser.execute_async_script(SEARCH, "", "500 documents")
        assert 0 < ready + found + stepped < 2000, (ready, found, stepped)


def test_record_without_removed_pieces_says_so() -> None:
    document = of_record(clean("\n".join(STORY)).to_dict())
    assert document.ordered is False
    assert [piece.text for piece in document.pieces] == list(STORY)
