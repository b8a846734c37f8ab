"""What the user sees: questions, verdicts as they come, the grade."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from mock_interview.models import LEVELS, Feedback, Grade, Question, Rubric, Session, Verdict
from mock_interview.terminal.clean import clean

if TYPE_CHECKING:
    from mock_interview.audit.bars import Bar
    from mock_interview.audit.record import Recording, Replay
    from mock_interview.audit.run import Audit
    from mock_interview.llm.store import Model

KINDS = {
    "L4": "L4: correct",
    "L5": "L5: usable",
    "L6": "L6: owned it",
    "strong_hire": "Strong hire",
    "down_level": "Errors",
}
_MARKS = {"met": ("✓", "green"), "unmet": ("·", "dim"), "unsupported": ("○", "yellow"), "ungraded": ("?", "magenta")}
_BAR = 28


def _text(words: str, style: str = "") -> Text:
    return Text(clean(words), style=style)


def question_panel(question: Question) -> RenderableType:
    """Return a question as the candidate sees it."""
    heading = f"{clean(question.title)}  ({question.minutes} min)"
    # The prompt's lines run as wide as the terminal; code is kept as it stands.
    parts: list[RenderableType] = [_text(re.sub(r"(?<!\n)\n(?!\n)", " ", question.prompt.strip()))]
    if question.code:
        parts.append(Padding(_text(question.code.rstrip("\n"), "cyan"), (1, 0, 0, 0)))
    if question.scenario:
        about = f"The interviewer has facts about: {', '.join(question.scenario)}."
        parts.append(Padding(_text(about, "dim"), (1, 0, 0, 0)))
    return Panel(Group(*parts), title=Text(heading, style="bold"), title_align="left", padding=(1, 2))


def scenario_view(question: Question) -> RenderableType:
    """Return the facts the interviewer gives when asked."""
    table = Table.grid(padding=(0, 2))
    for about, fact in question.scenario.items():
        table.add_row(_text(about, "bold"), _text(fact))
    return Padding(table, (0, 3, 1, 3))


def verdict_line(verdict: Verdict, rubric: Rubric) -> RenderableType:
    """Return one verdict as it comes in."""
    mark, style = _MARKS[verdict.state]
    if verdict.kind == "down_level" and verdict.state == "met":
        mark, style = "✗", "red"
    claim = _text(rubric[verdict.criterion].claim, "" if verdict.state == "met" else "dim")
    if verdict.state == "unsupported":
        claim.append("  (no words for it in the answer: counts for nothing)", "yellow")
    line = Table.grid()
    line.add_row(Text(f" {mark} ", style), Text(f"{verdict.kind:<12}", "dim"), claim)
    return line


def _distribution(grade: Grade) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    for level in LEVELS:
        p = grade.level.probabilities.get(level, 0.0)
        chosen = level == grade.level.estimate
        bar = "█" * round(p * _BAR)
        table.add_row(
            Text(f"{level:>8}", style="bold" if chosen else "dim"), Text(f"{bar:<{_BAR}}", "cyan"), f"{p:4.0%}"
        )
    return table


def _evidence(grade: Grade, rubric: Rubric) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for kind, name in KINDS.items():
        shown = [v for v in grade.verdicts if v.kind == kind and v.state == "met"]
        if not shown:
            continue
        parts.append(Text(f"{name}", style="bold red" if kind == "down_level" else "bold"))
        for verdict in shown:
            marks = (" (after a probe)" if verdict.prompted else "") + (
                " (readings differ)" if verdict.unstable else ""
            )
            parts.append(Padding(_text(rubric[verdict.criterion].claim + marks), (0, 0, 0, 2)))
            for quote in verdict.quotes:
                parts.append(Padding(_text(f"“{' '.join(quote.text.split())}”", "italic cyan"), (0, 0, 0, 4)))
    return parts


def _way(feedback: Feedback, rubric: Rubric) -> list[RenderableType]:
    parts: list[RenderableType] = [_text(feedback.summary, "bold")]
    if feedback.strongest:
        parts.append(_text(f"Speaks loudest for you: {rubric[feedback.strongest].claim}", "green"))
    if feedback.costliest:
        parts.append(_text(f"Costs you most: {feedback.costliest.claim}", "red"))
    for number, gap in enumerate(feedback.gaps, 1):
        arrow = Text.assemble((f" {number}. ", "bold green"))
        arrow.append_text(_text(gap.hint or gap.claim))
        parts.append(arrow)
    return parts


def _opinions(grade: Grade, rubric: Rubric) -> list[RenderableType]:
    """Return how several readings compare: a level each, and each criterion they differ about."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("reading", "level", "range"):
        table.add_column(name)
    for number, opinion in enumerate(grade.opinions, 1):
        level = opinion.level
        span = f"{level.low} to {level.high}" if level.estimate else level.reason
        table.add_row(
            _text(f"{number}. {opinion.model or opinion.grader}"), _text(level.estimate or "none"), _text(span)
        )
    differing = [v for v in grade.verdicts if v.unstable]
    same = len(grade.verdicts) - len(differing)
    parts: list[RenderableType] = [table, _text(f"They agree about {same} of {len(grade.verdicts)} criteria.")]
    for verdict in differing:
        marks = " ".join("✓" if verdict.criterion in opinion.shown else "·" for opinion in grade.opinions)
        parts.append(_text(f"  {marks}  {rubric[verdict.criterion].claim}", "yellow"))
    return parts


