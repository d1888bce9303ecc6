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


TEASER = "An old lamp was found in the harbour office and may be lit again before the winter comes to the coast."
CARD = f"<div><h3><a href=/t>Lamp Found in the Harbour Office</a></h3><p>{TEASER}</p></div>"

# Elements under the story that are no story, and the rule that says so.
ELEMENTS = [
    (f"<section><h2>More from Harbour Weekly</h2>{CARD}{CARD.replace('Lamp', 'Rope')}</section>", "en-related-heading"),
    (
        f'<div class="box"><p>Read also:</p><h3><a href=/t>Lamp Found in the Office</a></h3><p>{TEASER}</p></div>',
        "en-read-also-label",
    ),
    (
        "<p>More Great HARBOUR Stories</p><ul><li>How a lamp <a href=/a>came back to the office</a></li>"
        "<li>Who tied <a href=/b>the oldest rope</a></li><li>Why <a href=/c>goats love salt water</a></li></ul>",
        "en-related-heading",
    ),
    (f"<article><h3>Lamp Found in the Harbour Office</h3><p>{TEASER}</p></article>", "other-article"),
    ("<p>Related roundup: <a href=/a>Ferries</a></p>", "labelled-link"),
    (
        "<div><h4>Subscribe to our newsletter</h4><p>Every ship, every Monday</p><button>Subscribe now</button></div>",
        "rest-of-box",
    ),
    ("<p>Harbour Weekly writer Rose Tan in Oban contributed to this report.</p>", "en-contribution"),
    ('<div class="next-prev"><a href=/n>Next</a><p>Audi makes ferries look good</p></div>', "token-pagination"),
    ('<div class="sign-in-group"><p>Exclusive stories from our writers</p></div>', "token-paywall"),
    ('<div class="player-placeholder"><p>Watch the ferry come in</p></div>', "token-video"),
]


@pytest.mark.parametrize(("element", "rule"), ELEMENTS)
def test_an_element_under_the_story_that_is_none_of_it_goes(element: str, rule: str) -> None:
    article = clean(page(after=(f"</p>{element}<p>",)))
    assert article.text.split("\n\n") == list(STORY)
    assert rule in {row["rule"] for row in article.removed}


LONG = tuple(f"{line} It was the {i}th boat of the year." for i, line in enumerate(STORY))
# Elements under the story that look like such boxes and are story, with their texts.
KEPT = [
    (
        f"<section><h2>More from the hold</h2><p>{LONG[0]}</p><p>{LONG[1]}</p></section>",
        ["More from the hold", *LONG[:2]],
    ),
    (f"<article><p>{LONG[0]}</p></article>", [LONG[0]]),  # no heading: an element for a part of the text
    ('<p>Tickets: <a href="https://ferry.example">www.ferry.example</a></p>', ["Tickets: www.ferry.example"]),
    ('<p><a href="https://ferry.example">www.ferry.example</a></p>', ["www.ferry.example"]),
    (f"<h3>What comes next</h3><p>{LONG[0]}</p>", ["What comes next", LONG[0]]),
    (f'<p id="block-n1AuAdJlVL">{LONG[0]}</p>', [LONG[0]]),
    (f'<p class="promo">{LONG[0]} <a href=/x>It came late.</a></p>', [f"{LONG[0]} It came late."]),
    (f"<figure><blockquote><p>{LONG[0]}</p></blockquote></figure>", [LONG[0]]),
    (f"<hr><p>{LONG[0]}</p>", [LONG[0]]),
    (f'<div class="comments-launch"><p>Comments</p></div><p>{LONG[0]}</p>', [LONG[0]]),
]


@pytest.mark.parametrize(("element", "texts"), KEPT)
def test_an_element_of_the_story_stays(element: str, texts: list[str]) -> None:
    assert clean(page(after=(f"</p>{element}<p>",))).text.split("\n\n") == [*STORY, *texts]


def test_a_heading_goes_with_the_links_below_it_and_stays_above_a_paragraph() -> None:
    links = "".join(f"<li><a href=/{i}>Harbour story number {i} of the week</a></li>" for i in range(3))
    heading = "The harbour in depth, told for you"
    with_links = clean(page(after=(f"</p><h3>{heading}</h3><ul>{links}</ul><p>",)))
    assert with_links.text.split("\n\n") == list(STORY)
    assert ("related", "heading-over-links") in {(row["label"], row["rule"]) for row in with_links.removed}
    then_story = clean(page(after=(f"</p><h3>{heading}</h3><ul>{links}</ul><p>{LONG[0]}</p><p>",)))
    assert then_story.text.split("\n\n") == [*STORY, heading, LONG[0]]


def test_what_a_firm_says_of_itself_below_a_rule_goes_and_its_news_stays() -> None:
    about = "Harbour Weekly is the paper of the coast and has three offices on the islands."
    html = page(after=(f"</p><hr><p>{about}</p><p>",)).replace(
        "</head>", "<meta property=og:site_name content='Harbour Weekly'></head>"
    )
    assert clean(html).text.split("\n\n") == list(STORY)
    assert clean(html.replace("<hr>", "")).text.split("\n\n") == [*STORY, about]


def test_a_caption_that_a_viewer_shows_again_goes() -> None:
    words = "Children on the pier wait for the goats"
    html = page(after=(f"</p><figure><figcaption>{words}</figcaption></figure><div>{words}</div><p>",))
    assert clean(html).text.split("\n\n") == list(STORY)


