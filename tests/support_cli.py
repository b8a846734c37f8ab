"""Run the command line with a judge of the tests: inside the test, or as a program of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.testing import CliRunner

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed
from mock_interview.grading import Judge, Reading
from mock_interview.models import Rubric, Session, Turn
from support import TINY, FakeJudge, said

DRIVER = Path(__file__).parent / "dialogue_driver.py"

ANSWER = (
    "The gluten strands get pulled into a net. I stop when I can stretch a piece until light comes through.\n"
    "Past that, it tears and turns sticky because the bonds break.\n"
    "A wet dough left overnight gets there by itself, the proteins bond without any pushing.\n"
)
SHOWN = {
    "gluten-network": "gluten strands get pulled into a net",
    "windowpane": "stretch a piece until light comes through",
    "over-kneading": "it tears and turns sticky because the bonds break",
    "time-instead": "A wet dough left overnight gets there by itself",
}
"""What `usable` finds in `ANSWER`: one criterion of L4, three of L5, which is an L5 in the tiny bank."""

HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202e[/red]"
"""A title change, a cleared screen, a C1 escape, reversed text, and markup that closes nothing."""


def usable() -> FakeJudge:
    """Return a judge that is sure of what `ANSWER` shows."""
    rubric = Bank(TINY).rubric("why-knead")
    return FakeJudge(
        Reading(c.id, 1.0, (SHOWN[c.id],), "It says so.") if c.id in SHOWN else Reading(c.id, 0.0)
        for c in rubric.criteria
    )


def failing() -> FakeJudge:
    """Return a judge whose model cannot be reached."""
    return FakeJudge([GraderFailed("The server at localhost:1 cannot be reached.", "Start it.")])


def invoke(*args: str | Path, judge: Judge | None = None, stdin: bytes | None = None) -> Any:
    """Run a command on the tiny bank in this process; without a judge, on what is configured: nothing."""
    with ExitStack() as stack:
        if judge is not None:
            for command in ("room", "grade"):
                stack.enter_context(patch(f"mock_interview.cli.{command}.open_judge", lambda *_: judge))
        from mock_interview.cli import app

        words = [str(arg) for arg in args]
        return CliRunner().invoke(
            app, words, input=stdin, env={"MOCK_INTERVIEW_BANK": str(TINY)}, catch_exceptions=False
        )


def environment(judge: str, **more: str) -> dict[str, str]:
    """Return the environment of a program that runs with one of the driver's judges, or `none`."""
    return {**os.environ, "MOCK_INTERVIEW_BANK": str(TINY), "JUDGE": judge, "PYTHONWARNINGS": "error", **more}


def program(
    *args: str | Path, judge: str = "usable", stdin: bytes = b"", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a program of its own, with pipes."""
    command = [sys.executable, DRIVER, *args]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment(judge, **more or {}), timeout=120)


def session(name: str = "20260101-120000-why-knead-aaaa", *turns: Turn, rubric: Rubric | None = None) -> Session:
    """Return a session that says `ANSWER`, or the given turns."""
    bank = Bank(TINY)
    return Session(
        id=name,
        created=datetime(2026, 1, 1, 12, tzinfo=UTC),
        question=bank.question("why-knead"),
        rubric=rubric or bank.rubric("why-knead"),
        turns=turns or said(ANSWER),
    )


def graded(name: str = "20260101-120000-why-knead-aaaa") -> Session:
    """Return a session that says `ANSWER` and has been graded L5."""
    from mock_interview.grading import grade, standard_for

    asked, judge = session(name), usable()
    result = grade(asked.question, asked.rubric, asked.turns, judge, standard_for(judge, Bank(TINY).levels.rule))
    return asked.model_copy(update={"grades": (result,)})


def saved() -> list[Session]:
    """Return every session in the sessions folder, oldest first."""
    return [records.load(path) for path in sorted(records.sessions_folder().glob("*.json"))]


def quotes(grade: Mapping[str, Any]) -> Iterator[tuple[int, int, int, str]]:
    """Yield turn, start, end and text of every quote in a grade's JSON."""
    for verdict in grade["verdicts"]:
        for quote in verdict["quotes"]:
            yield quote["turn"], quote["start"], quote["end"], quote["text"]


def lines(text: str) -> list[Any]:
    """Return JSON Lines as values."""
    return [json.loads(line) for line in text.splitlines()]
