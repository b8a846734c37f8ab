"""OpenAI's Decisions endpoint: what is sent, what comes back, and how the words of another reading go with it."""

import json
from typing import Any

import pytest
import respx

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.grading import DecisionsJudge, Reading, judge_for
from mock_interview.grading.decisions import DECLINED, both
from mock_interview.llm import Endpoint, decide
from support_grading import BEFORE, prepared
from support_llm import CHAT, URL, completion, refusal, remote

DECISIONS = f"{URL}/decisions"


def decision(*chances: float | None) -> dict[str, Any]:
    """Return the body of a good reply; None is a refusal."""
    answers = [
        {"type": "refusal", "name": None} if p is None else {"type": "predicate", "probability": p, "name": None}
        for p in chances
    ]
    usage = {
        "input_tokens": 90,
        "input_tokens_details": {"cached_tokens": 30, "cache_write_tokens": 0},
        "output_tokens": 2,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 92,
    }
    return {"answers": answers, "model": "gpt-6-luna", "usage": usage}


def test_statements_become_predicates_of_one_request(httpx2_mock: respx.Router) -> None:
    """All statements go in one request, and come back in order; a refusal is None; tokens are counted."""
    route = httpx2_mock.post(DECISIONS).respond(json=decision(0.9, None, 0.1))
    client = remote()

    found = decide(client, [("system", "s"), ("user", "u")], ["one", "two", "three"])

    sent = json.loads(route.calls[0].request.content)
    assert found == [0.9, None, 0.1]
    assert sent["model"] == "gpt-6-luna"
    assert sent["input"][1] == {"type": "message", "role": "user", "content": "u"}
    assert [q["instructions"] for q in sent["questions"]] == ["one", "two", "three"]
    assert (client.usage.input_tokens, client.usage.cached_tokens, client.usage.output_tokens) == (90, 30, 2)
    client.close()


@pytest.mark.parametrize(
    "body",
    [decision(0.5), decision(0.5, 1.5), {"answers": "no"}, {}, decision(float("inf"), 0.1)],
    ids=["too-few", "no-probability", "no-list", "empty", "infinite"],
)
def test_a_reply_that_cannot_be_trusted_is_unusable(body: Any, httpx2_mock: respx.Router) -> None:
    """Fewer answers than questions, or what is no probability, is refused as a whole."""
    httpx2_mock.post(DECISIONS).respond(content=json.dumps(body).encode(), content_type="application/json")
    client = remote()

    with pytest.raises(UnusableReply):
        decide(client, [("user", "u")], ["one", "two"])
    client.close()


def test_more_questions_than_one_request_takes(httpx2_mock: respx.Router) -> None:
    """Four hundred at a time."""
    route = httpx2_mock.post(DECISIONS)
    route.side_effect = lambda request: respx.MockResponse(
        json=decision(*[0.5] * len(json.loads(request.content)["questions"]))
    )
    client = remote()

    assert len(decide(client, [("user", "u")], ["x"] * 401)) == 401
    assert len(route.calls) == 2
    client.close()


def test_two_readings_together(bank: Bank) -> None:
    """They agree: the decision's probability. They differ: the mean, unstable. A refusal: no verdict."""
    criterion = bank.rubric("why-knead").criteria[0]
    met, unmet = Reading(criterion.id, 0.95, (BEFORE,), "shown"), Reading(criterion.id, 0.05)

    assert both(criterion, 0.8, met) == Reading(criterion.id, 0.8, (BEFORE,), "shown")
    assert both(criterion, 0.2, met) == Reading(criterion.id, pytest.approx(0.575), (BEFORE,), "shown", True)
    assert both(criterion, 0.9, unmet).probability == pytest.approx(0.475)
    error = bank.rubric("why-knead")["kneading-feeds-yeast"]
    assert both(error, 0.6, met) == Reading(error.id, pytest.approx(0.775), (BEFORE,), "shown", True)
    assert both(criterion, None, met) == Reading(criterion.id, None, reason=DECLINED)
    assert both(criterion, 0.9, Reading(criterion.id, None, reason="x")) == Reading(criterion.id, 0.9, reason="x")


def structured(request: Any) -> respx.MockResponse:
    """Return every claim as met by the answer's words."""
    asked = json.loads(request.content)["response_format"]["json_schema"]["schema"]
    ids = asked["properties"]["verdicts"]["items"]["properties"]["claim"]["enum"]
    entries = [{"claim": name, "quotes": [BEFORE], "reason": "so", "verdict": "MET"} for name in ids]
    return respx.MockResponse(json=completion(json.dumps({"verdicts": entries})))


def test_the_engine_reads_twice(bank: Bank, httpx2_mock: respx.Router) -> None:
    """Each criterion has the probability of its predicate and the words of the JSON reading."""
    rubric = bank.rubric("why-knead")
    httpx2_mock.post(DECISIONS).respond(json=decision(*[0.75] * len(rubric.criteria)))
    httpx2_mock.post(CHAT).side_effect = structured
    judge = DecisionsJudge(remote())

    found = list(judge.judge(bank.question("why-knead"), rubric, prepared(bank, BEFORE)))

    assert [r.criterion for r in found] == [c.id for c in rubric.criteria]
    assert {(r.probability, r.quotes, r.unstable) for r in found} == {(0.75, (BEFORE,), False)}
    judge.close()


def test_without_the_endpoint(bank: Bank, httpx2_mock: respx.Router) -> None:
    """Asked for by name it must work; chosen by itself the JSON reading stands alone."""
    httpx2_mock.post(DECISIONS).respond(404, json=refusal("no such thing"))
    httpx2_mock.post(CHAT).side_effect = structured
    question, rubric, answer = bank.question("why-knead"), bank.rubric("why-knead"), prepared(bank, BEFORE)

    alone = DecisionsJudge(remote(), required=False)
    assert {r.probability for r in alone.judge(question, rubric, answer)} == {0.95}
    alone.close()
    required = DecisionsJudge(remote())
    with pytest.raises(GraderFailed):
        list(required.judge(question, rubric, answer))
    required.close()


def test_openai_gets_it_by_itself() -> None:
    """At OpenAI the decisions engine is the usual one and not required; elsewhere it has to be asked for."""
    official = Endpoint("openai", "https://api.openai.com/v1", "gpt-6-luna", "k")

    usual, asked = judge_for(official), judge_for(Endpoint(URL, URL, "m"), "decisions")

    assert isinstance(usual, DecisionsJudge)
    assert not usual.required
    assert isinstance(asked, DecisionsJudge)
    assert asked.required
