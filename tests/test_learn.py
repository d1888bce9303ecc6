"""What is learned from pages of one site: a portal file that works, and never a word of a story."""

from __future__ import annotations

import difflib
import json
import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import invented
import pytest
from click.testing import CliRunner, Result

from cleaner import Options, SourceError, clean
from cleaner.batch import Job
from cleaner.batch import run as run_job
from cleaner.cli import main
from cleaner.learn import Draft, Sample, by_site, learn, site_of
from cleaner.rules.check import problems
from cleaner.rules.rulebook import load


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="cleaner")


def rimba(count: int = 20) -> list[Sample]:
    return [Sample(f"{number}.html", invented.page(number).html.encode()) for number in range(count)]


def texts(documents: list[str], host: str = "kabarlama.example") -> list[Sample]:
    return [Sample(f"{i}.txt", text.encode(), f"https://{host}/{i}", True) for i, text in enumerate(documents)]


def site(i: int, body: str) -> str:
    """A page of another invented portal."""
    head = f"<head><link rel=canonical href='https://kabarlama.example/{i}'></head>"
    return f"<html>{head}<body><div class=zx>{body}</div></body></html>"


def learned_lines(draft: Draft) -> list[str]:
    return sorted(text for line in draft.lines for text in line.texts)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return learn(rimba())


def test_draft_names_what_repeats_with_its_counts(draft: Draft) -> None:
    assert [(one.select, one.pages) for one in draft.containers] == [(".zx-isi", 20)]
    assert [(str(drop.label), drop.select, drop.pages, drop.kept) for drop in draft.drops] == [
        ("caption", ".zx-lukis", 20, 0),
        ("other", ".zx-titip", 20, 20),
    ]
    marks = {
        field: [mark.select for mark in draft.marks if mark.field == field] for field in ("authors", "date", "section")
    }
    assert marks == {"authors": [".zx-nama"], "date": [".zx-waktu"], "section": [".zx-rubrik"]}
    assert learned_lines(draft) == [invented.STANDING]
    assert (draft.hosts, draft.publisher, draft.language, draft.zone) == ((invented.HOST,), "Rimba Kabar", "id", "WIB")
    assert 'why = "Holds the story on 20 of 20 pages."' in draft.toml
    assert (
        "# 20 pieces on 20 of 20 pages: the same words on several pages, 20 of them kept without this entry"
        in draft.toml
    )


def test_portal_without_a_file_passes_after_one_learn_and_at_most_ten_lines_of_editing(tmp_path: Path) -> None:
    pages, rules = tmp_path / "pages", tmp_path / "my-rules"
    pages.mkdir()
    rules.mkdir()
    for number in range(20):
        (pages / f"{number}.html").write_text(invented.page(number).html, "utf-8")
    done = run("learn", pages, "-o", rules / "rimbakabar.toml")
    assert done.exit_code == 0
    assert done.stderr.startswith(
        "learned from 20 pages of Rimba Kabar: 1 container, 2 elements to drop, 4 metadata fields, 1 repeated line\n"
    )
    before = (rules / "rimbakabar.toml").read_text("utf-8")
    after = before.replace("\nother = [\n", "\nphoto-call = [\n", 1).replace("photo-call", "follow")
    (rules / "rimbakabar.toml").write_text(after, "utf-8")
    edited = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert len(edited) <= 10
    assert run("rules", "check", rules).exit_code == 0
    options = Options(rules=(rules,))
    for number in range(40):  # twenty of them never seen
        page = invented.page(number)
        article = clean(page.html, options=options)
        assert article.text.split("\n\n") == page.story
        assert (article.publisher, len(article.authors), article.section in invented.SECTIONS) == (
            "Rimba Kabar",
            1,
            True,
        )
        assert article.sources["authors"] == "portal" or article.sources["authors"] == "html"
    plain = clean(invented.page(30).html)
    assert plain.text.split("\n\n") != invented.page(30).story


