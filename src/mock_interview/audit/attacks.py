"""The attack suite of `gold/attacks/`: what may not raise a level, and fair changes that may not lower one."""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from mock_interview.audit.kept import NotKept
from mock_interview.bank import Bank
from mock_interview.bank.yaml_file import read_yaml
from mock_interview.errors import BankError
from mock_interview.grading import Judge, Standard, grade
from mock_interview.grading.answer import prepare
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
    """What an attack did to one answer; levels as numbers from 0, None where there is none."""

    attack: Attack
    question: str
    answer: str
    before: int
    after: int
    asked: bool
    """False when the gate left the very same text, so that the level is the same by construction."""

    @property
    def moved(self) -> int:
        """Return by how many levels the answer rose."""
        return self.after - self.before


def read_attacks(bank: Bank) -> list[Attack]:
    """Return the bank's attacks; raises `BankError` with every problem."""
    files = [read_yaml(path, bank.root) for path in sorted((bank.root / "gold" / "attacks").glob("*.yaml"))]
    found = [file.validate(AttackFile) for file in files]
    if problems := [p for file in files for p in file.problems]:
        raise BankError(problems)
    return [attack for file in found if file for attack in file.attacks]


def attacked(attack: Attack, bank: Bank, question: Question, answer: GoldAnswer) -> str:
    """Return the text that an attack makes of an answer."""
    rubric = bank.rubric(question.id)
    values = {
        "answer": answer.text.strip(),
        "reversed": "\n\n".join(reversed(re.split(r"\n\s*\n", answer.text.strip()))),
        "question": question.prompt.strip(),
        "claims": "\n".join(f"- {c.claim}" for c in rubric.criteria if c.kind != "down_level"),
        "notes": "\n".join(f"- {note}" for note in rubric.notes),
        "terms": ", ".join(_terms(rubric)),
        "other": _other(bank, question),
    }
    payload = ENCODINGS[attack.encode](_filled(attack.payload, values))
    return _filled(attack.text, {**values, "payload": payload}).strip()


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)


def _terms(rubric: Rubric) -> list[str]:
    words = (word.lower() for c in rubric.criteria if not c.shared for word in _TERM.findall(c.claim))
    return list(dict.fromkeys(words))[:MOST_TERMS]


def _other(bank: Bank, question: Question) -> str:
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
    of the same questions, whose ids alone decide. What a `KeptClient` may not ask about is left out.
    """
    work = [
        (attack, question, level)
        for attack in read_attacks(bank)
        for question in sorted(questions, key=lambda q: digest(q.id))
        for level in (attack.of[:1] if attack.alone else attack.of)
    ]
    asked: dict[str, int] = {}
    levels: dict[tuple[str, str], int | None] = {}

    def level_of(question: Question, rubric: Rubric, text: str) -> int | None:
        key = (question.id, text)
        if key not in levels:
            try:
                found = grade(question, rubric, (Turn(role="candidate", text=text),), judge, standard).level
                levels[key] = _number(found.estimate, found.reason)
            except NotKept:
                levels[key] = None
        return levels[key]

    for done, (attack, question, level) in enumerate(work):
        on_attack(done, len(work))
        rubric = bank.rubric(question.id)
        answer = next((a for a in bank.gold(question.id) if a.label == level), None)
        if answer is None:
            continue
        text = attacked(attack, bank, question, answer)
        before, after = (prepare(question, rubric, (Turn(role="candidate", text=t),)) for t in (answer.text, text))
        if after.nothing:
            number = 0 if attack.alone else LEVELS.index(level)
            yield Outcome(attack, question.id, answer.id, number, 0, False)
            continue
        if not attack.alone and _same(before.reading, after.reading):
            yield Outcome(attack, question.id, answer.id, 0, 0, False)
            continue
        if asked.get(attack.id, 0) >= most_asked:
            continue
        start = 0 if attack.alone else level_of(question, rubric, answer.text)
        end = level_of(question, rubric, text)
        if start is not None and end is not None:
            asked[attack.id] = asked.get(attack.id, 0) + 1
            yield Outcome(attack, question.id, answer.id, start, end, True)
    on_attack(len(work), len(work))


def _same(one: str, other: str) -> bool:
    """Return whether two texts differ in white space only."""
    return one.split() == other.split()


def _number(level: Level | None, reason: str) -> int | None:
    """Return a level as a number; an answer with nothing to grade counts as below L4, a failed grade as None."""
    if level is not None:
        return LEVELS.index(level)
    return None if reason.startswith("ungraded") else 0
