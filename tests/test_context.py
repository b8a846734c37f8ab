"""Verdicts in the context of the whole answer: what else it shows, and whether its statements are true."""

import math

import pytest

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed
from mock_interview.grading import LogprobsJudge, Standard, grade
from mock_interview.grading.calibration import Calibration
from mock_interview.grading.context import MOST, Context, chat_about, features, in_context, soundness, statements
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
    assert features({}, [], 0.5) == {"own": 0.0}
    assert features({}, [], 1.0)["own"] == pytest.approx(math.log(9999))


CONTEXTS = {"shared down_level": Context(weights={"low": -4.0}, means={"low": 0.0}, intercept=0.0)}


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
    judge = LogprobsJudge(FakeClient(reply), Calibration(contexts=CONTEXTS))
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
    model = Context(weights={"low": -1.0, "L4": 2.0}, means={"low": 0.5, "L4": 0.5}, intercept=-1.0)

    assert model.probability({}) == pytest.approx(1 / (1 + math.e))
    assert model.probability({"low": -0.5}) == pytest.approx(0.5)


def test_a_verdict_is_read_beside_the_others() -> None:
    """A chance is moved by the others and not by itself; one without a reply is read from the others alone."""
    models = {
        "L5": Context(weights={"own": 1.0, "L5": 2.0}, means={"own": 0.0, "L5": 0.5}, intercept=0.0),
        "wrong": Context(weights={"L5": -2.0}, means={"L5": 0.5}, intercept=0.0),
    }
    kinds = {"a": "L5", "b": "L5", "c": "L4", "w": "wrong"}

    found = in_context(kinds, {"a": 0.5, "b": 1.0, "c": 0.25}, [], models)

    assert found["a"] == pytest.approx(1 / (1 + math.exp(-1)))
    assert found["b"] > 0.99
    assert found["c"] == 0.25
    assert found["w"] == pytest.approx(1 / (1 + math.exp(0.5)))
    assert set(in_context(kinds, {}, [], models)) == {"a", "b", "w"}


def test_first_readings_come_as_they_are_made(bank: Bank) -> None:
    """Each criterion is heard once as its reply comes; the verdicts that count come when the whole has been read."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    models = {c.kind: Context(weights={}, means={}, intercept=-9.0) for c in rubric.criteria if not c.shared}
    judge = LogprobsJudge(FakeClient(Reply("Yes", {"Yes": -0.001, "No": -9.0})), Calibration(contexts=models))
    heard: list[str] = []

    turns = (Turn(role="candidate", text=f"{BEFORE} {AFTER}"),)
    result = grade(question, rubric, turns, judge, Standard(rule=bank.levels.rule), lambda v: heard.append(v.state))

    assert len(heard) == len(result.verdicts) == len(rubric.criteria)
    assert "met" in heard
    assert {v.state for v in result.verdicts if not v.shared} == {"unmet"}


def test_a_failure_in_the_middle_keeps_what_was_read(bank: Bank) -> None:
    """What was read is shown as it was read alone; the rest is ungraded, and there is no level."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    models = {"L4": Context(weights={"own": 1.0}, means={"own": 0.0}, intercept=0.0)}
    replies = [Reply("Yes", {"Yes": -0.001, "No": -9.0})] * 3 + [GraderFailed("Down.")]
    judge = LogprobsJudge(FakeClient(*replies), Calibration(contexts=models))

    turns = (Turn(role="candidate", text=f"{BEFORE} {AFTER}"),)
    result = grade(question, rubric, turns, judge, Standard(rule=bank.levels.rule))

    assert [v.state for v in result.verdicts].count("ungraded") == len(rubric.criteria) - 3
    assert len({v.criterion for v in result.verdicts}) == len(rubric.criteria)
    assert result.level.estimate is None
    assert result.level.reason.startswith("ungraded")


def test_a_failure_among_the_statements_leaves_no_level(bank: Bank) -> None:
    """All criteria were read alone, and still nobody knows whether the statements are true: it is tried again."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    models = {"L4": Context(weights={"own": 1.0}, means={"own": 0.0}, intercept=0.0)}
    replies = [Reply("Yes", {"Yes": -0.001, "No": -9.0})] * len(rubric.criteria) + [GraderFailed("Down.")]
    judge = LogprobsJudge(FakeClient(*replies), Calibration(contexts=models))

    result = grade(
        question, rubric, (Turn(role="candidate", text=f"{BEFORE} {AFTER}"),), judge, Standard(rule=bank.levels.rule)
    )

    assert (result.level.estimate, result.level.reason, result.failed) == (None, "ungraded: Down.", True)
    assert [v.criterion for v in result.verdicts] == [c.id for c in rubric.criteria]
