"""Why a piece went where it went, in a sentence: by the rule of a rule file, or by the pass that decided."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from cleaner.rules.rulebook import Rulebook

_FILE = Path(__file__).with_name("reasons.toml")


@cache
def pass_reasons() -> Mapping[str, str]:
    """Name of a pass's reason -> why; a * in a name stands for anything."""
    reasons: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["why"]
    return reasons


class Reasons:
    """The reasons of a rulebook and of the passes."""

    def __init__(self, book: Rulebook) -> None:
        rules = [
            *book.for_page("auto", None).rules,
            *(rule for portal in book.portals.values() for rule in portal.rules),
        ]
        self._why = {rule.name: rule.why for rule in rules}

    def why(self, name: str) -> str:
        """Why what goes by this name goes; "" for a name that nobody knows (a rule file of an earlier run)."""
        return self._why.get(name) or _of_pass(name)


def _of_pass(name: str) -> str:
    reasons = pass_reasons()
    return reasons.get(name) or next((why for known, why in reasons.items() if fnmatchcase(name, known)), "")
