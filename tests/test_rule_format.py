"""A wrong rule file is refused with its name, the rule and the remedy; a right one of a user's wins over ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import RULE

from cleaner import Options, RuleError, clean, clean_html
from cleaner.rules.check import problems
from cleaner.rules.rulebook import load

PORTAL = """
name = "kita"
publisher = "Kita"
hosts = ["kita.example"]
"""
CONTAINER = PORTAL + '[[container]]\nselect = "div.isi"\nwhy = "The story."\n'
STORY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
)


def folder(tmp_path: Path, text: str | bytes) -> Path:
    (tmp_path / "own.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


WRONG = [
    # what the file says, which rule is named, what is said of it
    (RULE + 'colour = "red"', "mine", r"unknown key 'colour'; known keys are case, closes, contains"),
    (RULE.replace("name =", "#"), "a rule without a name", r"needs 'name'"),
    (RULE.replace("label =", "#"), "mine", r"needs 'label'"),
    (RULE.replace("why =", "#"), "mine", r"needs 'why'"),
    (RULE.replace("hits =", "#"), "mine", r"needs hits: examples that must match"),
    (RULE.replace('["Pasar"]', "[]"), "mine", r"needs hits: examples that must match"),
    (RULE.replace("misses =", "#"), "mine", r"needs misses: examples that must not match"),
    (RULE + 'starts = ["x"]', "mine", r"needs exactly one of equals, .*; has equals, starts"),
    (RULE.replace("equals =", "#"), "mine", r"needs exactly one of equals, .*; has none"),
    (RULE.replace('equals = ["pasar"]', 'pattern = "(pasar"'), "mine", r"pattern does not compile: missing \)"),
    (RULE + 'unless = ["[a"]', "mine", r"pattern does not compile: unterminated character set"),
    (RULE.replace('equals = ["pasar"]', 'pattern = "{nope}"'), "mine", r"pattern does not compile: .*nope"),
    (RULE.replace('"ad"', '"advert"'), "mine", r"unknown label 'advert'; labels are body, heading, title"),
    (
        RULE + 'takes = "all"',
        "mine",
        r"takes must be one of line, mark, title, next, list, end, element, page, not 'all'",
    ),
    (RULE + 'where = "bottom"', "mine", r"where must be one of top, inside, tail, not 'bottom'"),
    (RULE.replace('["pasar"]', '"pasar"'), "mine", r"equals must be a list of texts"),
    (RULE.replace('["pasar"]', "[1]"), "mine", r"equals must be a list of texts"),
    ('[[rules]]\nname = "x"', "the file", r"unknown table 'rules'; known are addresses, code"),
    ("name = ", "the file", r"is not TOML: Invalid value \(at end of document\)"),
    (b"\xff\xfe", "the file", r"is not TOML: 'utf-8' codec can't decode"),
    (PORTAL.replace("name =", "#"), "a portal without a name", r"needs 'name'"),
    (PORTAL + "colour = 1", "kita", r"unknown key 'colour'; known keys are brands, container"),
    (PORTAL + '[meta]\nweather = ["p"]', "kita", r"unknown metadata field 'weather' under \[meta\]; known are title"),
    (PORTAL + '[drop]\nadvert = ["p"]', "kita", r"unknown label 'advert' under \[drop\]; labels are body"),
    (PORTAL + '[drop]\nad = ["p["]', "kita", r"selector 'p\[' does not parse: Expected ident"),
    (CONTAINER.replace("div.isi", "div["), "kita", r"selector 'div\[' does not parse"),
    (
        CONTAINER + 'colour = "x"',
        "kita",
        r"unknown key 'colour' under \[\[container\]\]; known keys are parent, select",
    ),
    (CONTAINER.replace("why =", "#"), "kita", r"every \[\[container\]\] needs 'select' and 'why'"),
    (PORTAL + RULE.replace('"ad"', '"advert"'), "mine", r"unknown label 'advert'"),
    (RULE + 'max_chars = "many"', "mine", r"max_chars must be a number"),
    (RULE + 'case = "yes"', "mine", r"case must be true or false"),
    (RULE.replace('equals = ["pasar"]', 'pattern = ["pasar"]'), "mine", r"pattern must be a text"),
    (RULE.replace("[[rule]]", "[rule]"), "the file", r"\[\[rule\]\]"),
    (RULE.replace('equals = ["pasar"]', 'select = ["div["]'), "mine", r"selector 'div\[' does not parse"),
    (PORTAL.replace("publisher =", "#"), "kita", r"needs 'publisher'"),
    (PORTAL.replace('["kita.example"]', '"kita.example"'), "kita", r"hosts must be a list of texts"),
    (PORTAL + 'zone = "WBI"', "kita", r"unknown zone 'WBI'"),
    (PORTAL + '[meta]\ntitle = "h1"', "kita", r"title must be a list of texts"),
    ('code = "xx"\nscripts = ["a"]', "scripts", r"stands under \[scripts\], as lines of NAME = VALUE"),
    ('code = "xx"\n[scripts]\nxx = "["', "xx", r"letters '\[' under \[scripts\] are no pattern: unterminated"),
]


@pytest.mark.parametrize(("text", "rule", "reason"), WRONG)
def test_wrong_file_is_refused_with_file_rule_and_remedy(
    text: str | bytes, rule: str, reason: str, tmp_path: Path
) -> None:
    own = folder(tmp_path, text)
    with pytest.raises(RuleError, match=reason) as caught:
        clean("Satu.", url="https://kita.example/a", options=Options(rules=(own,)))
    assert caught.value.file == str(own / "own.toml")
    assert caught.value.rule == rule
    assert str(caught.value) == f"{caught.value.file}: {rule}: {caught.value.reason}"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(portal="nope"), r"there is no portal file named 'nope'; `cleaner rules list` shows them"),
        (Options(language="xx"), r"unknown language 'xx'; there are auto, any, de, en, es, fr, id"),
        (Options(rules=(Path("/no/such/folder"),)), r"/no/such/folder: rules: no such folder"),
    ],
)
def test_wrong_option_is_refused_by_its_value(options: Options, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        clean("Satu.", options=options)


def cleaned(tmp_path: Path, text: str, *lines: str) -> list[str]:
    own = folder(tmp_path, text)
    return clean("\n".join(lines), options=Options(rules=(own,))).text.split("\n\n")


def test_rule_of_a_user_takes_what_ours_leave(tmp_path: Path) -> None:
    text = RULE.replace('["pasar"]', '["warung kita tetap buka"]').replace('"Pasar"', '"Warung kita tetap buka"')
    lines = (STORY[0], "Warung Kita Tetap Buka", *STORY[1:])
    assert clean("\n".join(lines)).text.split("\n\n") == list(lines)
    assert cleaned(tmp_path, text, *lines) == list(STORY)


def test_rule_of_a_user_with_the_name_of_ours_replaces_it(tmp_path: Path) -> None:
    lines = (STORY[0], "Perbesar", "Bukan Perbesar", *STORY[1:])
    text = (
        RULE.replace('"mine"', '"photo-zoom"').replace('["pasar"]', '["bukan perbesar"]').replace('"ad"', '"caption"')
    )
    assert clean("\n".join(lines)).text.split("\n\n") == [STORY[0], "Bukan Perbesar", *STORY[1:]]
    assert cleaned(tmp_path, text, *lines) == [STORY[0], "Perbesar", *STORY[1:]]


@pytest.mark.parametrize("line", ["Halaman 1 dari 3", "ADVERTISEMENT", "Lihat Foto"])
def test_rule_with_the_label_body_protects_a_line(line: str, tmp_path: Path) -> None:
    text = RULE.replace('"ad"', '"body"').replace('["pasar"]', f'["{line.lower()}"]')
    lines = (STORY[0], line, *STORY[1:])
    assert line not in clean("\n".join(lines)).text
    assert cleaned(tmp_path, text, *lines) == list(lines)


def test_rule_of_the_last_folder_wins(tmp_path: Path) -> None:
    folders = []
    for name, label in (("a", "ad"), ("b", "share")):
        (tmp_path / name).mkdir()
        folders.append(folder(tmp_path / name, RULE.replace('"ad"', f'"{label}"')))
    article = clean("\n".join((STORY[0], "Pasar", *STORY[1:])), options=Options(rules=tuple(folders)))
    assert [(piece["label"], piece["text"]) for piece in article.removed] == [("share", "Pasar")]


def test_portal_file_of_a_user_is_chosen_by_host_and_by_name(tmp_path: Path) -> None:
    own = folder(tmp_path, CONTAINER + '[drop]\nad = ["p.jual"]\n[meta]\nauthors = ["p.oleh"]')
    body = "".join(f"<p>{line}</p>" for line in STORY)
    page = f"<p class='oleh'>Rahma Dewi</p><div class='isi'>{body}<p class='jual'>{STORY[0]} Beli.</p></div>"
    options = Options(rules=(own,))
    for article in (
        clean_html(page, "https://www.kita.example/a", options=options),
        clean_html(page, "https://desa.kita.example/a", options=options),
        clean_html(page, options=Options(rules=(own,), portal="kita")),
    ):
        assert article.text.split("\n\n") == list(STORY)
        assert (article.publisher, article.authors) == ("Kita", ["Rahma Dewi"])
    off = clean_html(page, "https://kita.example/a", options=Options(rules=(own,), portal=None))
    assert (off.publisher, off.authors) == (None, [])


def test_rules_version_is_that_of_the_rules_in_use(tmp_path: Path) -> None:
    ours, theirs = clean("Satu."), clean("Satu.", options=Options(rules=(folder(tmp_path, RULE),)))
    assert ours.rules_version == load().version != theirs.rules_version
    assert len(ours.rules_version) == 12


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (RULE, []),
        (RULE.replace('"Pasar"', '"Kios"'), ["mine: hit does not match: 'Kios'"]),
        (RULE.replace('"Pasar itu."', '"PASAR:"'), ["mine: miss matches: 'PASAR:'"]),
        (PORTAL + RULE.replace('"Pasar"', '"Kios"'), ["mine: hit does not match: 'Kios'"]),
    ],
)
def test_check_names_every_example_that_does_not_do_what_it_says(text: str, want: list[str], tmp_path: Path) -> None:
    own = folder(tmp_path, text)
    found = [f"{problem.rule}: {problem.reason.partition(';')[0]}" for problem in problems(own)]
    assert found == want
    lines = (own / "own.toml").read_text("utf-8").splitlines()
    assert all(lines[problem.line - 1].startswith(("hits", "misses")) for problem in problems(own))


FORM = """
name = "kita"
publisher = "Kita"
hosts = ["kita.example"]
[[container]]
selct = ".isi"
why = "Cerita."

