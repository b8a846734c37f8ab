"""What a candidate sees of mentors' reviews: level, summary, remarks on their words, what to practise."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.text import Text

from mock_interview.models import Grade, Review, Session
from mock_interview.records.reviews import counted_grade, current_reviews
from mock_interview.review.findings import Overturned, exercises, overturned
from mock_interview.terminal.clean import clean
from mock_interview.terminal.review_view import ADVICE, quote_line, remarks_view


def mentor_view(session: Session) -> RenderableType:
    """Return the reviews of a session, the newest first, and what to practise by those of its words as they are now."""
    current = current_reviews(session)
    grade = counted_grade(session)
    parts: list[RenderableType] = []
    for review in reversed(session.reviews):
        parts += [_review(review, session, grade if review in current else None), Text("")]
        if review not in current:
            parts.insert(-1, Text("This is a review of earlier words of the session.", "yellow"))
    todo = exercises(current, session.rubric)
    if todo:
        parts.append(Line("What to practise", align="left"))
        for number, one in enumerate(todo, 1):
            name, style = ADVICE[one.advice]
            body = Text.assemble((f" {number}. {name}: ", f"bold {style}"))
            body.append(clean(one.words.strip()))
            parts += [body, Padding(Text(clean(" ".join(one.about.split())), style="dim"), (0, 0, 0, 4))]
        parts.append(Text(""))
    return Group(*parts)


def _review(review: Review, session: Session, grade: Grade | None) -> RenderableType:
    name = " ".join(clean(review.reviewer).split())
    level = f": {review.level}" if review.level else ""
    how = "before the tool's level was seen" if review.blind else "with the tool's level in sight"
    parts: list[RenderableType] = [
        Line(Text.assemble("Mentor ", (f"{name}{level}", "bold")), align="left"),
        Text(f"{f'Level given {how}, ' if review.level else ''}{review.at:%d %b %Y}", "dim"),
    ]
    if review.summary.strip():
        parts += [Text(clean(review.summary.strip())), Text("")]
    parts.append(remarks_view(review.remarks))
    for one in overturned(review, grade, session.rubric):
        parts += _overturned(one)
    if grade and review.verdicts:
        differ = len(overturned(review, grade, session.rubric))
        parts.append(Text(f"Looked at {len(review.verdicts)} criteria; overturned the tool on {differ}.", "dim"))
    return Group(*parts)


def _overturned(one: Overturned) -> list[RenderableType]:
    said = "Shown after all" if one.mentor == "met" else "Not shown after all"
    body = Text.assemble((f"{said}: ", "bold green" if one.mentor == "met" else "bold yellow"))
    body.append(clean(one.criterion.claim))
    return [body, *(quote_line(quote.text, 4) for quote in one.quotes)]
