"""Words of answers: which of them say what a text is about."""

from mock_interview.bank import Bank
from mock_interview.grading.words import GENERIC, STEM, is_hollow, words

SHIPPED = Bank()


def test_generic_words_are_those_of_many_rubrics() -> None:
    """Each is the beginning of a word that at least a fifth of the rubrics use."""
    texts = [
        {
            word.lower()[:STEM]
            for word in words(
                " ".join((q.prompt, *rubric.notes, *(f"{c.claim} {c.hint} {c.probe}" for c in rubric.criteria)))
            )
        }
        for q in SHIPPED.questions
        for rubric in [SHIPPED.rubric(q.id)]
    ]
    assert [stem for stem in GENERIC if sum(stem in text for text in texts) < 10] == []


def test_a_word_of_the_subject_among_many_that_say_nothing() -> None:
    """A long sentence of stock words is hollow though it names the subject; a short one says something of it."""
    question = SHIPPED.question("cut-inference-cost-10x")
    long = (
        "One always has to measure, to think of the trade-offs, of cost and latency, and to work with the other teams."
    )
    assert is_hollow(long, question)
    assert not is_hollow("For the user it is the latency that matters, and not the cost.", question)
