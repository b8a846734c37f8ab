"""Requests in great number: the same failures and the same caution as one by one."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore2
import httpx
import httpx2
import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import Client, Pace
from mock_interview.llm.quick import asked_to_wait
from support_llm import ANSWER, CHAT, KEY, completion, refusal, remote

LONG = "For more information on this error, read the docs. " * 8


class Waits(list[float]):
    """What was waited for; no time passes but this."""

    def clock(self) -> float:
        """Return how long has been waited."""
        return sum(self)

    def wait(self, changed: object, seconds: float | None) -> None:
        """Note it."""
        assert seconds is not None
        self.append(seconds)


def shared() -> tuple[Client, Waits]:
    """Return a client that takes part in a pace."""
    client, waits = remote(), Waits()
    client.share(Pace(4, waits.clock, waits.wait))
    return client, waits


def test_the_request_is_the_one_that_is_sent_otherwise(httpx2_mock: respx.Router) -> None:
    """Address, key and body are those of a client that works alone."""
    route = httpx2_mock.post(CHAT).respond(json=completion("Yes"))
    client, _ = shared()
    for one in (client, remote()):
        assert one.chat([("user", ANSWER)], max_tokens=5, cache_key="why-knead-1").text == "Yes"
        one.close()
    quick, usual = (call.request for call in route.calls)
    assert json.loads(quick.content) == json.loads(usual.content)
    for name in ("authorization", "content-type", "user-agent"):
        assert quick.headers[name] == usual.headers[name]
    assert quick.headers["authorization"] == f"Bearer {KEY}"


def test_a_busy_server_is_asked_again_when_it_says(httpx2_mock: respx.Router) -> None:
    """Retry-After is waited for, in seconds; the SDK's own retries are not added to it."""
    busy = respx.MockResponse(429, headers={"retry-after": "7"}, json=refusal("slow down"))
    route = httpx2_mock.post(CHAT).mock(side_effect=[busy, respx.MockResponse(200, json=completion("Yes"))])
    client, waits = shared()
    assert client.chat([("user", ANSWER)], max_tokens=5).text == "Yes"
    assert (list(waits), route.call_count) == ([7.0], 2)
    client.close()


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_takes_no_cache_key_gets_none(status: int, httpx2_mock: respx.Router) -> None:
    """The request is repeated without it, and later ones are without it from the beginning."""
    odd = respx.MockResponse(status, json=refusal("Unrecognized request argument: prompt_cache_key"))
    good = respx.MockResponse(200, json=completion("Yes"))
    route = httpx2_mock.post(CHAT).mock(side_effect=[odd, good, good])
    client, _ = shared()
    for _ in range(2):
        assert client.chat([("user", ANSWER)], max_tokens=5, cache_key="k").text == "Yes"
    assert ["prompt_cache_key" in json.loads(call.request.content) for call in route.calls] == [True, False, False]
    client.close()


def test_a_parameter_that_many_requests_are_refused_for_at_once_costs_none_of_them(httpx2_mock: respx.Router) -> None:
    """Each goes again without it, whoever learned it first; all four that can be left out may be refused in turn."""
    picky = ["max_tokens", "temperature", "response_format", "prompt_cache_key"]
    together = threading.Barrier(16)

    def answer(request: httpx2.Request) -> respx.MockResponse:
        sent = json.loads(request.content)
        for name in picky:
            if name in sent:
                together.wait(30)
                return respx.MockResponse(400, json=refusal(f"Unsupported parameter: '{name}'"))
        return respx.MockResponse(200, json=completion("Yes"))

    route = httpx2_mock.post(CHAT).mock(side_effect=answer)
    client = remote()
    client.share(Pace(16))

    def ask(one: Client) -> str:
        return one.chat([("user", ANSWER)], max_tokens=5, schema={"type": "object"}, cache_key="k").text

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, [client.beside() for _ in range(16)])) == ["Yes"] * 16
    assert route.call_count == 16 * (len(picky) + 1)
    client.close()


