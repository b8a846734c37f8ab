"""What was practised and how it went: a few facts of each session, for the schedule and for what awaits a grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from mock_interview.errors import BadInput
from mock_interview.models import LEVELS, Level
from mock_interview.records.sessions import sessions_folder


@dataclass(frozen=True)
class Mark:
    """What the last grade that has a level says of one criterion of L4, L5 or L6."""

    criterion: str
    kind: str
    shared: bool
    met: bool


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
    for path in sorted(sessions_folder().glob("*.json")):
        try:
            yield _practised(from_json(path.read_bytes()), path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            yield BadInput(f"{path}: is no session file ({type(error).__name__})")


def _practised(value: Any, path: Path) -> Practised:
    grades = value["grades"]
    levelled = next((g for g in reversed(grades) if g["level"]["estimate"] is not None), None)
    level = levelled["level"]["estimate"] if levelled else None
    if level not in (None, *LEVELS):
        raise ValueError(level)
    created = datetime.fromisoformat(value["created"])
    answers = [turn["finished"] for turn in value["turns"] if turn["role"] == "candidate"]
    return Practised(
        id=str(value["id"]),
        question=str(value["question"]["id"]),
        created=created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC),
        finished=bool(answers) and all(answers),
        # "ungraded" is how the reason of a failed grade begins: docs/json.md.
        graded=bool(grades) and not (_no_level(grades[-1]) and grades[-1]["level"]["reason"].startswith("ungraded")),
        level=level,
        marks=tuple(
            Mark(str(v["criterion"]), v["kind"], v["shared"] is True, v["state"] == "met")
            for v in (levelled["verdicts"] if levelled else ())
            if v["kind"] in LEVELS and v["state"] != "ungraded"
        ),
        path=path,
    )


def _no_level(grade: Any) -> bool:
    return grade["level"]["estimate"] is None
