"""One session, one JSON file: written whole or not at all, readable by its owner alone."""

import os
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mock_interview.errors import BadInput
from mock_interview.models import Question, Rubric, Session
from mock_interview.records.files import find_in, read_noun, replace, sessions_folder

LARGEST = 20_000_000


def new_session(question: Question, rubric: Rubric, loop: str | None = None) -> Session:
    """Return an empty session on a question, with the rubric as it is now; `loop` is the loop it is part of."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{question.id}-{secrets.token_hex(2)}"
    return Session(id=name, created=now, question=question, rubric=rubric, loop=loop)


def spare_file(session_id: str) -> Path:
    """Return where a session is saved when the sessions folder cannot be written."""
    return Path(tempfile.gettempdir()) / f"mock-interview-{session_id}.json"


def save(session: Session, path: Path | None = None, *, spare: bool = True) -> Path:
    """Write a session, replacing the earlier file as a whole; return where it lies now.

    When the sessions folder cannot be written (full, read-only), the platform's temporary folder is tried, unless the
    words lie elsewhere and there is nothing to `spare`; when that fails too, `BadInput` says so, and the caller still
    holds the words.
    """
    text = session.model_dump_json(indent=2) + "\n"
    wanted = path or sessions_folder() / f"{session.id}.json"
    try:
        return replace(wanted, text)
    except OSError as error:
        first = error
    try:
        if not spare:
            raise first
        return replace(spare_file(session.id), text)
    except OSError as error:
        raise BadInput(
            f"{wanted}: cannot be saved: {first.strerror}", "Make room, or set MOCK_INTERVIEW_HOME."
        ) from error


def load(path: Path) -> Session:
    """Read a session file; raises `BadInput` that names the file and the field when it is none of ours."""
    session = read_noun(path, Session, "session", LARGEST)
    known = {criterion.id for criterion in session.rubric.criteria}
    for verdict in (v for grade in session.grades for v in grade.verdicts):
        if verdict.criterion not in known:
            raise BadInput(f"{path}: grades: its rubric has no criterion {verdict.criterion!r}")
    return session


def find(name: str) -> Path:
    """Return the path of a session given as a file, an id, the beginning of one, or `last`."""
    if name.endswith(".json") or os.sep in name:
        path = Path(name)
        if not path.is_file():
            raise BadInput(f"{path}: there is no such file")
        return path
    return find_in(sessions_folder(), name, "session", "See `mock-interview sessions list`.")


def unfinished(question_id: str) -> tuple[Path, Session] | None:
    """Return the newest session on a question if its answer was broken off and never graded, and no loop has it."""
    for path in sorted(sessions_folder().glob(f"????????-??????-{question_id}-????.json"), reverse=True)[:1]:
        try:
            session = load(path)
        except BadInput:
            return None
        if session.grades or session.loop or not session.turns:
            return None
        last = session.turns[-1]
        if last.clarifies or (not last.finished and last.text.strip()):
            return path, session
    return None
