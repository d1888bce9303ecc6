"""What the page shows: labelled pieces, and the places that the portal's file names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.dates import find_date, parse_date
from cleaner.label.context import Context, squashed
from cleaner.label.credit_and_date import BESIDE_DATE, NAME_BEFORE_DATE, names_beside
from cleaner.label.credits import Credit, credits_in_cells, parse, parse_bare
from cleaner.label.date_element import DATE_LINE, element_dates
from cleaner.label.named_author import NAMED_AUTHOR
from cleaner.label.people import names_in, person
from cleaner.metadata.found import HTML, PORTAL, TEXT, Found
from cleaner.model import Label, Piece

# Rules that tell an author by where a name stands, and in what.
_BY_PLACE = frozenset({"name-below-title", "name-at-top", "name-behind-title", NAME_BEFORE_DATE, NAMED_AUTHOR})
# Letters of the longest initials; several so short stand for a reporter and editors.
_INITIALS = 4
_BESIDE_NAMES = re.compile(r"\||\s[-–—]\s")
_BRAND_WORD = re.compile(r"[A-Z][a-z]{1,20}[A-Z]\w{0,20}")
_DESK_CODE = re.compile(r"\b[A-Z]{1,3}-\d")


def source_of(context: Context) -> str:
    """How a labelled piece is sourced: the page's visible markup, or the text."""
    return HTML if context.page.html else TEXT


def labelled(context: Context, label: Label) -> list[Found]:
    """Texts of the pieces with a label."""
    return [Found(text, source_of(context)) for text in context.trail.texts(context.trail.labelled(label))]


def all_credits(context: Context) -> list[Credit]:
    """All credits of the byline pieces: whole lines, then those spread over cells."""
    pieces = context.trail.labelled(Label.BYLINE)
    found: list[Credit] = []
    cells: list[tuple[Piece, str]] = []
    for piece in pieces:
        text = context.trail.text(piece)
        rule = piece.verdict.rule if piece.verdict else ""
        whole = parse(text, context.rules) or parse_bare(text, context.rules)
        if rule == BESIDE_DATE:
            found += names_beside(text, context.rules)
        elif whole:
            found += whole
        elif rule in _BY_PLACE:
            found.append(Credit("author", names_in(text, context.rules.lexicon) or (), rule))
        else:
            cells.append((piece, text))
    return found + [credit for credit, _ in credits_in_cells(cells, context.rules)]


def signed(context: Context) -> Iterator[Found]:
    """Full names in sign-offs; initials say nothing."""
    for piece in context.trail.labelled(Label.SIGN_OFF):
        text = context.trail.text(piece).strip("()[]*- –—.|/")
        credits_found = parse(text, context.rules) or parse_bare(text, context.rules)
        if credits_found:
            names = [name for credit in credits_found if credit.role == "author" for name in credit.names]
        elif not _DESK_CODE.search(text):
            # behind a bar or a dash stand the sources or the place
            parts = [part.strip(" *") for part in _BESIDE_NAMES.split(text, maxsplit=1)[0].split("/")]
            if len(parts) > 1 and max(map(len, parts)) <= _INITIALS:
                continue  # "(Abu/Din/Ros)": nobody of them is named in full
            names = [name for part in parts if (name := _signed_name(part, context, least=4 if "|" in text else 5))]
        else:
            names = []  # beside a desk's code stand initials
        yield from (Found(name, source_of(context)) for name in names)


def _signed_name(part: str, context: Context, least: int) -> str | None:
    """A name in one part of a sign-off, unless it is initials, a desk's code or the portal's own name.

    least: letters that a word all in capitals or all in small letters must have to be no initials.
    """
    words = part.replace(",", " ").strip(" *")
    if (len(words) < least and (words.islower() or words.isupper())) or re.search(r"\d|-", words):
        return None
    if _BRAND_WORD.fullmatch(words):  # "(sm/KabarKita)"
        return None
    is_known = words.lower() in context.rules.role_of or context.rules.knows(words)
    name = None if is_known else person(words, context.rules.lexicon)
    return None if name is None or squashed(name) in context.own_names else name


def portal_texts(context: Context, field: str) -> list[Found]:
    """Texts at the places that the portal file names for a field: the first selector that finds any."""
    portal, tree = context.rules.portal, context.page.tree
    for selector in portal.meta.get(field, ()) if portal and tree else ():
        found = [text for hit in tree.select(selector) for text in _texts(context, hit.node, hit.pieces)]
        if found:
            return [Found(text, PORTAL) for text in found]
    return []


def _texts(context: Context, node: int, pieces: tuple[tuple[int, int, int], ...]) -> Iterator[str]:
    blocks = context.page.blocks
    if node >= 0:
        spot = context.page.nodes[node]
        yield from (block.text for block in blocks[spot.first : spot.stop])
    for block, start, end in pieces:
        yield blocks[block].text[start:end]


def portal_names(context: Context, field: str) -> Iterator[Found]:
    """People at the places that the portal file names."""
    for found in portal_texts(context, field):
        credit = parse(found.value, context.rules)
        names = (
            [name for part in credit if f"{part.role}s" == field for name in part.names]
            if credit
            else names_in(found.value, context.rules.lexicon) or ()
        )
        yield from (Found(name, PORTAL) for name in names)


def shown_dates(context: Context) -> Iterator[tuple[Found, bool]]:
    """Dates of date lines and of the portal's place for them, each with whether it is a time of update."""
    lines = [*portal_texts(context, "date"), *labelled(context, Label.DATE), *labelled(context, Label.DATELINE)]
    for line in lines:
        at = 0
        while found := find_date(line.value[at:], context.rules.lexicon):
            updated = context.rules.lexicon.updated.search(line.value[at : at + found.start])
            yield Found(found.iso, line.source), updated is not None
            at += max(1, found.end)
    yield from _dates_of_elements(context)


def _dates_of_elements(context: Context) -> Iterator[tuple[Found, bool]]:
    """What elements of the story's date lines state; those of teasers are not the story's."""
    for piece in context.trail.labelled(Label.DATE):
        if piece.verdict and piece.verdict.rule == DATE_LINE:
            block = context.trail.block(piece)
            for span, iso in element_dates(context, block):
                if piece.start <= span.start and span.end <= piece.end:
                    updated = context.rules.lexicon.updated.search(block.text[piece.start : span.start])
                    yield Found(iso, HTML), updated is not None


def raw_date(context: Context) -> str | None:
    """The shown date line itself, also when it was not enough for a date; no clock of an element that states it."""
    pieces = context.trail.labelled(Label.DATE)
    shown = ((context.trail.text(piece), piece.verdict) for piece in pieces)
    lines = [(found.value, "") for found in portal_texts(context, "date")]
    lines += [(text, verdict.rule if verdict else "") for text, verdict in shown]
    dated = [text for text, _ in lines if parse_date(text, context.rules.lexicon)]
    return next(iter(dated or [text for text, rule in lines if rule != DATE_LINE]), None)
