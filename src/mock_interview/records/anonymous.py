"""Take out of a session who it is of, so that it can be shown to others; every quote stays exact.

The question and the rubric are the bank's and stay as they are, and so do the ids of questions and criteria.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from mock_interview.models import Feedback, Gap, Grade, LevelEstimate, Opinion, Quote, Review, Session, digest
from mock_interview.records.private import Scrubbed, Scrubber

CANDIDATE = "Candidate"
"""The candidate of a session without names."""
_LEFT_OUT = "ungraded: why is left out"
_EARLIER = digest("the digest of an earlier transcript")
"""Stands for the digest of what a review is of, where that is no longer the session's transcript."""
_REMARK, _SUMMARY = 10_000, 20_000
"""Characters a review's texts may have: what stands for a name may be longer than the name."""
_REVIEWER = re.compile(r"Reviewer \d+")


def without_names(session: Session, names: Iterable[str] = ()) -> Session:
    """Return a session without the names in it, e-mail addresses, paths and the like; a second time changes nothing.

    Names are the candidate's, the reviewers', and those given. Every moment moves by the same amount, so that the
    session begins with its month, at 0:00 UTC: what took how long stays. Ids of session and loop become neutral.
    """
    scrubber = Scrubber(_places(session, names))
    said = [scrubber.scrub(turn.text) for turn in session.turns]
    begin = _aware(session.created)
    clock = _Clock(begin)
    turns = tuple(
        turn.model_copy(update={"text": new.text, "at": clock.moved(turn.at) if turn.at else None})
        for turn, new in zip(session.turns, said, strict=True)
    )
    work = _Work(scrubber, said, clock, _bank_texts(session))
    new = session.model_copy(
        update={
            "created": clock.begin,
            "turns": turns,
            "loop": "loop" if session.loop else None,
            "candidate": CANDIDATE if session.candidate.strip() else "",
            "grades": tuple(work.grade(grade) for grade in session.grades),
        }
    )
    name = f"{clock.begin:%Y%m%d}-000000-{session.question.id}-{new.transcript_digest[7:15]}"
    reviewers = _reviewers(session)
    reviews = tuple(
        work.review(review, reviewers[review.reviewer], name).model_copy(
            update={"transcript": new.transcript_digest if review.transcript == session.transcript_digest else _EARLIER}
        )
        for review in session.reviews
    )
    return new.model_copy(update={"id": name, "reviews": reviews})


class _Clock:
    """Moves every moment as far as it takes to begin at the first of a month."""

    def __init__(self, created: datetime) -> None:
        self.begin = created.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        self._back: timedelta = created - self.begin

    def moved(self, at: datetime) -> datetime:
        """Return a moment of the session as far from its new beginning as it was from the old one."""
        try:
            return _aware(at) - self._back
        except OverflowError:  # the first years of all calendars
            return self.begin


def _aware(at: datetime) -> datetime:
    """Return a moment in UTC: the zone says where somebody is; one without a zone is taken as UTC."""
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return at.replace(tzinfo=UTC)


def _reviewers(session: Session) -> dict[str, str]:
    """Return what each reviewer is called from now on, in the order of their reviews."""
    names = list(dict.fromkeys(review.reviewer for review in session.reviews))
    taken = {name for name in names if _REVIEWER.fullmatch(name)}
    free = (f"Reviewer {number}" for number in range(1, len(names) + len(taken) + 1))
    free_names = (name for name in free if name not in taken)
    return {name: name if name in taken else next(free_names) for name in names}


