"""One pace for all workers, under a clock of the test."""

import threading
from collections.abc import Callable

import pytest

from mock_interview.errors import GraderFailed
from mock_interview.llm import pace as module
from mock_interview.llm.pace import Pace


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, changed: threading.Condition, seconds: float | None) -> None:
        """Let the time pass at once; somebody who waits for others would wait for ever."""
        assert seconds is not None
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """Return a clock at 0."""
    return Clock()


def paced(clock: Clock, most: int = 8) -> Pace:
    """Return a pace under the clock."""
    return Pace(most, lambda: clock.now, clock.wait)


def replies(*moods: str | float) -> Callable[[], str]:
    """Return a call that refuses with a number of seconds, fails, or returns, one mood after the other."""
    queue = list(moods)

    def call() -> str:
        mood = queue.pop(0)
        if isinstance(mood, float):
            failure = GraderFailed("busy")
            failure.seconds = mood  # type: ignore[attr-defined]
            raise failure
        if mood == "broken":
            raise GraderFailed("broken")
        return mood

    return call


def seconds(failure: GraderFailed) -> float | None:
    """Return what the refusal asks for."""
    return getattr(failure, "seconds", None)


def test_a_refused_request_is_made_again_after_the_time_the_server_asks_for(clock: Clock) -> None:
    """Retry-After is honoured."""
    assert paced(clock).keep(replies(7.0, "yes"), seconds) == "yes"
    assert clock.waits == [7.0]


def test_without_a_time_the_pause_doubles(clock: Clock) -> None:
    """A server that does not say how long is left alone for 1, 2, 4 ... seconds."""
    assert paced(clock).keep(replies(0.0, 0.0, 0.0, "yes"), seconds) == "yes"
    assert clock.waits == [1.0, 2.0, 4.0]


def test_other_failures_are_not_waited_for(clock: Clock) -> None:
    """What waiting does not help is raised at once, and slows nobody down."""
    pace = paced(clock)
    with pytest.raises(GraderFailed, match="broken"):
        pace.keep(replies("broken"), seconds)
    assert (pace.limit, clock.waits) == (8, [])


def test_patience_ends(clock: Clock) -> None:
    """After so many pauses without a success this request and all others fail."""
    pace = paced(clock)
    with pytest.raises(GraderFailed, match="busy"):
        pace.keep(replies(*[0.0] * 20), seconds)
    assert (pace.refusals, pace.gave_up) == (module.PATIENCE, True)
    with pytest.raises(GraderFailed, match=module.NOT_ASKED):
        pace.keep(replies("yes"), seconds)


def test_a_server_that_asks_for_an_hour_is_not_waited_for(clock: Clock) -> None:
    """A very long Retry-After ends the run instead of hanging it."""
    with pytest.raises(GraderFailed, match="busy"):
        paced(clock).keep(replies(3600.0, "yes"), seconds)
    assert clock.waits == []


def test_refusals_of_requests_under_way_together_count_once(clock: Clock) -> None:
    """Four requests refused at once halve the limit once and pause everybody once."""
    pace = paced(clock)
    begun = [pace._enter() for _ in range(4)]
    for one in begun:
        pace._pause(one, 0.0)
    assert (pace.limit, pace.pauses, pace.refusals, pace._until) == (4, 1, 4, 1.0)


def test_after_a_pause_one_request_goes_alone(clock: Clock) -> None:
    """Nobody else starts until it has come back; then as many as the halved limit allows."""
    pace = paced(clock, 4)
    pace._pause(pace._enter(), 0.0)
    probe = pace._enter()
    waited: list[float | None] = []

    def back(changed: threading.Condition, seconds: float | None) -> None:
        waited.append(seconds)
        pace._leave(probe, well=True)

    pace._wait = back
    pace._enter()
    assert (waited, pace.limit, pace.under_way) == ([None], 2, 1)


def test_a_round_of_successes_allows_one_more(clock: Clock) -> None:
    """The limit grows by one for each `limit` successes, up to what was asked for."""
    pace = paced(clock, 4)
    assert pace.keep(replies(0.0, "yes"), seconds) == "yes"
    limits = []
    for _ in range(9):
        pace.keep(replies("yes"), seconds)
        limits.append(pace.limit)
    assert limits == [3, 3, 3, 4, 4, 4, 4, 4, 4]


def test_stopping_lets_nothing_start(clock: Clock) -> None:
    """After `stop` no request is made."""
    pace = paced(clock)
    pace.stop()
    with pytest.raises(GraderFailed, match=module.NOT_ASKED):
        pace.keep(replies("yes"), seconds)
