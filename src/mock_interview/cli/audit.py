"""`mock-interview audit`: how far a grader agrees with labelled answers."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder, Engine, Grader, Json, Misuse, open_bank
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.audit.kept import KeptClient
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge
    from mock_interview.models import Question


def audit(
    grader: Grader = None,
    engine: Engine = "auto",
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
        bool, typer.Option("--kept", help="Of the gold answers only those an earlier audit has asked about.")
    ] = False,
    replies: Annotated[
        Path | None, typer.Option("--replies", help="A file of replies: looked at first, and what it lacks is added.")
    ] = None,
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
    on where it stopped. With --attacks the attack suite is tried as well. With --kept and --replies on the file that is
    in docs/audit/, nothing is asked.

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
    from mock_interview.audit.as_is import measure_as_is
    from mock_interview.audit.bars import against_bars, by_attack
    from mock_interview.audit.kept import KeptClient
    from mock_interview.audit.page import html, page
    from mock_interview.audit.replies import Replies
    from mock_interview.config import models_folder
    from mock_interview.grading import LogprobsJudge, Standard
    from mock_interview.grading import marks as learned
    from mock_interview.grading.calibration import plain_name
    from mock_interview.terminal import console, views

    contents = open_bank(bank)
    if replay:
        _replay(replay, contents, json)
        return
    chosen = _chosen(contents, questions or [])
    if len(chosen) < 3:
        raise BadInput("An audit fits on some questions and tests on others.", "Choose at least three.")
    endpoint = llm.choose(grader)
    said = Replies(replies) if replies else None
    client = KeptClient(llm.Client(endpoint), models_folder().parent / "audit", said, ask_nothing=kept)
    judge = _judge(client, engine)
    if replies and not isinstance(judge, LogprobsJudge):
        raise Misuse(f"--replies is for the logprobs engine; {judge.engine} replies with texts.")
    work = [(q, a) for q in chosen for a in signals.spread(contents.gold(q.id), q, answers)]
    console.say(f"{len(work)} gold answers to {len(chosen)} questions.")
    if not kept:
        console.say(str(forecast.of(client, judge, contents, work)))
    with console.steps() as bar, closing(judge):
        task = bar.add_task("Asking the model", total=len(work))

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        if isinstance(judge, LogprobsJudge):
            found = list(signals.collect(judge, contents, chosen, answers, told))
            if said and said.write():  # once more, as the file has them
                console.say(f"Written: {replies}", "dim")
                found = list(signals.collect(judge, contents, chosen, answers, told))
            if len({s.question.id for s in found}) < 3:
                raise BadInput(
                    "Fewer than three questions have been asked about.", "Run the audit without --kept first."
                )
            usual = Counter[str](a.type for q in chosen for a in contents.gold(q.id))
            fitted = run.measure(found, contents.levels.rule, lambda step: bar.update(task, description=step), usual)
            measured: run.Audit = fitted
            calibration = run.calibration_of(fitted, judge)
            judge = LogprobsJudge(client, calibration)
            standard = Standard(rule=calibration.rule or contents.levels.rule)
        else:
            calibration, standard = None, Standard(rule=contents.levels.rule)
            as_it_is = measure_as_is(judge, contents, work, standard, told)
            measured = as_it_is.audit
            console.say(f"{as_it_is.graded} of {as_it_is.asked} answers got a level.")
        client.ask_nothing = False
        bar.update(task, description="Attacks", completed=0, total=None)
        outcomes = list(suite.run(contents, chosen, judge, standard, attacks, told))
        again = (0, 0)
        if isinstance(judge, LogprobsJudge):
            again = signals.retest(judge, standard, found, retest)
    bars = against_bars(measured, outcomes, again)
    values = {**run.page_values(measured, judge), "bars": bars, "attacks": by_attack(outcomes)}
    if isinstance(measured, run.FittedAudit) and calibration:
        ticks = list(marks.ticks_of(contents, chosen))
        evidence = marks.precision(ticks)
        if fit:
            for path in (learned.write(marks.learn(ticks), fit), run.write_calibration(calibration, fit)):
                console.say(f"Written: {path}", "dim")
        if write:
            values |= run.guide_values(measured, contents, evidence)
            write.write_text(page(**values), encoding="utf-8")
            console.say(f"Written: {write}", "dim")
    else:
        evidence = as_it_is.evidence
        if fit or write:
            raise Misuse(f"--fit and --write are for the logprobs engine; {judge.engine} has nothing fitted.")
    if record:
        made = recording.record(measured.graded, plain_name(judge.model), judge.engine, judge.prompt)
        path = recording.write(made, record)
        path.with_suffix(".html").write_text(html(**values), encoding="utf-8")
        console.say(f"Written: {path} and {path.with_suffix('.html').name}", "dim")
    if json:
        console.print_json(json_module.dumps(run.as_json(measured, bars, outcomes, evidence, judge.model)))
    else:
        console.out().print(views.audit_view(measured, bars))


def _judge(client: "KeptClient", engine: str) -> "Judge":
    """Return the judge to be measured; for log-probabilities one that asks for all that could be fitted."""
    from mock_interview.grading import LogprobsJudge, judge_for
    from mock_interview.grading.calibration import Calibration
    from mock_interview.grading.judging import ModelJudge

    chosen = judge_for(client.endpoint, engine)
    if isinstance(chosen, LogprobsJudge):
        return LogprobsJudge(client, Calibration(wide=client.endpoint.embedded))
    if isinstance(chosen, ModelJudge):
        chosen.client = client
    return chosen


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
