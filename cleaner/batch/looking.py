"""How sources are read, and what among them is no input."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.batch.fields import Fields


@dataclass(frozen=True, slots=True)
class Looking:
    """How sources are read: the columns of rows, the most bytes of a document, what is no input (the output)."""

    fields: Fields = field(default_factory=Fields)
    most: int = 20_000_000
    outputs: frozenset[Path] = field(default_factory=frozenset)
    """files and folders, each as placed() names it."""
    stop: Callable[[], bool] = bool
    """asked while standard input is waited for; once it says yes, StoppedReadingError is raised. bool() says no."""

    def is_output(self, path: Path) -> bool:
        """Whether this is the output, by its own name or by a link to it."""
        named = any(path.name == own.name for own in self.outputs) and placed(path) in self.outputs
        return named or (path.is_symlink() and Path(os.path.realpath(path)) in self.outputs)


def placed(path: Path) -> Path:
    """A path that is the same through whatever links its folder is reached. The file itself need not be there."""
    return Path(os.path.realpath(path.parent), path.name)
