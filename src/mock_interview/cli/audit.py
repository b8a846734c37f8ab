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
    attacks: Annotated[
        int, typer.Option("--attacks", min=0, help="Ask about so many answers an attack; what the gate stops is free.")
    ] = 0,
    retest: Annotated[int, typer.Option("--retest", min=0, help="Ask about so many answers a second time.")] = 0,
    kept: Annotated[
        bool, typer.Option("--kept", help="Ask nothing: only the answers an earlier audit has asked about.")
    ] = False,
    fit: Annotated[
        Path | None, typer.Option("--fit", help="Write what was fitted for the model into this folder.")
    ] = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write the figures as a Markdown page.")] = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="Write verdicts and a page with diagrams into this folder.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option("--replay", help="Ask nothing: turn recorded verdicts into levels with today's rule.")
    ] = None,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Measure a grader on the gold answers: what is fitted for a question is fitted on the others.

    Asks the model about every criterion of every gold answer; what it said is kept, so that an interrupted audit goes
    on where it stopped. With --attacks the attack suite is tried as well.

    Example: mock-interview audit --grader embedded --questions ml-fundamentals
    """
    try:
        from mock_interview.audit import run
    except ImportError as error:
        raise BadInput(f"audit needs {error.name}.", "pip install numpy scikit-learn") from error
    import json as json_module

    from mock_interview import llm
    from mock_interview.audit import attacks as suite
    from mock_interview.audit import forecast, marks, signals
    from mock_interview.audit import record as recording
    from mock_interview.audit.kept import KeptClient
    from mock_interview.audit.page import html, page
    from mock_interview.config import models_folder
    from mock_interview.grading import LogprobsJudge, Standard
    from mock_interview.grading import marks as learned
    from mock_interview.grading.calibration import Calibration
    from mock_interview.terminal import console, views

    contents = open_bank(bank)
    if replay:
        _replay(replay, contents, json)
        return
    chosen = _chosen(contents, questions or [])
    if len(chosen) < 3:
        raise BadInput("An audit fits on some questions and tests on others.", "Choose at least three.")
    endpoint = llm.choose(grader)
    client = KeptClient(llm.Client(endpoint), models_folder().parent / "audit", ask_nothing=kept)
    judge = LogprobsJudge(client, Calibration(wide=endpoint.embedded))
    work = [(q, a) for q in chosen for a in signals.spread(contents.gold(q.id), q, answers)]
    console.say(f"{len(work)} gold answers to {len(chosen)} questions.")
    try:
        if not kept:
            console.say(str(forecast.of(judge, contents, work)))
        with console.steps() as bar:
            task = bar.add_task("Asking the model", total=len(work))

            def told(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            found = list(signals.collect(judge, contents, chosen, answers, told))
        if len({s.question.id for s in found}) < 3:
            raise BadInput("Fewer than three questions have been asked about.", "Run the audit without --kept first.")
        with console.err().status("Fitting ...") as status:
            measured = run.measure(found, contents.levels.rule, status.update)
        calibration = run.calibration_of(measured, judge)
        with console.steps() as bar:
            task = bar.add_task("Attacks", total=None)
            judge = LogprobsJudge(client, calibration)
            outcomes = list(
                suite.run(
                    contents, chosen, judge, Standard(rule=calibration.rule or contents.levels.rule), attacks, told
                )
            )
        again = signals.retest(judge, found, 0 if kept else retest)
    finally:
        judge.close()
    ticks = list(marks.ticks_of(contents, chosen))
    evidence = marks.precision(ticks)
    bars = run.bars(measured, outcomes, again)
    if fit:
        mark_file = learned.write(marks.learn(ticks), fit)
        console.say(f"Written: {mark_file}", "dim")
        path = run.write_calibration(calibration, fit)
        console.say(f"Written: {path}", "dim")
    values = {
        **run.page_values(measured, judge, contents, evidence),
        "bars": bars,
        "attacks": run.by_attack(outcomes),
        "engine": judge.engine,
    }
    if write:
        write.write_text(page(**values), encoding="utf-8")
        console.say(f"Written: {write}", "dim")
    if record:
        made = recording.record(measured.graded, calibration.model, judge.engine, judge.prompt)
        path = recording.write(made, record)
        path.with_suffix(".html").write_text(html(**values), encoding="utf-8")
        console.say(f"Written: {path} and {path.with_suffix('.html').name}", "dim")
    if json:
        console.print_json(json_module.dumps(run.as_json(measured, bars, outcomes, evidence, judge.model)))
    else:
        console.out().print(views.audit_view(measured, bars))


def _replay(path: Path, bank: "Bank", json: bool) -> None:
    """Show the levels that recorded verdicts amount to; a lower agreement than was recorded is a failure."""
    import json as json_module

    from mock_interview.audit import figures
    from mock_interview.audit import record as recording
    from mock_interview.terminal import console, views

    kept = recording.read(path)
    with console.err().status("Replaying ..."):
        now = recording.replay(kept, bank)
    worse = recording.worse(kept, now)
    if json:
        value = {"levels": figures.as_json(now.levels), "changed": now.changed, "stale": now.stale, "worse": worse}
        console.print_json(json_module.dumps(value))
    else:
        console.out().print(views.replay_view(kept, now))
    if worse:
        raise BadInput(f"{path}: {worse}", "Mend the change, or measure again with: make figures")


def _chosen(bank: "Bank", names: list[str]) -> "list[Question]":
    """Return the questions meant by categories and ids; all without any."""
    if not names:
        return list(bank.questions)
    categories = {c.id for c in bank.categories}
    single = {bank.question(name).id for name in names if name not in categories}
    return [q for q in bank.questions if q.category in names or q.id in single]
