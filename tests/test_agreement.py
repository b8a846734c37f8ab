"""Agreement of tool and mentors, checked against scikit-learn and krippendorff."""

import json
import random
import re
from pathlib import Path

import krippendorff
import pytest
from sklearn.metrics import cohen_kappa_score

from mock_interview import records
from mock_interview.models import LEVELS, Level, Session, Turn
from mock_interview.records import add_review
from mock_interview.review.agreement import Case, Estimate, outcome
from mock_interview.review.collect import collect
from support_cli import HOSTILE, graded, invoke, session
from support_review import at_level, rated, remark, review_of, reviewed
from test_history import failed


def near(number: int, draw: random.Random) -> Level:
    """Return a level at most two from another."""
    return LEVELS[min(3, max(0, number + draw.choice((-2, -1, 0, 0, 1))))]


def many(count: int) -> list[Session]:
    """Return sessions that Ada and Bob reviewed blind, and Cyd with the tool's level in sight."""
    draw = random.Random(7)
    found = []
    for number in range(count):
        tool = draw.randrange(4)
        who = [(name, name != "Cyd", near(tool, draw)) for name in ("Ada", "Bob", "Cyd")]
        found.append(rated(number, LEVELS[tool], *who))
    return found


def levels(sessions: list[Session], name: str) -> list[int]:
    """Return what a reviewer, or the tool, gave each session."""
    if name == "tool":
        return [LEVELS.index(one.grades[0].level.estimate or "L4") for one in sessions]
    return [LEVELS.index(r.level or "L4") for one in sessions for r in one.reviews if r.reviewer == name]


def test_the_figures_are_those_of_the_reference_implementations() -> None:
    """Kappa is scikit-learn's and alpha is krippendorff's; exact, within one and bias are plain means."""
    sessions = many(30)
    found = outcome(sessions)
    mentors = levels(sessions, "Ada") + levels(sessions, "Bob")
    tool = levels(sessions, "tool") * 2
    n = len(tool)
    one = found.with_tool_blind
    assert (one.pairs, one.sessions, found.reviews, found.blind, found.unmatched) == (60, 30, 90, 60, 0)
    assert one.bias is not None
    assert [one.exact.value, one.within_one.value, one.bias.value, one.kappa.value, one.alpha.value] == pytest.approx(
        [
            sum(a == b for a, b in zip(mentors, tool, strict=True)) / n,
            sum(abs(a - b) <= 1 for a, b in zip(mentors, tool, strict=True)) / n,
            (sum(tool) - sum(mentors)) / n,
            cohen_kappa_score(mentors, tool, weights="quadratic", labels=[0, 1, 2, 3]),
            krippendorff.alpha([mentors, tool], level_of_measurement="ordinal", value_domain=[0, 1, 2, 3]),
        ]
    )
    assert found.with_tool_seen.pairs == 30
    table = [levels(sessions, name) for name in ("Ada", "Bob", "Cyd")]
    assert found.among_blind.kappa.value == pytest.approx(
        cohen_kappa_score(*table[:2], weights="quadratic", labels=[0, 1, 2, 3])
    )
    for among, rows in ((found.among_blind, table[:2]), (found.among_others, table)):
        assert among.bias is None
        assert among.alpha.value == pytest.approx(
            krippendorff.alpha(rows, level_of_measurement="ordinal", value_domain=[0, 1, 2, 3])
        )
    assert (found.among_blind.pairs, found.among_others.pairs) == (30, 60)
    for each in (one.exact, one.within_one, one.bias, one.kappa, one.alpha):
        assert each.interval is not None
        assert each.value is not None
        assert each.interval[0] <= each.value <= each.interval[1]


def test_the_interval_is_by_session() -> None:
    """Two mentors of one session are no two independent cases: doubling each pair makes no interval narrower."""
    single = [rated(i, LEVELS[i % 4], ("Ada", True, LEVELS[i * 7 % 4])) for i in range(12)]
    double = [add_review(one, one.reviews[0].model_copy(update={"reviewer": "Bob"})) for one in single]
    assert outcome(double).with_tool_blind.kappa.interval == outcome(single).with_tool_blind.kappa.interval


