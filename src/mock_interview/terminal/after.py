"""What a candidate looks at after the grade: the own words that counted, the own rating, and what got better."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.text import Text

from mock_interview.models import LEVELS, GoldAnswer, Grade, Level, Rubric, Turn, Verdict
from mock_interview.terminal.clean import clean

_STYLES = {"L4": "green", "L5": "cyan", "L6": "magenta", "strong_hire": "magenta", "down_level": "red"}
_NAMES = {"strong_hire": "strong hire", "down_level": "error"}


def answer_view(turns: Sequence[Turn], grade: Grade) -> RenderableType:
    """Return what was said, with the words that counted marked: in colour, and by the level they count for."""
    parts: list[RenderableType] = [Line("Your words", align="left")]
    for number, turn in enumerate(turns):
        if turn.role == "interviewer":
            parts.append(Padding(Text(clean(f"Interviewer: {turn.text.strip()}"), style="dim"), (1, 0)))
        else:
            parts.append(_marked(turn.text, _kinds(number, grade)))
    return Group(*parts)


def _kinds(turn: int, grade: Grade) -> dict[tuple[int, int], list[str]]:
    """Return by (start, end) in a turn the kinds of criteria that the words there were credited for."""
    found: dict[tuple[int, int], list[str]] = {}
    for verdict in grade.verdicts:
        if verdict.state == "met":
            for quote in verdict.quotes:
                if quote.turn == turn:
                    found.setdefault((quote.start, quote.end), []).append(verdict.kind)
    return found


def _marked(text: str, kinds: Mapping[tuple[int, int], Sequence[str]]) -> Text:
    line = Text()
    at = 0
    for (start, end), of in sorted(kinds.items()):
        if start < at:
            continue
        names = list(dict.fromkeys(_NAMES.get(kind, kind) for kind in of))
        line.append(clean(text[at:start]))
        line.append(clean(text[start:end]), f"underline {_STYLES[of[0]]}")
        line.append(f" [{', '.join(names)}]", f"bold {_STYLES[of[0]]}")
        at = end
    line.append(clean(text[at:].rstrip()))
    return line


def rating_line(rating: Level, found: Level) -> str:
    """Return how the candidate's own rating compares with the grade."""
    off = LEVELS.index(rating) - LEVELS.index(found)
    if not off:
        return f"You rated yourself {rating}: the grade says the same."
    steps = f"{abs(off)} level{'s' if abs(off) > 1 else ''}"
    return f"You rated yourself {rating}: {steps} {'above' if off > 0 else 'below'} the grade."


def gold_view(answer: GoldAnswer) -> RenderableType:
    """Return a labelled answer, to compare one's own with."""
    return Group(Line(f"An answer at {answer.label}, for comparison", align="left"), Text(clean(answer.text.strip())))


def improvement_view(before: Grade, after: Grade, rubric: Rubric) -> RenderableType:
    """Return what the later of two grades of the same question shows that the earlier did not, and the reverse."""
    old, new = _met(before), _met(after)
    parts: list[RenderableType] = [
        Line("Against your last try", align="left"),
        Text(f"{before.level.estimate or 'no level'} before, {after.level.estimate or 'no level'} now.", "bold"),
    ]
    for sign, style, those in (("+", "green", new.keys() - old.keys()), ("-", "yellow", old.keys() - new.keys())):
        for criterion in (c for c in rubric.criteria if c.id in those):
            better = (sign == "+") != (criterion.kind == "down_level")
            parts.append(Text(clean(f" {sign} {criterion.claim}"), style if better else "red"))
    if len(parts) == 2:
        parts.append(Text("The same criteria as before."))
    return Group(*parts)


def _met(grade: Grade) -> dict[str, Verdict]:
    return {v.criterion: v for v in grade.verdicts if v.state == "met"}
