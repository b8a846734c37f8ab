"""What a chat server replies, read by a strict schema: tokens used, text, and candidates of the first token."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from mock_interview.errors import UnusableReply
from mock_interview.llm.parse import strict_json


class _TopToken(BaseModel):
    token: str
    logprob: float = Field(le=0.01)  # above 0 only by rounding; not-a-number is refused with it


class _Token(_TopToken):
    top_logprobs: list[_TopToken] | None = None


class _Logprobs(BaseModel):
    content: list[_Token] | None = None


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


class _Details(BaseModel):
    cached_tokens: int | None = None


class Spent(BaseModel):
    """The tokens of a request; what a server leaves out counts as none."""

    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0
    prompt_tokens_details: _Details | None = None


class Completion(BaseModel):
    """A reply as servers send it; keys of theirs that we do not use are let be."""

    choices: list[_Choice]
    model: str | None = None
    usage: Spent | None = None


@dataclass
class Usage:
    """What the calls of one grade took; `cached` input tokens were not evaluated again."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def add(self, spent: Spent | None) -> None:
        """Count one call more."""
        self.calls += 1
        if spent:
            self.input_tokens += max(spent.prompt_tokens or 0, 0)
            self.output_tokens += max(spent.completion_tokens or 0, 0)
            details = spent.prompt_tokens_details
            self.cached_tokens += max(details.cached_tokens or 0, 0) if details else 0


@dataclass(frozen=True)
class Reply:
    """A model's reply: its text, and for the first token the candidates with their log-probabilities."""

    text: str
    first_token: dict[str, float] = field(default_factory=dict)


def read_completion(body: str, place: str) -> Completion:
    """Return a body as a reply; raises `UnusableReply` that names the fields which do not fit."""
    try:
        return Completion.model_validate(json_of(body))
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, e["loc"])) or "object" for e in error.errors()[:3])
        raise UnusableReply(f"{place} sent a reply without a usable {fields}.", raw=body[:2000]) from error


def json_of(body: str) -> Any:
    """Return the JSON value of a body; raises `UnusableReply` that says what it is instead."""
    try:
        return strict_json(body)
    except (ValueError, RecursionError) as error:
        kind = "a web page" if body.lstrip()[:1] == "<" else "no JSON" if body.strip() else "nothing"
        raise UnusableReply(
            f"The server sent {kind} instead of a reply.", "Does the address end in /v1?", raw=body[:2000]
        ) from error
