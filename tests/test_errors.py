"""Every problem has a message, perhaps a hint, and the exit code that the command line promises."""

import pytest

from mock_interview.errors import (
    BadInput,
    BankError,
    ExitCode,
    GraderFailed,
    MockInterviewError,
    NoGrader,
    UnknownQuestion,
    UnusableReply,
)


def test_the_exit_codes_are_those_scripts_rely_on() -> None:
    """The numbers are part of the interface."""
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0,
        "PROBLEM": 1,
        "USAGE": 2,
        "NO_GRADER": 3,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("no", "do"), 1),
        (UnknownQuestion("no", "do"), 1),
        (NoGrader("no", "do"), 3),
        (GraderFailed("no", "do"), 3),
        (UnusableReply("no", "do"), 3),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_says_what_and_what_next_and_ends_with_its_code(error: MockInterviewError, code: int) -> None:
    """Message, hint and code; as a text it is its message."""
    assert (error.message, error.hint, str(error), int(error.exit_code)) == ("no", "do", "no", code)


@pytest.mark.parametrize(
    ("problems", "message"),
    [
        (["a.yaml:1: id: missing"], "1 problem in the question bank:\n  a.yaml:1: id: missing"),
        (["a", "b"], "2 problems in the question bank:\n  a\n  b"),
    ],
    ids=["one", "two"],
)
def test_a_broken_bank_lists_every_problem(problems: list[str], message: str) -> None:
    """All problems at once, one a line, counted."""
    error = BankError(problems)

    assert (error.message, error.problems, int(error.exit_code)) == (message, problems, 1)


def test_an_unusable_reply_is_a_failed_grader_with_the_text_kept() -> None:
    """Who handles a failed grader handles it too; the raw text is for the re-ask and in no message."""
    error = UnusableReply("no", raw="the model's words")

    assert isinstance(error, GraderFailed)
    assert (error.raw, str(error), error.retryable) == ("the model's words", "no", True)
