"""How far tool and mentors agree, and mentors among themselves; the figures are explained in docs/agreement.md."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeVar

from mock_interview import statistics
from mock_interview.models import LEVELS, Criterion, Grade, Review, Session, Verdict
from mock_interview.records.reviews import counted_grade
from mock_interview.review.findings import TOOL

FEW = 10
"""Pairs under this number say hardly anything."""

T = TypeVar("T")
Pair = tuple[int, int]
Unit = tuple[int, ...]
"""What several mentors gave one answer."""
Figures = dict[str, float | None]


@dataclass(frozen=True)
class Estimate:
    """A figure; None where it is undefined, without an interval where that is."""

    value: float | None
    interval: tuple[float, float] | None
    """95 %, sessions drawn with replacement."""


@dataclass(frozen=True)
class Agreement:
    """How pairs of levels agree: of a mentor and the tool, or of two mentors."""

    pairs: int
    sessions: int
    exact: Estimate
    within_one: Estimate
    bias: Estimate | None
    """Mean of tool minus mentor, in levels; None among mentors, of whom none is the measure."""
    kappa: Estimate
    alpha: Estimate
    confusion: tuple[tuple[int, ...], ...]
    """Counts by the mentor's level (row) and the tool's, or of the two mentors by name."""

    @property
    def few(self) -> bool:
        """Return whether there are too few pairs to go by."""
        return self.pairs < FEW


@dataclass(frozen=True)
class Case:
    """One difference about a criterion, with the words in question."""

    session: str
    reviewer: str
    mentor: Literal["met", "unmet"]
    quotes: tuple[str, ...]
    """What the tool went by."""
    remarks: tuple[str, ...]
    """What the mentor says of words that the tool went by."""


@dataclass(frozen=True)
class Differing:
    """A criterion, how often mentors looked at the tool's verdict on it, and how often they differed."""

    question: str | None
    """None for a mark of ownership that questions have in common."""
    criterion: str
    kind: str
    claim: str
    looked_at: int
    cases: tuple[Case, ...]

    @property
    def differ(self) -> int:
        """Return how often they differed."""
        return len(self.cases)


@dataclass(frozen=True)
class Outcome:
    """All that `mock-interview agreement` shows."""

    sessions: int
    reviews: int
    blind: int
    """Reviews whose level was given before the tool's was seen."""
    unmatched: int
    """Reviews that are in no pair with the tool: no level of the mentor's, or none of the tool's."""
    with_tool_blind: Agreement
    with_tool_seen: Agreement
    among_blind: Agreement
    """Pairs of mentors, both blind."""
    among_others: Agreement
    """Pairs of mentors of whom at least one had seen the tool's level."""
    criteria: tuple[Differing, ...]
    """Those that a mentor looked at, the one most often differed on first."""


def outcome(sessions: Sequence[Session]) -> Outcome:
    """Return how tool and mentors agree on sessions, whose reviews are all of their words as they are."""
    reviews = [review for session in sessions for review in session.reviews]
    tool: dict[bool, list[list[Pair]]] = {True: [], False: []}
    mentors: dict[bool, list[list[Pair]]] = {True: [], False: []}
    units: dict[bool, list[list[Unit]]] = {True: [], False: []}
    for session in sessions:
        grade = counted_grade(session)
        level = LEVELS.index(grade.level.estimate) if grade and grade.level.estimate else None
        rated = sorted((r for r in session.reviews if r.level), key=lambda review: review.reviewer)
        for blind in (True, False):
            given = [_level(review) for review in rated if review.blind == blind]
            tool[blind].append([(mine, level) for mine in given] if level is not None else [])
            pairs = [pair for pair in combinations(rated, 2) if all(r.blind for r in pair) == blind]
            mentors[blind].append([(_level(a), _level(b)) for a, b in pairs])
            every = tuple(_level(r) for r in rated if r.blind or not blind)
            units[blind].append([every] if pairs else [])
    matched = sum(len(pairs) for groups in tool.values() for pairs in groups)
    return Outcome(
        sessions=len(sessions),
        reviews=len(reviews),
        blind=sum(review.blind for review in reviews),
        unmatched=len(reviews) - matched,
        with_tool_blind=_with_tool(tool[True]),
        with_tool_seen=_with_tool(tool[False]),
        among_blind=_among(mentors[True], units[True]),
        among_others=_among(mentors[False], units[False]),
        criteria=_criteria(sessions),
    )


