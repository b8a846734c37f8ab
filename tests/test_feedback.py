from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from mock_interview.bank import Bank, Rule
from mock_interview.grading.feedback import coach, shortest_way
from mock_interview.grading.level import at_least, estimate, quantile
from mock_interview.models import LEVELS, Feedback, Level, LevelEstimate, Rubric
from support_rubrics import rubrics, rules, verdict


def level_of(chances: dict[str, float], rubric: Rubric, rule: Rule) -> Level:
    """Return the level these chances amount to."""
    return quantile(at_least(chances, rubric, rule), 0.5)


def next_level(chances: dict[str, float], rubric: Rubric, rule: Rule) -> Level:
    """Return the level above; a case that is at the top already is not looked at."""
    now = LEVELS.index(level_of(chances, rubric, rule))
    assume(now < 3)
    return LEVELS[now + 1]


def changed(chances: dict[str, float], rubric: Rubric, ids: tuple[str, ...]) -> dict[str, float]:
    """Return the chances once these criteria are met, and these errors corrected."""
    return chances | {name: 0.0 if rubric[name].kind == "down_level" else 1.0 for name in ids}


@given(st.data())
def test_the_way_is_the_shortest(data: st.DataObject) -> None:
    """The way reaches the next level, and no smaller set of criteria does."""
    rubric = data.draw(rubrics())
    rule = data.draw(rules(rubric))
    chances = {c.id: data.draw(st.sampled_from([0.0, 1.0])) for c in rubric.criteria}
    target = next_level(chances, rubric, rule)

    way = tuple(c.id for c in shortest_way(chances, rubric, rule, target))

    def reaches(ids: tuple[str, ...]) -> bool:
        return LEVELS.index(level_of(changed(chances, rubric, ids), rubric, rule)) >= LEVELS.index(target)

    able = [
        c.id
        for c in rubric.criteria
        if c.kind != "strong_hire" and chances[c.id] == (1.0 if c.kind == "down_level" else 0.0)
    ]
    assert reaches(way)
    assert not any(reaches(ids) for n in range(len(way)) for ids in combinations(able, n))


@given(st.data())
def test_the_way_reaches_from_doubtful_verdicts(data: st.DataObject) -> None:
    """From uncertain verdicts, too, the way leads to the next level when there is one, through unmet criteria alone."""
    rubric = data.draw(rubrics())
    rule = data.draw(rules(rubric))
    odds = st.sampled_from([0.0, 0.1, 0.45, 0.95, 1.0])
    chances = {c.id: data.draw(odds) for c in rubric.criteria if c.kind != "down_level"}
    target = next_level(chances, rubric, rule)
    levels = {c.id for c in rubric.criteria if c.kind.startswith("L")}  # nobody is told to earn a tell
    everything = changed(chances, rubric, tuple(name for name, p in chances.items() if p < 0.5 and name in levels))
    assume(LEVELS.index(level_of(everything, rubric, rule)) >= LEVELS.index(target))

    way = tuple(c.id for c in shortest_way(chances, rubric, rule, target))

    assert LEVELS.index(level_of(changed(chances, rubric, way), rubric, rule)) >= LEVELS.index(target)
    assert all(chances[name] < 0.5 for name in way)


def coached(bank: Bank, met: set[str]) -> Feedback | None:
    """Return the feedback on an answer about bread that meets these criteria."""
    rubric, rule = bank.rubric("why-knead"), bank.levels.rule
    verdicts = [verdict(c, "met", 0.9) if c.id in met else verdict(c, "unmet", 0.0) for c in rubric.criteria]
    return coach(estimate(verdicts, rubric, rule), verdicts, rubric, rule)


def test_errors_come_first(bank: Bank) -> None:
    """What must be corrected stands before what must be shown, with its hint; the costliest error is named."""
    found = coached(bank, {"gluten-network", "kneading-feeds-yeast", "tastes-first"})
    assert found
    assert found.summary == "To get from below L4 to L4: correct 1 error and show 1 more thing."
    assert (found.next_level, found.shown) == ("L4", ("gluten-network", "tastes-first"))
    assert [(gap.criterion, gap.hint) for gap in found.gaps] == [
        ("kneading-feeds-yeast", "Kneading is about gluten, not about food for yeast."),
        ("holds-gas", "Say that the network holds the gas."),
    ]
    assert found.strongest == "tastes-first"
    assert found.costliest == found.gaps[0]


def test_the_targets_own_criteria_come_first(bank: Bank) -> None:
    """Of equal gains, criteria of the next level that are no shared marks come first."""
    found = coached(bank, {"gluten-network", "holds-gas"})
    assert found
    assert (found.next_level, [gap.kind for gap in found.gaps]) == ("L5", ["L5", "L5", "L5"])


def test_at_the_top_there_is_no_gap(bank: Bank) -> None:
    """An L6 answer has no next level and no gaps."""
    found = coached(bank, {c.id for c in bank.rubric("why-knead").criteria if c.kind.startswith("L")})
    assert found
    assert (found.next_level, found.gaps) == (None, ())
    assert found.summary == "Nothing above this level is asked for. Next time, say the same in half the words."


def test_without_a_level_there_is_no_feedback(bank: Bank) -> None:
    """An answer that could not be graded is not coached."""
    none = LevelEstimate(estimate=None, low=None, high=None, reason="ungraded")
    assert coach(none, [], bank.rubric("why-knead"), bank.levels.rule) is None


def test_the_way_from_nothing(bank: Bank) -> None:
    """From nothing at all, the way to L4 is the textbook: its two criteria."""
    way = shortest_way({}, bank.rubric("why-knead"), bank.levels.rule, "L4")
    assert [c.id for c in way] == ["gluten-network", "holds-gas"]
