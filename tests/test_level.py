import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank import Bank, Rule
from mock_interview.grading.level import counted, estimate, quantile, sum_distribution
from mock_interview.models import LEVELS, Criterion, LevelEstimate, Rubric, Verdict
from support_rubrics import rubrics, rules, verdict, verdicts

ANY_WEIGHT = st.floats(0.01, 5)


def at_least(level: LevelEstimate) -> list[float]:
    """Return the probability of each level or a higher one."""
    return [sum(level.probabilities[above] for above in LEVELS[i:]) for i in range(len(LEVELS))]


def places(level: LevelEstimate) -> list[int]:
    """Return the estimate and both ends of its range as numbers."""
    return [LEVELS.index(name) for name in (level.low, level.estimate, level.high) if name]


def with_met(drawn: list[Verdict], rubric: Rubric, criterion: Criterion) -> list[Verdict]:
    """Return the verdicts with one criterion met for certain."""
    return [verdict(criterion, "met", 1.0) if v.criterion == criterion.id else v for v in drawn]


@given(st.data())
def test_one_more_criterion_never_lowers(data: st.DataObject) -> None:
    """Meeting one more criterion that is no tell lowers neither the level, nor its range, nor any P(level or above)."""
    rubric = data.draw(rubrics(ANY_WEIGHT))
    rule = data.draw(rules(rubric))
    before = data.draw(verdicts(rubric))
    criterion = data.draw(st.sampled_from([c for c in rubric.criteria if c.kind.startswith("L")]))
    old = estimate(before, rubric, rule)
    new = estimate(with_met(before, rubric, criterion), rubric, rule)
    assert all(b >= a for a, b in zip(places(old), places(new), strict=True))
    assert all(b >= a - 1e-9 for a, b in zip(at_least(old), at_least(new), strict=True))


@given(st.data())
def test_what_was_prompted_counts_up_to_l5(data: st.DataObject) -> None:
    """Shown only after a probe, a criterion leaves P(L6) as if it were not shown, and P(L5 or above) as if it were."""
    rubric = data.draw(rubrics(ANY_WEIGHT))
    rule = data.draw(rules(rubric))
    before = data.draw(verdicts(rubric))
    criterion = data.draw(st.sampled_from([c for c in rubric.criteria if c.kind.startswith("L")]))
    unasked = with_met(before, rubric, criterion)
    prompted = [v.model_copy(update={"prompted": v.criterion == criterion.id}) for v in unasked]
    without = [verdict(criterion, "unmet", 0.0) if v.criterion == criterion.id else v for v in before]
    shown, asked, not_shown = (at_least(estimate(each, rubric, rule)) for each in (unasked, prompted, without))
    assert asked[:3] == pytest.approx(shown[:3])
    assert not_shown[3] - 1e-9 <= asked[3] <= shown[3] + 1e-9
    if criterion.kind == "L6":
        assert asked[3] <= max(not_shown[3], asked[2]) + 1e-9


@given(st.data())
def test_one_more_error_never_raises(data: st.DataObject) -> None:
    """Committing one more error raises neither the level, nor its range, nor any P(level or above)."""
    error = Criterion(id="error", kind="down_level", claim="x", caps=data.draw(st.sampled_from(LEVELS[:3])))
    drawn = data.draw(rubrics(ANY_WEIGHT))
    rubric = drawn.model_copy(update={"criteria": (*drawn.criteria, error)})
    rule = data.draw(rules(rubric))
    before = data.draw(verdicts(rubric))
    old = estimate(before, rubric, rule)
    new = estimate(with_met(before, rubric, error), rubric, rule)
    assert all(b <= a for a, b in zip(places(old), places(new), strict=True))
    assert all(b <= a + 1e-9 for a, b in zip(at_least(old), at_least(new), strict=True))


@given(st.data())
def test_probabilities_are_a_distribution(data: st.DataObject) -> None:
    """The probabilities of the levels sum to 1, and the estimate lies in its range."""
    rubric = data.draw(rubrics(ANY_WEIGHT))
    level = estimate(data.draw(verdicts(rubric)), rubric, data.draw(rules(rubric)))
    assert sum(level.probabilities.values()) == pytest.approx(1)
    assert tuple(level.probabilities) == LEVELS
    assert places(level) == sorted(places(level))


@given(st.data())
def test_everything_met_is_l6(data: st.DataObject) -> None:
    """An answer that meets every criterion and commits no error is L6, by any rule that can be satisfied."""
    rubric = data.draw(rubrics(ANY_WEIGHT))
    rule = data.draw(rules(rubric))
    all_met = [verdict(c, "unmet", 0.0) if c.kind == "down_level" else verdict(c, "met", 1.0) for c in rubric.criteria]
    assert estimate(all_met, rubric, rule).estimate == "L6"


@given(st.data())
def test_nothing_met_is_below_l4(data: st.DataObject) -> None:
    """An answer that meets nothing is below L4, by any rule."""
    rubric = data.draw(rubrics(ANY_WEIGHT))
    nothing = [verdict(c, "unmet", 0.0) for c in rubric.criteria]
    assert estimate(nothing, rubric, data.draw(rules(rubric))).estimate == "below L4"


@given(st.data())
def test_unsupported_is_nothing(data: st.DataObject) -> None:
    """A verdict without evidence counts exactly as an unmet one of probability 0."""
    rubric = data.draw(rubrics())
    rule = data.draw(rules(rubric))
    drawn = data.draw(verdicts(rubric))
    unmet = [verdict(rubric[v.criterion], "unmet", 0.0) if v.state == "unsupported" else v for v in drawn]
    assert estimate(drawn, rubric, rule) == estimate(unmet, rubric, rule)


