"""Write many sessions as if somebody had practised for years: for measuring, and for looking at pages."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mock_interview.bank import Bank
from mock_interview.models import LEVELS, Question, Rubric

_COUNTED = ("L4", "L5", "L6")


def write_sessions(folder: Path, count: int, last: datetime, bank: Bank | None = None, seed: int = 7) -> None:
    """Write `count` sessions into a folder, the newest at `last`: two in three graded, growing better with time."""
    source, chance = bank or Bank(), random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [(question, source.rubric(question.id)) for question in source.questions]
    shown = [(question.model_dump(mode="json"), rubric.model_dump(mode="json")) for question, rubric in pairs]
    for number in range(count):
        which = chance.randrange(len(pairs))
        at = last - timedelta(hours=9 * (count - 1 - number) + chance.random())
        name = f"{at:%Y%m%d-%H%M%S}-{pairs[which][0].id}-{number:04x}"
        value = _session(name, at, *pairs[which], number / count, chance)
        value |= {"question": shown[which][0], "rubric": shown[which][1]}
        (folder / f"{name}.json").write_text(json.dumps(value, indent=2), encoding="utf-8")


def _session(
    name: str, at: datetime, question: Question, rubric: Rubric, skill: float, chance: random.Random
) -> dict[str, Any]:
    text = " ".join(f"word{chance.randrange(1000)}" for _ in range(chance.randrange(150, 400)))
    turn = {"role": "candidate", "text": text, "at": at.isoformat(), "seconds": chance.randrange(200, 900)}
    level = min(3, max(0, round(3 * skill + chance.gauss(0, 0.8))))
    rating = LEVELS[min(3, max(0, level + chance.choice((-1, 0, 0, 1, 1))))] if chance.random() < 0.6 else None
    grades = [_grade(at, question, rubric, level, text, chance)] if chance.random() < 0.67 else []
    return {
        "format": 1,
        "id": name,
        "created": at.isoformat(),
        "turns": [turn],
        "self_rating": rating,
        "grades": grades,
    }


def _grade(
    at: datetime, question: Question, rubric: Rubric, level: int, text: str, chance: random.Random
) -> dict[str, Any]:
    quote = {"turn": 0, "start": 0, "end": 40, "text": text[:40]}
    verdicts = []
    for criterion in rubric.criteria:
        odds = 0.1 if criterion.kind not in _COUNTED else 0.9 if _COUNTED.index(criterion.kind) < level else 0.2
        met = chance.random() < odds
        verdicts.append(
            {
                "criterion": criterion.id,
                "kind": criterion.kind,
                "shared": criterion.shared,
                "state": "met" if met else "unmet",
                "probability": 0.9 if met else 0.1,
                "quotes": [quote] if met else [],
                "reason": "The answer says so in these words." if met else "",
            }
        )
    spread = {"low": LEVELS[max(0, level - 1)], "high": LEVELS[min(3, level + 1)]}
    return {
        "question": question.id,
        "level": {"estimate": LEVELS[level], **spread, "probabilities": {LEVELS[level]: 1.0}, "reason": "Shown: some."},
        "verdicts": verdicts,
        "provenance": dict.fromkeys(
            ("grader", "model", "engine", "rubric", "prompt", "calibration", "validity", "version"), "synthetic"
        )
        | {"at": (at + timedelta(minutes=15)).isoformat()},
    }