def grade_view(grade: Grade, rubric: Rubric) -> RenderableType:
    """Return a grade: the level with its uncertainty, the words it rests on, the next step."""
    if grade.level.estimate is None:
        reason = grade.level.reason[:1].upper() + grade.level.reason[1:]
        end = "" if reason.endswith((".", "?", "!")) else "."
        rows: list[RenderableType] = [_text(f"No level. {reason}{end}", "yellow")]
        return Group(*rows, *(_text(f"⚑ {flag}", "yellow") for flag in grade.flags))
    low, high = grade.level.low, grade.level.high
    around = "" if low == high else f"   between {low} and {high} with 80 % probability"
    rows = [
        Line(Text.assemble(("Level estimate: ", ""), (grade.level.estimate, "bold"), (around, "dim")), align="left")
    ]
    rows += [_distribution(grade), Text(""), *_evidence(grade, rubric)]
    rows += [_text(f"⚑ {flag}", "yellow") for flag in grade.flags]
    if grade.opinions:
        rows += [Line("Second opinion", align="left"), *_opinions(grade, rubric)]
    if grade.feedback:
        rows += [Line("Next step", align="left"), *_way(grade.feedback, rubric)]
    rows += [
        Line(style="dim"),
        _text(grade.level.reason, "dim"),
        _text(f"Rule: {grade.provenance.rule}", "dim"),
        _text(f"{grade.provenance.model} ({grade.provenance.engine}). {grade.provenance.validity}", "dim"),
    ]
    return Group(*rows)


def notes_view(rubric: Rubric) -> RenderableType:
    """Return the reference notes, for after the answer."""
    return Group(Text("Reference notes", style="bold"), *(_text(f"· {note}") for note in rubric.notes))


def rubric_view(rubric: Rubric) -> RenderableType:
    """Return what an answer is compared with, and the reference notes."""
    parts: list[RenderableType] = []
    for kind, name in KINDS.items():
        parts.append(Text(name, style="bold"))
        for criterion in (c for c in rubric.criteria if c.kind == kind):
            cap = f" (caps the level at {criterion.caps})" if criterion.caps else ""
            parts.append(Padding(_text(f"{criterion.claim}{cap}"), (0, 0, 0, 2)))
    return Group(*parts, Text(""), notes_view(rubric))


