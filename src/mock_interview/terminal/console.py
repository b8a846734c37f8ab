"""The two consoles: data on standard output, everything else on standard error."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from mock_interview.errors import MockInterviewError
from mock_interview.terminal.clean import clean

if TYPE_CHECKING:
    from rich.console import Console

_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_MANY = 200
"""Files that take long enough to read for somebody to wonder."""


@cache
def out() -> "Console":
    """Return the console for data."""
    from rich.console import Console

    class Data(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Data(highlight=False, soft_wrap=False)


@cache
def err() -> "Console":
    """Return the console for everything else."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(message: str, style: str = "") -> None:
    """Print a message on standard error."""
    from rich.text import Text

    err().print(Text(clean(message), style=style), soft_wrap=True)


def print_json(text: str) -> None:
    """Print one JSON value as a line of data; what could steer a terminal is escaped, the value stays the same.

    So is what the output's encoding does not have.
    """
    text = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text))
    write_text(text + "\n")


def print_line(text: str) -> None:
    """Print a line of data as it is, tabs included."""
    write_text(clean(text) + "\n")


def write_text(text: str) -> None:
    """Write lines of data that are harmless already, as they are."""
    # While a status is shown, rich sends what is written to `sys.stdout` to the status's console: standard error.
    # What stood there before is found as rich finds it, without loading rich.
    file = sys.stdout if sys.stdout.isatty() else getattr(sys.stdout, "rich_proxied_file", sys.stdout)
    file.write(text)
    file.flush()


def complain(error: MockInterviewError) -> None:
    """Print what went wrong, and the next step."""
    say(error.message, "red")
    if error.hint:
        say(error.hint)


def at_terminal() -> bool:
    """Return whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def progress(description: str, **kwargs: Any) -> Any:
    """Return a progress bar on standard error that shows bytes and time left; silent without a terminal."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(description), BarColumn(), DownloadColumn(), TimeRemainingColumn(compact=True))
    return Progress(*columns, console=err(), transient=True, disable=not sys.stderr.isatty(), **kwargs)


def steps() -> Any:
    """Return a progress bar on standard error that counts steps; silent without a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err(), transient=True, disable=not sys.stderr.isatty())


@contextmanager
def reading(what: str = "Reading the sessions") -> Iterator[Callable[[int, int], None]]:
    """Give a function to tell how many files have been read, and of how many; many are shown as a bar."""
    shown: list[Any] = []

    def on_read(count: int, total: int) -> None:
        if total < _MANY:
            return
        if not shown:
            shown.append(steps())
            shown[0].start()
            shown[0].add_task(what, total=total)
        shown[0].update(0, completed=count)

    try:
        yield on_read
    finally:
        for bar in shown:
            bar.stop()


@contextmanager
def countdown(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on standard error with the time left; what it yields is called at the beginning of each piece."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    begun = time.monotonic()
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err(), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task("", total=total)
        done = -1

        def step() -> None:
            nonlocal done
            done += 1
            shown.update(task, completed=done, description=of_total(done, total, time.monotonic() - begun))

        yield step


def of_total(done: int, total: int, seconds: float) -> str:
    """Return which piece is being worked on, and how long the rest will take if it goes on as before."""
    said = f"{done + 1} of {total}"
    if not done:
        return said
    left = seconds / done * (total - done)
    return f"{said}, about {round(left / 60)} min left" if left >= 90 else f"{said}, about {round(left)} s left"