def test_draft_is_a_rule_file_that_holds(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(draft.toml, "utf-8")
    assert list(problems(tmp_path)) == []
    portal = load((tmp_path,)).portal_of(f"www.{invented.HOST}")
    assert portal is not None
    assert portal.publisher == "Rimba Kabar"


def test_quotes_and_controls_of_a_page_do_not_break_the_draft() -> None:
    nasty = 'Meja "foto" \\ Rimba \x7f Kabar # menerima = kiriman [warga]'
    samples = [
        Sample(f"{number}.html", invented.page(number).html.replace(invented.STANDING, nasty).encode())
        for number in range(20)
    ]
    draft = learn(samples)
    data = tomllib.loads(draft.toml)
    assert data["rule"][0]["equals"] == [nasty.replace("\x7f ", "").replace("\x7f", "")] or data["rule"][0]["hits"]
    assert learned_lines(draft) == data["rule"][0]["hits"]


def test_too_few_pages_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(
        SourceError, match="3 of 4 pages hold a story; at least 5 are needed to learn from, 20 are good"
    ):
        learn([*rimba(3), Sample("empty.html", b"<html><body></body></html>")])


def test_few_pages_and_pages_without_a_story_are_noted() -> None:
    draft = learn([*rimba(6), Sample("scan.html", b"%PDF-1.7"), Sample("empty.html", b"<p></p>")])
    assert draft.notes[:2] == (
        "6 pages are few: 20 are good, old and new ones among them.",
        "2 pages held no story and taught nothing.",
    )


def test_pages_without_an_address_need_the_host_named(tmp_path: Path) -> None:
    for number in range(6):
        html = invented.page(number).html.replace('rel="canonical"', 'rel="other"')
        (tmp_path / f"{number}.html").write_text(html, "utf-8")
    done = run("learn", tmp_path, "-o", tmp_path / "draft.toml")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: no page says where it is from; name the site: --host kabarkita.example\n",
    )
    assert run("learn", tmp_path, "-o", tmp_path / "draft.toml", "--host", "kabarkita.example").exit_code == 0
    assert tomllib.loads((tmp_path / "draft.toml").read_text("utf-8"))["hosts"] == ["kabarkita.example"]


def test_pages_of_other_sites_are_left_out_and_named(tmp_path: Path) -> None:
    for number in range(9):
        host = invented.HOST if number < 6 else "lain.example"
        (tmp_path / f"{number}.html").write_text(invented.page(number).html.replace(invented.HOST, host), "utf-8")
    done = run("learn", tmp_path, "-o", tmp_path / "draft.toml")
    assert done.exit_code == 0
    assert "Left out, of other sites: lain.example (3)." in done.stderr


def test_sub_hosts_of_a_portal_are_one_site() -> None:
    samples = [Sample(host, b"", f"https://{host}/1") for host in ("bola.kabar.co.id", "www.kabar.co.id", "kabar.id")]
    lexicon = load().for_page("auto", None).lexicon
    sites = by_site(((site_of(sample, lexicon), sample) for sample in samples), 10)
    assert {site: len(group) for site, group in sites.items()} == {"kabar.co.id": 2, "kabar.id": 1}


# ---- texts: lines that a site repeats ----

FOOT = "Naskah ini disusun meja redaksi Kabar Lama dari lapangan"


def prose(number: int, count: int = 4) -> list[str]:
    dice = random.Random(1000 + number)
    return [invented.paragraph(dice, number) for _ in range(count)]


def test_line_that_stands_under_the_texts_of_a_site_is_learned() -> None:
    draft = learn(texts(["\n".join([*prose(i), FOOT]) for i in range(20)]))
    assert learned_lines(draft) == [FOOT]


def test_line_whose_numbers_differ_is_learned_as_a_pattern(tmp_path: Path) -> None:
    documents = ["\n".join([*prose(i), f"Sudah disimak {100 + i * 7} pasang mata pembaca setia"]) for i in range(20)]
    draft = learn(texts(documents))
    (line,) = draft.lines
    assert line.pattern == r"^Sudah\ disimak\ \d{1,12}\ pasang\ mata\ pembaca\ setia$"
    (tmp_path / "draft.toml").write_text(draft.toml, "utf-8")
    assert list(problems(tmp_path)) == []
    article = clean(documents[3] + "\n", "https://kabarlama.example/3", options=Options(rules=(tmp_path,)))
    assert article.text.split("\n\n") == prose(3)


