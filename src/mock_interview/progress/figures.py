"""From outlines of sessions to figures: levels over time, what is missed, self-rating against grade, time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from mock_interview.models import LEVELS, CriterionKind, Level
from mock_interview.progress.streak import Streak, streak_of
from mock_interview.records import Claim, Outline

FEW = 3
"""Self-ratings under this number say nothing about a habit."""


class Point(NamedTuple):
    """A level that was given."""

    moment: int
    """When the session was begun, in seconds since 1970."""
    session: str
    question: str
    level: Level
    low: Level | None
    high: Level | None

    @property
    def at(self) -> datetime:
        """Return when the session was begun, in local time."""
        return datetime.fromtimestamp(self.moment).astimezone()


@dataclass(frozen=True)
class SelfRating:
    """How self-ratings compare with grades."""

    count: int
    """Graded sessions with a self-rating."""
    mean: float | None
    """Mean of self-rating minus grade, in levels: above 0 one overrates oneself; None when there are too few."""


@dataclass(frozen=True)
class Category:
    """What was shown in one category, oldest first."""

    category: str
    sessions: int
    points: tuple[Point, ...]
    best: Level | None
    self_rating: SelfRating

    @property
    def values(self) -> list[int]:
        """Return the levels as steps above "below L4": 0 to 3."""
        return [LEVELS.index(point.level) for point in self.points]


@dataclass(frozen=True)
class Found:
    """How often a criterion was missed, or a tell met."""

    question: str | None
    """None for a mark of ownership that questions have in common."""
    title: str
    criterion: str
    kind: CriterionKind
    claim: str
    count: int
    asked: int
    """Levelled sessions in which it could have been."""


@dataclass(frozen=True)
class Progress:
    """All that `mock-interview progress` shows."""

    category: str | None
    since: date | None
    sessions: int
    finished: int
    """Sessions with a finished answer."""
    graded: int
    levelled: int
    """Graded, with a level: there was enough to go by."""
    ahead: int
    """Sessions that are dated after now; they are counted, but in no streak."""
    words: int
    seconds: float
    """Spent typing."""
    streak: Streak
    categories: tuple[Category, ...]
    missed_shared: tuple[Found, ...]
    """Marks of ownership missed, most often first."""
    missed: tuple[Found, ...]
    """Criteria of single questions missed, most often first."""
    strong: tuple[Found, ...]
    errors: tuple[Found, ...]
    self_rating: SelfRating


def progress_of(
    outlines: Iterable[Outline], now: datetime, category: str | None = None, since: date | None = None
) -> Progress:
    """Return the figures of sessions, of one category or since a day where asked; `now` is in local time.

    A session that was not graded, or got no level, counts for time and streak and never as a level.
    """
    chosen = [
        one
        for one in sorted(outlines, key=lambda one: (one.created, one.id))
        if category in (None, one.category) and (since is None or _day(one.created) >= since)
    ]
    levelled = [one for one in chosen if _level(one)]
    by_category: defaultdict[str, list[Outline]] = defaultdict(list)
    for one in chosen:
        by_category[one.category].append(one)
    missed, tells = _count(levelled, "missed"), _count(levelled, "tells")
    return Progress(
        category=category,
        since=since,
        sessions=len(chosen),
        finished=sum(1 for one in chosen if one.finished),
        graded=sum(1 for one in chosen if one.graded),
        levelled=len(levelled),
        ahead=sum(1 for one in chosen if one.created > now.timestamp()),
        words=sum(one.words for one in chosen),
        seconds=sum(one.seconds for one in chosen),
        streak=streak_of({_day(moment) for one in chosen for moment in one.finished}, now.date()),
        categories=tuple(_category(name, by_category[name]) for name in sorted(by_category)),
        missed_shared=tuple(one for one in missed if one.question is None),
        missed=tuple(one for one in missed if one.question is not None),
        strong=tuple(one for one in tells if one.kind == "strong_hire"),
        errors=tuple(one for one in tells if one.kind == "down_level"),
        self_rating=_self_rating(chosen),
    )


def _day(moment: int) -> date:
    return date.fromtimestamp(moment)


def _level(one: Outline) -> Level | None:
    """Return a session's level: a mentor's, else the latest grade's."""
    return one.standing if one.mentored else one.level


def _category(name: str, sessions: Sequence[Outline]) -> Category:
    points = tuple(
        Point(one.created, one.id, one.question, level, *((level,) * 2 if one.mentored else (one.low, one.high)))
        for one in sessions
        if (level := _level(one))
    )
    best = max((point.level for point in points), key=LEVELS.index, default=None)
    return Category(name, len(sessions), points, best, _self_rating(sessions))


def _self_rating(sessions: Iterable[Outline]) -> SelfRating:
    steps = [
        LEVELS.index(one.self_rating) - LEVELS.index(level)
        for one in sessions
        if (level := _level(one)) and one.self_rating
    ]
    return SelfRating(len(steps), sum(steps) / len(steps) if len(steps) >= FEW else None)


def _count(sessions: Sequence[Outline], field: str) -> list[Found]:
    """Return how often each criterion is among a field's, most often first; of those equally often the rarer asked."""
    # Sessions share few rubrics, and hashing one takes long: they are told apart by identity.
    rubrics = {(one.question, id(one.rubric)): one.rubric for one in sessions}
    titles = {one.question: one.title for one in sessions}
    asked = Counter((one.question, id(one.rubric)) for one in sessions)
    hits: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for one in sessions:
        hits[one.question, id(one.rubric)].update(getattr(one, field))
    counts: Counter[tuple[str | None, str]] = Counter()
    chances: Counter[tuple[str | None, str]] = Counter()
    newest: dict[tuple[str | None, str], Claim] = {}
    for key, rubric in rubrics.items():
        for place, claim in enumerate(rubric):
            name = (None if claim.shared else key[0], claim.criterion)
            counts[name] += hits[key][place]
            chances[name] += asked[key]
            newest[name] = claim
    found = [
        Found(question, titles.get(question or "", ""), criterion, claim.kind, claim.claim, counts[name], chances[name])
        for name, claim in newest.items()
        for question, criterion in [name]
        if counts[name]
    ]
    return sorted(found, key=lambda one: (-one.count, one.asked, one.question or "", one.criterion))
