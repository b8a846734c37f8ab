"""The `logprobs` engine: one short Yes/No request for each criterion, read from the first token's log-probabilities.

Instructions, question and answer come first and the criterion last, so that the server's prefix cache serves all
requests of one answer. Its statements are asked about by themselves.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.grading.answer import Answer
from mock_interview.grading.calibration import Calibration, kind_of
from mock_interview.grading.context import chat_about, in_context, soundness, statements
from mock_interview.grading.judging import ModelJudge, Reading, credit
from mock_interview.grading.nearest import nearest_sentences
from mock_interview.grading.odds import against, logprobs
from mock_interview.grading.overlap import overlaps
from mock_interview.grading.prompts import fenced, fill, prompt_digest
from mock_interview.llm import Chat, Client
from mock_interview.models import Criterion, Question, Rubric

TEMPLATES = ("judge.system.md.j2", "judge.criterion.md.j2", "judge.sound.md.j2")
WRONG = "shared down_level"
"""Kind of the one error that no reply is about: it is read from everything else."""
READ = "I have read the answer. Yes or No to each."
LEAST_SAID = 0.2
"""Probability that Yes and No must have together for the reply to be a verdict."""

MOST_SAID = 1.05
"""What all candidates of a token may have together: 1, and something for rounding."""


class LogprobsJudge(ModelJudge):
    """Reads verdicts from log-probabilities; works with the embedded model and with servers that return them."""

    engine = "logprobs"
    prompt = prompt_digest(*TEMPLATES)

    def __init__(self, client: Client, calibration: Calibration) -> None:
        super().__init__(client)
        self.calibration = calibration

    def read_ahead(self, question: Question, rubric: Rubric, draft: str) -> None:
        """Let the model evaluate the question and the answer so far."""
        self.client.chat(opening(question, draft), max_tokens=1)

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield a reading for each criterion; a credited one comes with the sentences nearest to it.

        Where verdicts are read in context, the readings of the single replies come first, as provisional ones. A
        grader that fails before all is read leaves it at those: what is missing could turn any of them.
        """
        start = opening(question, answer.reading)
        models = self.calibration.contexts
        raw: dict[str, Reading] = {}
        for criterion in rubric.criteria:
            if kind_of(criterion) == WRONG and WRONG in models:
                continue
            raw[criterion.id] = reading = self._read(start, question, criterion, answer)
            yield replace(reading, provisional=bool(models))
        if models:
            sound = sorted(self._sound(question, answer))
            yield from self._in_context(rubric, answer, raw, sound)

    def _read(self, start: Chat, question: Question, criterion: Criterion, answer: Answer) -> Reading:
        signal = self.signal(start, criterion)
        if isinstance(signal, str):
            return Reading(criterion.id, None, reason=signal)
        first_token, odds = signal
        probability = self.calibration.probability(question, criterion, first_token, odds)
        quotes = nearest_sentences(criterion, answer) if probability >= credit(criterion) else ()
        return Reading(criterion.id, probability, quotes)

    def _in_context(
        self, rubric: Rubric, answer: Answer, raw: Mapping[str, Reading], sound: Sequence[tuple[float, str]]
    ) -> Iterator[Reading]:
        """Yield the readings in the context of all others; one that could not be read alone stays as it was.

        The words of the error that no reply is about are the statements the model takes for least true.
        """
        kinds = {c.id: kind_of(c) for c in rubric.criteria}
        alone = {name: r.probability for name, r in raw.items() if r.probability is not None}
        words = overlaps(rubric.criteria, answer)
        found = in_context(kinds, alone, [odds for odds, _ in sound], self.calibration.contexts, words)
        least = tuple(statement for _, statement in sound[:2])
        for criterion in rubric.criteria:
            reading = raw.get(criterion.id)
            if reading and reading.probability is None:
                yield reading
            elif reading or sound:
                probability = found[criterion.id]
                quotes: tuple[str, ...] = ()
                if probability >= credit(criterion):
                    quotes = (reading.quotes or nearest_sentences(criterion, answer)) if reading else least
                yield Reading(criterion.id, probability, quotes)

    def _sound(self, question: Question, answer: Answer) -> Iterator[tuple[float, str]]:
        """Yield the log-odds of each statement that a reply came to, with the statement."""
        for statement in statements(answer):
            chat = chat_about(question, statement)
            try:
                reply = self.client.chat(chat, max_tokens=1, top_logprobs=self.calibration.top_logprobs)
            except UnusableReply:
                continue
            yield soundness(reply.first_token), statement

    def signal(self, start: Chat, criterion: Criterion) -> tuple[dict[str, float], float] | str:
        """Return the log-probabilities of the first token with the log-odds of Yes, or why they say nothing."""
        ask = fill("judge.criterion.md.j2", criterion=criterion)
        try:
            reply = self.client.chat([*start, ("user", ask)], max_tokens=1, top_logprobs=self.calibration.top_logprobs)
        except UnusableReply as fault:
            return fault.message
        if not reply.first_token:
            why = f"{self.grader} gives no log-probabilities."
            raise GraderFailed(why, "Use --engine structured.", retryable=False)
        if sum(map(math.exp, reply.first_token.values())) > MOST_SAID:
            return "the log-probabilities of the server's reply cannot all be true"
        yes, no = logprobs(reply.first_token, "yes", "no")
        if math.exp(yes) + math.exp(no) < LEAST_SAID:
            return "the model said neither Yes nor No"
        if not self.calibration.readable(reply.first_token):
            return "the server gave too few log-probabilities for this model's calibration"
        return reply.first_token, against(yes, no)


def opening(question: Question, reading: str) -> Chat:
    """Return the shared beginning of every chat about an answer; the answer alone in a message of its own."""
    system = fill("judge.system.md.j2", question=question)
    return [("system", system), ("user", fenced(reading, question)), ("assistant", READ)]
