"""One attempt at a question: every step makes a new session and saves it."""

from datetime import UTC, datetime
from pathlib import Path

from mock_interview import records
from mock_interview.models import Grade, Question, Rubric, Session, Turn


class Attempt:
    """A session being made; `path` is where it was last saved."""

    def __init__(self, question: Question, rubric: Rubric, loop: str | None = None) -> None:
        self.session = records.new_session(question, rubric, loop)
        self.path: Path | None = None

    @classmethod
    def resume(cls, path: Path, session: Session) -> "Attempt":
        """Return an attempt that goes on with a saved session."""
        attempt = cls.__new__(cls)
        attempt.session, attempt.path = session, path
        return attempt

    def _change(self, **values: object) -> None:
        self.session = self.session.model_copy(update=values)
        self.path = records.save(self.session, self.path)

    def save(self) -> None:
        """Save the session as it is."""
        self._change()

    @property
    def draft(self) -> str:
        """Return the text of an answer that is not finished yet."""
        last = self.session.turns[-1:]
        return last[0].text if last and not last[0].finished else ""

    @property
    def name(self) -> str:
        """Return what `mock-interview grade` finds the session by: its id, or its file when that lies elsewhere."""
        usual = self.path is None or self.path.parent == records.sessions_folder()
        return self.session.id if usual else str(self.path)

    def write(self, text: str, *, finished: bool, seconds: float | None = None) -> None:
        """Keep what has been typed so far, or the finished answer."""
        turns = self.session.turns
        if turns and not turns[-1].finished:
            turns = turns[:-1]
        turn = Turn(role="candidate", text=text, at=datetime.now(UTC), seconds=seconds, finished=finished)
        self._change(turns=(*turns, turn))

    def add_grade(self, grade: Grade) -> None:
        """Keep a grade beside the earlier ones."""
        self._change(grades=(*self.session.grades, grade))
