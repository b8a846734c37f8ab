"""Read a session file into a row of the index: what lists and progress need of it, without its words."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from mock_interview.models import LEVELS, CriterionKind, Level, Session, State
from mock_interview.records.index import MENTOR_SIGNS, SIGNS
from mock_interview.records.reviews import Word, mentors_word

Row = tuple[list[Any] | str, list[Any] | str]
"""What a list shows, and what progress needs; each is the reason instead where the file does not have it."""


def _of_our_time(when: datetime) -> datetime:
    if not 1970 < when.year < 9999:
        raise ValueError("is outside of what a calendar of local time can show")
    return when


_When = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class _Part(BaseModel):
    """What is read of a part of a session; keys of other versions are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class _Question(_Part):
    category: str
    kind: str


class _Criterion(_Part):
    id: str
    kind: CriterionKind
    claim: str
    shared: bool = False


class _Rubric(_Part):
    criteria: tuple[_Criterion, ...]


class _Turn(_Part):
    role: Literal["candidate", "interviewer"]
    text: str
    at: _When | None = None
    seconds: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] | None = None
    finished: bool = True


class _Estimate(_Part):
    estimate: Level | None
    reason: str = ""
    low: Level | None
    high: Level | None


class _Verdict(_Part):
    criterion: str
    state: State


class _Provenance(_Part):
    at: _When


class _Grade(_Part):
    level: _Estimate
    verdicts: tuple[_Verdict, ...] = ()
    provenance: _Provenance

    @property
    def failed(self) -> bool:
        # So the reason of a failed grade begins: docs/json.md.
        return self.level.estimate is None and self.level.reason.startswith("ungraded")


class _Session(_Part):
    created: _When
    question: _Question
    rubric: _Rubric
    turns: tuple[_Turn, ...]
    loop: str | None = None
    self_rating: Level | None = None
    grades: tuple[_Grade, ...]


def read_row(path: Path) -> Row:
    """Return the row of a session file.

    A file that is no session has a reason for both halves; one that only lists can use, a reason for the second.
    Raises OSError: that says something of the moment, not of the file.
    """
    data = path.read_bytes()
    try:
        value = json.loads(data)
        listed = _listed(value)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        return (reason := f"is no session file ({type(error).__name__})"), reason
    try:
        word = mentors_word(Session.model_validate(value)) if value.get("reviews") else Word()
        return listed, _counted(_Session.model_validate(value), word)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return listed, f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
    except KeyError as error:
        return listed, f"grades: its rubric has no criterion {error}"


def _listed(value: Any) -> list[Any]:
    grades, turns = value["grades"], value["turns"]
    level = grades[-1]["level"]["estimate"] if grades else None
    if level not in (None, *LEVELS):
        raise ValueError(level)
    words = sum(len(str(turn["text"]).split()) for turn in turns if turn["role"] == "candidate")
    question = value["question"]
    texts = [str(value["id"]), str(question["id"]), str(question["title"]), str(value["created"])]
    return [*texts, words, level, bool(grades)]


def _counted(session: _Session, word: Word) -> list[Any]:
    """Return what progress needs, the rubric's criteria in full as its last item; a mentor's word is the last one."""
    criteria = session.rubric.criteria
    place = {criterion.id: number for number, criterion in enumerate(criteria)}
    last = session.grades[-1] if session.grades else None
    missed, tells = [], []
    for verdict in last.verdicts if last else ():
        number = place[verdict.criterion]
        tell = criteria[number].kind in ("strong_hire", "down_level")
        if tell and verdict.state == "met":
            tells.append(number)
        elif not tell and verdict.state == "unmet":
            missed.append(number)
    said = [turn for turn in session.turns if turn.role == "candidate"]
    levelled = next((grade for grade in reversed(session.grades) if grade.level.estimate), None)
    states = ["-"] * len(criteria)
    for verdict in levelled.verdicts if levelled else ():
        states[place[verdict.criterion]] = SIGNS[verdict.state]
    for name, said_of_it in word.verdicts.items():
        number = place[name]
        states[number] = MENTOR_SIGNS[said_of_it]
        tell = criteria[number].kind in ("strong_hire", "down_level")
        counts = tells if tell else missed
        counts[:] = [each for each in counts if each != number]
        if tell == (said_of_it == "met"):
            counts.append(number)
    return [
        session.question.category,
        session.question.kind,
        session.loop,
        session.self_rating,
        last.level.low if last else None,
        last.level.high if last else None,
        sum(turn.seconds or 0 for turn in said),
        int(session.created.timestamp()),
        [int((turn.at or session.created).timestamp()) for turn in said if turn.finished and turn.text.strip()],
        int(last.provenance.at.timestamp()) if last else None,
        missed,
        tells,
        bool(said) and all(turn.finished for turn in said) and (last is None or last.failed),
        word.level or (levelled.level.estimate if levelled else None),
        bool(word.level),
        "".join(states),
        [[c.id, c.kind, c.shared, c.claim] for c in criteria],
    ]
