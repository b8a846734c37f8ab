"""What can go wrong, each with the exit code it ends the program with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; a weak answer is not an error."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    NO_GRADER = 3
    INTERRUPTED = 130


class MockInterviewError(Exception):
    """Something the user can act on: one sentence that names the thing and the place, and the next step."""

    exit_code = ExitCode.PROBLEM

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadInput(MockInterviewError):
    """A file or an answer that cannot be used as it is."""


class BankError(MockInterviewError):
    """Content that does not hold together; carries every problem as `file:line: field: what to do`."""

    def __init__(self, problems: list[str]) -> None:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__(f"{count} in the question bank:\n" + "\n".join(f"  {p}" for p in problems))
        self.problems = problems


class UnknownQuestion(MockInterviewError):
    """An id that no question has; the hint names the nearest ones."""


class NoGrader(MockInterviewError):
    """Nothing is configured that could grade, or what is configured cannot be reached."""

    exit_code = ExitCode.NO_GRADER


class GraderFailed(NoGrader):
    """A model was called and no usable reply came back; `retryable` says whether later may go better."""

    def __init__(self, message: str, hint: str = "", *, retryable: bool = True) -> None:
        super().__init__(message, hint)
        self.retryable = retryable


class UnusableReply(GraderFailed):
    """The server answered, but the reply cannot be read: the raw text is kept for the re-ask."""

    def __init__(self, message: str, hint: str = "", *, raw: str = "") -> None:
        super().__init__(message, hint)
        self.raw = raw
