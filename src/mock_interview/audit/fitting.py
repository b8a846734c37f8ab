"""Fit a calibration on gold answers: probe, curves by kind of criterion, and the rule's numbers.

Needs numpy and scikit-learn (the `dev` extra). Everything that is reported of a question is fitted on the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from mock_interview.audit.signals import Signals
from mock_interview.bank import Rule
from mock_interview.grading.calibration import Calibration, Curve, Probe, kind_of, log_odds
from mock_interview.grading.judging import CREDIT
from mock_interview.grading.level import at_least, points, quantile
from mock_interview.models import LEVELS, Criterion, Level

STRENGTH = 1e-3
"""Inverse of the probe's shrinkage (scikit-learn's C, on standardised features)."""
IN_MOST_REPLIES = 0.9
"""A token is a feature when it is among the candidates of this share of the replies."""
SPREADS = (0.3, 0.5, 0.7, 1.0, 1.4, 2.0)


@dataclass(frozen=True)
class Item:
    """One criterion of one gold answer."""

    question: str
    answer: str
    criterion: Criterion
    first_token: dict[str, float]
    shown: bool


def items_of(signals: Sequence[Signals]) -> list[Item]:
    """Return every judged criterion of every answer the gate let through."""
    return [
        Item(s.question.id, s.answer.id, c, s.first_tokens[c.id], s.shown(c))
        for s in signals
        if not s.nothing
        for c in s.rubric.criteria
    ]


class Table:
    """The items' log-probabilities as a matrix: one row an item, one column a token, gaps filled with the mean."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        counts: dict[str, int] = {}
        for item in items:
            for token in item.first_token:
                counts[token] = counts.get(token, 0) + 1
        self.tokens = sorted(t for t, n in counts.items() if n >= IN_MOST_REPLIES * len(items))
        nan = float("nan")
        rows = [[item.first_token.get(t, nan) for t in self.tokens] for item in items]
        self.x = np.array(rows, dtype=np.float32)
        self.y = np.array([item.shown for item in items])
        self.groups = np.array([item.question for item in items])
        self.every = np.ones(len(items), dtype=bool)
        self.log_odds = np.array([log_odds(item.first_token) for item in items])

    def fit(self, rows: Any) -> Probe:
        """Return the probe fitted on some of the rows."""
        x = self.x[rows]
        means = np.nanmean(x, axis=0)
        filled = np.where(np.isnan(x), means, x) - means
        scale = filled.std(axis=0) + 1e-6
        model = LogisticRegression(C=STRENGTH, max_iter=300).fit(filled / scale, self.y[rows])
        return Probe(
            tokens=tuple(self.tokens),
            means=tuple(round(float(m), 3) for m in means),
            weights=tuple(float(f"{w:.4g}") for w in model.coef_[0] / scale),
            intercept=round(float(model.intercept_[0]), 4),
        )

    def scores(self, probe: Probe, rows: Any) -> Any:
        """Return a probe's scores on some of the rows."""
        x = self.x[rows] - np.array(probe.means, dtype=np.float32)
        return np.where(np.isnan(x), 0, x) @ np.array(probe.weights) + probe.intercept


def out_of_question(table: Table, rows: Any) -> Any:
    """Return for some of the rows the score of a probe fitted on the other questions among them."""
    scores = np.zeros(len(table.y))
    for question in sorted(set(table.groups[rows])):
        held = rows & (table.groups == question)
        scores[held] = table.scores(table.fit(rows & ~held), held)
    return scores[rows]


def fit_curves(items: Sequence[Item], scores: Any) -> dict[str, Curve]:
    """Return Platt curves by kind of criterion; a kind whose scores say nothing gets its base rate."""
    curves = {}
    for kind in sorted({kind_of(item.criterion) for item in items}):
        chosen = np.array([kind_of(item.criterion) == kind for item in items])
        y = np.array([item.shown for item in items])[chosen]
        if y.all() or not y.any():
            continue
        model = LogisticRegression(C=1.0).fit(scores[chosen].reshape(-1, 1), y)
        slope = max(float(model.coef_[0][0]), 0.0)
        curves[kind] = Curve(slope=round(slope, 4), intercept=round(float(model.intercept_[0]), 4))
    return curves


@dataclass(frozen=True)
class Levelled:
    """An answer with its label (0 for below L4 to 3) and the chances of its criteria."""

    signals: Signals
    label: int
    chances: dict[str, float]


def levelled(
    signals: Sequence[Signals], items: Sequence[Item], scores: Any, curves: dict[str, Curve]
) -> list[Levelled]:
    """Return each answer with the probabilities that scores and curves give its criteria."""
    chances: dict[tuple[str, str], dict[str, float]] = {}
    calibration = Calibration(curves=curves)
    for item, score in zip(items, scores, strict=True):
        p = calibration.curve(item.criterion, float(score))
        counts = p >= CREDIT or item.criterion.kind != "down_level"
        chances.setdefault((item.question, item.answer), {})[item.criterion.id] = p if counts else 0.0
    return [Levelled(s, LEVELS.index(s.answer.label), chances.get((s.question.id, s.answer.id), {})) for s in signals]


