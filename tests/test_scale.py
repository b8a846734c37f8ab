"""The simulated day adds up."""

import pytest

from scale import DAY, arrivals, queue


@pytest.mark.parametrize("peak", [1.5, 3.0])
def test_a_day_has_its_answers_and_its_peak(peak: float) -> None:
    """All answers come within the day, and the busiest minute is in the evening and about as busy as was said."""
    coming = arrivals(1e6, peak)
    assert sum(coming) == pytest.approx(1e6)
    assert coming.index(max(coming)) == 20 * 60
    assert max(coming) / (1e6 / DAY) == pytest.approx(peak, rel=0.05)


def test_a_queue_is_what_the_limit_leaves_over() -> None:
    """Two minutes of 15 with 10 served leave 10 waiting, for a minute; enough capacity leaves none."""
    assert queue([15.0, 15.0, 0.0, 0.0], 10.0) == (10.0, 1.0)
    assert queue([15.0, 15.0, 0.0, 0.0], 15.0) == (0.0, 0.0)
