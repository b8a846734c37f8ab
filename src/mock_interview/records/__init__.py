"""Sessions on disk, and answers read from files."""

from mock_interview.records.answers import Submission, read_answer, read_submissions, read_text
from mock_interview.records.history import Mark, Practised, history
from mock_interview.records.index import (
    Claim,
    OnRead,
    Outline,
    Summary,
    best_levels,
    no_collecting,
    outlines,
    summaries,
)
from mock_interview.records.lock import alone
from mock_interview.records.loops import (
    Loop,
    find_loop,
    forget_loop,
    load_loop,
    loops_folder,
    new_loop,
    save_loop,
    unfinished_loop,
)
from mock_interview.records.reviews import Joined, add_review, check_review, join_review, read_review
from mock_interview.records.sessions import (
    delete,
    find,
    load,
    new_session,
    save,
    sessions_folder,
    unfinished,
)

__all__ = [
    "Claim",
    "Joined",
    "Loop",
    "Mark",
    "OnRead",
    "Outline",
    "Practised",
    "Submission",
    "Summary",
    "add_review",
    "alone",
    "best_levels",
    "check_review",
    "delete",
    "find",
    "find_loop",
    "forget_loop",
    "history",
    "join_review",
    "load",
    "load_loop",
    "loops_folder",
    "new_loop",
    "new_session",
    "no_collecting",
    "outlines",
    "read_answer",
    "read_review",
    "read_submissions",
    "read_text",
    "save",
    "save_loop",
    "sessions_folder",
    "summaries",
    "unfinished",
    "unfinished_loop",
]
