"""What to practise next: spaced repetition over the questions, and over the marks that questions share.

Nothing is stored: every card is worked out anew from the sessions, so that it cannot disagree with them. The intervals
are those of FSRS (https://github.com/open-spaced-repetition/py-fsrs) with its usual parameters, in whole days and
without chance, so that the same sessions give the same dates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import fsrs

from mock_interview.models import LEVELS, Level, Question
from mock_interview.records import Mark, Practised

Why = Literal["due", "new", "weak", "later"]

RATINGS: dict[Level, fsrs.Rating] = {
    "below L4": fsrs.Rating.Again,
    "L4": fsrs.Rating.Hard,
    "L5": fsrs.Rating.Good,
    "L6": fsrs.Rating.Easy,
}
"""What a level amounts to as a review of the question."""
AHEAD = timedelta(days=1)
"""How far in the future a session may lie (a clock put back) and still count, as one of this moment."""
LATEST = 100
"""So many reviews of a card are looked at, the latest ones: earlier ones hardly move its date."""
LOOKED_BACK = 5
"""So many answers are looked at to say how often a mark was missed."""
SEVERAL = 2
"""In so many questions a shared mark must have been missed to be watched."""
UNKNOWN = 1.5
"""How a category nobody has practised counts among the others: between L4 (1) and L5 (2)."""

_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)


@dataclass(frozen=True)
class Watched:
    """A shared mark missed in several questions: when it is due, and how it went in the latest answers."""

    criterion: str
    kind: str
    due: datetime
    missed: int
    of: int


@dataclass(frozen=True)
class Item:
    """A question's place in the schedule; `due`, `level` and `last` are None for one that never had a level."""

    question: Question
    why: Why
    due: datetime | None = None
    level: Level | None = None
    last: datetime | None = None
    missed: tuple[str, ...] = ()
    """Criteria of the question alone that its last answer missed: those of the next level, then of those below it.

    What a mentor found missing comes before what the tool did.
    """
    mentored: bool = False
    """The level is a mentor's."""
    of_mentor: frozenset[str] = frozenset()
    """Those of `missed` that a mentor found missing, shared ones among them."""


@dataclass(frozen=True)
class Plan:
    """Every question in the order to practise them, and the marks to watch, the most due first."""

    items: tuple[Item, ...]
    marks: tuple[Watched, ...]
    standing: Mapping[str, float]
    """How strong each practised category is: the mean of the last levels, `below L4` being 0 and L6 being 3."""
    now: datetime


def due_after(reviews: Sequence[tuple[datetime, fsrs.Rating]]) -> datetime:
    """Return when a card is due after these reviews (in UTC, oldest first, at least one)."""
    card = fsrs.Card(card_id=1)  # without an id of its own, making one sleeps
    for at, rating in reviews[-LATEST:]:
        card, _ = _SCHEDULER.review_card(card, rating, at)
    return card.due


def plan(questions: Sequence[Question], history: Iterable[Practised], now: datetime) -> Plan:
    """Return what to practise, `now` being aware of its time zone, in which a day ends.

    First what is due, weak before strong and then by date; then what is new, from the weakest category on; then what
    is not due yet, by date unless there is nothing new: then weak before strong.
    """
    past = _placed(history, now)
    by_question: dict[str, list[Practised]] = defaultdict(list)
    for one in past:
        by_question[one.question].append(one)
    seen = {q.id: _item(q, by_question[q.id], now) for q in questions if any(s.level for s in by_question[q.id])}
    due = [item for item in seen.values() if item.why == "due"]
    later = [item for item in seen.values() if item.why != "due"]
    standing = _standing(seen.values())
    new = [q for q in questions if q.id not in seen]
    # One tried without a level waits for those never tried; a short question about a concept is a friendly one.
    new.sort(key=lambda q: (bool(by_question[q.id]), standing.get(q.category, UNKNOWN), q.kind != "concept", q.minutes))
    due.sort(key=lambda item: (_strength(item), item.due))
    later.sort(key=lambda item: (0 if new else _strength(item), item.due))
    return Plan((*due, *(Item(q, "new") for q in new), *later), tuple(_watched(past)), standing, now)


def is_due(due: datetime, now: datetime) -> bool:
    """Return whether a date has come: on its day, at whatever hour."""
    return due.astimezone(now.tzinfo).date() <= now.date()


