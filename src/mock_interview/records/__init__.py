"""Sessions on disk, and answers read from files."""

from mock_interview.records.answers import Submission, read_answer, read_submissions, read_text
from mock_interview.records.history import Mark, Practised, history
from mock_interview.records.sessions import (
    Summary,
    best_levels,
    delete,
    find,
    load,
    new_session,
    save,
    sessions_folder,
    summaries,
    unfinished,
)

__all__ = [
    "Mark",
    "Practised",
    "Submission",
    "Summary",
    "best_levels",
    "delete",
    "find",
    "history",
    "load",
    "new_session",
    "read_answer",
    "read_submissions",
    "read_text",
    "save",
    "sessions_folder",
    "summaries",
    "unfinished",
]
