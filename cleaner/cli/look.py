"""The commands for looking and teaching: review, learn, fixture."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.reading import Unread, cleaned, documents_of, record_of, sample_of, samples_of
from cleaner.cli.shared import Code, Exit, check_parent, check_rules, options_of, with_options

if TYPE_CHECKING:
    from cleaner.batch.document import Document
    from cleaner.learn import Sample
    from cleaner.model import Options
    from cleaner.review import Review

_LARGE = 60_000_000
_LIMIT = 5000
_LOOKED_AT = 5


def _output(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help=f"File to write, e.g. {default}.",
    )


_overwrite = click.option("--overwrite", is_flag=True, help="Replace an existing output file.")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_output("review.html")
@_overwrite
@click.option("--title", default="cleaner review", show_default=True, help="What stands at the top of the page.")
@click.option(
    "--limit", type=click.IntRange(1), default=_LIMIT, show_default=True, help="Stop after this many documents."
)
@with_options
def review(sources: tuple[str, ...], output: Path, overwrite: bool, title: str, limit: int, **rest: Any) -> None:
    """Make one page to look at what was kept, what went and why.

    SOURCE: pages, folders, or what `cleaner clean --explain` wrote, in any format. The page needs no network: open it
    in any browser. Pages show their pieces in place; records show what was removed behind the text.
    """
    from cleaner.model import SourceError
    from cleaner.reasons import Reasons
    from cleaner.review import Review, environment, render
    from cleaner.rules.rulebook import load

    _check_output(output, overwrite)
    try:
        environment()
    except SourceError as error:
        raise Exit(str(error), Code.STOPPED) from error
    options = options_of(**rest)
    check_rules(options)
    collected = Review(Reasons(load(options.rules)))
    for source in sources:
        for document in _in_order(source, output):
            if len(collected.documents) >= limit:
                break
            _collect(document, options, collected)
    if not collected.documents and not collected.errors:
        raise Exit(f"nothing to review in {', '.join(sources)}", Code.WRONG_USE)
    _write(output, render(collected, title))
    _tell_reviewed(collected, output, limit)
    sys.exit(Code.SOME_FAILED if collected.errors else Code.OK)


def _tell_reviewed(collected: Review, output: Path, limit: int) -> None:
    count = len(collected.documents)
    click.echo(f"{count} documents to look at: {output}", err=True)
    if collected.errors:
        click.echo(f"  {len(collected.errors)} could not be read; the page lists them", err=True)
    if count >= limit:
        click.echo(f"  stopped after {limit}; --limit N takes more", err=True)
    if output.stat().st_size > _LARGE:
        click.echo("  the page is large and will open slowly; --limit N takes fewer", err=True)


def _in_order(source: str, output: Path) -> Iterator[Document]:
    """The documents of a source, rows with all their columns. JSON Lines that are named must be ours."""
    from cleaner.batch.document import bare
    from cleaner.batch.fields import Fields
    from cleaner.batch.looking import Looking, placed

    named = bare(source).endswith(".jsonl") and not os.path.isdir(source)
    looking = Looking(Fields(keep_columns=True), outputs=frozenset({placed(output)}))
    for document in documents_of((source,), looking):
        _, row, line = document.source.rpartition("#")
        if named and row and record_of(document) is None:
            raise Exit(
                f"{source}, line {line}: not a record of cleaner."
                " Write one with: cleaner clean pages/ --explain -o clean.jsonl",
                Code.WRONG_USE,
            )
        yield document


def _collect(document: Document, options: Options, collected: Review) -> None:
    from cleaner.review import of_article, of_record

    try:
        record = record_of(document)
        collected.add(of_record(record) if record else of_article(cleaned(document, options), document.source))
    except Exception as error:  # whatever one page does to us, it costs that page
        collected.add_error(document.source, str(error))


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FOLDER...")
@_output("my-rules/kabarkita.toml")
@_overwrite
@click.option("--host", help="The site, where its pages do not say it: kabarkita.example")
@click.option(
    "--limit", type=click.IntRange(5), default=200, show_default=True, help="Learn from so many pages at most."
)
def learn(sources: tuple[str, ...], output: Path, overwrite: bool, host: str | None, limit: int) -> None:
    """Draft a portal file from pages of one site: 20 are enough.

    It finds what repeats across the pages: the element that holds the story, elements and lines that are none, places
    of title, names and dates. The draft says how often it saw each. Texts teach repeated lines only.
    """
    from cleaner.learn import learn as learn_site
    from cleaner.model import SourceError

    _check_output(output, overwrite)
    samples, others = _of_one_site(sources, host, limit)
    try:
        draft = learn_site(samples, host=host)
    except SourceError as error:
        raise Exit(f"{', '.join(sources)}: {error}", Code.WRONG_USE) from error
    _write(output, draft.toml)
    click.echo(f"learned from {draft.pages} pages of {draft.publisher or 'one site'}: {draft.found}", err=True)
    for note in (*draft.notes, *others):
        click.echo(f"  {note}", err=True)
    folder = output.parent
    click.echo(
        f"{output} is a draft. Look at it, then try it:\n"
        f"  cleaner rules check {folder}\n"
        f"  cleaner review {' '.join(sources)} --rules {folder} -o review.html",
        err=True,
    )


def _of_one_site(sources: tuple[str, ...], host: str | None, limit: int) -> tuple[list[Sample], list[str]]:
    """The samples of the site that most pages are from, and a word about the rest."""
    from cleaner.learn import by_site, site_of
    from cleaner.rules.rulebook import load

    read = (sample for sample in samples_of(sources) if not isinstance(sample, Unread))
    if host:
        return list(islice(read, limit)), []
    lexicon = load().for_page("auto", None).lexicon
    sites = by_site(((site_of(sample, lexicon), sample) for sample in islice(read, limit * _LOOKED_AT)), limit)
    site = max(sites, key=lambda name: len(sites[name]), default=None)
    if site is None and any(not sample.is_text for sample in sites.get(None, ())):
        raise Exit("no page says where it is from; name the site: --host kabarkita.example", Code.WRONG_USE)
    rest = [f"{name or 'no address'} ({len(group)})" for name, group in sites.items() if name != site]
    return sites.get(site, []), [f"Left out, of other sites: {', '.join(rest)}."] if rest else []


@click.command()
@click.argument("page", metavar="PAGE")
@click.option("--url", help="Where the page comes from, for its portal's rules.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder to write into, e.g. fixtures/kabarkita.",
)
@_overwrite
@with_options
def fixture(page: str, url: str | None, output: Path, overwrite: bool, **rest: Any) -> None:
    """Draft a fixture for a contribution: a page with its true markup and other words, and its golden file.

    The words of the story are replaced, since a fixture never holds a portal's text; the phrases of its furniture stay.
    """
    from cleaner.fixture import draft
    from cleaner.model import CleanerError

    options = options_of(**rest)
    check_rules(options)
    name = Path(os.path.abspath(output)).name  # of "." too
    _check_folder(output, name, overwrite)
    sample = _one(page)
    try:
        found = draft(sample.raw, url or sample.url, is_text=bool(sample.is_text), options=options)
    except CleanerError as error:
        raise Exit(f"{page}: {error}", Code.SOME_FAILED) from error
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Exit(f"{output}: cannot be written: {error.strerror}", Code.STOPPED) from error
    written = [output / f"{name}{'.html' if found.is_html else '.txt'}", output / f"{name}.golden"]
    _write(written[0], found.page)
    _write(written[1], found.golden)
    if found.url and not found.is_html:
        _write(output / f"{name}.url", f"{found.url}\n")
    _tell_fixture(written, found.differences)


def _check_folder(output: Path, name: str, overwrite: bool) -> None:
    """Where a fixture goes; wrong use is said before anything is read."""
    if not name:
        raise Exit(f"{output}: a fixture is named like its folder; say -o fixtures/kabarkita", Code.WRONG_USE)
    if output.exists() and not output.is_dir():
        raise Exit(f"{output} is a file; -o takes the name of a folder for the fixture", Code.WRONG_USE)
    for path in (output / f"{name}{ending}" for ending in (".html", ".txt", ".url", ".golden")):
        if path.exists() and not overwrite:
            raise Exit(f"{path} exists already; --overwrite replaces it", Code.WRONG_USE)


def _one(page: str) -> Sample:
    """The one document that a fixture is made of."""
    if os.path.isdir(page):
        raise Exit(f"{page} is a folder; a fixture is made of one page: name it", Code.WRONG_USE)
    found = list(islice(documents_of((page,)), 2))
    if len(found) > 1:
        raise Exit(
            f"{page} holds several documents, such as {found[0].source} and {found[1].source}; a fixture is made of one"
            " page: put it into a file of its own",
            Code.WRONG_USE,
        )
    sample = sample_of(found[0])
    if isinstance(sample, Unread):
        raise Exit(f"{sample.name}: {sample.message}", Code.SOME_FAILED)
    return sample


def _tell_fixture(written: list[Path], differences: int) -> None:
    page, golden = written
    click.echo(f"{page}: the page with other words. Make a story of it; take out what says nothing new", err=True)
    click.echo(f"{golden}: what comes out now. Read every line; correct it to what must come out", err=True)
    if differences:
        click.echo(f"  {differences} pieces are read otherwise than on the real page: look at them first", err=True)


def _check_output(output: Path, overwrite: bool) -> None:
    if output.exists() and not overwrite:
        raise Exit(f"{output} exists already; --overwrite replaces it", Code.WRONG_USE)
    check_parent(output)


def _write(output: Path, text: str) -> None:
    """A file under its name only when it is whole."""
    part = output.with_name(f"{output.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(output)
    except OSError as error:
        raise Exit(f"{output}: cannot be written: {error.strerror}", Code.STOPPED) from error
