"""Pages of general news: what stands around a story in any language, and what looks like it and stays."""

from __future__ import annotations

import json

import pytest

from cleaner import clean

STORY = (
    "The old ferry reached the island shortly after nine on Monday, carrying flour, letters and two goats.",
    "Its captain had waited three days for the wind to turn, and the crew slept on sacks in the hold.",
    "Islanders lined the pier with carts, because the shop had run out of rice before the weekend began.",
    "By noon the deck was empty again, and the children were back in the school above the harbour.",
    "The next crossing is planned for Thursday if the weather holds, the harbour office wrote on its board.",
)
TITLE = "Ferry Returns to the Island After Three Days of Storm"
AUTHOR = "Marta Holloway"


def page(*before: str, after: tuple[str, ...] = (), author: str = AUTHOR) -> str:
    """A page whose container holds lines above and below the story."""
    about = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": author}}
    lines = "".join(f"<p>{line}</p>" for line in (*before, *STORY, *after))
    return (
        f"<html lang=en><head><title>{TITLE}</title>"
        f'<script type="application/ld+json">{json.dumps(about)}</script></head>'
        f"<body><h1>{TITLE}</h1><div class=story-text>{lines}</div></body></html>"
    )


# Lines under the story that go, and the label they go under.
AFTER = [
    ((f"{AUTHOR} covers ships and weather for the Harbour Weekly.",), "byline"),
    ((f"Email {AUTHOR} at marta@harbour.example or follow her on Mastodon.",), "byline"),
    (("Have a tip? The desk may be reached at desk@harbour.example.",), "byline"),
    ((TITLE,), "title"),
    (("Caption",), "nav"),
    (("Image 2 of 5",), "nav"),
    (("Back to Gallery",), "nav"),
    (("Advert",), "ad"),
    (("Tell us what YOU think…",), "comments"),
    (("Order Reprints",), "copyright"),
    (("191119052250266",), "other"),
    (("Follow HW's full coverage of the storm at https://www.harbour.example/storm",), "read-also"),
]


@pytest.mark.parametrize(("lines", "label"), AFTER)
def test_furniture_under_the_story_goes(lines: tuple[str, ...], label: str) -> None:
    article = clean(page(after=lines))
    assert article.text.split("\n\n") == list(STORY)
    assert {row["label"] for row in article.removed if row["text"] in lines} == {label}


# Lines under the story that look like furniture and are story.
STAYS = [
    "Holloway's ferry was the first to sail again, and the office thanked its crew in a short note.",
    "Nobody knew who had written the caption under the picture in the harbour office.",
    "Follow the coast for two miles and the wreck of the last ferry comes into view at low tide.",
    "The office may be reached on foot at any hour, and its door is never locked in a storm.",
    "Children counted the sacks: 1200 of flour, 340 of rice and 60 of salt for the long winter.",
]


@pytest.mark.parametrize("line", STAYS)
def test_last_paragraph_of_the_story_stays(line: str) -> None:
    assert clean(page(after=(line,))).text.split("\n\n") == [*STORY, line]


def test_a_paragraph_that_names_the_author_further_up_stays() -> None:
    """An author may be part of the story; a biography stands at the end."""
    lines = (f"{AUTHOR} was on board when the ferry left the mainland in the dark.", *STORY[1:], *STORY[:1])
    html = page().replace("".join(f"<p>{line}</p>" for line in STORY), "".join(f"<p>{line}</p>" for line in lines))
    assert clean(html).text.split("\n\n") == list(lines)


def test_a_plan_that_repeats_its_lines_stays_whole_and_a_body_read_twice_does_not() -> None:
    days = [
        line
        for day in ("Monday", "Tuesday", "Wednesday")
        for line in (
            f"{day} begins with the early boat and a list of what the shop has ordered.",
            "Load the flour first, then the letters, and check the ropes twice before the crew eats.",
            "Weigh every sack on the pier and write its number on the board beside the office door.",
            "Close the hold at dusk, count the lamps, and leave one of them burning on the quay.",
        )
    ]
    assert clean(page(after=tuple(days))).text.split("\n\n") == [*STORY, *days]
    assert clean(page(after=STORY)).text.split("\n\n") == list(STORY)


def test_a_card_under_the_pointer_goes_and_the_word_it_explains_stays() -> None:
    card = '<span class="rollover-block"><a href="/p/7">Marta Holloway</a> More stories about her ferry</span>'
    html = page().replace("Its captain had", f"Its captain <a href=/p/7>Holloway</a>{card} had")
    expected = STORY[1].replace("Its captain had", "Its captain Holloway had")
    assert clean(html).text.split("\n\n")[1] == expected
    assert next(row["rule"] for row in clean(html).removed if "ferry" in row["text"]) == "token-hover"


