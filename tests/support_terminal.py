"""Type at a program in a pseudo-terminal, look at it, and wait for what it saves."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from mock_interview import records
from mock_interview.models import Session, Turn
from support_cli import DRIVER, environment, saved, session

Start = Callable[..., "pexpect.spawn[str]"]
SECONDS = 20
"""How long a slow machine may take."""


@contextmanager
def terminals(*first: str, **more: str) -> Iterator["Start"]:
    """Give what starts the program with these arguments in a terminal of its own; what still runs is ended."""
    running = []

    def begin(*args: str, judge: str = "usable") -> "pexpect.spawn[str]":
        child = pexpect.spawn(
            sys.executable,
            [str(DRIVER), *first, *args],
            env=environment(judge, TERM="xterm", LANG="C.UTF-8", **more),
            dimensions=(40, 120),
            timeout=SECONDS,
            encoding="utf-8",
        )
        running.append(child)
        return child

    try:
        yield begin
    finally:
        for child in running:
            child.close(force=True)


def type_in(child: "pexpect.spawn[str]", text: str) -> None:
    """Type a text, ending lines with the Enter key."""
    child.send(text.replace("\n", "\r"))


def ready(child: "pexpect.spawn[str]", shown: str = r"Ctrl-D.{0,20}finish") -> None:
    """Answer where the cursor is, as terminals do, and wait for the toolbar's way to finish, or for another prompt."""
    child.expect(r"\x1b\[6n")
    child.send("\x1b[1;1R")
    child.expect(shown)


def finish(child: "pexpect.spawn[str]", rating: str = "\n") -> None:
    """Finish the answer, and press a key when asked for the own rating."""
    child.sendcontrol("d")
    ready(child, "which level did you show")
    type_in(child, rating)


def leave(child: "pexpect.spawn[str]") -> int | None:
    """Press Enter at what is offered after the grade; return the program's exit code."""
    ready(child, r"\(Enter: done\)")
    type_in(child, "\n")
    return ended(child)


def ended(child: "pexpect.spawn[str]") -> int | None:
    """Wait for the program's end; return its exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def wait_for_draft(child: "pexpect.spawn[str]", text: str) -> Session:
    """Wait until a draft has been saved by itself; return the session."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.1)
        if found := [one for one in saved() if one.turns and one.turns[-1].text == text]:
            return found[0]
    pytest.fail(f"no draft {text!r} after {SECONDS} s")


def broken_off(text: str) -> Path:
    """Save a session whose answer was broken off."""
    draft = Turn(role="candidate", text=text, finished=False)
    return records.save(session("20260101-120000-why-knead-aaaa", draft))


class Recorder:
    """Remembers what a terminal was sent."""

    text = ""

    def write(self, text: str) -> None:
        """Remember a piece."""
        self.text += text

    def flush(self) -> None:
        """Do nothing."""