def recipe(i: int) -> list[str]:
    return [
        *prose(i, 2),
        "Bahan-bahan yang diperlukan:",
        f"{i + 2} butir telur",
        "Cara membuat:",
        *prose(i + 50, 2),
        "Selamat mencoba!",
    ]


def horoscope(i: int) -> list[str]:
    signs = ("Aries (21 Maret - 19 April)", "Taurus (20 April - 20 Mei)", "Gemini (21 Mei - 20 Juni)")
    return [line for at, sign in enumerate(signs) for line in (sign, *prose(i * 3 + at, 1))]


def prayer_times(i: int) -> list[str]:
    hours = [
        f"{name} pukul 0{at + 4}.{(i + at) % 60:02d} waktu setempat"
        for at, name in enumerate(("Imsak", "Subuh", "Zuhur"))
    ]
    return [*prose(i, 2), *hours]


def lyrics(i: int) -> list[str]:
    refrain = f"Pulanglah ke kampung halaman {WORDS[i % len(WORDS)]}"
    return [*prose(i, 2), refrain, f"Angin membawa kabar ke-{i}", refrain, f"Ombak menepi lagi {i}", refrain]


def sermon(i: int) -> list[str]:
    """A closing formula on a quarter of a site's texts."""
    return [*prose(i), *(["Semoga kita semua dapat mengambil pelajaran dari kisah ini."] if i % 4 == 0 else [])]


def interview(i: int) -> list[str]:
    return [
        *prose(i, 1),
        "Apa rencana Anda berikutnya?",
        *prose(i + 60, 1),
        "Apa pesan Anda untuk pembaca?",
        *prose(i + 90, 1),
    ]


def same_story(i: int) -> list[str]:
    """One story that the site published again and again, with its own odd line."""
    return [*(prose(7) if i % 2 else prose(i)), *(["Begitulah kisah dermaga tua itu berakhir"] if i % 2 else [])]


WORDS = ("ibu", "ayah", "kawan")


@pytest.mark.parametrize(
    "kind", [recipe, horoscope, prayer_times, lyrics, sermon, interview, same_story], ids=lambda kind: kind.__name__
)
def test_what_stories_repeat_of_themselves_is_never_learned(kind: Callable[[int], list[str]]) -> None:
    assert learned_lines(learn(texts(["\n".join(kind(i)) for i in range(24)]))) == []


@pytest.mark.parametrize("kind", [recipe, horoscope, lyrics, interview], ids=lambda kind: kind.__name__)
def test_pages_of_a_series_keep_its_words(kind: Callable[[int], list[str]], tmp_path: Path) -> None:
    def html(i: int) -> str:
        lines = "".join(f"<p>{line}</p>" for line in kind(i))
        return site(i, f"<h1>Judul {i}</h1>{lines}")

    draft = learn([Sample(f"{i}.html", html(i).encode()) for i in range(24)])
    (tmp_path / "draft.toml").write_text(draft.toml, "utf-8")
    for i in range(24):
        before, after = clean(html(i)).text, clean(html(i), options=Options(rules=(tmp_path,))).text
        assert after == before


def test_list_article_with_a_picture_in_every_item_keeps_its_items() -> None:
    def html(i: int) -> str:
        items = "".join(
            f'<div class="zx-butir"><img src="{j}.jpg"><span>{line}</span></div>' for j, line in enumerate(prose(i, 6))
        )
        return site(i, items)

    draft = learn([Sample(f"{i}.html", html(i).encode()) for i in range(20)])
    assert draft.drops == ()


def test_entry_that_costs_pages_their_story_fails_its_trial() -> None:
    """A container that holds the story on most pages and a teaser on others is not taken."""

    def html(i: int) -> str:
        paragraphs = "".join(f"<p>{line}</p>" for line in prose(i, 6))
        teaser = f'<div class="zx-isi"><p>{prose(i + 200, 1)[0]}</p></div>'
        own = "zx-isi" if i % 5 else "zx-lama"
        inner = f'<div class="{own}">{paragraphs}</div>'
        return site(i, inner + (teaser if i % 5 == 0 else ""))

    draft = learn([Sample(f"{i}.html", html(i).encode()) for i in range(25)])
    assert ".zx-isi" not in [one.select for one in draft.containers]


