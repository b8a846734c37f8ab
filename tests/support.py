"""The tiny bank and a judge with a queue and a memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.llm import Usage
from mock_interview.models import Question, Rubric, Turn

TINY = Path(__file__).parents[1] / "docs" / "example-bank"


def said(text: str) -> tuple[Turn, ...]:
    """Return an answer of one turn."""
    return (Turn(role="candidate", text=text),)


class FakeJudge:
    """Yields the readings it was given; a `GraderFailed` in the queue is raised. Remembers what it was shown."""

    engine = "fake"
    prompt = "sha256:fake"
    grader = "fake"
    model = "fake-1"
    voice = None

    def __init__(self, readings: Iterable[Reading | GraderFailed] = ()) -> None:
        self.queue = list(readings)
        self.usage = Usage()
        self.seen: list[Answer] = []
        self.drafts: list[str] = []
        self.calls: list[str] = []

    def start(self) -> None:
        """Remember the call."""
        self.calls.append("start")

    def close(self) -> None:
        """Remember the call."""
        self.calls.append("close")

    def read_ahead(self, question: Question, rubric: Rubric, draft: str) -> None:
        """Remember the draft."""
        self.drafts.append(draft)

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield what is in the queue."""
        self.seen.append(answer)
        for reading in self.queue:
            if isinstance(reading, GraderFailed):
                raise reading
            self.usage.input_tokens += 10
            yield reading
