"""Figures over sessions: pure functions of outlines."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_interview.models import Level
from mock_interview.progress import Found, progress_of, words
from mock_interview.progress.figures import Point, SelfRating
from mock_interview.progress.streak import Streak, streak_of
from mock_interview.records import Claim, Outline
from mock_interview.terminal.progress_view import sparkline

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
RUBRIC = (
    Claim("net", "L4", False, "Says net."),
    Claim("cost", "L6", True, "Gives a cost."),
    Claim("wrong", "down_level", False, "Says yeast does it."),
    Claim("best", "strong_hire", False, "Weighs the flour."),
)


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the place be Greenwich, whatever the machine's is."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def outline(day: int, level: Level | None = None, **values: Any) -> Outline:
    """Return a session on a day of March 2026 at 10 o'clock."""
    at = int(datetime(2026, 3, day, 10, tzinfo=UTC).timestamp())
    common: dict[str, Any] = {
        "id": f"s{day}",
        "question": "why-knead",
        "title": "Why?",
        "words": 100,
        "level": level,
        "graded": level is not None,
        "category": "dough",
        "kind": "concept",
        "loop": None,
        "self_rating": None,
        "low": level,
        "high": level,
        "seconds": 60.0,
        "created": at,
        "finished": [at],
        "graded_at": at if level else None,
        "missed": [],
        "tells": [],
        "pending": level is None,
        "standing": level,
        "mentored": False,
        "states": "-" * len(RUBRIC),
        "rubric": RUBRIC,
        "path": Path("x.json"),
    }
    return Outline(**common | values)


def test_levels_are_in_order_of_time_by_category() -> None:
    """Each category has its levels, oldest first, whatever the order of the sessions."""
    sessions = [outline(3, "L5"), outline(1, "L4"), outline(2, "L6", category="oven")]
    found = progress_of(sessions, NOW).categories
    assert [(one.category, [p.session for p in one.points], one.best) for one in found] == [
        ("dough", ["s1", "s3"], "L5"),
        ("oven", ["s2"], "L6"),
    ]
    assert found[1].points == (Point(sessions[2].created, "s2", "why-knead", "L6", "L6", "L6"),)


def test_a_session_without_a_level_counts_for_time_alone() -> None:
    """Ungraded, and graded without a level: neither is a level, a miss or a tell, both are time and a day."""
    empty = outline(9, None, graded=True, missed=[0], tells=[2], self_rating="L6")
    found = progress_of([outline(10), empty], NOW)
    assert (found.sessions, found.graded, found.levelled, found.seconds, found.words) == (2, 1, 0, 120.0, 200)
    assert (found.streak.current, found.categories[0].points, found.missed, found.errors) == (2, (), (), ())
    assert found.self_rating == SelfRating(0, None)


def test_misses_are_counted_by_question_and_shared_ones_across() -> None:
    """A shared mark is one thing whichever question missed it, an own criterion is its question's."""
    other = (*RUBRIC[:1], RUBRIC[1]._replace(claim="Gives a cost, newly worded."), *RUBRIC[2:])
    found = progress_of(
        [
            outline(1, "L4", missed=[0, 1]),
            outline(2, "L4", missed=[1], tells=[2]),
            outline(3, "L5", question="why-rest", title="Rest?", rubric=other, missed=[0, 1], tells=[3]),
        ],
        NOW,
    )
    assert found.missed_shared == (Found(None, "", "cost", "L6", "Gives a cost, newly worded.", 3, 3),)
    assert found.missed == (
        Found("why-rest", "Rest?", "net", "L4", "Says net.", 1, 1),
        Found("why-knead", "Why?", "net", "L4", "Says net.", 1, 2),
    )
    assert found.errors == (Found("why-knead", "Why?", "wrong", "down_level", "Says yeast does it.", 1, 2),)
    assert found.strong == (Found("why-rest", "Rest?", "best", "strong_hire", "Weighs the flour.", 1, 1),)


