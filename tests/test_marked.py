"""What elements call themselves, asked late or under a condition: captions, bylines, times, teasers, screen readers."""

from __future__ import annotations

import pytest

from cleaner import clean

STORY = (
    "The old market by the river opened again on Monday after three months of repairs by the people of the village.",
    "Traders stacked fish and greens on freshly painted stalls while children ran across the wet yard behind them.",
    "The headman hopes that the building will last, since its timber came from gardens that belong to the families.",
    "Rain fell for a while in the afternoon, and then the buyers came back with their umbrellas and their baskets.",
)


def page(*, between: str = "", above: str = "", below: str = "", h1: str = "Market opens again") -> str:
    """A page whose article holds the story, with something above, between or below its paragraphs."""
    first, *rest = (f"<p>{text}</p>" for text in STORY)
    return (
        f"<html><head><title>Market by the river opens again</title></head><body><article><h1>{h1}</h1>"
        f"{above}{first}{between}{''.join(rest)}{below}</article></body></html>"
    )


def kept(html: str) -> list[str]:
    return clean(html).text.split("\n\n")


@pytest.mark.parametrize(
    "clutter",
    [
        '<div><span class="media-caption">Traders at the market. They came by boat before the sun was up.</span></div>',
        '<div class="teaser"><p>A bridge in the north was closed for the third time. <a href="/x">more</a></p></div>',
        '<div class="not-prose"><p>Join our readers and tell us about your morning there, please.</p></div>',
        '<div class="image-box__author">Village archive</div>',
    ],
)
def test_element_between_paragraphs_goes_by_what_it_calls_itself(clutter: str) -> None:
    assert kept(page(between=clutter)) == list(STORY)


@pytest.mark.parametrize(
    "clutter",
    [
        "<p><time>1 day ago</time></p>",
        '<p class="article__kicker">River towns</p>',
        '<div class="published-date">Publicado ayer</div>',
    ],
)
def test_short_line_above_goes_by_what_it_calls_itself(clutter: str) -> None:
    assert kept(page(above=clutter)) == list(STORY)


def test_teaser_without_a_link_is_the_storys_own_lead() -> None:
    lead = "A lead of its own that the paper's template calls a teaser, and that links to no other story at all."
    assert lead in kept(page(above=f'<div class="teaser"><p>{lead}</p></div>'))


def test_paragraph_with_a_chance_word_in_its_class_stays() -> None:
    more = "The stalls will be let by lot, and nobody may hold more than two of them, the village council has decided."
    assert more in kept(page(between=f'<p class="has-normal-font-size">{more}</p>'))
    assert more in kept(page(between=f'<p class="block block-id-n1AuAd">{more}</p>'))


def test_words_for_screen_readers_leave_the_sentence() -> None:
    link = '<p>The plan is <a href="/x">on show<span class="sr-only"> (new window)</span></a> in the town hall.</p>'
    assert "The plan is on show in the town hall." in kept(page(between=link))


def test_headline_in_other_words_than_the_heads_is_the_headline() -> None:
    assert kept(page(h1="The old market by the river opens its doors again")) == list(STORY)


def test_sub_heading_under_a_read_also_label_stays() -> None:
    clutter = "<h4>Auch interessant</h4><h3>Was die Familien beschlossen haben</h3>"
    assert "Was die Familien beschlossen haben" in kept(page(between=clutter))
    assert "Auch interessant" not in kept(page(between=clutter))


def test_bullets_of_long_links_that_are_sentences_stay() -> None:
    items = "<ul><li>It also <a href='/a'>feeds four villages upstream</a>.</li><li>All <a href='/b'>eat</a>.</li></ul>"
    assert "It also feeds four villages upstream." in kept(page(between=f"<div>{items}</div>"))
