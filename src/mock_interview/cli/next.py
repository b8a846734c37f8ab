"""`mock-interview next`: what is weak and due."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli.options import BankFolder, Engine, Grader, Json, open_bank
from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.interview.schedule import Item, Plan
    from mock_interview.models import Criterion

AFTERWARDS = 5
"""So many questions are named that come after the first."""


def next_question(
    everything: Annotated[bool, typer.Option("--list", "-l", help="Only list: every question, and when.")] = False,
    grader: Grader = None,
    engine: Engine = "auto",
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Propose what is weak and due, say why, and practise it.

    Example: mock-interview next
    """
    from mock_interview.terminal import agenda, console

    source = open_bank(bank)
    plan = make_plan(source)
    if json:
        import json as json_module

        value = _listed(plan) if everything else _proposed(plan, _attention(plan, source))
        console.print_json(json_module.dumps(value, ensure_ascii=False))
        return
    if everything:
        console.out().print(agenda.agenda(plan))
        return
    chosen = plan.items[0].question
    console.out().print(agenda.proposal(plan, _attention(plan, source), AFTERWARDS))
    if not console.at_terminal():
        console.say(f"Practise it: mock-interview practice {chosen.id}", "dim")
    elif _wanted():
        from mock_interview.cli.practice import practice

        practice(question=chosen.id, grader=grader, engine=engine, variant=_times(chosen.id), bank=bank)


def make_plan(bank: "Bank", *, quiet: bool = False) -> "Plan":
    """Return the schedule as it is now; files that cannot be read are named, unless `quiet`, and passed over."""
    from datetime import datetime

    from mock_interview.interview.schedule import plan
    from mock_interview.records import Practised, history, no_collecting
    from mock_interview.terminal.console import complain, reading

    if not bank.questions:
        raise BadInput(f"{bank.root}: has no questions", "Begin one with: mock-interview bank new")
    known = []
    with reading() as on_read, no_collecting():
        found = list(history(on_read))
    for one in found:
        if isinstance(one, Practised):
            known.append(one)
        elif not quiet:
            complain(one)
    return plan(bank.questions, known, datetime.now().astimezone())


def _times(question_id: str) -> int:
    """Return how often a question has been practised: so that it is put another way each time."""
    from mock_interview.records import Summary, summaries

    return sum(isinstance(one, Summary) and one.question == question_id for one in summaries())


def _wanted() -> bool:
    from mock_interview.terminal.editor import ask

    try:
        return ask("Practise it now?")
    except KeyboardInterrupt:
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None


def _attention(plan: "Plan", bank: "Bank") -> "Criterion | None":
    """Return the criterion to pay attention to in the question that is proposed."""
    from mock_interview.interview.schedule import focus

    rubric = bank.rubric(plan.items[0].question.id)
    found = focus(plan.items[0], plan, [criterion.id for criterion in rubric.criteria])
    return rubric[found] if found else None


def _line(item: "Item") -> dict[str, Any]:
    return {
        "question": item.question.id,
        "title": item.question.title,
        "category": item.question.category,
        "why": item.why,
        "level": item.level,
        "due": item.due.isoformat() if item.due else None,
    }


def _proposed(plan: "Plan", attention: "Criterion | None") -> dict[str, Any]:
    from mock_interview.interview.schedule import reason

    focus = None
    if attention:
        mark = next((m for m in plan.marks if m.criterion == attention.id), None)
        often = {"missed": mark.missed, "of": mark.of} if mark else {"missed": 1, "of": 1}
        focus = {"criterion": attention.id, "kind": attention.kind, "hint": attention.hint, **often}
    first, *rest = plan.items
    then = [_line(item) for item in rest[:AFTERWARDS]]
    return {**_line(first), "reason": reason(first, plan), "focus": focus, "then": then}


def _listed(plan: "Plan") -> dict[str, Any]:
    from dataclasses import asdict

    marks = [asdict(mark) | {"due": mark.due.isoformat()} for mark in plan.marks]
    return {"questions": [_line(item) for item in plan.items], "marks": marks}
