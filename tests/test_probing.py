"""Which follow-up question is asked."""

import pytest

from mock_interview.bank import Bank
from mock_interview.grading import Prober, Reading
from mock_interview.grading.probing import choose
from mock_interview.models import Rubric, Turn
from support import FakeJudge, said
from support_grading import BEFORE


@pytest.fixture
def rubric(bank: Bank) -> Rubric:
    """Return the rubric about kneading."""
    return bank.rubric("why-knead")


def of(rubric: Rubric, kind: str) -> list[str]:
    """Return the ids of a kind of criterion, the shared ones left out."""
    return [c.id for c in rubric.criteria if c.kind == kind and not c.shared]


def test_at_l4_the_probe_is_about_what_l5_takes(bank: Bank, rubric: Rubric) -> None:
    """Who has shown L4 alone is asked about a criterion that brings L5 nearer, and about each only once."""
    shown = dict.fromkeys(of(rubric, "L4"), 1.0)
    asked: list[str] = []
    while found := choose(rubric, bank.levels.rule, shown, asked):
        asked.append(found.id)
    assert len(asked) == len(set(asked)) > 3
    assert rubric[asked[0]].kind == "L5"


def test_at_l5_the_probe_is_about_l6(bank: Bank, rubric: Rubric) -> None:
    """Who has shown L4 and L5 is asked about L6."""
    shown = dict.fromkeys([*of(rubric, "L4"), *of(rubric, "L5")], 1.0)
    found = choose(rubric, bank.levels.rule, shown)
    assert found is not None
    assert found.kind == "L6"


def test_what_was_shown_is_not_asked_about(bank: Bank, rubric: Rubric) -> None:
    """Where everything was shown there is nothing to ask."""
    assert choose(rubric, bank.levels.rule, {c.id: 1.0 for c in rubric.criteria if c.kind.startswith("L")}) is None


def test_no_definition_is_asked_for(bank: Bank, rubric: Rubric) -> None:
    """Who has shown nothing is asked about L5 all the same: an interviewer does not ask for definitions."""
    found = choose(rubric, bank.levels.rule, {})
    assert found is not None
    assert found.kind != "L4"


def test_a_prober_reads_only_what_is_open_and_remembers(bank: Bank, rubric: Rubric) -> None:
    """The second look asks the judge about what was not shown, and the criterion asked about is not asked again."""
    judge = FakeJudge(Reading(c, 1.0) for c in of(rubric, "L4"))
    prober = Prober(judge, bank.question("why-knead"), rubric, bank.levels.rule)
    turns = said(BEFORE)
    first = prober.next(turns)
    assert first is not None
    assert prober.shown == dict.fromkeys(of(rubric, "L4"), 1.0)
    again = prober.next((*turns, Turn(role="interviewer", text=first.probe, probe=first.id), *said("It just does so.")))
    assert again is not None
    assert again.id != first.id


def test_nothing_said_is_not_probed(bank: Bank, rubric: Rubric) -> None:
    """Without an answer to go by the judge is not asked, and neither is the candidate."""
    judge = FakeJudge()
    assert Prober(judge, bank.question("why-knead"), rubric, bank.levels.rule).next(said("No idea.")) is None
    assert judge.seen == []


def test_time_is_kept(bank: Bank, rubric: Rubric) -> None:
    """With no patience left something is asked after the first reading."""
    judge = FakeJudge(Reading(c, 1.0) for c in of(rubric, "L4"))
    prober = Prober(judge, bank.question("why-knead"), rubric, bank.levels.rule)
    assert prober.next(said(BEFORE), patience=-1) is not None
    assert len(prober.shown) == 1
