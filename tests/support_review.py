"""Reviews of mentors, made without a dialogue."""

from datetime import UTC, datetime
from typing import Any

from mock_interview.models import Level, Remark, Review, Session
from mock_interview.records import add_review
from mock_interview.review.draft import Advice
from mock_interview.review.passages import choose
from support_cli import graded

AT = datetime(2026, 2, 1, tzinfo=UTC)


def review_of(one: Session, **more: Any) -> Review:
    """Return Ada's review of a session as it is."""
    values = {"session": one.id, "transcript": one.transcript_digest, "reviewer": "Ada", "at": AT, "blind": True}
    return Review.model_validate(values | more)


def reviewed(one: Session, **more: Any) -> Session:
    """Return the session with Ada's review in it."""
    return add_review(one, review_of(one, **more))


def remark(one: Session, words: str, advice: Advice, text: str) -> Remark:
    """Return a remark on words of a session."""
    return Remark(quote=choose(words, one.turns), advice=advice, text=text)


def at_level(one: Session, level: Level | None) -> Session:
    """Return the session as if its grade had come out at a level."""
    (grade,) = one.grades
    estimate = grade.level.model_copy(update={"estimate": level, "low": level, "high": level})
    return one.model_copy(update={"grades": (grade.model_copy(update={"level": estimate}),)})


def rated(number: int, tool: Level | None, *mentors: tuple[str, bool, Level | None]) -> Session:
    """Return a session of its own number, with the tool's level and mentors' (name, blind, level)."""
    one = at_level(graded(f"20260101-120000-why-knead-{number:04d}"), tool)
    for name, blind, level in mentors:
        one = add_review(one, review_of(one, reviewer=name, blind=blind, level=level))
    return one
