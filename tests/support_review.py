"""Reviews of mentors, made without a dialogue."""

from datetime import UTC, datetime
from typing import Any

from mock_interview.models import Remark, Review, Session
from mock_interview.records import add_review
from mock_interview.review.draft import Advice
from mock_interview.review.passages import choose

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