def session_view(session: Session) -> RenderableType:
    """Return a session as it went, mentors' reviews before the grade; the notes only once it has been graded."""
    parts: list[RenderableType] = [question_panel(session.question)]
    for turn in session.turns:
        parts += [
            Text(turn.role + ("" if turn.finished else " (broken off)"), style="bold"),
            _text(turn.text.strip()),
            Text(""),
        ]
    if session.reviews:
        from mock_interview.terminal.mentor_view import mentor_view

        parts += [mentor_view(session), Text("The tool, for comparison" if session.grades else "", "dim")]
    for grade in session.grades[-1:]:
        parts += [grade_view(grade, session.rubric), Text(""), notes_view(session.rubric)]
    return Group(*parts)


def model_table(models: "Sequence[Model]", here: set[str], others: Sequence[Path]) -> RenderableType:
    """Return the models that can be fetched, marked when they are here, and other files."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "model", "file", "memory", ""):
        table.add_column(name, justify="right" if name in ("file", "memory") else "left")
    for model in models:
        mark = Text("✓", style="green") if model.name in here else Text(" ")
        table.add_row(mark, model.name, f"{model.gigabytes} GB", f"{model.memory} GB", _text(model.note, "dim"))
    for path in others:
        table.add_row(Text("✓", style="green"), _text(str(path)), f"{path.stat().st_size / 1e9:.1f} GB", "", "")
    return table


def replay_view(recording: "Recording", now: "Replay") -> RenderableType:
    """Return recorded figures beside those of today's code, and the answers whose level is another one."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "recorded", "now"):
        table.add_column(name, justify="left" if not name else "right")
    for name, before, after in (
        ("exact", recording.exact, now.levels.exact),
        ("within one", recording.within_one, now.levels.within_one),
        ("kappa", recording.kappa, now.levels.kappa),
    ):
        table.add_row(name, f"{before:.3f}", "n/a" if after is None else f"{after:.3f}")
    head = _text(f"{recording.model}: {now.levels.answers} of {len(recording.answers)} answers replayed.")
    return Group(head, table, *(_text(line) for line in now.changed))


def audit_view(audit: "Audit", bars: "Sequence[Bar]" = ()) -> RenderableType:
    """Return the figures of an audit, and how they stand against the bars."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("read by", "exact", "within one", "kappa", "95 %"):
        table.add_column(name, justify="left" if name == "read by" else "right")
    for name, found in {"levels": audit.levels, **audit.beside, "readers' ticks": audit.ticks}.items():
        low_high = "n/a" if found.interval is None else f"{found.interval[0]:.2f} to {found.interval[1]:.2f}"
        table.add_row(
            name.replace("_", " "), *(_figure(f) for f in (found.exact, found.within_one, found.kappa)), low_high
        )
    kinds = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("label, kind of answer", "answers", "exact", "within one", "bias"):
        kinds.add_column(name, justify="left" if name.startswith("label") else "right")
    for name, (count, exact, within_one, bias) in audit.levels.by_type.items():
        kinds.add_row(name, str(count), _figure(exact), _figure(within_one), f"{bias:+.2f}")
    verdicts = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("verdicts", "n", "shown", "balanced accuracy", "AUC"):
        verdicts.add_column(name, justify="left" if name == "verdicts" else "right")
    for name, v in audit.verdicts.items():
        verdicts.add_row(name, str(v.count), _figure(v.shown), _figure(v.balanced_accuracy), _figure(v.auc))
    held = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("against the bars", "found", "must", "aim", ""):
        held.add_column(name, justify="left" if name == "against the bars" else "right")
    for bar in bars:
        mark = Text("") if bar.holds is None else Text("✓", style="green") if bar.holds else Text("below", style="red")
        held.add_row(bar.name, bar.found, bar.must, bar.aim, mark)
    return Group(table, Text(""), kinds, Text(""), verdicts, Text(""), held)


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"
