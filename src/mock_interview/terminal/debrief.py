"""What the user sees of a loop: the plan before it, the debrief after it."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from mock_interview.bank import Mix
from mock_interview.interview.committee import Advice, Point
from mock_interview.interview.debrief import Answered, Debrief
from mock_interview.interview.rounds import Round
from mock_interview.models import LevelEstimate
from mock_interview.terminal.clean import clean


def round_view(mix: Mix, chosen: Round, minutes: int) -> RenderableType:
    """Return the questions a loop would ask, in order, with the time they take."""
    table = _table("", "question", "category", "kind", "min")
    for number, question in enumerate(chosen.questions, 1):
        row = (str(number), question.title, question.category, question.kind, str(question.minutes))
        table.add_row(*(_text(cell) for cell in row))
    return Group(_text(f"{mix.title}: {chosen.minutes} of {minutes} minutes", "bold"), table)


def debrief_view(debrief: Debrief) -> RenderableType:
    """Return what came of a loop: levels, the committee's words, what to work on, and the rule."""
    used = f"{debrief.seconds / 60:.0f} of {debrief.minutes} minutes"
    head = f"Debrief: {debrief.like}, {debrief.created.astimezone():%d %b %Y}, {used}"
    rows: list[RenderableType] = [Line(_text(head), align="left"), _answers(debrief.answers)]
    if len(debrief.categories) > 1:
        table = _table("category", "level", "range")
        for category, level in debrief.categories.items():
            table.add_row(_text(category), _text(level.estimate or "", "bold"), _text(_range(level), "dim"))
        rows += [Text(""), table]
    level = debrief.overall
    rows += [Text(""), Line(Text.assemble("Overall: ", (level.estimate or "no level", "bold")), align="left")]
    if level.estimate:
        rows.append(_text(", ".join(f"{name} {chance:.0%}" for name, chance in level.probabilities.items()), "dim"))
    rows += [_text(debrief.summary)]
    rows += _section("Strengths", [line for point in debrief.strengths for line in _point(point)])
    rows += _section("Concerns", [line for point in debrief.concerns for line in _point(point)])
    rows += _section("The committee would ask next", [line for point in debrief.ask_next for line in _point(point)])
    advice = [line for number, one in enumerate(debrief.work_on, 1) for line in _advice(number, one)]
    rows += _section("Work on", advice)
    rows += [Text(""), Line(style="dim"), _text(level.reason, "dim"), _text(f"Rule: {debrief.rule}", "dim")]
    return Group(*rows, *(_text(line, "dim") for line in debrief.validity))


def _answers(answers: Sequence[Answered]) -> Table:
    table = _table("", "question", "level", "range", "you said")
    for number, answer in enumerate(answers, 1):
        estimate = answer.level.estimate if answer.level else None
        mark = "" if answer.core else " (not core)"
        table.add_row(
            str(number),
            _text(answer.title + mark),
            _text(estimate or "none", "bold" if estimate else "yellow"),
            _text(answer.note or (_range(answer.level) if answer.level else ""), "dim"),
            _text(answer.self_rating or "", "dim"),
        )
    return table


def _range(level: LevelEstimate) -> str:
    return "" if level.low == level.high else f"{level.low} to {level.high}"


def _section(name: str, lines: Sequence[RenderableType]) -> list[RenderableType]:
    return [Text(""), Text(name, style="bold"), *lines] if lines else []


def _point(point: Point) -> list[RenderableType]:
    lines: list[RenderableType] = [_indented(f"{point.title}: {point.claim}", 2)]
    if point.quote:
        lines.append(_indented(f"“{point.quote}”", 4, "italic cyan"))
    if point.hint:
        lines.append(_indented(f"Instead: {point.hint}", 4))
    return lines


def _advice(number: int, advice: Advice) -> list[RenderableType]:
    where = "; ".join(advice.titles)
    return [_indented(f"{number}. {advice.hint or advice.claim}", 2), _indented(f"In: {where}", 5, "dim")]


def _indented(words: str, by: int, style: str = "") -> RenderableType:
    return Padding(_text(words, style), (0, 0, 0, by))


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, justify="right" if name in ("", "min") else "left")
    return table


def _text(words: str, style: str = "") -> Text:
    return Text(clean(words), style=style)