class Trickle(httpx.SyncByteStream):
    """A body that comes a byte at a time and has no end, the second one when the test says so."""

    def __init__(self) -> None:
        self.next, self.closed, self.sent = threading.Event(), threading.Event(), 0

    def __iter__(self) -> Iterator[bytes]:
        while self.sent < 1_000:
            self.sent += 1
            yield b" "
            assert self.next.wait(30)

    def close(self) -> None:
        """Note it."""
        self.closed.set()


def test_a_reply_that_is_given_up_takes_no_other_with_it(httpx2_mock: respx.Router) -> None:
    """Others go on with the same connections; the one reply is read no further than its next byte."""
    body = Trickle()
    answers = [respx.MockResponse(200, stream=body), respx.MockResponse(200, json=completion("Yes"))]
    httpx2_mock.post(CHAT).mock(side_effect=answers)
    client = remote()
    client._timeout = 0.01
    client.share(Pace(2))
    one, other = client.beside(), client.beside()
    with pytest.raises(GraderFailed) as caught:
        one.chat([("user", ANSWER)], max_tokens=5)
    assert caught.value.message == "The server at llm.example did not finish its reply within 0.05 s."
    other._timeout = 60
    assert other.chat([("user", ANSWER)], max_tokens=5).text == "Yes"
    body.next.set()
    assert body.closed.wait(30)
    assert body.sent == 2
    client.close()


@pytest.mark.parametrize(
    ("answer", "message", "tries"),
    [
        (respx.MockResponse(401, json=refusal("no")), "The server at llm.example refuses the key (401).", 1),
        (
            respx.MockResponse(429, json=refusal(f"You exceeded it. {LONG}", code="insufficient_quota")),
            "The account has no credit left (429).",
            1,
        ),
        (
            respx.MockResponse(429, json=refusal("You exceeded your current quota. Please retry in 23s.")),
            "The server at llm.example is too busy or your rate limit is used up (429).",
            8,
        ),
        (
            respx.MockResponse(429, json=refusal("exceeded token rate limit; see https://aka.ms/oai/quotaincrease")),
            "The server at llm.example is too busy or your rate limit is used up (429).",
            8,
        ),
        (httpcore2.ConnectError("no"), "The server at llm.example cannot be reached.", 8),
        (httpcore2.ReadTimeout("no"), "The server at llm.example did not answer within 60 s.", 8),
        (respx.MockResponse(503, json=refusal("no")), "The server at llm.example failed (503).", 8),
        (
            respx.MockResponse(307, headers={"location": "http://elsewhere.example"}),
            "The server at llm.example sends requests on to another address (307), which is not followed.",
            1,
        ),
    ],
)
def test_failures_have_the_same_words(answer: object, message: str, tries: int, httpx2_mock: respx.Router) -> None:
    """What may pass is tried until patience ends, anything else once; nobody is sent elsewhere."""
    route = httpx2_mock.post(CHAT).mock(side_effect=answer if isinstance(answer, Exception) else [answer] * 9)
    client, waits = shared()
    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", ANSWER)], max_tokens=5)
    client.close()
    assert (caught.value.message, route.call_count, len(waits)) == (message, tries, tries - 1)


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("3.5", 3.5, 3.5),
        ("99999999999", 99999999999, 99999999999),
        ("-1", 0, 0),
        ("soon", 0, 0),
        ("nan", 0, 0),
        ("date", 25, 31),
        ("Fri, 01 Jan 99999999999 00:00:00 GMT", 0, 0),
        ("9" * 400, 0, 0),
        ("", 0, 0),
    ],
)
def test_the_time_to_wait_is_seconds_or_a_date(header: str, low: float, high: float, httpx2_mock: respx.Router) -> None:
    """Retry-After is read in both its forms; one that cannot be read says nothing."""
    if header == "date":
        header = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    httpx2_mock.post(CHAT).respond(429, headers={"retry-after": header}, json=refusal("busy"))
    client, _ = shared()
    client.pace = None
    client._openai = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mock_interview.llm.client.RETRIES", 0)
        with pytest.raises(GraderFailed) as caught:
            client.chat([("user", ANSWER)], max_tokens=5)
    client.close()
    waited = asked_to_wait(caught.value)
    assert waited is not None
    assert low <= waited <= high
