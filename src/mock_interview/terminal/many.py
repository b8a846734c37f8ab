"""Many answers: a bar with the rate and the time left, and a table of levels at the end."""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.table import Table
from rich.text import Text

from mock_interview.models import LEVELS
from mock_interview.terminal.clean import clean
from mock_interview.terminal.console import err

SHORT = {"below L4": "<L4"}
MOST_ROWS = 60


class Levels:
    """How often each level was given, by question."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, question: str, level: str) -> None:
        """Count a level, or that there was not enough to go by."""
        self.counts[question][level if level in LEVELS else "none"] += 1


def show_levels(levels: Levels) -> None:
    """Print how often each level was given, a line for each question, if there are several answers."""
    if sum(count.total() for count in levels.counts.values()) < 2:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("", overflow="ellipsis", no_wrap=True)
    for level in (*LEVELS, "none"):
        table.add_column(SHORT.get(level, level), justify="right")
    for question, count in list(levels.counts.items())[:MOST_ROWS]:
        table.add_row(Text(clean(question)), *(str(count[level] or "") for level in (*LEVELS, "none")))
    if len(levels.counts) > 1:
        every = sum(levels.counts.values(), Counter[str]())
        table.add_row("all", *(str(every[level] or "") for level in (*LEVELS, "none")))
    err().print(table)


@contextmanager
def rate_bar(total: int | None) -> Iterator[Callable[[bool], None]]:
    """Show a bar on standard error; what it yields is told of each answer whether it took work."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    begun = time.monotonic()
    columns = (SpinnerColumn(), BarColumn(20), TextColumn("{task.description}"))
    with Progress(*columns, console=err(), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(how_far(0, total, 0, 0.0), total=total)
        done = worked = 0

        def step(took_work: bool) -> None:
            nonlocal done, worked
            done += 1
            worked += took_work
            shown.update(task, completed=done, description=how_far(done, total, worked, time.monotonic() - begun))

        yield step


def how_far(done: int, total: int | None, worked: int, seconds: float) -> str:
    """Return how many are done, at what rate, and how long the rest takes at that rate; `worked` took time."""
    said = f"{done:,} of {total:,}" if total else f"{done:,}"
    if not worked or seconds <= 0:
        return said
    rate = worked / seconds
    said += f", {rate:.1f}/s" if rate >= 1 else f", {rate * 60:.1f}/min"
    if not total or total <= done:
        return said
    left = (total - done) / rate
    if left >= 5400:
        return f"{said}, {left / 3600:.1f} h left"
    return f"{said}, {left / 60:.0f} min left" if left >= 90 else f"{said}, {left:.0f} s left"