RULE = Rule(l4=2, l5=3, l6=4, shared=1.25, strong_hire=0.5)


@pytest.mark.parametrize(
    ("kind", "shared", "expected"),
    [
        ("L4", False, [0, 2, 0, 0]),
        ("L5", False, [0, 2, 2, 0]),
        ("L5", True, [0, 0, 2, 0]),
        ("L6", False, [0, 2, 2, 2]),
        ("L6", True, [0, 0, 1.25, 1.25]),
        ("strong_hire", False, [0, 0, 0.5, 0.5]),
        ("down_level", False, [0, 0, 0, 0]),
    ],
    ids=["L4", "L5", "use", "L6", "ownership", "tell", "error"],
)
def test_points(kind: str, shared: bool, expected: list[float]) -> None:
    """A criterion gives points to its own level and those below; marks all questions share give none for L4."""
    criterion = Criterion(id="c", kind=kind, claim="x", weight=2, shared=shared)
    assert [RULE.points(criterion, level) for level in LEVELS] == expected


def test_the_sum_is_exact() -> None:
    """The distribution over points is that of independent weighted coins."""
    assert sum_distribution([(1, 0.5), (2, 0.5), (1, 0), (0, 1)]) == {0: 0.25, 1: 0.25, 2: 0.25, 3: 0.25}


def test_thirds_add_up() -> None:
    """Three criteria of weight one third are worth one point."""
    thirds = tuple(Criterion(id=f"c{i}", kind="L6", claim="x", weight=1 / 3) for i in range(3))
    rubric = Rubric(question="q", criteria=thirds)
    rule = Rule(l4=1, l5=1, l6=1, shared=0, strong_hire=0)
    assert estimate([verdict(c, "met", 1.0) for c in thirds], rubric, rule).estimate == "L6"


@pytest.mark.parametrize(
    ("kind", "state", "probability", "expected"),
    [
        ("L5", "met", 0.9, 0.9),
        ("L5", "unmet", 0.4, 0.4),
        ("L5", "unsupported", 0.9, 0.0),
        ("L5", "ungraded", None, 0.0),
        ("down_level", "met", 0.9, 0.9),
        ("down_level", "unmet", 0.4, 0.0),
    ],
    ids=["met", "unmet", "unsupported", "ungraded", "error", "suspicion"],
)
def test_what_a_verdict_counts(kind: str, state: str, probability: float | None, expected: float) -> None:
    """A verdict counts with its probability; without evidence, or as a mere suspicion of an error, with nothing."""
    assert counted(verdict(Criterion(id="c", kind=kind, claim="x"), state, probability)) == expected


def test_the_median_is_the_level() -> None:
    """The estimate is the highest level that is at least as likely as not."""
    reach = {"below L4": 1.0, "L4": 0.9, "L5": 0.5, "L6": 0.2}
    assert [quantile(reach, share) for share in (0.95, 0.9, 0.5, 0.1)] == ["below L4", "L4", "L5", "L6"]


def bread_verdicts(bank: Bank, met: set[str], ungraded: int = 0) -> LevelEstimate:
    """Return the level of an answer about bread that meets these criteria."""
    rubric = bank.rubric("why-knead")
    drawn = [verdict(c, "met", 1.0) if c.id in met else verdict(c, "unmet", 0.0) for c in rubric.criteria]
    drawn[:ungraded] = [verdict(c, "ungraded", None) for c in rubric.criteria[:ungraded]]
    return estimate(drawn, rubric, bank.levels.rule)


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ({"gluten-network"}, "below L4"),
        ({"own-number"}, "below L4"),
        ({"gluten-network", "holds-gas"}, "L4"),
        ({"gluten-network", "windowpane", "over-kneading", "flour-matters"}, "L5"),
        ({"oxidation", "dough-temperature", "labour-cost", "own-number"}, "L6"),
        ({"oxidation", "dough-temperature", "labour-cost", "own-number", "longer-is-better"}, "L4"),
        ({"gluten-network", "holds-gas", "kneading-feeds-yeast"}, "below L4"),
    ],
    ids=["one", "shared-alone", "textbook", "usable", "expert-skips-the-middle", "capped", "core-error"],
)
def test_the_level_of_an_answer(bank: Bank, met: set[str], expected: str) -> None:
    """The rule turns what was met into a level; an expert may skip the middle, and an error caps."""
    assert bread_verdicts(bank, met).estimate == expected


@pytest.mark.parametrize(("ungraded", "expected"), [(1, "L4"), (2, None)], ids=["94-percent", "87-percent"])
def test_too_little_graded_is_no_level(bank: Bank, ungraded: int, expected: str | None) -> None:
    """Below 90 % of the criteria there is no estimate, range or probability, and the reason gives the count."""
    level = bread_verdicts(bank, {"windowpane", "over-kneading"}, ungraded)
    assert level.estimate == expected
    if expected is None:
        reason = "ungraded: only 15 of 17 criteria could be graded, and 90% are needed"
        assert level == LevelEstimate(estimate=None, low=None, high=None, reason=reason)


def test_the_reason_counts(bank: Bank) -> None:
    """The reason says what was shown by kind, which cap stands, and the points against what each level takes."""
    met = {"gluten-network", "holds-gas", "windowpane", "own-number", "longer-is-better"}
    assert bread_verdicts(bank, met).reason == (
        "Shown: 2 of 2 L4, 1 of 4 L5, 0 of 5 L6 criteria; 0 of 0 L5 marks of use, 1 of 1 L6 marks of ownership; "
        "an error it commits caps it at L4. Expected points: L4 3.0 of 2, L5 2.0 of 3, L6 1.0 of 4."
    )
