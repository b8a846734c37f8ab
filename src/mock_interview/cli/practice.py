"""`mock-interview practice`: one question, asked, answered, graded, coached."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder, Engine, Grader, Json, Probes, open_bank
from mock_interview.cli.room import PROBES, hold, interrupted, keep, try_judge
from mock_interview.errors import ExitCode, MockInterviewError

if TYPE_CHECKING:
    from mock_interview.bank import Bank, Rule
    from mock_interview.grading import Judge
    from mock_interview.interview import Attempt


def practice(
    question: Annotated[
        str | None, typer.Argument(help="The question's id; without one, you choose from a list, or one is picked.")
    ] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", "-a", help="A file with the answer, instead of typing it.")
    ] = None,
    grader: Grader = None,
    engine: Engine = "auto",
    probes: Probes = PROBES,
    variant: Annotated[
        int, typer.Option("--variant", min=0, help="Put the question another way, where it has one: 1, 2, ...")
    ] = 0,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Practise one question: answer it, get a level with your own words as evidence, and the next step.

    Example: mock-interview practice why-dropout-works
    """
    from mock_interview.cli.after import compare, wants_again
    from mock_interview.interview import Attempt
    from mock_interview.terminal import console

    source = open_bank(bank)
    asked = source.question(question or _choose(source)).put(variant)
    attempt = Attempt(asked, source.rubric(asked.id))
    judge = try_judge(grader, engine)
    rule = source.levels.rule
    dialogue = answer is None and sys.stdin.isatty()
    try:
        if not json and not dialogue:
            from mock_interview.terminal.views import question_panel

            console.err().print(question_panel(asked))
        if answer is not None:
            from mock_interview.records import read_answer

            words = "\n\n".join(t.text for t in read_answer(answer) if t.role == "candidate")
            attempt.write(words, finished=True)
        elif dialogue:
            attempt = hold(_earlier(attempt), judge, rule, probes=probes)
        else:
            _read_pipe(attempt)
        _finish(attempt, judge, rule, json)
        while dialogue and not json and wants_again(attempt, source):
            earlier = attempt
            attempt = hold(Attempt(asked, attempt.session.rubric), judge, rule, probes=probes)
            _finish(attempt, judge, rule, json)
            compare(earlier, attempt)
    finally:
        if judge:
            judge.close()


def _choose(source: "Bank") -> str:
    """Return the question the user chooses at the terminal, else one that is picked."""
    from mock_interview.terminal import console

    if console.at_terminal():
        from mock_interview.cli.choosing import choose
        from mock_interview.terminal.picker import possible

        if possible():
            return choose(source)
    return _pick(source)


def _pick(source: "Bank") -> str:
    """Return a question not practised yet, else the one practised longest ago."""
    from mock_interview.records import Summary, summaries
    from mock_interview.terminal.console import reading

    with reading() as on_read:
        found = summaries(on_read)
    last = {s.question: s.created for s in reversed(found) if isinstance(s, Summary)}
    return min(source.questions, key=lambda q: last.get(q.id, "")).id


def _earlier(attempt: "Attempt") -> "Attempt":
    """Return the attempt at this question that was broken off, if the user wants to go on with it."""
    from mock_interview import records
    from mock_interview.interview import Attempt
    from mock_interview.terminal.editor import ask

    earlier = records.unfinished(attempt.session.question.id)
    if earlier:
        when = f"{earlier[1].created.astimezone():%d %b %H:%M}"
        words = sum(len(turn.text.split()) for turn in earlier[1].answers)
        if ask(f"You broke off an answer to this question ({when}, {words} words). Go on with it?"):
            return Attempt.resume(*earlier)
    return attempt


def _read_pipe(attempt: "Attempt") -> None:
    from mock_interview.records.answers import LARGEST, read_text

    data = b""
    try:
        while len(data) < 3 * LARGEST and (chunk := os.read(sys.stdin.fileno(), 1 << 16)):
            data += chunk
    except KeyboardInterrupt:
        keep(attempt, data.decode(errors="replace"), finished=False)
        interrupted(attempt)
    try:
        text = read_text(data, "standard input")
    except MockInterviewError:
        keep(attempt, data.decode(errors="replace"), finished=False)
        from mock_interview.terminal.console import say

        say(f"What came in is saved: {attempt.path}", "yellow")
        raise
    keep(attempt, text, finished=True)


def _finish(attempt: "Attempt", judge: "Judge | None", rule: "Rule", json: bool) -> None:
    """Grade a finished answer, show it, keep it."""
    from mock_interview.cli.pending import say_pending
    from mock_interview.cli.showing import grade_and_show
    from mock_interview.terminal import console
    from mock_interview.terminal.console import print_json, say

    session = attempt.session
    if judge is None:
        say(f"Your answer is saved. Grade it later: mock-interview grade {attempt.name}", "yellow")
        say_pending(session.id)
        raise typer.Exit(int(ExitCode.NO_GRADER))
    try:
        grade = grade_and_show(
            session.question, session.rubric, session.turns, judge, rule, quiet=json, keep=attempt.add_grade
        )
    except KeyboardInterrupt:
        interrupted(attempt)
    if json:
        print_json(grade.model_dump_json())
    from mock_interview.grading import failed

    if failed(grade):
        say(f"Your answer is saved. Grade it later: mock-interview grade {attempt.name}", "yellow")
        say_pending(session.id)
        raise typer.Exit(int(ExitCode.NO_GRADER))
    say(f"Saved: {attempt.path}", "dim")
    if grade.level.estimate and not json and not console.at_terminal():
        say(f"Reference notes and the rubric: mock-interview questions show {session.question.id} --rubric", "dim")
    say_pending(session.id)
