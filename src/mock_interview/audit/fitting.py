"""Fit a calibration on gold answers: curves by kind of criterion, and the rule's numbers.

Needs numpy and scikit-learn (the `dev` extra). Everything that is reported of a question is fitted on the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from mock_interview.audit.contexts import fit_contexts, put_in_context
from mock_interview.audit.signals import Signals
from mock_interview.audit.table import FOLDS, Table
from mock_interview.bank import Rule
from mock_interview.grading.calibration import DEFAULT_CURVE, Curve, Probe
from mock_interview.grading.context import Context
from mock_interview.grading.judging import credit
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import LEVELS, Level

SHARED = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
SPREADS = (0.3, 0.5, 0.7, 1.0, 1.4, 2.0)
SIMPLE = ("plain-english", "spoken", "terse", "reordered")
"""Types of right answers: in plain English, in the words of speech, in few words, and told the other way round."""
LOWERED = 0.1
"""Share of them that may be put below their label."""
WITHHELD = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
"""What L5 or L6 that was deserved and withheld may cost, where one that was not deserved costs 1."""


def fit_curves(
    table: Table, rows: Any, log_odds: Any, scores: Any, raw_scores: Any, use_probe: bool
) -> dict[str, Curve]:
    """Return curves by kind of criterion from centred and raw signals; a kind seen in one class only has none."""
    curves = {}
    for kind in sorted(set(table.kinds[rows])):
        chosen = rows & (table.kinds == kind)
        y = table.y[chosen]
        if y.all() or not y.any():
            continue
        signals = [log_odds, table.log_odds, *([scores, raw_scores] if use_probe else [])]
        x = np.stack([signal[chosen] for signal in signals], axis=1)
        model = LogisticRegression(C=1.0, max_iter=300).fit(x, y, sample_weight=table.weights[chosen])
        weights = [round(float(w), 4) for w in model.coef_[0]] + [0.0, 0.0]
        curves[kind] = Curve(
            log_odds=weights[0],
            raw_log_odds=weights[1],
            probe=weights[2],
            raw_probe=weights[3],
            intercept=round(float(model.intercept_[0]), 4),
        )
    return curves


def chances_of(table: Table, curves: dict[str, Curve], log_odds: Any, scores: Any, raw_scores: Any) -> Any:
    """Return the probability of every row under curves on centred and raw signals."""
    of = [curves.get(kind, DEFAULT_CURVE) for kind in table.kinds]
    signal = [
        c.log_odds * a + c.raw_log_odds * b + c.probe * s + c.raw_probe * r + c.intercept
        for c, a, b, s, r in zip(of, log_odds, table.log_odds, scores, raw_scores, strict=True)
    ]
    return 1 / (1 + np.exp(-np.clip(signal, -30, 30)))


@dataclass(frozen=True)
class Levelled:
    """An answer with its label (0 for below L4 to 3) and the chances of its criteria."""

    signals: Signals
    label: int
    chances: dict[str, float]
    weight: float = 1.0

    @cached_property
    def counted(self) -> dict[str, float]:
        """Return what each criterion counts with in a grade: an error only when found, nothing without its words."""
        return {name: chance for name, chance in self.chances.items() if self._counts(name, chance)}

    def _counts(self, name: str, chance: float) -> bool:
        criterion = self.signals.rubric[name]
        if chance >= credit(criterion):
            return name not in self.signals.unsupported
        return criterion.kind != "down_level"


def levelled(signals: Sequence[Signals], table: Table, rows: Any, chances: Any) -> list[Levelled]:
    """Return the answers that some rows belong to, each with the chances of its criteria."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    weights: dict[tuple[str, str], float] = {}
    for item, chosen, chance, weight in zip(table.items, rows, chances, table.weights, strict=True):
        if chosen:
            found.setdefault((item.question.id, item.answer), {})[item.criterion.id] = float(chance)
            weights[item.question.id, item.answer] = float(weight)
    questions = set(table.questions[rows])
    return [
        Levelled(
            s,
            LEVELS.index(s.answer.label),
            found.get((s.question.id, s.answer.id), {}),
            weights.get((s.question.id, s.answer.id), 1.0),
        )
        for s in signals
        if s.question.id in questions
    ]


