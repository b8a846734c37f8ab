"""From the levels of several answers to one level: a pure function, its rule printed with every debrief.

The answers are taken as independent. Each has a distribution over the levels; that of their sum is computed exactly, by
convolution. A better answer never lowers the level: its distribution moves up, and the cap can only fall away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_interview.models import LEVELS, Grade, Level, LevelEstimate

FEWEST = 2
"""Graded answers an overall level takes."""
COVERAGE = 2 / 3
"""Share of the loop's questions that must have been graded."""
CAP: Level = "L4"
"""The highest level of a loop in which a core answer was below L4."""
RANGE = 0.8
"""Probability the range from `low` to `high` covers."""
SHORT = 0.4
"""How far below a level the mean may be and still reach it."""
ROUNDING = 1e-9

RULE = (
    "Below L4, L4, L5 and L6 count 0, 1, 2 and 3, each with the probability the answer's grade gives it, the answers "
    f"taken as independent. The mean gives the overall level: L4 from {1 - SHORT:g}, L5 from {2 - SHORT:g}, L6 from "
    f"{3 - SHORT:g}; a level takes three answers in five when the others are one level below. A core answer whose own "
    f"level is below L4 caps it at {CAP}. An answer with nothing to go by counts as below L4, an ungraded one not at "
    f"all; there is no overall level from fewer than {FEWEST} graded answers or fewer than two thirds of the "
    "questions. The level is the highest one that is reached with a probability of at least one half; the range "
    f"covers {RANGE:.0%}."
)


@dataclass(frozen=True)
class Vote:
    """What one answer says of the candidate: a probability for each level, which add up to 1."""

    chances: tuple[float, float, float, float]
    core: bool

    @property
    def caps(self) -> bool:
        """Return whether the answer caps the whole loop: it is in the core, and its own level is below L4."""
        return self.core and 1 - self.chances[0] < 0.5 - ROUNDING


def vote(grade: Grade, core: bool) -> Vote | None:
    """Return the vote a grade amounts to; None when the grader failed."""
    if grade.failed:
        return None
    level = grade.level
    if level.estimate is None:
        return Vote((1.0, 0.0, 0.0, 0.0), core)
    given = [level.probabilities.get(name, 0.0) for name in LEVELS]
    if not (total := sum(given)):
        given[LEVELS.index(level.estimate)] = total = 1.0
    below, l4, l5, l6 = (chance / total for chance in given)
    return Vote((below, l4, l5, l6), core)


def overall(votes: Sequence[Vote], asked: int) -> LevelEstimate:
    """Return the level of a loop of `asked` questions; no level, and the reason, when too few answers are graded."""
    count = len(votes)
    if count < FEWEST or count < COVERAGE * asked - ROUNDING:
        reason = f"too little is graded: {count} of {asked} answers; it takes two thirds of them, and {FEWEST} at least"
        return LevelEstimate(estimate=None, low=None, high=None, reason=reason)
    return level_of(votes)


def level_of(votes: Sequence[Vote]) -> LevelEstimate:
    """Return the level that one answer or more amount to by the rule."""
    reach = at_least(votes)
    share = (1 - RANGE) / 2
    above = [*(reach[level] for level in LEVELS[1:]), 0.0]
    capped = "A core answer below L4 caps it." if any(v.caps for v in votes) else "Nothing caps it."
    mean = sum(i * chance for v in votes for i, chance in enumerate(v.chances)) / len(votes)
    return LevelEstimate(
        estimate=_reached(reach, 0.5),
        low=_reached(reach, 1 - share),
        high=_reached(reach, share),
        probabilities={level: min(max(reach[level] - above[i], 0.0), 1.0) for i, level in enumerate(LEVELS)},
        reason=f"Expected mean {mean:.2f}. {capped}",
    )


def at_least(votes: Sequence[Vote]) -> dict[Level, float]:
    """Return for each level the probability that the answers amount to at least that."""
    sums = {0: 1.0}
    for v in votes:
        step: dict[int, float] = {}
        for total, weight in sums.items():
            for i, chance in enumerate(v.chances):
                step[total + i] = step.get(total + i, 0.0) + weight * chance
        sums = step
    highest = LEVELS.index(CAP) if any(v.caps for v in votes) else len(LEVELS)
    result: dict[Level, float] = {}
    for k, level in enumerate(LEVELS):
        needed = len(votes) * (k - SHORT) - ROUNDING
        result[level] = sum(p for total, p in sums.items() if total >= needed) if k <= highest else 0.0
    return result


def _reached(reach: Mapping[Level, float], share: float) -> Level:
    return max((level for level in LEVELS if reach[level] >= share - ROUNDING), key=LEVELS.index)