def _places(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Return every name to be replaced, with what stands for it."""
    places: dict[str, str] = {}
    if session.candidate.strip() and session.candidate != CANDIDATE:
        places[session.candidate] = "[candidate]"
    for reviewer, neutral in _reviewers(session).items():
        if reviewer != neutral:
            places.setdefault(reviewer, f"[{neutral.lower()}]")
    for number, name in enumerate(dict.fromkeys(name.strip() for name in names), 1):
        places.setdefault(name, f"[name {number}]")
    return places


def _bank_texts(session: Session) -> frozenset[str]:
    """Return the rubric's texts, of which a grade has copies."""
    return frozenset(text for c in session.rubric.criteria for text in (c.claim, c.hint))


class _Work:
    """Takes names out of what has been said of a session's turns."""

    def __init__(self, scrubber: Scrubber, said: list[Scrubbed], clock: _Clock, bank: frozenset[str]) -> None:
        self._scrubber, self._said, self._clock, self._bank = scrubber, said, clock, bank

    def text(self, text: str) -> str:
        """Return a text without names; the bank's own stay as they are."""
        return text if text in self._bank else self._scrubber.scrub(text).text

    def quote(self, quote: Quote) -> Quote:
        """Return a quote of the turn as it is now; words that were not there before are not there now either."""
        said = self._said[quote.turn] if quote.turn < len(self._said) else None
        if said is None:
            return quote.model_copy(update={"text": self.text(quote.text)})
        start, end = said.span(quote.start, quote.end)
        if (found := said.text[start:end]) and self._was_exact(quote, said):
            start, end = self._whole(said.text, start, end)
            found = said.text[start:end]
        else:
            start, end, found = quote.start, quote.end, self.text(quote.text)
        return quote.model_copy(update={"start": start, "end": end, "text": found})

    def _was_exact(self, quote: Quote, said: Scrubbed) -> bool:
        return quote.text == said.original[quote.start : quote.end]

    def _whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return a stretch made wider where its edges cut a name out of a longer word."""
        if self._scrubber.scrub(text[start:end]).text == text[start:end]:
            return start, end
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        clear = self._scrubber.scrub(text[start:end]).text == text[start:end]
        return (start, end) if clear else (0, len(text))

    def grade(self, grade: Grade) -> Grade:
        """Return a grade without names, and without the place of its grader."""
        verdicts = tuple(
            verdict.model_copy(
                update={
                    "quotes": tuple(self.quote(quote) for quote in verdict.quotes),
                    "reason": "" if verdict.state == "ungraded" else self.text(verdict.reason),
                }
            )
            for verdict in grade.verdicts
        )
        made = grade.provenance
        return grade.model_copy(
            update={
                "level": self._level(grade.level),
                "verdicts": verdicts,
                "flags": tuple(self.text(flag) for flag in grade.flags),
                "feedback": self._feedback(grade.feedback) if grade.feedback else None,
                "opinions": tuple(self._opinion(opinion) for opinion in grade.opinions),
                "provenance": made.model_copy(
                    update={
                        "grader": self._place(made.grader),
                        "model": self._place(made.model),
                        "validity": self.text(made.validity),
                        "at": self._clock.moved(made.at),
                    }
                ),
            }
        )

    def _opinion(self, opinion: Opinion) -> Opinion:
        update = {"grader": self._place(opinion.grader), "model": self._place(opinion.model)}
        return opinion.model_copy(update=update | {"level": self._level(opinion.level)})

    def _level(self, level: LevelEstimate) -> LevelEstimate:
        failed = level.estimate is None and level.reason.startswith("ungraded")
        return level.model_copy(update={"reason": _LEFT_OUT if failed else self.text(level.reason)})

    def _feedback(self, feedback: Feedback) -> Feedback:
        return feedback.model_copy(
            update={
                "summary": self.text(feedback.summary),
                "gaps": tuple(self._gap(gap) for gap in feedback.gaps),
                "costliest": self._gap(feedback.costliest) if feedback.costliest else None,
            }
        )

    def _gap(self, gap: Gap) -> Gap:
        return gap.model_copy(update={"claim": self.text(gap.claim), "hint": self.text(gap.hint)})

    def _place(self, name: str) -> str:
        """Return a grader or model by its name alone: no server, no folder."""
        server, _, model = name.rpartition("#")
        if "://" in server:
            return f"server#{self._place(model)}"
        if "://" in name:
            return "server"
        kind, colon, rest = name.partition(":")
        if colon and re.fullmatch(r"[a-z]{2,}", kind):
            return f"{kind}:{self._place(rest)}"
        return self.text(re.split(r"[/\\]", name.rstrip("/\\"))[-1])

    def review(self, review: Review, reviewer: str, session: str) -> Review:
        """Return a review without names, of the session by its new id."""
        remarks = tuple(
            remark.model_copy(update={"quote": self.quote(remark.quote), "text": self.text(remark.text)[:_REMARK]})
            for remark in review.remarks
        )
        return review.model_copy(
            update={
                "session": session,
                "reviewer": reviewer,
                "at": self._clock.moved(review.at),
                "remarks": remarks,
                "summary": self.text(review.summary)[:_SUMMARY],
            }
        )
