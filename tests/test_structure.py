"""Where a story's element begins and ends: columns, the next story, names that mislead, sentences that are links."""

from __future__ import annotations

from itertools import product

import pytest

from cleaner import clean

TITLE = "Upacara Bendera di Atas Perahu"
DATE = "Jumat, 18 Agustus 2023 | 09:15 WIB"
SHORT = (
    "Ratusan nelayan menggelar upacara di atas perahu, Kamis pagi. Bendera panjang dibentangkan di antara dua kapal.",
    "Ketua kelompok nelayan, Darman, menyebut upacara itu sudah menjadi tradisi sejak 2011.",
    "Bertindak sebagai inspektur upacara, Camat Nirwana Selatan Arifin membacakan sambutan bupati.",
    "Tahun depan mereka ingin mengundang nelayan dari pulau tetangga, ujar Darman menutup acara.",
)
OTHER = (
    "Kebakaran melanda Pasar Simpang Tiga pada Senin malam. Sedikitnya 40 kios hangus terbakar dalam peristiwa itu.",
    "Api diduga berasal dari hubungan arus pendek di kios pakaian. Enam mobil pemadam dikerahkan ke sana.",
    "Tidak ada korban jiwa dalam kejadian tersebut, namun dua pedagang dilarikan ke rumah sakit karena sesak napas.",
    "Polisi masih menyelidiki penyebab kebakaran yang menghanguskan pasar tradisional itu.",
)


def page(body: str, title: str = TITLE) -> str:
    return f"<html><head><title>{title} - Portal Nirwana</title></head><body>{body}</body></html>"


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def kept(body: str) -> list[str]:
    return clean(page(body)).text.split("\n\n")


# ---------------------------------------------------------------- elements named like furniture

MISNAMED = [
    "ads-share-content",
    "share-content",
    "adsbygoogle-wrap",
    "right-sidebar",
    "popular-post",
    "berita-terkini",
    "post-footer",
    "rekomendasi",
]


@pytest.mark.parametrize("name", MISNAMED)
@pytest.mark.parametrize("inner", ["", "related"])
def test_a_short_story_in_an_element_named_like_furniture_stays(name: str, inner: str) -> None:
    story = f"<div class={inner}>{paragraphs(SHORT)}</div>" if inner else paragraphs(SHORT)
    rail = "<ul><li><a href=/x>Gelombang Tinggi di Selatan</a></li></ul>"
    assert kept(f'<h1>{TITLE}</h1><div>{DATE}</div><div class="{name}">{story}</div>{rail}') == list(SHORT)


def test_what_readers_write_under_a_video_is_no_story() -> None:
    body = f"<h1>{TITLE}</h1><video></video><div class=comments>{paragraphs(SHORT[:3])}</div>"
    assert clean(page(body)).text == ""


def test_teasers_of_an_index_in_an_element_named_like_one_are_no_story() -> None:
    items = "".join(f"<div><a href=/{at}>{text}</a><p>{SHORT[at % 4]}</p></div>" for at, text in enumerate(OTHER))
    assert clean(page(f"<h1>Berita</h1><div class=popular-post>{items}</div>", "Berita")).text == ""


def test_a_sidebar_without_the_headline_above_it_is_no_story() -> None:
    menu = "".join(f"<li><a href=/{at}>Rubrik {at}</a></li>" for at in range(14))
    body = f"<h1>{TITLE}</h1><video></video><ul>{menu}</ul><div class=sidebar>{paragraphs(OTHER)}</div>"
    assert not set(kept(body)) & {*OTHER}


# ---------------------------------------------------------------- lines that are one link

LINKED = [
    '<a href="https://jdih.example/x">Peraturan daerah mewajibkan rapat anggaran terbuka untuk umum dan disiarkan.</a>',
    "“<a href=/tag/rakyat>Rakyat berhak tahu ke mana uangnya pergi</a>.”",
    "“<a href=/tag/rakyat>Rakyat berhak tahu ke mana uangnya pergi</a>”",
]


@pytest.mark.parametrize("line", LINKED)
def test_a_sentence_that_is_one_link_stays(line: str) -> None:
    found = kept(f"<h1>{TITLE}</h1><div>{DATE}</div>{paragraphs((*SHORT[:2], line, *SHORT[2:]))}")
    assert len(found) == 5
    assert found[2].strip("“”.")[:12] in line


TEASERS = [
    "<a href=/x><strong>Belanja Modal Naik, Dewan: Jangan Cuma untuk Gedung</strong></a>",
    "<a href=/x>“Kami Tidak Takut Kalah di Kandang Lawan”</a>",
    "“<a href=/x>Kami Tidak Takut Kalah di Kandang Lawan</a>”",
    "<a href=/x>Banjir di kota itu surut</a>",
    "<a href=/x>Selengkapnya lihat di sini.</a>",
]


