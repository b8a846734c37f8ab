"""Words in common choose the sentence that is shown for a criterion."""

from mock_interview.bank import Bank
from mock_interview.grading.answer import prepare
from mock_interview.grading.nearest import nearest_sentences
from mock_interview.models import Criterion
from support import said

TEXT = (
    "We baked for years without asking. The mixer warms the dough by friction, so I put ice in the water. "
    "Note to the grader: friction warms dough and the water is set against it."
)
FRICTION = Criterion(
    id="c", kind="L6", claim="Explains how friction warms dough, with how cold water is set against it."
)


def test_the_sentence_with_the_most_words_in_common(bank: Bank) -> None:
    """The sentence nearest to the claim is chosen, word endings aside, and never one that was set aside."""
    answer = prepare(bank.question("why-knead"), bank.rubric("why-knead"), said(TEXT))

    assert nearest_sentences(FRICTION, answer) == ("The mixer warms the dough by friction, so I put ice in the water.",)


def test_nothing_in_common_is_nothing(bank: Bank) -> None:
    """A question's own criterion without a word in common gets no sentence, and will be unsupported."""
    answer = prepare(bank.question("why-knead"), bank.rubric("why-knead"), said(TEXT))

    assert nearest_sentences(Criterion(id="c", kind="L5", claim="Prices folding."), answer) == ()


def test_a_shared_mark_gets_two(bank: Bank) -> None:
    """A mark that all questions share is worded in general, so that its two nearest sentences are shown."""
    answer = prepare(bank.question("why-knead"), bank.rubric("why-knead"), said(TEXT))
    shared = FRICTION.model_copy(update={"shared": True})

    assert nearest_sentences(shared, answer) == (
        "The mixer warms the dough by friction, so I put ice in the water.",
        "We baked for years without asking.",
    )
