"""HTTP 200 promises nothing: replies that are none are told as such and never taken for a verdict."""

import pytest
import respx

from mock_interview.errors import GraderFailed, UnusableReply
from support_llm import CHAT, KEY, completion, failure, remote

NO_JSON = "Does the address end in /v1?"


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ("<!doctype html><title>Sign in</title>", "The server sent a web page instead of a reply.", NO_JSON),
        ("", "The server sent nothing instead of a reply.", NO_JSON),
        (" \n", "The server sent nothing instead of a reply.", NO_JSON),
        ('{"choices": [{"message": {"cont', "The server sent no JSON instead of a reply.", NO_JSON),
        ("[" * 200_000, "The server sent no JSON instead of a reply.", NO_JSON),
        ('{"choices": ' + "1" * 5000 + "}", "The server sent no JSON instead of a reply.", NO_JSON),
        (
            '{"choices": [{"message": {"content": "\\ud83d"}}]}',
            "The server sent no JSON instead of a reply.",
            NO_JSON,
        ),
        ("null", "The server at llm.example sent a reply without a usable object.", ""),
        ("[]", "The server at llm.example sent a reply without a usable object.", ""),
        ("{}", "The server at llm.example sent a reply without a usable choices.", ""),
        ('{"error": "overloaded"}', "The server at llm.example sent a reply without a usable choices.", ""),
        ('{"choices": null}', "The server at llm.example sent a reply without a usable choices.", ""),
        ('{"choices": []}', "The server at llm.example sent a reply with no choices.", ""),
        ('{"choices": [{}]}', "The server at llm.example sent a reply without a usable choices.0.message.", ""),
        (
            '{"choices": [{"message": {"content": ["Yes"]}}]}',
            "The server at llm.example sent a reply without a usable choices.0.message.content.",
            "",
        ),
        (
            '{"choices": [{"message": {"content": 1}}], "usage": {"prompt_tokens": "many"}}',
            "The server at llm.example sent a reply without a usable choices.0.message.content, usage.prompt_tokens.",
            "",
        ),
    ],
    ids=[
        "HTML",
        "empty",
        "blank",
        "truncated",
        "deep",
        "huge number",
        "half a character",
        "null",
        "a list",
        "no choices key",
        "an error with status 200",
        "null choices",
        "empty choices",
        "no message",
        "content a list",
        "two wrong types",
    ],
)
def test_a_reply_that_cannot_be_read_is_said(httpx2_mock: respx.Router, body: str, message: str, hint: str) -> None:
    """HTTP 200 promises nothing: what is no chat completion is an unusable reply with its reason."""
    httpx2_mock.post(CHAT).respond(200, content=body.encode())

    error = failure(remote())

    assert (type(error), error.message, error.hint) == (UnusableReply, message, hint)


@pytest.mark.parametrize("logprob", ["NaN", "Infinity", "800", "null"])
def test_an_impossible_log_probability_is_no_reply(httpx2_mock: respx.Router, logprob: str) -> None:
    """What is no logarithm of a probability is refused at the border, so that no verdict rests on it."""
    body = (
        '{"choices": [{"message": {"content": "Yes"}, "logprobs": {"content": [{"token": "Yes", "logprob": 0,'
        ' "top_logprobs": [{"token": "Yes", "logprob": %s}]}]}}]}'
    )
    httpx2_mock.post(CHAT).respond(200, content=(body % logprob).encode())

    error = failure(remote())

    where = "choices.0.logprobs.content.0.top_logprobs.0.logprob"
    assert error.message == f"The server at llm.example sent a reply without a usable {where}."


def test_an_unreadable_reply_keeps_its_text_for_the_re_ask(httpx2_mock: respx.Router) -> None:
    """The raw text is kept, cut to 2,000 characters."""
    httpx2_mock.post(CHAT).respond(200, text="<p>" + "x" * 5000)

    error = failure(remote())

    assert isinstance(error, UnusableReply)
    assert error.raw == "<p>" + "x" * 1997


def test_a_reply_of_monstrous_size_is_refused(httpx2_mock: respx.Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply over the limit is not even parsed."""
    monkeypatch.setattr("mock_interview.llm.client.LARGEST_REPLY", 100)
    httpx2_mock.post(CHAT).respond(200, content=b'{"choices": []}' + b" " * 1000)

    assert failure(remote()).message == "The server at llm.example sent a reply of more than 100 bytes."


def test_a_refusal_is_a_failure_with_the_models_words(httpx2_mock: respx.Router) -> None:
    """A model that refuses has not graded; its reason is passed on, shortened."""
    body = completion(None)
    body["choices"][0]["message"]["refusal"] = "I cannot help with that. " * 20
    httpx2_mock.post(CHAT).respond(json=body)

    error = failure(remote())

    assert (type(error), error.message) == (
        GraderFailed,
        "The model refused: " + ("I cannot help with that. " * 8),
    )


def test_a_filtered_reply_is_a_failure(httpx2_mock: respx.Router) -> None:
    """A content filter's empty reply is not taken for the model's."""
    httpx2_mock.post(CHAT).respond(json=completion("", finish_reason="content_filter"))

    error = failure(remote())

    assert (error.message, error.retryable) == ("The server at llm.example filtered the reply.", False)


def test_an_echo_of_the_key_is_taken_out(httpx2_mock: respx.Router) -> None:
    """What a server says of the key would be kept with the grade, and mailed with it."""
    said = httpx2_mock.post(CHAT)
    said.respond(200, json=completion(f"Because {KEY} says so."))
    client = remote()
    text = client.chat([("user", "?")], max_tokens=5).text
    client.close()
    said.respond(200, json={"choices": [{"message": {"content": None, "refusal": f"Not for {KEY}."}}]})
    assert (text, failure(remote()).message) == ("Because [key] says so.", "The model refused: Not for [key].")


def test_a_compressed_reply_is_not_unpacked(httpx2_mock: respx.Router) -> None:
    """Replies are asked for as they are; one that comes compressed all the same could be a thousand times larger."""
    route = httpx2_mock.post(CHAT)
    route.respond(200, content=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    message = failure(remote()).message
    assert (route.calls.last.request.headers["Accept-Encoding"], message) == (
        "identity",
        "The server sent no JSON instead of a reply.",
    )
