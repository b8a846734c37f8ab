"""What a candidate looks at after the grade."""

import pytest
from rich.console import Console

from mock_interview.bank import Bank
from mock_interview.grading import Standard, grade
from mock_interview.models import Grade, Level, Turn
from mock_interview.terminal.after import answer_view, improvement_view, rating_line
from support import FakeJudge, said
from support_grading import AFTER, BEFORE, readings


def shown(view: object) -> str:
    """Return what a view prints."""
    console = Console(width=200, no_color=True)
    with console.capture() as captured:
        console.print(view)
    return captured.get()


def graded(bank: Bank, turns: tuple[Turn, ...], met: dict[str, str]) -> Grade:
    """Return the grade of an answer with these criteria credited."""
    rubric = bank.rubric("why-knead")
    judge = FakeJudge(readings(rubric, met))
    return grade(bank.question("why-knead"), rubric, turns, judge, Standard(rule=bank.levels.rule))


def test_words_that_counted_are_marked_where_they_stand(bank: Bank) -> None:
    """The answer is whole, in order, with the level behind the words; also without colour."""
    turns = said(f"{BEFORE} {AFTER}")
    found = shown(answer_view(turns, graded(bank, turns, {"gluten-network": BEFORE})))
    assert f"{BEFORE} [L4] {AFTER}" in found.replace("\n", " ").replace("  ", " ")


def test_the_interviewers_words_are_never_marked(bank: Bank) -> None:
    """What the interviewer asked stands between the answers."""
    turns = (*said(BEFORE), Turn(role="interviewer", text="Why?\x1b]0;x\x07"), *said(AFTER))
    found = shown(answer_view(turns, graded(bank, turns, {})))
    assert "Interviewer: Why?" in found
    assert "\x1b]0" not in found


@pytest.mark.parametrize(
    ("rating", "found", "said_of_it"),
    [
        ("L5", "L5", "You rated yourself L5: the grade says the same."),
        ("L6", "L4", "You rated yourself L6: 2 levels above the grade."),
        ("below L4", "L4", "You rated yourself below L4: 1 level below the grade."),
    ],
)
def test_the_own_rating_is_compared(rating: Level, found: Level, said_of_it: str) -> None:
    """By how many levels, and which way."""
    assert rating_line(rating, found) == said_of_it


def test_improvement_is_shown_criterion_by_criterion(bank: Bank) -> None:
    """What is new has a plus, what was left out a minus."""
    turns = said(f"{BEFORE} {AFTER}")
    rubric = bank.rubric("why-knead")
    first, second = (c.id for c in rubric.criteria if c.kind == "L4")
    before, after = graded(bank, turns, {first: BEFORE}), graded(bank, turns, {second: AFTER})
    found = shown(improvement_view(before, after, rubric))
    assert f" + {rubric[second].claim}" in found
    assert f" - {rubric[first].claim}" in found
