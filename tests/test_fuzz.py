"""Broken pages at random: no error but the two promised ones, clean output, a whole ledger, the same result twice."""

from __future__ import annotations

import random

import fuzzing
import pytest
from hypothesis import HealthCheck, given, settings
from invariants import check_ledger, check_offsets, check_output

from cleaner import DecodeError, clean, clean_html, clean_text

bounded = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@bounded
@given(fuzzing.pages)
def test_any_markup_becomes_clean_text_and_a_whole_ledger(raw: str) -> None:
    article = clean_html(raw)
    check_output(article)
    check_ledger(article)


@bounded
@given(fuzzing.texts)
def test_any_text_becomes_clean_text_and_every_piece_has_its_place(raw: str) -> None:
    article = clean_text(raw)
    check_output(article)
    check_ledger(article)
    check_offsets(article, raw.removeprefix("\ufeff"))


@bounded
@given(fuzzing.damaged)
def test_any_bytes_are_an_article_or_no_text(raw: bytes) -> None:
    try:
        article = clean(raw)
    except DecodeError:
        return
    check_output(article)
    check_ledger(article)


@bounded
@given(fuzzing.pages, fuzzing.pages)
def test_the_same_page_gives_the_same_record_whatever_came_between(raw: str, other: str) -> None:
    first = clean_html(raw, "https://www.kompas.com/read/1").to_json(explain=True)
    clean_html(other, "https://www.detik.com/read/1")
    assert clean_html(raw, "https://www.kompas.com/read/1").to_json(explain=True) == first


@pytest.mark.parametrize("seed", range(60))
def test_broken_input_of_the_long_run_holds_what_is_promised(seed: int) -> None:
    fuzzing.check(fuzzing.random_input(random.Random(seed)))


# What fuzzers found, cut down to what matters; each broke a promise once.
FOUND = {
    "parts of a Korean letter in a line with a mark": "Baca juga:\u1100\u1161" + "a" * 60 + " \u6f22\u5b57\u3002",
    "a dash with marks behind a dateline": "JAKARTA, KOMPAS.com -\u0301\u0323 \U0001f468\u200d\U0001f469\nPasar lama.",
    "marks out of order": "e" + "\u0301\u0323" * 20_000,
    "marks after a blank": "a \u0301b\n \u0301",
    "a joiner behind what is dropped": "Pasar lama\n\udcf0\u200d\U0001f469an, semarang",
    "a mark that ends before a joiner": "READ MORE »\u200d\U0001f468\u200d\U0001f469Warga menunggu bus di halte itu.",
    "a mark that begins in an emoji": "Kata dia \U0001f468\u200d(Opens in new window) \U0001f469 tadi pagi.",
    "joiner between chunks": "<p>a<b>\u200d</b>b\u200d<i>\u0915</i>",
    "a mark in an element of its own": "<p>e<b>\u0301</b> caf<i>e</i>\u0301</p>",
    "surrogate halves in two elements": "<p>\ud83d<b>\ude00</b></p>",
    "surrogates in an address": "<link rel=canonical href='https://x.example/\ud800'><p>a</p>",
    "an address that is none": "<link rel=canonical href='http://[::1'><p>a</p>",
    "control characters in a name": "<meta name='author' content='An\x01di\x85 Wi\u2028jaya'><p>a</p>",
    "line separators in a title": "<title>Satu\u2028dua\u2029tiga\x0bempat</title><p>a</p>",
    "a date that is none": "<meta property='article:published_time' content='2024-13-45T99:99:99'><p>a</p>",
    "NaN in JSON-LD": '<script type="application/ld+json">{"@type":"NewsArticle","headline":NaN}</script><p>a</p>',
}


@pytest.mark.parametrize("name", FOUND)
def test_what_a_fuzzer_found_holds_what_is_promised(name: str) -> None:
    fuzzing.check(FOUND[name])
    fuzzing.check(FOUND[name].encode("utf-8", "replace"))
