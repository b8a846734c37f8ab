"""Figures of a grader on labelled answers, with intervals by question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mock_interview import statistics
from mock_interview.audit.fitting import SIMPLE, Graded
from mock_interview.audit.signals import OUTRIGHT, Signals
from mock_interview.audit.table import Item
from mock_interview.grading.calibration import Figures, kind_of
from mock_interview.grading.judging import credit
from mock_interview.models import LEVELS

Pair = tuple[int, int]
Group = tuple[int, float, float, float]
"""(answers, exact, within one, mean of given - label)."""
DIGITS = {"3": 0, "4": 1, "5": 2, "6": 3}


@dataclass(frozen=True)
class Agreement:
    """How levels given agree with labels; each figure is None where it is undefined."""

    answers: int
    exact: float | None
    within_one: float | None
    bias: float | None
    kappa: float | None
    interval: tuple[float, float] | None
    """95 % of kappa, questions drawn with replacement."""
    alpha: float | None
    """Krippendorff's, interval metric."""
    confusion: list[list[int]]
    by_type: dict[str, Group]
    """By kind of answer."""


def agreement(rows: Sequence[tuple[str, str, int, int]]) -> Agreement:
    """Return the figures of (question, kind of answer, label, level given) rows."""
    labels, given = [r[2] for r in rows], [r[3] for r in rows]
    questions = sorted({r[0] for r in rows})
    groups: list[list[Pair]] = [[(r[2], r[3]) for r in rows if r[0] == q] for q in questions]
    return Agreement(
        answers=len(rows),
        exact=statistics.exact(labels, given),
        within_one=statistics.within_one(labels, given),
        bias=statistics.bias(labels, given),
        kappa=statistics.quadratic_kappa(labels, given),
        interval=statistics.bootstrap(groups, lambda pairs: _of(pairs, statistics.quadratic_kappa)),
        alpha=statistics.interval_alpha(labels, given),
        confusion=statistics.confusion(labels, given),
        by_type=by_group([(r[1], r[2], r[3]) for r in rows]),
    )


def by_group(rows: Sequence[tuple[str, int, int]]) -> dict[str, Group]:
    """Return the figures of (group, label, level given) rows by group, in order of name."""
    found = {}
    for name in sorted({r[0] for r in rows}):
        pairs = [(r[1], r[2]) for r in rows if r[0] == name]
        found[name] = (
            len(pairs),
            _of(pairs, statistics.exact) or 0.0,
            _of(pairs, statistics.within_one) or 0.0,
            _of(pairs, statistics.bias) or 0.0,
        )
    return found


def _of(pairs: Sequence[Pair], figure: Callable[[list[int], list[int]], float | None]) -> float | None:
    return figure([p[0] for p in pairs], [p[1] for p in pairs])


def of_graded(graded: Sequence[Graded]) -> Agreement:
    """Return the figures of cross-validated grades."""
    rows = [
        (g.signals.question.id, f"{g.signals.answer.label}, {g.signals.answer.type}", g.label, g.estimate)
        for g in graded
    ]
    return agreement(rows)


def of_outright(signals: Sequence[Signals]) -> Agreement:
    """Return the figures of the same model asked for the level outright; an answer the gate held is below L4."""
    rows = []
    for s in signals:
        said = {token.strip(): p for token, p in s.first_tokens.get(OUTRIGHT, {}).items() if token.strip() in DIGITS}
        level = DIGITS[max(said, key=lambda t: said[t])] if said else 0
        rows.append((s.question.id, f"{s.answer.label}, {s.answer.type}", LEVELS.index(s.answer.label), level))
    return agreement(rows)


@dataclass(frozen=True)
class VerdictFigures:
    """How verdicts agree with ticks, for one kind of criterion."""

    count: int
    shown: float
    """Share that the careful readers ticked."""
    balanced_accuracy: float | None
    auc: float | None


def of_verdicts(items: Sequence[Item], chances: Sequence[float]) -> dict[str, VerdictFigures]:
    """Return the figures of verdicts by kind of criterion, and under `all`."""
    kinds = [kind_of(item.criterion) for item in items]
    result = {}
    for kind in ["all", *dict.fromkeys(kinds)]:
        chosen = [i for i in range(len(items)) if kind in ("all", kinds[i])]
        labels = [items[i].shown for i in chosen]
        scores = [float(chances[i]) for i in chosen]
        result[kind] = VerdictFigures(
            len(chosen),
            sum(labels) / len(labels),
            statistics.balanced_accuracy(
                labels, [p >= credit(items[i].criterion) for i, p in zip(chosen, scores, strict=True)]
            ),
            statistics.auc(labels, scores),
        )
    return result


def length_slope(graded: Sequence[Graded]) -> float | None:
    """Return by how many levels a grade exceeds the label for each 100 words more."""
    words = [len(g.signals.answer.text.split()) / 100 for g in graded]
    return statistics.slope(words, [float(g.estimate - g.label) for g in graded])


def wrong_above_l4(graded: Sequence[Graded], kind: str = "fluent-wrong") -> tuple[int, int]:
    """Return how many wrong answers of a type were put above L4, and how many there are."""
    wrong = [g for g in graded if g.signals.answer.type == kind]
    return sum(g.estimate > LEVELS.index("L4") for g in wrong), len(wrong)


def lowered(graded: Sequence[Graded], *, simple: bool = True) -> tuple[int, int]:
    """Return how many right answers of a simple type, or of all others, were put below their label, and of how many."""
    chosen = [g for g in graded if (g.signals.answer.type in SIMPLE) == simple and g.label > 0]
    return sum(g.estimate < g.label for g in chosen), len(chosen)


def summary(found: Agreement, questions: int) -> Figures | None:
    """Return the figures a calibration carries; None when they are undefined."""
    if found.kappa is None or found.interval is None or found.exact is None or found.within_one is None:
        return None
    return Figures(
        answers=found.answers,
        questions=questions,
        exact=round(found.exact, 4),
        within_one=round(found.within_one, 4),
        kappa=round(found.kappa, 4),
        kappa_low=round(found.interval[0], 4),
        kappa_high=round(found.interval[1], 4),
    )


def as_json(value: Any) -> Any:
    """Return a figure as plain values."""
    from dataclasses import asdict

    return {k: asdict(v) for k, v in value.items()} if isinstance(value, dict) else asdict(value)