def test_self_rating_is_compared_with_the_grade() -> None:
    """The mean of self-rating minus grade is in levels; under three it says nothing."""
    rated = [outline(1, "L4", self_rating="L6"), outline(2, "L5", self_rating="L5"), outline(3, "L5")]
    assert progress_of(rated, NOW).self_rating == SelfRating(2, None)
    more = [*rated, outline(4, "L5", self_rating="L4")]
    assert progress_of(more, NOW).categories[0].self_rating == SelfRating(3, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (SelfRating(0, None), "none"),
        (SelfRating(2, None), "too few to say (2 of 3)"),
        (SelfRating(9, 0.04), "as graded, over 9"),
        (SelfRating(9, 1.0), "1.0 level too high, over 9"),
        (SelfRating(9, -0.5), "0.5 levels too low, over 9"),
    ],
)
def test_self_rating_in_words(one: SelfRating, expected: str) -> None:
    """Over- and under-rating are told apart in words."""
    assert words.self_rating(one) == expected


def test_filters_choose_sessions() -> None:
    """One category, or from a day on, that day included."""
    sessions = [outline(1, "L4"), outline(2, "L5"), outline(3, "L6", category="oven")]
    chosen = progress_of(sessions, NOW, "dough", date(2026, 3, 2))
    assert (chosen.sessions, [p.session for p in chosen.categories[0].points]) == (1, ["s2"])


def days(*ago: int) -> list[date]:
    """Return days by how long before the 10th of March they were."""
    return [date(2026, 3, 10) - timedelta(days=one) for one in ago]


@pytest.mark.parametrize(
    ("practised", "expected"),
    [
        pytest.param(days(), Streak(0, 0, 0, False), id="never"),
        pytest.param(days(0), Streak(1, 1, 1, True), id="today"),
        pytest.param(days(1, 2), Streak(2, 2, 2, False), id="up to yesterday"),
        pytest.param(days(2, 3, 4), Streak(0, 3, 3, False), id="broken"),
        pytest.param(days(0, 1, 3, 4, 5), Streak(2, 3, 5, True), id="a longer one before"),
        pytest.param(days(-1, 0, 1), Streak(2, 2, 2, True), id="a day to come"),
        pytest.param(days(-400, -399, 1), Streak(1, 1, 1, False), id="a clock that was a year ahead"),
    ],
)
def test_streaks(practised: list[date], expected: Streak) -> None:
    """Days in a row end today or yesterday; days to come neither lengthen nor break them."""
    assert streak_of(practised, date(2026, 3, 10)) == expected


def test_days_are_those_of_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer at 23:30 in Tokyo is of that evening, whatever day it is in Greenwich; DST days are days too."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    late = int(datetime(2026, 3, 9, 14, 30, tzinfo=UTC).timestamp())
    early = late + 3600
    now = datetime.fromtimestamp(early).astimezone()
    assert progress_of([outline(9, finished=[late, early])], now).streak == Streak(2, 2, 2, True)


def test_sessions_ahead_of_the_clock_are_said() -> None:
    """A session dated after now is counted, and said to be dated so."""
    assert (progress_of([outline(11), outline(9)], NOW).ahead, progress_of([outline(9)], NOW).ahead) == (1, 0)


@pytest.mark.parametrize(
    ("values", "columns", "expected"),
    [
        ([], 10, ""),
        ([0, 1, 2, 3], 10, "▁▃▆█"),
        ([0, 0, 3, 3, 0, 0], 3, "▁█▁"),
        ([0, 3] * 50, 2, "▅▅"),
    ],
)
def test_a_sparkline_fits(values: list[int], columns: int, expected: str) -> None:
    """A level is a block; what does not fit is averaged."""
    assert sparkline(values, columns).replace("▄", "▅") == expected


def test_a_mentors_level_stands_before_the_grade() -> None:
    """Where a mentor gave a level, it is the one that counts, without the range of the tool's."""
    one = outline(1, "L6", mentored=True, standing="L4", low="L5", high="L6", self_rating="L5")
    (category,) = progress_of([one] * 3, NOW).categories
    assert [(point.level, point.low, point.high) for point in category.points] == [("L4", "L4", "L4")] * 3
    assert category.self_rating.mean == 1
