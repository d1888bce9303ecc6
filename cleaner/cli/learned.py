"""The first pass of `cleaner clean --learn`: a draft portal file for every site of the sources that has none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.reading import Unread, documents_of, sample_of
from cleaner.cli.shared import Code, Exit, check_parent

if TYPE_CHECKING:
    from cleaner.batch import Document, Job
    from cleaner.learn import Draft, Sample
    from cleaner.model import Options

# More pages of a site change little and cost time.
_MOST = 60
_OURS = "# A draft, learned from "


def with_learned(sources: Sequence[str], output: Path | None, options: Options, job: Job) -> Options:
    """Options with what the sources teach: rule files in OUTPUT's name with .learned, which stay to be looked at.

    The folder may be there already, from an earlier run of the same output that is begun anew. A run that is resumed
    learns nothing new.
    """
    if output and job.resume and _is_begun(output):
        return _as_learned(_folder_of(output), options)
    folder = _folder(sources, output, options, job.overwrite or job.resume)
    drafts = list(_drafts(sources, options, job, output))
    if not drafts:
        _tell("learned nothing: no site without a portal file has enough pages")
        return options
    _write(drafts, folder)
    for draft in drafts:
        site = draft.hosts[0] if draft.hosts else "texts without an address"
        _tell(f"learned from {draft.pages} pages of {site}: {draft.found}")
    _tell(f"  {folder} holds what was learned: look at it, and use it again with --rules {folder}")
    return _as_learned(folder, options)


def _tell(message: str) -> None:
    """A message on stderr, unless the command was told to be quiet."""
    if not click.get_current_context().params["quiet"]:
        click.echo(message, err=True)


def _write(drafts: Sequence[Draft], folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        for draft in drafts:
            (folder / f"{draft.name}.toml").write_text(draft.toml, encoding="utf-8")
    except OSError as error:
        raise Exit(f"{folder}: cannot be written: {error.strerror}", Code.STOPPED) from error


def _is_begun(output: Path) -> bool:
    """Whether there is a run to go on with, or nothing left to do."""
    from cleaner.batch.unfinished import read_state

    return output.exists() or read_state(output) is not None


def _as_learned(folder: Path, options: Options) -> Options:
    return dataclasses.replace(options, rules=(folder, *options.rules)) if folder.is_dir() else options


def _folder_of(output: Path) -> Path:
    return output.with_name(f"{output.name.partition('.')[0]}.learned")


def _folder(sources: Sequence[str], output: Path | None, options: Options, again: bool) -> Path:
    """Where drafts go; wrong use is said before anything is read."""
    if output is None:
        raise Exit("--learn keeps what it learned beside the output: name one with -o", Code.WRONG_USE)
    if "-" in sources:
        raise Exit("--learn reads its sources twice, and standard input can be read once: name files", Code.WRONG_USE)
    if options.portal != "auto":
        raise Exit("--learn writes a portal file for each site that has none: leave --portal away", Code.WRONG_USE)
    check_parent(output)
    folder = _folder_of(output)
    old = list(folder.iterdir()) if folder.is_dir() else []
    if folder.exists() and (not again or not folder.is_dir() or any(not _is_ours(path) for path in old)):
        raise Exit(
            f"{folder} exists already; take it away, or use what was learned with --rules {folder}", Code.WRONG_USE
        )
    for path in old:
        path.unlink()
    return folder


def _is_ours(path: Path) -> bool:
    return path.suffix == ".toml" and path.read_text(encoding="utf-8", errors="replace").startswith(_OURS)


def _drafts(sources: Sequence[str], options: Options, job: Job, output: Path | None) -> Iterator[Draft]:
    from cleaner.learn import ENOUGH_SAMPLES, learn
    from cleaner.model import SourceError

    few = 0
    names: set[str] = set()
    for site, group in _unknown_sites(sources, options, job, output).items():
        if len(group) < ENOUGH_SAMPLES:
            few += 1
            continue
        read = [sample for document in group if not isinstance(sample := sample_of(document), Unread)]
        try:
            mine = [sample for sample in read if site or _is_text(sample)]
            draft = learn(mine, host=site, options=options, taken=names)
        except SourceError:  # too few of them hold a story
            few += 1
            continue
        names.add(draft.name)
        yield draft
    if few:
        sites = "1 site has" if few == 1 else f"{few} sites have"
        _tell(f"{sites} fewer than {ENOUGH_SAMPLES} pages with a story: nothing learned there")


def _is_text(sample: Sample) -> bool:
    from cleaner.decode import decode
    from cleaner.model import CleanerError
    from cleaner.pipeline import is_markup

    try:
        return sample.is_text or not is_markup(decode(sample.raw))
    except CleanerError:
        return False


def _unknown_sites(
    sources: Sequence[str], options: Options, job: Job, output: Path | None
) -> dict[str | None, list[Document]]:
    """Site -> some of its documents, for the sites that no portal file knows."""
    from cleaner.batch.running import looking_for
    from cleaner.learn import by_site, site_of
    from cleaner.rules.rulebook import load

    book = load(options.rules)
    lexicon = book.for_page("auto", None).lexicon

    def placed() -> Iterator[tuple[str | None, Document]]:
        for document in islice(documents_of(sources, looking_for(output, options, job)), job.limit):
            sample = sample_of(document)
            if not isinstance(sample, Unread):
                yield site_of(sample, lexicon), document

    sites = by_site(placed(), _MOST)
    return {site: group for site, group in sites.items() if book.portal_of(site) is None}
