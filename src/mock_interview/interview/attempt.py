"""One attempt at a question: every step makes a new session and saves it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from mock_interview import records
from mock_interview.errors import BadInput
from mock_interview.models import Criterion, Grade, Level, Question, Rubric, Session, Turn


class Attempt:
    """A session being made; `path` is where it was last saved. Drafts may be kept by another thread."""

    def __init__(self, question: Question, rubric: Rubric, loop: str | None = None) -> None:
        self.session = records.new_session(question, rubric, loop)
        self.path: Path | None = None
        self._mark: tuple[int, ...] = ()
        """Of the file as it was when it was last saved; empty before."""
        self._said: tuple[Turn, ...] = ()
        """The turns in the file when it was last read or saved."""
        self._changing = threading.RLock()

    @classmethod
    def resume(cls, path: Path, session: Session) -> "Attempt":
        """Return an attempt that goes on with a saved session."""
        attempt = cls(session.question, session.rubric)
        attempt.session, attempt.path = session, path
        attempt._said = session.turns
        return attempt

    def _change(self, **values: object) -> None:
        """Save the session with new values, and with what another process has added since it was read."""
        changed = self.session.model_copy(update=values)
        where = self.path or records.sessions_folder() / f"{changed.id}.json"
        with records.alone(where):
            if self.path and _mark(self.path) != self._mark:
                changed, self.path = self._joined(changed)
            self.session = changed
            self.path = records.save(changed, self.path)
            self._mark, self._said = _mark(self.path), changed.turns

    def _joined(self, changed: Session) -> tuple[Session, Path | None]:
        """Return the session with what lies on the disk by now, and where to save it.

        Grades and reviews are put together. Words that somebody else has put there meanwhile are not touched: our own,
        or a grade of words that are there no more, become a session of their own.
        """
        assert self.path
        try:
            there = records.load(self.path)
        except BadInput:  # deleted or damaged meanwhile
            return changed, self.path
        if there.turns == self._said:
            turns = changed.turns
        elif changed.turns == self._said == there.turns[: len(self._said)]:
            turns = there.turns
        else:
            name = records.new_session(changed.question, changed.rubric).id
            return changed.model_copy(update={"id": name, "reviews": ()}), None
        both: dict[str, object] = {
            "turns": turns,
            "self_rating": changed.self_rating or there.self_rating,
            "grades": _and_new(there.grades, changed.grades),
            "reviews": there.reviews,
        }
        return changed.model_copy(update=both), self.path

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


def _mark(path: Path) -> tuple[int, ...]:
    """Return what tells one saved file from the next; every save makes another file."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return facts.st_ino, facts.st_mtime_ns, facts.st_size


def _and_new(there: tuple[Grade, ...], ours: tuple[Grade, ...]) -> tuple[Grade, ...]:
    """Return the grades of both, each once, in the order in which they were made."""
    return (*there, *(grade for grade in ours if grade not in there))
