"""What a model says of every criterion of every gold answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from mock_interview.audit.kept import KeptClient, NotKept
from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge, Standard, grade
from mock_interview.grading.answer import Answer, prepare
from mock_interview.grading.context import chat_about, statements
from mock_interview.grading.grade import weigh
from mock_interview.grading.judging import Reading
from mock_interview.grading.logprobs import opening
from mock_interview.grading.nearest import nearest_sentences
from mock_interview.grading.overlap import overlaps
from mock_interview.grading.prompts import fill
from mock_interview.models import LEVELS, Criterion, GoldAnswer, Question, Quote, Rubric, Turn, digest

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
    unsupported: frozenset[str] = frozenset()
    """Criteria for which a grade would find no words in the answer."""
    sound: tuple[dict[str, float], ...] = ()
    """For each statement of the answer the first token's log-probabilities, asked whether it is true."""
    said: Mapping[str, float] = field(default_factory=dict)
    """How much of the words of each of the question's own criteria was said at one place."""

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
        found = ask_about(judge, question, bank.rubric(question.id), answer)
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


def retest(judge: LogprobsJudge, standard: Standard, signals: Sequence[Signals], most: int) -> tuple[int, int]:
    """Grade some answers again, past what was kept; return how many get the same level, and how many there are."""
    again = [s for s in sorted(signals, key=lambda s: digest([s.question.id, s.answer.id])) if not s.nothing][:most]
    client = judge.client
    fresh = LogprobsJudge(client.client if isinstance(client, KeptClient) else client, judge.calibration)
    same = 0
    for s in again:
        turns = (Turn(role="candidate", text=s.answer.text),)
        levels = [grade(s.question, s.rubric, turns, reader, standard).level.estimate for reader in (judge, fresh)]
        same += levels[0] == levels[1]
    return same, len(again)


def ask_about(judge: LogprobsJudge, question: Question, rubric: Rubric, answer: GoldAnswer) -> Signals | None:
    """Return the signals of one answer; None where a `KeptClient` may not ask about it."""
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
        sound = tuple(
            judge.client.chat(chat_about(question, statement), max_tokens=1, top_logprobs=many).first_token
            for statement in statements(ready)
        )
    except NotKept:
        return None
    tokens = {name: reply.first_token for name, reply in said.items()}
    unsupported = frozenset(c.id for c in rubric.criteria if not _evidence(c, ready))
    said_at_once = overlaps(rubric.criteria, ready)
    return Signals(question, rubric, answer, "", tokens, unsupported, sound, said_at_once)


def _evidence(criterion: Criterion, ready: Answer) -> tuple[Quote, ...]:
    return weigh(Reading(criterion.id, 1.0, nearest_sentences(criterion, ready)), criterion, ready).quotes