@dataclass(frozen=True)
class Fit:
    """What was fitted on some questions."""

    probe: Probe | None
    curves: dict[str, Curve]
    rule: Rule


def fit(signals: Sequence[Signals], table: "Table", rows: Any, start: Rule, use_probe: bool) -> Fit:
    """Fit on some of the rows; curves and rule see only scores of probes fitted on other questions."""
    items = [item for item, chosen in zip(table.items, rows, strict=True) if chosen]
    scores = out_of_question(table, rows) if use_probe else table.log_odds[rows]
    curves = fit_curves(items, scores)
    questions = {item.question for item in items}
    answers = levelled([s for s in signals if s.question.id in questions], items, scores, curves)
    return Fit(table.fit(rows) if use_probe else None, curves, fit_rule(answers, start))


@dataclass(frozen=True)
class Graded:
    """An answer as it was levelled by what was fitted on other questions."""

    signals: Signals
    label: int
    estimate: int
    verdicts: dict[str, float]
    """Probability of every criterion that was judged."""


def cross_validate(
    signals: Sequence[Signals],
    table: "Table",
    start: Rule,
    use_probe: bool,
    on_question: Callable[[int, int], None] = lambda done, total: None,
) -> list[Graded]:
    """Return every answer levelled by what was fitted on the other questions."""
    result: list[Graded] = []
    questions = sorted({s.question.id for s in signals})
    for done, question in enumerate(questions):
        on_question(done, len(questions))
        held = table.groups == question
        fitted = fit(signals, table, ~held, start, use_probe)
        items = [item for item, chosen in zip(table.items, held, strict=True) if chosen]
        scores = table.scores(fitted.probe, held) if fitted.probe else table.log_odds[held]
        for answer in levelled([s for s in signals if s.question.id == question], items, scores, fitted.curves):
            result.append(Graded(answer.signals, answer.label, estimate_of(answer, fitted.rule), answer.chances))
    on_question(len(questions), len(questions))
    return result


def fit_rule(answers: Sequence[Levelled], start: Rule) -> Rule:
    """Return the rule whose expected points separate the labels best: least squared error, then least absolute.

    Thresholds lie midway between neighbouring expected points; `spread` maximises the likelihood of the labels.
    """
    labels = np.array([a.label for a in answers])
    spared = np.array([_spared(a) for a in answers])
    best: tuple[tuple[float, float], Rule] | None = None
    for shared in (0.5, 1.0, 1.5):
        base = start.model_copy(update={"shared": shared})
        sums: dict[str, Any] = {lv: np.array([_expected(a, lv, base) for a in answers]) for lv in LEVELS[1:]}
        for l4 in _cuts(sums["L4"]):
            for l5 in _cuts(sums["L5"]):
                for l6 in _cuts(sums["L6"]):
                    if not l4 <= l5 <= l6:
                        continue
                    at4 = (sums["L4"] >= l4) & spared[:, 0]
                    at5 = at4 & (sums["L5"] >= l5) & spared[:, 1]
                    at6 = at5 & (sums["L6"] >= l6) & spared[:, 2]
                    error = at4.astype(int) + at5 + at6 - labels
                    cuts = (("L4", l4), ("L5", l5), ("L6", l6))
                    margin = sum(float(np.minimum(np.abs(sums[level] - cut), 1).mean()) for level, cut in cuts)
                    key = (float((error**2).mean() + (error != 0).mean()), -margin)
                    if best is None or key < best[0]:
                        best = (key, base.model_copy(update={"l4": l4, "l5": l5, "l6": l6}))
    assert best
    return max((best[1].model_copy(update={"spread": s}) for s in SPREADS), key=lambda rule: _likelihood(answers, rule))


def _expected(answer: Levelled, level: Level, rule: Rule) -> float:
    return sum(points(c, level, rule) * answer.chances.get(c.id, 0.0) for c in answer.signals.rubric.criteria)


def _spared(answer: Levelled) -> list[bool]:
    worst = [
        LEVELS.index(c.caps)
        for c in answer.signals.rubric.criteria
        if c.caps and answer.chances.get(c.id, 0.0) >= CREDIT
    ]
    return [all(cap >= level for cap in worst) for level in (1, 2, 3)]


def _cuts(sums: Any) -> list[float]:
    values = np.quantile(sums, np.linspace(0.04, 0.96, 24))
    return sorted({round(float(v), 1) for v in values if v > 0.05})


def _likelihood(answers: Sequence[Levelled], rule: Rule) -> float:
    total = 0.0
    for answer in answers:
        reach = at_least(answer.chances, answer.signals.rubric, rule)
        above = reach[LEVELS[answer.label + 1]] if answer.label + 1 < len(LEVELS) else 0.0
        total += float(np.log(max(reach[LEVELS[answer.label]] - above, 0.01)))
    return total


def estimate_of(answer: Levelled, rule: Rule) -> int:
    """Return the level a rule gives an answer, as a number from 0."""
    return LEVELS.index(quantile(at_least(answer.chances, answer.signals.rubric, rule), 0.5))
