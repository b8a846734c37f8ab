"""Hypothesis strategies: any small rubric, a rule it can satisfy, verdicts on it."""

from typing import Any

from hypothesis import strategies as st

from mock_interview.bank import Rule
from mock_interview.models import Criterion, Level, Rubric, Verdict

WEIGHTS = st.sampled_from([0.5, 1.0, 2.0])


@st.composite
def rubrics(draw: Any, weights: st.SearchStrategy[float] = WEIGHTS, most: int = 4) -> Rubric:
    """Draw a rubric with at least one criterion of each level, and any tells."""
    kinds = ["L4", "L5", "L6"]
    kinds += draw(st.lists(st.sampled_from(["L4", "L5", "L6", "strong_hire", "down_level"]), max_size=most))
    criteria = []
    for i, kind in enumerate(kinds):
        caps = draw(st.sampled_from(["below L4", "L4", "L5"])) if kind == "down_level" else None
        shared = i > 2 and kind in ("L5", "L6") and draw(st.booleans())
        weight = draw(weights)
        criteria.append(Criterion(id=f"c{i}", kind=kind, claim="x", weight=weight, shared=shared, caps=caps))
    return Rubric(question="q", criteria=tuple(criteria))


def most_points(rubric: Rubric, level: Level, rule: Rule) -> float:
    """Return the points of an answer that meets every criterion that is no tell."""
    return sum(rule.points(c, level) for c in rubric.criteria if c.kind != "strong_hire")


@st.composite
def rules(draw: Any, rubric: Rubric) -> Rule:
    """Draw a rule that the best answer to a rubric satisfies."""
    extra = {
        "shared": draw(st.sampled_from([0, 0.5, 1, 1.25, 3])),
        "strong_hire": draw(st.sampled_from([0, 0.5, 3])),
        "spread": draw(st.sampled_from([0, 0.5, 10])),
    }
    any_rule = Rule(l4=1, l5=1, l6=1, **extra)
    found: dict[str, float] = {}
    most = float("inf")
    for level in ("L6", "L5", "L4"):
        most = min(most, most_points(rubric, level, any_rule))
        most = found[level.lower()] = draw(st.floats(most / 4, most))
    return Rule(**found, **extra)


@st.composite
def verdicts(draw: Any, rubric: Rubric) -> list[Verdict]:
    """Draw a verdict on every criterion of a rubric."""
    result = []
    for c in rubric.criteria:
        p = draw(st.sampled_from([0.0, 0.1, 0.4, 0.5, 0.7, 0.95, 1.0]))
        state = "unmet" if p < 0.5 else draw(st.sampled_from(["met", "unsupported"]))
        result.append(verdict(c, state, p))
    return result


def verdict(criterion: Criterion, state: str, probability: float | None) -> Verdict:
    """Return a verdict without quotes."""
    return Verdict(
        criterion=criterion.id, kind=criterion.kind, shared=criterion.shared, state=state, probability=probability
    )