@dataclass(frozen=True)
class Fit:
    """What was fitted on some questions."""

    probes: dict[str, Probe]
    curves: dict[str, Curve]
    contexts: dict[str, Context]
    rule: Rule
    known: tuple[dict[str, float], dict[str, float]]
    """Mean log-odds and mean score by kind, for questions without gold answers."""


def fit(signals: Sequence[Signals], table: Table, rows: Any, start: Rule, use_probe: bool) -> Fit:
    """Fit on some of the rows; curves and rule see only scores of probes fitted on other questions."""
    scores = table.out_of_question(rows) if use_probe else np.zeros(len(table.y))
    known = table.kind_means(table.log_odds, rows), table.kind_means(scores, rows)
    centred = table.centred(table.log_odds, rows, known[0]), table.centred(scores, rows, known[1])
    curves = fit_curves(table, rows, *centred, scores, use_probe)
    chances = chances_of(table, curves, *centred, scores)
    contexts = fit_contexts(table, rows, chances) if use_probe else {}
    answers = levelled(signals, table, rows, put_in_context(table, rows, chances, contexts))
    return Fit(table.probes(rows) if use_probe else {}, curves, contexts, fit_rule(answers, start), known)


@dataclass(frozen=True)
class Graded:
    """An answer as it was levelled by what was fitted on other questions."""

    signals: Signals
    label: int
    estimate: int
    chances: dict[str, float]
    rule: Rule


def cross_validate(
    signals: Sequence[Signals],
    table: Table,
    start: Rule,
    use_probe: bool = True,
    on_fold: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[Graded], list[Graded], Any]:
    """Return every answer levelled by what was fitted on the other questions, and the chances of all rows.

    First with baselines from the question's own other gold answers, second without, as for a new question.
    """
    with_gold: list[Graded] = []
    without: list[Graded] = []
    chances = np.zeros(len(table.y))
    folds = table.folds(table.every, FOLDS)
    for done, held in enumerate(folds):
        on_fold(done, len(folds))
        fitted = fit(signals, table, ~held, start, use_probe)
        for own, graded in ((True, with_gold), (False, without)):
            found = _chances_by(fitted, table, held, own)
            if own:
                chances[held] = found[held]
            graded += _graded(levelled(signals, table, held, found), fitted.rule)
    on_fold(len(folds), len(folds))
    return with_gold, without, chances


def of_new_wordings(
    signals: Sequence[Signals],
    table: Table,
    start: Rule,
    on_fold: Callable[[int, int], None] = lambda done, total: None,
) -> list[Graded]:
    """Return the answers worded in each way but the plain one, levelled by what was fitted without that wording.

    And on other questions, as ever. Wrong answers are no wording: what errors look like has to be learned.
    """
    types = np.array([item.type for item in table.items])
    kinds = sorted(set(types) - {"plain", "fluent-wrong", "half-wrong"})
    folds = table.folds(table.every, FOLDS)
    graded: list[Graded] = []
    for done, (kind, held) in enumerate(product(kinds, folds)):
        on_fold(done, len(kinds) * len(folds))
        others = [s for s in signals if s.answer.type != kind]
        fitted = fit(others, table, ~held & (types != kind), start, True)
        found = _chances_by(fitted, table, held, own=True)
        own = [s for s in signals if s.answer.type == kind]
        graded += _graded(levelled(own, table, held, found), fitted.rule)
    return graded


def _chances_by(fitted: Fit, table: Table, held: Any, own: bool) -> Any:
    """Return the chances of rows that were left out; `own`: with baselines from their questions' gold answers."""
    scores = table.scores(fitted.probes, held)
    odds = table.centred(table.log_odds, held, fitted.known[0], own)
    centred = table.centred(scores, held, fitted.known[1], own)
    return put_in_context(table, held, chances_of(table, fitted.curves, odds, centred, scores), fitted.contexts)


