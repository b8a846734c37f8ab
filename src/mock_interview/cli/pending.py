"""Grade what awaits a grade: saved, finished, and never graded or only by a grader that failed."""

import json as json_module
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Rule
    from mock_interview.grading import Judge
    from mock_interview.records import Outline

AGAIN = "mock-interview grade --pending"
GIVE_UP = 3
"""After so many failures of the grader in a row, the rest is left for later."""


def grade_pending(rule: "Rule", graders: "Sequence[str | None]", engine: str, json: bool, votes: int) -> None:
    """Grade all that is pending, oldest first, each saved as soon as it is graded."""
    from mock_interview.cli.grade import open_all
    from mock_interview.terminal.console import countdown, say

    waiting, broken = _waiting()
    for path, error in broken:
        _say_broken(path, error, json)
    if not waiting:
        say("Nothing is pending: every finished answer is graded.")
        raise typer.Exit(int(ExitCode.PROBLEM if broken else ExitCode.OK))
    work = _Work(rule, json, votes)
    try:
        with open_all(graders, engine) as (judge, *others), countdown(len(waiting)) as step:
            for one in waiting:
                step()
                work.grade(one, judge, others)
                if work.in_a_row == GIVE_UP:
                    say(f"The grader failed {GIVE_UP} times in a row: the rest is not tried.", "yellow")
                    break
    except KeyboardInterrupt:
        say(f"\nStopped. {work.graded} graded, {work.left(len(waiting))} left. Go on: {AGAIN}")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    left = work.left(len(waiting))
    unreadable = len(broken) + work.broken
    parts = [f"{work.graded} graded", *([f"{left} left"] if left else [])]
    say(", ".join([*parts, *([f"{unreadable} broken"] if unreadable else [])]) + ".", "dim")
    if left:
        say(f"Again: {AGAIN}", "dim")
        raise typer.Exit(int(ExitCode.NO_GRADER))
    if unreadable:
        raise typer.Exit(int(ExitCode.PROBLEM))


def say_pending(session_id: str) -> None:
    """Say how many answers before this session's are not graded yet, if any."""
    from mock_interview.terminal.console import say

    earlier = sum(one.id != session_id for one in _waiting()[0])
    if earlier:
        answers = "1 earlier answer is" if earlier == 1 else f"{earlier} earlier answers are"
        say(f"{answers} not graded yet: {AGAIN}", "yellow")


def _waiting() -> "tuple[list[Outline], list[tuple[Path, BadInput]]]":
    """Return what is pending, oldest first, and the files that cannot be read."""
    from mock_interview.records import Outline, no_collecting, outlines
    from mock_interview.terminal.console import reading

    waiting, broken = [], []
    with reading() as on_read, no_collecting():
        found = outlines(on_read)
    for one in found:
        if isinstance(one, Outline):
            waiting += [one] if one.pending else []
        else:
            broken.append((Path(one.message.partition(": is ")[0]), one))
    return sorted(waiting, key=lambda one: (one.created, one.id)), broken


def _say_broken(path: Path, error: BadInput, json: bool) -> None:
    from mock_interview.terminal.console import complain, print_json

    complain(error)
    if json:
        print_json(json_module.dumps({"id": path.stem, "error": error.message}, ensure_ascii=False))


class _Work:
    """Grades one session after the other, and counts."""

    def __init__(self, rule: "Rule", json: bool, votes: int) -> None:
        self._rule, self._json, self._votes = rule, json, votes
        self.graded = 0
        self.broken = 0
        self.elsewhere = 0
        """Graded by another run meanwhile."""
        self.in_a_row = 0
        """So many times the grader has failed since it last did not."""

    def left(self, waiting: int) -> int:
        """Return how many of those that waited nobody has taken on."""
        return waiting - self.graded - self.broken - self.elsewhere

    def grade(self, one: "Outline", judge: "Judge", others: "Sequence[Judge]") -> None:
        """Grade a session unless another run does or has done so since the list was made."""
        from mock_interview import records

        with records.claimed(one.path) as mine:
            if mine:
                self._grade(one, judge, others)
            else:
                self.elsewhere += 1

    def _grade(self, one: "Outline", judge: "Judge", others: "Sequence[Judge]") -> None:
        """Grade a session and keep the grade; one by a grader that failed is said and not kept."""
        from mock_interview import records
        from mock_interview.cli.showing import grade_and_show
        from mock_interview.grading import failed
        from mock_interview.interview import Attempt
        from mock_interview.terminal.console import print_json, print_line, say

        try:
            attempt = Attempt.resume(one.path, records.load(one.path))
            session = attempt.session
            if any(not failed(grade) for grade in session.grades):
                self.elsewhere += 1
                return
            result = grade_and_show(
                session.question,
                session.rubric,
                session.turns,
                judge,
                self._rule,
                quiet=True,
                votes=self._votes,
                others=others,
            )
            if not failed(result):
                attempt.add_grade(result)
                if attempt.path != one.path:
                    say(f"Saved: {attempt.path}", "yellow")
        except BadInput as error:
            self.broken += 1
            _say_broken(one.path, error, self._json)
            return
        if failed(result):
            self.in_a_row += 1
            say(f"{session.id}: {result.level.reason}", "yellow")
        else:
            self.in_a_row = 0
            self.graded += 1
        if self._json:
            value = {"id": session.id, **result.model_dump(mode="json")}
            print_json(json_module.dumps(value, ensure_ascii=False))
        elif not failed(result):
            level = result.level.estimate or result.level.reason
            print_line(f"{session.id}\t{session.question.id}\t{level}")
