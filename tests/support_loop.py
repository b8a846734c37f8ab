"""A bank of several questions about bread, and what the tests of loops make: questions, loops, graded answers."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.models import LEVELS, Level, LevelEstimate, Question, Session
from mock_interview.records import Loop
from support import TINY
from support_cli import graded

NAMES = ("why-knead", "why-rest", "why-salt")
ID = "20260101-130000-aaaa"


def bread(folder: Path, count: int = 2) -> Path:
    """Copy the tiny bank below `folder`, with so many questions: each asks and expects what the first one does."""
    root = shutil.copytree(TINY, folder / "bread")
    for name in NAMES[1:count]:
        for part in ("questions", "rubrics", "gold"):
            text = (root / part / "bread" / "why-knead.yaml").read_text(encoding="utf-8")
            text = text.replace("why-knead", name).replace("Why do we knead dough?", f"{name.capitalize()}?")
            (root / part / "bread" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def question(name: str, kind: str = "concept", minutes: int = 10, category: str = "bread") -> Question:
    """Return a question as short as it can be."""
    return Question(id=name, category=category, title=name, kind=kind, minutes=minutes, prompt="?")


def loop(*, done: int = 0, created: datetime | None = None, name: str = ID, count: int = 2) -> Loop:
    """Return a loop about bread, so many of its questions finished."""
    return Loop(
        id=name,
        created=created or datetime.now(UTC),
        minutes=10,
        like="any",
        questions=NAMES[:count],
        core=NAMES[:count],
        sessions=tuple(session_id(n) for n in NAMES[:done]),
        done=done,
        seconds=300 * done,
    )


def session_id(name: str) -> str:
    """Return the id of the session on a question."""
    return f"20260101-130000-{name}-aaaa"


def answered(name: str, level: Level | None = "L5", **update: object) -> Session:
    """Return a session on a question, graded in full with this level for certain; None leaves it ungraded."""
    was = graded(session_id(name))
    asked = was.question.model_copy(update={"id": name, "title": f"{name.capitalize()}?"})
    sure = LevelEstimate(estimate=level, low=level, high=level, probabilities=certain(level), reason="Shown: much.")
    grades = tuple(g.model_copy(update={"level": sure}) for g in was.grades) if level else ()
    return was.model_copy(update={"question": asked, "loop": ID, "grades": grades, **update})


def certain(level: Level | None) -> dict[Level, float]:
    """Return a distribution that leaves no doubt."""
    return {name: float(name == level) for name in LEVELS}


def kept(bank: Bank, levels: Sequence[Level | None]) -> Loop:
    """Save a finished loop with an answer of each of these levels; None leaves one ungraded."""
    for name, level in zip(NAMES, levels, strict=False):
        records.save(answered(name, level))
    whole = loop(done=len(levels), count=len(levels))
    records.save_loop(whole)
    return whole
