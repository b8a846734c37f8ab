"""How much of a criterion's words an answer uses."""

from mock_interview.bank import Bank
from mock_interview.grading.overlap import overlaps
from support_grading import prepared


def share(bank: Bank, criterion: str, *turns: str) -> float:
    """Return the share of a criterion's words that an answer said at one place."""
    return overlaps(bank.rubric("why-knead").criteria, prepared(bank, *turns))[criterion]


def test_it_is_a_share(bank: Bank) -> None:
    """Nothing in common is 0, and the more of the claim is said, the more it is."""
    some = share(bank, "windowpane", "I look at a windowpane of it before I shape the loaf.")
    more = share(bank, "windowpane", "I stop kneading the dough when a windowpane test shows that it is enough.")
    assert share(bank, "windowpane", "I bake at night because the streets are quiet then.") == 0
    assert 0 < some < more < 1


def test_words_count_where_they_stand_together(bank: Bank) -> None:
    """Words of a claim in neighbouring sentences count together, those spread over the answer do not."""
    first, last = "A windowpane is what I look for.", "Then the test of kneading is over."
    between = "We had a busy week. The oven was out of order. Nobody came on Monday."
    assert share(bank, "windowpane", f"{first} {last} {between}") > share(
        bank, "windowpane", f"{first} {between} {last}"
    )


def test_the_interviewer_earns_nothing(bank: Bank) -> None:
    """Words of a follow-up question are not the candidate's."""
    quiet = "I bake at night because the streets are quiet then."
    assert share(bank, "windowpane", quiet, "Is there a windowpane test of kneading?", "Hm.") == 0


def test_marks_that_questions_share_have_none(bank: Bank) -> None:
    """Their claims fit any subject, so that words in common say nothing."""
    rubric = bank.rubric("why-knead")
    found = overlaps(rubric.criteria, prepared(bank, "I knead it well and look at it."))
    assert found.keys() == {c.id for c in rubric.criteria if not c.shared}
