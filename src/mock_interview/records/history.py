"""What was practised and how it went: a few facts of each session, for the schedule and for what awaits a grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from mock_interview.errors import BadInput
from mock_interview.models import CriterionKind, Level, State
from mock_interview.records.sessions import sessions_folder


@dataclass(frozen=True)
class Mark:
    """What a grade says of one criterion."""

    criterion: str
    kind: CriterionKind
    state: State
    shared: bool = False


@dataclass(frozen=True)
class Practised:
    """One session; `level` and `marks` are those of its last grade that has a level."""

    id: str
    question: str
    created: datetime
    """In UTC."""
    finished: bool
    """Something was answered, and no part of it is a draft."""
    graded: bool
    """It has a grade, and the last one did not fail."""
    level: Level | None
    marks: tuple[Mark, ...]
    path: Path

    @property
    def pending(self) -> bool:
        """Return whether it awaits a grade."""
        return self.finished and not self.graded


def history() -> Iterator[Practised | BadInput]:
    """Yield what is known of each session, in no order; a file that cannot be read comes as the error that says why."""
    read = _reader()
    for path in sorted(sessions_folder().glob("*.json")):
        try:
            yield _practised(read.validate_json(path.read_bytes()), path)
        except (OSError, ValueError, OverflowError) as error:
            yield BadInput(f"{path}: is no session file ({type(error).__name__})")


# The few fields that are wanted, read without the rest: three times as fast as the whole file.


@dataclass(frozen=True)
class _Level:
    estimate: Level | None
    reason: str


@dataclass(frozen=True)
class _Grade:
    level: _Level
    verdicts: tuple[Mark, ...]

    @property
    def failed(self) -> bool:
        # So the reason of a failed grade begins: docs/json.md.
        return self.level.estimate is None and self.level.reason.startswith("ungraded")


@dataclass(frozen=True)
class _Turn:
    role: str
    finished: bool = True


@dataclass(frozen=True)
class _Question:
    id: str


@dataclass(frozen=True)
class _Session:
    id: str
    created: datetime
    question: _Question
    grades: tuple[_Grade, ...] = ()
    turns: tuple[_Turn, ...] = ()


@cache
def _reader() -> TypeAdapter[_Session]:
    return TypeAdapter(_Session)


def _practised(session: _Session, path: Path) -> Practised:
    levelled = next((grade for grade in reversed(session.grades) if grade.level.estimate), None)
    created = session.created
    answers = [turn.finished for turn in session.turns if turn.role == "candidate"]
    return Practised(
        id=session.id,
        question=session.question.id,
        created=created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC),
        finished=bool(answers) and all(answers),
        graded=bool(session.grades) and not session.grades[-1].failed,
        level=levelled.level.estimate if levelled else None,
        marks=levelled.verdicts if levelled else (),
        path=path,
    )
