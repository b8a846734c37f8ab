"""The judged criteria of the gold answers as a table, and what is read of its rows with the others left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from mock_interview.audit.signals import Signals
from mock_interview.grading.calibration import Probe, baseline_key, group_of, kind_of, yes_against_no
from mock_interview.grading.context import soundness
from mock_interview.models import Criterion, Question

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
    said: float | None = None
    """How much of the criterion's words was said at one place; None for a shared mark."""


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
            s.said.get(c.id),
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
        self.log_odds = np.array([yes_against_no(item.first_token) for item in items])
        self.every = np.ones(len(items), dtype=bool)

    def fit(self, rows: Any) -> Probe:
        """Return the probe fitted on some of the rows; where all or none of them show something it says nothing."""
        x = self.x[rows]
        means = np.nanmean(x, axis=0)
        filled = np.where(np.isnan(x), means, x) - means
        scale = filled.std(axis=0) + 1e-6
        weights, intercept = np.zeros(len(self.tokens)), 0.0
        if self.y[rows].any() and not self.y[rows].all():
            model = LogisticRegression(C=STRENGTH, max_iter=300).fit(filled / scale, self.y[rows])
            weights, intercept = model.coef_[0] / scale, float(model.intercept_[0])
        return Probe(
            tokens=tuple(self.tokens),
            means=tuple(round(float(m), 3) for m in means),
            weights=tuple(float(f"{w:.4g}") for w in weights),
            intercept=round(intercept, 4),
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
