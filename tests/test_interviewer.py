"""A capable model as the interviewer: what it may say, and what happens when it says something else."""

import json
import threading
from typing import Any

import pytest
import respx

from mock_interview.bank import Bank
from mock_interview.grading import Calibration, LogprobsJudge, StructuredJudge, facts_asked, phrase
from mock_interview.grading import interviewer as module
from mock_interview.interview.scenario import UNKNOWN, reply
from mock_interview.llm import Reply
from mock_interview.models import Criterion, Question, Rubric
from support import FakeJudge, said
from support_grading import BEFORE
from support_llm import CHAT, completion, remote

FITTING = "You said it gets smooth. How do you know when to stop?"


@pytest.fixture
def rubric(bank: Bank) -> Rubric:
    """Return the rubric about kneading."""
    return bank.rubric("why-knead")


@pytest.fixture
def question(bank: Bank) -> Question:
    """Return the question about kneading, with facts to ask for."""
    facts = {"volume": "900 loaves a day.", "people": "Three bakers.", "flour": "Rye, mostly."}
    return bank.question("why-knead").model_copy(update={"scenario": facts})


def asked(router: respx.Router, content: str, question: Question, rubric: Rubric) -> str:
    """Return how a model that replies so asks about the windowpane."""
    router.post(CHAT).respond(json=completion(content))
    judge = StructuredJudge(remote())
    try:
        return phrase(judge, question, rubric, rubric["windowpane"], said("I knead until it gets smooth. " + BEFORE))
    finally:
        judge.close()


def test_a_phrase_that_fits_is_used(httpx2_mock: respx.Router, question: Question, rubric: Rubric) -> None:
    """The model is shown the question, the answer and the probe, and nothing else of the rubric."""
    assert asked(httpx2_mock, json.dumps({"follow_up": FITTING}), question, rubric) == FITTING
    sent = json.loads(httpx2_mock.calls[0].request.content)["messages"]
    text = json.dumps(sent)
    assert rubric["windowpane"].probe in text
    assert "gets smooth" in sent[1]["content"]
    assert not any(c.claim in text or (c.hint and c.hint in text) for c in rubric.criteria)


@pytest.mark.parametrize(
    "follow_up",
    [
        pytest.param("Good. How do you know when to stop?", id="praise"),
        pytest.param("How do you know when to stop? The windowpane test, perhaps?", id="the answer"),
        pytest.param("Do you stretch it to a windowpane before you stop?", id="the answer as a question"),
        pytest.param("How does friction warm the dough before you stop?", id="another criterion's answer"),
        pytest.param("Stop when it is smooth.", id="no question"),
        pytest.param("When do you stop? And why?", id="two questions"),
        pytest.param("Why?", id="too short"),
        pytest.param("How do you know when to stop, " * 12 + "and when to go on?", id="too long"),
        pytest.param(
            "Which astronomer charted comets and galaxies before telescopes existed in Portugal?", id="another thing"
        ),
        pytest.param("", id="nothing"),
        pytest.param(7, id="no text"),
    ],
)
def test_a_phrase_that_does_not_fit_is_not_used(
    httpx2_mock: respx.Router, question: Question, rubric: Rubric, follow_up: Any
) -> None:
    """What praises, gives away, asks for more or is no question makes room for the rubric's own probe."""
    assert asked(httpx2_mock, json.dumps({"follow_up": follow_up}), question, rubric) == rubric["windowpane"].probe


@pytest.mark.parametrize("content", ["How do you know?", "[]", '{"follow": "x"}', "{"])
def test_a_reply_that_is_no_such_json_is_not_used(
    httpx2_mock: respx.Router, question: Question, rubric: Rubric, content: str
) -> None:
    """A model that cannot keep to the form leaves the probe as it is."""
    assert asked(httpx2_mock, content, question, rubric) == rubric["windowpane"].probe


def test_a_slow_model_is_not_waited_for(
    httpx2_mock: respx.Router, question: Question, rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When patience is over, the probe is asked in the rubric's words."""
    late = threading.Event()

    def chat(*_: Any, **__: Any) -> Reply:
        late.wait()
        return Reply(json.dumps({"follow_up": FITTING}))

    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(module.Client, "chat", chat)
    asked = phrase(StructuredJudge(remote()), question, rubric, rubric["windowpane"], said(BEFORE))
    late.set()
    assert asked == rubric["windowpane"].probe


def test_a_model_that_only_judges_is_not_asked(question: Question, rubric: Rubric) -> None:
    """The embedded model and the one-token engine say nothing themselves."""
    for judge in (FakeJudge(), LogprobsJudge(remote(), Calibration())):
        assert judge.voice is None
        assert phrase(judge, question, rubric, rubric["windowpane"], said(BEFORE)) == rubric["windowpane"].probe
        assert facts_asked(judge, question, "How many?") is None
    assert facts_asked(None, question, "How many?") is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([1], "900 loaves a day."),
        ([3, 1, 2], "Rye, mostly. 900 loaves a day."),
        ([2, 2], "Three bakers."),
        ([], UNKNOWN),
        ([9], "900 loaves a day."),
        (["1"], "900 loaves a day."),
        ([True], "900 loaves a day."),
        ("1", "900 loaves a day."),
    ],
)
def test_a_model_picks_facts_and_never_makes_them(
    httpx2_mock: respx.Router, question: Question, facts: Any, expected: str
) -> None:
    """The reply is the scenario's own words, two facts at most; where no fact can be read, the words decide."""
    httpx2_mock.post(CHAT).respond(json=completion(json.dumps({"facts": facts})))
    judge = StructuredJudge(remote())
    asked = "How many loaves do we bake?"
    assert reply(asked, question.scenario, facts_asked(judge, question, asked)) == expected
    judge.close()


def test_a_server_that_is_down_leaves_it_to_the_words(httpx2_mock: respx.Router, question: Question) -> None:
    """A failure is not shown to the candidate, who gets what the words find."""
    httpx2_mock.post(CHAT).respond(401, json={})
    judge = StructuredJudge(remote())
    assert facts_asked(judge, question, "How many loaves?") is None
    judge.close()


def test_probes_of_the_shipped_bank_give_nothing_away() -> None:
    """What the rubrics ask word for word would pass as a phrase, but for those that are no one question."""
    bank = Bank()
    asked: list[tuple[Question, Rubric, Criterion]] = [
        (q, bank.rubric(q.id), c) for q in bank.questions for c in bank.rubric(q.id).criteria if c.probe
    ]
    fitting = [c for q, r, c in asked if module.fits(c.probe, q, r, c, "")]
    assert len(fitting) > 0.95 * len(asked) > 1000
