"""Libraries that come with an extra, imported where they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.model import SourceError


class MissingLibraryError(SourceError):
    """An input or output needs a library that is not installed. It concerns the run, not one document."""


def needed(module: str, extra: str, what: str) -> Any:
    """The module, or MissingLibraryError: `what` (such as "a.parquet: Parquet needs") and how to get it."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingLibraryError(f"{what} the package {package}: pip install 'cleaner[{extra}]'") from error
