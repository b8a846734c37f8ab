"""Fit how a verdict is read in the context of the whole answer; signs are held."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from mock_interview.audit.table import Table
from mock_interview.grading.context import Context, beside, in_context
from mock_interview.grading.logprobs import WRONG

STRENGTH = 0.3
"""Inverse of the shrinkage of verdicts in context (scikit-learn's C, on standardised features)."""


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
        kinds = {str(row): str(table.kinds[row]) for row in own}
        alone = {str(row): float(chances[row]) for row in own if table.kinds[row] != WRONG}
        for name, found in beside(kinds, alone, table.items[own[0]].sound, _said(table, own)):
            row = int(name)
            seen.setdefault(kinds[name], []).append((found, bool(table.y[row]), float(table.weights[row])))
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


def _said(table: Table, own: Sequence[int]) -> dict[str, float]:
    found = {str(row): table.items[row].said for row in own}
    return {row: said for row, said in found.items() if said is not None}


def _sign(feature: str, *, is_error: bool) -> int:
    """Return which way a feature may move a verdict: what speaks for an answer never lowers what else it shows."""
    if feature in ("own", "said"):
        return 1
    good = feature != "down_level"
    return 1 if good != is_error else -1


def _monotone(x: Any, y: Any, weights: Any, signs: Sequence[int]) -> tuple[Any, float]:
    """Return weights of the given signs and the intercept of a logistic regression with ridge shrinkage."""
    target = np.where(y, 1.0, -1.0)

    def loss(parameters: Any) -> tuple[float, Any]:
        margin = target * (x @ parameters[:-1] + parameters[-1])
        value = (weights * np.logaddexp(0, -margin)).sum() + parameters[:-1] @ parameters[:-1] / (2 * STRENGTH)
        slope = -weights * target / (1 + np.exp(np.clip(margin, -30, 30)))
        return float(value), np.append(x.T @ slope + parameters[:-1] / STRENGTH, slope.sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def put_in_context(table: Table, rows: Any, chances: Any, models: dict[str, Context]) -> Any:
    """Return the chances of the rows as the whole answers put them; those of other rows as they were."""
    result = chances.copy()
    for own in answers_of(table, rows) if models else ():
        kinds = {str(row): str(table.kinds[row]) for row in own}
        alone = {str(row): float(chances[row]) for row in own if table.kinds[row] != WRONG or WRONG not in models}
        found = in_context(kinds, alone, table.items[own[0]].sound, models, _said(table, own))
        for row, chance in found.items():
            result[int(row)] = chance
    return result
