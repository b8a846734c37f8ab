"""Many answers graded by several processes, since one cannot use more than one core; each has threads of its own.

This process reads, keeps the order, writes and counts; the others (`cli.child`) ask and judge, at one shared pace.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_interview.cli.account import Account
    from mock_interview.cli.working import Result, Worker
    from mock_interview.models import Provenance
    from mock_interview.records import Input

FEWEST_JOBS = 16
"""Below so many answers at once one process is enough."""
FEWEST_ANSWERS = 200
"""For fewer, starting processes takes longer than it saves."""
JOBS_EACH = 8
"""A process has at least so many answers to see to at once."""
LAST_WORDS = 5.0
"""Seconds a process may take to end before it is killed."""


@dataclass(frozen=True)
class Order:
    """What a process is told before the first answer; a key is not among it, that is in its environment."""

    bank: Path
    grader: str | None
    engine: str
    at_once: int | None
    model: str
    fresh: bool
    jobs: int = 1
    most: int = 1
    """Of all processes together."""
    pace: int = 0
    """The descriptor of the file of `SharedPace`."""
    slots: int = 1
    slot: int = 0


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes_for(jobs: int, answers: int | None) -> int:
    """Return how many processes so many answers are spread over, `jobs` of them at once; 1 is none but this one."""
    few = jobs < FEWEST_JOBS or (answers is not None and answers < FEWEST_ANSWERS)
    if few or os.name == "nt":  # without the locks a shared pace needs
        return 1
    return max(min(cores(), jobs // JOBS_EACH), 1)


class _Child:
    """A process, and what it has not replied to yet."""

    def __init__(self, order: Order) -> None:
        self.slot = order.slot
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mock_interview.cli.child"],  # -P: the user's own json.py is not imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(order.pace,),
            start_new_session=True,  # Ctrl-C is for this process alone
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # else each thread keeps memory of its own
        )
        assert self.process.stdin
        assert self.process.stdout
        self.orders, self.replies = self.process.stdin, self.process.stdout
        self.given: dict[int, tuple[Input, Future[Result], bool]] = {}
        """By number: the answer, where its result goes, and whether it may be given to another process."""
        self.ended = False
        self.writing = threading.Lock()
        self.write(order)

    def write(self, what: object) -> None:
        """Send something; when the process has died, whoever reads its replies finds out."""
        with suppress(BrokenPipeError), self.writing:
            self.orders.write(pickle.dumps(what))
            self.orders.flush()


class Spread:
    """Processes that grade; an answer goes to the one that has least to do.

    An answer whose process dies is given to another one once, then it stays ungraded.
    """

    def __init__(
        self, order: "Callable[..., Order]", jobs: int, processes: int, worker: "Worker", account: "Account"
    ) -> None:
        from mock_interview.llm.shared_pace import SharedPace

        self._worker, self._account = worker, account
        self._noted = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as there are processes
        slots = processes + 1
        self.pace = SharedPace(jobs, self._noted.fileno(), slots)
        self._changing = threading.Lock()
        self._count = 0
        self._children = []
        for slot in range(1, slots):
            share = jobs // processes + (slot <= jobs % processes)
            self._children.append(
                _Child(order(jobs=share, most=jobs, pace=self._noted.fileno(), slots=slots, slot=slot))
            )
        self._readers = [threading.Thread(target=self._read, args=(child,), daemon=True) for child in self._children]
        for reader in self._readers:
            reader.start()

    def submit(self, one: "Input") -> "Future[Result]":
        """Return where the result of an answer will be; what needs no grading is settled here."""
        future: Future[Result] = Future()
        if known := self._worker.settled(one):
            future.set_result(known)
        else:
            self._give(one, future, again=True)
        return future

    def _give(self, one: "Input", future: "Future[Result]", *, again: bool) -> None:
        with self._changing:
            living = [child for child in self._children if not child.ended]
            if living:
                child = min(living, key=lambda child: len(child.given))
                self._count += 1
                number = self._count
                child.given[number] = one, future, again
        if living:
            child.write((number, one))
        else:
            self._lose(one, future)

    def _lose(self, one: "Input", future: "Future[Result]") -> None:
        future.set_result(self._worker.wrong(one, "The process that graded it has ended.", "ungraded"))

    def _read(self, child: _Child) -> None:
        """Take the replies of a process until it ends, and see to what it leaves."""
        try:
            with suppress(EOFError, pickle.UnpicklingError):  # it has ended, perhaps over a reply
                while True:
                    self._take(child, *pickle.load(child.replies))
        finally:
            self._inherit(child)

    def _take(self, child: _Child, number: int, said: "tuple[Result, Provenance | None] | str") -> None:
        with self._changing:
            _, future, _ = child.given.pop(number)
        if isinstance(said, str):  # a bug, and is to show as one
            future.set_exception(RuntimeError(said))
            return
        result, made = said
        if made:
            self._account.add(made)
        future.set_result(result)

    def _inherit(self, child: _Child) -> None:
        with self._changing:
            child.ended = True
            left = list(child.given.values())
            child.given.clear()
        child.process.wait()
        child.replies.close()
        self.pace.forget(child.slot)
        for one, future, again in left:
            if again:
                self._give(one, future, again=False)
            else:
                self._lose(one, future)

    def close(self) -> None:
        """Let the processes end; they do not wait for what is under way."""
        with self._changing:
            for child in self._children:
                child.ended = True
        for child in self._children:
            with suppress(BrokenPipeError):
                child.orders.close()
        for child in self._children:
            try:
                child.process.wait(LAST_WORDS)
            except subprocess.TimeoutExpired:
                child.process.kill()
        for reader in self._readers:
            reader.join()
        self._noted.close()
