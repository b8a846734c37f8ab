"""Several readings of one answer: what most say holds, and where they differ is shown."""

import json
from pathlib import Path

import pytest

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading, Standard, grade, reordered, together
from mock_interview.models import Grade, Turn
from support import FakeJudge
from support_cli import ANSWER, invoke, usable
from support_grading import AFTER, BEFORE, readings


def graded(bank: Bank, met: dict[str, str], text: str = f"{BEFORE} {AFTER}") -> Grade:
    """Return the grade of an answer in which these criteria are met."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    judge = FakeJudge(readings(rubric, met))
    return grade(question, rubric, (Turn(role="candidate", text=text),), judge, Standard(rule=bank.levels.rule))


def merged(bank: Bank, *grades: Grade, text: str = f"{BEFORE} {AFTER}") -> Grade:
    """Return the grades put together."""
    turns = (Turn(role="candidate", text=text),)
    return together(grades, turns, bank.rubric("why-knead"), bank.levels.rule)


def test_what_most_say_holds(bank: Bank) -> None:
    """Two of three credit a criterion, so it is met, and unstable; what all say is not."""
    one, two = graded(bank, {"gluten-network": BEFORE}), graded(bank, {})

    found = {v.criterion: v for v in merged(bank, one, two, one).verdicts}

    assert (found["gluten-network"].state, found["gluten-network"].unstable) == ("met", True)
    assert [q.text for q in found["gluten-network"].quotes] == [BEFORE]
    assert sum(v.unstable for v in found.values()) == 1
    assert {v.criterion: v.state for v in merged(bank, one, two).verdicts}["gluten-network"] == "unmet"


def test_the_range_covers_every_reading(bank: Bank) -> None:
    """The range reaches from the lowest reading's to the highest's; opinions say what each one found."""
    low = graded(bank, {})
    high = graded(bank, {c.id: BEFORE for c in bank.rubric("why-knead").criteria if c.kind != "down_level"})

    both = merged(bank, high, low, high)

    assert (both.level.estimate, both.level.low, both.level.high) == ("L6", "below L4", "L6")
    assert [o.level.estimate for o in both.opinions] == ["L6", "below L4", "L6"]
    assert both.feedback is not None
    assert both.provenance.input_tokens == sum(g.provenance.input_tokens for g in (high, low, high))


def test_quotes_are_looked_up_in_the_answer_as_it_was_said(bank: Bank) -> None:
    """Words that a reading found in another order are quoted where they stand."""
    turns = (Turn(role="candidate", text=f"{BEFORE}\n\n{AFTER}"),)
    other = reordered(turns, 1)
    assert other[0].text == f"{AFTER}\n\n{BEFORE}"
    grades = [graded(bank, {"gluten-network": BEFORE}, other[0].text)] * 2

    quote = merged(bank, *grades, text=turns[0].text).verdicts[0].quotes[0]

    assert (quote.text, quote.start) == (BEFORE, 0)


@pytest.mark.parametrize(
    ("text", "vote", "expected"),
    [
        ("a\n\nb\n\nc", 1, "b\n\nc\n\na"),
        ("a\n\nb\n\nc", 2, "c\n\na\n\nb"),
        ("a\nb", 1, "b\na"),
        ("a", 1, "a"),
        ("a\n\nb", 0, "a\n\nb"),
    ],
    ids=["first", "second", "lines", "one", "none"],
)  # fmt: skip
def test_reordering(text: str, vote: int, expected: str) -> None:
    """Paragraphs, or lines where there is one paragraph, move round; the interviewer's turns stay."""
    turns = (Turn(role="candidate", text=text), Turn(role="interviewer", text="x\n\ny"))

    assert [t.text for t in reordered(turns, vote)] == [expected, "x\n\ny"]


def test_a_reading_that_failed_counts_for_nothing(bank: Bank) -> None:
    """The other reading's level stands, and the failure is shown as an opinion without a level."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    turns = (Turn(role="candidate", text=BEFORE),)
    failed = grade(question, rubric, turns, FakeJudge([GraderFailed("Down.")]), Standard(rule=bank.levels.rule))
    good = graded(bank, {"gluten-network": BEFORE}, BEFORE)

    both = merged(bank, good, failed, text=BEFORE)

    assert both.level == good.level
    assert [o.level.estimate for o in both.opinions] == [good.level.estimate, None]
    assert merged(bank, failed, failed, text=BEFORE).level.estimate is None


def test_votes_at_the_command_line(tmp_path: Path) -> None:
    """`--votes 3` reads three times, shows a table and how often the readings agree, and has it in the JSON."""
    answer = tmp_path / "answer.txt"
    answer.write_text(ANSWER)

    shown = invoke("grade", "--question", "why-knead", "--answer", answer, "--votes", "3", judge=usable())
    value = invoke("grade", "--question", "why-knead", "--answer", answer, "--votes", "3", "--json", judge=usable())

    assert "They agree about 17 of 17 criteria." in " ".join(shown.stdout.split())
    assert len(json.loads(value.stdout)["opinions"]) == 3


def test_votes_are_for_one_answer(tmp_path: Path) -> None:
    """Votes on a file of many answers are refused with the reason."""
    path = tmp_path / "many.jsonl"
    path.write_text("{}\n")

    result = invoke("grade", path, "--votes", "2")

    assert (result.exit_code, "one answer at a time" in " ".join(result.stderr.split())) == (2, True)


def test_an_unstable_verdict_widens_the_range(bank: Bank) -> None:
    """A criterion that two readings of one engine disagree about counts both ways for the range."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    turns = (Turn(role="candidate", text=BEFORE),)

    def level_range(unstable: bool) -> tuple[str | None, str | None]:
        found = [
            Reading(r.criterion, 0.02, (BEFORE,), unstable=unstable) if rubric[r.criterion].kind == "L4" else r
            for r in readings(rubric, {}, 1.0)
        ]
        level = grade(question, rubric, turns, FakeJudge(found), Standard(rule=bank.levels.rule)).level
        return level.low, level.high

    assert level_range(False) == ("below L4", "below L4")
    assert level_range(True) == ("below L4", "L4")
