"""Pages made to hang or to silence a cleaner: generators, each with the marker sentence where it can be read.

The sizes of the first table are those that hung or silenced other tools. A page is built when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

MARKER = "Pasar lama di tepi sungai itu dibuka kembali setelah dua tahun tutup, kata kepala dinas pada Senin pagi."
STORY = f"<p>{MARKER}</p>" + "".join(
    f"<p>Warga nomor {n} menyambut pembukaan itu dengan gembira dan berharap pasar tetap ramai sepanjang tahun.</p>"
    for n in range(6)
)
TEXT = "\n".join(
    [MARKER]
    + [
        f"Warga nomor {n} menyambut pembukaan itu dengan gembira dan berharap pasar tetap ramai sepanjang tahun."
        for n in range(6)
    ]
)


def page(body: str = "", head: str = "", story: str = STORY) -> str:
    """A whole page: what is hostile in its head, and in its body before the story."""
    return f"<!DOCTYPE html><html><head><title>Pasar lama</title>{head}</head><body>{body}<article>{story}</article></body></html>"


def inside(hostile: str) -> str:
    """A page whose story holds the hostile part in its middle."""
    return page(story=STORY + hostile + "<p>Kepala dinas berterima kasih kepada semua warga yang ikut membantu.</p>")


def ld(text: str) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{text}</script>'


def article_ld(**fields: object) -> str:
    """JSON-LD of an article with these fields."""
    return ld(json.dumps({"@type": "NewsArticle", "headline": "Pasar lama", **fields}))


def entities(depth: int = 9) -> str:
    """Billion laughs."""
    lines = ['<!ENTITY e0 "ha">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth)]
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [{"".join(lines)}]><html><body><p>&e{depth - 1};</p>{STORY}</body></html>'
    )


RUNS = {"spaces": " ", "digits": "7", "question marks": "?", "dashes": "-", "commas": ",", "quotes": '"'}

PLACES: Mapping[str, Callable[[str], str]] = {
    "title": lambda run: page(head=f"<title>{run * 200_000}</title>"),
    "og:title": lambda run: page(head=f"<meta property='og:title' content='{run * 200_000}'>"),
    "author and date": lambda run: page(
        head=article_ld(author={"name": f"Andi {run * 200_000} Wijaya"}, datePublished=f"2024-{run * 200_000}")
        + f"<meta name='author' content='A{run * 200_000}'>"
    ),
    "the story": lambda run: inside(f"<p>Baca juga: {run * 200_000} Penulis: {run * 1000}</p>"),
    "a text": lambda run: f"{TEXT}\nJAKARTA{run * 200_000}\nBaca juga {run * 200_000}\n{TEXT}",
}


def around(depth: int) -> str:
    """A page whose story stands so deep."""
    return page(story="<div>" * depth + STORY + "</div>" * depth)


LISTED: Mapping[str, Callable[[], str | bytes]] = {
    "50,000 attributes on one tag": lambda: page("<div " + " ".join(f'a{n}="{n}"' for n in range(50_000)) + "></div>"),
    "50,000 attributes on the story's tag": lambda: (
        "<article " + " ".join(f"a{n}={n}" for n in range(50_000)) + f">{STORY}</article>"
    ),
    **{f"depth {depth} around the story": partial(around, depth) for depth in (255, 2_047, 5_000, 300_000)},
    "depth 300,000 before the story, unclosed": lambda: page("<div>" * 300_000),
    "depth 5,000 beside the story": lambda: page("<div>" * 5_000 + "x" + "</div>" * 5_000),
    "depth 300,000 of spans": lambda: page("<span>" * 300_000),
    "12 MB text node": lambda: page(f"<div>{'kata ' * 2_400_000}</div>"),
    "12 MB text node in the story": lambda: inside(f"<p>{'kata ' * 2_400_000}</p>"),
    "10 MB attribute": lambda: page(f"<div title='{'x' * 10_000_000}'>x</div>"),
    "10 MB class": lambda: page(f"<div class='{'share ' * 1_700_000}'>x</div>"),
    "200,000 paragraphs": lambda: inside("<p>Warga menyambut pembukaan itu.</p>" * 200_000),
    "200,000 empty paragraphs": lambda: inside("<p>" * 200_000),
    "100,000 link items": lambda: inside(
        "<ul>" + "<li><a href='/x'>Harga beras naik lagi</a></li>" * 100_000 + "</ul>"
    ),
    "200,000 br": lambda: inside("<p>" + "baris<br>" * 200_000 + "</p>"),
    "200,000 empty br": lambda: inside("<p>" + "<br>" * 200_000 + "</p>"),
    "100,000 option": lambda: page("<select>" + "<option>Jakarta" * 100_000 + "</select>"),
    "300,000 comments": lambda: inside("<!-- x -->" * 300_000),
    "500,000 <": lambda: inside("<" * 500_000),
    "JSON-LD with broken quotes": lambda: page(head=ld('{"@type": "NewsArticle", "headline": "Dia "berkata" itu"}')),
    'JSON-LD of "[" x 100,000': lambda: page(head=ld("[" * 100_000)),
    'JSON-LD of nested "{" x 100,000': lambda: page(head=ld('{"a":' * 100_000)),
    "JSON-LD with 15 MB articleBody": lambda: page(head=article_ld(articleBody="kata " * 3_000_000)),
    "JSON-LD with wrong types": lambda: page(
        head=article_ld(
            author=7,
            datePublished=[1],
            headline={"a": 1},
            keywords=3.5,
            publisher=True,
            image=None,
            url=4,
            description=[[]],
        )
    ),
    "JSON-LD with NaN": lambda: page(
        head=ld('{"@type": "NewsArticle", "x": NaN, "y": Infinity, "author": {"name": NaN}}')
    ),
    "JSON-LD with a long number": lambda: page(head=ld('{"@type": "NewsArticle", "x": ' + "9" * 200_000 + "}")),
    **{
        f"200 kB of {name} in {place}": partial(make, run)
        for place, make in PLACES.items()
        for name, run in RUNS.items()
    },
    "colspan 9007199254740991": lambda: inside(
        f"<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>{MARKER}</td></tr></table>"
    ),
    "NUL bytes": lambda: page().replace("Pasar", "Pa\0sar").encode(),
    "many NUL bytes": lambda: page("\0" * 200_000).encode(),
    "lone surrogates": lambda: page("<p>\ud800 dan \udfff</p>", head="<meta name=author content='Andi \ud83d Wijaya'>"),
    "references to no character": lambda: page("<p>&#x110000; &#xD800; &#0; &#x1F; &#999999999999999999;</p>"),
    "UTF-16 without BOM": lambda: page().encode("utf-16-le"),
    "cp1252 inside UTF-8": lambda: page("<p>Kafé</p>").encode() + b"\x93Ya\x94",
    "wrong meta charset": lambda: page("<p>Kafé</p>", head="<meta charset=utf-16>").encode(),
    "U+2028 in text and title": lambda: page("<p>Satu\u2028dua\u2029tiga\x85empat</p>", head="<title>A\u2028B</title>"),
    "zero-width inside words": lambda: page("<p>Ba\u200bca ju\u00adga: Harga \u202eBeras\u202c Naik</p>"),
    "billion laughs": entities,
    "XXE": lambda: (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body><p>&x;</p>{STORY}</body></html>"
    ),
    "external DTD": lambda: f'<!DOCTYPE html PUBLIC "x" "http://127.0.0.1:9/x.dtd"><html><body>{STORY}</body></html>',
    "empty": lambda: b"",
    "blank": lambda: b" \n\t ",
    "binary": lambda: bytes(range(256)) * 400,
    "PDF": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "RSS": lambda: (
        '<?xml version="1.0"?><rss><channel><title>Berita</title>'
        + f"<item><title>Pasar</title><description>{MARKER}</description></item>" * 500
        + "</channel></rss>"
    ),
    "JSON named .html": lambda: json.dumps({"html": page(), "n": list(range(20_000))}),
}

UNLISTED: Mapping[str, Callable[[], str | bytes]] = {
    "5 MB inline style": lambda: inside(f"<p style='{'a:b;' * 1_250_000}'>x</p>"),
    "20,000 inline styles": lambda: inside(f"<p style='{'a:b;' * 100}'>Warga menyambut.</p>" * 20_000),
    "5,000 JSON-LD scripts": lambda: page(head=article_ld(author="Andi Wijaya", articleBody="kata " * 50) * 5_000),
    "5,000 broken JSON-LD scripts": lambda: page(head=ld('{"@type": "NewsArticle",,' + "," * 300) * 5_000),
    "JSON-LD with 100,000 objects": lambda: page(head=ld("[" + ",".join(['{"@type":"NewsArticle"}'] * 30_000) + "]")),
    "JSON-LD graphs in graphs": lambda: page(head=ld('{"@graph":[' * 400 + "{}" + "]}" * 400)),
    "JSON-LD lists in lists": lambda: page(head=ld("[" + ",".join(["[" * 50 + "]" * 50] * 5_000) + "]")),
    "JSON-LD commas": lambda: page(head=ld('{"a": "' + ", " * 400_000 + '"')),
    "4,000 nested tables": lambda: page("<table><tr><td>x" * 4_000),
    "400 nested tables with the story": lambda: page(
        story="<table><tr><td>" * 400 + STORY + "</td></tr></table>" * 400
    ),
    "5,000 nested lists": lambda: page("<ul><li>x" * 5_000),
    "1,000 nested lists in the story": lambda: inside("<ul><li>Satu hal lagi." * 1_000 + "</li></ul>" * 1_000),
    "100,000 unclosed b": lambda: inside("<p><b>kata" * 100_000),
    "100,000 unclosed a": lambda: inside("<a href=x>kata " * 100_000),
    "50,000 unclosed font in paragraphs": lambda: inside("<p><font><i><b>kata</p>" * 50_000),
    "100,000 spans in one paragraph": lambda: inside("<p>" + "<span>kata </span>" * 100_000 + "</p>"),
    "100,000 links in one paragraph": lambda: inside("<p>" + "<a href=x>kata</a> " * 100_000 + "</p>"),
    "50,000 span around br": lambda: inside("<p>" + "<span>" * 1_000 + "kata<br>" * 50_000),
    "1,500 spans around 20,000 paragraphs": lambda: inside("<span>" * 1_500 + "<div>kata</div>" * 20_000),
    "a block in 1,900 divs with 5,000 blocks": lambda: page(
        story="<div class=x>" * 1_900 + "<p>Warga menyambut pembukaan itu dengan gembira.</p>" * 5_000 + STORY
    ),
    "3 million entities": lambda: inside(f"<p>{'&amp;' * 3_000_000}</p>"),
    "1 million unknown entities": lambda: inside(f"<p>{'&foo;' * 1_000_000}</p>"),
    "1 million ampersands": lambda: inside(f"<p>{'&' * 1_000_000}</p>"),
    "a word of 5 MB": lambda: inside(f"<p>{'x' * 5_000_000}</p>"),
    "200 words of 20 kB": lambda: inside(f"<p>{'x' * 20_000}</p>" * 200),
    "100,000 class tokens": lambda: inside(f"<p class='{' '.join(f't{n}' for n in range(100_000))}'>{MARKER}</p>"),
    "50,000 long classes": lambda: inside("".join(f"<p class='share-{n} box-{n}'>kata</p>" for n in range(50_000))),
    "a class of 1 MB without blank": lambda: inside(f"<p class='{'share-' * 170_000}'>{MARKER}</p>"),
    "100,000 headings": lambda: inside("<h2>Harga beras naik lagi</h2>" * 100_000),
    "50,000 meta tags": lambda: page(head="".join(f"<meta name='n{n}' content='x{n}'>" for n in range(50_000))),
    "50,000 equal meta tags": lambda: page(head="<meta name='author' content='Andi Wijaya'>" * 50_000),
    "50,000 og:title": lambda: page(
        head="".join(f"<meta property='og:title' content='Pasar {n}'>" for n in range(50_000))
    ),
    "50,000 tags meta": lambda: page(
        head="".join(f"<meta property='article:tag' content='t{n}, u{n}'>" for n in range(50_000))
    ),
    "50,000 date meta": lambda: page(
        head="".join(
            f"<meta property='article:published_time' content='2024-01-{n % 28 + 1:02}'>" for n in range(50_000)
        )
    ),
    "5 MB title": lambda: page(head=f"<title>{'Pasar lama | ' * 400_000}</title>").replace(
        "<title>Pasar lama</title>", "", 1
    ),
    "20,000 h1": lambda: inside("".join(f"<h1>Pasar lama {n} dibuka kembali</h1>" for n in range(20_000))),
    "20,000 h1 before the story": lambda: page("<h1>Pasar lama</h1>" * 20_000),
    "5,000 equal containers": lambda: page(f"<div class=story>{STORY}</div>" * 5_000),
    "5,000 equal articles": lambda: page(f"<article>{STORY}</article>" * 5_000),
    "50,000 equal paragraphs": lambda: inside(f"<p>{MARKER}</p>" * 50_000),
    "20,000 paragraphs with one beginning": lambda: inside(
        "".join(f"<p>{MARKER} {MARKER} Nomor {n}.</p>" for n in range(20_000))
    ),
    "20,000 paragraphs, one inside the other": lambda: inside(
        "".join(f"<p>{' '.join([MARKER] * (1 + n % 40))}</p>" for n in range(5_000))
    ),
    "one paragraph of 20,000 equal sentences": lambda: inside(f"<p>{(MARKER + ' ') * 20_000}</p><p>{MARKER}</p>" * 2),
    "20,000 texts of equal paragraphs": lambda: f"{TEXT}\n" * 3_000,
    "50,000 short lines, read-also between": lambda: "\n".join([TEXT] + ["Baca juga:", "Harga beras naik"] * 25_000),
    "50,000 read-also alone": lambda: "\n".join([TEXT] + ["Baca juga:"] * 50_000 + [TEXT]),
    "50,000 read-also elements": lambda: inside("<p>Baca juga:</p><p>Harga beras naik</p>" * 25_000),
    "50,000 list headings": lambda: "\n".join([TEXT] + ["Berita Terkait", "Harga Beras Naik"] * 25_000),
    "50,000 related then titles": lambda: "\n".join([TEXT, "Berita Terkait"] + ["Harga Beras Naik di Pasar"] * 50_000),
    "50,000 related headings": lambda: "\n".join([TEXT] + ["Berita Terkait"] * 50_000),
    "50,000 simak broken lines": lambda: "\n".join(
        [TEXT] + ["Simak", "breaking news", "dan", "berita pilihan"] * 12_500
    ),
    "50,000 bullets below read-also": lambda: "\n".join([TEXT] + ["Baca juga:", "-", "*"] * 17_000),
    "50,000 page numbers": lambda: "\n".join([TEXT] + [str(n) for n in range(50_000)]),
    "50,000 bylines": lambda: "\n".join([TEXT] + ["Penulis: Andi Wijaya"] * 50_000),
    "50,000 byline cells": lambda: "\n".join([TEXT] + ["Penulis", ": Andi Wijaya"] * 25_000),
    "50,000 different bylines": lambda: "\n".join(
        [TEXT] + [f"Penulis: Andi {'abcdefghij'[n % 10].upper()}{'xyzuvw'[n % 6]} Wijaya" for n in range(50_000)]
    ),
    "50,000 dates": lambda: "\n".join([TEXT] + ["Senin, 24 Oktober 2024 14:05 WIB"] * 50_000),
    "50,000 dates first": lambda: "\n".join(["Senin, 24 Oktober 2024 14:05 WIB"] * 50_000 + [TEXT]),
    "one line of 20,000 dates": lambda: f"{TEXT}\n{'24/10/2024 ' * 20_000}",
    "50,000 sign-offs": lambda: "\n".join([TEXT] + ["(rds/gil)"] * 50_000),
    "50,000 datelines": lambda: "\n".join([f"JAKARTA, KOMPAS.com - {MARKER}"] * 50_000),
    "author list of 10,000 names": lambda: page(
        head=article_ld(author=[{"name": f"Andi{n} Wijaya"} for n in range(10_000)])
        + f"<meta name='author' content='{', '.join(['Andi Wijaya'] * 10_000)}'>"
    ),
    "a byline of 10,000 names": lambda: f"{TEXT}\nPenulis: {', '.join(['Andi Wijaya'] * 10_000)}",
    "50,000 author scripts": lambda: page(head=article_ld(author=[f"Andi {n}" for n in range(5_000)]) * 20),
    "keywords of 1 MB": lambda: page(head=article_ld(keywords="a, " * 350_000)),
    "10 MB of text in one line": lambda: f"{TEXT}\n{(MARKER + ' ') * 95_000}",
    "10 MB of one word as text": lambda: "x" * 10_000_000,
    "500,000 lines": lambda: f"{TEXT}\n" + "baris pendek\n" * 500_000,
    "500,000 different lines": lambda: f"{TEXT}\n" + "".join(f"baris {n}\n" for n in range(500_000)),
    "100,000 different paragraphs as text": lambda: f"{TEXT}\n" + "".join(f"{n} {MARKER}\n" for n in range(100_000)),
    "a text of < only": lambda: "<" * 1_000_000,
    "a text of > only": lambda: ">" * 1_000_000,
    "a text of <p only": lambda: "<p" * 500_000,
    "a text of </ only": lambda: "</" * 500_000,
    "1 MB of <a": lambda: "<p>" + "<a" * 500_000,
    "1 MB of <!": lambda: "<p>" + "<!" * 500_000,
    "1 MB of <!--": lambda: "<p>" + "<!--" * 250_000,
    "1 MB of <?": lambda: "<p>" + "<?" * 500_000,
    "1 MB of ]]>": lambda: "<p>" + "]]>" * 300_000 + STORY,
    "1 MB of <![CDATA[": lambda: "<p>" + "<![CDATA[" * 100_000,
    "unclosed script": lambda: page() + "<script>" + "x" * 1_000_000,
    "unclosed script before the story": lambda: "<html><body><script>var x = 1;" + STORY,
    "unclosed comment before the story": lambda: f"<html><body><p>{MARKER}</p><!-- " + STORY,
    "unclosed title": lambda: "<html><head><title>Pasar" + STORY,
    "unclosed textarea": lambda: "<html><body><textarea>" + STORY,
    "unclosed attribute quote": lambda: f"<html><body><p>{MARKER}</p><a href='" + "x>" * 100_000 + STORY,
    "200,000 end tags": lambda: inside("</div>" * 200_000),
    "200,000 wrong end tags": lambda: inside("</p></b></table></x>" * 50_000),
    "200,000 unknown tags": lambda: inside("".join(f"<x-{n}>kata</x-{n}>" for n in range(100_000))),
    "a tag name of 1 MB": lambda: inside(f"<{'x' * 1_000_000}>kata"),
    "100 tag names of 10 kB": lambda: inside(f"<{'x' * 10_000}>kata" * 100),
    "an attribute name of 1 MB": lambda: inside(f"<p {'x' * 1_000_000}=1>kata"),
    "200,000 svg": lambda: inside("<svg><path d='M0'/></svg>" * 100_000),
    "200,000 img": lambda: inside("<img src=x alt=y>" * 200_000),
    "1 MB data URL images": lambda: inside(f"<img src='data:image/png;base64,{'A' * 1_000_000}'>" * 8),
    "100,000 forms": lambda: inside("<form><input value=x></form>" * 100_000),
    "100,000 frames": lambda: inside("<iframe src=x></iframe>" * 100_000),
    "20,000 scripts": lambda: inside("<script>var a = '<p>x</p>';</script>" * 20_000),
    "100,000 headings and paragraphs": lambda: inside(
        "<h2>Harga beras</h2><p>Warga menyambut pembukaan pasar itu dengan gembira.</p>" * 50_000
    ),
    "2,000 tables of data": lambda: inside(("<table>" + "<tr><td>1</td><td>2</td></tr>" * 20 + "</table>") * 2_000),
    "one table of 100,000 cells": lambda: inside("<table><tr>" + "<td>7</td>" * 100_000 + "</tr></table>"),
    "combining marks": lambda: inside(f"<p>e{chr(0x301) * 500_000}</p>"),
    "combining marks in a text": lambda: f"{TEXT}\ne{chr(0x301) * 500_000}",
    "combining marks out of order": lambda: inside(f"<p>e{(chr(0x301) + chr(0x323)) * 250_000}</p>"),
    "combining marks out of order in a text": lambda: f"{TEXT}\ne{(chr(0x301) + chr(0x323)) * 250_000}",
    "a million zero-width in a text": lambda: f"{TEXT}\n{chr(0x200B) * 1_000_000}a",
    "zero-width between letters in a text": lambda: f"{TEXT}\n{('a' + chr(0x200B)) * 500_000}",
    "joiners": lambda: f"{TEXT}\n{chr(0x200D) * 1_000_000}",
    "bidi": lambda: inside(f"<p>{chr(0x202E) * 1_000_000}kata</p>"),
    "non-breaking blanks": lambda: inside(f"<p>{chr(0xA0) * 1_000_000}kata</p>"),
    "emoji": lambda: f"{TEXT}\n{chr(0x1F600) * 500_000}",
    "100,000 lines of emoji joiners": lambda: (
        f"{TEXT}\n" + (chr(0x1F468) + chr(0x200D) + chr(0x1F469) + "\n") * 100_000
    ),
    "invalid UTF-8": lambda: page().encode() + b"\xff\xfe\xfd" * 100_000,
    "mostly UTF-8 with 100,000 stray bytes": lambda: page("é" * 200_000).encode() + b"\x93" * 100_000,
    "5 MB of high bytes": lambda: b"<html><body><p>" + bytes(range(128, 256)) * 40_000,
    "UTF-16 of 10 MB": lambda: page("<p>kata kata</p>" * 300_000).encode("utf-16"),
    "UTF-7": lambda: b"<meta charset=utf-7>" + page().encode(),
    "charset of a codec that is no text": lambda: (
        b"<meta charset=zip>" + "é".encode("cp1252") + page().encode("cp1252")
    ),
    "charset idna": lambda: b"<meta charset=idna>" + "é".encode("cp1252") * 9 + b"x" * 200_000,
    "charset punycode": lambda: b"<meta charset=punycode>" + "é".encode("cp1252") * 9 + b"x" * 200_000,
    "canonical of 1 MB": lambda: page(head=f"<link rel=canonical href='https://x.example/{'a/' * 500_000}'>"),
    "canonical with 100,000 parameters": lambda: page(
        head="<link rel=canonical href='https://x.example/?" + "&".join(f"utm_{n}=1" for n in range(100_000)) + "'>"
    ),
    "canonical that is no address": lambda: page(head="<link rel=canonical href='http://[::1'>"),
    "canonical of a long host": lambda: page(head=f"<link rel=canonical href='https://{'a.' * 100_000}example/'>"),
    "50,000 links in the head": lambda: page(head="".join(f"<link rel='x{n}' href='/{n}'>" for n in range(50_000))),
    "brackets": lambda: inside(f"<p>{'(' * 200_000}</p><p>{'[' * 200_000}</p><p>{'()' * 100_000}</p>"),
    "slashes": lambda: f"{TEXT}\n({'/' * 200_000})\n{'a/' * 100_000}",
    "stars": lambda: f"{TEXT}\n{'*' * 200_000}\n{'* ' * 100_000}",
    "dots": lambda: f"{TEXT}\n{'.' * 200_000}\n{'. ' * 100_000}\n{'A. ' * 100_000}",
    "at signs": lambda: f"{TEXT}\n{'@' * 200_000}\n{'a@' * 100_000}",
    "capital words": lambda: f"{TEXT}\n{'Harga ' * 100_000}\n{'HARGA ' * 100_000}\n{'Harga,' * 100_000}",
    "domains": lambda: f"{TEXT}\n{'kabar.com ' * 50_000}\n{'a.' * 100_000}\n{'Kabar.co.id' * 30_000}",
    "newlines in titles": lambda: page(head=f"<title>{chr(10) * 200_000}Pasar</title>"),
    "feed of 100,000 items": lambda: "<rss><channel>" + "<item><title>a</title></item>" * 100_000,
    "frameset": lambda: "<html><frameset><frame src=x>" + STORY + "</frameset></html>",
    "100,000 bodies": lambda: "<html>" + "<body class=x>" * 100_000 + STORY,
    "100,000 html tags": lambda: "<html lang=id a=b>" * 100_000 + STORY,
    "100,000 html tags with other attributes": lambda: "".join(f"<html a{n}=b>" for n in range(30_000)) + STORY,
    "100,000 bodies with other attributes": lambda: "".join(f"<body a{n}=b>" for n in range(30_000)) + STORY,
    "30,000 attributes without values": lambda: (
        f"<article {' '.join(f'a{n}' for n in range(30_000))}>{STORY}</article>"
    ),
    "40,000 attributes over 20 tags": lambda: inside(
        ("<p " + " ".join(f"a{n}=1" for n in range(2_000)) + ">kata</p>") * 20
    ),
    "500 attributes on 400 tags": lambda: inside(("<p " + " ".join(f"a{n}=1" for n in range(500)) + ">kata</p>") * 400),
    "attributes hidden behind a quote with >": lambda: (
        "<article title='>' " + " ".join(f"a{n}='>'" for n in range(40_000)) + f">{STORY}</article>"
    ),
    "attributes split by slashes": lambda: (
        "<article/" + "/".join(f"a{n}" for n in range(40_000)) + f">{STORY}</article>"
    ),
    "attributes split by newlines": lambda: (
        "<article\n" + "\n".join(f'a{n}="x y"' for n in range(40_000)) + f">{STORY}</article>"
    ),
    "attributes glued": lambda: "<article " + "".join(f'a{n}=""' for n in range(40_000)) + f">{STORY}</article>",
    "equal attributes": lambda: "<article " + "a=1 " * 100_000 + f">{STORY}</article>",
    "attributes of an end tag": lambda: inside("</p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">"),
    "attributes of an unclosed tag": lambda: STORY + "<p " + " ".join(f"a{n}=1" for n in range(50_000)),
    "500 nested share boxes with 4,000 blocks": lambda: inside(
        "<div class=share>" * 500 + "<p>Bagikan</p>" * 4_000 + "</div>" * 500
    ),
    "500 nested link boxes with 4,000 blocks": lambda: inside(
        "<div>" * 500 + "<p><a href=x>Harga beras naik lagi</a></p>" * 4_000 + "</div>" * 500
    ),
    "500 nested tables with 4,000 cells": lambda: inside(
        "<table><tr><td>" * 500 + "<table><tr><td>7</td></tr></table>" * 4_000 + "</td></tr></table>" * 500
    ),
    "1,900 nested captions": lambda: inside("<div class=caption>" * 1_900 + "<p>Foto pasar</p>" * 3_000),
    "20,000 marks in one line": lambda: inside(
        "<p>" + "Warga senang. Baca juga: Harga Beras Naik di Pasar Induk. " * 3_000 + "</p>"
    ),
    "20,000 marks in a text": lambda: f"{TEXT}\n" + "[Gambas:Video 20detik] " * 10_000,
    "10,000 spans with a tooltip class": lambda: inside(
        "<p>" + "kata <span class=tooltip>arti</span> " * 10_000 + "</p>"
    ),
    "5,000 equal lines of a title": lambda: (
        page(head="<meta property='og:title' content='Harga beras naik lagi'>") + "<p>Harga beras naik lagi</p>" * 5_000
    ),
    "5,000 paragraphs glued in one": lambda: "\n".join(
        [f"Paragraf nomor {n} bercerita tentang pasar lama di tepi sungai yang dibuka kembali." for n in range(2_000)]
        + [
            " ".join(
                f"Paragraf nomor {n} bercerita tentang pasar lama di tepi sungai yang dibuka kembali."
                for n in range(2_000)
            )
        ]
    ),
    "a portal's own page with 5,000 places": lambda: (
        "<html><head><link rel=canonical href='https://www.kompas.com/a'></head><body>"
        + "<div class=read__content>" * 1_000
        + "<div class=read__time>Kompas.com, 24/10/2024, 14:05 WIB</div>" * 4_000
        + STORY
    ),
}
