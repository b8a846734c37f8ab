"""The `decisions` engine: probabilities from OpenAI's Decisions endpoint, words from a `structured` reading.

Two readings of every criterion: where they disagree the verdict is marked unstable, and the range is widened.
"""

from collections.abc import Iterator

from mock_interview.errors import GraderFailed
from mock_interview.grading.answer import Answer
from mock_interview.grading.judging import Reading, credit
from mock_interview.grading.prompts import fill, prompt_digest
from mock_interview.grading.structured import TEMPLATES, StructuredJudge, opening
from mock_interview.llm import Client, decide
from mock_interview.models import Criterion, Question, Rubric

DECLINED = "the model declined to say"


class DecisionsJudge(StructuredJudge):
    """Reads every criterion twice: as a predicate for its probability, as JSON for its words."""

    engine = "decisions"
    prompt = prompt_digest(*TEMPLATES, "decisions.md.j2")

    def __init__(self, client: Client, *, required: bool = True) -> None:
        super().__init__(client)
        self.required = required
        """Whether to fail where the endpoint cannot be used; else the structured reading stands alone."""

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield a reading for each criterion, in the rubric's order."""
        chat = opening(question, rubric, answer.reading)
        statements = [fill("decisions.md.j2", criterion=criterion) for criterion in rubric.criteria]
        try:
            chances: list[float | None] | None = decide(self.client, chat, statements)
        except GraderFailed:
            if self.required:
                raise
            chances = None
        for place, reading in enumerate(super().judge(question, rubric, answer)):
            yield reading if chances is None else both(rubric.criteria[place], chances[place], reading)


def both(criterion: Criterion, chance: float | None, reading: Reading) -> Reading:
    """Return what two readings of a criterion amount to; a refusal is no verdict, whatever the other one says."""
    if chance is None:
        return Reading(criterion.id, None, reason=DECLINED)
    if reading.probability is None:
        return Reading(criterion.id, chance, reason=reading.reason)
    needed = credit(criterion)
    unstable = (chance >= needed) != (reading.probability >= needed)
    probability = (chance + reading.probability) / 2 if unstable else chance
    return Reading(criterion.id, probability, reading.quotes, reading.reason, unstable)
