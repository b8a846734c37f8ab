"""One level out of several: exact at the ends, and a better answer never lowers it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.interview.overall import RULE, Vote, at_least, level_of, overall, vote
from mock_interview.models import LEVELS, Level, LevelEstimate
from support_cli import graded


def sure(level: Level, core: bool = True) -> Vote:
    """Return a vote that leaves no doubt."""
    chances = [float(name == level) for name in LEVELS]
    return Vote((chances[0], chances[1], chances[2], chances[3]), core)


@st.composite
def votes(draw: Any) -> Vote:
    """Draw a vote; often a certain one."""
    weights = draw(st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any))
    below, l4, l5, l6 = (weight / sum(weights) for weight in weights)
    return Vote((below, l4, l5, l6), draw(st.booleans()))


@st.composite
def better(draw: Any, than: Vote) -> Vote:
    """Draw a vote in which some of the probability has moved to a higher level."""
    chances = list(than.chances)
    low, high = sorted(draw(st.tuples(st.integers(0, 3), st.integers(0, 3))))
    moved = chances[low] * draw(st.sampled_from([0.25, 0.5, 1.0]))
    chances[low] -= moved
    chances[high] += moved
    return Vote((chances[0], chances[1], chances[2], chances[3]), than.core)


@given(st.data(), st.lists(votes(), min_size=1, max_size=6))
def test_a_better_answer_never_lowers_the_level(data: Any, before: list[Vote]) -> None:
    """Moving an answer up lowers neither the level, nor its range, nor the probability of any level or more."""
    i = data.draw(st.integers(0, len(before) - 1))
    after = [*before[:i], data.draw(better(before[i])), *before[i + 1 :]]
    was, now = at_least(before), at_least(after)
    assert all(now[level] >= was[level] - 1e-9 for level in LEVELS)
    old, new = level_of(before), level_of(after)
    for name in ("low", "estimate", "high"):
        assert LEVELS.index(getattr(new, name)) >= LEVELS.index(getattr(old, name))


@given(st.lists(votes(), min_size=1, max_size=6))
def test_a_level_is_inside_its_range_and_the_probabilities_add_up(cast: list[Vote]) -> None:
    """The range holds the level, probabilities add up to 1, and the order of the answers does not matter."""
    level = level_of(cast)
    assert level.low
    assert level.estimate
    assert level.high
    assert LEVELS.index(level.low) <= LEVELS.index(level.estimate) <= LEVELS.index(level.high)
    assert sum(level.probabilities.values()) == pytest.approx(1)
    assert level_of(cast[::-1]).probabilities == pytest.approx(level.probabilities)


@given(st.sampled_from(LEVELS), st.integers(2, 6))
def test_answers_that_are_all_alike_give_their_level(level: Level, count: int) -> None:
    """Nothing but L5 is an L5, and so for every level."""
    found = overall([sure(level)] * count, count)
    assert (found.low, found.estimate, found.high) == (level, level, level)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param(["L5", "L5", "L5", "L4"], "L5", id="three of four"),
        pytest.param(["L5", "L5", "L4", "L4"], "L4", id="half of them"),
        pytest.param(["L6", "L6", "L6", "L5", "L5"], "L6", id="three in five"),
        pytest.param(["L6", "L4", "L5"], "L5", id="a strong one makes up for a weaker one"),
        pytest.param(["L6", "L6", "L6", "below L4"], "L4", id="a core answer below L4 caps"),
    ],
)
def test_the_rule_in_numbers(levels: list[Level], expected: Level) -> None:
    """A level takes three answers in five when the others are one below, and a core answer below L4 caps at L4."""
    assert overall([sure(level) for level in levels], len(levels)).estimate == expected


def test_outside_the_core_nothing_caps() -> None:
    """A weak answer outside the core lowers the mean and does not cap."""
    assert overall([sure("L6"), sure("L6"), sure("L6"), sure("below L4", core=False)], 4).estimate == "L5"


def test_doubt_gives_a_range() -> None:
    """Two answers, each L4 or L5 with the same chance: L5 takes both, a quarter of the cases."""
    half = Vote((0.0, 0.5, 0.5, 0.0), True)
    assert overall([half, half], 2) == LevelEstimate(
        estimate="L4",
        low="L4",
        high="L5",
        probabilities={"below L4": 0.0, "L4": 0.75, "L5": 0.25, "L6": 0.0},
        reason="Expected mean 1.50. Nothing caps it.",
    )


@pytest.mark.parametrize(("count", "asked", "there"), [(1, 1, False), (2, 4, False), (2, 3, True), (4, 6, True)])
def test_too_little_graded_gives_no_level(count: int, asked: int, there: bool) -> None:
    """One answer alone, or less than two thirds of the questions, gives no overall level and the reason."""
    found = overall([sure("L5")] * count, asked)
    assert (found.estimate is not None) is there
    if not there:
        assert (
            found.reason
            == f"too little is graded: {count} of {asked} answers; it takes two thirds of them, and 2 at least"
        )


def test_a_grade_becomes_a_vote() -> None:
    """Without a level an answer counts as below L4; when the grader failed it has no vote."""
    grade = graded().grades[0]
    nothing = LevelEstimate(estimate=None, low=None, high=None, reason="not enough evidence: nothing was said")
    failed = nothing.model_copy(update={"reason": "ungraded: no server"})
    assert vote(grade.model_copy(update={"level": nothing}), core=True) == sure("below L4")
    assert vote(grade.model_copy(update={"level": failed}), core=True) is None
    bare = grade.level.model_copy(update={"probabilities": {}})
    assert vote(grade.model_copy(update={"level": bare}), core=False) == sure("L5", core=False)


def test_the_rule_is_printed_with_its_numbers() -> None:
    """The words name every number the code uses."""
    for words in ("L4 from 0.6, L5 from 1.6, L6 from 2.6", "caps it at L4", "fewer than 2 graded", "covers 80%"):
        assert words in RULE
