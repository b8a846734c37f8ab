from datetime import UTC, datetime
from typing import Any

import pytest

from mock_interview import records
from mock_interview.errors import BadInput
from mock_interview.models import Grade, Session, Turn
from mock_interview.records import Mark, Practised, history
from mock_interview.records.reviews import mentors_word
from support import said
from support_cli import SHOWN, graded, session
from support_review import review_of, reviewed

DRAFT = Turn(role="candidate", text="I push it", finished=False)
PROBE = Turn(role="interviewer", text="When do you stop?")


def failed(grade: Grade) -> Grade:
    """Return the grade as it would be had the grader failed."""
    level = {"estimate": None, "low": None, "high": None, "reason": "ungraded: no server", "probabilities": {}}
    return grade.model_copy(update={"level": grade.level.model_copy(update=level)})


def test_a_session_is_known_by_a_few_facts() -> None:
    """What is known of a session is when, what, how far it got, its level, and a mark for each criterion."""
    path = records.save(graded())
    (found,) = history()
    assert isinstance(found, Practised)
    assert (found.id, found.question, found.created) == (
        "20260101-120000-why-knead-aaaa",
        "why-knead",
        datetime(2026, 1, 1, 12, tzinfo=UTC),
    )
    assert (found.pending, found.level, found.path) == (False, "L5", path)
    assert {m.criterion for m in found.marks if m.state == "met"} == set(SHOWN)
    assert next(m for m in found.marks if m.shared) == Mark("own-number", "L6", "unmet", True)


@pytest.mark.parametrize(
    ("one", "pending"),
    [
        pytest.param(session("s"), True, id="never graded"),
        pytest.param(graded("s"), False, id="graded"),
        pytest.param(session("s", DRAFT), False, id="a draft"),
        pytest.param(session("s", *said("Yes."), PROBE, DRAFT), False, id="a draft after a probe"),
        pytest.param(session("s", *said("Yes."), PROBE), True, id="a probe not answered"),
        pytest.param(session("s").model_copy(update={"turns": ()}), False, id="nothing said"),
        pytest.param(graded("s").model_copy(update={"grades": (failed(graded().grades[0]),)}), True, id="failed"),
        pytest.param(
            graded("s").model_copy(update={"grades": (*graded().grades, failed(graded().grades[0]))}),
            True,
            id="failed the last time",
        ),
    ],
)
def test_what_is_finished_and_ungraded_is_pending(one: Session, pending: bool) -> None:
    """A finished answer is pending without a grade, or when its last one failed; a draft never is."""
    records.save(one)
    assert [known.pending for known in history() if isinstance(known, Practised)] == [pending]


def test_the_level_is_that_of_the_last_grade_that_has_one() -> None:
    """A grader that failed later does not take the level away."""
    one = graded()
    records.save(one.model_copy(update={"grades": (*one.grades, failed(one.grades[0]))}))
    assert [known.level for known in history() if isinstance(known, Practised)] == ["L5"]


@pytest.mark.parametrize(
    "change",
    [{"created": "soon"}, {"question": None}, {"turns": [None]}, {"grades": [{"level": {"estimate": "L9"}}]}],
    ids=str,
)
def test_a_damaged_file_is_named_and_stops_nothing(change: dict[str, Any]) -> None:
    """A file that is no session comes as an error, and the others are known all the same."""
    import json

    records.save(graded())
    bad = records.sessions_folder() / "broken.json"
    bad.write_text(json.dumps(graded().model_dump(mode="json") | change))
    found = list(history())
    assert [one.level for one in found if isinstance(one, Practised)] == ["L5"]
    (problem,) = (one for one in found if isinstance(one, BadInput))
    assert str(problem).startswith(f"{bad}: is ")


def test_a_mentors_word_outranks_the_grade() -> None:
    """Level and verdicts of a mentor count before the tool's; what the mentor says nothing of stays as it was."""
    records.save(reviewed(graded(), level="L4", verdicts={"gluten-network": "unmet", "oxidation": "met"}))
    (found,) = history()
    assert isinstance(found, Practised)
    assert (found.level, found.mentored) == ("L4", True)
    marks = {mark.criterion: (mark.state, mark.mentor) for mark in found.marks}
    assert [marks[name] for name in ("gluten-network", "oxidation", "windowpane", "holds-gas")] == [
        ("unmet", True),
        ("met", True),
        ("met", False),
        ("unmet", False),
    ]
    (outline,) = records.outlines()
    assert isinstance(outline, records.Outline)
    places = {claim.criterion: number for number, claim in enumerate(outline.rubric)}
    assert places["gluten-network"] in outline.missed
    assert places["oxidation"] not in outline.missed
    assert outline.level == "L5"


def test_a_mentor_alone_gives_a_level() -> None:
    """A session that no grader has seen has the level a mentor gave it, and still awaits its grade."""
    records.save(reviewed(session("s"), level="L6"))
    assert [(one.level, one.pending) for one in history() if isinstance(one, Practised)] == [("L6", True)]


def test_a_review_of_other_words_counts_for_nothing() -> None:
    """When the answer has changed since, the mentor's word on the earlier one is not held for one on this."""
    one = reviewed(graded(), level="below L4", verdicts={"gluten-network": "unmet"})
    turns = (*one.turns, Turn(role="candidate", text="And more."))
    records.save(one.model_copy(update={"turns": turns}))
    (found,) = history()
    assert isinstance(found, Practised)
    assert (found.level, found.mentored, any(mark.mentor for mark in found.marks)) == ("L5", False, False)


def test_the_newest_word_of_several_mentors_counts() -> None:
    """Of each criterion, and of the level, what was said last counts."""
    one = reviewed(graded(), level="L4", verdicts={"gluten-network": "unmet", "oxidation": "met"})
    later = review_of(one, reviewer="Bob", level="L6", verdicts={"gluten-network": "met"})
    word = mentors_word(records.add_review(one, later))
    assert (word.level, word.reviewer, word.verdicts) == ("L6", "Bob", {"gluten-network": "met", "oxidation": "met"})
