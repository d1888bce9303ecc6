"""What stands above the first paragraph: title, standfirst, date line, section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.dates import date_line, has_year
from cleaner.label.context import Context, is_spelled, squashed
from cleaner.label.credit_and_date import credits_beside_date, is_credit_and_date
from cleaner.label.credits import parse, parse_bare, role_marks
from cleaner.label.date_element import DATE_LINE, is_date_element
from cleaner.label.dateline import is_dateline_start, only_dateline
from cleaner.label.elements import HEADING_TAGS
from cleaner.label.inside import marks
from cleaner.label.people import person
from cleaner.label.prose import PROSE_CHARS, ends_sentence, goes_on, is_prose, is_title_like, title_case_share
from cleaner.label.slug import headline_in_address, in_address
from cleaner.label.titles import titles, titles_again
from cleaner.label.trail import verdict_on
from cleaner.model import Label, Piece, Verdict

_LOOK, _LOOK_FAR = 10, 80
_MAX_HEAD_PROSE = 2
_MIN_TITLE_WORDS = 3
_NUMBERED = re.compile(r"\(\d{5,20}\)$")
_DENSE, _MIN_MENU, _MENU_WORDS = 5, 8, 3
_MIN_NAME, _MIN_STANDFIRST_WORDS = 2, 5
_ABOVE = 40
_MAX_CREDIT = 200
_DESCRIBES = frozenset({"description", "alternativeheadline"})


def top(context: Context) -> Iterator[Verdict]:
    """Mark the head of the story; in a text only where something shows that there is one."""
    yield from _top_of_page(context) if context.page.html else _top_of_text(context)


def _top_of_page(context: Context) -> Iterator[Verdict]:
    """The headline wherever it stands at or above the story, and date lines beside it."""
    if not context.body:
        return
    first = context.body[0][0]
    above = context.trail.between(first - _ABOVE, first)
    start = [piece for piece in context.trail.open()[:_LOOK] if piece.block < first + _LOOK_FAR]
    head = [*above, *start]
    found = titles(context, head)
    yield from found
    yield from titles_again(context, found)
    yield from _described(context, start)
    yield from (verdict_on(p, Label.DATE, "time-and-author") for p in start if _is_time_and_author(context, p))
    yield from _dates(context, head, found)
    kept = context.trail.open()
    place, by_dateline = _story_start(context, kept)
    if by_dateline:
        context.start = kept[place].block
        yield from (_above_story(context, piece) for piece in kept[:place] if not _is_story_or_credit(context, piece))


def _dates(context: Context, head: Sequence[Piece], found: Sequence[Verdict]) -> Iterator[Verdict]:
    """Date lines below the headline; where none is, the nearest above it: higher up stands the site's own clock."""
    first = context.body[0][0]
    below: list[Piece] = []
    above: list[Piece] = []
    for piece in head:
        if _is_date_line(context, piece):
            (above if found and piece.block <= found[-1].block else below).append(piece)
        elif piece.block >= first and context.is_prose(piece) and context.tag(piece) not in HEADING_TAGS:
            break
    for piece in below or above[-1:]:
        yield from _with_credits(context, piece, verdict_on(piece, Label.DATE, DATE_LINE))


def _with_credits(context: Context, piece: Piece, found: Verdict | None) -> Iterator[Verdict]:
    """A verdict on a line of the head; of a date line, also who is named beside the date."""
    if found:
        yield found
        if found.label is Label.DATE:
            yield from credits_beside_date(context, piece)


def _is_date_line(context: Context, piece: Piece) -> bool:
    """A line of a date, with whoever is named beside it; the date may be stated by an element that shows a time."""
    text = context.trail.text(piece)
    may_hold_one = len(text) <= _MAX_CREDIT and has_year(text)
    if may_hold_one and (date_line(text, context.rules.lexicon) or is_credit_and_date(text, context.rules)):
        return True
    return is_date_element(context, context.trail.block(piece))


def _is_time_and_author(context: Context, piece: Piece) -> bool:
    """A line of a <time> and declared authors: "9. September 2025 / Marta Holloway"."""
    rest = text = context.trail.text(piece)
    if len(text) > _MAX_CREDIT:
        return False
    for span in context.trail.block(piece).spans:
        if span.tag == "time":
            rest = rest.replace(text[span.start - piece.start : span.end - piece.start], " ", 1)
    return rest != text and squashed(rest) in context.declared_authors