@pytest.mark.parametrize("line", TEASERS)
def test_a_headline_that_is_one_link_goes(line: str) -> None:
    body = f"<h1>{TITLE}</h1><div>{DATE}</div>{paragraphs((*SHORT[:2], line, *SHORT[2:]))}"
    assert kept(body) == list(SHORT)


def test_a_linked_call_behind_the_story_goes_though_it_is_a_sentence() -> None:
    call = "<a href=/x>Dapatkan seluruh kabar dari pesisir dan pulau setiap pagi sebelum matahari terbit.</a>"
    assert kept(f"<h1>{TITLE}</h1>{paragraphs((*SHORT, call))}") == list(SHORT)


# ---------------------------------------------------------------- the next story of a page that goes on

FORMS = list(product(("section", "article", "div"), ("h1", "h2"), ("post", ""), (1, 9)))
NEXT = "Pasar Simpang Tiga Terbakar, 40 Kios Hangus"
CREDIT = "Oleh: Ramadhan | Senin, 10/02/2025 22:10 WIB"


def story(element: str, heading: str, credit: str, texts: tuple[str, ...], mark: str = "") -> str:
    inner = f"{heading}<div>{credit}</div><div class=txt>{paragraphs(texts)}</div>"
    return f'<{element} class="{mark}">{inner}</{element}>'


@pytest.mark.parametrize(("element", "level", "mark", "times"), FORMS)
@pytest.mark.parametrize("between", ["", "<h3>Berita Terkait</h3>"])
def test_the_story_ends_where_the_next_one_begins(
    element: str, level: str, mark: str, times: int, between: str
) -> None:
    longer = tuple(f"{text} Itu laporan ke-{at}." for at in range(times) for text in OTHER)
    ours = story(element, f"<{level}>{TITLE}</{level}>", DATE, SHORT, mark)
    theirs = story(element, f"<{level}>{NEXT}</{level}>", CREDIT, longer, mark)
    article = clean(page(ours + between + theirs))
    assert article.text.split("\n\n") == list(SHORT)
    assert article.authors == []
    assert article.date_published == "2023-08-18T09:15:00+07:00"
    assert {row["rule"] for row in article.removed if OTHER[0][:40] in row["text"] or NEXT[:30] in row["text"]} == {
        "another-story"
    }


def test_parts_of_one_story_in_elements_of_one_class_are_joined() -> None:
    first = f"<div class=page><h1>{TITLE}</h1><div>{DATE}</div>{paragraphs(SHORT)}</div>"
    second = f"<div class=page><h2>{NEXT}</h2>{paragraphs(OTHER)}</div>"
    third = f"<div class=page><h1>Yang Terjadi Sesudah Itu</h1>{paragraphs(tuple(map(str.upper, OTHER)))}</div>"
    found = kept(first + second + third)
    assert [text for text in found if text in SHORT + OTHER] == [*SHORT, *OTHER]
    assert found[-4:] == list(map(str.upper, OTHER))


def test_parts_of_a_list_under_headings_of_their_own_stay() -> None:
    parts = "".join(
        f"<section class=part><h2>{at}. Pantai Nirwana {at}</h2><p>{text}</p></section>"
        for at, text in enumerate(OTHER, 1)
    )
    assert [text for text in kept(f"<h1>{TITLE}</h1><div>{DATE}</div>{paragraphs(SHORT)}{parts}") if text in OTHER] == [
        *OTHER
    ]


def test_posts_with_times_under_one_headline_stay() -> None:
    posts = "".join(
        f"<section class=post><h2>Kabar {at} dari Dermaga Nirwana</h2><div>18 Agustus 2023 {at}:15 WIB</div>"
        f"<p>{text} {text}</p></section>"
        for at, text in enumerate(OTHER, 10)
    )
    found = clean(page(f"<h1>{TITLE}</h1>{posts}")).text
    assert all(text in found for text in OTHER)


# ---------------------------------------------------------------- columns beside the story


def units(titles: tuple[str, ...]) -> str:
    """Linked headlines with a teaser each."""
    pairs = enumerate(zip(titles, OTHER, strict=True))
    return "".join(f"<div class=it><a href=/{at}>{title}</a><p>{text}</p></div>" for at, (title, text) in pairs)


FOUR = ("Sekolah Rakyat Dibuka", "Jembatan Itu Selesai", "Harga Ikan Turun", "Kapal Baru Datang")
LONG = (*SHORT, *(f"{text} Begitu pula tahun lalu." for text in SHORT))


