"""The interview about one question at the terminal."""

import time
from typing import TYPE_CHECKING

import typer

from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.grading import Judge
    from mock_interview.interview import Attempt


def hold(attempt: "Attempt", judge: "Judge | None", *, probes: int = 2, rate: bool = True) -> "Attempt":
    """Hold the interview about one question: show it and let the user type, every step saved; Ctrl-C exits with 130."""
    from mock_interview.interview import ReadAlong
    from mock_interview.terminal import console
    from mock_interview.terminal.editor import write_answer
    from mock_interview.terminal.views import question_panel

    session = attempt.session
    console.err().print(question_panel(session.question))
    if session.answers and not attempt.draft:
        return attempt

    def read(text: str) -> None:
        if judge:
            from mock_interview.grading import read_ahead

            read_ahead(judge, session.question, session.rubric, text)

    along = ReadAlong(lambda text: attempt.write(text, finished=False), read)
    along.hear(attempt.draft)
    along.start()
    begun = time.monotonic()
    try:
        words = write_answer(session.question.minutes, attempt.draft, along.hear)
    except KeyboardInterrupt:
        along.abandon()
        if along.draft.strip():
            attempt.write(along.draft, finished=False)
            console.say(f"\nStopped. What you typed is saved: {attempt.path}")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    except EOFError:
        words = along.draft
    along.abandon()
    attempt.write(words, finished=True, seconds=round(time.monotonic() - begun, 1))
    try:
        with console.err().status("Reading your answer ..."):
            along.stop()
    except KeyboardInterrupt:
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    return attempt
