"""Fit a calibration on gold answers: probe, curves by kind of criterion, and the rule's numbers.

Needs numpy and scikit-learn (the `dev` extra). Everything that is reported of a question is fitted on the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from mock_interview.audit.signals import Signals
from mock_interview.bank import Rule
from mock_interview.grading.calibration import DEFAULT_CURVE, Curve, Probe, baseline_key, group_of, kind_of, log_odds
from mock_interview.grading.context import Context, features, in_context, soundness
from mock_interview.grading.judging import CREDIT
from mock_interview.grading.level import at_least, quantile
from mock_interview.grading.logprobs import WRONG
from mock_interview.models import LEVELS, Criterion, Level, Question

STRENGTH = 2e-3
"""Inverse of the probe's shrinkage (scikit-learn's C, on standardised features)."""
IN_MOST_REPLIES = 0.9
"""A token is a feature when it is among the candidates of this share of the replies."""
FOLDS = 5
"""Groups of questions that are left out in turn; with so many questions or fewer, each question alone."""
INNER_FOLDS = 3
"""The same within a fit, for the scores that curves and rule are fitted on."""
PRIOR_ANSWERS = 1
"""How many answers the usual value of a kind of criterion counts for in a claim's baseline."""
CONTEXT_STRENGTH = 0.3
"""Inverse of the shrinkage of verdicts in context (scikit-learn's C, on standardised features)."""
SPREADS = (0.3, 0.5, 0.7, 1.0, 1.4, 2.0)


@dataclass(frozen=True)
class Item:
    """One criterion of one gold answer."""

    question: Question
    answer: str
    criterion: Criterion
    first_token: dict[str, float]
    shown: bool
    sound: tuple[float, ...] = ()
    """Log-odds that the answer's statements are true, the same for all its items."""
    type: str = "plain"


def items_of(signals: Sequence[Signals]) -> list[Item]:
    """Return every judged criterion of every answer the gate let through."""
    return [
        Item(
            s.question,
            s.answer.id,
            c,
            s.first_tokens[c.id],
            s.shown(c),
            tuple(soundness(t) for t in s.sound),
            s.answer.type,
        )
        for s in signals
        if not s.nothing
        for c in s.rubric.criteria
    ]


class Table:
    """The items' log-probabilities as a matrix: one row an item, one column a token, gaps filled with the mean."""

    def __init__(self, items: Sequence[Item], usual: Mapping[str, int] | None = None) -> None:
        """`usual` has how many answers of each type there are in all; a part that has others is weighed like it."""
        self.items = items
        self.weights = _weights(items, usual or {})
        counts: dict[str, int] = {}
        for item in items:
            for token in item.first_token:
                counts[token] = counts.get(token, 0) + 1
        self.tokens = sorted(t for t, n in counts.items() if n >= IN_MOST_REPLIES * len(items))
        nan = float("nan")
        rows = [[item.first_token.get(t, nan) for t in self.tokens] for item in items]
        self.x = np.array(rows, dtype=np.float32)
        self.y = np.array([item.shown for item in items])
        self.questions = np.array([item.question.id for item in items])
        self.kinds = np.array([kind_of(item.criterion) for item in items])
        self.groups = np.array([group_of(item.criterion) for item in items])
        self.keys = np.array([baseline_key(item.question, item.criterion) for item in items])
        self.log_odds = np.array([log_odds(item.first_token) for item in items])
        self.every = np.ones(len(items), dtype=bool)

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

    def probes(self, rows: Any) -> dict[str, Probe]:
        """Return a probe for the questions' own criteria and one for the shared marks."""
        return {group: self.fit(rows & (self.groups == group)) for group in sorted(set(self.groups[rows]))}

    def scores(self, probes: dict[str, Probe], rows: Any) -> Any:
        """Return the probes' scores; those of other rows are 0."""
        scores = np.zeros(len(self.y))
        for group, probe in probes.items():
            chosen = rows & (self.groups == group)
            x = self.x[chosen] - np.array(probe.means, dtype=np.float32)
            scores[chosen] = np.where(np.isnan(x), 0, x) @ np.array(probe.weights) + probe.intercept
        return scores

    def out_of_question(self, rows: Any) -> Any:
        """Return scores of probes that were fitted on the other questions among the rows."""
        scores = np.zeros(len(self.y))
        for held in self.folds(rows, INNER_FOLDS):
            scores += self.scores(self.probes(rows & ~held), held)
        return scores

    def folds(self, rows: Any, most: int) -> list[Any]:
        """Return masks of the rows' questions in at most so many groups; a question is never split."""
        questions = sorted(set(self.questions[rows]))
        count = min(most, len(questions))
        return [rows & np.isin(self.questions, questions[i::count]) for i in range(count)]

    def centred(self, values: Any, rows: Any, prior: dict[str, float], own: bool = True) -> Any:
        """Return values minus their baselines; those of other rows are 0.

        A baseline is the mean over the *other* gold answers to the question, labels unused, and one answer more that
        has the `prior` mean of its kind of criterion. Without `own`, the prior alone, as for a question that has no
        gold answers.
        """
        usual = np.array([prior.get(kind, 0.0) for kind in self.kinds])
        result = np.where(rows, values - usual, 0.0)
        for key in set(self.keys[rows]) if own else ():
            same = rows & (self.keys == key)
            result[same] = values[same] - shrunk(values[same].sum() - values[same], same.sum() - 1, usual[same])
        return result

    def kind_means(self, values: Any, rows: Any) -> dict[str, float]:
        """Return the mean value by kind of criterion."""
        return {kind: float(values[rows & (self.kinds == kind)].mean()) for kind in set(self.kinds[rows])}


