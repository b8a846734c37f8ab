"""What a report says of a session: the mentors' view, the tool's, and where in the transcript their words are."""

from collections.abc import Iterator
from dataclasses import dataclass

from mock_interview.models import (
    LEVELS,
    Criterion,
    CriterionKind,
    Grade,
    Level,
    Quote,
    Remark,
    Review,
    Session,
    Turn,
    Verdict,
)
from mock_interview.report.segments import Mark, segments
from mock_interview.report.visible import visible
from mock_interview.sentences import whole_sentences

KINDS: dict[CriterionKind, str] = {
    "L4": "L4: correct",
    "L5": "L5: usable",
    "L6": "L6: owned it",
    "strong_hire": "Strong signs",
    "down_level": "Errors",
}
_STATES = {
    "met": "shown",
    "unmet": "not shown",
    "unsupported": "said to be shown, but without words of the answer: counts for nothing",
    "ungraded": "no verdict",
}
LIKELY = 0.5
"""From this probability on an error that was not found is suspected."""
FINDINGS = {"met": "shown", "unmet": "not shown"}
"""A mentor's verdicts in words."""


@dataclass(frozen=True)
class Row:
    """A criterion with what the tool and the mentors find about it."""

    number: int
    criterion: Criterion
    verdict: Verdict | None
    quotes: tuple[Quote, ...]
    """The tool's, as far as they are in the transcript."""
    mentors: tuple[tuple[str, str], ...]
    """(reviewer, finding in words)."""

    @property
    def key(self) -> str:
        """Return what the row is called in the page."""
        return f"c{self.number}"

    @property
    def state(self) -> str:
        """Return the tool's verdict in words."""
        return _STATES[self.verdict.state] if self.verdict else "no verdict"

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what else there is to know about the verdict."""
        if self.verdict is None:
            return ()
        found = {
            "first shown after a probe": self.verdict.prompted,
            "readings differ": self.verdict.unstable,
            "no more than suspected": self.verdict.state == "unmet" and (self.verdict.probability or 0) >= LIKELY,
            "some of its words are not in this transcript": len(self.quotes) < len(self.verdict.quotes),
        }
        return tuple(words for words, so in found.items() if so)


@dataclass(frozen=True)
class Voice:
    """A mentor's review, and whether it is of the transcript as it is now."""

    review: Review
    current: bool
    remarks: tuple[tuple[str, Remark, bool], ...]
    """(what it is called in the page, the remark, whether its words are in the transcript)."""


@dataclass(frozen=True)
class Piece:
    """Words of a turn, as shown, with the keys of all that they are evidence for."""

    words: str
    keys: tuple[str, ...]
    first: bool
    """The piece before it has other keys."""
    last: bool
    """The piece after it has other keys."""


@dataclass(frozen=True)
class Said:
    """A turn as the page shows it."""

    number: int
    turn: Turn
    heading: str
    sentences: tuple[tuple[Piece, ...], ...]
    differs: bool
    """What is shown is not letter by letter what was said: control characters have become marks."""


@dataclass(frozen=True)
class Report:
    """All that is shown of a session."""

    session: Session
    grade: Grade | None
    """The newest."""
    earlier: tuple[Grade, ...]
    """The other grades, newest first."""
    rows: dict[str, tuple[Row, ...]]
    """By the name of their kind; kinds without a criterion are left out."""
    voices: tuple[Voice, ...]
    turns: tuple[Said, ...]

    @property
    def errors(self) -> frozenset[str]:
        """Return the keys of the errors, whose evidence speaks against the answer."""
        return frozenset(row.key for row in self.rows.get(KINDS["down_level"], ()))

    @property
    def bars(self) -> tuple[tuple[Level, float], ...]:
        """Return every level with its probability; empty when there is no level."""
        if self.grade is None or self.grade.level.estimate is None:
            return ()
        return tuple((level, self.grade.level.probabilities.get(level, 0.0)) for level in LEVELS)


def report_of(session: Session) -> Report:
    """Return what a report says of a session."""
    grades = session.grades[::-1]
    grade = grades[0] if grades else None
    verdicts = {verdict.criterion: verdict for verdict in grade.verdicts} if grade else {}
    rows = [
        Row(number, criterion, verdicts.get(criterion.id), *_said_of(session, criterion, verdicts.get(criterion.id)))
        for number, criterion in enumerate(session.rubric.criteria, 1)
    ]
    voices = tuple(_voices(session))
    marks = [(quote.turn, Mark(row.key, quote.start, quote.end)) for row in rows for quote in row.quotes]
    marks += [
        (one.quote.turn, Mark(key, one.quote.start, one.quote.end))
        for voice in voices
        for key, one, placed in voice.remarks
        if placed
    ]
    turns = tuple(
        _said(number, turn, [mark for of, mark in marks if of == number], before)
        for number, (before, turn) in enumerate(zip((None, *session.turns), session.turns, strict=False))
    )
    by_kind = {name: tuple(row for row in rows if row.criterion.kind == kind) for kind, name in KINDS.items()}
    return Report(session, grade, grades[1:], {name: found for name, found in by_kind.items() if found}, voices, turns)


def holds(session: Session, quote: Quote) -> bool:
    """Return whether a quote's words are where it says they are."""
    if quote.turn >= len(session.turns) or not quote.text:
        return False
    return session.turns[quote.turn].text[quote.start : quote.end] == quote.text


def _said_of(
    session: Session, criterion: Criterion, verdict: Verdict | None
) -> tuple[tuple[Quote, ...], tuple[tuple[str, str], ...]]:
    """Return the tool's quotes for a criterion and the mentors' findings."""
    quotes = tuple(quote for quote in verdict.quotes if holds(session, quote)) if verdict else ()
    found = ((review.reviewer, review.verdicts.get(criterion.id)) for review in session.reviews)
    return quotes, tuple((name, FINDINGS[finding]) for name, finding in found if finding)


def _voices(session: Session) -> Iterator[Voice]:
    number = 0
    for review in session.reviews:
        numbers = range(number + 1, number + len(review.remarks) + 1)
        remarks = ((f"m{n}", one, holds(session, one.quote)) for n, one in zip(numbers, review.remarks, strict=True))
        yield Voice(review, review.transcript == session.transcript_digest, tuple(remarks))
        number += len(numbers)


def _said(number: int, turn: Turn, marks: list[Mark], before: Turn | None) -> Said:
    shown = visible(turn.text)
    cut = [segments(*span, marks) for span in whole_sentences(turn.text)]
    keys = [(), *(one.keys for sentence in cut for one in sentence), ()]
    around = zip(keys, keys[1:], keys[2:], strict=False)
    pieces = tuple(
        tuple(Piece(shown[one.start : one.end], one.keys, *_edges(*next(around))) for one in sentence)
        for sentence in cut
    )
    return Said(number, turn, _heading(turn, before), pieces, shown != turn.text)


def _edges(before: tuple[str, ...], keys: tuple[str, ...], after: tuple[str, ...]) -> tuple[bool, bool]:
    return before != keys, keys != after


def _heading(turn: Turn, before: Turn | None) -> str:
    words = turn.role.capitalize()
    if turn.offset is not None:
        minutes, seconds = divmod(int(turn.offset), 60)
        words += f" at {minutes}:{seconds:02}"
    if turn.probe:
        words += ", a follow-up"
    if turn.role == "candidate" and before and before.probe:
        words += ", after a follow-up"
    if turn.clarifies:
        words += ", a fact"
    return words if turn.finished else f"{words} (broken off)"
