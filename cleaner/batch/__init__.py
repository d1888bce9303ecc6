"""Many documents: sources in, workers, one JSON object a line out. Nothing here prints."""

from __future__ import annotations

from cleaner.batch.document import Document
from cleaner.batch.fields import Fields
from cleaner.batch.guard import Bounds, Failure, Guard, WorkerError
from cleaner.batch.job import Job
from cleaner.batch.report import Report
from cleaner.batch.running import clean_folder, run
from cleaner.batch.sinks import StoppedError
from cleaner.batch.work import Task, failure_record

__all__ = [
    "Bounds",
    "Document",
    "Failure",
    "Fields",
    "Guard",
    "Job",
    "Report",
    "StoppedError",
    "Task",
    "WorkerError",
    "clean_folder",
    "failure_record",
    "run",
]
