"""Requests in great number: straight to the HTTP client, which takes a third of the time the SDK takes over each."""

import re
import time
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from mock_interview.errors import GraderFailed
from mock_interview.llm.failures import without_credit


def post(client: Any, http: Any, path: str, body: str) -> Any:
    """Send a JSON body to a path below the address of an OpenAI client; failures are those the client would raise."""
    import httpx2
    import openai

    address, headers = _always(client)
    request = http.build_request("POST", f"{address}/{path}", content=body, headers=headers)
    try:
        response = http.send(request)
    except httpx2.TimeoutException as error:
        raise openai.APITimeoutError(request=request) from error
    except httpx2.HTTPError as error:
        raise openai.APIConnectionError(request=request) from error
    if response.is_success:
        return response
    kinds = {400: openai.BadRequestError, 422: openai.UnprocessableEntityError}
    kind = kinds.get(response.status_code, openai.APIStatusError)
    raise kind(response.text[:2000], response=response, body=None)


@lru_cache(maxsize=8)
def _always(client: Any) -> tuple[str, dict[str, str]]:
    """Return the address and the headers of every request of a client, those the SDK leaves out left out."""
    found = {**client.default_headers, **client.auth_headers, "Content-Type": "application/json"}
    return str(client.base_url).rstrip("/"), {name: text for name, text in found.items() if isinstance(text, str)}


def asked_to_wait(failure: GraderFailed) -> float | None:
    """Return the seconds a server asks to be left alone, 0 when it does not say; None when waiting does not help."""
    import openai

    cause = failure.__cause__
    if isinstance(cause, openai.APIConnectionError):  # time-outs are among them
        return 0.0
    if not isinstance(cause, openai.APIStatusError):
        return None
    code = cause.status_code
    if code not in (408, 409, 429) and code < 500:
        return None
    if code == 429 and without_credit(cause):
        return None
    return _seconds(cause.response.headers.get("retry-after", ""))


def _seconds(value: str) -> float:
    """Return how long a Retry-After header asks to wait; it has seconds or a date."""
    if re.fullmatch(r"\d{1,20}(\.\d*)?", value):
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0
