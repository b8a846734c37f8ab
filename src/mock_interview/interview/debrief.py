"""What came of a loop: a level for each question and category, one for all of it, and the committee's words."""

from collections.abc import Sequence
from datetime import datetime

from mock_interview.interview import committee
from mock_interview.interview.committee import Advice, Point
from mock_interview.interview.overall import RULE, Vote, level_of, overall, vote
from mock_interview.models import LEVELS, Grade, Level, LevelEstimate, Noun, Session
from mock_interview.records import Loop


class Answered(Noun):
    """One question of the loop, and what came of it."""

    question: str
    title: str
    category: str
    core: bool
    session: str | None
    level: LevelEstimate | None
    """None while it is not graded."""
    counts: bool
    """Whether it counts for the overall level."""
    self_rating: Level | None
    note: str
    """Why there is no level, in words; empty when there is one."""


class Debrief(Noun):
    """The outcome of a loop: the object `loop --json` prints."""

    loop: str
    created: datetime
    like: str
    minutes: int
    seconds: float
    answers: tuple[Answered, ...]
    categories: dict[str, LevelEstimate]
    overall: LevelEstimate
    rule: str
    summary: str
    strengths: tuple[Point, ...]
    concerns: tuple[Point, ...]
    ask_next: tuple[Point, ...]
    """What the committee would ask next: the claim is the question."""
    work_on: tuple[Advice, ...]
    validity: tuple[str, ...]
    """How far the graders can be trusted."""

    @property
    def ungraded(self) -> int:
        """Return how many finished answers are still to be graded."""
        return sum(a.session is not None and a.level is None and a.note == UNGRADED for a in self.answers)


UNGRADED = "not graded yet: counts for nothing"
OPEN = "not answered yet: counts for nothing"
GONE = "its session cannot be read: counts for nothing"
NOTHING = "counts as below L4: "


def last_grade(session: Session) -> Grade | None:
    """Return the newest grade that the grader did not fail at."""
    return next((grade for grade in reversed(session.grades) if not grade.failed), None)


def debrief(loop: Loop, sessions: Sequence[Session | None], titles: Sequence[str]) -> Debrief:
    """Return the debrief of a loop; `sessions` are those of its finished questions, None where one cannot be read.

    `titles` are those of all its questions, for those that nobody has asked yet.
    """
    known = [*sessions, *([None] * (len(loop.questions) - len(sessions)))]
    answers = tuple(
        _answered(loop, i, session, title) for i, (session, title) in enumerate(zip(known, titles, strict=True))
    )
    graded = [(session, grade) for session in known if session and (grade := last_grade(session))]
    votes: dict[str, Vote] = {}
    by_category: dict[str, list[Vote]] = {}
    for session, grade in graded:
        if cast := vote(grade, session.question.id in loop.core):
            votes[session.question.id] = cast
            by_category.setdefault(session.question.category, []).append(cast)
    level = overall(list(votes.values()), len(loop.questions))
    return Debrief(
        loop=loop.id,
        created=loop.created,
        like=loop.like,
        minutes=loop.minutes,
        seconds=loop.seconds,
        answers=answers,
        categories={category: level_of(cast) for category, cast in by_category.items()},
        overall=level,
        rule=RULE,
        summary=_summary(level, answers),
        strengths=committee.strengths(graded),
        concerns=committee.concerns(graded),
        ask_next=committee.ask_next(graded),
        work_on=committee.work_on(graded),
        validity=tuple(
            dict.fromkeys(f"{g.provenance.model}: {g.provenance.validity}" for _, g in graded if g.verdicts)
        ),
    )


def _answered(loop: Loop, i: int, session: Session | None, title: str) -> Answered:
    question = loop.questions[i]
    grade = last_grade(session) if session else None
    if session is None:
        note = GONE if i < loop.done else OPEN
    elif grade is None:
        note = UNGRADED
    else:
        note = "" if grade.level.estimate else NOTHING + grade.level.reason
    return Answered(
        question=question,
        title=title,
        category=session.question.category if session else "",
        core=question in loop.core,
        session=session.id if session else None,
        level=grade.level if grade else None,
        counts=grade is not None,
        self_rating=session.self_rating if session else None,
        note=note,
    )


def _summary(level: LevelEstimate, answers: Sequence[Answered]) -> str:
    counted = [a for a in answers if a.counts]
    ranked = sorted(counted, key=_rank)
    parts = []
    if level.estimate is None:
        parts.append(f"The committee cannot decide: {level.reason}.")
    elif level.low == level.high:
        parts.append(f"The committee sees {level.estimate}, with little doubt.")
    else:
        parts.append(f"The committee sees {level.estimate}, and would argue about {level.low} to {level.high}.")
    if len(ranked) > 1 and _rank(ranked[0]) < _rank(ranked[-1]):
        parts.append(f"Strongest: {_named(ranked[-1])}. Weakest: {_named(ranked[0])}.")
    if missing := len(answers) - len(counted):
        parts.append(f"{missing} of {len(answers)} questions count for nothing here: not answered, or not graded.")
    return " ".join(parts)


def _rank(answer: Answered) -> int:
    return LEVELS.index(answer.level.estimate) if answer.level and answer.level.estimate else 0


def _named(answer: Answered) -> str:
    return f"{answer.title} ({LEVELS[_rank(answer)]})"
