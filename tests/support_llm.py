"""A server that is not there: its address, its replies, and a client that talks to it without waiting."""

from typing import Any

import pytest

from mock_interview.errors import GraderFailed
from mock_interview.llm import Client, Endpoint

URL = "http://llm.example/v1"
CHAT = f"{URL}/chat/completions"
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
"""A key as Azure makes them: nothing in it says that it is one."""
ANSWER = "My secret answer about rye and spelt."


def completion(content: str | None = "Yes", **choice: Any) -> dict[str, Any]:
    """Return the body of a good reply; `choice` adds to its one choice."""
    return {
        "model": "small",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, **choice}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 60}},
    }


def refusal(message: str, **more: Any) -> dict[str, Any]:
    """Return the body of an error as OpenAI sends it."""
    return {"error": {"message": message, "type": "invalid_request_error", **more}}


def remote(model: str = "small") -> Client:
    """Return a client for the server that is not there."""
    return Client(Endpoint(f"{URL}#{model}", URL, model, KEY))


def failure(client: Client) -> GraderFailed:
    """Send the answer and return the failure that comes of it, closing the client."""
    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", ANSWER)], max_tokens=5)
    client.close()
    return caught.value


def skip_waiting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the openai client retry at once; return the list that grows with every wait it would have made."""
    waits: list[int] = []
    monkeypatch.setattr(
        "openai._base_client.SyncAPIClient._sleep_for_retry",
        lambda self, *, retries_taken, **_: waits.append(retries_taken),
    )
    return waits
