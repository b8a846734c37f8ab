"""Put a round of questions together as a company would: a mix of parts that fills the time."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mock_interview.bank import Mix, Part
from mock_interview.errors import BadInput
from mock_interview.models import LEVELS, Level, Question

OVER = 3
"""Minutes by which the suggested times may exceed the time there is."""


@dataclass(frozen=True)
class Practised:
    """What is known of earlier attempts at a question."""

    last: str
    """When it was last asked, as ISO 8601."""
    best: Level | None
    """The best level shown; None when nothing was graded."""


@dataclass(frozen=True)
class Round:
    """The questions of a loop in the order they are asked; `core` holds the ids of those that can cap it."""

    questions: tuple[Question, ...]
    core: frozenset[str]

    @property
    def minutes(self) -> int:
        """Return the suggested time for all of them."""
        return sum(question.minutes for question in self.questions)


def choose(
    questions: Sequence[Question],
    mix: Mix,
    minutes: int,
    practised: Mapping[str, Practised],
    seed: int,
    categories: Collection[str] = (),
) -> Round:
    """Return the questions of a loop of so many minutes, at least one; the same for the same seed and history.

    Again and again, the part furthest below its share of the time gives its next question, unless that would take the
    total further from the time there is, or more than `OVER` minutes beyond it. Within a part questions not practised
    yet come first, then weak ones before strong ones, then those practised longest ago; chance decides between equals.
    With `categories` only these are drawn from. Raises `BadInput` when no part of the mix has a question.
    """
    dice = random.Random(seed)
    pool = [q for q in questions if not categories or q.category in categories]
    dice.shuffle(pool)
    pool.sort(key=lambda question: _order(practised.get(question.id)))
    parts = [part for part in mix.parts if any(part.takes(q) for q in pool)]
    if not parts:
        raise BadInput(
            f"No question of the categories {', '.join(sorted(categories))} belongs in the loop {mix.id!r}.",
            "Leave out --category or --like.",
        )
    whole = sum(part.share for part in parts)
    chosen: dict[int, list[Question]] = {i: [] for i in range(len(parts))}

    def lacking(i: int) -> float:
        return minutes * parts[i].share / whole - sum(q.minutes for q in chosen[i])

    taken: set[str] = set()
    left = minutes
    while found := _next(parts, sorted(chosen, key=lambda i: -lacking(i)), pool, taken, left, first=not taken):
        i, question = found
        chosen[i].append(question)
        taken.add(question.id)
        left -= question.minutes
    asked = tuple(question for i in chosen for question in chosen[i])
    core = frozenset(question.id for i in chosen if parts[i].core for question in chosen[i])
    return Round(asked, core)


def _order(known: Practised | None) -> tuple[bool, int, str]:
    if known is None:
        return (False, 0, "")
    return (True, LEVELS.index(known.best) if known.best else -1, known.last)


def _next(
    parts: Sequence[Part], order: Sequence[int], pool: Sequence[Question], taken: set[str], left: int, *, first: bool
) -> tuple[int, Question] | None:
    """Return the next question and its part; the `first` one may be too long when every one is."""
    for i in order:
        for question in pool:
            fits = question.minutes <= left + OVER and question.minutes <= 2 * left
            if fits and question.id not in taken and parts[i].takes(question):
                return i, question
    if first:
        possible = [(i, question) for i in order for question in pool if parts[i].takes(question)]
        return min(possible, key=lambda pair: pair[1].minutes)
    return None
