"""What is known of every session without reading its file again.

The index is one file beside the sessions folder that may be thrown away at any time: see `kept`.
(Measured over 10,000 sessions, JSON is read in half the time of rows from SQLite.)
"""

import gc
import os
import stat
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mock_interview import config
from mock_interview.errors import BadInput
from mock_interview.levels import LEVELS, CriterionKind, Level, State
from mock_interview.records import kept
from mock_interview.records.files import sessions_folder

FORMAT = 3
"""To be raised with every change of what a row holds or of how it is read from a session."""
_NAME = f"index {FORMAT}"
_ABANDONED = 86_400
"""Seconds after which the temporary file of a save is one that was killed: the file it was to replace is whole."""

SIGNS: dict[State, str] = {"met": "m", "unmet": "u", "unsupported": "o", "ungraded": "?"}
"""How a verdict's state is kept; a criterion without a verdict has `-`."""
MENTOR_SIGNS = {"met": "M", "unmet": "U"}
"""How a mentor's verdict is kept, which outranks a grade's."""

OnRead = Callable[[int, int], None]
"""Told after each session file that had to be read: how many have been, and of how many."""


class Claim(NamedTuple):
    """One criterion of a rubric."""

    criterion: str
    kind: CriterionKind
    shared: bool
    claim: str


@dataclass(frozen=True)
class Summary:
    """A line about a session."""

    id: str
    question: str
    title: str
    created: str
    words: int
    level: Level | None
    graded: bool
    path: Path


class Outline(NamedTuple):
    """A session without its words: what progress is made of. Moments are seconds since 1970."""

    id: str
    question: str
    title: str
    words: int
    level: Level | None
    graded: bool
    category: str
    kind: str
    loop: str | None
    self_rating: Level | None
    low: Level | None
    high: Level | None
    seconds: float
    """Spent typing."""
    created: int
    finished: list[int]
    """When each finished answer was given."""
    graded_at: int | None
    missed: list[int]
    """Criteria of L4, L5 and L6 that a mentor, else the latest grade, found unmet, as positions in `rubric`."""
    tells: list[int]
    """Tells that a mentor, else the latest grade, found met, as positions in `rubric`."""
    pending: bool
    """Finished, and never graded or last by a grader that failed."""
    standing: Level | None
    """The level a mentor gave last, else that of the latest grade that has one."""
    mentored: bool
    """`standing` is a mentor's."""
    states: str
    """What that grade says of each criterion of `rubric`, by `SIGNS`; what a mentor says, by `MENTOR_SIGNS`."""
    rubric: tuple[Claim, ...]
    """As it was then; sessions with the same rubric share it."""
    path: Path


@dataclass
class _Index:
    """Rows by file name, `[mtime_ns, size, listed, counted]`; `counted` ends with the number of its rubric."""

    rows: dict[str, list[Any]]
    rubrics: list[tuple[Claim, ...]]


def summaries(on_read: OnRead | None = None) -> list[Summary | BadInput]:
    """Return a line about each session, newest first; a file that cannot be read comes as the error that says why."""
    with no_collecting():
        folder = sessions_folder()
        return [*_closed(folder), *(_summary(row, folder / name) for name, row in _current(on_read).rows.items())]


def _summary(row: list[Any], path: Path) -> Summary | BadInput:
    listed = row[2]
    if isinstance(listed, str):
        return BadInput(f"{path}: {listed}")
    session, question, title, created, words, level, graded = listed
    return Summary(session, question, title, created, words, level, graded, path)


def outlines(on_read: OnRead | None = None) -> list[Outline | BadInput]:
    """Return each session without its words, newest first; one that cannot be counted as the error that says why."""
    with no_collecting():
        folder = sessions_folder()
        index = _current(on_read)
        return [*_closed(folder), *(_outline(row, folder, name, index.rubrics) for name, row in index.rows.items())]


