"""What a mentor looks at: a transcript with numbered sentences, the tool's verdict on a criterion, the remarks."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from mock_interview.models import Criterion, Grade, Remark, Session, Verdict
from mock_interview.review.passages import passages
from mock_interview.terminal.clean import clean
from mock_interview.terminal.views import KINDS

STATES = {
    "met": ("shown", "green"),
    "unmet": ("not shown", "yellow"),
    "unsupported": ("not shown (no words for it)", "yellow"),
    "ungraded": ("no verdict", "magenta"),
}
ADVICE = {"keep": ("Keep", "green"), "change": ("Change", "yellow"), "try": ("Try", "cyan")}


def transcript_view(session: Session) -> RenderableType:
    """Return what was said, the candidate's sentences numbered, indented as they stand."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim")
    table.add_column()
    numbered = list(enumerate(passages(session.turns), 1))
    for place, turn in enumerate(session.turns):
        if turn.role == "interviewer":
            table.add_row("", Text(clean(f"Interviewer: {turn.text.strip()}"), style="dim"))
            continue
        for number, quote in numbered:
            if quote.turn == place:
                line = turn.text[turn.text.rfind("\n", 0, quote.start) + 1 : quote.start]
                table.add_row(str(number), Text(clean(("" if line.strip() else line) + quote.text)))
        table.add_row("", "")
    return Group(Line("What was said", align="left"), table)


def tool_line(grade: Grade | None) -> RenderableType:
    """Return the level the tool gave."""
    if grade is None:
        return Text("The tool has not graded this answer.", "dim")
    level = grade.level
    if level.estimate is None:
        return Text(clean(f"The tool gives no level: {level.reason}"), "yellow")
    around = "" if level.low == level.high else f" (between {level.low} and {level.high})"
    return Text(f"The tool's level: {level.estimate}{around}", "bold")


def criterion_view(criterion: Criterion, verdict: Verdict | None, mine: str, place: str) -> RenderableType:
    """Return a criterion with what the tool says of it and on which words; `mine` is the mentor's earlier finding."""
    parts: list[RenderableType] = [
        Text(clean(f"\n{place}  {KINDS[criterion.kind]}"), style="dim"),
        Text(clean(criterion.claim), style="bold"),
    ]
    said, style = STATES[verdict.state] if verdict else ("says nothing of it", "dim")
    parts.append(Text(clean(f"  The tool: {said}"), style=style))
    if verdict:
        parts += [quote_line(quote.text, 4) for quote in verdict.quotes]
        if verdict.reason:
            parts.append(Padding(Text(clean(verdict.reason), style="dim"), (0, 0, 0, 4)))
    if mine:
        parts.append(Text(f"  You said: {STATES[mine][0]}"))
    return Group(*parts)


def quote_line(words: str, indent: int) -> RenderableType:
    """Return words of the transcript in quotation marks, on one line where they fit."""
    return Padding(Text(clean(f"“{' '.join(words.split())}”"), style="italic cyan"), (0, 0, 0, indent))


def remarks_view(remarks: Sequence[Remark], *, numbered: bool = False) -> RenderableType:
    """Return remarks, each with the words it is about."""
    parts: list[RenderableType] = []
    for number, remark in enumerate(remarks, 1):
        name, style = ADVICE[remark.advice]
        parts.append(quote_line(remark.quote.text, 2))
        head = f"{number}. {name}: " if numbered else f"{name}: "
        body = Text.assemble((head, f"bold {style}"))
        body.append(clean(remark.text.strip()))
        parts.append(Padding(body, (0, 0, 0, 4)))
    return Group(*parts)
