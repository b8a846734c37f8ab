"""A review in the making: kept in a file of its own after every step, until it is joined to its session."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from mock_interview.errors import BadInput
from mock_interview.models import FORMAT, Id, Level, Noun, Quote, Remark, Review, Session
from mock_interview.records.files import read_noun, replace
from mock_interview.records.reviews import drafts_folder

LARGEST = 5_000_000
"""Bytes of a draft."""

MOST = 10_000
"""Characters of a comment."""

Advice = Literal["keep", "change", "try"]


class Draft(Noun):
    """What a mentor has said so far, and how far they got."""

    format: Literal[1] = FORMAT
    review: Review
    rated: bool = False
    """They were asked for the level; from then on they may have seen the tool's."""
    seen: tuple[Id, ...] = ()
    """Criteria they were asked about, whether or not they had an opinion."""
    about: Quote | None = None
    """The words that the comment being typed is about."""
    advice: Advice = "change"
    typing: str = ""
    """The comment being typed."""
    summary: str = ""
    """The summary being typed, which may still be too long for a review."""

    def with_review(self, **values: object) -> "Draft":
        """Return the draft with other values in its review."""
        return self.model_copy(update={"review": self.review.model_copy(update=values)})

    def with_level(self, level: Level | None) -> "Draft":
        """Return the draft with the level given, or none."""
        return self.with_review(level=level).model_copy(update={"rated": True})

    def with_verdict(self, criterion: str, verdict: str) -> "Draft":
        """Return the draft with `met` or `unmet` for a criterion; with an empty verdict, that there is no opinion."""
        verdicts: Mapping[str, str] = {k: v for k, v in self.review.verdicts.items() if k != criterion}
        if verdict:
            verdicts = {**verdicts, criterion: verdict}
        seen = (*(one for one in self.seen if one != criterion), criterion)
        return self.with_review(verdicts=verdicts).model_copy(update={"seen": seen})

    def with_remark(self) -> "Draft":
        """Return the draft with the comment being typed among the remarks; a very long one becomes several."""
        done = self.model_copy(update={"about": None, "typing": ""})
        if self.about is None:
            return done
        words = self.typing.strip()
        pieces = [words[i : i + MOST] for i in range(0, len(words), MOST)]
        remarks = (Remark(quote=self.about, advice=self.advice, text=piece) for piece in pieces)
        return done.with_review(remarks=(*self.review.remarks, *remarks))


def begin(session: Session, reviewer: str, *, blind: bool) -> Draft:
    """Return the draft to go on with: the kept one, else the reviewer's earlier review, else an empty one.

    It stays blind only if it has been so from the beginning. Raises `BadInput` when the kept one cannot be read.
    """
    path = draft_file(session, reviewer)
    if path.is_file():
        kept = carry_over(read_noun(path, Draft, "draft of a review", LARGEST), session)
        return kept.with_review(blind=kept.review.blind and (blind or kept.rated))
    mine = [one for one in session.reviews if one.reviewer == reviewer]
    if mine:
        return carry_over(Draft(review=mine[-1], rated=mine[-1].level is not None, summary=mine[-1].summary), session)
    return Draft(
        review=Review(
            session=session.id,
            transcript=session.transcript_digest,
            reviewer=reviewer,
            at=datetime.now(UTC),
            blind=blind,
        )
    )


def carry_over(draft: Draft, session: Session) -> Draft:
    """Return the draft as it fits the session now: a comment whose words have gone is added to the summary."""
    review = draft.review
    known = {criterion.id for criterion in session.rubric.criteria}
    kept = tuple(one for one in review.remarks if _is_said(one.quote, session))
    lost = [one for one in review.remarks if one not in kept]
    about, typing = draft.about, draft.typing
    if about and not _is_said(about, session):
        lost += draft.with_remark().review.remarks[len(review.remarks) :]
        about, typing = None, ""
    added = [f"On “{one.quote.text}” ({one.advice}): {one.text}" for one in lost]
    return draft.model_copy(
        update={
            "about": about,
            "typing": typing,
            "summary": "\n\n".join(part for part in (draft.summary, *added) if part),
            "seen": tuple(one for one in draft.seen if one in known),
            "review": review.model_copy(
                update={
                    "transcript": session.transcript_digest,
                    "verdicts": {name: found for name, found in review.verdicts.items() if name in known},
                    "remarks": kept,
                }
            ),
        }
    )


def _is_said(quote: Quote, session: Session) -> bool:
    text = session.turns[quote.turn].text if quote.turn < len(session.turns) else ""
    return text[quote.start : quote.end] == quote.text


def draft_file(session: Session, reviewer: str) -> Path:
    """Return where the draft of a reviewer's review of a session lies."""
    whose = hashlib.sha256(reviewer.encode(errors="surrogatepass")).hexdigest()[:8]
    return drafts_folder() / f"{session.id}.{whose}.json"


def keep(draft: Draft, path: Path) -> None:
    """Write a draft as a whole; raises `BadInput` when that fails."""
    try:
        replace(path, draft.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise BadInput(f"{path}: cannot be saved: {error.strerror}", "Make room, and go on.") from error
