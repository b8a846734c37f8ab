"""What every verdict engine is: something that reads an answer against a list of criteria, one reading each."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from mock_interview.grading.answer import Answer
from mock_interview.llm import Client, Usage
from mock_interview.models import Criterion, Question, Rubric

CREDIT = 0.5
"""From this probability on a criterion is credited, and needs evidence; an error takes more."""
CONVICTION = 0.7
"""From this probability on an error is found: one that was not committed costs a right answer up to three levels."""


def credit(criterion: Criterion) -> float:
    """Return the probability from which on a criterion is met, or an error found."""
    return CONVICTION if criterion.kind == "down_level" else CREDIT


@dataclass(frozen=True)
class Reading:
    """What an engine says of one criterion; `probability` is None when it could not be judged."""

    criterion: str
    probability: float | None
    quotes: tuple[str, ...] = ()
    """Words it says are in the answer; checked by code before they count."""
    reason: str = ""
    unstable: bool = False
    """Two readings disagreed about it."""
    provisional: bool = False
    """A first reading; another one of the same criterion follows when the whole answer has been read."""


class Judge(Protocol):
    """A verdict engine on a model."""

    grader: str
    engine: str
    prompt: str
    """Digest of the templates it uses."""
    usage: Usage

    @property
    def model(self) -> str:
        """Return the model's name."""

    @property
    def voice(self) -> Client | None:
        """Return the model where it can speak as the interviewer; None where it only judges."""

    def start(self) -> None:
        """Begin whatever takes time, and return at once."""

    def read_ahead(self, question: Question, rubric: Rubric, draft: str) -> None:
        """Let the model read the question and the answer so far, so that the first verdict comes sooner."""

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield one reading for each criterion, in the rubric's order; raises `GraderFailed` when it must stop."""

    def close(self) -> None:
        """Let go of what `start` took."""


class ModelJudge:
    """What verdict engines on a client have in common."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.grader = client.endpoint.grader
        self.usage = client.usage

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self.client.model

    @property
    def voice(self) -> Client | None:
        """Return nothing: a model that is asked for one token has not shown that it can speak."""
        return None

    def beside(self) -> Self:
        """Return a judge on the same connections that counts for itself, for another thread."""
        other = copy.copy(self)
        other.client = self.client.beside()
        other.usage = other.client.usage
        return other

    def start(self) -> None:
        """Begin to load the embedded model."""
        self.client.start()

    def close(self) -> None:
        """Let the embedded model go."""
        self.client.close()


def is_embedded(judge: Judge) -> bool:
    """Return whether a judge asks the embedded model, which is loaded here and does one thing at a time."""
    return isinstance(judge, ModelJudge) and judge.client.endpoint.embedded
