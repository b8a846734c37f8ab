"""One attempt at a question: every step makes a new session and saves it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from mock_interview import records
from mock_interview.models import Criterion, Grade, Level, Question, Rubric, Session, Turn


class Attempt:
    """A session being made; `path` is where it was last saved. Drafts may be kept by another thread."""

    def __init__(self, question: Question, rubric: Rubric, loop: str | None = None) -> None:
        self.session = records.new_session(question, rubric, loop)
        self.path: Path | None = None
        self._changing = threading.RLock()

    @classmethod
    def resume(cls, path: Path, session: Session) -> "Attempt":
        """Return an attempt that goes on with a saved session."""
        attempt = cls(session.question, session.rubric)
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
        with self._changing:
            turn = Turn(role="candidate", text=text, at=datetime.now(UTC), seconds=seconds, finished=finished)
            self._change(turns=(*self._finished(), turn))

    def with_draft(self, text: str) -> tuple[Turn, ...]:
        """Return the turns as they would be with this draft."""
        return (*self._finished(), Turn(role="candidate", text=text, finished=False))

    def clarify(self, asked: str, reply: str) -> None:
        """Keep a question of the candidate's and the interviewer's reply, before the answer that is being typed."""
        now = datetime.now(UTC)
        with self._changing:
            finished = self._finished()
            pair = (
                Turn(role="candidate", text=asked, at=now),
                Turn(role="interviewer", text=reply, at=now, clarifies=True),
            )
            self._change(turns=(*finished, *pair, *self.session.turns[len(finished) :]))

    def probe(self, criterion: Criterion, text: str = "") -> None:
        """Keep the interviewer's follow-up question about a criterion, in the rubric's words or others."""
        turn = Turn(role="interviewer", text=text or criterion.probe, at=datetime.now(UTC), probe=criterion.id)
        with self._changing:
            self._change(turns=(*self.session.turns, turn))

    def settle(self) -> None:
        """Take back a follow-up question that got no words in reply."""
        with self._changing:
            turns = self.session.turns
            if turns and turns[-1].role == "candidate" and not turns[-1].text.strip():
                turns = turns[:-1]
            if turns and turns[-1].probe:
                self._change(turns=turns[:-1])

    def rate(self, level: Level) -> None:
        """Keep the level the candidate thinks to have shown; no grader sees it."""
        with self._changing:
            self._change(self_rating=level)

    def _finished(self) -> tuple[Turn, ...]:
        turns = self.session.turns
        return turns[:-1] if turns and not turns[-1].finished else turns

    def add_grade(self, grade: Grade) -> None:
        """Keep a grade beside the earlier ones."""
        with self._changing:
            self._change(grades=(*self.session.grades, grade))
