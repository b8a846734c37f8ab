"""`mock-interview audit`: how far a grader agrees with labelled answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder, Grader, Json, open_bank
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.models import Question


def audit(
    grader: Grader = None,
    questions: Annotated[
        list[str] | None, typer.Option("--questions", "-q", help="A category or question; may be repeated.")
    ] = None,
    answers: Annotated[
        int | None, typer.Option("--answers", "-n", min=4, help="So many answers to each question, levels in turn.")
    ] = None,
    kept: Annotated[
        bool, typer.Option("--kept", help="Ask nothing: only the answers an earlier audit has asked about.")
    ] = False,
    fit: Annotated[
        Path | None, typer.Option("--fit", help="Write what was fitted for the model into this folder.")
    ] = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write the figures as a Markdown page.")] = None,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Measure a grader on the gold answers: what is fitted for a question is fitted on the others.

    Asks the model about every criterion of every gold answer (on the embedded model about half a minute an answer);
    what it said is kept, so that an interrupted audit goes on where it stopped.

    Example: mock-interview audit --grader embedded
    """
    try:
        from mock_interview.audit import run
    except ImportError as error:
        raise BadInput(f"audit needs {error.name}.", "pip install numpy scikit-learn") from error
    import json as json_module

    from mock_interview import llm
    from mock_interview.audit import figures, signals
    from mock_interview.audit.kept import KeptClient
    from mock_interview.audit.page import page
    from mock_interview.config import models_folder
    from mock_interview.grading import LogprobsJudge
    from mock_interview.grading.calibration import Calibration
    from mock_interview.terminal import console, views

    contents = open_bank(bank)
    chosen = _chosen(contents, questions or [])
    if len(chosen) < 3:
        raise BadInput("An audit fits on some questions and tests on others.", "Choose at least three.")
    endpoint = llm.choose(grader)
    client = KeptClient(llm.Client(endpoint), models_folder().parent / "audit", ask_nothing=kept)
    judge = LogprobsJudge(client, Calibration(wide=endpoint.embedded))
    total = sum(len(signals.spread(contents.gold(q.id), q, answers)) for q in chosen)
    console.say(f"{total} gold answers to {len(chosen)} questions.")
    try:
        with console.steps() as bar:
            task = bar.add_task("Asking the model", total=total)
            found = list(
                signals.collect(
                    judge,
                    contents,
                    chosen,
                    answers,
                    lambda done, total: bar.update(task, completed=done, total=total),
                )
            )
    finally:
        judge.close()
    if len({s.question.id for s in found}) < 3:
        raise BadInput("Fewer than three questions have been asked about.", "Run the audit without --kept first.")
    with console.err().status("Fitting ...") as status:
        measured = run.measure(found, contents.levels.rule, status.update)
    if fit:
        path = run.write_calibration(run.calibration_of(measured, judge), fit)
        console.say(f"Written: {path}", "dim")
    if write:
        write.write_text(page(**run.page_values(measured, judge, contents)), encoding="utf-8")
        console.say(f"Written: {write}", "dim")
    if json:
        value = {
            "model": judge.model,
            "levels": figures.as_json(measured.levels),
            "log_odds": figures.as_json(measured.bare),
            "outright": figures.as_json(measured.outright),
            "ticks": figures.as_json(measured.ticks),
            "verdicts": figures.as_json(measured.verdicts),
        }
        console.print_json(json_module.dumps(value))
    else:
        console.out().print(views.audit_view(measured))


def _chosen(bank: "Bank", names: list[str]) -> "list[Question]":
    """Return the questions meant by categories and ids; all without any."""
    if not names:
        return list(bank.questions)
    categories = {c.id for c in bank.categories}
    single = {bank.question(name).id for name in names if name not in categories}
    return [q for q in bank.questions if q.category in names or q.id in single]
