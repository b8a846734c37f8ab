"""From verdicts to a level: a pure function, its rule printed with every grade.

Every criterion counts with its probability. Taking the criteria as independent, the points are a sum of weighted
Bernoulli variables (a Poisson-binomial distribution), computed exactly by convolution.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from mock_interview.bank import Rule
from mock_interview.models import LEVELS, Criterion, Level, LevelEstimate, Rubric, Verdict

COVERAGE = 0.9
"""Share of the criteria that must have been graded."""
RANGE = 0.8
"""Probability the range from `low` to `high` covers."""
ROUNDING = 1e-6
"""Points by which a sum may fall short of what it should be."""
_GRID = 10**9
"""Points are added up as whole numbers of so many parts."""
_EQUAL = 1e-12
_DENSE = 2000
"""Sums that are kept in a list, at most."""


def counted(verdict: Verdict) -> float:
    """Return the probability a verdict counts with: nothing when unsupported or ungraded.

    An error counts only when it was found, with the words that commit it: a suspicion caps nobody.
    """
    if verdict.state == "met" or (verdict.state == "unmet" and verdict.kind != "down_level"):
        return verdict.probability or 0.0
    return 0.0


def sum_distribution(terms: Iterable[tuple[float, float]]) -> dict[float, float]:
    """Return the distribution {points: probability} of the sum of independent (points, probability) terms."""
    steps = [(round(value * _GRID), p) for value, p in terms if value and p]
    unit = math.gcd(*(step for step, _ in steps)) or 1
    if sum(abs(step) for step, _ in steps) > _DENSE * unit or any(step < 0 for step, _ in steps):
        return {total / _GRID: weight for total, weight in _sparse(steps).items()}
    dense = [1.0]
    for step, p in steps:
        gap = [0.0] * (step // unit)
        dense = [a * (1 - p) + b * p for a, b in zip(dense + gap, gap + dense, strict=True)]
    return {i * unit / _GRID: weight for i, weight in enumerate(dense) if weight}


def _sparse(steps: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Return the same where the sums lie too far apart for a list of all between them."""
    distribution = {0: 1.0}
    for step, p in steps:
        longer: dict[int, float] = {}
        for total, weight in distribution.items():
            longer[total] = longer.get(total, 0.0) + weight * (1 - p)
            longer[total + step] = longer.get(total + step, 0.0) + weight * p
        distribution = longer
    return distribution


@lru_cache(maxsize=4096)
def _reaches(total: float, threshold: float, spread: float) -> float:
    above = total - threshold + ROUNDING
    if spread == 0:
        return float(above >= 0)
    return 1 / (1 + math.exp(-max(min(above / spread, 40), -40)))


def at_least(
    chances: Mapping[str, float], rubric: Rubric, rule: Rule, prompted: Collection[str] = ()
) -> dict[Level, float]:
    """Return for each level the probability that the answer is at least there.

    `chances` maps a criterion's id to the probability that it is met. A level takes the one below it as well, so the
    probabilities fall from level to level. What was first shown after a probe (`prompted`) counts up to L5: L6 is what
    somebody brings up unasked.
    """
    result: dict[Level, float] = {"below L4": 1.0}
    for below, level in pairwise(LEVELS):
        result[level] = min(_alone(chances, rubric, rule, level, prompted), result[below])
    return result


def likely_at(chances: Mapping[str, float], rubric: Rubric, rule: Rule, level: Level) -> bool:
    """Return whether the answer is more likely than not at least at a level: `at_least`, as far as it is needed."""
    upwards = LEVELS[1 : LEVELS.index(level) + 1]
    return all(_alone(chances, rubric, rule, one, ()) >= 0.5 - _EQUAL for one in reversed(upwards))


def _alone(chances: Mapping[str, float], rubric: Rubric, rule: Rule, level: Level, prompted: Collection[str]) -> float:
    """Return the probability of a level's points, and of no error that caps it, whatever the levels below are."""
    terms = [
        (rule.points(c, level), chances.get(c.id, 0.0))
        for c in rubric.criteria
        if level != "L6" or c.id not in prompted
    ]
    needed = rule.needed(level)
    reached = sum(p * _reaches(total, needed, rule.spread) for total, p in sum_distribution(terms).items())
    spared = math.prod(
        1 - chances.get(c.id, 0.0) for c in rubric.criteria if c.caps and LEVELS.index(c.caps) < LEVELS.index(level)
    )
    return reached * spared


def quantile(reach: Mapping[Level, float], share: float) -> Level:
    """Return the highest level that is reached with at least the given probability."""
    return max((level for level in LEVELS if reach[level] >= share - _EQUAL), key=LEVELS.index)


def estimate(verdicts: Sequence[Verdict], rubric: Rubric, rule: Rule) -> LevelEstimate:
    """Return the level that verdicts amount to: the median of the distribution over levels, with its 80 % range.

    Without a verdict on at least 90 % of the criteria there is no estimate, and the reason says so.
    """
    graded = sum(v.state != "ungraded" for v in verdicts)
    total = len(rubric.criteria)
    if graded < COVERAGE * total:
        reason = f"ungraded: only {graded} of {total} criteria could be graded, and {COVERAGE:.0%} are needed"
        return LevelEstimate(estimate=None, low=None, high=None, reason=reason)
    prompted = {v.criterion for v in verdicts if v.prompted}
    reach = at_least({v.criterion: counted(v) for v in verdicts}, rubric, rule, prompted)
    level = quantile(reach, 0.5)
    return LevelEstimate(
        estimate=level,
        low=quantile(reach, 1 - (1 - RANGE) / 2),
        high=quantile(reach, (1 - RANGE) / 2),
        probabilities=_by_level(reach),
        reason=_reason(level, verdicts, rubric, rule),
    )


def _by_level(reach: Mapping[Level, float]) -> dict[Level, float]:
    above = [*(reach[level] for level in LEVELS[1:]), 0.0]
    return {level: max(reach[level] - above[i], 0.0) for i, level in enumerate(LEVELS)}


def _share(met: Sequence[Criterion], among: Sequence[Criterion], kind: str) -> str:
    of_kind = [c for c in among if c.kind == kind]
    return f"{sum(c in of_kind for c in met)} of {len(of_kind)} {kind}"


def _reason(level: Level, verdicts: Sequence[Verdict], rubric: Rubric, rule: Rule) -> str:
    met = [rubric[v.criterion] for v in verdicts if v.state == "met"]
    own = [c for c in rubric.criteria if not c.shared]
    counts = [_share(met, own, kind) for kind in ("L4", "L5", "L6")]
    shared = [c for c in rubric.criteria if c.shared]
    marks = f"{_share(met, shared, 'L5')} marks of use, {_share(met, shared, 'L6')} marks of ownership"
    errors = [c for c in met if c.kind == "down_level"]
    said = f"Shown: {', '.join(counts)} criteria; {marks}"
    if errors:
        cap = min((c.caps for c in errors if c.caps), key=LEVELS.index, default="L5")
        said += f"; an error it commits caps it at {cap}"
    if after := sum(v.prompted and v.kind in ("L6", "strong_hire") for v in verdicts):
        said += f"; {after} of these only after a probe, which counts up to L5"
    expected = {
        lev: sum(rule.points(rubric[v.criterion], lev) * counted(v) for v in verdicts if lev != "L6" or not v.prompted)
        for lev in LEVELS[1:]
    }
    sums = ", ".join(f"{aim} {expected[aim]:.1f} of {rule.needed(aim):g}" for aim in LEVELS[1:])
    return f"{said}. Expected points: {sums}."
