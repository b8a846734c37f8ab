"""Whether the words of an answer are about the question."""

import pytest

from mock_interview.bank import Bank
from mock_interview.grading.answer import prepare
from mock_interview.grading.words import GENERIC, STEM, is_elsewhere, words
from mock_interview.models import Question
from support import said

SHIPPED = Bank()


def judged(question: Question, text: str) -> bool:
    """Return whether a text is taken for an answer to another question."""
    return is_elsewhere(question, SHIPPED.rubric(question.id), text)


def test_no_right_answer_is_taken_for_one_to_another_question() -> None:
    """Every gold answer at L4 or above is about its question, the shortest and plainest too."""
    right = [(q, a) for q in SHIPPED.questions for a in SHIPPED.gold(q.id) if a.label != "below L4"]
    assert [(q.id, a.id) for q, a in right if judged(q, a.text)] == []


def test_most_good_answers_to_another_question_are_found_out() -> None:
    """An L6 answer to a question of another category is held in seven of ten cases, behavioural questions aside."""
    questions = [q for q in SHIPPED.questions if q.kind != "behavioural"]
    pairs = [
        (q, a)
        for n, q in enumerate(questions)
        for other in questions[n % 7 :: 7]
        if other.category != q.category
        for a in SHIPPED.gold(other.id)
        if a.label == "L6"
    ]
    assert sum(judged(q, a.text) for q, a in pairs) >= 0.7 * len(pairs) > 100


def test_it_is_no_level_and_says_why() -> None:
    """The gate holds such an answer with the reason."""
    question, other = SHIPPED.question("why-dropout-works"), SHIPPED.gold("fraud-detection")
    best = max(other, key=lambda a: a.label == "L6").text
    ready = prepare(question, SHIPPED.rubric(question.id), said(best))
    assert ready.nothing.startswith("the answer seems to be about something else")


@pytest.mark.parametrize(
    "text",
    [
        "Beim Training werden zufällig Neuronen abgeschaltet, dadurch verlassen sich die übrigen nicht aufeinander, "
        "das Netz lernt so in jedem Schritt robuster, verallgemeinert besser und wirkt wie ein Ensemble vieler Netze.",
        "On coupe des neurones au hasard pendant la phase d'apprentissage, donc les autres ne comptent plus sur eux, "
        "et on obtient une moyenne de beaucoup de sous-structures, ce qui limite le surapprentissage observé ici.",
        "No idea, sorry, I bake bread.",
    ],
    ids=["german", "french", "short"],
)
def test_what_cannot_be_compared_is_read(text: str) -> None:
    """An answer in another language, or of few words, goes to the judge."""
    assert not judged(SHIPPED.question("why-dropout-works"), text)


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