@pytest.mark.parametrize("name", ["col-md-4", "right", "kanan", "widget", ""])
@pytest.mark.parametrize("nested", [False, True])
def test_a_column_of_teasers_beside_the_story_goes(name: str, nested: bool) -> None:
    rail = f"<h4>Kabar Kampung</h4>{units(FOUR)}"
    rail = f"<p>Portal Nirwana terbit di tepi laut sejak tahun 1998.</p><div class=box>{rail}</div>" if nested else rail
    body = f"<div class=col-md-8><h1>{TITLE}</h1><div class=b>{paragraphs(LONG)}</div></div>"
    found = kept(f'{body}<div class="{name}">{rail}</div>')
    assert [text for text in found if text in LONG] == list(LONG)
    assert not set(found) & {*OTHER, *FOUR, "Kabar Kampung"}


def test_paragraphs_in_a_column_beside_a_picture_stay() -> None:
    body = f"<div class=col-md-8><h1>{TITLE}</h1>{paragraphs(SHORT)}<img src=a.jpg></div>"
    assert kept(f"<div class=row>{body}<div class=col-md-4>{paragraphs(OTHER)}</div></div>") == [*SHORT, *OTHER]


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_parts_with_linked_headings_below_the_headline_stay(tag: str) -> None:
    parts = "".join(
        f"<{tag}><a href=/{at}>{at}. Pantai Nirwana Selatan</a></{tag}><p>{text}</p>"
        for at, text in enumerate(OTHER, 1)
    )
    inside = kept(f"<div><h1>{TITLE}</h1>{paragraphs(SHORT)}<div class=list>{parts}</div></div>")
    beside = kept(f"<div class=a><h1>{TITLE}</h1>{paragraphs(LONG)}</div><div class=b>{parts}</div>")
    plain = kept(
        f"<div><h1>{TITLE}</h1>{paragraphs(SHORT)}<div class=list>{parts.replace('. Pantai', ' Pantai')}</div></div>"
    )
    for found in (inside, beside, plain):
        assert [text for text in found if text in OTHER] == list(OTHER)


# ---------------------------------------------------------------- texts


SPEAKERS = [
    "Kasat Narkoba AKP Dedi Harahap mengungkapkan, penangkapan berawal dari laporan warga.",
    "Bupati Nirwana Arifin Darmawan menilai sidang itu berjalan lancar sejak pagi.",
    "Wakil Ketua DPRD Rina Wati juga mengatakan, sidang itu berjalan lancar.",
    "Menteri Kelautan Rina Sri Wulandari mengatakan, sidang itu berjalan lancar.",
    "Rapat akan digelar pada Senin pekan depan di gedung dewan yang baru.",
]


@pytest.mark.parametrize("sentence", SPEAKERS)
def test_who_speaks_next_belongs_to_no_headline(sentence: str) -> None:
    line = f"{SHORT[1]} Baca Juga: Kurir Ganja 30 Kilogram Divonis 18 Tahun {sentence} {SHORT[3]}"
    assert clean(line).text == f"{SHORT[1]} {sentence} {SHORT[3]}"


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Ketua DPRD Minta APBD Transparan", "Rapat akan digelar pada Senin pekan depan di gedung dewan."),
        ("Banjir Surut, Menteri Minta Warga Tenang", "Ia mengatakan bantuan segera tiba di desa itu."),
        ("Menteri Minta Maaf", "Dia mengatakan bantuan segera tiba di desa itu."),
    ],
)
def test_an_office_in_a_headline_goes_with_it(headline: str, sentence: str) -> None:
    assert clean(f"{SHORT[1]} Baca Juga: {headline} {sentence}").text == f"{SHORT[1]} {sentence}"


def test_contact_lines_that_a_sentence_introduces_stay() -> None:
    lines = [
        *SHORT[:3],
        "Lamaran dikirim ke alamat berikut:",
        "Panitia Seleksi RSUD Kotaraja",
        "Jalan Veteran Nomor 10, Kotaraja",
        "Email: seleksi@rsudkotaraja.example",
        "Telepon: 0651 223344",
        "Panitia mengingatkan bahwa seleksi tidak dipungut biaya.",
    ]
    assert clean("\n".join(lines)).text.split("\n\n") == lines


@pytest.mark.parametrize("above", ["Redaksi: Jl. Merdeka 1", "Alamat kantor redaksi:"])
def test_contact_lines_of_a_footer_go(above: str) -> None:
    article = clean("\n".join([*SHORT, above, "Email: redaksi@portal.example"]))
    assert "redaksi@portal" not in article.text
