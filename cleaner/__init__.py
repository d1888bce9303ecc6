"""cleaner: pages of news portals into clean articles. See README.md.

Public names are imported on first use, so that `cleaner --help` does not pay for a parser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.batch import Job, Report, clean_folder
    from cleaner.model import (
        Block,
        CleanerError,
        DecodeError,
        Label,
        LimitError,
        Limits,
        Options,
        RuleError,
        SourceError,
        Verdict,
    )
    from cleaner.pipeline import clean, clean_html, clean_text

_HOMES = {
    "article": ("Article",),
    "batch": ("Job", "Report", "clean_folder"),
    "model": (
        *("Block", "CleanerError", "DecodeError", "Label", "LimitError", "Limits"),
        *("Options", "RuleError", "SourceError", "Verdict"),
    ),
    "pipeline": ("clean", "clean_html", "clean_text"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "Block",
    "CleanerError",
    "DecodeError",
    "Job",
    "Label",
    "LimitError",
    "Limits",
    "Options",
    "Report",
    "RuleError",
    "SourceError",
    "Verdict",
    "__version__",
    "clean",
    "clean_folder",
    "clean_html",
    "clean_text",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    value = getattr(import_module(f"cleaner.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
