"""One pass over many answers: what is begun, shown, kept, and said at the end."""

import os
import signal
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.cli.options import Misuse
from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mock_interview.cli.account import Account
    from mock_interview.cli.spread import Spread
    from mock_interview.cli.working import Result, Worker
    from mock_interview.llm import Pace
    from mock_interview.records import Input, Ledger

GIVE_UP = 10
"""After so many failures of the grader in a row, the rest is left for later."""


@dataclass(frozen=True)
class Plan:
    """How many answers are to be graded."""

    source: Path
    question: str | None = None
    jobs: int | None = None
    max_cost: float | None = None
    out: Path | None = None
    fresh: bool = False
    at_once: int | None = None
    json: bool = False

    @property
    def leave(self) -> set[Path]:
        """Return the files in the source that are no answers: the file of grades."""
        return {self.out, self.out.resolve()} if self.out else set()

    @cached_property
    def total(self) -> int | None:
        """Return how many answers there are, where that can be told beforehand."""
        from mock_interview.records import count_inputs

        return count_inputs(self.source, self.leave)

    def check(self) -> None:
        """Raise `Misuse` for what cannot be done, `BadInput` when the answers cannot be read."""
        if self.out and self.out.resolve() == self.source.resolve():
            raise Misuse(f"--out {self.out}: is the file with the answers.", "Give it another name.")
        try:
            self.source.stat()
            if self.source.is_file():  # a pipe can be opened only once
                self.source.open("rb").close()
        except OSError as error:
            raise BadInput(f"{self.source}: cannot be read: {error.strerror}") from error


class Run:
    """One pass over the input, and what is said of it."""

    def __init__(
        self,
        plan: Plan,
        worker: "Worker",
        account: "Account",
        ledger: "Ledger | None",
        pace: "Pace",
        again: str,
        *,
        give_up: float = GIVE_UP,
    ) -> None:
        from mock_interview.terminal.many import Levels

        self.plan, self.worker, self.account, self.ledger = plan, worker, account, ledger
        self.pace, self.again, self.give_up = pace, again, give_up
        self.counts: Counter[str] = Counter()
        self.levels = Levels()
        self.failures = 0
        """Of the grader, in a row."""
        self.whole = False
        """All of the input has been looked at."""
        self.dropped = 0
        """Not begun, since the run was to stop."""
        self.interrupted = self.hurried = False
        self.exit_code = ExitCode.OK

    def go(self, inputs: "Iterator[Input]", jobs: int, spread: "Spread | None" = None) -> None:
        """Grade, show and keep one after the other; in other processes if there are any."""
        from mock_interview.grading import in_order, windowed
        from mock_interview.terminal.console import say
        from mock_interview.terminal.many import rate_bar

        source = _Source(inputs)
        total = self.plan.total
        if spread:
            results = windowed(spread.submit, source, jobs, self._may_begin)
        else:
            results = in_order(self.worker, source, jobs, self._may_begin)
        try:
            with rate_bar(total) as step, _first_interrupt(self._stop if jobs > 1 else None):
                for result in results:
                    self._take(result)
                    step(result.outcome != "graded before")
        except KeyboardInterrupt:
            self.interrupted = self.hurried = True
        self.whole = not self.interrupted and not self.dropped and source.at_end()
        if self.interrupted:
            self._close(total)
            say(f"Stopped; what is done is kept. Go on: {self._same_again()}")
            self.exit_code = ExitCode.INTERRUPTED
            return
        self._close(total)
        if not self.whole:
            say(f"{self._why_stopped()} Go on: {self._same_again()}", "yellow")
        elif self.counts["ungraded"] and (self.ledger or self.plan.source.is_dir()):
            say(f"The ungraded are tried again by: {self._same_again()}", "dim")
        if self.counts["ungraded"] or not self.whole:
            self.exit_code = ExitCode.NO_GRADER
        elif self.counts["broken"]:
            self.exit_code = ExitCode.PROBLEM

    def _may_begin(self, under_way: int) -> bool:
        if self.interrupted:
            return False
        return not self.pace.gave_up and self.failures < self.give_up and self.account.allows(under_way)

    def _stop(self) -> None:
        self.interrupted = True
        self.pace.stop()

    def _take(self, result: "Result") -> None:
        from mock_interview.terminal.console import print_json, print_line, say

        if result.outcome == "not begun":
            self.dropped += 1
            return
        self.counts[result.outcome] += 1
        if result.outcome == "ungraded":
            self.failures += 1
        elif result.outcome == "graded":
            self.failures = 0
        if self.ledger and result.line and result.outcome != "skipped":
            self.ledger.add(result.ledger_line, result.key)
        if result.problem:
            say(f"{result.id}: {result.problem}", "dim" if result.outcome == "skipped" else "red")
        elif result.outcome == "left to another run":
            say(f"{result.id}: is being graded by another run.", "yellow")
            return
        if result.outcome != "ungraded" and result.level:
            self.levels.add(result.question, result.level)
        if self.plan.json:
            print_json(result.line)
        elif not result.problem:
            print_line(f"{result.id}\t{result.question}\t{result.level}")

    def _same_again(self) -> str:
        """Return the command that does the rest; while nothing is new, earlier grades are not what was wished for."""
        return f"{self.again} --fresh" if self.plan.fresh and not self.counts["graded"] else self.again

    def _why_stopped(self) -> str:
        account = self.account
        if account.most is not None and not account.allows(0):
            return (
                f"Stopped at --max-cost {account.most:g}: {account.spent:.4g} USD are spent, and an answer costs about "
                f"{account.each:.2g}."
            )
        return "The grader failed again and again: the rest is not tried."

    def _close(self, total: int | None) -> None:
        from mock_interview.terminal.console import say
        from mock_interview.terminal.many import show_levels

        if not self.plan.json:
            show_levels(self.levels)
        account = self.account
        if account.input_tokens or account.output_tokens:
            cached = account.cached_tokens / account.input_tokens if account.input_tokens else 0.0
            cost = f", {account.spent:.4g} USD" if account.priced and account.spent else ""
            say(
                f"{account.input_tokens:,} input tokens ({cached:.0%} from the provider's cache), "
                f"{account.output_tokens:,} output tokens{cost}",
                "dim",
            )
        done = sum(self.counts.values())
        of = f"{done} of {total}: " if total and done < total and not self.whole else ""
        if self.whole:
            nothing = "The file is empty." if self.plan.source.is_file() else "There is nothing to grade in the folder."
        else:
            nothing = "nothing yet"
        say(of + (", ".join(f"{count} {what}" for what, count in self.counts.items()) or nothing), "dim")


@contextmanager
def _first_interrupt(stop: "Callable[[], None] | None") -> "Iterator[None]":
    """Have the first Ctrl-C only ask to stop, so that what is under way comes to its end; the second one interrupts."""
    if stop is None:
        yield
        return
    pressed: list[int] = []

    def on_interrupt(number: int, frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)
        os.write(2, b"\nStopping when the requests under way have come back; Ctrl-C again: at once.\n")
        stop()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Source:
    """Inputs, and whether there are any left."""

    def __init__(self, inputs: "Iterator[Input]") -> None:
        self._inputs = inputs

    def __iter__(self) -> "Iterator[Input]":
        return self

    def __next__(self) -> "Input":
        return next(self._inputs)

    def at_end(self) -> bool:
        """Return whether nothing was left; takes one."""
        return next(self._inputs, None) is None
