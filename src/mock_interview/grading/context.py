"""A verdict in the context of the whole answer: what else it shows, and whether its statements are true.

A small model reads each criterion alone and is easily wrong about one; about the answer as a whole its verdicts know
more together. Who shows much seldom commits a gross error; whose statements are false has not shown what they say.
Statements are asked about one by one, without the rest of the answer: a small model that has read a fluent answer
believes it; of a single sentence it knows better. What a speaker did or saw sounds untrue to it as well, so that this
is weighed against the other verdicts.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from mock_interview.grading.answer import Answer
from mock_interview.grading.evidence import sentences
from mock_interview.grading.odds import log_odds
from mock_interview.grading.prompts import fill
from mock_interview.llm import Chat
from mock_interview.models import Noun, Question

MOST = 10
"""Sentences of an answer that are asked about, evenly spread."""
SHORTEST = 25
"""Characters: shorter ones say too little to be true or false."""
LONGEST = 600
LOWEST = 3
"""Statements that decide how low an answer sinks."""


def statements(answer: Answer) -> list[str]:
    """Return the sentences of what a judge reads that say enough to be true or false."""
    reading = answer.reading
    found = [reading[start:end][:LONGEST] for start, end in sentences(reading)]
    found = [s for s in found if len(s) > SHORTEST and not s.startswith("(The interviewer ")]
    step = max(len(found) / MOST, 1.0)
    return [found[int(i * step)] for i in range(min(len(found), MOST))]


def chat_about(question: Question, statement: str) -> Chat:
    """Return the chat that asks whether one statement is true; all about one question begin alike."""
    system = fill("judge.sound.md.j2", question=question)
    ask = f"Statement: {statement}\nTrue or False?"
    return [("system", system), ("user", "Ready?"), ("assistant", "Yes."), ("user", ask)]


def soundness(first_token: Mapping[str, float]) -> float:
    """Return the log-odds of True against False."""
    return log_odds(first_token, "true", "false")


def features(
    chances: Mapping[str, Sequence[float]], odds: Sequence[float], own: float | None = None
) -> dict[str, float]:
    """Return what a verdict is read from in context: mean chance of the others by kind, how sound the answer is.

    `odds` are the log-odds of its statements; `low` is the mean of the three lowest. `own` is the chance of the
    criterion itself, read from the reply about it alone; it counts by its log-odds.
    """
    found = {kind: sum(values) / len(values) for kind, values in chances.items() if values}
    if odds:
        found["sound"] = sum(odds) / len(odds)
        found["low"] = sum(sorted(odds)[:LOWEST]) / len(odds[:LOWEST])
    if own is not None:
        own = min(max(own, 1e-4), 1 - 1e-4)
        found["own"] = math.log(own / (1 - own))
    return found


class Context(Noun):
    """A logistic model of a verdict in the context of the answer; a feature that is missing counts as its mean."""

    weights: dict[str, float]
    means: dict[str, float]
    intercept: float

    def probability(self, found: Mapping[str, float]) -> float:
        """Return the probability that an answer with these features shows the criterion, or commits the error."""
        signal = self.intercept + math.fsum(
            weight * (found[name] - self.means[name]) for name, weight in self.weights.items() if name in found
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, signal))))


def beside(
    kinds: Mapping[str, str],
    chances: Mapping[str, float],
    odds: Sequence[float],
    said: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each criterion with the features of all others, of its own chance and of its words, where it has them.

    `said` is how much of a criterion's words was said at one place.
    """
    by_kind: dict[str, list[float]] = {}
    for name, chance in chances.items():
        by_kind.setdefault(kinds[name], []).append(chance)
    for name, kind in kinds.items():
        own = chances.get(name)
        others = by_kind
        if own is not None:
            rest = list(by_kind[kind])
            rest.remove(own)
            others = {**by_kind, kind: rest}
        found = features(others, odds, own)
        yield name, {**found, "said": said[name]} if name in said else found


def in_context(
    kinds: Mapping[str, str],
    chances: Mapping[str, float],
    odds: Sequence[float],
    models: Mapping[str, Context],
    said: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, float]:
    """Return the chance of each criterion in the context of the others; `kinds` and `chances` are by criterion.

    One that has no chance of its own is read from the others alone. A kind without a model keeps its chances.
    """
    result = dict(chances)
    for name, found in beside(kinds, chances, odds, said):
        if model := models.get(kinds[name]):
            result[name] = model.probability(found)
    return result
