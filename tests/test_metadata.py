"""Facts of a page, each from the source that is to be trusted; what nobody states is null."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cleaner import Article, clean_html, clean_text

BODY = (
    "Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi setelah tiga bulan diperbaiki oleh warga desa.",
    "Sejumlah pedagang menata sayur dan ikan di kios yang baru dicat, sementara anak-anak berlarian di halaman.",
    "Kepala desa berharap bangunan itu bertahan lama karena kayunya diambil dari kebun milik warga sendiri.",
    "Pada sore hari hujan turun sebentar, lalu para pembeli datang lagi dengan payung dan keranjang di tangan.",
)
URL = "https://www.kabarkita.id/desa/read/4711/pasar-lama-dibuka"
SOURCES = {"json-ld", "meta", "microdata", "html", "portal", "text", "url"}
LISTS = ("authors", "editors", "tags")


def page(*head: str, above: str = "", below: str = "", lang: str = "") -> str:
    body = "".join(f"<p>{line}</p>" for line in BODY)
    language = f" lang='{lang}'" if lang else ""
    return (
        f"<html{language}><head>{''.join(head)}</head><body><main>{above}"
        f"<div class='article-body'>{body}</div>{below}</main></body></html>"
    )


def ld(**facts: Any) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def raw_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def prop(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def read(html: str, url: str | None = URL) -> Article:
    article = clean_html(html, url)
    assert article.text.split("\n\n") == list(BODY)
    return article


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


SHOWN = "<div>Jumat, 18 Agustus 2023 | 09:15 WIB</div>"
DAY = "Jumat, 18 Agustus 2023"
ROW = "<tr><td>%s</td><td>: %s</td></tr>"
PEOPLE: list[Any] = [
    # (page, authors, editors)
    (page(ld(author=person("Andi Wijaya"))), ["Andi Wijaya"], []),
    (page(ld(author=[person("Andi Wijaya"), person("Sri Lestari")])), ["Andi Wijaya", "Sri Lestari"], []),
    (page(ld(author="Andi Wijaya")), ["Andi Wijaya"], []),
    (
        page(ld(author=person("Sri Lestari")), below="<p>Penulis: Andi Wijaya</p><p>Editor: Sri Lestari</p>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (page(ld(author=person("Sri Lestari")), below="<p>Editor: Sri Lestari</p>"), [], ["Sri Lestari"]),
    (
        page(ld(author=person("Sri Lestari")), below="<div>Penulis: Andi WijayaEditor: Sri Lestari</div>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (page(below="<p>Pewarta: Andi Wijaya dan Dewi Anggraini</p>"), ["Andi Wijaya", "Dewi Anggraini"], []),
    (page(below="<p>Reporter: ANDI WIJAYA, Dewi Anggraini</p>"), ["Andi Wijaya", "Dewi Anggraini"], []),
    (
        page(above="<div><span>Andi Wijaya</span></div><div>Penulis</div><div>Sri Lestari</div><div>Editor</div>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (
        page(below=f"<table>{ROW % ('Penulis', 'Andi Wijaya')}{ROW % ('Editor', 'Sri Lestari')}</table>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (page(below="<div>Penulis</div><div>Andi Wijaya</div>"), ["Andi Wijaya"], []),
    (
        page(below="<p>Penulis: <a href='/a'>Andi Wijaya</a> | Editor: <a href='/s'>Sri Lestari</a></p>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (page(meta("content_author", "Andi Wijaya"), meta("author", "Warta Cyber Media")), ["Andi Wijaya"], []),
    (page(meta("author", "Andi Wijaya"), meta("editor", "Sri Lestari")), ["Andi Wijaya"], ["Sri Lestari"]),
    # beside the date, in one block with it
    (page(above=f"<div>Penulis: Andi Wijaya | {DAY} | 09:15 WIB</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>Oleh: <b>Andi Wijaya</b> - {DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>{DAY} 09:15 WIB | Penulis: Andi Wijaya</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>Editor: Sri Lestari - {DAY}</div>"), [], ["Sri Lestari"]),
    (
        page(above=f"<div>Penulis: Andi Wijaya Editor: Sri Lestari {DAY} 09:15 WIB</div>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (
        page(above=f"<b>{DAY} 12:30 WIT</b><b>Penulis : Andi Wijaya</b><b>Editor : Sri Lestari</b>"),
        ["Andi Wijaya"],
        ["Sri Lestari"],
    ),
    (page(above="<p>Posted by Andi Wijaya on 18/08/2023</p>"), ["Andi Wijaya"], []),
    (page(above="<div>by <a>Andi Wijaya</a> | Aug 18, 2023 | <a>Daerah</a> | 0 comments</div>"), ["Andi Wijaya"], []),
    (page(above="<div>by <a>Andi Wijaya</a> — 18 Agustus 2023 in <a>Daerah</a></div>"), ["Andi Wijaya"], []),
    (page(above="<div>By Andi Wijaya published 18 August 2023</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>Andi Wijaya - {DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>Andi WijayaDiterbitkan {DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div class='author'><a rel='author'>Andi Wijaya</a></div><div>{DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<p><a rel='author'>Andi Wijaya</a></p><div>{DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<p class='penulis'>Andi Wijaya</p><div>{DAY}</div>"), ["Andi Wijaya"], []),
    (page(above=f"<div>Redaksi | {DAY}</div>"), [], []),
    (page(above="<div>by admin</div>"), [], []),
    (page(above="<div>by <a>Redaksi</a> — 18 Agustus 2023</div>"), [], []),
    (page(above=f"<div>Written by Super User</div><div>{DAY}</div>"), [], []),
    (page(above=f"<div>Daerah - {DAY}</div>"), [], []),
    (page(above=f"<div>Gaya Hidup - {DAY}</div>"), [], []),
    (page(above=f"<div>Batam Kepri | {DAY}</div>"), [], []),
    (page(above=f"<div>Pilkada Serentak - {DAY}</div>"), [], []),
    (page(above=f"<ul><li>Ruang Baca</li></ul><div>Ruang Baca - {DAY}</div>"), [], []),
    (page(prop("og:site_name", "Pena Merah"), above=f"<div>Pena Merah - {DAY}</div>"), [], []),
    (page("<title>Pasar Lama Dibuka - Pena Merah</title>", above=f"<div>Pena Merah | {DAY}</div>"), [], []),
    (page(above=f"<p class='penulis'>Redaksi</p><p class='author'>Kabarkita</p><div>{DAY}</div>"), [], []),
    # a desk, a portal, a placeholder is nobody
    (page(ld(author=person("Redaksi"))), [], []),
    (page(ld(author={"@type": "Organization", "name": "Tim Redaksi"})), [], []),
    (page(meta("author", "admin")), [], []),
    (page(meta("author", "Kabarkita")), [], []),
    (page(below="<p>Editor: Tim Redaksi</p>"), [], []),
    # wrong types hold nothing
    (page(ld(author=7)), [], []),
    (page(ld(author=None)), [], []),
    (page(ld(author=[])), [], []),
    (page(ld(author=[7, {"name": 7}, ["Andi Wijaya"]])), ["Andi Wijaya"], []),
    (page(ld(author={"name": {"name": "Andi Wijaya"}})), ["Andi Wijaya"], []),
    (page(raw_ld('{"@type": "NewsArticle", "author": "Andi "Ujang" Wijaya"}')), [], []),
    (page(), [], []),
]


@pytest.mark.parametrize(("html", "authors", "editors"), PEOPLE)
def test_people_are_those_whom_the_page_credits(html: str, authors: list[str], editors: list[str]) -> None:
    article = read(html)
    assert (article.authors, article.editors) == (authors, editors)


DATES: list[Any] = [
    # (page, url, published, modified)
    (page(ld(datePublished="2024-10-24T14:05:00+07:00")), URL, "2024-10-24T14:05:00+07:00", None),
    (
        page(ld(datePublished="2024-10-24T07:05:00Z", dateModified="2024-10-24T08:05:00Z")),
        URL,
        "2024-10-24T07:05:00+00:00",
        "2024-10-24T08:05:00+00:00",
    ),
    (
        page(ld(datePublished="2024-10-24T18:05:00Z")),
        "https://www.kompas.com/read/4711",
        "2024-10-25T01:05:00+07:00",
        None,
    ),
    (page(prop("article:published_time", "2024-10-24T14:05:00+07:00")), URL, "2024-10-24T14:05:00+07:00", None),
    (
        page(prop("article:published_time", "2024-10-24"), prop("article:modified_time", "2024-10-25 10:00:00")),
        URL,
        "2024-10-24",
        "2024-10-25T10:00:00",
    ),
    (page(above="<div>Kamis, 24 Okt 2024 14:05 WIB</div>"), URL, "2024-10-24T14:05:00+07:00", None),
    (page(above="<div>Diperbarui 24 Okt 2024, 14:05 WIB</div>"), URL, None, "2024-10-24T14:05:00+07:00"),
    (
        page(above="<div>Diperbarui 25 Okt 2024, 08:00 WIBDiterbitkan 24 Okt 2024, 14:05 WIB</div>"),
        URL,
        "2024-10-24T14:05:00+07:00",
        "2024-10-25T08:00:00+07:00",
    ),
    (page(), "https://kabarkita.id/2024/10/24/pasar", "2024-10-24", None),
    (page(), "https://kabarkita.id/20241024140500-20-123/pasar", "2024-10-24", None),
    (page(), "https://kabarkita.id/2024/13/24/pasar", None, None),
    (page(above="<div>2 jam lalu</div>"), URL, None, None),
    (page(ld(datePublished=1729753500)), URL, None, None),
    (page(ld(datePublished="kemarin")), URL, None, None),
    (page(ld(datePublished="2024-02-31T14:05:00+07:00")), URL, None, None),
    (page(raw_ld('{"@type": "NewsArticle", "datePublished": NaN}')), URL, None, None),
    (page(), URL, None, None),
    # declared without a zone, shown with one
    (page(ld(datePublished="2023-08-18 09:15:00"), above=SHOWN), URL, "2023-08-18T09:15:00+07:00", None),
    (page(ld(datePublished="18-08-2023 09:15"), above=SHOWN), URL, "2023-08-18T09:15:00+07:00", None),
    (page(ld(datePublished="2023-08-18T09:15:42"), above=SHOWN), URL, "2023-08-18T09:15:42+07:00", None),
    (page(ld(datePublished="2023-08-18T02:15:00"), above=SHOWN), URL, "2023-08-18T02:15:00", None),
    (page(ld(datePublished="2023-08-18T02:15:00Z"), above=SHOWN), URL, "2023-08-18T02:15:00+00:00", None),
    # stated by the element that shows it
    (page(above='<time datetime="2023-08-18T09:15:00">18 August 2023</time>'), URL, "2023-08-18T09:15:00", None),
    (
        page(above="<p>Diposting oleh Redaksi Desa di <abbr title='2023-08-18T08:30:00+07:00'>08.30</abbr></p>"),
        URL,
        "2023-08-18T08:30:00+07:00",
        None,
    ),
    (page(above="<p>Gempa di Laut <time datetime='2023-08-18T08:30:00'>08.30</time></p>"), URL, None, None),
    (page(above='<abbr title="2023-08-18T08:30:00+07:00">08.30</abbr>'), URL, "2023-08-18T08:30:00+07:00", None),
    (
        page(above='<div>Updated <time datetime="2023-08-19T08:00:00+07:00">19 August 2023</time></div>'),
        URL,
        None,
        "2023-08-19",
    ),
    (page(below='<div><a>Gempa</a> <time datetime="2023-08-18T09:15:00">18 Aug</time></div>'), URL, None, None),
    # the day of an event in the story is no date of the story
    (page(below="<p class='x'>Rapat berikutnya digelar pada 24 Oktober 2024 di balai desa.</p>"), URL, None, None),
]


@pytest.mark.parametrize(("html", "url", "published", "modified"), DATES)
def test_dates_are_those_that_the_page_declares_or_shows(
    html: str, url: str, published: str | None, modified: str | None
) -> None:
    article = clean_html(html, url)
    assert (article.date_published, article.date_modified) == (published, modified)


@pytest.mark.parametrize(
    ("html", "raw"),
    [
        (page(above="<div>Kamis, 24 Okt 2024 14:05 WIB</div>"), "Kamis, 24 Okt 2024 14:05 WIB"),
        (page(ld(datePublished="2024-10-24T14:05:00+07:00")), "2024-10-24T14:05:00+07:00"),
        (page(ld(datePublished="kemarin")), "kemarin"),
        (page(above='<abbr title="2024-10-24T14:05:00+07:00">14.05</abbr>'), "2024-10-24T14:05:00+07:00"),
        (page(), None),
    ],
)
def test_raw_date_is_the_string_as_it_stands(html: str, raw: str | None) -> None:
    assert read(html).date_published_raw == raw


HEADLINE = "Pasar Lama di Tepi Sungai Dibuka Kembali"
OTHER = {"@type": "NewsArticle", "url": "https://kabarkita.id/lain", "headline": "Gempa di Laut Selatan"}
OWN = {"@type": "NewsArticle", "url": URL, "headline": HEADLINE, "author": person("Andi Wijaya")}

TITLES: list[Any] = [
    (page(f"<title>{HEADLINE}</title>", above=f"<h1>{HEADLINE}</h1>"), HEADLINE),
    (page(f"<title>{HEADLINE} - Kabarkita</title>"), HEADLINE),
    (page(prop("og:site_name", "Warta Desa"), f"<title>{HEADLINE} | Warta Desa</title>"), HEADLINE),
    (page(prop("og:title", f"{HEADLINE} | Kabarkita.id")), HEADLINE),
    (page(f"<title>{HEADLINE} - Tempat Baru Pedagang</title>"), f"{HEADLINE} - Tempat Baru Pedagang"),
    (page(ld(headline=HEADLINE)), HEADLINE),
    (page(ld(headline=7), above=f"<h1>{HEADLINE}</h1>"), HEADLINE),
    (page(ld(headline=["Gempa"]), above=f"<h1>{HEADLINE}</h1>"), HEADLINE),
    (page(raw_ld(json.dumps([OTHER, OWN]))), HEADLINE),
    (page(raw_ld(json.dumps({"@graph": [OTHER, OWN]}))), HEADLINE),
    (page(raw_ld(json.dumps(OTHER)), raw_ld(json.dumps(OWN))), HEADLINE),
    (page(raw_ld(json.dumps(OWN) + ";")), HEADLINE),
    (page(raw_ld(f"<!-- {json.dumps(OWN)} -->")), HEADLINE),
    (page(raw_ld('{"@type": "NewsArticle", "headline": "Pasar Lama di Tepi Sungai\n Dibuka Kembali",}')), HEADLINE),
    (page(raw_ld("[" * 100_000), above=f"<h1>{HEADLINE}</h1>"), HEADLINE),
    (page(above=f"<h1></h1><h1>{HEADLINE}</h1>"), HEADLINE),
    # a part of the head's title that stands above the story
    (page(f"<title>{HEADLINE} | Daerah | Pena Merah</title>", above=f"<h3>{HEADLINE}</h3><p>{DAY}</p>"), HEADLINE),
    (page(f"<title>{HEADLINE} :: Pena Merah</title>", above=f"<h2>{HEADLINE}</h2>"), HEADLINE),
    (page(f"<title>Pena Merah » {HEADLINE}</title>", above=f"<div>{HEADLINE}</div><p>{DAY}</p>"), HEADLINE),
    (page(f"<title>{HEADLINE} ~ Pena Merah</title>", above=f"<h3>{HEADLINE}</h3>"), HEADLINE),
    (page(f"<title>Pena Merah : {HEADLINE}</title>", above=f"<h3>{HEADLINE}</h3>"), HEADLINE),
    (page(f"<title>{HEADLINE}</title>", above=f"<h1>Portal Pena</h1><h2>{HEADLINE}</h2>"), HEADLINE),
    # a head that names the site only
    (page("<title>Portal Pena Online</title>", above=f"<font size=5><b>{HEADLINE}</b></font>"), HEADLINE),
    (page("<title>Portal Pena Online</title>", above=f"<p><b>{HEADLINE}</b></p><p>{DAY}</p>"), HEADLINE),
    (page("<title>Portal Pena Online</title>", above=f"<div class='judul'>{HEADLINE}</div>"), HEADLINE),
    (page("<title>Portal Pena</title>", above=f"<h1>Portal Pena</h1><h3>{HEADLINE}</h3>"), HEADLINE),
    (page("<title>Kabar Kita Online</title>", above=f"<td><b>{HEADLINE}</b></td>"), HEADLINE),
    (page("<title>Kabarkita</title>", above=f"<h1>Kabarkita</h1><h2>{HEADLINE}</h2>"), HEADLINE),
    # a kicker, a subheading, a plain line is no headline
    (page("<title>Portal Pena Online</title>", above="<p><b>Opini</b></p>"), "Portal Pena Online"),
    (page(f"<title>{HEADLINE}</title>", above="<h3>Kios Dicat Ulang Oleh Warga</h3>"), HEADLINE),
    (page(f"<title>{HEADLINE} | Daerah | Pena</title>", above="<h3>Daerah</h3>"), f"{HEADLINE} | Daerah | Pena"),
    (page(), None),
]


@pytest.mark.parametrize(("html", "title"), TITLES)
def test_title_is_the_headline_without_the_site(html: str, title: str | None) -> None:
    assert read(html).title == title


def test_node_of_a_recommended_story_states_nothing_about_this_one() -> None:
    stray = {**OTHER, "author": person("Budi Santoso"), "datePublished": "2020-01-01", "articleSection": "Bencana"}
    article = read(page(raw_ld(json.dumps([stray, OWN]))))
    assert (article.authors, article.date_published, article.section) == (["Andi Wijaya"], None, None)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (page(lang="id"), "id"),
        (page(lang="id-ID"), "id"),
        (page(lang="in"), "id"),
        (page(lang="in_ID"), "id"),
        (page(lang="iw"), "he"),
        (page(lang="EN-us"), "en"),
        (page(prop("og:locale", "ms_MY")), "ms"),
        (page('<meta http-equiv="content-language" content="in-id">'), "id"),
        (page('<meta http-equiv="content-language" content="utf-8">'), "id"),
    ],
)
def test_language_is_a_code_of_today(html: str, language: str) -> None:
    assert read(html).language == language


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("船は月曜日の朝に島へ着いた。小麦粉と手紙を積んでいた。", "ja"),
        ("배는 월요일 아침 섬에 도착했다. 밀가루와 편지를 싣고 있었다.", "ko"),
        ("星期一早上，渡船到达岛上，船上载着面粉和信件。", "zh"),
        ("เรือมาถึงเกาะในเช้าวันจันทร์พร้อมแป้งและจดหมาย", "th"),
        ("Паром прибыл на остров утром в понедельник.", None),  # many languages share these letters
    ],
)
def test_language_of_letters_that_only_it_uses(line: str, language: str | None) -> None:
    assert clean_text(line).language == language


def test_language_of_words_is_told_when_nothing_declares_it() -> None:
    english = (
        "The old market by the river was opened again on Monday after the people of the village had repaired it. "
        "They said that the wood was from their own gardens and that it will last for many years to come."
    )
    assert clean_text(english).language == "en"
    assert clean_text("Pasar lama.").language is None


ADDRESSES: list[Any] = [
    # (page, url given, url, host, source)
    (page(), "https://www.kabarkita.id/a?x=1", "https://www.kabarkita.id/a?x=1", "kabarkita.id", "url"),
    (
        page('<link rel="canonical" href="https://m.kabarkita.id/b">', prop("og:url", "https://kabarkita.id/c")),
        None,
        "https://m.kabarkita.id/b",
        "m.kabarkita.id",
        "meta",
    ),
    (
        page(prop("og:url", "https://KabarKita.id/c")),
        None,
        "https://KabarKita.id/c",
        "kabarkita.id",
        "meta",
    ),
    (page('<link rel="canonical" href="/b">'), None, None, None, None),
    (page('<link rel="canonical" href="https://kabarkita.id/b">'), URL, URL, "kabarkita.id", "url"),
    (page(), None, None, None, None),
]


@pytest.mark.parametrize(("html", "given", "url", "host", "source"), ADDRESSES)
def test_address_is_the_given_one_then_the_canonical(
    html: str, given: str | None, url: str | None, host: str | None, source: str | None
) -> None:
    article = read(html, given)
    assert (article.url, article.host, article.sources["url"]) == (url, host, source)


def test_relative_canonical_is_no_address_and_host_and_id_are_unknown() -> None:
    article = read(page('<link rel="canonical" href="/b">'), None)
    assert (article.id, article.host) == (None, None)


@pytest.mark.parametrize(
    ("html", "field", "value", "source"),
    [
        (page(meta("description", "Pasar dibuka lagi.")), "description", "Pasar dibuka lagi.", "meta"),
        (page(ld(description="Pasar dibuka lagi.")), "description", "Pasar dibuka lagi.", "json-ld"),
        (page(ld(articleSection="Desa")), "section", "Desa", "json-ld"),
        (page(prop("article:section", "Desa")), "section", "Desa", "meta"),
        (page(prop("og:image", "https://kabarkita.id/a.jpg")), "image", "https://kabarkita.id/a.jpg", "meta"),
        (page(ld(image={"url": "https://k.example/a.jpg"})), "image", "https://k.example/a.jpg", "json-ld"),
        (page(prop("og:image", "/a.jpg")), "image", None, None),
        (page(meta("keywords", "pasar, desa, sungai")), "tags", ["pasar", "desa", "sungai"], "meta"),
        (page(prop("article:tag", "pasar"), prop("article:tag", "desa")), "tags", ["pasar", "desa"], "meta"),
        (page(ld(keywords=["pasar", "desa"])), "tags", ["pasar", "desa"], "json-ld"),
        (page(ld(publisher={"name": "Kabar Kita"})), "publisher", "Kabar Kita", "json-ld"),
        (page(prop("og:site_name", "Kabar Kita")), "publisher", "Kabar Kita", "meta"),
        (page(ld(author=person("Andi Wijaya"))), "authors", ["Andi Wijaya"], "json-ld"),
        (page(below="<p>Penulis: Andi Wijaya</p>"), "authors", ["Andi Wijaya"], "html"),
        (page(above=f"<h1>{HEADLINE}</h1>"), "title", HEADLINE, "html"),
        (page(ld(isAccessibleForFree=False)), "is_free", False, None),
        (page(ld(isAccessibleForFree="True")), "is_free", True, None),
        (page(ld(isAccessibleForFree=0)), "is_free", None, None),
        (page(), "is_free", None, None),
        (page(), "sponsored", None, None),
        (page(), "publisher", None, None),
    ],
)
def test_fact_comes_with_its_source(html: str, field: str, value: object, source: str | None) -> None:
    article = read(html)
    assert article.to_dict()[field] == value
    assert article.sources.get(field) == source


@pytest.mark.parametrize("url", [URL, None])
def test_sources_are_of_the_closed_list_and_null_where_there_is_no_value(url: str | None) -> None:
    for html, *_ in (*PEOPLE, *DATES, *TITLES, *ADDRESSES):
        record = clean_html(html, url).to_dict()
        for name, source in record["sources"].items():
            assert source is None or source in SOURCES, name
            assert (source is None) == (record[name] in (None, [])), name


def test_a_page_that_states_nothing_has_no_facts() -> None:
    record = read(page(), None).to_dict()
    stated = {name: record[name] for name in record["sources"] if name != "language" and record[name] not in (None, [])}
    assert stated == {}


def test_facts_of_a_text_come_from_the_text() -> None:
    head = (HEADLINE, "Kamis, 24 Oktober 2024 | 14:05 WIB", "Penulis: Andi Wijaya")
    article = clean_text("\n".join([*head, "SOLO, KABARKITA.com - " + BODY[0], *BODY[1:], "Editor: Sri Lestari"]))
    assert (article.title, article.date_published) == (HEADLINE, "2024-10-24T14:05:00+07:00")
    assert (article.authors, article.editors) == (["Andi Wijaya"], ["Sri Lestari"])
    assert (article.publisher, article.dateline) == ("KABARKITA.com", "SOLO, KABARKITA.com")
    assert {source for source in article.sources.values() if source} == {"text"}


@pytest.mark.parametrize(
    ("shown", "publisher"), [("WITAKABARKITA.id", "KABARKITA.id"), ("Witakabar.id", "Witakabar.id")]
)
def test_a_zone_glued_to_a_brand_is_no_part_of_it(shown: str, publisher: str) -> None:
    article = clean_text(f"{shown}, JAKARTA - Pasar lama di tepi sungai itu dibuka kembali pada Senin pagi.")
    assert article.publisher == publisher


def test_the_place_before_a_brand_in_brackets_is_no_publisher() -> None:
    first = "BATUAJI (HB) - Warga dan para pedagang datang sejak pagi untuk melihat kios yang baru dicat."
    article = clean_html(page().replace("<p>", f"<p>{first}</p><p>", 1))
    assert (article.publisher, article.dateline) == (None, "BATUAJI (HB)")


# What a text calls the site its address is of: (host, the text, publisher)
HOST_NAMES = [
    (
        "www.jalanjauh.co.id",
        "Tiket dijual lewat Jalanjauh sejak Senin. Pembeli membuka Jalanjauh lalu memilih rute.\n"
        "Menurut dia, Jalanjauh memberi potongan bagi pelajar yang membeli tiket lebih awal.",
        "Jalanjauh",
    ),
    (
        "www.jalanjauh.co.id",
        "Warga menilai Jalanjauh lebih murah, kata seorang penumpang di terminal pada Senin pagi.",
        None,
    ),
    (
        "bola.id",
        "Piala Bola digelar di Solo. Panitia Piala Bola menunggu jadwal. Peserta Piala Bola datang dari enam kota.",
        None,
    ),
    (
        "pasar.id",
        "Warga ke Pasar Gede. Petugas menutup Pasar itu. Namun pasar lain tetap buka, dan harga di Pasar turun.",
        None,
    ),
    (
        "solo.kabarjauh.com",
        "Hujan turun sejak pagi di Solo, dan beberapa ruas jalan tergenang air setinggi lutut.\n"
        "Kabarjauh.com adalah media yang menyajikan berita dari daerah.",
        "Kabarjauh.com",
    ),
]


@pytest.mark.parametrize(("host", "text", "publisher"), HOST_NAMES)
def test_a_text_that_names_its_host_names_its_publisher(host: str, text: str, publisher: str | None) -> None:
    assert clean_text(text, url=f"https://{host}/berita/rute-baru").publisher == publisher


GLUED_HEADS = [
    # (first line, title, authors, paragraphs of the first line that stay)
    (
        "Pasar Lama Desa Dibuka Rina Wati Follow 2 min read · Apr 29, 2025 -- Share",
        "Pasar Lama Desa Dibuka",
        ["Rina Wati"],
        [],
    ),
    (
        "Pasar Lama Desa Dibuka! What the Rain Left Behind 5 min read · Apr 29, 2025 Share",
        "Pasar Lama Desa Dibuka!",
        [],
        [],
    ),
    (f"Pasar Lama Desa Dibuka {BODY[0]}", "Pasar Lama Desa Dibuka", [], [BODY[0]]),
    # The address holds a part of a headline; a story begins with its headline's words.
    ("Pasar Lama Desa Dibuka Kembali Senin", "Pasar Lama Desa Dibuka Kembali Senin", [], []),
    (f"Pasar lama desa dibuka Warga desa {BODY[0]}", None, [], [f"Pasar lama desa dibuka Warga desa {BODY[0]}"]),
    (
        f"Pasar Lama Desa Dibuka kembali, kata warga. {BODY[0]}",
        None,
        [],
        [f"Pasar Lama Desa Dibuka kembali, kata warga. {BODY[0]}"],
    ),
]


@pytest.mark.parametrize(("line", "title", "authors", "left"), GLUED_HEADS)
def test_headline_glued_to_what_follows_ends_where_the_address_does(
    line: str, title: str | None, authors: list[str], left: list[str]
) -> None:
    article = clean_text(
        "\n".join([line, *BODY[1:]]), url="https://kabarkita.example/desa/pasar-lama-desa-dibuka-c41f38"
    )
    assert (article.title, article.authors) == (title, authors)
    assert article.text.split("\n\n") == [*left, *BODY[1:]]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Pasar Lama Desa! What the Rain Left 5 min read · Apr 29, 2025 Share", "Pasar Lama Desa! What the Rain Left"),
        (f"{BODY[0]} 5 min read · Apr 29, 2025 Share", None),
        (f"Pasar Lama Desa 5 min read · Apr 29, 2025 {BODY[0]}", None),
    ],
)
def test_what_stands_before_a_date_that_ends_the_first_line_is_the_headline(line: str, title: str | None) -> None:
    article = clean_text("\n".join([line, *BODY[1:]]))
    assert (article.title, BODY[0] in article.text) == (title, BODY[0] in line)