@pytest.mark.parametrize(
    ("given", "value"),
    [([], None), ([("L4", "L4")], None), ([("L4", "L5")], 0.0), ([("L4", "L4"), ("L4", "L4")], None)],
    ids=["none", "one", "one apart", "all the same"],
)
def test_too_few_have_no_interval(given: list[tuple[Level, Level]], value: float | None) -> None:
    """Where nothing can be made of it, a figure is undefined and has no interval, and it counts as few."""
    one = outcome([rated(i, tool, ("Ada", True, mine)) for i, (mine, tool) in enumerate(given)]).with_tool_blind
    assert (one.kappa, one.pairs, one.few) == (Estimate(value, None), len(given), True)


def test_who_gives_no_level_is_in_no_pair() -> None:
    """A review without a level, and a grade without one or that failed, are counted and compared with nothing."""
    none = rated(1, "L5", ("Ada", True, None))
    no_grade = rated(2, None, ("Ada", True, "L4"))
    ok = rated(3, "L5", ("Ada", True, "L5"))
    later = ok.model_copy(update={"grades": (*ok.grades, failed(ok.grades[0]))})
    found = outcome([none, no_grade, later])
    assert (found.reviews, found.unmatched, found.with_tool_blind.pairs) == (3, 2, 1)


def test_criteria_they_differ_on_come_with_the_words() -> None:
    """Each difference has the tool's quotes and what the mentor says of them; the most frequent one comes first."""
    one = graded()
    mine = (remark(one, "gluten strands", "change", "Why a net?"), remark(one, "past that", "keep", "Yes."))
    verdicts = {"gluten-network": "unmet", "windowpane": "met", "oxidation": "met"}
    one = reviewed(one, verdicts=verdicts, remarks=mine)
    two = reviewed(graded("20260102-120000-why-knead-bbbb"), verdicts={"oxidation": "met", "own-number": "unmet"})
    found = {each.criterion: each for each in outcome([one, two]).criteria}
    assert [(name, each.differ, each.looked_at) for name, each in found.items()] == [
        ("oxidation", 2, 2),
        ("gluten-network", 1, 1),
        ("own-number", 0, 1),
        ("windowpane", 0, 1),
    ]
    quote = next(v for v in one.grades[0].verdicts if v.criterion == "gluten-network").quotes[0].text
    assert found["gluten-network"].cases == (Case(one.id, "Ada", "unmet", (quote,), ("Why a net?",)),)
    assert (found["oxidation"].question, found["own-number"].question) == ("why-knead", None)


def test_reviews_come_to_their_sessions_from_anywhere(tmp_path: Path) -> None:
    """Session files that went to two mentors and a loose review are one session with three reviews."""
    one = rated(1, "L5")
    records.save(one)
    for name in ("Ada", "Bob"):
        copy = add_review(one, review_of(one, reviewer=name, level="L4"))
        records.save(copy, tmp_path / "back" / name / "session.json")
    (tmp_path / "back" / "cyd.json").write_text(review_of(one, reviewer="Cyd", level="L6").model_dump_json())
    found = collect([tmp_path / "back"])
    assert [[r.reviewer for r in each.reviews] for each in found.sessions] == [["Ada", "Bob", "Cyd"]]
    assert found.problems == ()
    assert collect().sessions == ()


def test_a_copy_with_a_later_grade_is_the_one_compared_with(tmp_path: Path) -> None:
    """Of two copies of a session the one graded more often counts, with the reviews of both."""
    one = rated(1, "L4", ("Ada", True, "L5"))
    more = at_level(graded(one.id), "L5").model_copy(update={"grades": (*one.grades, *rated(1, "L5").grades)})
    paths = [records.save(one, tmp_path / "a.json"), records.save(more, tmp_path / "b.json")]
    for order in (paths, paths[::-1]):
        assert outcome(collect(order).sessions).with_tool_blind.exact.value == 1


def test_what_cannot_be_used_is_named_and_stops_nothing(tmp_path: Path) -> None:
    """Broken files, foreign JSON, reviews without their session or of other words are named; the rest is compared."""
    records.save(rated(1, "L5", ("Ada", True, "L5")), tmp_path / "1.json")
    changed = rated(2, "L5", ("Bob", True, "L5"))
    changed = changed.model_copy(update={"turns": (*changed.turns, Turn(role="candidate", text="More."))})
    records.save(changed, tmp_path / "2.json")
    (tmp_path / "3.json").write_text("{")
    (tmp_path / "4.json").write_text('{"reviewer": 3}')
    (tmp_path / "5.json").write_text(review_of(rated(9, "L5")).model_dump_json())
    result = invoke("agreement", tmp_path, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["reviews"], len(found["passed_over"])) == (0, 1, 4)
    assert result.stderr.splitlines() == [
        f"{tmp_path / '3.json'}: is no session file: Invalid JSON: EOF while parsing an object at line 1 column 1",
        f"{tmp_path / '4.json'}: is no review file: session: Field required",
        f"{tmp_path / '5.json'}: there is no session 20260101-120000-why-knead-0009",
        "Give its file as well.",
        f"{changed.id}: Bob's review is passed over: the words or the rubric have changed since",
    ]


