"""Reviews of mentors: read from a file, checked against the session they are of, and kept in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path
from typing import Literal

from mock_interview import config
from mock_interview.errors import BadInput
from mock_interview.models import Grade, Level, Review, Session
from mock_interview.records.files import read_noun, sessions_folder
from mock_interview.records.lock import alone
from mock_interview.records.sessions import load, save

LARGEST = 5_000_000
"""Bytes of a review file."""


@dataclass(frozen=True)
class Joined:
    """A review that is now part of its session."""

    path: Path
    session: Session
    review: Review
    replaced: bool
    """The same reviewer's earlier review made way for it."""


def read_review(path: Path) -> Review:
    """Read a review file; raises `BadInput` that names the file and the field when it is none of ours."""
    return read_noun(path, Review, "review", LARGEST)


def check_review(review: Review, session: Session, name: str) -> None:
    """Raise `BadInput` unless a review is of this session as it is now, each criterion and quote found in it."""
    if review.session != session.id:
        raise BadInput(f"{name}: is a review of {review.session} and not of {session.id}")
    if review.transcript != session.transcript_digest:
        raise BadInput(
            f"{name}: {session.id} is not what was reviewed: its words or its rubric have changed since",
            "Make the page anew, and review that.",
        )
    known = {criterion.id for criterion in session.rubric.criteria}
    for criterion in review.verdicts:
        if criterion not in known:
            raise BadInput(f"{name}: verdicts: the rubric of {session.question.id} has no criterion {criterion!r}")
    for number, remark in enumerate(review.remarks):
        quote = remark.quote
        text = session.turns[quote.turn].text if quote.turn < len(session.turns) else ""
        if text[quote.start : quote.end] != quote.text or not quote.text:
            raise BadInput(f"{name}: remarks.{number}.quote: these words are not in turn {quote.turn}")


def add_review(session: Session, review: Review) -> Session:
    """Return the session with a review, in place of the same reviewer's earlier one of the same transcript."""
    others = tuple(
        one for one in session.reviews if (one.reviewer, one.transcript) != (review.reviewer, review.transcript)
    )
    return session.model_copy(update={"reviews": (*others, review)})


def join_review(path: Path, session_path: Path | None = None) -> Joined:
    """Add the review in a file to its session and save that; raises `BadInput`, and then nothing is changed.

    `session_path` is for a session that does not lie in the sessions folder.
    """
    review = read_review(path)
    where = session_path or sessions_folder() / f"{review.session}.json"
    if not where.is_file():
        raise BadInput(f"{path}: there is no session {review.session}", "Import the session first.")
    with alone(where):
        session = load(where)
        check_review(review, session, str(path))
        joined = add_review(session, review)
        return Joined(save(joined, where), joined, review, len(joined.reviews) == len(session.reviews))


def counted_grade(session: Session) -> Grade | None:
    """Return the grade that counts: the newest that did not fail; None without one."""
    return next((grade for grade in reversed(session.grades) if not grade.failed), None)


@dataclass(frozen=True)
class Word:
    """What mentors say of a session taken together: of each thing, what was said last."""

    level: Level | None = None
    reviewer: str = ""
    """Who gave the level; empty without one."""
    verdicts: Mapping[str, Literal["met", "unmet"]] = field(default_factory=dict)


def mentors_word(session: Session) -> Word:
    """Return what the mentors say of the session as it is now; reviews of other words of it do not count."""
    level, reviewer = None, ""
    known = {criterion.id for criterion in session.rubric.criteria}
    verdicts: dict[str, Literal["met", "unmet"]] = {}
    for review in current_reviews(session):
        if review.level:
            level, reviewer = review.level, review.reviewer
        verdicts |= {name: found for name, found in review.verdicts.items() if name in known}
    return Word(level, reviewer, verdicts)


def current_reviews(session: Session) -> tuple[Review, ...]:
    """Return the reviews of the session's transcript and rubric as they are now."""
    if not session.reviews:
        return ()
    digest = session.transcript_digest
    return tuple(review for review in session.reviews if review.transcript == digest)


def drafts_folder() -> Path:
    """Return the folder of reviews in the making; like the sessions, they hold words of candidates."""
    return config.home() / "reviews"


def drafts_of(session: str) -> list[Path]:
    """Return what lies there of a session given by its id: a draft for each reviewer, and writing broken off."""
    name = f"{escape(session)}.????????.json"
    return sorted([*drafts_folder().glob(name), *drafts_folder().glob(f".{name}.*.tmp")])
