"""One pace in a file for several processes; here two of them that take turns in one."""

import tempfile
from collections.abc import Iterator

import pytest

from mock_interview.errors import GraderFailed
from mock_interview.llm.pace import NOT_ASKED, PATIENCE
from mock_interview.llm.shared_pace import SharedPace

MOST = 8


@pytest.fixture
def paces() -> Iterator[tuple[SharedPace, SharedPace, SharedPace]]:
    """Return the paces of a process that looks on and of two that ask."""
    with tempfile.TemporaryFile() as file:
        first, second, third = (SharedPace(MOST, file.fileno(), 3, slot) for slot in range(3))
        yield first, second, third


Paces = tuple[SharedPace, SharedPace, SharedPace]


def test_requests_of_all_count_together(paces: Paces) -> None:
    """What one process has under way is under way for the others."""
    _, one, other = paces
    began = one._enter(), other._enter(), one._enter()
    with other._held():
        assert other.under_way == 3
    one._leave(began[0], well=True)
    with other._held():
        assert (other.under_way, other._counts) == (2, [0, 1, 1])


def test_a_refusal_of_one_pauses_all(paces: Paces, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refusal in one process none starts a request before the pause is over; then one goes alone."""
    _, one, other = paces
    one._pause(one._enter(), 5.0)
    now = one._until
    waited: list[float | None] = []

    def later(changed: object, seconds: float | None) -> None:
        waited.append(seconds)
        monkeypatch.setattr(other, "_clock", lambda: now + 1)

    monkeypatch.setattr(other, "_clock", lambda: now - 4)
    monkeypatch.setattr(other, "_wait", later)
    began = other._enter()
    assert waited == [4.0]
    with one._held():
        assert (one.limit, one._alone, one._probing, one._prober) == (MOST // 2, True, True, 3)
    other._leave(began, well=True)
    with one._held():
        assert (one._alone, one._probing, one.pauses) == (False, False, 0)


def test_giving_up_is_known_to_all(paces: Paces) -> None:
    """When patience ends in one process, no other asks any more, and the one that looks on knows."""
    looking_on, one, other = paces
    for _ in range(PATIENCE):
        assert not looking_on.gave_up
        with one._held():
            one._until = 0.0
        one._pause(one._enter(), 0.0)
    assert looking_on.gave_up
    with pytest.raises(GraderFailed, match=NOT_ASKED):
        other._enter()


def test_stopping_stops_all(paces: Paces) -> None:
    """Whoever looks on can keep all others from asking."""
    looking_on, one, _ = paces
    looking_on.stop()
    with pytest.raises(GraderFailed, match=NOT_ASKED):
        one._enter()


def test_what_a_dead_process_had_under_way_is_forgotten(paces: Paces) -> None:
    """A process that dies takes nobody's place for ever, and when its request went alone another one may."""
    looking_on, one, other = paces
    one._pause(one._enter(), 0.001)
    with one._held():
        one._until = 0.0
    one._enter()
    looking_on.forget(1)
    began = other._enter()
    with looking_on._held():
        assert (looking_on._counts, looking_on._prober) == ([0, 0, 1], 3)
    other._leave(began, well=True)
    with looking_on._held():
        assert looking_on.under_way == 0
