"""Put the sessions of a class side by side: levels, what most of them miss, what awaits a grade or a review."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from mock_interview.models import LEVELS, Grade, Level, Review, Session, digest
from mock_interview.records import CANDIDATE

State = Literal["level", "no level", "ungraded"]
MOST = 20
"""Criteria of each list."""


class Claim(NamedTuple):
    """A criterion of a question, or one that all questions have in common: then `question` is empty."""

    question: str
    criterion: str
    kind: str
    claim: str
    hint: str


@dataclass(frozen=True)
class Entry:
    """What is kept of one session: no words of the answer."""

    candidate: str
    session: str
    question: str
    title: str
    category: str
    created: datetime
    words: int
    tool: Level | None
    """The level of the latest grade that has one."""
    mentor: Level | None
    """The level of the latest review of the transcript as it is now."""
    graded: bool
    reviewed: bool
    """There is a review of the transcript as it is now."""
    marks: tuple[tuple[Claim, bool], ...]
    """Which criteria the answer shows: as the latest review says, else as that grade does."""
    file: str

    @property
    def level(self) -> Level | None:
        """Return the level that counts: the mentor's, else the tool's."""
        return self.mentor or self.tool

    @property
    def state(self) -> State:
        """Return whether there is a level, or why not."""
        return "level" if self.level else "no level" if self.graded else "ungraded"


class Broken(NamedTuple):
    """A file that cannot be used, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Spread:
    """How many answers have each level."""

    name: str
    title: str
    levels: Mapping[Level, int]
    no_level: int
    not_graded: int

    @property
    def total(self) -> int:
        """Return the number of answers."""
        return sum(self.levels.values()) + self.no_level + self.not_graded


@dataclass(frozen=True)
class Found:
    """A criterion or tell, and how many of the answers it was looked for in show it, or for a gap lack it."""

    claim: Claim
    count: int
    asked: int


@dataclass(frozen=True)
class Cohort:
    """All figures of a class."""

    entries: tuple[Entry, ...]
    """By candidate, and by question and time of each."""
    broken: tuple[Broken, ...]
    candidates: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    """Id and title, by category."""
    whole: Spread
    by_category: tuple[Spread, ...]
    by_question: tuple[Spread, ...]
    gaps: tuple[Found, ...]
    errors: tuple[Found, ...]
    strong: tuple[Found, ...]
    table: Mapping[tuple[str, str], tuple[Entry, ...]]
    """The answers of a candidate to a question, oldest first."""


def entry_of(session: Session, candidate: str, file: str) -> Entry:
    """Return what is kept of a session; `candidate` is for one that names none, or none any more."""
    named = " ".join(session.candidate.split())
    grade = next((one for one in reversed(session.grades) if one.level.estimate), None)
    now = session.transcript_digest if session.reviews else ""
    reviews = [review for review in session.reviews if review.transcript == now]
    return Entry(
        candidate=named if named not in ("", CANDIDATE) else candidate,
        session=session.id,
        question=session.question.id,
        title=session.question.title,
        category=session.question.category,
        created=session.created,
        words=sum(len(turn.text.split()) for turn in session.answers),
        tool=grade.level.estimate if grade else None,
        mentor=next((review.level for review in reversed(reviews) if review.level), None),
        graded=any(not one.failed for one in session.grades),
        reviewed=bool(reviews),
        marks=tuple(_marks(session, grade, reviews)),
        file=file,
    )


def _marks(session: Session, grade: Grade | None, reviews: Sequence[Review]) -> Iterable[tuple[Claim, bool]]:
    met = {v.criterion: v.state == "met" for v in grade.verdicts if v.state != "ungraded"} if grade else {}
    for review in reviews:
        met |= {criterion: finding == "met" for criterion, finding in review.verdicts.items()}
    for one in session.rubric.criteria:
        if one.id in met:
            question = "" if one.shared else session.question.id
            yield Claim(question, one.id, one.kind, one.claim, one.hint), met[one.id]


def cohort_of(entries: Iterable[Entry], broken: Iterable[Broken] = ()) -> Cohort:
    """Return the figures of these answers."""
    found = sorted(entries, key=lambda e: (e.candidate.casefold(), e.candidate, e.question, _when(e), e.file))
    titles = {(e.category, e.question): e.title for e in found}
    table: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for one in found:
        key = (one.candidate, one.question)
        table[key] = (*table.get(key, ()), one)
    return Cohort(
        entries=tuple(found),
        broken=tuple(broken),
        candidates=tuple(dict.fromkeys(e.candidate for e in found)),
        questions=tuple({question: title for (_, question), title in sorted(titles.items())}.items()),
        whole=_spread("", "all answers", found),
        by_category=tuple(
            _spread(name, name, [e for e in found if e.category == name]) for name in sorted({c for c, _ in titles})
        ),
        by_question=tuple(
            _spread(name, title, [e for e in found if e.question == name])
            for name, title in {question: title for (_, question), title in sorted(titles.items())}.items()
        ),
        gaps=_most(found, ("L4", "L5", "L6"), met=False),
        errors=_most(found, ("down_level",), met=True),
        strong=_most(found, ("strong_hire",), met=True),
        table=table,
    )


def _when(entry: Entry) -> float:
    at = entry.created
    return at.replace(tzinfo=at.tzinfo or UTC).timestamp()


def _spread(name: str, title: str, entries: Sequence[Entry]) -> Spread:
    levels = Counter(e.level for e in entries if e.level)
    states = Counter(e.state for e in entries)
    return Spread(name, title, {level: levels[level] for level in LEVELS}, states["no level"], states["ungraded"])


def _most(entries: Iterable[Entry], kinds: Sequence[str], *, met: bool) -> tuple[Found, ...]:
    """Return the criteria of these kinds that most answers show, or miss, the most frequent first."""
    asked: Counter[tuple[str, str, str]] = Counter()
    count: Counter[tuple[str, str, str]] = Counter()
    claims: dict[tuple[str, str, str], Claim] = {}
    for claim, shown in (mark for entry in entries for mark in entry.marks):
        if claim.kind in kinds:
            key = claim[:3]
            claims.setdefault(key, claim)
            asked[key] += 1
            count[key] += shown is met
    order = sorted((key for key in count if count[key]), key=lambda key: (-count[key], -count[key] / asked[key], key))
    return tuple(Found(claims[key], count[key], asked[key]) for key in order[:MOST])


def without_candidates(entries: Iterable[Entry]) -> list[Entry]:
    """Return the answers with candidates numbered, in an order that is not that of their names.

    Ids of sessions, files and days go as well; question, words and level stay.
    """
    found = list(entries)
    order = sorted({e.candidate for e in found}, key=digest)
    numbers = {name: f"Candidate {number}" for number, name in enumerate(order, 1)}
    return [
        replace(
            e,
            candidate=numbers[e.candidate],
            session="",
            file="",
            created=e.created.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
        )
        for e in found
    ]
