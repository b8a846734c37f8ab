"""What a model says of every criterion of every gold answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mock_interview.audit.kept import NotKept
from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.answer import prepare
from mock_interview.grading.logprobs import opening
from mock_interview.grading.prompts import fill
from mock_interview.models import LEVELS, Criterion, GoldAnswer, Question, Rubric, Turn, digest

OUTRIGHT = "outright"
"""The pseudo-criterion under which the reply to "which level?" is kept."""


@dataclass(frozen=True)
class Signals:
    """A gold answer with the first token's log-probabilities for each criterion; `nothing` when the gate held it."""

    question: Question
    rubric: Rubric
    answer: GoldAnswer
    nothing: str
    first_tokens: dict[str, dict[str, float]]

    def shown(self, criterion: Criterion) -> bool:
        """Return whether the careful reader found the criterion in the answer."""
        return criterion.id in self.answer.shows


def collect(
    judge: LogprobsJudge,
    bank: Bank,
    questions: Sequence[Question],
    most: int | None = None,
    on_answer: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Signals]:
    """Yield the signals of the gold answers to the questions.

    With `most`, of no more than that many answers to each question, one of each level in turn. Answers about which a
    `KeptClient` may not ask are left out.
    """
    work = [(question, answer) for question in questions for answer in spread(bank.gold(question.id), question, most)]
    for done, (question, answer) in enumerate(work):
        on_answer(done, len(work))
        found = _signals(judge, question, bank.rubric(question.id), answer)
        if found:
            yield found
    on_answer(len(work), len(work))


def spread(answers: Sequence[GoldAnswer], question: Question, most: int | None) -> list[GoldAnswer]:
    """Return at most so many answers, one of each level in turn; which come first depends on the question alone."""
    chance = int(digest(question.id).removeprefix("sha256:"), 16)
    queues = []
    for level in LEVELS:
        of_level = [answer for answer in answers if answer.label == level]
        chance, first = divmod(chance, max(len(of_level), 1))
        queues.append(of_level[first:] + of_level[:first])
    first = chance % len(queues)
    rounds = zip_longest(*queues[first:], *queues[:first])
    return [answer for each in rounds for answer in each if answer][:most]


def _signals(judge: LogprobsJudge, question: Question, rubric: Rubric, answer: GoldAnswer) -> Signals | None:
    ready = prepare(question, rubric, (Turn(role="candidate", text=answer.text),))
    if ready.nothing:
        return Signals(question, rubric, answer, ready.nothing, {})
    chat = opening(question, ready.reading)
    asks = {c.id: fill("judge.criterion.md.j2", criterion=c) for c in rubric.criteria}
    asks[OUTRIGHT] = fill("outright.md.j2")
    many = judge.calibration.top_logprobs
    try:
        said = {
            name: judge.client.chat([*chat, ("user", ask)], max_tokens=1, top_logprobs=many)
            for name, ask in asks.items()
        }
    except NotKept:
        return None
    return Signals(question, rubric, answer, "", {name: reply.first_token for name, reply in said.items()})
