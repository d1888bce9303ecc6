"""Many cleaned documents on one page to look at: what was kept, what went and why. A file that needs no network."""

from __future__ import annotations

from cleaner.review.documents import Document, Shown, of_article, of_record
from cleaner.review.page import Review, environment, render

__all__ = ["Document", "Review", "Shown", "environment", "of_article", "of_record", "render"]
