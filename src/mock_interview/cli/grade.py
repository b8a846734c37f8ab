"""`mock-interview grade`: a session again, an answer file, or many answers from JSON Lines."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder, Engine, Graders, Json, Misuse, open_bank, open_judge
from mock_interview.errors import BadInput, ExitCode, MockInterviewError

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge
    from mock_interview.models import Grade, Turn


def grade(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SESSION|FILE]", help="A session's id, `last`, a session file, or answers in a .jsonl file."
        ),
    ] = None,
    question: Annotated[str | None, typer.Option("--question", "-q", help="The question that was answered.")] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", "-a", help="A file with the answer; - for standard input.")
    ] = None,
    grader: Graders = None,
    engine: Engine = "auto",
    votes: Annotated[
        int, typer.Option("--votes", min=1, max=9, help="Read so many times, paragraphs in another order each time.")
    ] = 1,
    pending: Annotated[
        bool, typer.Option("--pending", help="Grade every saved answer that is finished and not graded yet.")
    ] = False,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Grade a session again, an answer from a file, or many from a .jsonl file of {"id", "question", "answer"}.

    With --votes, or with --grader more than once, readings are compared criterion by criterion.

    Example: mock-interview grade --question why-dropout-works --answer answer.txt
    """
    graders: list[str | None] = [*grader] if grader else [None]
    if pending:
        if source or answer or question:
            raise Misuse("--pending grades all that waits: give no session, file, answer or question with it.")
        from mock_interview.cli.pending import grade_pending

        grade_pending(open_bank(bank).levels.rule, graders, engine, json, votes)
        return
    if (source is None) == (answer is None):
        raise Misuse("Say what to grade: a session, a .jsonl file, or --question ID --answer FILE.")
    contents = open_bank(bank)
    file = answer or Path(source or "")
    if file.suffix == ".jsonl":
        if votes > 1 or len(graders) > 1:
            raise Misuse("--votes and a second --grader are for one answer at a time.")
        _grade_lines(file, contents, graders[0], engine, json)
    elif file.suffix != ".json" and (answer or file.is_file() or question):
        if not question:
            raise Misuse(
                "--question is missing.", "Say which question the answer is to; see `mock-interview questions list`."
            )
        _grade_answer(contents, question, _read(file), graders, engine, json, votes)
    else:
        _grade_session(str(file), question, contents, graders, engine, json, votes)


def _read(path: Path) -> "tuple[Turn, ...]":
    import sys

    from mock_interview.models import Turn
    from mock_interview.records import read_answer, read_text

    if str(path) == "-":
        return (Turn(role="candidate", text=read_text(sys.stdin.buffer.read(), "standard input")),)
    return read_answer(path)


def _show(result: "Grade", json: bool, more: "dict[str, str] | None" = None) -> None:
    from mock_interview.terminal.console import print_json

    if json:
        import json as json_module

        print_json(json_module.dumps({**(more or {}), **result.model_dump(mode="json")}, ensure_ascii=False))


def _end(result: "Grade") -> None:
    from mock_interview.grading import failed

    if failed(result):
        raise typer.Exit(int(ExitCode.NO_GRADER))


def _grade_answer(
    bank: "Bank",
    question_id: str,
    turns: "tuple[Turn, ...]",
    graders: "Sequence[str | None]",
    engine: str,
    json: bool,
    votes: int,
) -> None:
    from mock_interview.cli.showing import grade_and_show
    from mock_interview.terminal.console import say

    question, rubric = bank.question(question_id), bank.rubric(question_id)
    with open_all(graders, engine) as (judge, *others):
        result = grade_and_show(
            question, rubric, turns, judge, bank.levels.rule, quiet=json, votes=votes, others=others
        )
    _show(result, json)
    if json and result.level.estimate is None:
        say(result.level.reason, "yellow")
    _end(result)


def _grade_session(
    name: str,
    question: str | None,
    bank: "Bank",
    graders: "Sequence[str | None]",
    engine: str,
    json: bool,
    votes: int,
) -> None:
    from mock_interview import records
    from mock_interview.cli.showing import grade_and_show
    from mock_interview.interview import Attempt
    from mock_interview.terminal.console import say

    path = records.find(name)
    attempt = Attempt.resume(path, records.load(path))
    session = attempt.session
    if question and question != session.question.id:
        raise Misuse(f"{path} is about {session.question.id} and not about {question}.", "Leave --question out.")
    try:
        with open_all(graders, engine) as (judge, *others):
            result = grade_and_show(
                session.question,
                session.rubric,
                session.turns,
                judge,
                bank.levels.rule,
                quiet=json,
                keep=attempt.add_grade,
                votes=votes,
                others=others,
            )
    except KeyboardInterrupt:
        say(f"\nStopped; the session is as it was. Again: mock-interview grade {name}")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    _show(result, json)
    say(f"Saved: {attempt.path}", "dim")
    _end(result)


@contextmanager
def _open(grader: str | None, engine: str) -> "Iterator[Judge]":
    """Hold a judge, and let it go at the end."""
    judge = open_judge(grader, engine)
    judge.start()
    try:
        yield judge
    finally:
        judge.close()


@contextmanager
def open_all(graders: "Sequence[str | None]", engine: str) -> "Iterator[list[Judge]]":
    """Hold a judge for each grader."""
    with ExitStack() as stack:
        yield [stack.enter_context(_open(grader, engine)) for grader in graders]


def _grade_lines(path: Path, bank: "Bank", grader: str | None, engine: str, json: bool) -> None:
    """Grade a JSON Lines file in order; a broken line is reported in its place and stops nothing."""
    import json as json_module
    from collections import Counter

    from mock_interview.grading import failed, standard_for
    from mock_interview.grading import grade as grade_answer
    from mock_interview.models import Turn
    from mock_interview.records import read_submissions
    from mock_interview.terminal.console import err, print_json, print_line, say

    outcomes: Counter[str] = Counter()
    lines = list(read_submissions(path))
    with _open(grader, engine) as judge, err().status("") as status:
        standard = standard_for(judge, bank.levels.rule)
        for number, line in enumerate(lines, 1):
            status.update(f"Answer {number} of {len(lines)}")
            try:
                if line.problem:
                    raise BadInput(line.problem)
                question, rubric = bank.question(line.question), bank.rubric(line.question)
                turns = (Turn(role="candidate", text=line.answer),)
                result = grade_answer(question, rubric, turns, judge, standard)
            except MockInterviewError as error:
                outcomes["broken"] += 1
                say(f"{line.id}: {error.message}", "red")
                if json:
                    print_json(json_module.dumps({"id": line.id, "question": line.question, "error": error.message}))
                continue
            outcomes["ungraded" if failed(result) else "graded"] += 1
            if json:
                _show(result, json, {"id": line.id})
            else:
                level = result.level.estimate or result.level.reason
                print_line(f"{line.id}\t{line.question}\t{level}")
    say(", ".join(f"{count} {what}" for what, count in outcomes.items()) or "The file is empty.", "dim")
    if outcomes["ungraded"]:
        raise typer.Exit(int(ExitCode.NO_GRADER))
    if outcomes["broken"]:
        raise typer.Exit(int(ExitCode.PROBLEM))
