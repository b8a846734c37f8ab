"""Days practised in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Streak:
    """Days in a row with a finished answer, by the calendar of where one is."""

    current: int
    """Up to today, or up to yesterday while nothing has been answered today."""
    longest: int
    days: int
    """All days with a finished answer."""
    today: bool
    """Something has been answered today."""


def streak_of(days: Iterable[date], today: date) -> Streak:
    """Return the streak; days after today, of a clock that was wrong, count once they have come."""
    practised = {day for day in days if day <= today}
    longest = 0
    for day in practised:
        if day - _DAY not in practised:
            longest = max(longest, _run(practised, day, _DAY))
    end = today if today in practised else today - _DAY
    return Streak(_run(practised, end, -_DAY), longest, len(practised), today in practised)


def _run(practised: set[date], day: date, step: timedelta) -> int:
    """Return how many days in a row there are from a day on, in the direction of the step."""
    count = 0
    while day in practised:
        count += 1
        day += step
    return count
