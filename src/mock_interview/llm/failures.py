"""What went wrong between the program and a server, as one sentence with the next step."""

import re
from typing import Any

from mock_interview.errors import GraderFailed, UnusableReply

LATER = "Try again later."
LONGEST_SAID = 300
"""Characters of what a server said that are shown."""


def failure_of(error: Exception, place: str, model: str, key: str, timeout: float) -> GraderFailed | UnusableReply:
    """Return what an error of the openai client, or of reading what came, means for the person who asked.

    `place` names the server, `model` what it was asked for, `key` what must never be shown; `timeout` is in seconds.
    """
    import openai

    if isinstance(error, openai.APITimeoutError):
        longer = "Try again later, or give it longer: MOCK_INTERVIEW_TIMEOUT=300."
        return GraderFailed(f"{place} did not answer within {timeout:g} s.", longer if timeout < 300 else LATER)
    if isinstance(error, openai.APIConnectionError):
        return GraderFailed(f"{place} cannot be reached.", "Is it running, and the network up?")
    said = said_by(error, key)
    if isinstance(error, openai.APIStatusError):
        code = int(error.status_code)
        if code == 429 and without_credit(error):
            return GraderFailed("The account has no credit left (429).", "Add credit, or use --grader embedded.")
        return _status(code, said, place, model)
    return UnusableReply(f"{place} sent something that cannot be read: {said}")


def _status(code: int, said: str, place: str, model: str) -> GraderFailed:
    match code:
        case 401 | 403:
            return GraderFailed(f"{place} refuses the key ({code}).", "Check OPENAI_API_KEY.", retryable=False)
        case 404:
            what = f"the model {model!r}" if model else "this address"
            return GraderFailed(
                f"{place} does not know {what} (404).",
                "Check the name after `openai:` or `#`, and that the address ends in /v1.",
                retryable=False,
            )
        case 429:
            return GraderFailed(f"{place} is too busy or your rate limit is used up (429).", LATER)
        case _ if 300 <= code < 400:
            return GraderFailed(
                f"{place} sends requests on to another address ({code}), which is not followed.",
                "Set the address it really has.",
                retryable=False,
            )
        case _ if code >= 500:
            return GraderFailed(f"{place} failed ({code}).", LATER)
    if "context" in said and ("exceed" in said or "length" in said):
        return GraderFailed(
            "The answer is too long for this model.", "Shorten it, or use a larger model.", retryable=False
        )
    return GraderFailed(f"{place} refuses the request ({code}): {said}", retryable=False)


def without_credit(error: Any) -> bool:
    """Return whether a 429 of the openai client says that waiting does not help.

    That is OpenAI's code alone: what Azure and Gemini say of their limits a minute mentions a quota too.
    """
    return "insufficient_quota" in f"{error.code} {error.type} {error}"


def said_by(error: Exception, key: str) -> str:
    """Return what a server said on one line, without the key and anything that looks like one."""
    said = without_key(" ".join(str(getattr(error, "message", "") or error).split()), key)
    return re.sub(r"\b(sk|key|Bearer)[-_ ][\w*.-]{6,}", "[key]", said)[:LONGEST_SAID]


def without_key(text: str, key: str) -> str:
    """Return what a server sent without the key: an echo of it would be kept with the grade."""
    return text.replace(key, "[key]") if key else text


def refused_parameter(message: str, request: dict[str, Any]) -> str | None:
    """Return the parameter of the request that a 400 complains about, most specific first."""
    for name in ("top_logprobs", "logprobs", "max_tokens", "response_format", "temperature", "prompt_cache_key"):
        if name in request and re.search(rf"\b{name}\b", message):
            return name
    if "response_format" in request and re.search(r"json_?schema|structured output|grammar", message, re.IGNORECASE):
        return "response_format"
    return None
