"""The review page: a Jinja2 template, its style and script inlined under a Content-Security-Policy that names them by
their hash and allows nothing else; the documents as data that only the script reads.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cleaner.model import SourceError
from cleaner.reasons import Reasons
from cleaner.review.documents import Document
from cleaner.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Review:
    """Documents collected for one page; names of rules and labels are held once."""

    def __init__(self, reasons: Reasons) -> None:
        self._reasons = reasons
        self._rules: dict[str, int] = {}
        self.documents: list[dict[str, Any]] = []
        self.errors: list[dict[str, str]] = []

    def add(self, document: Document) -> None:
        """Take in one document."""
        record = document.record
        self.documents.append(
            {
                "source": document.source,
                "title": record["title"] or "",
                "host": record["host"] or "",
                "confidence": record["confidence"],
                "words": record["n_words"],
                "removed": record["n_removed"],
                "flags": list(record["flags"]),
                "type": record["page_type"],
                "language": record["language"] or "",
                "facts": [list(fact) for fact in document.facts],
                "ordered": document.ordered,
                "paragraphs": [
                    [[piece.place, piece.label, self._rule(piece.rule), piece.text, piece.evidence] for piece in pieces]
                    for pieces in document.paragraphs
                ],
            }
        )

    def add_error(self, source: str, message: str) -> None:
        """Take in an input that could not be read."""
        self.errors.append({"source": source, "message": message})

    def _rule(self, name: str) -> int:
        return self._rules.setdefault(name, len(self._rules))

    @property
    def data(self) -> dict[str, Any]:
        """What the page's script reads."""
        rules = [{"name": name, "why": self._reasons.why(name)} for name in self._rules]
        return {"documents": self.documents, "errors": self.errors, "rules": rules}


def environment() -> Environment:
    """Where the template is. Raises SourceError when Jinja2, the extra `review`, is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise SourceError("the review page needs Jinja2: pip install jinja2") from error
    return Environment(
        loader=PackageLoader("cleaner.review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def render(review: Review, title: str) -> str:
    """The page. Raises SourceError when Jinja2 is not installed."""
    template = environment().get_template("page.html.j2")
    from markupsafe import Markup  # comes with Jinja2

    style, script = _own("review.css"), _own("review.js")
    return template.render(
        title=title,
        policy=_POLICY.format(script=_digest(script), style=_digest(style)),
        style=Markup(style),
        script=Markup(script),
        data=review.data,
        version=__version__,
    )


def _own(name: str) -> str:
    return files("cleaner.review").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    """A content's hash as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
