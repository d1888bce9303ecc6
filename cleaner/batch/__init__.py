"""Many documents: sources in, workers, one JSON object a line out. Nothing here prints."""

from __future__ import annotations

from cleaner.batch.job import Job, Report, clean_folder, run

__all__ = ["Job", "Report", "clean_folder", "run"]
