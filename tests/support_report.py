"""Sessions for pages to review in: with overlapping evidence, a mentor's review, and words from strangers."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.models import Quote, Remark, Review, Session, Turn, Verdict
from support_browser import Visit, visit
from support_cli import ANSWER, graded, invoke

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

INJECTED = (
    "</script><!--<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>\u202ex\x1b[2J"
)
ODD = "A 🥖\r\nis e\u0301 👩🏽\u200d🍳 loaf.\tIt\x00 rises\u202e slowly,\r as \ufeff𝔤as. Then <b>&amp; it cools."
"""Two-unit characters, combining and joined ones, both kinds of line ends, what no terminal shows, markup."""


def quoted(session: Session, words: str, turn: int = 0) -> Quote:
    """Return where words stand in a turn."""
    start = session.turns[turn].text.index(words)
    return Quote(turn=turn, start=start, end=start + len(words), text=words)


def review_of(session: Session, reviewer: str = "Ada", **more: object) -> Review:
    """Return a review of a session as it is."""
    usual = {"session": session.id, "transcript": session.transcript_digest, "reviewer": reviewer}
    return Review.model_validate({**usual, "at": datetime(2026, 2, 1, tzinfo=UTC), **more})


def remark(session: Session, words: str, text: str, advice: Literal["keep", "change", "try"] = "try") -> Remark:
    """Return a comment on words of the first turn."""
    return Remark(quote=quoted(session, words), advice=advice, text=text)


def with_verdict(session: Session, criterion: str, **changes: object) -> Session:
    """Return a graded session with one verdict of its newest grade changed."""
    grade = session.grades[-1]
    verdicts = tuple(
        Verdict.model_validate({**v.model_dump(), **changes}) if v.criterion == criterion else v for v in grade.verdicts
    )
    changed = grade.model_copy(update={"verdicts": verdicts})
    return session.model_copy(update={"grades": (*session.grades[:-1], changed)})


def overlapping() -> Session:
    """Return a graded session in which the evidence of two criteria shares words."""
    found = graded()
    quote = quoted(found, "light comes through.\nPast that, it tears")
    return with_verdict(found, "flour-matters", state="met", quotes=(quote,), reason="Flour <i>.", prompted=True)


def odd() -> Session:
    """Return a session whose words are hard to count."""
    return graded().model_copy(
        update={"grades": (), "turns": (Turn(role="interviewer", text=ODD), Turn(role="candidate", text=ANSWER))}
    )


def long_session(words: int = 10_000, seed: int = 7) -> Session:
    """Return a graded interview of so many words, with three overlapping quotes for each criterion of a real rubric."""
    chance, bank, found = random.Random(seed), Bank(), graded()
    question, rubric = bank.question("bias-variance-tradeoff"), bank.rubric("bias-variance-tradeoff")
    turns: list[Turn] = []
    for _ in range(words // 500):
        said = (f"word{chance.randrange(1000)}{'.' if chance.random() < 0.07 else ''}" for _ in range(500))
        turns += (Turn(role="interviewer", text="And then?"), Turn(role="candidate", text=" ".join(said)))
    verdicts = []
    for criterion in rubric.criteria:
        places = ((2 * chance.randrange(len(turns) // 2) + 1, chance.randrange(2000)) for _ in range(3))
        quotes = tuple(Quote(turn=t, start=a, end=a + 150, text=turns[t].text[a : a + 150]) for t, a in places)
        usual = {"criterion": criterion.id, "kind": criterion.kind, "state": "met", "probability": 0.9}
        verdicts.append(Verdict.model_validate({**usual, "quotes": quotes, "reason": "It says so in these words."}))
    grade = found.grades[0].model_copy(update={"verdicts": tuple(verdicts), "feedback": None})
    changed = {"question": question, "rubric": rubric, "turns": tuple(turns), "grades": (grade,)}
    return found.model_copy(update=changed)


def opened(tabs: "BrowserContext", session: Session, folder: Path, *options: str) -> Visit:
    """Save a session, write its page, open it."""
    records.save(session)
    path = folder / "page.html"
    result = invoke("report", session.id, "--html", path, *options)
    assert result.exit_code == 0, result.output
    tabs.set_default_timeout(5000)
    return visit(tabs, path)