def test_ones_own_sessions_without_a_review_are_not_read() -> None:
    """Without files all sessions are looked through; those without reviews cost no reading, broken or not."""
    records.save(rated(1, "L5", ("Ada", True, "L4")))
    records.save(session("s", Turn(role="candidate", text='Their "reviews": [ { are good.')))
    records.sessions_folder().joinpath("broken.json").write_text("{")
    found = collect()
    assert ([one.id for one in found.sessions], found.problems) == (["20260101-120000-why-knead-0001"], ())


def test_the_json_has_everything() -> None:
    """`--json` has each figure with its interval, or null, and every difference."""
    one = rated(1, "L5", ("Ada", True, "L4"))
    verdicts = {"oxidation": "met"}
    records.save(add_review(one, review_of(one, reviewer="Bob", blind=False, level="L5", verdicts=verdicts)))
    found = json.loads(invoke("agreement", "--json").stdout)
    none = {"value": None, "low": None, "high": None}
    assert found["tool_and_mentors"]["blind"] == {
        "pairs": 1,
        "sessions": 1,
        "few": True,
        "exact": none | {"value": 0.0},
        "within_one": none | {"value": 1.0},
        "bias": none | {"value": 1.0},
        "kappa": none | {"value": 0.0},
        "alpha": none | {"value": 0.0},
        "confusion": [[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
    }
    assert found["mentors"]["blind"]["pairs"] == 0
    assert found["mentors"]["not_blind"]["pairs"] == 1
    assert found["mentors"]["not_blind"]["bias"] is None
    assert (found["sessions"], found["reviews"], found["blind"], found["not_blind"]) == (1, 2, 1, 1)
    (criterion,) = found["criteria"]
    assert (criterion["criterion"], criterion["looked_at"], criterion["differ"]) == ("oxidation", 1, 1)
    assert criterion["cases"] == [{"session": one.id, "reviewer": "Bob", "mentor": "met", "quotes": [], "remarks": []}]


def test_the_table_says_what_to_make_of_it() -> None:
    """Blind and other reviews stand apart, few pairs are said to be few, and what cannot be made is not made."""
    records.save(rated(1, "L5", ("Ada", True, "L4"), ("Bob", False, "L5")))
    text = " ".join(invoke("agreement").stdout.split())
    for words in (
        "2 reviews of 1 sessions: 1 blind, 1 with the tool's level in sight.",
        "The tool and blind mentors",
        "The tool and mentors who saw its level",
        "Mentors among themselves, not all blind",
        "kappa 0.00 no interval",
        "kappa undefined no interval",
        "Fewer than 10 pairs: this says hardly anything yet.",
    ):
        assert words in text


def test_reviews_with_the_level_in_sight_alone_are_warned_of() -> None:
    """Where no review was blind, it is said what that means."""
    records.save(rated(1, "L5", ("Ada", False, "L5")))
    assert "review blind to know" in " ".join(invoke("agreement").stdout.split())


def test_without_a_review_there_is_no_data() -> None:
    """How to make one is said; as JSON, the counts are nought."""
    records.save(graded())
    table, data = invoke("agreement"), json.loads(invoke("agreement", "--json").stdout)
    assert (table.exit_code, table.stdout) == (0, "")
    assert table.stderr == "There are no reviews yet. Make one with: mock-interview review last\n"
    assert (data["reviews"], data["tool_and_mentors"]["blind"]["exact"]["value"]) == (0, None)


def test_a_file_that_is_not_there_is_an_error() -> None:
    """A path that does not exist is named."""
    result = invoke("agreement", "nowhere.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nowhere.json: there is no such file or folder\n"


def test_reviews_cannot_steer_the_terminal() -> None:
    """Names, claims and remarks from strangers are shown harmless."""
    one = graded()
    verdicts = {"gluten-network": "unmet"}
    records.save(reviewed(one, reviewer=HOSTILE, verdicts=verdicts, remarks=(remark(one, "1", "try", HOSTILE),)))
    result = invoke("agreement")
    assert (result.exit_code, "[/red]" in result.stdout) == (0, True)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []
