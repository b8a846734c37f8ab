"""The file that grades in bulk are written to, a line each, and from which it is known what need not be graded again.

What it holds is kept in a temporary database on disk and not in memory.
"""

import json
import os
import sqlite3
import tempfile
import threading
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from mock_interview.errors import BadInput
from mock_interview.models import digest
from mock_interview.records.lock import claim_file


class Ledger:
    """JSON Lines of grades, each with its `id` and `content`; lines are appended as they come.

    A line that a crash cut short is taken away. `fresh` begins anew, with the first new grade. Raises `BadInput` when
    the file cannot be written, is something else, or is being written by another process, and later when the disk is
    full.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self.known = 0
        self._open = False
        """The last line has no end of line."""
        self._others = False
        """Among the lines are some that are no grades."""
        self._lines = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._looking = threading.Lock()
        columns = "key TEXT PRIMARY KEY, start INTEGER, size INTEGER, used INTEGER"
        self._lines.execute(f"CREATE TABLE line ({columns}) WITHOUT ROWID")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and not path.is_file():  # a device or a pipe has no earlier lines, and may never end
                raise BadInput(f"{path}: is no regular file", "Give --out another name.")
            number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self._file: BinaryIO = os.fdopen(number, "r+b")
        except OSError as error:
            raise BadInput(f"{path}: cannot be written: {error.strerror}", "Give --out another name.") from error
        if not claim_file(self._file.fileno()):
            self._refuse("is being written by another run", "Wait for it, or give --out another name.")
        for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):  # of a run that was killed: we are alone here
            left.unlink(missing_ok=True)
        self._read()
        if fresh and self._others:
            self._refuse("has lines that are no grades", "Give --out another name, or leave --fresh out.")
        there = os.fstat(self._file.fileno()).st_size > 0
        self._anew = fresh and there
        """All there was before is to go when there is a new grade."""
        if fresh:
            self._lines.execute("DELETE FROM line")
            self.known = 0
        self._sorted: BinaryIO | None = None
        if there:  # failures too: they are to go
            with suppress(OSError):  # no room for it: the lines stay in the order they come in
                number, self._sorting = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
                self._sorted = os.fdopen(number, "wb")

    def _read(self) -> None:
        """Index what is there and take a cut last line away."""
        size = 0
        ours = False
        cut = b""
        self._lines.execute("BEGIN")  # for good: nobody else ever reads it
        for line in self._file:
            key = _key_of(_value_of(line))
            if key is not None:
                ours = True
                self._open = not line.endswith(b"\n")
                if key:
                    self._lines.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?, 0)", (key, size, len(line)))
            elif line.endswith(b"\n"):
                self._others = True
            else:
                cut = line
                break
            size += len(line)
        self.known = self._lines.execute("SELECT count(*) FROM line").fetchone()[0]
        if (self._others and not ours) or (cut and not _is_cut(cut, ours)):
            self._refuse("is no file of grades", "Give --out another name.")
        self._file.truncate(size)

    def _refuse(self, why: str, hint: str) -> NoReturn:
        self._file.close()
        self._lines.close()
        raise BadInput(f"{self.path}: {why}", hint)

    def find(self, key: str) -> bytes | None:
        """Return the line of a grade that was made before, if there is one."""
        with self._looking:
            row = self._lines.execute("SELECT start, size FROM line WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        return os.pread(self._file.fileno(), row[1], row[0])

    def add(self, line: str, name: str) -> None:
        """Write a line, unless there is one of this key from before; an empty key is of nothing that can be kept."""
        data = line.encode("utf-8", "surrogatepass") + b"\n"
        try:
            if not self._anew and not (name and self._use(name)):
                self._append(data)
            if self._sorted:
                self._sorted.write(data)
            if self._anew and name:
                self._begin(data)
        except OSError as error:
            hint = "Make room and give the same command again: the lines in it are whole and are kept."
            raise BadInput(f"{self.path}: cannot be written: {error.strerror}", hint) from error

    def _use(self, key: str) -> bool:
        """Note that a grade that was made before is among the input; return whether there is one."""
        with self._looking:
            return self._lines.execute("UPDATE line SET used = 1 WHERE key = ?", (key,)).rowcount > 0

    def _begin(self, data: bytes) -> None:
        """Put what this run has written so far, up to the first grade, in the place of all there was before."""
        os.ftruncate(self._file.fileno(), 0)
        self._anew = self._open = False
        if not self._sorted:
            self._append(data)
            return
        self._sorted.flush()
        with open(self._sorting, "rb") as lines:
            while block := lines.read(1 << 20):
                self._append(block)

    def _append(self, data: bytes) -> None:
        """Write a line at the end, or nothing; past any buffer, which would be tried again when the file is closed."""
        number = self._file.fileno()
        end = os.fstat(number).st_size
        if self._open:
            data = b"\n" + data
        try:
            while data:
                data = data[os.write(number, data) :]
        except OSError:
            os.ftruncate(number, end)
            raise
        self._open = False

    def close(self, *, whole: bool) -> None:
        """Let the file go; after a `whole` run that went on with an earlier one its lines are put in input order.

        Grades in it of answers that were not among the input, and lines that are none, are never dropped: then it stays
        as it is.
        """
        if self._sorted:
            with suppress(OSError):  # no room for it: the lines stay in the order they came in
                self._sorted.close()
                if whole and not (self._anew or self._others or self._unused()):
                    os.replace(self._sorting, self.path)
            Path(self._sorting).unlink(missing_ok=True)
        self._file.close()
        self._lines.close()

    def _unused(self) -> bool:
        return self._lines.execute("SELECT 1 FROM line WHERE NOT used").fetchone() is not None


def key(name: str, content: str, made_by: tuple[str, ...]) -> str:
    """Return what makes a grade the same: whose answer, which words, grader, engine, prompt, rubric and model."""
    return digest([json.dumps(name), content, *made_by])  # escaped: an id may hold half a character


def _value_of(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_cut(line: bytes, ours: bool) -> bool:
    """Return whether a last line is the beginning of one of ours; a whole one never is, whatever it says."""
    return _value_of(line) is None and (ours or line.startswith(b'{"id": '))


def _key_of(value: Any) -> str | None:
    """Return the key of a grade; an empty one for what failed and needs a second try, None for what is not ours."""
    try:
        if value.keys() == {"id", "question", "error"}:
            return ""
        level, made = value["level"], value["provenance"]
        by = tuple(str(made[name]) for name in ("grader", "engine", "prompt", "rubric", "model"))
        name = key(str(value["id"]), str(value["content"]), by)
        return "" if level["estimate"] is None and str(level["reason"]).startswith("ungraded") else name
    except (AttributeError, KeyError, TypeError):
        return None
