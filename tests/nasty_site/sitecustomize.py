"""Python imports this at its start where the folder is on the path: documents that begin with "NASTY" do harm then.

So a whole run of the real command, with its own worker processes, meets documents that crash, hang and eat memory.
"""

from __future__ import annotations

import nasty

from cleaner.article import Article
from cleaner.batch import work
from cleaner.batch.document import Document
from cleaner.model import Options

_article_of = work.article_of


def article_of(content: bytes, document: Document, options: Options) -> Article:
    """The real thing, after whatever harm the content names."""
    if content.startswith(b"NASTY "):
        nasty.act(content[6:].decode())
    return _article_of(content, document, options)


work.article_of = article_of
