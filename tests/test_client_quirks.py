"""Servers that refuse a parameter: it is dropped or swapped once, and remembered."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import Client, Reply
from support_llm import ANSWER, CHAT, completion, failure, refusal, remote

SCHEMA = {"type": "object"}
Answerer = Callable[[httpx2.Request], respx.MockResponse]


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client for the server that is not there."""
    client = remote()
    yield client
    client.close()


def picky(**complaints: str) -> Answerer:
    """Return a server that answers 400 with the complaint as long as the request has the parameter."""

    def answer(request: httpx2.Request) -> respx.MockResponse:
        sent = json.loads(request.content)
        for name, complaint in complaints.items():
            if name in sent:
                return respx.MockResponse(400, json=refusal(complaint))
        return respx.MockResponse(200, json=completion())

    return answer


def sent(route: respx.Route) -> list[dict[str, Any]]:
    """Return the parameters of each request without the model and the messages."""
    bodies = [json.loads(call.request.content) for call in route.calls]
    return [{k: v for k, v in body.items() if k not in ("model", "messages")} for body in bodies]


MAX = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
TEMPERATURE = "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) is supported."
FORMAT = "'response_format.type' must be 'text'"


@pytest.mark.parametrize(
    ("complaints", "kept"),
    [
        ({"temperature": TEMPERATURE}, {"max_tokens": 3}),
        ({"max_tokens": MAX}, {"max_completion_tokens": 3, "temperature": 0}),
        ({"temperature": TEMPERATURE, "max_tokens": MAX}, {"max_completion_tokens": 3}),
    ],
    ids=["temperature", "max_tokens", "both"],
)
def test_a_refused_parameter_is_dropped_or_swapped_once(
    client: Client, httpx2_mock: respx.Router, complaints: dict[str, str], kept: dict[str, Any]
) -> None:
    """A 400 that names a parameter is answered without it, and the next chat leaves it out from the start."""
    route = httpx2_mock.post(CHAT).mock(side_effect=picky(**complaints))

    first = client.chat([("user", "?")], max_tokens=3)
    tries = route.call_count
    second = client.chat([("user", "?")], max_tokens=3)

    assert (first, second) == (Reply("Yes"), Reply("Yes"))
    assert tries == len(complaints) + 1
    assert sent(route)[tries - 1 :] == [kept, kept]


@pytest.mark.parametrize(
    "complaint",
    [FORMAT, "Invalid json_schema in request", "failed to parse grammar", "Structured output is not supported."],
)
def test_a_refused_schema_is_dropped_once(client: Client, httpx2_mock: respx.Router, complaint: str) -> None:
    """A 400 about the schema, in the words of several servers, is answered without `response_format`."""
    route = httpx2_mock.post(CHAT).mock(side_effect=picky(response_format=complaint))

    for _ in range(2):
        assert client.chat([("user", "?")], max_tokens=3, schema=SCHEMA) == Reply("Yes")

    assert ["response_format" in body for body in sent(route)] == [True, False, False]


def test_every_parameter_refused_at_once_still_ends_in_a_reply(client: Client, httpx2_mock: respx.Router) -> None:
    """All three that can be dropped are, one after the other."""
    complaints = {"temperature": TEMPERATURE, "max_tokens": MAX, "response_format": FORMAT}
    route = httpx2_mock.post(CHAT).mock(side_effect=picky(**complaints))

    reply = client.chat([("user", "?")], max_tokens=3, schema=SCHEMA)

    assert reply == Reply("Yes")
    assert sent(route)[-1] == {"max_completion_tokens": 3}
    assert route.call_count == 4


def test_what_one_client_learned_another_does_not_know(client: Client, httpx2_mock: respx.Router) -> None:
    """The memory is the client's own: another server may take the parameter."""
    route = httpx2_mock.post(CHAT).mock(side_effect=picky(temperature=TEMPERATURE))
    client.chat([("user", "?")], max_tokens=3)
    other = remote()

    other.chat([("user", "?")], max_tokens=3)
    other.close()

    assert ["temperature" in body for body in sent(route)] == [True, False, True, False]


@pytest.mark.parametrize(
    "complaint",
    [
        "Invalid value for 'top_logprobs': must be less than or equal to 20.",
        "You are not allowed to request logprobs from this model.",
    ],
    ids=["top_logprobs", "logprobs"],
)
def test_refused_log_probabilities_are_a_clear_failure(
    client: Client, httpx2_mock: respx.Router, complaint: str
) -> None:
    """They are never dropped in silence: the failure says which engine needs none."""
    route = httpx2_mock.post(CHAT).mock(side_effect=picky(logprobs=complaint))

    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", "?")], max_tokens=1, top_logprobs=20)

    assert (caught.value.message, caught.value.hint, caught.value.retryable) == (
        "The server at llm.example gives no log-probabilities for small.",
        "Use --engine structured.",
        False,
    )
    assert route.call_count == 1


def test_a_parameter_refused_again_without_being_sent_ends_the_tries(httpx2_mock: respx.Router) -> None:
    """A server that goes on complaining about what is no longer sent is not asked for ever."""
    route = httpx2_mock.post(CHAT).respond(400, json=refusal("temperature is wrong"))

    error = failure(remote())

    assert error.message.startswith("The server at llm.example refuses the request (400): Error code: 400 - ")
    assert not error.retryable
    assert route.call_count == 2


@pytest.mark.parametrize(
    "complaint",
    [
        "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.",
        "request (13000 tokens) exceeds the available context size (12288 tokens), try increasing it",
        "'max_tokens' is too large: 500. This model's maximum context length is 4096 tokens.",
    ],
    ids=["OpenAI", "llama.cpp", "vLLM, naming max_tokens"],
)
def test_an_answer_too_long_for_the_model_is_said(httpx2_mock: respx.Router, complaint: str) -> None:
    """A context that is too small is named as such, with what to do, and trying later is not suggested."""
    httpx2_mock.post(CHAT).respond(400, json=refusal(complaint))

    error = failure(remote())

    assert (error.message, error.hint, error.retryable) == (
        "The answer is too long for this model.",
        "Shorten it, or use a larger model.",
        False,
    )


def test_a_refusal_that_echoes_the_key_does_not_show_it(httpx2_mock: respx.Router) -> None:
    """What a server says is passed on without the key, whatever the key looks like."""
    httpx2_mock.post(CHAT).mock(
        side_effect=lambda request: respx.MockResponse(
            400, json=refusal(f"bad header {request.headers['authorization']} and sk-proj-abcdef123456")
        )
    )

    error = failure(remote())

    assert error.message == (
        "The server at llm.example refuses the request (400): Error code: 400 - bad header Bearer [key] and [key]"
    )
    assert ANSWER not in error.message