def _described(context: Context, start: Sequence[Piece]) -> Iterator[Verdict]:
    """Headings that say of themselves that they describe the story, in microdata."""
    for piece in start:
        node = context.page.nodes[context.trail.block(piece).node]
        prop = context.page.tree.prop(node.number) if node.tag in HEADING_TAGS else ""
        if prop.lower() in _DESCRIBES:
            yield verdict_on(piece, Label.STANDFIRST, "said-standfirst", evidence=f"itemprop={prop}")


def _top_of_text(context: Context) -> Iterator[Verdict]:
    """Title, standfirst, dates and furniture above the first paragraph, and the title again wherever it stands."""
    kept = context.trail.open()
    if kept and (glued := list(_glued_head(context, kept[0]))):
        yield from glued
        return
    start, by_dateline = _story_start(context, kept)
    menu = 0 if by_dateline else _menu(context, kept)
    if menu:
        start = menu
    if start and (by_dateline or menu):
        context.start = kept[start].block
    head = kept[:start]
    title = next((i for i in range(start) if _is_title(context, head, i, by_dateline)), None)
    for i, piece in enumerate(head):
        found = _head_verdict(context, piece, i, title, by_dateline or menu > 0)
        yield from _with_credits(context, piece, found)
    if title is not None:
        end = _title_end(context, kept[title])
        if end < kept[title].end:
            yield Verdict(
                kept[title].block, end, kept[title].end, Label.BYLINE, "credit-behind-title", cause=kept[title].block
            )
        yield from marks(context, kept[title])
        heading = squashed(context.trail.text(kept[title]._replace(end=end)))
        again = (piece for piece in kept[start:] if is_spelled(context.trail.text(piece), heading))
        yield from (verdict_on(piece, Label.TITLE, "title-again", cause=kept[title].block) for piece in again)


def _glued_head(context: Context, piece: Piece) -> Iterator[Verdict]:
    """A headline that the address tells from what a scraper glued to it: a standfirst, a name, a date, the story.

    Between the headline and a mark of the page's head ("5 min read · Jul 7, 2024"), nothing is story. A line with
    neither such a mark nor prose is a headline of which the address holds a part. Where no address helps, all that
    stands before such a mark is the headline.
    """
    end = headline_in_address(context.page.url, context.trail.text(piece), context.rules.lexicon.small)
    if end is None:
        yield from _before_date(context, piece)
        return
    rest = piece._replace(start=piece.start + end)
    dates = list(marks(context, rest, Label.DATE))
    if not dates and not context.is_prose(rest):
        return
    yield Verdict(piece.block, piece.start, rest.start, Label.TITLE, "headline-in-address", cause=piece.block)
    yield from dates
    between = rest._replace(end=min((mark.start for mark in dates), default=rest.start))
    words = context.trail.text(between).strip()
    if words:
        is_name = person(words, context.rules.lexicon) is not None
        label, rule = (Label.BYLINE, "name-behind-title") if is_name else (Label.STANDFIRST, "behind-title")
        yield verdict_on(between, label, rule, cause=piece.block)


def _before_date(context: Context, piece: Piece) -> Iterator[Verdict]:
    """A headline with whatever is glued to it, before a mark of the page's head that ends the line."""
    dates = [mark for mark in marks(context, piece, Label.DATE) if mark.end == piece.end]
    before = piece._replace(end=dates[0].start) if dates else piece
    words = context.trail.text(before).strip()
    if dates and words and not is_prose(words):
        yield verdict_on(before, Label.TITLE, "first-line")
        yield from dates


def _title_end(context: Context, piece: Piece) -> int:
    """Where a headline ends that a scraper glued a credit to: "Harga Beras NaikSumber: Kabarkita.com"."""
    text = context.trail.text(piece)
    for mark in role_marks(text, context.rules):
        if mark.start() and parse(text[mark.start() :], context.rules):
            return piece.start + mark.start()
    return piece.end


def _head_verdict(context: Context, piece: Piece, i: int, title: int | None, certain: bool) -> Verdict | None:
    """What a line above the first paragraph is. Above a dateline or below a menu, nothing of it is story (certain)."""
    text = context.trail.text(piece)
    if i == title:
        return verdict_on(piece, Label.TITLE, "first-line")
    if _is_date_line(context, piece):
        return verdict_on(piece, Label.DATE, DATE_LINE)
    if parse(text, context.rules) or parse_bare(text, context.rules):
        return None  # the byline pass knows what this is
    if title is not None and i < title and _is_kicker(text):
        return verdict_on(piece, Label.SECTION, "kicker")
    if i == 0 and _is_name_and_number(context, text):
        return verdict_on(piece, Label.BYLINE, "name-at-top")
    if not certain or (is_prose(text) and (title is None or i < title)):
        return None  # a paragraph with no headline above it may be the story's own
    return _above_story(context, piece, below_title=title is None or i > title, named=title is not None and i > title)


