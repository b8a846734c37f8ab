"""Evidence for shared marks: words learned for a mark find the sentence, measured on other questions."""

import json
from pathlib import Path

from mock_interview.audit import marks
from mock_interview.bank import Bank
from mock_interview.grading import marks as learned
from mock_interview.grading.marks import Mark, tokens
from mock_interview.grading.nearest import nearest_sentences
from support_grading import prepared

TEXT = "Kneading helps. We refused to knead for 40 minutes since it tears. The oven was at 230 degrees. Bread is food."


def test_numbers_are_one_word_and_words_their_beginning() -> None:
    """Words by their first six letters, every number alike, signs that stand for words kept."""
    assert tokens("Rejected 3.5% → it's 1,000") == ["reject", "#", "%", "→", "it's", "#"]


def test_a_mark_finds_its_sentences(bank: Bank) -> None:
    """The two sentences that score highest come first; without a mark, words in common choose as before."""
    answer = prepared(bank, TEXT)
    shared = bank.rubric("why-knead").criteria[0].model_copy(update={"id": "own-wont-do", "shared": True})
    mark = Mark(weights={"refuse": 3.0, "oven": 1.0}, length=0.0)

    found = nearest_sentences(shared, answer, {"own-wont-do": mark})

    assert found == ("We refused to knead for 40 minutes since it tears.", "The oven was at 230 degrees.")
    assert nearest_sentences(shared, answer, {}) != found


def test_what_is_learned_is_written_and_found_again(tmp_path: Path) -> None:
    """Marks are written as plain numbers; those that are shipped know the shared marks of our own bank."""
    path = learned.write({"m": Mark(weights={"oven": 1.5}, length=0.25)}, tmp_path)

    assert json.loads(path.read_text()) == {"m": {"weights": {"oven": 1.5}, "length": 0.25}}
    shared = {c.id for marks_of in Bank().levels.shared.values() for c in marks_of}
    assert set(learned.shipped()) <= shared
    assert {"own-incident", "own-measure", "use-mechanism"} <= set(learned.shipped())


def test_learned_marks_find_more_than_chance() -> None:
    """On questions they were not learned on, learned marks find the readers' words more often than words in common."""
    bank = Bank()
    ticks = list(marks.ticks_of(bank, [q for q in bank.questions if q.category == "ml-fundamentals"]))

    found = marks.precision(ticks)
    plain = [t for t in ticks if t.criterion.shared]

    assert found["shared"][0] == len(plain)
    assert found["shared"][1] > sum(marks.has_words(t, {}) for t in plain) / len(plain) + 0.05
    assert found["all"][0] == found["own"][0] + found["shared"][0]


def test_few_ticks_teach_nothing(bank: Bank) -> None:
    """A mark with hardly a tick is not learned."""
    ticks = list(marks.ticks_of(bank, [bank.question("why-knead")]))

    assert ticks
    assert marks.learn(ticks[:3]) == {}
    assert marks.precision([]) == {}
