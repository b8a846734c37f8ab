"""What to practise next, as a proposal and as a list."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mock_interview.interview.schedule import Item, Plan, Watched, reason
from mock_interview.models import Criterion
from mock_interview.terminal.clean import clean


def when(due: datetime | None, now: datetime) -> str:
    """Return a due date as a person says it: today, in so many days, so many days ago."""
    if due is None:
        return ""
    days = (due.astimezone(now.tzinfo).date() - now.date()).days
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def missed(mark: Watched) -> str:
    """Return how often a mark was missed of late."""
    return f"missed in {mark.missed} of your last {mark.of} answers"


def proposal(plan: Plan, attention: Criterion | None, more: int) -> RenderableType:
    """Return the question to practise now, why, what to pay attention to, and what comes after it."""
    item, *rest = plan.items
    question = item.question
    head = Text.assemble(("Next: ", "dim"), (clean(question.title), "bold"))
    parts: list[RenderableType] = [
        head,
        Text(clean(f"{question.id}, {question.category}, {question.kind}, {question.minutes} min"), style="dim"),
        Text(reason(item, plan)),
    ]
    if attention:
        mark = next((m for m in plan.marks if m.criterion == attention.id), None)
        how = missed(mark) if mark else "missed last time"
        if attention.id in item.of_mentor:
            how = "which your mentor found missing"
        parts.append(Text(clean(f"Pay attention to {attention.id}, {how}:"), style="yellow"))
        parts.append(Padding(Text(clean(attention.hint or attention.claim)), (0, 0, 0, 2)))
    if rest[:more]:
        parts += [Text(""), Text("After that", style="bold"), _table(rest[:more], plan.now)]
    return Group(*parts)


def agenda(plan: Plan) -> RenderableType:
    """Return every question in the order to practise them, and the marks to watch."""
    parts: list[RenderableType] = [_table(plan.items, plan.now)]
    if plan.marks:
        table = Table(box=None, pad_edge=False, header_style="bold", show_header=False)
        for mark in plan.marks:
            table.add_row(Text(clean(mark.criterion)), Text(missed(mark)), Text(when(mark.due, plan.now), style="dim"))
        parts += [Text(""), Text("Missed in several questions", style="bold"), table]
    return Group(*parts)


def _table(items: Sequence[Item], now: datetime) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False)
    for item in items:
        style = {"due": "bold", "new": "green"}.get(item.why, "dim")
        table.add_row(
            Text("new" if item.due is None else when(item.due, now), style=style),
            Text(clean(item.question.title)),
            Text(item.level or "", style="bold"),
        )
    return table
