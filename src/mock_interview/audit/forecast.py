"""What an audit will take, before it begins."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mock_interview.audit.kept import KeptClient
from mock_interview.bank import Bank
from mock_interview.grading import DecisionsJudge, Judge, LogprobsJudge
from mock_interview.grading.answer import prepare
from mock_interview.grading.context import statements
from mock_interview.grading.logprobs import opening
from mock_interview.grading.prompts import fill
from mock_interview.grading.structured import AT_ONCE, TOKENS_EACH
from mock_interview.models import GoldAnswer, Question, Turn

CHARACTERS_A_TOKEN = 4.3
TOKENS_A_SECOND = 45
"""Prompt tokens the embedded model evaluates in a second on two cores."""
FRAME = 12
"""Tokens of a chat's own marks around a short request."""


@dataclass(frozen=True)
class Forecast:
    """Requests to send and prompt tokens to evaluate, those the server's prefix cache spares left out."""

    answers: int
    requests: int
    tokens: int
    output: int
    """The most tokens that replies may have."""
    embedded: bool

    def __str__(self) -> str:
        if not self.answers:
            return "All of it was asked before."
        said = f"To ask: {self.answers} answers, {self.requests:,} requests, about {self.tokens:,} new prompt tokens"
        if self.embedded:
            return f"{said}; about {max(self.tokens / TOKENS_A_SECOND / 60, 1):.0f} minutes on two cores."
        return f"{said} (more where the server caches no prefix), at most {self.output:,} output tokens."


def of(client: KeptClient, judge: Judge, bank: Bank, work: Sequence[tuple[Question, GoldAnswer]]) -> Forecast:
    """Return what asking about these answers will take at most; what is kept is only known of log-probabilities."""
    answers = requests = output = 0
    characters = 0.0
    for question, answer in work:
        rubric = bank.rubric(question.id)
        ready = prepare(question, rubric, (Turn(role="candidate", text=answer.text),))
        chat = opening(question, ready.reading)
        first = fill("judge.criterion.md.j2", criterion=rubric.criteria[0])
        top = judge.calibration.top_logprobs if isinstance(judge, LogprobsJudge) else 0
        if ready.nothing or (top and client.holds([*chat, ("user", first)], top)):
            continue
        answers += 1
        characters += sum(len(text) for _, text in chat) + sum(len(c.claim) for c in rubric.criteria)
        if isinstance(judge, LogprobsJudge):
            said = statements(ready)
            characters += sum(map(len, said))
            requests += len(rubric.criteria) + 1 + len(said)
            output += len(rubric.criteria) + 1 + len(said)
        else:
            requests += math.ceil(len(rubric.criteria) / AT_ONCE) + isinstance(judge, DecisionsJudge)
            output += TOKENS_EACH * len(rubric.criteria)
    tokens = int(characters / CHARACTERS_A_TOKEN) + FRAME * requests
    return Forecast(answers, requests, tokens, output, client.endpoint.embedded)