def _closed(folder: Path) -> list[BadInput]:
    """Return why a folder that is there cannot be looked into: its sessions are not none."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return []
    except OSError as error:
        return [BadInput(f"{folder}: cannot be read: {error.strerror}")]
    return []


def _outline(row: list[Any], folder: Path, name: str, rubrics: list[tuple[Claim, ...]]) -> Outline | BadInput:
    listed, counted = row[2:]
    if isinstance(listed, str):
        return BadInput(f"{folder / name}: {listed}")
    if isinstance(counted, str):
        return BadInput(f"{folder / name}: is passed over: {counted}")
    session, question, title, _, words, level, graded = listed
    values: list[Any] = [session, question, title, words, level, graded, *counted]
    values[-1] = rubrics[counted[-1]]
    return Outline._make([*values, folder / name])


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the garbage collector from looking through ten thousand new rows again and again: half of the time.

    For as long as one command works on all sessions; nothing in them needs it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def best_levels(on_read: OnRead | None = None) -> dict[str, Level]:
    """Return the best level of the sessions on each question, by its id; files that cannot be read are passed over."""
    best: dict[str, Level] = {}
    with no_collecting():
        rows = _current(on_read).rows
    for _, _, listed, _ in rows.values():
        if not isinstance(listed, str) and listed[5]:
            best[listed[1]] = max(best.get(listed[1], LEVELS[0]), listed[5], key=LEVELS.index)
    return best


def forget(names: Collection[str]) -> None:
    """Take the rows of these session files, and of those that have gone, out of the index; delete broken-off ones."""
    known = _load()
    if gone := known.rows.keys() & set(names) | known.rows.keys() - _files().keys():
        _save(_Index({name: row for name, row in known.rows.items() if name not in gone}, known.rubrics))
    file = index_file()
    for path in file.parent.glob(f".{file.name}.*.tmp"):
        path.unlink(missing_ok=True)


def index_file() -> Path:
    """Return where the index lies."""
    return config.home() / "sessions.index"


def _current(on_read: OnRead | None) -> _Index:
    """Return the rows of all session files, newest first; what is new or changed is read, and the index kept."""
    known = _load()
    found = _files()
    rows = {name: row for name, mark in found.items() if (row := known.rows.get(name)) and row[:2] == mark}
    to_read = [name for name in found if name not in rows]
    settled = dict(rows)
    current = _Index(rows, known.rubrics)
    numbers = {rubric: number for number, rubric in enumerate(current.rubrics)} if to_read else {}
    try:
        for count, name in enumerate(to_read, 1):
            row, lasting = _read(name, found[name], numbers)
            if row:
                rows[name] = row
            if row and lasting:
                settled[name] = row
            if on_read:
                on_read(count, len(to_read))
    finally:  # stopped half-way, the next time goes on from here
        current.rubrics = list(numbers) or current.rubrics
        if settled.keys() != known.rows.keys() or any(known.rows[name] is not row for name, row in settled.items()):
            _save(_Index(settled, current.rubrics))
    current.rows = {name: rows[name] for name in found if name in rows}
    return current


def _files() -> dict[str, list[int]]:
    """Return time stamp and size of each session file by its name, newest first."""
    found = {}
    with suppress(OSError), os.scandir(sessions_folder()) as entries:
        for entry in entries:
            if entry.name.endswith(".json"):
                try:
                    status = entry.stat()
                except OSError:  # deleted meanwhile, or a link to nowhere
                    continue
                if not stat.S_ISFIFO(status.st_mode):
                    found[entry.name] = [status.st_mtime_ns, status.st_size]
            elif entry.name.startswith(".") and entry.name.endswith(".tmp"):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _ABANDONED:
                        os.unlink(entry)
    return dict(sorted(found.items(), reverse=True))


def _read(name: str, mark: list[int], numbers: dict[tuple[Claim, ...], int]) -> tuple[list[Any] | None, bool]:
    """Return the row of a file, and whether it will be the same next time; None when the file has gone."""
    from mock_interview.records.outline import read_row

    began = time.time_ns()
    try:
        listed, counted = read_row(sessions_folder() / name)
    except FileNotFoundError:
        return None, False
    except OSError as error:
        reason = f"is no session file ({type(error).__name__})"
        return [*mark, reason, reason], False
    if isinstance(counted, list):
        rubric = tuple(Claim(*claim) for claim in counted[-1])
        counted[-1] = numbers.setdefault(rubric, len(numbers))
    return [*mark, listed, counted], abs(began - mark[0]) > kept.UNSETTLED


def _load() -> _Index:
    """Return what the index file holds; nothing when there is none, or a broken one or one of another format."""
    value = kept.read(index_file(), _NAME)
    if value is None:
        return _Index({}, [])
    return _Index(value["rows"], [tuple(Claim(*claim) for claim in rubric) for rubric in value["rubrics"]])


def _save(index: _Index) -> None:
    """Write the index file as a whole; where the home cannot be written there is none."""
    used: dict[int, int] = {}
    rows = {}
    for name, (*start, counted) in index.rows.items():
        if isinstance(counted, list):
            counted = [*counted[:-1], used.setdefault(counted[-1], len(used))]
        rows[name] = [*start, counted]
    rubrics = [index.rubrics[number] for number in used]
    kept.write(index_file(), _NAME, {"rows": rows, "rubrics": rubrics})
