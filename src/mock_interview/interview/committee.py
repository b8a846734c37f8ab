"""What a hiring committee would say of a loop: strengths in the candidate's words, concerns, what to do next."""

from collections.abc import Iterator, Sequence

from mock_interview.models import LEVELS, Criterion, Gap, Grade, Noun, Session, Verdict

MOST = 3
"""Strengths, concerns, next questions and things to work on."""


class Point(Noun):
    """Something the committee holds for or against the candidate."""

    question: str
    title: str
    claim: str
    quote: str
    """Words of the answer; empty when it is about what was not said."""
    hint: str
    """What to say instead, for a concern."""


class Advice(Noun):
    """Something to work on, and the questions it would have helped with."""

    criterion: str
    claim: str
    hint: str
    questions: tuple[str, ...]
    titles: tuple[str, ...]


Graded = Sequence[tuple[Session, Grade]]
"""The sessions that were graded, each with the grade that counts."""
_WORTH = {"strong_hire": 3, "L6": 2, "L5": 1, "L4": 0}


def strengths(graded: Graded) -> tuple[Point, ...]:
    """Return the best thing of each of the best answers: unprompted before prompted, of the highest level, surest."""

    def worth(found: tuple[Session, Verdict]) -> tuple[bool, int, float]:
        verdict = found[1]
        return (not verdict.prompted, _WORTH[verdict.kind], verdict.probability or 0)

    best = []
    for session, grade in graded:
        shown = [(session, v) for v in grade.verdicts if v.state == "met" and v.quotes and v.kind != "down_level"]
        best += [max(shown, key=worth)] if shown else []
    best.sort(key=worth, reverse=True)
    return tuple(_point(session, session.rubric[v.criterion], v, hint="") for session, v in best[:MOST])


def concerns(graded: Graded) -> tuple[Point, ...]:
    """Return errors that were committed, those that cost most first, and then answers below L4 without one."""
    errors, weak = [], []
    for session, grade in graded:
        committed = [(session.rubric[v.criterion], v) for v in grade.verdicts if _error(v)]
        committed.sort(key=lambda found: (LEVELS.index(found[0].caps or "L5"), -(found[1].probability or 0)))
        errors += [(LEVELS.index(c.caps or "L5"), _point(session, c, v, hint=c.hint)) for c, v in committed]
        if not committed and grade.level.estimate in (None, LEVELS[0]):
            said = grade.level.reason if grade.level.estimate is None else "little of what is expected was said"
            weak.append(_about(session, f"Below L4: {said}"))
    errors.sort(key=lambda found: found[0])
    return (*(point for _, point in errors), *weak)[:MOST]


def _error(verdict: Verdict) -> bool:
    return verdict.kind == "down_level" and verdict.state == "met"


def ask_next(graded: Graded) -> tuple[Point, ...]:
    """Return a follow-up about each answer, the least certain answer first: where another word would decide most."""
    found = []
    for session, grade in graded:
        criteria = {criterion.id: criterion for criterion in session.rubric.criteria}
        done = {turn.probe for turn in session.turns if turn.probe}
        probes = [
            criteria[gap.criterion].probe
            for gap in (grade.feedback.gaps if grade.feedback else ())
            if gap.criterion in criteria and gap.criterion not in done and criteria[gap.criterion].probe
        ]
        if probes:
            certainty = max(grade.level.probabilities.values(), default=1.0)
            found.append((certainty, _about(session, probes[0])))
    found.sort(key=lambda pair: pair[0])
    distinct = {point.claim: point for _, point in reversed(found)}
    return tuple(reversed(distinct.values()))[:MOST]


def work_on(graded: Graded) -> tuple[Advice, ...]:
    """Return what would have helped most: what recurs over several answers first, errors before what was left out."""
    found: dict[tuple[str, str], list[tuple[Session, Gap]]] = {}
    for session, grade in graded:
        shared = {criterion.id for criterion in session.rubric.criteria if criterion.shared}
        for gap in _gaps(grade):
            key = (gap.criterion, "" if gap.criterion in shared else session.question.id)
            found.setdefault(key, []).append((session, gap))
    ranked = sorted(found.values(), key=lambda cases: (-len(cases), cases[0][1].kind != "down_level"))
    return tuple(
        Advice(
            criterion=cases[0][1].criterion,
            claim=cases[0][1].claim,
            hint=cases[0][1].hint,
            questions=tuple(session.question.id for session, _ in cases),
            titles=tuple(session.question.title for session, _ in cases),
        )
        for cases in ranked[:MOST]
    )


def _gaps(grade: Grade) -> Iterator[Gap]:
    """Yield the error that costs most, then the shortest way to the next level, each thing once."""
    if feedback := grade.feedback:
        costliest = (feedback.costliest,) if feedback.costliest else ()
        yield from {gap.criterion: gap for gap in (*costliest, *feedback.gaps)}.values()


def _point(session: Session, criterion: Criterion, verdict: Verdict, hint: str) -> Point:
    quote = " ".join(verdict.quotes[0].text.split()) if verdict.quotes else ""
    return _about(session, criterion.claim).model_copy(update={"quote": quote, "hint": hint})


def _about(session: Session, claim: str) -> Point:
    return Point(question=session.question.id, title=session.question.title, claim=claim, quote="", hint="")