def test_rows_of_players_are_no_video_player() -> None:
    rows = "".join(
        f'<tr class="player-2024-{i}"><td>{line}</td></tr>'
        for i, line in enumerate(("Holloway rowed first and led until the second buoy.", "Brandt rowed last and won."))
    )
    text = clean(page(after=(f"</p><table>{rows}</table><p>",))).text
    assert "Holloway rowed first and led until the second buoy." in text


def test_a_live_page_says_so_and_keeps_its_posts() -> None:
    posts = [{"@type": "BlogPosting", "headline": line} for line in STORY]
    live = json.dumps({"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": posts})
    html = page().replace("</head>", f'<script type="application/ld+json">{live}</script></head>')
    article = clean(html)
    assert (article.page_type, article.text.split("\n\n")) == ("live", list(STORY))


@pytest.mark.parametrize("title", ["404 Not Found", "Halaman Tidak Ditemukan - Kabar Kita"])
def test_a_page_that_is_not_there_has_no_story(title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><div><p>{STORY[0]}</p></div></body></html>"
    article = clean(html)
    assert (article.page_type, article.text) == ("other", "")


def test_a_story_about_what_was_not_found_stays() -> None:
    assert clean(page().replace(TITLE, "Captain Not Found After the Storm")).text.split("\n\n") == list(STORY)


def test_a_news_flash_about_what_was_not_found_stays() -> None:
    head = "<head><title>Korban Tidak Ditemukan</title></head>"
    html = f"<html>{head}<body><article><p>{STORY[0]}</p></article></body></html>"
    assert clean(html).text == STORY[0]


def test_a_heading_says_that_a_page_is_not_there() -> None:
    body = f"<div><h1>Error 404</h1><p>{STORY[0]}</p></div>"
    html = f"<html><head><title>Kabar Kita</title></head><body>{body}</body></html>"
    article = clean(html)
    assert (article.page_type, article.text) == ("other", "")
    assert [piece["rule"] for piece in article.removed] == ["page-is-other"]


@pytest.mark.parametrize(
    ("link", "lead", "left"),
    [
        ('<link rel="canonical" href="https://www.kabarkita.com/baca/1">', "KABARKITAnews - ", ""),
        ('<link rel="canonical" href="https://www.kabarkita.com/baca/1">', "Kabarkita - ", ""),
        ('<link rel="canonical" href="https://www.wartadesa.com/baca/1">', "KABARKITAnews - ", "KABARKITAnews - "),
    ],
)
def test_a_brand_that_begins_with_the_portals_name_is_a_dateline(link: str, lead: str, left: str) -> None:
    html = page().replace("</head>", f"{link}</head>").replace(STORY[0], lead + STORY[0])
    assert clean(html).text.split("\n\n")[0] == left + STORY[0]


QUOTED = "Wait for the wind and trust the ropes, whatever the calendar says."
TOLD = f'"{QUOTED[:-1]}," the captain told the crew, "and you will sleep at home."'


def quote(words: str, speaker: str = "") -> str:
    return f"</p><div><blockquote><p>{words}</p></blockquote>{speaker}</div><p>"


def test_a_quote_whose_words_stand_in_a_paragraph_goes_with_its_speaker() -> None:
    article = clean(page(after=(quote(QUOTED, "<cite>The captain</cite>"), TOLD)))
    assert article.text.split("\n\n") == [*STORY, TOLD]
    assert [row["rule"] for row in article.removed if row["text"] == QUOTED] == ["pull-quote"]


@pytest.mark.parametrize(
    "words",
    [
        "Nobody trusts the ropes of a ship that has never waited for the wind.",  # words of the paragraph, other order
        "Wait for the wind.",  # too short to be sure
    ],
)
def test_a_quote_that_stands_nowhere_else_stays(words: str) -> None:
    assert words in clean(page(after=(quote(words), TOLD))).text.split("\n\n")


POST = (
    '</p><blockquote class="twitter-tweet"><p>The goats are safe on land!</p>'
    '— Harbour Office (@harbour) <a href="https://social.example/1">June 18, 2025</a></blockquote><p>'
)


def test_a_post_quoted_with_its_words_and_signature_is_story() -> None:
    lines = ["The goats are safe on land!", "Harbour Office (@harbour) June 18, 2025"]  # a dash in front is a bullet
    assert clean(page(after=(POST, TOLD))).text.split("\n\n") == [*STORY, *lines, TOLD]


def test_a_post_that_holds_only_its_network_s_own_words_goes() -> None:
    shell = POST.replace("twitter-tweet", "instagram-media").replace("The goats are safe on land!", "See it there")
    assert clean(page(after=(shell, TOLD))).text.split("\n\n") == [*STORY, TOLD]