def test_a_question_that_is_asked_of_each_in_turn_stays() -> None:
    question = "What did you carry to the island this time, and what did you bring back with you?"
    lines = [line for name in ("Flour.", "Letters.", "Two goats.") for line in (question, name)]
    assert clean(page(after=tuple(lines))).text.split("\n\n") == [*STORY, *lines]


def test_a_page_that_is_a_table_keeps_its_rows_and_a_table_beside_a_story_does_not_stay() -> None:
    cells = [("Pos.", "Ship", "Top 10"), *((str(i), f"Ship number {i}", str(i * 7)) for i in range(1, 10))]
    table = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        + "</table>"
    )
    rows = [" | ".join(row) for row in cells]
    one = page(after=(f"</p>{table}<p>",))
    assert clean(one).text.split("\n\n") == list(STORY)
    few = one.replace("".join(f"<p>{line}</p>" for line in STORY[1:]), "")
    assert clean(few).text.split("\n\n") == [STORY[0], *rows]


def test_a_lead_before_a_paywall_is_story_and_a_standfirst_of_another_class_is_not() -> None:
    behind = [*STORY[1:], *LONG]
    gated = "".join(f"<p class=text>{line}</p>" for line in behind)
    lead = f"<p class=text>{STORY[0]}</p>"
    html = f"<html><body><section><h1>{TITLE}</h1>{lead}<div class=paywall>{gated}</div></section></body></html>"
    assert clean(html).text.split("\n\n") == [STORY[0], *behind]
    assert clean(html.replace(lead, lead.replace("text", "intro"))).text.split("\n\n") == behind


def test_of_two_articles_the_one_under_the_headline_is_read() -> None:
    more = "".join(f"<p>{line} {TEASER}</p>" for line in LONG)
    own = "".join(f"<p>{line}</p>" for line in STORY)
    both = f"<article><h1>{TITLE}</h1>{own}</article><article><h3>Lamp</h3>{more}</article>"
    html = f"<html><body><div>{both}</div></body></html>"
    assert clean(html).text.split("\n\n") == list(STORY)


def test_a_headline_over_two_lines_is_the_title() -> None:
    html = page("Ferry Returns to the Island", "After Three Days of Storm").replace(f"<h1>{TITLE}</h1>", "")
    article = clean(html)
    assert (article.title, article.text.split("\n\n")) == (TITLE, list(STORY))


def test_a_time_and_its_author_are_no_story() -> None:
    html = page(f"<time>3 Smarch 2024</time> / {AUTHOR}", STORY[4])
    assert clean(html).text.split("\n\n")[0] == STORY[4]


def test_a_heading_that_describes_the_story_is_its_standfirst() -> None:
    html = page(f"</p><h2 itemprop=description>{TEASER}</h2><p>")
    article = clean(html)
    assert article.text.split("\n\n") == list(STORY)
    assert article.description == TEASER


PICTURE = "<div class=wide><div><img src=p.jpg></div><div>{}</div></div>"


def test_lines_in_an_element_of_a_picture_are_its_caption() -> None:
    article = clean(page(after=(f"</p>{PICTURE.format('The ferry in the fog')}<p>", STORY[0].upper())))
    assert article.text.split("\n\n") == [*STORY, STORY[0].upper()]
    assert ("caption", "The ferry in the fog") in {(row["label"], row["text"]) for row in article.removed}


@pytest.mark.parametrize(
    ("element", "texts"),
    [
        (PICTURE.format(LONG[0]), [LONG[0]]),  # a paragraph
        (PICTURE.format("<h3>Fog on the pier</h3>") + f"<p>{LONG[0]}</p>", ["Fog on the pier", LONG[0]]),
        (
            "".join(PICTURE.format(f"Step {i}: tie it") for i in range(6)),
            [f"Step {i}: tie it" for i in range(6)],
        ),
        (f"<div><p><img src=p.jpg></p><p>Two goats</p><p>{LONG[0]}</p></div>", ["Two goats", LONG[0]]),
    ],
)
def test_lines_near_a_picture_that_are_story_stay(element: str, texts: list[str]) -> None:
    assert clean(page(after=(f"</p>{element}<p>",))).text.split("\n\n") == [*STORY, *texts]


def test_sentences_in_a_picture_box_are_its_caption() -> None:
    caption = "Warga menata sayur dan ikan di kios pasar yang baru dicat pada Senin pagi."
    photo = f'<div class="photo"><img src="a.jpg"><span class="author">KABAR/RINA</span> {caption}</div>'
    article = clean(page(after=(f"</p>{photo}<p>",)))
    assert article.text.split("\n\n") == list(STORY)
    assert [piece["rule"] for piece in article.removed if caption in piece["text"]] == ["beside-picture"]


def test_sentences_in_a_box_named_like_a_picture_without_one_stay() -> None:
    line = "Fotografi menjadi hobinya sejak kecil, dan kamera itu hadiah dari ayahnya."
    assert line in clean(page(after=(f'</p><div class="photo">{line}</div><p>',))).text


def test_a_part_of_the_body_with_nothing_but_a_list_is_story() -> None:
    parts = "".join(
        f'<div class="item-page"><div class="article-content">{lines}</div></div><div class="ad">Iklan</div>'
        for lines in (
            "".join(f"<p>{line}</p>" for line in STORY),
            "<p>1. Bandung: 389 kasus</p><p>2. Solo: 350 kasus</p><p>3. Medan: 318 kasus</p>",
        )
    )
    text = clean(f"<html><body><main>{parts}</main></body></html>").text
    assert text.split("\n\n") == [*STORY, "1. Bandung: 389 kasus", "2. Solo: 350 kasus", "3. Medan: 318 kasus"]
