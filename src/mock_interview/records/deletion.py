"""Delete sessions, and with them every other place where this program has put their words.

Those are the temporary folder (a copy when the sessions folder was full, a draft that was open in an outside editor),
files whose writing was broken off, the index and the loop they were part of. Words are looked for in no file that is
not of this program, and copies that were exported or mailed cannot be known.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from glob import escape
from pathlib import Path

from mock_interview.errors import BadInput
from mock_interview.models import Session
from mock_interview.records.files import sessions_folder
from mock_interview.records.index import Summary, forget, summaries
from mock_interview.records.loops import load_loop, loops_folder
from mock_interview.records.reviews import drafts_of
from mock_interview.records.sessions import load, spare_file

_LARGEST_DRAFT = 1_000_000
_TELLING = 40
"""Characters of a sentence that is nobody else's."""


def delete(path: Path) -> None:
    """Delete a session with all that holds its words; of a file elsewhere that file alone, and only if it is one.

    Raises `BadInput` that names the file which cannot be deleted; the session file itself goes last.
    """
    if path.parent.resolve() != sessions_folder().resolve():
        load(path)
        _unlink(_left_behind(path))
        _unlink([path], missing_ok=False)
        return
    _delete([path])


def delete_all(paths: Sequence[Path], on_deleted: Callable[[int, int], None] | None = None) -> None:
    """Delete these session files with all that holds their words; see `delete`."""
    _delete(paths, on_deleted)
    if not any(sessions_folder().glob("*.json")):  # nobody's any more
        _unlink(sessions_folder().glob(".*.json.*.tmp"))
        left = Path(tempfile.gettempdir()).glob(f".{spare_file('*').name}.*.tmp")
        _unlink(path for path in left if _is_ours(path))


def every_session() -> list[Path]:
    """Return all session files, damaged ones and those in the temporary folder among them."""
    spares = [path for path in Path(tempfile.gettempdir()).glob(spare_file("*").name) if _is_ours(path)]
    return [path for path in [*sorted(sessions_folder().glob("*.json")), *sorted(spares)] if not path.is_dir()]


def begun_before(day: date) -> list[Path]:
    """Return the files of the sessions begun before a day, of the calendar here; files that are no sessions stay."""
    return [one.path for one in summaries() if isinstance(one, Summary) and _day(one.created) < day]


def _day(created: str) -> date:
    try:
        at = datetime.fromisoformat(created)
        return (at.astimezone() if at.tzinfo else at).date()
    except (ValueError, OverflowError, OSError):
        return date.max


def _delete(paths: Sequence[Path], on_deleted: Callable[[int, int], None] | None = None) -> None:
    drafts = _drafts()
    gone = []
    try:
        for count, path in enumerate(paths, 1):
            if not path.exists() and path.parent != sessions_folder():
                continue  # a copy in the temporary folder went with its session
            session = _known(path)
            spare = spare_file(session.id if session else path.stem)
            of_editor = [draft for draft, text in drafts.items() if session and _is_of(text, session)]
            _unlink(drafts_of(session.id if session else path.stem.removeprefix(spare_file("").stem)))
            copies = [one for one in (*_left_behind(spare), spare, *of_editor) if one != path and _is_ours(one)]
            _unlink([*_left_behind(path), *copies])
            _unlink([path], missing_ok=False)
            gone.append(path)
            if on_deleted:
                on_deleted(count, len(paths))
    finally:
        forget([path.name for path in gone])
        _forget_loops({path.stem.removeprefix(spare_file("").stem) for path in gone})


def _known(path: Path) -> Session | None:
    try:
        return load(path)
    except BadInput:  # a damaged file can be deleted too
        return None


def _left_behind(path: Path) -> Iterable[Path]:
    """Return what was left where writing a file was broken off: see `files.replace`."""
    return path.parent.glob(f".{escape(path.name)}.*.tmp")


def _drafts() -> dict[Path, str]:
    """Return what an outside editor may have left in the temporary folder, when it or we were killed."""
    found = {}
    for path in Path(tempfile.gettempdir()).glob("tmp*.md*"):
        with suppress(OSError, UnicodeDecodeError):
            if _is_ours(path) and path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_DRAFT:
                found[path] = path.read_text(encoding="utf-8").strip()
    return found


def _is_of(text: str, session: Session) -> bool:
    """Return whether a text is an answer of the session or has a sentence of one: it may have been changed since."""
    said = [turn.text.strip() for turn in session.turns if turn.role == "candidate" and turn.text.strip()]
    sentences = [one.strip() for one in re.split(r"(?<=[.!?])\s|\n", text)]
    telling = [one for one in sentences if len(one) >= _TELLING]
    return text in said or any(sentence in answer for answer in said for sentence in telling)


def _is_ours(path: Path) -> bool:
    """Return whether a file in a folder that others use as well is this user's."""
    with suppress(FileNotFoundError):
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    return False


def _unlink(paths: Iterable[Path], *, missing_ok: bool = True) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=missing_ok)
        except OSError as error:
            raise BadInput(
                f"{path}: cannot be deleted: {error.strerror}", "Give yourself the right to write in its folder."
            ) from error


def _forget_loops(ids: set[str]) -> None:
    """Delete the loops of which no session is left; one that has others keeps its questions in order."""
    here = {entry.name for entry in os.scandir(sessions_folder())} if sessions_folder().is_dir() else set()
    for path in loops_folder().glob("*.json"):
        try:
            loop = load_loop(path)
        except BadInput:
            continue
        if ids.intersection(loop.sessions) and not any(f"{name}.json" in here for name in loop.sessions):
            _unlink([*_left_behind(path), path])
