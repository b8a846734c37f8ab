"""`mock-interview grade`: a session again, an answer file, or many answers from a folder or JSON Lines."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder, Engine, Graders, Json, Misuse, open_bank, open_judge
from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge
    from mock_interview.models import Grade, Turn


def grade(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SESSION|FILE|FOLDER]",
            help="A session's id, `last`, a session file; or many answers in a folder or .jsonl file.",
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
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=512, help="Answers at once; 1 embedded, else 8.")
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option("--max-cost", min=0, metavar="USD", help="Stop before more than that is spent.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write grades to a .jsonl file; go on with one that is there.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh/--resume", help="Grade all anew, or only what has no grade yet.")
    ] = False,
    at_once: Annotated[
        int | None, typer.Option("--at-once", min=1, max=100, help="Criteria in one request (structured): usually 8.")
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Send all as a batch, a day at most; the same command gets the grades.")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="With --batch: wait for it.")] = False,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Grade a session again, an answer file, or many: a folder, or a .jsonl file of {"id", "question", "answer"}.

    With --votes, or with --grader more than once, readings are compared criterion by criterion.

    Example: mock-interview grade --question why-dropout-works --answer answer.txt
    """
    graders: list[str | None] = [*grader] if grader else [None]
    many = source is not None and (Path(source).suffix == ".jsonl" or Path(source).is_dir())
    if (
        not many
        and not (answer and answer.suffix == ".jsonl")
        and (jobs or max_cost or out or fresh or at_once or batch)
    ):
        raise Misuse("--jobs, --max-cost, --out, --fresh, --at-once and --batch are for a folder or a .jsonl file.")
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
    if many or file.suffix == ".jsonl":
        if votes > 1 or len(graders) > 1:
            raise Misuse("--votes and a second --grader are for one answer at a time.")
        from mock_interview.cli.bulk import grade_many, same_command
        from mock_interview.cli.run import Plan

        plan = Plan(file, question, jobs, max_cost, out, fresh, at_once, json)
        if batch:
            from mock_interview.cli.batching import grade_batch

            if engine not in ("auto", "structured"):
                raise Misuse("--batch is for the engine `structured`.")
            grade_batch(plan, contents, graders[0], same_command(), wait=wait)
        grade_many(plan, contents, graders[0], engine, same_command())
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
