"""Whatever goes wrong between the client and a server is one sentence with the next step, without key or answer."""

import socket
from typing import Any

import httpcore2
import pytest
import respx

from mock_interview.errors import ExitCode
from mock_interview.llm import Client, Endpoint, Reply
from support_llm import ANSWER, CHAT, KEY, URL, completion, failure, refusal, remote, skip_waiting

QUOTA = "You exceeded your current quota, please check your plan and billing details."


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let retries happen at once and count them."""
    return skip_waiting(monkeypatch)


@pytest.mark.parametrize(
    ("status", "message", "hint", "retryable", "tries"),
    [
        (401, "The server at llm.example refuses the key (401).", "Check OPENAI_API_KEY.", False, 1),
        (403, "The server at llm.example refuses the key (403).", "Check OPENAI_API_KEY.", False, 1),
        (
            404,
            "The server at llm.example does not know the model 'small' (404).",
            "Check the name after `openai:` or `#`, and that the address ends in /v1.",
            False,
            1,
        ),
        (
            429,
            "The server at llm.example is too busy or your rate limit is used up (429).",
            "Try again later.",
            True,
            3,
        ),
        (500, "The server at llm.example failed (500).", "Try again later.", True, 3),
        (503, "The server at llm.example failed (503).", "Try again later.", True, 3),
    ],
)
def test_a_status_becomes_a_sentence_and_a_next_step(
    httpx2_mock: respx.Router,
    waits: list[int],
    status: int,
    message: str,
    hint: str,
    retryable: bool,
    tries: int,
) -> None:
    """Each status has its own words, whatever the server echoes; only what may pass is tried three times."""
    route = httpx2_mock.post(CHAT).respond(status, json=refusal(f"Incorrect: {KEY} {ANSWER}"))

    error = failure(remote())

    assert (error.message, error.hint, error.retryable, error.exit_code) == (
        message,
        hint,
        retryable,
        ExitCode.NO_GRADER,
    )
    assert (route.call_count, waits) == (tries, list(range(tries - 1)))


def test_an_account_without_credit_is_told_from_a_busy_server(httpx2_mock: respx.Router) -> None:
    """A 429 about the quota says that waiting does not help and what does."""
    httpx2_mock.post(CHAT).respond(429, json=refusal(QUOTA, code="insufficient_quota"))

    error = failure(remote())

    assert (error.message, error.hint) == (
        "The account has no credit left (429).",
        "Add credit, or use --grader embedded.",
    )


def test_a_wrong_address_is_said_when_no_model_was_named(httpx2_mock: respx.Router) -> None:
    """A 404 on the list of models is about the address, not about a model."""
    httpx2_mock.get(f"{URL}/models").respond(404, text="<h1>Not Found</h1>")

    assert failure(remote(model="")).message == "The server at llm.example does not know this address (404)."


def test_a_failure_that_passes_ends_in_a_reply(httpx2_mock: respx.Router) -> None:
    """After a busy and a broken moment the third try counts."""
    httpx2_mock.post(CHAT).mock(
        side_effect=[
            respx.MockResponse(429, json=refusal("Slow down.")),
            respx.MockResponse(502, text="<html>Bad gateway</html>"),
            respx.MockResponse(200, json=completion()),
        ]
    )
    client = remote()

    assert client.chat([("user", "?")], max_tokens=1) == Reply("Yes")
    client.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(httpx2_mock: respx.Router, status: int) -> None:
    """An answer goes to the server that was named and to no other."""
    httpx2_mock.post(CHAT).respond(status, headers={"location": "http://elsewhere.example/v1/chat/completions"})

    error = failure(remote())

    assert (error.message, error.hint, error.retryable) == (
        f"The server at llm.example sends requests on to another address ({status}), which is not followed.",
        "Set the address it really has.",
        False,
    )
    assert [str(call.request.url) for call in httpx2_mock.calls] == [CHAT]


@pytest.mark.parametrize(
    ("cause", "message", "hint"),
    [
        (httpcore2.ConnectError, "The server at llm.example cannot be reached.", "Is it running, and the network up?"),
        (httpcore2.ReadError, "The server at llm.example cannot be reached.", "Is it running, and the network up?"),
        (
            httpcore2.RemoteProtocolError,
            "The server at llm.example cannot be reached.",
            "Is it running, and the network up?",
        ),
        (
            httpcore2.ReadTimeout,
            "The server at llm.example did not answer within 60 s.",
            "Try again later, or give it longer: MOCK_INTERVIEW_TIMEOUT=300.",
        ),
        (
            httpcore2.ConnectTimeout,
            "The server at llm.example did not answer within 60 s.",
            "Try again later, or give it longer: MOCK_INTERVIEW_TIMEOUT=300.",
        ),
    ],
)
def test_no_connection_is_tried_three_times_and_said(
    httpx2_mock: respx.Router, waits: list[int], cause: type[Exception], message: str, hint: str
) -> None:
    """No network, a broken connection and a hung server end after two more tries."""

    def fail(request: Any) -> None:
        raise cause("mock")

    route = httpx2_mock.post(CHAT).mock(side_effect=fail)

    error = failure(remote())

    assert (error.message, error.hint, error.retryable) == (message, hint, True)
    assert (route.call_count, waits) == (3, [0, 1])


def test_a_closed_port_is_said() -> None:
    """Nothing listens on the port: the address is named with its port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"  # bound and not listening: connections are refused

        error = failure(Client(Endpoint("", f"http://{place}/v1", "small", KEY)))

    assert error.message == f"The server at {place} cannot be reached."
