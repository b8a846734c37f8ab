"""Whether an answer's statements are true: which are asked about, and how an answer is found wrong at its core."""

import math

import pytest

from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge, Standard, grade
from mock_interview.grading.calibration import Calibration
from mock_interview.grading.soundness import MOST, Wrongness, chat_about, features, soundness, statements
from mock_interview.llm import Reply
from mock_interview.models import Turn
from support_grading import AFTER, BEFORE, FakeClient, prepared


def test_statements_are_the_sentences_that_say_something(bank: Bank) -> None:
    """Short pieces and the interviewer's questions are not asked about; a long answer's are evenly spread."""
    answer = prepared(bank, f"Well. {BEFORE}", "Can one knead too much, and how would you know?", AFTER)
    long = prepared(bank, " ".join(f"Sentence number {i} says that the dough rises more." for i in range(35)))

    assert statements(answer) == [BEFORE, AFTER]
    assert len(statements(long)) == MOST
    assert "number 0 " in statements(long)[0]
    assert "number 31 " in statements(long)[-1]


def test_each_statement_is_asked_about_alone(bank: Bank) -> None:
    """The chats of one question begin alike, and the statement comes last, in a message of its own."""
    one, two = (chat_about(bank.question("why-knead"), text) for text in (BEFORE, AFTER))

    assert one[:-1] == two[:-1]
    assert one[-1] == ("user", f"Statement: {BEFORE}\nTrue or False?")


def test_soundness_is_the_log_odds_of_true() -> None:
    """Spellings are taken together, other tokens ignored; neither candidate says nothing."""
    said = {"True": math.log(0.3), " true": math.log(0.3), "False": math.log(0.2), "Maybe": math.log(0.2)}

    assert soundness(said) == pytest.approx(math.log(3))
    assert soundness({"Yes": -0.1}) == 0
    assert soundness({"True": -0.1}) == 12


def test_features_are_means() -> None:
    """Mean chance by kind, mean odds, and the mean of the three lowest odds."""
    assert features({"L4": [0.2, 0.4], "L5": []}, [3.0, 1.0, 2.0, 0.0]) == {
        "L4": pytest.approx(0.3),
        "sound": 1.5,
        "low": 1.0,
    }
    assert features({}, [2.0]) == {"sound": 2.0, "low": 2.0}
    assert features({}, []) == {}


WRONGNESS = Wrongness(weights={"low": -4.0}, means={"low": 0.0}, intercept=0.0)


def judged(bank: Bank, odds: float) -> tuple[str, list[str]]:
    """Return the level and the words of the error for an answer that shows everything, with sound of these odds."""

    def reply(ask: str) -> Reply:
        if ask.startswith("Statement"):
            return Reply("True", {"True": -0.1, "False": -0.1 - odds})
        sign = 1 if ask.startswith("Claim") else -1
        return Reply("Yes", {"Yes": -3 + 3 * sign - 0.001, "No": -3 - 3 * sign - 0.001})

    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    shared = rubric.criteria[-1].model_copy(update={"id": "core-wrong", "shared": True, "caps": "below L4"})
    fuller = rubric.model_copy(update={"criteria": (*rubric.criteria, shared)})
    judge = LogprobsJudge(FakeClient(reply), Calibration(wrongness=WRONGNESS))
    turns = (Turn(role="candidate", text=f"{BEFORE} {AFTER}"),)
    result = grade(question, fuller, turns, judge, Standard(rule=bank.levels.rule))
    found = next(v for v in result.verdicts if v.criterion == "core-wrong")
    return result.level.estimate or "", [quote.text for quote in found.quotes]


def test_an_answer_of_false_statements_is_capped(bank: Bank) -> None:
    """Where the statements are taken for false, the shared error is found with them as words, and caps the level."""
    level, words = judged(bank, -2.0)

    assert level == "below L4"
    assert words == [AFTER, BEFORE] or words == [BEFORE, AFTER]


def test_an_answer_of_true_statements_is_not(bank: Bank) -> None:
    """Where they are taken for true, nothing is found, and the level stands."""
    level, words = judged(bank, 2.0)

    assert (level in ("L5", "L6"), words) == (True, [])


def test_what_is_missing_counts_as_usual() -> None:
    """A feature that is not there leaves the probability where the others put it."""
    model = Wrongness(weights={"low": -1.0, "L4": 2.0}, means={"low": 0.5, "L4": 0.5}, intercept=-1.0)

    assert model.probability({}) == pytest.approx(1 / (1 + math.e))
    assert model.probability({"low": -0.5}) == pytest.approx(0.5)