[[rule]]
name = "satu"
label = "read-alsoo"
why = "Sebuah contoh."
equals = ["pasar"]
hits = ["Pasar"]
misses = ["Pasar itu."]

[[rule]]
name = "dua"
label = "ad"
why = "Sebuah contoh."
pattern = "(pasar"
hits = ["Pasar"]
misses = ["Kios."]
"""


def test_check_names_every_error_of_form_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    own = folder(tmp_path, FORM)
    (own / "torn.toml").write_text('name = "kita', encoding="utf-8")
    found = {(Path(problem.file).name, problem.line, problem.rule): problem.reason for problem in problems(own)}
    assert sorted(found) == [
        ("own.toml", 6, "kita"),
        ("own.toml", 11, "satu"),
        ("own.toml", 21, "dua"),
        ("torn.toml", 1, "the file"),
    ]
    assert found["own.toml", 6, "kita"].endswith("Did you mean 'select'?")
    assert found["own.toml", 11, "satu"].endswith("Did you mean 'read-also'?")
    assert found["own.toml", 21, "dua"].startswith("pattern does not compile: ")


def test_cities_are_a_list_of_names(tmp_path: Path) -> None:
    book = load((folder(tmp_path, 'code = "xx"\n[fragments]\ncity = "Solo?|Bogor"\n'),))
    with pytest.raises(RuleError, match="city must be names with a bar between them"):
        book.for_page("auto", None)
