"""Which follow-up question an interviewer asks next: the one that matters most for the level in reach."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mock_interview.bank import Rule
from mock_interview.grading.answer import prepare
from mock_interview.grading.feedback import shortest_way
from mock_interview.grading.judging import CREDIT, Judge
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import LEVELS, Criterion, Question, Rubric, Turn

PATIENCE = 10.0
"""Seconds that reading an answer may take before something is asked; what has not been read by then counts as open."""


@dataclass
class Prober:
    """Reads an answer as far as there is time and says what to ask; remembers what was shown and what was asked."""

    judge: Judge
    question: Question
    rubric: Rubric
    rule: Rule
    shown: dict[str, float] = field(default_factory=dict)
    """Chances of the criteria that have been read, by id; L4 first, so that there is time for those in reach."""

    def next(self, turns: Sequence[Turn], patience: float = PATIENCE) -> Criterion | None:
        """Return the criterion to ask about now, or None; raises `GraderFailed` where the judge cannot go on.

        Only criteria of a level are asked about, each once, and not those that the answer shows; nothing where there is
        no answer to go by.
        """
        asked = {turn.probe for turn in turns if turn.probe}
        answer = prepare(self.question, self.rubric, turns)
        if answer.nothing:
            return None
        ends = time.monotonic() + patience
        left = sorted((c for c in _open(self.rubric, self.shown) if not c.shared), key=lambda c: c.kind)
        waiting = {c.id for c in left}
        part = self.rubric.model_copy(update={"criteria": tuple(left)})
        for reading in self.judge.judge(self.question, part, answer) if left else ():
            if reading.probability is not None:
                self.shown[reading.criterion] = reading.probability
            waiting.discard(reading.criterion)
            if not waiting or time.monotonic() > ends:
                break
        return choose(self.rubric, self.rule, self.shown, asked)


def _open(rubric: Rubric, shown: Mapping[str, float]) -> list[Criterion]:
    return [c for c in rubric.criteria if c.kind.startswith("L") and shown.get(c.id, 0.0) < CREDIT]


def choose(
    rubric: Rubric, rule: Rule, shown: Mapping[str, float], asked: Collection[str | None] = ()
) -> Criterion | None:
    """Return the open criterion that brings the level in reach nearest, of those that have a probe; None without one.

    Below L4 and at L4 that is what L5 takes: an interviewer does not ask for definitions.
    """
    now = quantile(at_least(shown, rubric, rule), 0.5)
    target = LEVELS[max(LEVELS.index(now) + 1, LEVELS.index("L5"))] if now != LEVELS[-1] else now
    way = shortest_way({name: 0.0 if name in asked else p for name, p in shown.items()}, rubric, rule, target)
    order = [*way, *(c for c in _open(rubric, shown) if c.kind == target)]
    return next((c for c in order if c.probe and c.kind.startswith("L") and c.kind != "L4" and c.id not in asked), None)
