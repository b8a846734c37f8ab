"""The attack suite of `gold/attacks/`: what may not raise a level, and fair changes that may not lower one."""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from mock_interview.bank import Bank
from mock_interview.bank.yaml_file import read_yaml
from mock_interview.errors import BankError
from mock_interview.grading import Judge, Standard, grade
from mock_interview.grading.answer import Answer, prepare
from mock_interview.models import LEVELS, GoldAnswer, Id, Level, Noun, Question, Rubric, Text, Turn, digest

_WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
ENCODINGS: dict[str, Callable[[str], str]] = {
    "": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "zero-width": "\u200b".join,
    "fullwidth": lambda text: text.translate(_WIDE),
    "lower-case": str.lower,
    "one-line": lambda text: " ".join(text.split()),
}
_TERM = re.compile(r"[^\W\d_]{5,}")
MOST_TERMS = 60


class Attack(Noun):
    """A change of a gold answer, or a text of its own where `{answer}` does not occur in it.

    Other placeholders: {reversed} (the answer's paragraphs, last first), {question}, {claims}, {notes}, {terms} (words
    of the claims), {other} (the best answer to another question) and {payload}.
    """

    id: Id
    kind: Id
    expect: Literal["no-rise", "same"] = "no-rise"
    of: tuple[Level, ...] = ("L4",)
    """Levels of the gold answers it is tried on."""
    encode: Annotated[str, Field(pattern="^(" + "|".join(ENCODINGS) + ")$")] = ""
    payload: str = ""
    text: Text

    @property
    def alone(self) -> bool:
        """Return whether nothing of a gold answer is in it: then the level it may not exceed is below L4."""
        return not any(name in self.text + self.payload for name in ("{answer}", "{reversed}"))


class AttackFile(Noun):
    """A file of attacks."""

    format: Annotated[int, Field(ge=1, le=1)]
    attacks: tuple[Attack, ...]


@dataclass(frozen=True)
class Outcome:
    """What an attack did to one answer; levels as numbers from 0, None where the model was not asked or gave none."""

    attack: Attack
    question: str
    answer: str
    before: int | None
    after: int | None
    reached: bool
    """False when the gate left nothing, or the very same text, so that the level is the same by construction."""

    @property
    def asked(self) -> bool:
        """Return whether the model was asked about it, and gave a level."""
        return self.reached and self.before is not None and self.after is not None

    @property
    def moved(self) -> int:
        """Return by how many levels the answer rose; 0 where that is not known."""
        return 0 if self.before is None or self.after is None else self.after - self.before


def read_attacks(bank: Bank) -> list[Attack]:
    """Return the bank's attacks; raises `BankError` with every problem."""
    files = [read_yaml(path, bank.root) for path in sorted((bank.root / "gold" / "attacks").glob("*.yaml"))]
    found = [file.validate(AttackFile) for file in files]
    if problems := [p for file in files for p in file.problems]:
        raise BankError(problems)
    return [attack for file in found if file for attack in file.attacks]


def attacked(attack: Attack, question: Question, rubric: Rubric, answer: GoldAnswer, other: str) -> str:
    """Return the text that an attack makes of an answer; `other` is an answer to another question."""
    values = {
        "answer": answer.text.strip(),
        "reversed": "\n\n".join(reversed(re.split(r"\n\s*\n", answer.text.strip()))),
        "question": question.prompt.strip(),
        "claims": "\n".join(f"- {c.claim}" for c in rubric.criteria if c.kind != "down_level"),
        "notes": "\n".join(f"- {note}" for note in rubric.notes),
        "terms": ", ".join(_terms(rubric)),
        "other": other,
    }
    payload = ENCODINGS[attack.encode](_filled(attack.payload, values))
    return _filled(attack.text, {**values, "payload": payload}).strip()


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)


def _terms(rubric: Rubric) -> list[str]:
    words = (word.lower() for c in rubric.criteria if not c.shared for word in _TERM.findall(c.claim))
    return list(dict.fromkeys(words))[:MOST_TERMS]


def other_answer(bank: Bank, question: Question) -> str:
    """Return the best answer to a question of another category, always the same one."""
    others = [q for q in bank.questions if q.category != question.category] or [
        q for q in bank.questions if q.id != question.id
    ]
    if not others:
        return ""
    other = others[int(digest(question.id)[-8:], 16) % len(others)]
    return max(bank.gold(other.id), key=lambda a: LEVELS.index(a.label)).text.strip()


def run(
    bank: Bank,
    questions: Sequence[Question],
    judge: Judge,
    standard: Standard,
    most_asked: int,
    on_attack: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Outcome]:
    """Yield what every attack does on every question, one answer of each of its levels.

    Where the gate leaves something new to read, the model is asked, for at most `most_asked` answers an attack; always
    of the same questions, whose ids alone decide.
    """
    suite = read_attacks(bank)
    asked = dict.fromkeys((attack.id for attack in suite), 0)
    for done, question in enumerate(sorted(questions, key=lambda q: digest(q.id))):
        on_attack(done, len(questions))
        rubric, other = bank.rubric(question.id), other_answer(bank, question)
        by_level = {a.label: a for a in reversed(bank.gold(question.id))}
        readings = {level: _read(question, rubric, a.text).reading for level, a in by_level.items()}

        @cache
        def level_of(text: str, question: Question = question, rubric: Rubric = rubric) -> int | None:
            found = grade(question, rubric, (Turn(role="candidate", text=text),), judge, standard).level
            return _number(found.estimate, found.reason)

        for attack in suite:
            for level in (lv for lv in (attack.of[:1] if attack.alone else attack.of) if lv in by_level):
                answer = by_level[level]
                text = attacked(attack, question, rubric, answer, other)
                after = _read(question, rubric, text)
                if after.nothing:
                    number = 0 if attack.alone else LEVELS.index(level)
                    yield Outcome(attack, question.id, answer.id, number, 0, False)
                elif not attack.alone and after.reading == readings[level]:
                    yield Outcome(attack, question.id, answer.id, 0, 0, False)
                else:
                    start: int | None = None
                    end: int | None = None
                    if asked[attack.id] < most_asked:
                        asked[attack.id] += 1
                        start = 0 if attack.alone else level_of(answer.text)
                        end = level_of(text)
                    yield Outcome(attack, question.id, answer.id, start, end, True)
    on_attack(len(questions), len(questions))


def _read(question: Question, rubric: Rubric, text: str) -> Answer:
    return prepare(question, rubric, (Turn(role="candidate", text=text),))


def _number(level: Level | None, reason: str) -> int | None:
    """Return a level as a number; an answer with nothing to grade counts as below L4, a failed grade as None."""
    if level is not None:
        return LEVELS.index(level)
    return None if reason.startswith("ungraded") else 0
