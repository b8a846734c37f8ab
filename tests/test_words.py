"""Words of answers: which of them say what a text is about."""

from mock_interview.bank import Bank
from mock_interview.grading.words import GENERIC, STEM, words

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
