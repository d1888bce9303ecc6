"""cleaner: pages of news portals into clean articles. See README.md."""

from __future__ import annotations

from cleaner.article import Article
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
from cleaner.version import __version__

__all__ = [
    "Article",
    "Block",
    "CleanerError",
    "DecodeError",
    "Label",
    "LimitError",
    "Limits",
    "Options",
    "RuleError",
    "SourceError",
    "Verdict",
    "__version__",
    "clean",
    "clean_html",
    "clean_text",
]