def focus(item: Item, plan: Plan, criteria: Iterable[str]) -> str | None:
    """Return the id of the criterion to pay attention to, of those the question's rubric has.

    What a mentor found missing comes first, then the most due mark, then what the last answer missed.
    """
    known = set(criteria)
    reach = item.level or "L6"
    marks = [m.criterion for m in plan.marks if (m.missed or is_due(m.due, plan.now)) and _in_reach(m.kind, reach)]
    of_mentor = (c for c in item.missed if c in item.of_mentor)
    return next((c for c in (*of_mentor, *marks, *item.missed) if c in known), None)


def reason(item: Item, plan: Plan) -> str:
    """Return in a sentence why a question is proposed."""
    if item.due is None:
        if not plan.standing:
            return "A short question to begin with."
        weakest = min(plan.standing, key=lambda category: plan.standing[category])
        if item.question.category == weakest and plan.standing[weakest] < UNKNOWN:
            return "New to you, and from your weakest category."
        return "New to you."
    last = f"Your mentor put your last answer at {item.level}" if item.mentored else f"Last time {item.level}"
    days = (item.due.astimezone(plan.now.tzinfo).date() - plan.now.date()).days
    if item.why == "due":
        return f"{last}; due {f'for {_days(-days)}' if days else 'today'}."
    return f"{last}; due in {_days(days)}."


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _placed(history: Iterable[Practised], now: datetime) -> list[Practised]:
    """Return the sessions in order of time, none later than now; one from the far future is left out."""
    moment = now.astimezone(UTC)
    past = sorted((s for s in history if s.created <= moment + AHEAD), key=lambda s: (s.created, s.id))
    return [s if s.created <= moment else replace(s, created=moment) for s in past]


def _item(question: Question, past: Sequence[Practised], now: datetime) -> Item:
    levelled = [(s, s.level) for s in past if s.level]
    last, level = levelled[-1]
    due = due_after([(s.created, RATINGS[each]) for s, each in levelled])
    own = [m for m in last.marks if _missed(m) and (m.mentor or not m.shared) and _in_reach(m.kind, level)]
    own.sort(key=lambda m: (m.mentor, m.kind), reverse=True)
    missed = tuple(m.criterion for m in own)
    of_mentor = frozenset(m.criterion for m in own if m.mentor)
    why: Why = "due" if is_due(due, now) else "weak" if level in LEVELS[:2] else "later"
    return Item(question, why, due, level, last.created, missed, last.mentored, of_mentor)


def _missed(mark: Mark) -> bool:
    """Return whether a criterion was not credited, be it that no words were found for it."""
    return mark.state in ("unmet", "unsupported")


def _strength(item: Item) -> int:
    return LEVELS.index(item.level) if item.level else 0


def _standing(items: Iterable[Item]) -> Mapping[str, float]:
    found: dict[str, list[int]] = defaultdict(list)
    for item in items:
        found[item.question.category].append(_strength(item))
    return {category: sum(levels) / len(levels) for category, levels in found.items()}


def _in_reach(kind: str, level: Level) -> bool:
    """Return whether a criterion's kind is not above the next level after this one."""
    return kind in LEVELS[: LEVELS.index(level) + 2]


def _watched(past: Sequence[Practised]) -> list[Watched]:
    """Return the shared marks that several questions missed, most due first, then the one missed most often."""
    reviews: dict[str, list[tuple[datetime, fsrs.Rating]]] = defaultdict(list)
    missing: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for session in past:
        for mark in session.marks:
            if mark.shared and session.level and _in_reach(mark.kind, session.level):
                if mark.state == "ungraded":
                    continue
                rating = fsrs.Rating.Again if _missed(mark) else fsrs.Rating.Good
                reviews[mark.criterion].append((session.created, rating))
                kinds[mark.criterion] = mark.kind
                if _missed(mark):
                    missing[mark.criterion].add(session.question)
    found = []
    for criterion, questions in missing.items():
        if len(questions) >= SEVERAL:
            latest = reviews[criterion][-LOOKED_BACK:]
            missed = sum(rating == fsrs.Rating.Again for _, rating in latest)
            due = due_after(reviews[criterion])
            found.append(Watched(criterion, kinds[criterion], due, missed, len(latest)))
    return sorted(found, key=lambda w: (w.due, -w.missed, w.kind, w.criterion))
