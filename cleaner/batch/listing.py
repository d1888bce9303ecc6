"""Names of documents: of a folder's, also far below, and of what a glob matches, as a person sorts them."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path

from cleaner.batch.files import is_document
from cleaner.batch.looking import Looking
from cleaner.batch.unfinished import is_run

_DIGITS = re.compile(r"\d+")


def matches(pattern: str, looking: Looking) -> Iterator[Path]:
    """What a glob matches, sorted, without outputs, pipes and devices; nothing below a folder that it matches too."""
    names = sorted(glob.iglob(pattern, recursive=True), key=natural)
    paths = list(dict.fromkeys(map(Path, names)))
    folders = {path for path in paths if path.is_dir()}
    above = {parent for path in paths for parent in path.parents}
    closed = folders | {folder for folder in above if _is_closed(folder, looking)}
    for path in paths:
        if not closed.isdisjoint(path.parents) or _is_closed(path, looking):
            continue
        if path in folders or _is_plain(path):
            yield path


def _is_closed(path: Path, looking: Looking) -> bool:
    """Whether this is an output, or a folder where the output of a run grows."""
    return looking.is_output(path) or is_run(path)


def walk(folder: Path, looking: Looking) -> Iterator[tuple[Path, str | OSError]]:
    """(folder, file name) of all documents below, files before folders; (folder, error) where one cannot be listed.

    A link to a folder above is not followed. Outputs are passed over, those of other runs that are under way too.
    """
    waiting: list[tuple[Path, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    while waiting:
        place, above = waiting.pop()
        try:
            info = place.stat()
            if (info.st_dev, info.st_ino) in above:
                continue
            files, folders = _listed(place)
        except OSError as error:
            yield place, error
            continue
        yield from ((place, name) for name in files if not looking.is_output(place / name))
        above |= {(info.st_dev, info.st_ino)}
        below = (place / name for name in reversed(folders))
        waiting += [(path, above) for path in below if not _is_closed(path, looking)]


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """Names of documents and of folders, sorted."""
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_folder(entry):
                folders.append(entry.name)
            elif is_document(entry.name) and _is_plain(entry):
                files.append(entry.name)
    return sorted(files, key=natural), sorted(folders, key=natural)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_plain(entry: os.DirEntry[str] | Path) -> bool:
    """A file; a broken link is kept, so that it ends as an error line; pipes and devices would block for ever."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry))
    except OSError:
        return True


def natural(name: str) -> tuple[str, str]:
    """A key that sorts numbers by value: page2 before page10. Names that differ in case only keep one order.

    >>> sorted(["page10", "page2"], key=natural)
    ['page2', 'page10']
    """
    return _DIGITS.sub(_by_value, name.lower()), name


def _by_value(digits: re.Match[str]) -> str:
    """Digits so that their order as text is that of their values: their number first."""
    plain = digits[0].lstrip("0")
    return f"{len(plain):03d}{plain}"
