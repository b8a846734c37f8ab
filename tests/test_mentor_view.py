"""What a candidate sees of a mentor's review."""

import re

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.models import Turn
from mock_interview.records import add_review
from mock_interview.records.reviews import counted_grade
from mock_interview.review.findings import Exercise, exercises, overturned
from support import TINY
from support_cli import HOSTILE, SHOWN, graded, invoke, session
from support_review import remark, review_of, reviewed
from test_history import failed

RUBRIC = Bank(TINY).rubric("why-knead")


def shown() -> str:
    """Return what `sessions show last` prints, on one line."""
    result = invoke("sessions", "show", "last")
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def in_order(text: str, *words: str) -> None:
    """Check that words occur one after the other."""
    at = 0
    for each in words:
        assert each in text[at:], f"{each!r} after {text[:at][-60:]!r}"
        at = text.index(each, at) + len(each)


def test_the_mentor_comes_first_and_the_tool_second() -> None:
    """Level, summary, remarks with their words, overturned verdicts, what to practise; then the tool's grade."""
    one = graded()
    mine = remark(one, "past that", "change", "Say which bonds."), remark(one, "1", "keep", "Crisp.")
    verdicts = {"gluten-network": "unmet", "holds-gas": "met", "windowpane": "met", "oxidation": "unmet"}
    records.save(reviewed(one, level="L4", verdicts=verdicts, remarks=mine, summary="A good start."))
    in_order(
        shown(),
        "Mentor Ada: L4",
        "Level given before the tool's level was seen, 01 Feb 2026",
        "A good start.",
        "“Past that, it tears and turns sticky because the bonds break.”",
        "Change: Say which bonds.",
        "Keep: Crisp.",
        f"Not shown after all: {RUBRIC['gluten-network'].claim}",
        "gluten strands get pulled",
        f"Shown after all: {RUBRIC['holds-gas'].claim}",
        "Looked at 4 criteria; overturned the tool on 2.",
        "What to practise",
        "1. Change: Say which bonds.",
        f"2. Try: {RUBRIC['gluten-network'].hint}",
        f"3. Try: {RUBRIC['oxidation'].hint}",
        "The tool, for comparison",
        "Level estimate: L5",
    )


def test_a_verdict_is_overturned_only_by_its_opposite() -> None:
    """A verdict the tool did not give is not overturned; one it found no words for is, by a mentor who did."""
    (grade,) = graded().grades
    states = {"gluten-network": "unsupported", "holds-gas": "ungraded"}
    verdicts = tuple(v.model_copy(update={"state": states.get(v.criterion, v.state)}) for v in grade.verdicts)
    one = graded().model_copy(update={"grades": (grade.model_copy(update={"verdicts": verdicts}),)})
    said = {"gluten-network": "met", "holds-gas": "met", "windowpane": "unmet", "oxidation": "unmet"}
    found = overturned(review_of(one, verdicts=said), counted_grade(one), RUBRIC)
    assert [(each.criterion.id, each.mentor) for each in found] == [("gluten-network", "met"), ("windowpane", "unmet")]
    assert [SHOWN["windowpane"] in quote.text for quote in found[1].quotes] == [True]
    assert overturned(review_of(one, verdicts=said), None, RUBRIC) == ()


def test_errors_are_practised_and_missing_tells_are_not() -> None:
    """An error the mentor found committed is to be practised; a strong-hire tell that is absent is not."""
    said = {"kneading-feeds-yeast": "met", "longer-is-better": "unmet", "asks-bread": "unmet", "windowpane": "met"}
    error = RUBRIC["kneading-feeds-yeast"]
    assert exercises([review_of(graded(), verdicts=said)], RUBRIC) == (Exercise("try", error.hint, error.claim),)


def test_the_grade_that_counts_is_the_newest_that_did_not_fail() -> None:
    """A grader that failed later does not stand against the mentor."""
    one = graded()
    both = one.model_copy(update={"grades": (*one.grades, failed(one.grades[0]))})
    assert counted_grade(both) == one.grades[0]
    assert counted_grade(session()) is None


def test_a_review_of_earlier_words_is_shown_as_one() -> None:
    """It is shown all the same, and nothing is to be practised by it."""
    one = reviewed(graded(), level="L4", verdicts={"gluten-network": "unmet"}, summary="Short.")
    records.save(one.model_copy(update={"turns": (*one.turns, Turn(role="candidate", text="More."))}))
    text = shown()
    in_order(text, "Mentor Ada: L4", "Short.", "This is a review of earlier words", "Level estimate: L5")
    assert [words for words in ("What to practise", "overturned", "after all") if words in text] == []


def test_several_mentors_are_shown_newest_first() -> None:
    """Each has a part of their own, with what they saw of the tool's."""
    one = reviewed(graded(), level="L4")
    records.save(add_review(one, review_of(one, reviewer="Bob", blind=False, level="L6")))
    in_order(shown(), "Mentor Bob: L6", "with the tool's level in sight", "Mentor Ada: L4", "before the tool's")


def test_a_review_without_a_level_or_a_grade_is_shown() -> None:
    """A mentor may only comment, and a session need not be graded."""
    one = session()
    records.save(reviewed(one, remarks=(remark(one, "1", "try", "Slower."),)))
    text = shown()
    in_order(text, "Mentor Ada ─", "01 Feb 2026", "Try: Slower.", "What to practise", "1. Try: Slower.")
    assert [words for words in ("Level given", "Level estimate") if words in text] == []


@pytest.mark.parametrize("field", ["reviewer", "summary", "remark"])
def test_a_review_cannot_steer_the_terminal(field: str) -> None:
    """A review from a stranger is shown harmless."""
    one = graded()
    values = {"remarks": (remark(one, "1", "try", HOSTILE),)} if field == "remark" else {field: HOSTILE}
    records.save(reviewed(one, **values))
    result = invoke("sessions", "show", "last")
    assert (result.exit_code, "[/red]" in result.stdout) == (0, True)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []


def test_next_says_what_the_mentor_found_missing() -> None:
    """The proposal rests on the mentor's level and finding, and says so."""
    records.save(reviewed(graded(), level="L4", verdicts={"gluten-network": "unmet"}))
    text = " ".join(invoke("next").stdout.split())
    in_order(
        text,
        "Your mentor put your last answer at L4; due",
        "Pay attention to gluten-network, which your mentor found missing:",
        RUBRIC["gluten-network"].hint,
    )
