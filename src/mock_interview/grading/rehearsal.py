"""Grade an answer nobody gave, so that what a first grade sets up is there when the real one comes.

Templates, expressions, schemas, tables of words: more than a hundred milliseconds that pass unnoticed while a model
loads or somebody types, and would be waited for at the end of an answer.
"""

from typing import TYPE_CHECKING, Any, cast

from mock_interview.bank import Rule
from mock_interview.grading.grade import Standard, grade
from mock_interview.grading.judging import Judge, ModelJudge
from mock_interview.grading.logprobs import LogprobsJudge
from mock_interview.grading.once import once
from mock_interview.grading.structured import StructuredJudge
from mock_interview.llm import Chat, Endpoint, Reply, Usage
from mock_interview.models import Question, Rubric, Turn

if TYPE_CHECKING:
    from mock_interview.llm import Client

_ANSWER = (
    "I would begin with the simplest thing that could work and look at what it gets wrong. Then I would change it."
)
"""Long enough to be graded, and with too few words of any subject to be taken for an answer to something else."""


class _Yes:
    """A model that says Yes to everything, at once; to be graded by it takes our own time alone."""

    model = ""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.usage = Usage()
        self.tokens = {"Yes": -0.1, "No": -3.0}

    def chat(self, chat: Chat, **_: Any) -> Reply:
        """Return the reply."""
        return Reply("Yes", self.tokens)


@once
def rehearse(judge: Judge, question: Question, rubric: Rubric, rule: Rule) -> None:
    """Do once all that a grade of an answer to this question takes beside the model; nothing is sent or kept.

    A judge that is not of a model has nothing to set up.
    """
    if not isinstance(judge, ModelJudge):
        return
    client = _Yes(judge.client.endpoint)
    stand_in: Judge = StructuredJudge(cast("Client", client))
    if isinstance(judge, LogprobsJudge):
        client.tokens |= {token: -12.0 for probe in judge.calibration.probes.values() for token in probe.tokens}
        stand_in = LogprobsJudge(cast("Client", client), judge.calibration)
    grade(question, rubric, (Turn(role="candidate", text=_ANSWER),), stand_in, Standard(rule))
