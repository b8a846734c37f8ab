"""What a model says of every criterion of every gold answer; kept on disk by content, so that it can be resumed."""

import gzip
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.answer import prepare
from mock_interview.grading.logprobs import opening
from mock_interview.grading.prompts import fill
from mock_interview.models import LEVELS, Criterion, GoldAnswer, Question, Rubric, Turn, digest

OUTRIGHT = "outright"
"""The pseudo-criterion under which the reply to "which level?" is kept."""
KEPT_DIGITS = 3


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
    cache: Path,
    most: int | None = None,
    kept_only: bool = False,
    on_answer: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Signals]:
    """Yield the signals of the gold answers to the questions, asking the model for what is not in the cache.

    With `most`, of no more than that many answers to each question, one of each level in turn. With `kept_only` nothing
    is asked: answers the cache does not hold whole are left out.
    """
    work = [(question, answer) for question in questions for answer in spread(bank.gold(question.id), question, most)]
    for done, (question, answer) in enumerate(work):
        on_answer(done, len(work))
        found = _signals(judge, question, bank.rubric(question.id), answer, cache, kept_only)
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


def _signals(
    judge: LogprobsJudge, question: Question, rubric: Rubric, answer: GoldAnswer, cache: Path, kept_only: bool = False
) -> Signals | None:
    ready = prepare(question, rubric, (Turn(role="candidate", text=answer.text),))
    if ready.nothing:
        return Signals(question, rubric, answer, ready.nothing, {})
    chat = opening(question, ready.reading)
    asks = {c.id: fill("judge.criterion.md.j2", criterion=c) for c in rubric.criteria}
    asks[OUTRIGHT] = fill("outright.md.j2")
    key = digest([judge.model, judge.calibration.top_logprobs, chat]).removeprefix("sha256:")
    path = cache / f"{key}.json.gz"
    said: dict[str, dict[str, float]] = json.loads(gzip.decompress(path.read_bytes())) if path.exists() else {}
    missing = [ask for ask in asks.values() if ask not in said]
    if missing and kept_only:
        return None
    for ask in missing:
        reply = judge.client.chat([*chat, ("user", ask)], max_tokens=1, top_logprobs=judge.calibration.top_logprobs)
        said[ask] = {token: round(logprob, KEPT_DIGITS) for token, logprob in reply.first_token.items()}
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".tmp")
        unfinished.write_bytes(gzip.compress(json.dumps(said, ensure_ascii=False).encode(), 5))
        os.replace(unfinished, path)
    return Signals(question, rubric, answer, "", {name: said[ask] for name, ask in asks.items()})
