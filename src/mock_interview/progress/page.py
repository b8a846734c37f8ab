"""Write progress as one HTML page that asks nobody for anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mock_interview.models import LEVELS
from mock_interview.pages import environment
from mock_interview.progress import words
from mock_interview.progress.figures import Category, Point, Progress

WIDTH, HEIGHT = 640, 150
"""Of the drawing area of a chart, in units of its view box."""
_LEFT, _TOP, _INSET = 70, 12, 8
_MOST = 20
"""Rows of each list of criteria, and of the table below a chart."""


@dataclass(frozen=True)
class Chart:
    """The levels of one category as points of a drawing: x is time, y is the level."""

    category: Category
    dots: tuple[tuple[float, float, Point], ...]
    """Each with the level it stands for."""
    line: str
    """The points of the line: the mean of each level and the four before it."""
    words: str
    """What the chart shows, for who cannot see it."""
    latest: tuple[Point, ...]
    """The newest levels, newest first."""


def charts(progress: Progress) -> tuple[Chart, ...]:
    """Return a chart for each category with a level, all on the same axis of time."""
    points = [point for one in progress.categories for point in one.points]
    if not points:
        return ()
    begin, end = (pick(point.moment for point in points) for pick in (min, max))
    return tuple(_chart(one, begin, end) for one in progress.categories if one.points)


def _chart(one: Category, begin: float, end: float) -> Chart:
    span = end - begin
    across = [(p.moment - begin) / span if span else 0.5 for p in one.points]
    x = [round(_LEFT + _INSET + (WIDTH - 2 * _INSET) * share, 1) for share in across]
    line = " ".join(f"{at},{_height(mean)}" for at, mean in zip(x, _means(one.values), strict=True))
    dots = tuple((at, _height(value), p) for at, value, p in zip(x, one.values, one.points, strict=True))
    first, last = one.points[0], one.points[-1]
    text = f"{words.counted(len(dots), 'level')} from {first.at:%Y-%m-%d} to {last.at:%Y-%m-%d}: first {first.level}, "
    text += f"latest {last.level}, best {one.best}."
    return Chart(one, dots, line if len(dots) > 1 else "", text, one.points[: -_MOST - 1 : -1])


def _height(level: float) -> float:
    return round(_TOP + HEIGHT - _INSET - (HEIGHT - 2 * _INSET) * level / (len(LEVELS) - 1), 1)


def _means(values: Sequence[int], last: int = 5) -> list[float]:
    """Return for each value the mean of it and the ones before it, `last` in all."""
    windows = (values[max(0, end - last) : end] for end in range(1, len(values) + 1))
    return [sum(window) / len(window) for window in windows]


def html(progress: Progress, now: datetime) -> str:
    """Return the page."""
    days = sorted((point for one in progress.categories for point in one.points), key=lambda point: point.moment)
    axis = [(_height(number), name) for number, name in enumerate(LEVELS)]
    lists = (
        ("Missed most often: marks of ownership, across questions", "missed", progress.missed_shared),
        ("Missed most often: points of single questions", "missed", progress.missed),
        ("Errors", "made", progress.errors),
        ("Strong signs", "shown", progress.strong),
    )
    return (
        environment("progress")
        .get_template("progress.html.j2")
        .render(
            progress=progress,
            now=now,
            charts=charts(progress),
            axis=axis,
            first=days[0].at if days else now,
            last=days[-1].at if days else now,
            left=_LEFT,
            right=_LEFT + WIDTH,
            bottom=_TOP + HEIGHT,
            lists=[(heading, verb, found[:_MOST], len(found)) for heading, verb, found in lists if found],
            words=words,
        )
    )