def _level(review: Review) -> int:
    return LEVELS.index(review.level) if review.level else 0


def _with_tool(groups: Sequence[list[Pair]]) -> Agreement:
    return _agreement(groups, _estimates(groups, lambda pairs: _figures(pairs) | _alpha(pairs)))


def _among(groups: Sequence[list[Pair]], units: Sequence[list[Unit]]) -> Agreement:
    # None of two mentors is the measure: which of them is above the other says nothing.
    found = _estimates(groups, _figures) | _estimates(units, _alpha)
    return _agreement(groups, {name: one for name, one in found.items() if name != "bias"})


def _agreement(groups: Sequence[list[Pair]], found: Mapping[str, Estimate]) -> Agreement:
    pairs = [pair for group in groups for pair in group]
    confusion = statistics.confusion([a for a, _ in pairs], [b for _, b in pairs])
    return Agreement(
        pairs=len(pairs),
        sessions=sum(1 for group in groups if group),
        exact=found["exact"],
        within_one=found["within_one"],
        bias=found.get("bias"),
        kappa=found["kappa"],
        alpha=found["alpha"],
        confusion=tuple(map(tuple, confusion)),
    )


def _figures(pairs: list[Pair]) -> Figures:
    """Return the figures of pairs; counted first, for the bootstrap asks for them thousands of times."""
    counts = Counter(pairs)
    n = len(pairs)
    return {
        "exact": sum(count for (a, b), count in counts.items() if a == b) / n if n else None,
        "within_one": sum(count for (a, b), count in counts.items() if abs(a - b) <= 1) / n if n else None,
        "bias": sum(count * (b - a) for (a, b), count in counts.items()) / n if n else None,
        "kappa": statistics.kappa_of(counts),
    }


def _alpha(units: Sequence[Unit]) -> Figures:
    return {"alpha": statistics.ordinal_alpha(Counter(units))}


def _estimates(groups: Sequence[list[T]], figures: Callable[[list[T]], Figures]) -> dict[str, Estimate]:
    """Return each figure of all groups together, with its interval; a group is a session's."""
    filled = [group for group in groups if group]
    intervals = statistics.bootstrap_all(filled, figures)
    whole = figures([item for group in filled for item in group])
    return {name: Estimate(value, intervals.get(name)) for name, value in whole.items()}


def _criteria(sessions: Iterable[Session]) -> tuple[Differing, ...]:
    looked_at: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    cases: defaultdict[tuple[str | None, str], list[Case]] = defaultdict(list)
    newest: dict[tuple[str | None, str], Criterion] = {}
    for session in sessions:
        grade = counted_grade(session)
        for criterion, verdict in _verdicts(session, grade):
            key = (None if criterion.shared else session.question.id, criterion.id)
            for review in session.reviews:
                mine = review.verdicts.get(criterion.id)
                if mine is None:
                    continue
                newest[key] = criterion
                looked_at[key] += 1
                if mine != TOOL[verdict.state]:
                    cases[key].append(_case(session, review, verdict, mine))
    found = [
        Differing(
            question, name, criterion.kind, criterion.claim, looked_at[question, name], tuple(cases[question, name])
        )
        for (question, name), criterion in newest.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.differ, one.looked_at, one.question or "", one.criterion)))


def _verdicts(session: Session, grade: Grade | None) -> Iterable[tuple[Criterion, Verdict]]:
    """Yield each criterion on which the tool said something, with what it said."""
    criteria = {criterion.id: criterion for criterion in session.rubric.criteria}
    for verdict in grade.verdicts if grade else ():
        if verdict.state in TOOL:
            yield criteria[verdict.criterion], verdict


def _case(session: Session, review: Review, verdict: Verdict, mine: Literal["met", "unmet"]) -> Case:
    remarks = (
        remark.text
        for remark in review.remarks
        if any(
            quote.turn == remark.quote.turn and quote.start < remark.quote.end and remark.quote.start < quote.end
            for quote in verdict.quotes
        )
    )
    return Case(session.id, review.reviewer, mine, tuple(quote.text for quote in verdict.quotes), tuple(remarks))
