"""Loops on disk: which questions a mock interview has, and which sessions it has; the words are in those."""

import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from mock_interview import config
from mock_interview.errors import BadInput
from mock_interview.models import FORMAT, SESSION_ID, Id, Noun
from mock_interview.records.files import find_in, read_noun, replace

LARGEST = 1_000_000
FRESH = timedelta(days=7)
"""How long after its beginning a loop is still gone on with."""

Name = Annotated[str, Field(pattern=SESSION_ID)]


class Loop(Noun):
    """A mock interview of several questions."""

    format: Literal[1] = FORMAT
    id: Name
    created: AwareDatetime
    minutes: Annotated[int, Field(ge=1)]
    """The time there is for all of it."""
    like: Id
    """The mix of questions it was put together by."""
    questions: Annotated[tuple[Id, ...], Field(min_length=1)]
    """In the order they are asked."""
    core: tuple[Id, ...] = ()
    """Those of the questions in which one answer below L4 caps the whole loop."""
    sessions: tuple[Name, ...] = ()
    """The sessions begun so far, one for each of the first questions."""
    done: Annotated[int, Field(ge=0)] = 0
    """How many questions are finished; a session beyond them is still open."""
    seconds: Annotated[float, Field(ge=0)] = 0
    """Time spent on the questions so far."""

    @property
    def finished(self) -> bool:
        """Return whether every question has been asked and answered."""
        return self.done >= len(self.questions)


def loops_folder() -> Path:
    """Return the folder of the loops' files."""
    return config.home() / "loops"


def new_loop(minutes: int, like: str, questions: Sequence[str], core: Collection[str]) -> Loop:
    """Return a loop of which nothing has been asked yet."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    ours = tuple(q for q in questions if q in core)
    return Loop(id=name, created=now, minutes=minutes, like=like, questions=tuple(questions), core=ours)


def save_loop(loop: Loop) -> Path:
    """Write a loop, replacing the earlier file as a whole; return where it lies."""
    path = loops_folder() / f"{loop.id}.json"
    try:
        return replace(path, loop.model_dump_json(indent=2) + "\n")
    except OSError as error:
        hint = "Make room, or set MOCK_INTERVIEW_HOME."
        raise BadInput(f"{path}: cannot be saved: {error.strerror}", hint) from error


def load_loop(path: Path) -> Loop:
    """Read a loop's file; raises `BadInput` that names the file and the field when it is none of ours."""
    loop = read_noun(path, Loop, "loop", LARGEST)
    if not loop.done <= len(loop.sessions) <= len(loop.questions):
        raise BadInput(f"{path}: is no loop file: questions, sessions and done do not go together")
    return loop


def find_loop(name: str) -> Path:
    """Return the path of a loop given by its id, the beginning of one, or `last`."""
    return find_in(loops_folder(), name, "loop", "Begin one: mock-interview loop")


def forget_loop(loop: Loop) -> None:
    """Delete the file of a loop in which nothing was said."""
    (loops_folder() / f"{loop.id}.json").unlink(missing_ok=True)


def unfinished_loop(questions: Collection[str], now: datetime) -> Loop | None:
    """Return the newest loop that was broken off less than `FRESH` ago and whose questions are all among these."""
    for path in sorted(loops_folder().glob("*.json"), reverse=True):
        try:
            loop = load_loop(path)
        except BadInput:
            continue
        if not loop.finished and now - loop.created < FRESH and set(loop.questions) <= set(questions):
            return loop
    return None