def _weights(items: Sequence[Item], usual: Mapping[str, int]) -> Any:
    """Return for each item how much its answer counts, so that types of answers count as often as is usual."""
    types = {(item.question.id, item.answer): item.type for item in items}
    here: dict[str, int] = {}
    for name in types.values():
        here[name] = here.get(name, 0) + 1
    known = sum(usual.get(name, 0) for name in here)
    if not known:
        return np.ones(len(items))
    return np.array([usual.get(i.type, 0) / known / (here[i.type] / len(types)) for i in items])


def shrunk(total: Any, count: Any, usual: Any) -> Any:
    """Return the mean of `count` values with the sum `total` and of `PRIOR_ANSWERS` more that are as usual."""
    return (total + PRIOR_ANSWERS * usual) / (count + PRIOR_ANSWERS)


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


def answers_of(table: Table, rows: Any) -> list[list[int]]:
    """Return the rows of each answer among some rows."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in map(int, np.flatnonzero(rows)):
        found.setdefault((table.items[row].question.id, table.items[row].answer), []).append(row)
    return list(found.values())


def fit_contexts(table: Table, rows: Any, chances: Any) -> dict[str, Context]:
    """Return by kind a model of verdicts in context, fitted on the rows; a kind seen in one class only has none."""
    seen: dict[str, list[tuple[dict[str, float], bool, float]]] = {}
    for own in answers_of(table, rows):
        for row in own:
            others: dict[str, list[float]] = {}
            for other in (r for r in own if r != row and table.kinds[r] != WRONG):
                others.setdefault(table.kinds[other], []).append(float(chances[other]))
            alone = None if table.kinds[row] == WRONG else float(chances[row])
            found = features(others, table.items[row].sound, alone)
            seen.setdefault(table.kinds[row], []).append((found, bool(table.y[row]), float(table.weights[row])))
    models = {}
    for kind, examples in sorted(seen.items()):
        y = np.array([shown for _, shown, _ in examples])
        if y.all() or not y.any():
            continue
        names = sorted({name for found, _, _ in examples for name in found})
        x = np.array([[found.get(name, np.nan) for name in names] for found, _, _ in examples])
        means = np.nanmean(x, axis=0)
        filled = np.where(np.isnan(x), means, x) - means
        scale = filled.std(axis=0) + 1e-6
        weights = np.array([weight for _, _, weight in examples])
        signs = [_sign(name, is_error="down_level" in kind) for name in names]
        found_weights, intercept = _monotone(filled / scale, y, weights, signs)
        models[str(kind)] = Context(
            weights={name: float(f"{w:.4g}") for name, w in zip(names, found_weights / scale, strict=True)},
            means={name: float(f"{m:.4g}") for name, m in zip(names, means, strict=True)},
            intercept=round(float(intercept), 4),
        )
    return models


def _sign(feature: str, *, is_error: bool) -> int:
    """Return which way a feature may move a verdict: what speaks for an answer never lowers what else it shows."""
    if feature == "own":
        return 1
    good = feature != "down_level"
    return 1 if good != is_error else -1


def _monotone(x: Any, y: Any, weights: Any, signs: Sequence[int]) -> tuple[Any, float]:
    """Return weights of the given signs and the intercept of a logistic regression with ridge shrinkage."""
    target = np.where(y, 1.0, -1.0)

    def loss(parameters: Any) -> tuple[float, Any]:
        margin = target * (x @ parameters[:-1] + parameters[-1])
        value = (weights * np.logaddexp(0, -margin)).sum() + parameters[:-1] @ parameters[:-1] / (2 * CONTEXT_STRENGTH)
        slope = -weights * target / (1 + np.exp(np.clip(margin, -30, 30)))
        return float(value), np.append(x.T @ slope + parameters[:-1] / CONTEXT_STRENGTH, slope.sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def put_in_context(table: Table, rows: Any, chances: Any, models: dict[str, Context]) -> Any:
    """Return the chances of the rows as the whole answers put them; those of other rows as they were."""
    result = chances.copy()
    for own in answers_of(table, rows) if models else ():
        kinds = {str(row): str(table.kinds[row]) for row in own}
        alone = {str(row): float(chances[row]) for row in own if table.kinds[row] != WRONG or WRONG not in models}
        for row, chance in in_context(kinds, alone, table.items[own[0]].sound, models).items():
            result[int(row)] = chance
    return result


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
        if chance >= CREDIT:
            return name not in self.signals.unsupported
        return self.signals.rubric[name].kind != "down_level"


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
        scores = table.scores(fitted.probes, held)
        for own, graded in ((True, with_gold), (False, without)):
            odds = table.centred(table.log_odds, held, fitted.known[0], own)
            centred = table.centred(scores, held, fitted.known[1], own)
            found = chances_of(table, fitted.curves, odds, centred, scores)
            found = put_in_context(table, held, found, fitted.contexts)
            if own:
                chances[held] = found[held]
            for answer in levelled(signals, table, held, found):
                level = estimate_of(answer, fitted.rule)
                graded.append(Graded(answer.signals, answer.label, level, answer.chances, fitted.rule))
    on_fold(len(folds), len(folds))
    return with_gold, without, chances


def fit_rule(answers: Sequence[Levelled], start: Rule) -> Rule:
    """Return the rule whose expected points separate the labels best: least squared error, then least absolute.

    Thresholds lie midway between neighbouring expected points; `spread` maximises the likelihood of the labels.
    """
    labels = np.array([a.label for a in answers])
    weights = np.array([a.weight for a in answers])
    weights = weights / weights.mean()
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
                    key = (float((weights * (error**2 + (error != 0))).mean()), -margin)
                    if best is None or key < best[0]:
                        best = (key, base.model_copy(update={"l4": l4, "l5": l5, "l6": l6}))
    found = best[1] if best else start
    return max((found.model_copy(update={"spread": s}) for s in SPREADS), key=lambda rule: _likelihood(answers, rule))


def _expected(answer: Levelled, level: Level, rule: Rule) -> float:
    return sum(rule.points(c, level) * answer.counted.get(c.id, 0.0) for c in answer.signals.rubric.criteria)


def _spared(answer: Levelled) -> list[bool]:
    worst = [
        LEVELS.index(c.caps)
        for c in answer.signals.rubric.criteria
        if c.caps and answer.counted.get(c.id, 0.0) >= CREDIT
    ]
    return [all(cap >= level for cap in worst) for level in (1, 2, 3)]


def _cuts(sums: Any) -> list[float]:
    values = np.quantile(sums, np.linspace(0.04, 0.96, 24))
    return sorted({round(float(v), 1) for v in values if v > 0.05})


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
