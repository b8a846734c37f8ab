"""Sessions on disk, and answers read from files."""

from mock_interview.records.anonymous import CANDIDATE, without_names
from mock_interview.records.answers import Submission, read_answer, read_submissions, read_text
from mock_interview.records.claim import claimed
from mock_interview.records.deletion import begun_before, delete, delete_all, every_session
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
from mock_interview.records.inputs import Input, content_of, count_inputs, read_inputs
from mock_interview.records.ledger import Ledger, key
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
    find,
    load,
    new_session,
    save,
    sessions_folder,
    unfinished,
)

__all__ = [
    "CANDIDATE",
    "Claim",
    "Input",
    "Joined",
    "Ledger",
    "Loop",
    "Mark",
    "OnRead",
    "Outline",
    "Practised",
    "Submission",
    "Summary",
    "add_review",
    "alone",
    "begun_before",
    "best_levels",
    "check_review",
    "claimed",
    "content_of",
    "count_inputs",
    "delete",
    "delete_all",
    "every_session",
    "find",
    "find_loop",
    "forget_loop",
    "history",
    "join_review",
    "key",
    "load",
    "load_loop",
    "loops_folder",
    "new_loop",
    "new_session",
    "no_collecting",
    "outlines",
    "read_answer",
    "read_inputs",
    "read_review",
    "read_submissions",
    "read_text",
    "save",
    "save_loop",
    "sessions_folder",
    "summaries",
    "unfinished",
    "unfinished_loop",
    "without_names",
]
