"""A reviewed session as a labelled answer: the mentor's level, and the words that show what the mentor found shown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mock_interview.bank.gold import writable
from mock_interview.errors import BadInput
from mock_interview.models import AnswerType, Criterion, GoldAnswer, Quote, Review, Rubric, Session, Turn
from mock_interview.records.anonymous import without_names
from mock_interview.records.reviews import counted_grade, current_reviews

Ask = Callable[[Session, Criterion], Quote | None]


@dataclass(frozen=True)
class Adopted:
    """A labelled answer, and the criteria the mentor found shown that have no words in it."""

    answer: GoldAnswer
    without_words: tuple[str, ...]


def chosen_review(session: Session, reviewer: str | None) -> Review:
    """Return the review to label by; raises `BadInput` when there is none, it has no level, or mentors differ."""
    reviews = [r for r in current_reviews(session) if reviewer in (None, r.reviewer)]
    whose = f" by {reviewer}" if reviewer else ""
    if not reviews:
        raise BadInput(
            f"{session.id}: has no review{whose} of its words as they are now",
            f"Make one with: mock-interview review {session.id}",
        )
    rated = [review for review in reviews if review.level]
    if not rated:
        raise BadInput(f"{session.id}: the review{whose} gives no level", "A labelled answer needs one.")
    if len({review.level for review in rated}) > 1:
        given = ", ".join(f"{review.reviewer} {review.level}" for review in rated)
        raise BadInput(f"{session.id}: its mentors differ ({given})", "Say whose review counts with --reviewer.")
    return rated[-1]


def unopined(review: Review, rubric: Rubric) -> tuple[str, ...]:
    """Return the criteria and tells of a rubric that a review says nothing of."""
    return tuple(c.id for c in rubric.criteria if c.id not in review.verdicts)


def adopt(
    session: Session,
    review: Review,
    rubric: Rubric,
    kind: AnswerType = "plain",
    names: Iterable[str] = (),
    ask: Ask | None = None,
) -> Adopted:
    """Return a session as a labelled answer, names taken out of it.

    The words that show a criterion are the tool's, else those of a comment that names the criterion, else what `ask`
    returns; where there are none the criterion is left out, and so is one that `rubric` does not have any more.
    """
    if review.level is None:
        raise BadInput(f"{session.id}: the review gives no level", "A labelled answer needs one.")
    place = session.reviews.index(review)
    bare = without_names(session, names)
    text = writable("\n\n".join(turn.text.strip("\n") for turn in _said(bare)))
    if not text.strip():
        raise BadInput(f"{session.id}: nothing was said in it", "Choose another session.")
    shown, missing = {}, []
    for criterion in rubric.criteria:
        if review.verdicts.get(criterion.id) != "met":
            continue
        quotes = (*_tools(bare, criterion), *_mentors(bare.reviews[place], criterion))
        words = next((found for quote in quotes if (found := writable(quote.text).strip()) and found in text), "")
        if not words and ask and (quote := ask(bare, criterion)):
            words = writable(quote.text).strip()
        if words and words in text:
            shown[criterion.id] = words
        else:
            missing.append(criterion.id)
    answer = GoldAnswer(
        id=f"adopted-{session.transcript_digest.removeprefix('sha256:')[:8]}",
        label=review.level,
        type=kind,
        shows=shown,
        text=text + "\n",
    )
    return Adopted(answer, tuple(missing))


def _said(session: Session) -> Iterator[Turn]:
    """Yield what the candidate answered; questions for facts are no part of it."""
    turns = session.turns
    for turn, after in zip(turns, (*turns[1:], None), strict=True):
        if turn.role == "candidate" and turn.text.strip() and not (after and after.clarifies):
            yield turn


def _tools(session: Session, criterion: Criterion) -> tuple[Quote, ...]:
    grade = counted_grade(session)
    return next((v.quotes for v in (grade.verdicts if grade else ()) if v.criterion == criterion.id), ())


def _mentors(review: Review, criterion: Criterion) -> tuple[Quote, ...]:
    return tuple(remark.quote for remark in review.remarks if criterion.id in remark.text)
