"""The two consoles: data on standard output, everything else on standard error."""

import sys
from functools import cache
from typing import Any

from rich.console import Console
from rich.text import Text

from mock_interview.errors import MockInterviewError
from mock_interview.terminal.clean import clean


@cache
def out() -> Console:
    """Return the console for data."""
    return Console(highlight=False, soft_wrap=False)


@cache
def err() -> Console:
    """Return the console for everything else."""
    return Console(stderr=True, highlight=False)


def say(message: str, style: str = "") -> None:
    """Print a message on standard error."""
    err().print(Text(clean(message), style=style), soft_wrap=True)


def print_json(text: str) -> None:
    """Print one JSON value as a line of data."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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
