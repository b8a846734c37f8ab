"""Find the reviewed sessions, in the sessions folder or among files from elsewhere, each review with its session."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import BadInput
from mock_interview.models import Review, Session
from mock_interview.records import check_review, load, read_review, sessions_folder
from mock_interview.records.reviews import add_review, current_reviews

_HAS_REVIEWS = re.compile(rb'"reviews"\s*:\s*\[\s*\{')
"""Found in the file of a session with reviews; within the words of one, the quotation marks would be escaped."""


@dataclass(frozen=True)
class Collected:
    """Sessions with reviews of their words as they are now."""

    sessions: tuple[Session, ...]
    problems: tuple[BadInput, ...]
    """Files and reviews that were passed over, and why."""


def collect(paths: Sequence[Path] = ()) -> Collected:
    """Return the reviewed sessions in files and folders, or in the sessions folder; what is wrong stops nothing.

    Copies of a session that different mentors have reviewed are one session with all of their reviews.
    """
    problems: list[BadInput] = []
    sessions: dict[tuple[str, str], Session] = {}
    loose: list[tuple[Path, Review]] = []
    for path in _files(paths):
        try:
            if path.is_file() and paths and _is_review(path):
                loose.append((path, read_review(path)))
            elif not _may_be_of_use(path, everything=bool(paths)):
                continue
            else:
                _join(load(path), sessions)
        except BadInput as error:
            problems.append(error)
    for path, review in loose:
        try:
            _join(_with(review, path, sessions), sessions)
        except BadInput as error:
            problems.append(error)
    found = []
    for session in sessions.values():
        current = current_reviews(session)
        for review in session.reviews:
            if review not in current:
                name = f"{session.id}: {review.reviewer}'s review"
                problems.append(BadInput(f"{name} is passed over: the words or the rubric have changed since"))
        if current:
            found.append(session.model_copy(update={"reviews": current}))
    return Collected(tuple(found), tuple(problems))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths or (sessions_folder(),):
        if path.is_dir():
            yield from sorted(path.rglob("*.json") if paths else path.glob("*.json"))
        elif paths:
            yield path


def _may_be_of_use(path: Path, *, everything: bool) -> bool:
    """Return whether a file is to be read as a session: of our own, only one that has reviews (it saves most time)."""
    if everything:
        return True
    try:
        return bool(_HAS_REVIEWS.search(path.read_bytes()))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def _is_review(path: Path) -> bool:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "reviewer" in value


def _join(session: Session, sessions: dict[tuple[str, str], Session]) -> None:
    """Add a session, or the reviews and grades that a copy of it has more."""
    key = session.id, session.transcript_digest
    have = sessions.get(key)
    if have is None:
        sessions[key] = session
        return
    both = session if len(session.grades) > len(have.grades) else have
    both = both.model_copy(update={"reviews": have.reviews})
    for review in session.reviews:
        both = add_review(both, review)
    sessions[key] = both


def _with(review: Review, path: Path, sessions: dict[tuple[str, str], Session]) -> Session:
    """Return the session a review is of, with the review in it; raises `BadInput` when there is none."""
    key = review.session, review.transcript
    session = sessions.get(key)
    if session is None:
        where = sessions_folder() / f"{review.session}.json"
        if not where.is_file():
            raise BadInput(f"{path}: there is no session {review.session}", "Give its file as well.")
        session = load(where)
    check_review(review, session, str(path))
    return add_review(session, review)
