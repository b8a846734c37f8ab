"""Keep what comes from elsewhere as sessions: a file of our own as it is, a transcript as a session of its own.

What is here already is found by its content, so that importing a file twice makes nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import BadInput
from mock_interview.models import Question, Rubric, Session, Turn
from mock_interview.records.files import sessions_folder
from mock_interview.records.loops import Loop, loops_folder, new_loop, save_loop
from mock_interview.records.sessions import load, new_session, save

IMPORTED = "imported"
"""What stands in a loop's file in place of the mix it was put together by."""
LONGEST_NAME = 200


@dataclass(frozen=True)
class Kept:
    """A session, where it lies, and whether it lay there before."""

    session: Session
    path: Path
    there: bool


def keep_session(path: Path) -> Kept:
    """Copy a session file to the sessions folder; raises `BadInput` when another one with its id lies there."""
    session = load(path)
    place = sessions_folder() / f"{session.id}.json"
    if not place.exists():
        return Kept(session, save(session, spare=False), False)
    here = load(place)
    if here != session:
        raise BadInput(
            f"{path}: the session {session.id} is here already, and not the same: {_differences(here, session)}",
            f"To have this one instead: mock-interview sessions delete {session.id}",
        )
    return Kept(here, place, True)


def _differences(here: Session, other: Session) -> str:
    names = [name for name in Session.model_fields if getattr(here, name) != getattr(other, name)]
    return f"{', '.join(names)} differ" + ("s" if len(names) == 1 else "")


def keep_turns(
    question: Question, rubric: Rubric, turns: Sequence[Turn], candidate: str, loop: str | None = None
) -> Kept:
    """Save turns as a session, unless a session with the same words of the same candidate is here."""
    if existing := _same(question, rubric, turns, candidate):
        return existing
    session = _session(question, rubric, turns, candidate, loop)
    return Kept(session, save(session, spare=False), False)


def keep_loop(
    answers: Sequence[tuple[Question, Rubric, Sequence[Turn]]], candidate: str
) -> tuple[list[Kept], Loop | None]:
    """Save the questions of one interview as sessions and as a loop, that it may be debriefed as a whole.

    No loop is made of fewer than two, or when one of them is here already; what was broken off is gone on with.
    """
    ids = [question.id for question, _, _ in answers]
    here = [_same(*answer, candidate) for answer in answers]
    if len(answers) < 2 or (any(here) and not _broken_off(here)):
        return [keep_turns(*answer, candidate) for answer in answers], None
    seconds = _seconds([turn for _, _, turns in answers for turn in turns])
    minutes = round(seconds / 60) or sum(question.minutes for question, _, _ in answers)
    begun = new_loop(max(1, minutes), IMPORTED, ids, [q.id for q, _, _ in answers if q.kind != "behavioural"])
    begun = begun.model_copy(update={"id": _broken_off(here) or begun.id})
    kept = [keep_turns(*answer, candidate, begun.id) for answer in answers]
    names = tuple(one.session.id for one in kept)
    loop = begun.model_copy(update={"sessions": names, "done": len(names), "seconds": seconds})
    save_loop(loop)
    return kept, loop


def _broken_off(here: Sequence[Kept | None]) -> str | None:
    """Return the loop that these sessions are of and that was never saved: importing it ended in the middle."""
    loops = {one.session.loop for one in here if one}
    name = loops.pop() if len(loops) == 1 else None
    return name if name and not (loops_folder() / f"{name}.json").exists() else None


def _session(
    question: Question, rubric: Rubric, turns: Sequence[Turn], candidate: str, loop: str | None = None
) -> Session:
    made = new_session(question, rubric, loop)
    made = made.model_copy(update={"turns": tuple(turns), "candidate": candidate[:LONGEST_NAME]})
    return made.model_copy(update={"id": f"{made.id[:-4]}{_ending(made)}"})


def _ending(session: Session) -> str:
    """Return the last four characters of an imported session's id, by which the same words are found again."""
    return session.transcript_digest.removeprefix("sha256:")[:4]


def _same(question: Question, rubric: Rubric, turns: Sequence[Turn], candidate: str) -> Kept | None:
    wanted = _session(question, rubric, turns, candidate)
    for path in sorted(sessions_folder().glob(f"????????-??????-{question.id}-{_ending(wanted)}.json")):
        try:
            found = load(path)
        except BadInput:
            continue
        if (found.transcript_digest, found.candidate) == (wanted.transcript_digest, wanted.candidate):
            return Kept(found, path, True)
    return None


def _seconds(turns: Sequence[Turn]) -> float:
    """Return how long turns took, from the first time that is known to the end of the last."""
    times = [(turn.offset, turn.seconds or 0.0) for turn in turns if turn.offset is not None]
    return max(0.0, max(begin + took for begin, took in times) - times[0][0]) if times else 0.0
