"""What the client sends, and what it makes of good replies."""

import json
from collections.abc import Iterator

import pytest
import respx

from mock_interview.llm import Client, Endpoint, Reply, Usage
from support_llm import CHAT, KEY, URL, completion, failure, remote


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client for the server that is not there."""
    client = remote()
    yield client
    client.close()


def test_a_chat_becomes_one_deterministic_request(client: Client, httpx2_mock: respx.Router) -> None:
    """The roles, the model, the limit and temperature 0 are sent, and nothing else."""
    route = httpx2_mock.post(CHAT).respond(json=completion("Because of the gluten."))

    reply = client.chat([("system", "Judge."), ("user", "Why knead?")], max_tokens=9)

    assert reply == Reply("Because of the gluten.")
    assert json.loads(route.calls[0].request.content) == {
        "model": "small",
        "messages": [{"role": "system", "content": "Judge."}, {"role": "user", "content": "Why knead?"}],
        "max_tokens": 9,
        "temperature": 0,
    }
    assert route.calls[0].request.headers["authorization"] == f"Bearer {KEY}"


def test_logprobs_and_schema_are_asked_for_when_wanted(client: Client, httpx2_mock: respx.Router) -> None:
    """`top_logprobs` and `schema` become the parameters that OpenAI names for them."""
    route = httpx2_mock.post(CHAT).respond(json=completion("{}"))
    schema = {"type": "object", "properties": {}}

    client.chat([("user", "?")], max_tokens=1, top_logprobs=20, schema=schema)

    sent = json.loads(route.calls[0].request.content)
    assert {name: sent[name] for name in ("logprobs", "top_logprobs", "response_format")} == {
        "logprobs": True,
        "top_logprobs": 20,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": schema},
        },
    }


def test_log_probabilities_are_those_of_the_first_token(client: Client, httpx2_mock: respx.Router) -> None:
    """The candidates of the first token alone are returned, a repeated one with its first figure."""
    first = {"token": "Yes", "logprob": -0.1, "bytes": None, "top_logprobs": []}
    tops = [("Yes", -0.1), ("No", -2.5), ("Yes", -9.0)]
    first["top_logprobs"] = [{"token": token, "logprob": said} for token, said in tops]
    second = {"token": ".", "logprob": 0.0, "top_logprobs": [{"token": ".", "logprob": 0.0}]}
    httpx2_mock.post(CHAT).respond(json=completion("Yes.", logprobs={"content": [first, second]}))

    reply = client.chat([("user", "?")], max_tokens=2, top_logprobs=3)

    assert reply == Reply("Yes.", {"Yes": -0.1, "No": -2.5})


@pytest.mark.parametrize("logprobs", [None, {"content": None}, {"content": []}, {"tokens": ["Yes"]}], ids=str)
def test_missing_log_probabilities_are_empty(client: Client, httpx2_mock: respx.Router, logprobs: object) -> None:
    """A server that leaves them out gives a reply without candidates, not an error."""
    httpx2_mock.post(CHAT).respond(json=completion("Yes", logprobs=logprobs))

    assert client.chat([("user", "?")], max_tokens=1, top_logprobs=20) == Reply("Yes")


def test_usage_adds_up_over_calls(client: Client, httpx2_mock: respx.Router) -> None:
    """Calls, tokens in, cached and out are summed; a reply without figures counts as a call."""
    silent = {name: value for name, value in completion().items() if name != "usage"}
    httpx2_mock.post(CHAT).mock(
        side_effect=[
            respx.MockResponse(200, json=completion()),
            respx.MockResponse(200, json=completion()),
            respx.MockResponse(200, json=silent),
        ]
    )

    for _ in range(3):
        client.chat([("user", "?")], max_tokens=1)

    assert client.usage == Usage(calls=3, input_tokens=200, cached_tokens=120, output_tokens=14)


def test_usage_never_falls(client: Client, httpx2_mock: respx.Router) -> None:
    """A server that reports fewer than no tokens is not believed."""
    httpx2_mock.post(CHAT).respond(json=completion() | {"usage": {"prompt_tokens": -5, "completion_tokens": -1}})

    client.chat([("user", "?")], max_tokens=1)

    assert client.usage == Usage(calls=1)


def test_null_content_is_an_empty_text(client: Client, httpx2_mock: respx.Router) -> None:
    """A reply whose content is null has the text "" (a one-token reply of a reasoning model)."""
    httpx2_mock.post(CHAT).respond(json=completion(None))

    assert client.chat([("user", "?")], max_tokens=1) == Reply("")


def test_unknown_fields_of_a_reply_are_ignored(client: Client, httpx2_mock: respx.Router) -> None:
    """What a server adds of its own (llama.cpp's timings) does no harm."""
    httpx2_mock.post(CHAT).respond(json=completion("Yes", extra=1) | {"timings": {"cache_n": 4}})

    assert client.chat([("user", "?")], max_tokens=1) == Reply("Yes")


def test_a_model_without_a_name_is_asked_for_once(httpx2_mock: respx.Router) -> None:
    """With no model given, the server's first is used for every chat."""
    models = httpx2_mock.get(f"{URL}/models").respond(json={"data": [{"id": "rye-7b"}, {"id": "oat-1b"}]})
    chats = httpx2_mock.post(CHAT).respond(json=completion())
    client = remote(model="")

    client.chat([("user", "?")], max_tokens=1)
    client.chat([("user", "?")], max_tokens=1)
    client.close()

    assert client.model == "rye-7b"
    assert [json.loads(call.request.content)["model"] for call in chats.calls] == ["rye-7b", "rye-7b"]
    assert models.call_count == 1


@pytest.mark.parametrize(
    ("models", "message", "hint"),
    [
        ({"data": []}, "The server at llm.example has no model.", "Load one, or add #MODEL to the address."),
        ({"data": None}, "The server at llm.example does not say which models it has.", "Add #MODEL to the address."),
        ([], "The server at llm.example does not say which models it has.", "Add #MODEL to the address."),
        ({"data": ["a"]}, "The server at llm.example does not say which models it has.", "Add #MODEL to the address."),
    ],
    ids=["no model", "null", "a list", "text entries"],
)
def test_a_server_that_names_no_model_is_said(
    httpx2_mock: respx.Router, models: object, message: str, hint: str
) -> None:
    """Without a model's name there is nothing to ask; the way to give one is named."""
    httpx2_mock.get(f"{URL}/models").respond(json=models)

    error = failure(remote(model=""))

    assert (error.message, error.hint) == (message, hint)


def test_a_server_without_a_key_gets_a_placeholder(httpx2_mock: respx.Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no key in the endpoint, OPENAI_API_KEY of the environment is not sent in its place."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ADMIN_KEY", KEY)
    route = httpx2_mock.post(CHAT).respond(json=completion())
    client = Client(Endpoint(URL, URL, "small"))

    client.chat([("user", "?")], max_tokens=1)
    client.close()

    assert route.calls[0].request.headers["authorization"] == "Bearer none"
    assert KEY not in str(route.calls[0].request.headers.raw)


def test_a_closed_client_opens_again(client: Client, httpx2_mock: respx.Router) -> None:
    """After `close`, twice even, the next chat connects anew."""
    httpx2_mock.post(CHAT).respond(json=completion())
    client.chat([("user", "?")], max_tokens=1)

    client.close()
    client.close()

    assert client.chat([("user", "?")], max_tokens=1) == Reply("Yes")


def test_nothing_connects_before_the_first_call(httpx2_mock: respx.Router) -> None:
    """Making, starting and closing a client for a remote server sends nothing."""
    client = remote()
    client.start()
    client.close()

    assert httpx2_mock.calls.call_count == 0