def _graded(answers: Sequence[Levelled], rule: Rule) -> list[Graded]:
    return [Graded(a.signals, a.label, estimate_of(a, rule), a.chances, rule) for a in answers]


def fit_rule(answers: Sequence[Levelled], start: Rule) -> Rule:
    """Return the rule whose expected points separate the labels best.

    A threshold lies where a logistic regression on the points gives even odds, over the answers that no error keeps
    from the level. L5 or L6 withheld weighs as much more than one too many as it takes to lower no more than `LOWERED`
    of the right answers of a simple type, or the most there is; at L4 both weigh the same. `shared` maximises the
    likelihood of the regressions, `spread` that of the labels. Where a threshold cannot be told, `start` stays.
    """
    labels = np.array([a.label for a in answers])
    weights = np.array([a.weight for a in answers])
    spared = np.array([_spared(a) for a in answers])
    simple = np.array([a.signals.answer.type in SIMPLE for a in answers]) & (labels > 0)
    rules = {shared: start.model_copy(update={"shared": shared}) for shared in SHARED}
    points = {
        shared: np.array([[_expected(a, level, rule) for level in LEVELS[1:]] for a in answers])
        for shared, rule in rules.items()
    }
    best = start
    for withheld in WITHHELD:
        costs = (1.0, withheld, withheld)
        found = {shared: _thresholds(sums, labels, weights, spared, costs) for shared, sums in points.items()}
        told = {shared: each for shared, each in found.items() if each is not None}
        if not told:
            break
        shared = max(told, key=lambda each: told[each][1])
        cuts = told[shared][0]
        best = rules[shared].model_copy(update=dict(zip(("l4", "l5", "l6"), cuts, strict=True)))
        levels = np.logical_and.accumulate((points[shared] >= cuts) & spared, axis=1).sum(axis=1)
        if (levels < labels)[simple].sum() <= LOWERED * simple.sum():
            break
    return max((best.model_copy(update={"spread": s}) for s in SPREADS), key=lambda rule: _likelihood(answers, rule))


def _thresholds(
    sums: Any, labels: Any, weights: Any, spared: Any, costs: Sequence[float]
) -> tuple[list[float], float] | None:
    """Return the points for L4, L5 and L6, which do not fall, with the log-likelihood; None where one is not told."""
    cuts, likelihood = [0.1], 0.0
    for number, cost in enumerate(costs):
        chosen = spared[:, number]
        above = labels[chosen] > number
        if above.all() or not above.any():
            return None
        cost_of = weights[chosen] * np.where(above, cost, 1.0)
        points = sums[chosen, number, None]
        model = LogisticRegression(C=100).fit(points, above, sample_weight=cost_of)
        slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
        if slope <= 0:
            return None
        cuts.append(max(round(-intercept / slope, 1), cuts[-1]))
        right = np.where(above, *model.predict_log_proba(points).T[::-1])
        likelihood += float(cost_of @ right)
    return cuts[1:], likelihood


def _expected(answer: Levelled, level: Level, rule: Rule) -> float:
    return sum(rule.points(c, level) * answer.counted.get(c.id, 0.0) for c in answer.signals.rubric.criteria)


def _spared(answer: Levelled) -> list[bool]:
    worst = [
        LEVELS.index(c.caps)
        for c in answer.signals.rubric.criteria
        if c.caps and answer.counted.get(c.id, 0.0) >= credit(c)
    ]
    return [all(cap >= level for cap in worst) for level in (1, 2, 3)]


def _likelihood(answers: Sequence[Levelled], rule: Rule) -> float:
    total = 0.0
    for answer in answers:
        reach = at_least(answer.counted, answer.signals.rubric, rule)
        above = reach[LEVELS[answer.label + 1]] if answer.label + 1 < len(LEVELS) else 0.0
        total += answer.weight * float(np.log(max(reach[LEVELS[answer.label]] - above, 0.01)))
    return total


def estimate_of(answer: Levelled, rule: Rule) -> int:
    """Return the level a rule gives an answer, as a number from 0."""
    return LEVELS.index(quantile(at_least(answer.counted, answer.signals.rubric, rule), 0.5))