# ---- cleaner clean --learn ----


def test_run_that_learns_cleans_as_with_a_portal_file_and_says_so(tmp_path: Path) -> None:
    pages, out = tmp_path / "pages", tmp_path / "clean.jsonl"
    pages.mkdir()
    for number in range(24):
        (pages / f"{number}.html").write_text(invented.page(number).html, "utf-8")
    for number in range(3):
        (pages / f"lain{number}.html").write_text(site(number, "".join(f"<p>{line}</p>" for line in prose(number))))
    done = run("clean", pages, "-o", out, "--learn", "--workers", "1")
    assert done.exit_code == 0
    assert done.stderr == (
        "1 site has fewer than 20 pages with a story: nothing learned there\n"
        f"learned from 24 pages of {invented.HOST}: "
        "1 container, 2 elements to drop, 4 metadata fields, 1 repeated line\n"
        f"  {tmp_path / 'clean.learned'} holds what was learned: look at it, and use it again with "
        f"--rules {tmp_path / 'clean.learned'}\n"
        f"27 cleaned, 0 failed: {out}\n"
    )
    rows = {row["source"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())}
    for number in range(24):
        assert rows[f"pages/{number}.html"]["text"].split("\n\n") == invented.page(number).story
    again = run("clean", pages, "-o", tmp_path / "again.jsonl", "--rules", tmp_path / "clean.learned", "--workers", "1")
    assert again.exit_code == 0
    assert (tmp_path / "again.jsonl").read_bytes() == out.read_bytes()


def test_texts_without_an_address_teach_their_repeated_lines(tmp_path: Path) -> None:
    folder, out = tmp_path / "texts", tmp_path / "clean.jsonl"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text("\n".join([*prose(number), FOOT]), "utf-8")
    done = run("clean", folder, "-o", out, "--learn", "--workers", "1")
    assert done.stderr.startswith("learned from 20 pages of texts without an address: 1 repeated line\n")
    rows = {row["source"]: row["text"] for row in map(json.loads, out.read_text("utf-8").splitlines())}
    assert rows["texts/3.txt"].split("\n\n") == prose(3)


