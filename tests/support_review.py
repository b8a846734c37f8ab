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


def a_class(count: int = 24) -> list[Session]:
    """Return sessions that the tool and two mentors have levelled, made up: they mostly agree."""
    levels: tuple[Level, ...] = ("below L4", "L4", "L5", "L6")
    found = []
    for number in range(count):
        place = number * 7 % 4
        near = min(max(place + (number % 5 == 1) - (number % 7 == 2), 0), 3)
        other = min(max(place + (number % 6 == 3), 0), 3)
        findings = {"oxidation": "met" if number % 3 else "unmet", "windowpane": "unmet" if number % 4 == 1 else "met"}
        one = rated(number, levels[place], ("Ada", True, levels[near]), ("Bo", number % 2 == 0, levels[other]))
        found.append(add_review(one, review_of(one, reviewer="Ada", level=levels[near], verdicts=findings)))
    return found
