"""The end of a loop: grade what is still to be graded, and show what came of it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Bank, Rule
    from mock_interview.grading import Judge
    from mock_interview.interview import Attempt
    from mock_interview.models import Grade, Session, Verdict
    from mock_interview.records import Loop


def finish(loop: "Loop", source: "Bank", open_judge: "Callable[[], Judge | None]", json: bool) -> None:
    """Grade the loop's finished answers and show the debrief; exits with 3 when some are left without a grade."""
    from mock_interview.interview.debrief import debrief, last_grade
    from mock_interview.terminal.console import out, print_json, say
    from mock_interview.terminal.debrief import debrief_view

    attempts = _attempts(loop)
    waiting = [attempt for attempt in attempts if attempt and last_grade(attempt.session) is None]
    again = f"mock-interview loop --debrief {loop.id}"
    if waiting and (judge := open_judge()):
        try:
            _grade_all(waiting, judge, source.levels.rule)
        except KeyboardInterrupt:
            left = sum(last_grade(attempt.session) is None for attempt in waiting)
            say(f"\nStopped; {left} of {len(attempts)} answers are left to be graded. Go on: {again}")
            raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    sessions = [attempt.session if attempt else None for attempt in attempts]
    result = debrief(loop, sessions, _titles(loop, sessions, source))
    if json:
        print_json(result.model_dump_json())
    else:
        out().print(debrief_view(result))
    say(f"This debrief again: {again}", "dim")
    if not loop.finished:
        say("Go on with the loop: mock-interview loop")
    if result.ungraded:
        say(
            f"{result.ungraded} of {len(result.answers)} answers are saved and not graded. Grade them: {again}",
            "yellow",
        )
        raise typer.Exit(int(ExitCode.NO_GRADER))


def _attempts(loop: "Loop") -> "list[Attempt | None]":
    """Return the finished questions' attempts; None, and a complaint, for a session that cannot be read."""
    from mock_interview.interview import Attempt
    from mock_interview.records import load, sessions_folder
    from mock_interview.terminal.console import complain

    found: list[Attempt | None] = []
    for name in loop.sessions[: loop.done]:
        path = sessions_folder() / f"{name}.json"
        try:
            found.append(Attempt.resume(path, load(path)))
        except BadInput as error:
            complain(error)
            found.append(None)
    return found


def _titles(loop: "Loop", sessions: "Sequence[Session | None]", source: "Bank") -> list[str]:
    known = {s.question.id: s.question.title for s in sessions if s}
    if len(known) < len(loop.questions):
        known |= {q.id: q.title for q in source.questions if q.id not in known}
    return [known.get(question, question) for question in loop.questions]


def _grade_all(attempts: "Sequence[Attempt]", judge: "Judge", rule: "Rule") -> None:
    """Grade answers one after the other, each kept at once; a grader that fails ends it, and why is said."""
    from mock_interview.terminal.console import say

    for number, attempt in enumerate(attempts, 1):
        result = _grade(attempt.session, f"Grading {number} of {len(attempts)}", judge, rule)
        if result.failed:
            say(f"No grade: {result.level.reason.removeprefix('ungraded: ')}", "red")
            return
        attempt.add_grade(result)


def _grade(session: "Session", where: str, judge: "Judge", rule: "Rule") -> "Grade":
    """Return the grade of one answer; how far it is stands on standard error, and no verdict."""
    from mock_interview.grading import grade, standard_for
    from mock_interview.terminal.console import err

    total, heard = len(session.rubric.criteria), []
    with err().status(f"{where} ...") as status:

        def count(verdict: "Verdict") -> None:
            heard.append(verdict.criterion)
            status.update(f"{where} · verdict {len(heard)} of {total}")

        return grade(session.question, session.rubric, session.turns, judge, standard_for(judge, rule), count)
