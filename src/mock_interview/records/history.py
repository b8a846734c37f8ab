"""What was practised and how it went: a few facts of each session, for the schedule and for what awaits a grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mock_interview.errors import BadInput
from mock_interview.models import CriterionKind, Level, State
from mock_interview.records.index import MENTOR_SIGNS, SIGNS, OnRead, Outline, outlines


@dataclass(frozen=True)
class Mark:
    """What a mentor, else a grade, says of one criterion."""

    criterion: str
    kind: CriterionKind
    state: State
    shared: bool = False
    mentor: bool = False
    """A mentor says so."""


@dataclass(frozen=True)
class Practised:
    """One session; `level` and `marks` are a mentor's where there are any, else of its last grade that has a level."""

    id: str
    question: str
    created: datetime
    """In UTC."""
    pending: bool
    """It awaits a grade: everything said is finished, and it was never graded or last by a grader that failed."""
    level: Level | None
    marks: tuple[Mark, ...]
    path: Path
    mentored: bool = False
    """The level is a mentor's."""


def history(on_read: OnRead | None = None) -> Iterator[Practised | BadInput]:
    """Yield what is known of each session, newest first; one that cannot be counted as the error that says why."""
    states: dict[str, tuple[State, bool]] = {sign: (state, False) for state, sign in SIGNS.items()}
    states |= {MENTOR_SIGNS["met"]: ("met", True), MENTOR_SIGNS["unmet"]: ("unmet", True)}
    for one in outlines(on_read):
        yield _practised(one, states) if isinstance(one, Outline) else one


def _practised(one: Outline, states: dict[str, tuple[State, bool]]) -> Practised:
    return Practised(
        id=one.id,
        question=one.question,
        created=datetime.fromtimestamp(one.created, UTC),
        pending=one.pending,
        level=one.standing,
        marks=tuple(
            Mark(claim.criterion, claim.kind, states[sign][0], claim.shared, states[sign][1])
            for claim, sign in zip(one.rubric, one.states, strict=True)
            if sign in states
        ),
        path=one.path,
        mentored=one.mentored,
    )
