"""What repeats across the pages of one site, as a draft portal file with its evidence."""

from __future__ import annotations

from cleaner.learn.draft import Draft
from cleaner.learn.learner import ENOUGH_SAMPLES, LEAST_SAMPLES, learn
from cleaner.learn.sample import Sample
from cleaner.learn.sites import by_site, site_of

__all__ = ["ENOUGH_SAMPLES", "LEAST_SAMPLES", "Draft", "Sample", "by_site", "learn", "site_of"]
