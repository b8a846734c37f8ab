"""OpenAI's Decisions endpoint: the probability of many statements about one input, in one request.

Public beta since October 2026; one model, no text in the reply, and any question may be refused by itself.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from mock_interview.errors import UnusableReply
from mock_interview.llm.client import Chat, Client
from mock_interview.llm.completion import json_of

MODEL = "gpt-6-luna"
MOST = 400
"""Questions the endpoint takes in one request."""


class _Answer(BaseModel):
    type: Literal["predicate", "refusal"]
    probability: float | None = Field(default=None, ge=0, le=1)


class _Details(BaseModel):
    cached_tokens: int = 0


class _Usage(BaseModel):
    input_tokens: int = 0
    output_tokens: int = 0
    input_tokens_details: _Details = _Details()


class _Decision(BaseModel):
    answers: list[_Answer]
    usage: _Usage = _Usage()


def decide(client: Client, chat: Chat, statements: Sequence[str]) -> list[float | None]:
    """Return the probability of each statement about a chat, in order; None where the model declined to answer.

    Raises `GraderFailed` when no reply came and `UnusableReply` when it cannot be read.
    """
    found: list[float | None] = []
    for start in range(0, len(statements), MOST):
        found += _ask(client, chat, statements[start : start + MOST])
    return found


def _ask(client: Client, chat: Chat, statements: Sequence[str]) -> list[float | None]:
    request = {
        "model": MODEL,
        "input": [{"type": "message", "role": role, "content": content} for role, content in chat],
        "questions": [{"type": "predicate", "instructions": statement} for statement in statements],
    }

    def send(openai: Any) -> Any:
        return openai.decisions.with_raw_response.create(**request)

    body = client.guarded(send)
    try:
        decision = _Decision.model_validate(json_of(body))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise UnusableReply(
            f"The decisions endpoint sent a reply without a usable {place}.", raw=body[:2000]
        ) from error
    if len(decision.answers) != len(statements):
        got = f"{len(decision.answers)} answers to {len(statements)} questions"
        raise UnusableReply(f"The decisions endpoint sent {got}.", raw=body[:2000])
    usage = decision.usage
    client.usage.calls += 1
    client.usage.input_tokens += max(usage.input_tokens, 0)
    client.usage.output_tokens += max(usage.output_tokens, 0)
    client.usage.cached_tokens += max(usage.input_tokens_details.cached_tokens, 0)
    return [answer.probability if answer.type == "predicate" else None for answer in decision.answers]
