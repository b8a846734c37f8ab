"""Many answers from one place: a JSON Lines file, or a folder of sessions, JSON Lines and text files, one at a time."""

import json
import os
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from errno import ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from stat import S_ISREG

from mock_interview.errors import BadInput
from mock_interview.models import Turn, digest
from mock_interview.records.answers import read_answer, read_submissions
from mock_interview.records.sessions import LARGEST

TEXTS = (".txt", ".md")


@dataclass(frozen=True)
class Input:
    """One answer to grade, a session to grade, or what is wrong with it."""

    id: str
    question: str = ""
    turns: tuple[Turn, ...] = ()
    session: Path | None = None
    problem: str = ""
    foreign: bool = False
    """No answer at all, and nobody said it was one."""

    @property
    def content(self) -> str:
        """Return the digest of what is graded: the question's id, and who said what."""
        return content_of(self.question, self.turns)


def content_of(question: str, turns: tuple[Turn, ...]) -> str:
    """Return the digest of an answer to a question."""
    return digest([question, [[turn.role, turn.text] for turn in turns]])


def read_inputs(
    source: Path, question: str | None, known: Callable[[str], bool], leave: Set[Path] = frozenset()
) -> Iterator[Input]:
    """Yield what there is to grade, in order of file names and lines; a broken one comes with its problem.

    `question` holds for lines and text files that name none; `known` says whether the bank has a question. Files in
    `leave`, hidden ones and links that lead out of the folder are passed over.
    """
    if not source.is_dir():
        yield from _lines(source, question)
        return
    for path, unread in files_below(source):
        if unread:
            yield Input(_name(path, source), problem=f"{path}: cannot be read: {unread}")
            continue
        if path in leave or path.resolve() in leave:
            continue
        if path.suffix == ".jsonl":
            try:
                yield from _lines(path, question)
            except BadInput as error:
                yield Input(_name(path, source), problem=error.message)
        elif path.suffix == ".json":
            yield _session(path, source)
        elif path.suffix in TEXTS:
            yield _text(path, source, question, known)
        else:
            yield Input(
                _name(path, source), problem=f"{path}: is no answer: {path.suffix or 'no suffix'}", foreign=True
            )


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the regular files of a folder and its subfolders by name, hidden ones and links out of it left out.

    With each comes why it cannot be looked at, if it cannot; a subfolder that cannot be listed stands for its files.
    """
    root = folder.resolve()
    unread: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=unread.append):
        yield from _named(unread)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith("."):
                continue
            try:
                if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                    continue
                if S_ISREG(path.stat().st_mode):
                    yield path, ""
            except OSError as error:
                if error.errno not in (ENOENT, ENOTDIR, ELOOP):  # a link that leads nowhere, or to itself
                    yield path, str(error.strerror)
    yield from _named(unread)


def _named(unread: list[OSError]) -> Iterator[tuple[Path, str]]:
    while unread:
        error = unread.pop(0)
        yield Path(error.filename), str(error.strerror)


def count_inputs(source: Path, leave: Set[Path] = frozenset()) -> int | None:
    """Return how many answers there are, for a bar; None when they can be read only once."""
    if source.is_dir():
        paths = (path for path, _ in files_below(source) if path not in leave)
        return sum(_line_count(path) if path.suffix == ".jsonl" else 1 for path in paths)
    return _line_count(source) if source.is_file() else None


def _line_count(path: Path) -> int:
    try:
        with path.open("rb") as file:
            count, last = 0, b"\n"
            while block := file.read(1 << 20):
                count += block.count(b"\n")
                last = block[-1:]
            return count + (last != b"\n")
    except OSError:
        return 1


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _lines(path: Path, question: str | None) -> Iterator[Input]:
    for line in read_submissions(path, question):
        turns = (Turn(role="candidate", text=line.answer),)
        yield Input(line.id, line.question, turns, problem=line.problem)


def _text(path: Path, root: Path, question: str | None, known: Callable[[str], bool]) -> Input:
    name = _name(path, root)
    asked = question or path.stem.rpartition(".")[2]
    try:
        turns = read_answer(path)
    except BadInput as error:
        return Input(name, problem=error.message)
    if not known(asked):
        hint = "name the file after its question, like why-x.txt or anna.why-x.txt, or give --question"
        return Input(name, problem=f"{path}: {asked!r} is no question; {hint}")
    return Input(name, asked, turns)


def _session(path: Path, root: Path) -> Input:
    """Return a session to be read when its turn comes; JSON that is something else is not looked at twice."""
    name = _name(path, root)
    try:
        if path.stat().st_size > LARGEST:
            return Input(name, problem=f"{path}: is not a session: larger than {LARGEST:,} bytes", foreign=True)
        value = json.loads(path.read_bytes())
    except OSError as error:
        return Input(name, problem=f"{path}: cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        return Input(name, problem=f"{path}: is not JSON: {error}")
    if not (isinstance(value, dict) and {"question", "rubric", "turns"} <= value.keys()):
        return Input(name, problem=f"{path}: is not a session", foreign=True)
    return Input(name, session=path)
