"""Let the user choose a question, beginning at the one that is proposed."""

from typing import TYPE_CHECKING

import typer

from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Bank


def choose(bank: "Bank") -> str:
    """Return the id of the question the user chooses; leaving the list ends the program, with nothing written."""
    from mock_interview.cli.next import make_plan
    from mock_interview.records import best_levels
    from mock_interview.terminal.choice import Choice, Row
    from mock_interview.terminal.picker import pick

    plan = make_plan(bank, quiet=True)
    proposed, *_ = plan.items
    # What is new is most of a list in the beginning: it is marked where it is proposed alone.
    marks = {i.question.id: i.why for i in plan.items if i.why in ("due", "weak") or i is proposed}
    best = best_levels()
    rows = [Row(q, best.get(q.id, ""), marks.get(q.id, "")) for q in bank.questions]
    chosen = pick(
        Choice(
            rows,
            headings={category.id: category.title for category in bank.categories},
            find=lambda text: [question.id for question in bank.search(text)],
            first=proposed.question.id,
        )
    )
    if chosen is None:
        raise typer.Exit(int(ExitCode.INTERRUPTED))
    return chosen