def test_run_that_learned_goes_on_with_what_it_had_learned(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for i in range(20):
        (folder / f"{i}.txt").write_text("\n".join([*prose(i), FOOT]), "utf-8")
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert run("clean", folder, "-o", whole, "--learn").exit_code == 0
    (tmp_path / "whole.learned").rename(tmp_path / "out.learned")
    asked = iter([False] * 8)
    options = Options(rules=(tmp_path / "out.learned",))
    run_job([str(folder)], out, options=options, job=Job(workers=1), stop=lambda: next(asked, True))
    done = run("clean", folder, "-o", out, "--learn", "--resume")
    assert (done.exit_code, done.stderr) == (0, f"20 cleaned, 0 failed: {out}\n")
    assert out.read_bytes() == whole.read_bytes()


def test_site_with_a_portal_file_is_not_learned(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(20):
        html = invented.page(number).html.replace(invented.HOST, "www.kompas.com")
        (pages / f"{number}.html").write_text(html, "utf-8")
    done = run("clean", pages, "-o", tmp_path / "clean.jsonl", "--learn", "--workers", "1")
    assert done.stderr.startswith("learned nothing: no site without a portal file has enough pages\n")
    assert not (tmp_path / "clean.learned").exists()


def test_sites_that_share_a_word_get_a_file_each_and_leave_ours_alone(tmp_path: Path) -> None:
    pages, rules = tmp_path / "pages", tmp_path / "clean.learned"
    for host in ("kabar.co.id", "kabar.com", "kompas.example"):
        (pages / host).mkdir(parents=True)
        for number in range(20):
            html = invented.page(number).html.replace(invented.HOST, host)
            (pages / host / f"{number}.html").write_text(html, "utf-8")
    args = ("-o", tmp_path / "clean.jsonl", "--learn", "--workers", "1")
    assert run("clean", pages, *args).exit_code == 0
    found = {path.name: tomllib.loads(path.read_text("utf-8")) for path in rules.iterdir()}
    assert {name: (data["name"], data["hosts"]) for name, data in found.items()} == {
        "kabar.toml": ("kabar", ["kabar.co.id"]),
        "kabar-com.toml": ("kabar-com", ["kabar.com"]),
        "kompas-example.toml": ("kompas-example", ["kompas.example"]),
    }
    kompas = invented.page(1).html.replace(invented.HOST, "www.kompas.com").replace("Rimba Kabar", "")
    article = clean(kompas, options=Options(rules=(rules,)))
    assert (article.publisher, article.sources["publisher"]) == ("Kompas.com", "portal")


def test_site_that_is_learned_again_keeps_the_name_of_its_file(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(draft.toml, "utf-8")
    assert draft.name == "rimbakabar"
    assert learn(rimba(), options=Options(rules=(tmp_path,))).name == "rimbakabar"
    assert learn(rimba(), host="rimbakabar.com", options=Options(rules=(tmp_path,))).name == "rimbakabar-com"


def test_texts_learned_before_stay_learned(tmp_path: Path) -> None:
    lines = (FOOT, "Naskah kedua ini disusun meja redaksi Kabar Baru dari lapangan")
    folders: tuple[Path, ...] = ()
    names = []
    for line in lines:
        samples = [Sample(f"{i}.txt", "\n".join([*prose(i), line]).encode(), None, True) for i in range(20)]
        draft = learn(samples, options=Options(rules=folders))
        names.append(draft.name)
        folders = (*folders, tmp_path / draft.name)
        folders[-1].mkdir()
        (folders[-1] / "draft.toml").write_text(draft.toml, "utf-8")
    assert names == ["learned", "learned-2"]
    for line in lines:
        assert clean("\n".join([*prose(3), line]), options=Options(rules=folders)).text.split("\n\n") == prose(3)


@pytest.mark.parametrize("count", [20, 3])
def test_quiet_run_learns_without_a_word(count: int, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(count):
        (tmp_path / "pages" / f"{number}.html").write_text(invented.page(number).html, "utf-8")
    done = run("clean", tmp_path / "pages", "-o", tmp_path / "a.jsonl", "--learn", "--quiet", "--workers", "1")
    assert (done.exit_code, done.stderr, (tmp_path / "a.learned").exists()) == (0, "", count == 20)


def test_folder_that_cannot_hold_what_was_learned_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(20):
        (tmp_path / "pages" / f"{number}.html").write_text(invented.page(number).html, "utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    done = run("clean", tmp_path / "pages", "-o", tmp_path / "a.jsonl", "--learn")
    message = f"Error: {tmp_path / 'a.learned'}: cannot be written: No space left on device\n"
    assert (done.exit_code, done.stderr) == (3, message)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("pages", "--learn"), "--learn keeps what it learned beside the output: name one with -o"),
        (("-", "-o", "out.jsonl", "--learn"), "--learn reads its sources twice, and standard input can be read once"),
        (("pages", "-o", "out.jsonl", "--learn", "--portal", "none"), "leave --portal away"),
        (("pages", "-o", "taken.jsonl", "--learn"), "taken.learned exists already; take it away, or use what was"),
        (("pages", "-o", "no/out.jsonl", "--learn"), "no/out.jsonl: there is no folder no; make it first: mkdir -p no"),
    ],
)
def test_wrong_use_of_learn_is_said_before_anything_is_read(
    args: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    Path("taken.learned").mkdir()
    for number in range(20):
        Path("pages", f"{number}.html").write_text(invented.page(number).html, "utf-8")
    done = run("clean", *args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["pages", "taken.learned"]


def test_overwrite_learns_again_and_takes_nobody_elses_files(tmp_path: Path) -> None:
    (tmp_path / "clean.learned").mkdir()
    (tmp_path / "clean.learned" / "mine.toml").write_text("# mine\n")
    (tmp_path / "a.txt").write_text("\n".join(prose(1)))
    args = ("clean", tmp_path / "a.txt", "-o", tmp_path / "clean.jsonl", "--learn", "--overwrite", "--workers", "1")
    assert run(*args).exit_code == 2
    assert (tmp_path / "clean.learned" / "mine.toml").exists()
    (tmp_path / "clean.learned" / "mine.toml").unlink()
    assert run(*args).exit_code == 0
