"""Figures of agreement. Levels are numbers from 0 (below L4) to 3 (L6); each function says when it is undefined."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

LEVEL_COUNT = 4


def exact(labels: Sequence[int], given: Sequence[int]) -> float | None:
    """Return the share of equal levels; None without answers."""
    return sum(a == b for a, b in zip(labels, given, strict=True)) / len(labels) if labels else None


def within_one(labels: Sequence[int], given: Sequence[int]) -> float | None:
    """Return the share of levels at most one apart; None without answers."""
    return sum(abs(a - b) <= 1 for a, b in zip(labels, given, strict=True)) / len(labels) if labels else None


def bias(labels: Sequence[int], given: Sequence[int]) -> float | None:
    """Return the mean of (given - label), in levels; None without answers."""
    return sum(b - a for a, b in zip(labels, given, strict=True)) / len(labels) if labels else None


def quadratic_kappa(labels: Sequence[int], given: Sequence[int]) -> float | None:
    """Return the quadratic weighted kappa (Cohen 1968), -1 to 1; None when chance allows no disagreement."""
    return kappa_of(Counter(zip(labels, given, strict=True)))


def kappa_of(pairs: Mapping[tuple[int, int], int]) -> float | None:
    """Return the quadratic weighted kappa of counted (label, level given) pairs."""
    n = sum(pairs.values())
    observed = sum(count * (a - b) ** 2 for (a, b), count in pairs.items())
    # The mean over all pairs of any label with any level, multiplied out.
    squares = sum(count * (a * a + b * b) for (a, b), count in pairs.items())
    labels, given = (sum(count * pair[i] for pair, count in pairs.items()) for i in (0, 1))
    expected = (n * squares - 2 * labels * given) / n if n else 0
    return 1 - observed / expected if expected else None


def balanced_accuracy(labels: Sequence[bool], given: Sequence[bool]) -> float | None:
    """Return the mean of sensitivity and specificity; None when a class is missing."""
    of = {True: [0, 0], False: [0, 0]}
    for label, guess in zip(labels, given, strict=True):
        of[label][0] += label == guess
        of[label][1] += 1
    if not of[True][1] or not of[False][1]:
        return None
    return (of[True][0] / of[True][1] + of[False][0] / of[False][1]) / 2


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Return the area under the ROC curve, ties counting half (Mann-Whitney); None when a class is missing."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[start]]:
            end += 1
        for i in order[start : end + 1]:
            ranks[i] = (start + end) / 2 + 1
        start = end + 1
    positive = sum(labels)
    negative = len(labels) - positive
    if not positive or not negative:
        return None
    rank_sum = math.fsum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (rank_sum - positive * (positive + 1) / 2) / (positive * negative)


def interval_alpha(labels: Sequence[int], given: Sequence[int]) -> float | None:
    """Return Krippendorff's alpha for two readers, interval metric (2004); None when all values are the same.

    One minus the mean squared difference within answers over that between any two values of the pool.
    """
    pool = [*labels, *given]
    n = len(pool)
    if n < 2:
        return None
    within = 2 * sum((a - b) ** 2 for a, b in zip(labels, given, strict=True)) / n
    between = (2 * n * sum(v * v for v in pool) - 2 * sum(pool) ** 2) / (n * (n - 1))
    return 1 - within / between if between else None


def ordinal_alpha(units: Mapping[tuple[int, ...], int]) -> float | None:
    """Return Krippendorff's alpha of levels, ordinal metric (2011); None when all values are the same.

    A unit holds what its readers gave one answer, with how often that occurs; one of a single reader is left out.
    """
    pairs = [[0.0] * LEVEL_COUNT for _ in range(LEVEL_COUNT)]
    for unit, count in units.items():
        for i, a in enumerate(unit):
            for j, b in enumerate(unit):
                if i != j:
                    pairs[a][b] += count / (len(unit) - 1)
    counts = [math.fsum(row) for row in pairs]
    total = math.fsum(counts)
    observed = expected = 0.0
    for a in range(LEVEL_COUNT):
        for b in range(a + 1, LEVEL_COUNT):
            apart = (math.fsum(counts[a : b + 1]) - (counts[a] + counts[b]) / 2) ** 2
            observed += pairs[a][b] * apart
            expected += counts[a] * counts[b] * apart
    return 1 - (total - 1) * observed / expected if expected else None


def slope(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return the least-squares slope of y on x; None without two different x."""
    if not xs:
        return None
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread if spread else None


@dataclass(frozen=True)
class Bin:
    """Verdicts whose probabilities lie in one part of the scale."""

    count: int
    said: float
    """Mean probability."""
    shown: float
    """Share that was shown."""


def reliability(labels: Sequence[bool], chances: Sequence[float], bins: int = 10) -> list[Bin]:
    """Return the reliability diagram: equal parts of the scale from 0 to 1, empty ones left out."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for label, chance in zip(labels, chances, strict=True):
        held.setdefault(min(int(chance * bins), bins - 1), []).append((chance, label))
    return [
        Bin(len(rows), sum(c for c, _ in rows) / len(rows), sum(shown for _, shown in rows) / len(rows))
        for _, rows in sorted(held.items())
    ]


def calibration_error(found: Sequence[Bin]) -> float | None:
    """Return the expected calibration error (Naeini 2015): the mean of |said - shown|; None without verdicts."""
    total = sum(b.count for b in found)
    return sum(b.count * abs(b.said - b.shown) for b in found) / total if total else None


def confusion(labels: Sequence[int], given: Sequence[int]) -> list[list[int]]:
    """Return counts by label (row) and level given (column)."""
    table = [[0] * LEVEL_COUNT for _ in range(LEVEL_COUNT)]
    for a, b in zip(labels, given, strict=True):
        table[a][b] += 1
    return table


def bootstrap(
    groups: Sequence[Sequence[T]], figure: Callable[[list[T]], float | None], rounds: int = 2000, seed: int = 0
) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of a figure, whole groups (questions) drawn with replacement.

    None when the figure is undefined in more than one draw of twenty, or there are fewer than two groups.
    """
    return bootstrap_all(groups, lambda sample: {"": figure(sample)}, rounds, seed).get("")


def bootstrap_all(
    groups: Sequence[Sequence[T]],
    figures: Callable[[list[T]], Mapping[str, float | None]],
    rounds: int = 2000,
    seed: int = 0,
) -> dict[str, tuple[float, float] | None]:
    """Return what `bootstrap` does for each of several figures, by the same draws; nothing for less than two groups."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    draw = random.Random(seed)
    for _ in range(rounds if len(groups) >= 2 else 0):
        sample = [item for group in draw.choices(groups, k=len(groups)) for item in group]
        for name, value in figures(sample).items():
            if value is not None:
                found[name].append(value)
    return {name: _interval(values, rounds) for name, values in found.items()}


def _interval(values: list[float], rounds: int) -> tuple[float, float] | None:
    if len(values) < 0.95 * rounds:
        return None
    values.sort()
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]