def _is_name_and_number(context: Context, text: str) -> bool:
    """A name with a number behind it in brackets, as students sign: "Andi Wijaya (2021011040)"."""
    return _NUMBERED.search(text) is not None and person(text, context.rules.lexicon) is not None


def _is_story_or_credit(context: Context, piece: Piece) -> bool:
    """A paragraph, which may be the story's own, or a line the byline pass knows."""
    text = context.trail.text(piece)
    return is_prose(text) or bool(parse(text, context.rules) or parse_bare(text, context.rules))


def _above_story(context: Context, piece: Piece, *, below_title: bool = True, named: bool = False) -> Verdict:
    """A line of which only is known that it is no story: by its words, else by its shape (named: it may be a name)."""
    text = context.trail.text(piece)
    rule = next(iter(context.rules.lines.named_in(text)), None)
    if rule:
        return verdict_on(piece, rule.label, rule.name)
    words = len(text.split())
    if named and _MIN_NAME <= words < _MIN_STANDFIRST_WORDS and person(text, context.rules.lexicon):
        return verdict_on(piece, Label.BYLINE, "name-below-title")
    is_text = below_title and words >= _MIN_STANDFIRST_WORDS
    return verdict_on(piece, Label.STANDFIRST if is_text else Label.NAV, "above-story")


def _story_start(context: Context, kept: Sequence[Piece]) -> tuple[int, bool]:
    """The piece the story begins with: a paragraph with a dateline near the top, else the first paragraph."""
    prose = 0
    for i, piece in enumerate(kept[:_LOOK_FAR]):
        text = context.trail.text(piece)
        if is_dateline_start(context, piece) and (
            is_prose(text) or (not prose and _is_dateline_line(context, kept, i))
        ):
            return i, True
        prose += is_prose(text)
        if prose > _MAX_HEAD_PROSE:
            break
    texts = context.trail.texts(kept[: _LOOK + 2])
    first = next((i for i, text in enumerate(texts[:_LOOK]) if is_prose(text) or _is_cut_at_link(texts, i)), 0)
    return first, False


def _is_cut_at_link(texts: Sequence[str], i: int) -> bool:
    """A paragraph whose sentence goes on one or two lines below, behind the words of a link."""
    return len(texts[i]) >= PROSE_CHARS and not ends_sentence(texts[i]) and any(map(goes_on, texts[i + 1 : i + 3]))


def _is_dateline_line(context: Context, kept: Sequence[Piece], i: int) -> bool:
    """Whether a line is a dateline; a portal's name with a comma behind it is a link's words in a sentence."""
    behind = context.trail.text(kept[i + 1]) if i + 1 < len(kept) else ""
    return only_dateline(context, kept[i]) and not goes_on(behind)


def _menu(context: Context, kept: Sequence[Piece]) -> int:
    """Where the story begins under a site's menu that a scraper took along: a run of lines of a word or two, a teaser
    among them at the most, then dense prose. 0 where there is no such menu.
    """
    prose = [context.is_prose(piece) for piece in kept[:_LOOK_FAR]]
    dense = (i for i in range(len(prose)) if prose[i] and sum(prose[i : i + _DENSE]) > _DENSE // 2)
    start = next(dense, 0)
    short = [piece for piece, is_long in zip(kept[:start], prose, strict=False) if not is_long]
    words = sum(len(context.trail.text(piece).split()) for piece in short)
    is_menu = len(short) >= _MIN_MENU and words <= _MENU_WORDS * len(short) and start - len(short) <= _MAX_HEAD_PROSE
    return start if is_menu else 0


def _is_kicker(text: str) -> bool:
    return len(text.split()) <= 3 and not text.endswith((".", ":", ","))


def _is_title(context: Context, head: Sequence[Piece], i: int, by_dateline: bool) -> bool:
    """A headline-like line; without a dateline below it, one more sign: title case, a date or byline, the address."""
    text = context.trail.text(head[i])
    if not is_title_like(text, 200) or len(text.split()) < _MIN_TITLE_WORDS or text.endswith(":"):
        return False
    if date_line(text, context.rules.lexicon) or parse(text, context.rules) or parse_bare(text, context.rules):
        return False
    if context.rules.knows(text) or _is_name_and_number(context, text):
        return False
    if by_dateline or in_address(context.page.url, text):
        return True
    texts = context.trail.texts(head)
    if any(date_line(other, context.rules.lexicon) or parse(other, context.rules) for other in texts):
        return True
    return i == 0 and len(text.split()) >= 4 and title_case_share(text, context.rules.lexicon.small) >= 0.75
