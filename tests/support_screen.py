"""The program in a pseudo-terminal, and what a terminal emulator draws of it: the screen as a person sees it."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

from support_cli import DRIVER, environment

SECONDS = 30.0
"""How long a slow machine may take."""
QUIET = 0.4
"""Seconds without output after which a screen is drawn."""
_CHANGES = (
    (re.compile(r"\d{8}-\d{6}-([a-z-]+)-[0-9a-f]{4}"), r"<when>-\1-<id>"),
    (re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"), "<date>"),
    (re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b"), "<date>"),
    (re.compile(r"\b\d+ days\b"), "<n> days"),
    (re.compile(r"\b0:\d\d of"), "0:00 of"),
    (re.compile(r"Saved: (?:\S|\n)+\.json", re.MULTILINE), "Saved: <file>"),
    (re.compile(r"\b\d+(?:\.\d)? s\b"), "<n> s"),
)
"""What is another at every run, and what stands for it."""


class Screen:
    """A program and the screen it draws on."""

    def __init__(self, child: "pexpect.spawn[str]", columns: int, lines: int) -> None:
        self.child = child
        self._screen = pyte.Screen(columns, lines)
        self._screen.write_process_input = child.send  # such as where the cursor is
        self._stream = pyte.Stream(self._screen)

    @property
    def text(self) -> str:
        """Return what is to be seen now, what changes at every run left out."""
        shown = "\n".join(line.rstrip() for line in self._screen.display).strip("\n") + "\n"
        for pattern, instead in _CHANGES:
            shown = pattern.sub(instead, shown)
        return shown

    def wait(self, expected: str) -> str:
        """Wait until the screen shows a text and nothing more comes; return all of it."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            quiet = self._read()
            if quiet and expected in self.text:
                return self.text
        raise AssertionError(f"{expected!r} is not on the screen after {SECONDS} s:\n{self.text}")

    def _read(self) -> bool:
        """Draw what comes; return whether nothing more does."""
        try:
            self._stream.feed(self.child.read_nonblocking(100_000, timeout=QUIET))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return True
        return False

    def end(self) -> str:
        """Wait until the program has ended; return what is to be seen then."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if self._read() and not self.child.isalive():
                return self.text
        raise AssertionError(f"has not ended after {SECONDS} s:\n{self.text}")

    def type(self, text: str) -> None:
        """Type a text, ending lines with the Enter key."""
        self.child.send(text.replace("\n", "\r"))


@contextmanager
def screen(*args: str, bank: Path, columns: int, lines: int) -> Iterator[Screen]:
    """Start the program in a terminal of this size, with a judge that knows the tiny bank; it is ended at the end."""
    more = {"MOCK_INTERVIEW_BANK": str(bank), "TERM": "xterm", "LANG": "C.UTF-8"}
    env = {name: value for name, value in environment("usable", **more).items() if name != "COLUMNS"}
    command = [str(DRIVER), *args]
    child = pexpect.spawn(sys.executable, command, env=env, dimensions=(lines, columns), encoding="utf-8")
    try:
        yield Screen(child, columns, lines)
    finally:
        child.close(force=True)
