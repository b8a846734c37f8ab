"""What the crash suite is made of: processes to kill, homes to look at, commands to run on them."""

import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mock_interview import records
from mock_interview.errors import BadInput, MockInterviewError
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.models import Question, Rubric, Session
from support import FakeJudge
from support_cli import SHOWN, invoke

COMMANDS = (
    ("sessions", "list"),
    ("sessions", "list", "--json"),
    ("sessions", "show", "{file}"),
    ("progress",),
    ("progress", "--json"),
    ("grade", "{file}"),
    ("next", "--list", "--json"),
)
"""What is done to every damaged file; add a command that reads sessions here."""


class Sure(FakeJudge):
    """Says of whatever rubric it gets what `ANSWER` shows."""

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield one reading for each criterion."""
        for c in rubric.criteria:
            yield Reading(c.id, 1.0, (SHOWN[c.id],)) if c.id in SHOWN else Reading(c.id, 0.0)


@dataclass
class Tally:
    """What came of the cases."""

    cases: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    kills: int = 0
    """Processes that were still at it when they were killed."""
    left_over: int = 0
    """Temporary files of saves that were killed; no command sees them, and a later one clears them away."""
    oldest_lost: float = 0.0
    """Seconds before the kill at which the oldest word that was lost had been typed."""

    def problem(self, kind: str, case: str, what: str) -> None:
        """Note a problem."""
        self.kinds[kind] += 1
        self.problems.append(f"{case}: {kind}: {what}")


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Run work in a process of its own; return its id and the reading end of what it acknowledges."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    code = 1
    try:
        work(write)
        code = 0
    except MockInterviewError:
        code = 2
    finally:
        with suppress(OSError):  # the disk may be full for what is said here, too
            if code == 1:
                traceback.print_exc()
                sys.stderr.flush()
        os._exit(code)


def dies_at(step: int, home: Path) -> None:
    """Have this process kill itself just before it changes a folder for the so-many-th time, or in the middle of it."""
    left = step
    write = os.write

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, args: tuple[object, ...]) -> None:
        changes = event in ("os.rename", "os.remove", "os.mkdir") or (event == "open" and args[1] not in ("r", "rb"))
        if changes and str(home) in str(args[:2]):
            count()

    def half(number: int, data: bytes) -> int:
        if left == 1:
            write(number, data[: len(data) // 2])
        count()
        return write(number, data)

    sys.addaudithook(watch)
    os.write = half


def killed(pid: int, after: float | None, tally: Tally) -> int:
    """Kill a process after so many seconds, or wait for it to die of itself; return its status."""
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    tally.kills += os.WIFSIGNALED(status)
    return status


def heard(read: int) -> list[str]:
    """Return the lines a process has acknowledged."""
    with os.fdopen(read) as file:
        return [line.rstrip("\n") for line in file if line.endswith("\n")]


def every_file(case: str, home: Path, tally: Tally) -> list[Session]:
    """Return the sessions; a file that cannot be read is half-written."""
    found = []
    for path in sorted((home / "sessions").glob("*.json")):
        try:
            found.append(records.load(path))
        except BadInput as error:
            tally.problem("half-written", case, error.message)
    tally.left_over += len(list((home / "sessions").glob(".*.tmp")))
    return found


def commands(case: str, path: Path, tally: Tally, which: Iterable[tuple[str, ...]] = COMMANDS) -> None:
    """Run commands on what there is; whatever it says, each ends as a command should."""
    for words in which:
        args = [word.format(file=path) for word in words]
        try:
            result = invoke(*args, judge=Sure())
        except Exception:  # noqa: BLE001 - that is what is looked for
            tally.problem("traceback", case, f"{' '.join(words)}: {traceback.format_exc()[-1500:]}")
            continue
        if result.exit_code not in (0, 1, 3) or (result.exit_code and not result.stderr.strip()):
            tally.problem("without a word", case, f"{' '.join(words)}: {result.exit_code}")
