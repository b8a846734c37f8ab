"""What comes of a mentor's review for the candidate: where it overturns the tool, and what to practise."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mock_interview.models import LEVELS, Criterion, Grade, Quote, Remark, Review, Rubric, State
from mock_interview.review.draft import Advice

TOOL: dict[State, Literal["met", "unmet"]] = {"met": "met", "unmet": "unmet", "unsupported": "unmet"}
"""What a grade's verdict amounts to beside a mentor's; an ungraded one says nothing."""


@dataclass(frozen=True)
class Overturned:
    """A criterion on which a mentor says the opposite of the tool."""

    criterion: Criterion
    mentor: Literal["met", "unmet"]
    quotes: tuple[Quote, ...]
    """The words the tool went by."""


@dataclass(frozen=True)
class Exercise:
    """One thing to practise: advice on words of the answer, or a criterion the mentor found missing."""

    advice: Advice
    words: str
    about: str
    """The words of the answer, or the claim of the criterion."""


def overturned(review: Review, grade: Grade | None, rubric: Rubric) -> tuple[Overturned, ...]:
    """Return the verdicts of a grade that a review overturns, in the rubric's order."""
    tool = {verdict.criterion: verdict for verdict in grade.verdicts} if grade else {}
    return tuple(
        Overturned(criterion, mine, tool[criterion.id].quotes)
        for criterion in rubric.criteria
        if (mine := review.verdicts.get(criterion.id)) and criterion.id in tool
        if TOOL.get(tool[criterion.id].state, mine) != mine
    )


def exercises(reviews: Iterable[Review], rubric: Rubric) -> tuple[Exercise, ...]:
    """Return what to practise: what mentors would change or try, then what they found missing, lowest level first.

    An error they found committed is among the latter; a strong-hire tell that is absent is not.
    """
    remarks: list[Remark] = []
    verdicts: dict[str, Literal["met", "unmet"]] = {}
    for review in reviews:
        remarks += [remark for remark in review.remarks if remark.advice != "keep"]
        verdicts |= review.verdicts
    missing = [
        criterion
        for criterion in rubric.criteria
        if (criterion.kind in LEVELS and verdicts.get(criterion.id) == "unmet")
        or (criterion.kind == "down_level" and verdicts.get(criterion.id) == "met")
    ]
    return (
        *(Exercise(remark.advice, remark.text, remark.quote.text) for remark in remarks),
        *(Exercise("try", criterion.hint or criterion.claim, criterion.claim) for criterion in missing),
    )
