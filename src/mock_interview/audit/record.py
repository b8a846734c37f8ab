"""The verdicts of an audit, recorded, so that anybody can turn them into levels again with the code as it stands.

A change of gate, evidence check, threshold or rule shows in the replay at once, without a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mock_interview import __version__
from mock_interview.audit import figures
from mock_interview.audit.fitting import Graded
from mock_interview.bank import Bank, Rule
from mock_interview.errors import BadInput
from mock_interview.grading.answer import Answer, prepare
from mock_interview.grading.grade import weigh
from mock_interview.grading.judging import Reading, credit
from mock_interview.grading.level import estimate
from mock_interview.grading.nearest import nearest_sentences
from mock_interview.models import LEVELS, GoldAnswer, Level, Noun, Question, Rubric, Turn, Verdict, digest

DIGITS = 4


class RecordedAnswer(Noun):
    """What was found in one gold answer, by what was fitted on other questions."""

    question: str
    answer: str
    text: str
    """Digest of its words."""
    level: Level
    chances: tuple[float, ...]
    """Probability of each criterion, in the rubric's order; empty where the gate held the answer."""
    rule: int
    """Which of the rules its group of questions was levelled by."""


class Recording(Noun):
    """An audit's verdicts and the figures they gave."""

    format: int = 1
    model: str
    engine: str
    prompt: str
    version: str = __version__
    at: datetime
    rubrics: dict[str, str]
    """Digests of the rubrics' criteria by question."""
    rules: tuple[Rule, ...]
    answers: tuple[RecordedAnswer, ...]
    exact: float
    within_one: float
    kappa: float


@dataclass(frozen=True)
class Replay:
    """The levels that recorded verdicts amount to now."""

    levels: figures.Agreement
    changed: tuple[str, ...]
    """Answers whose level is another one now, with both."""
    stale: tuple[str, ...]
    """Answers that cannot be replayed, since their words or their rubric were changed after the recording."""


def record(graded: Sequence[Graded], model: str, engine: str, prompt: str) -> Recording:
    """Return the recording of cross-validated grades; raises `BadInput` where their figures are undefined."""
    found = figures.of_graded(graded)
    if found.exact is None or found.within_one is None or found.kappa is None:
        raise BadInput("There are too few answers to record.", "Audit more questions.")
    rules = list(dict.fromkeys(g.rule for g in graded))
    return Recording(
        model=model,
        engine=engine,
        prompt=prompt,
        at=datetime.now(UTC).replace(microsecond=0),
        rubrics={g.signals.question.id: criteria_of(g.signals.rubric) for g in graded},
        rules=tuple(rules),
        answers=tuple(
            RecordedAnswer(
                question=g.signals.question.id,
                answer=g.signals.answer.id,
                text=digest(g.signals.answer.text),
                level=LEVELS[g.estimate],
                chances=tuple(round(g.chances[c.id], DIGITS) for c in g.signals.rubric.criteria) if g.chances else (),
                rule=rules.index(g.rule),
            )
            for g in graded
        ),
        exact=found.exact,
        within_one=found.within_one,
        kappa=found.kappa,
    )


def criteria_of(rubric: Rubric) -> str:
    """Return the digest of what a rubric asks, without its notes, on which no verdict of a recording rests."""
    return digest([criterion.model_dump(mode="json") for criterion in rubric.criteria])


def replay(recording: Recording, bank: Bank) -> Replay:
    """Return the levels that the recorded verdicts amount to under the gates, evidence checks and rule of today."""
    rows, changed, stale = [], [], []
    for kept in recording.answers:
        name = f"{kept.question}/{kept.answer}"
        question, rubric = bank.question(kept.question), bank.rubric(kept.question)
        answer = next((a for a in bank.gold(kept.question) if a.id == kept.answer), None)
        same = criteria_of(rubric) == recording.rubrics[kept.question]
        if answer is None or digest(answer.text) != kept.text or not same:
            stale.append(name)
            continue
        level = level_of(question, rubric, answer, kept.chances, recording.rules[kept.rule])
        if level != kept.level:
            changed.append(f"{name}: {kept.level} is {level} now (label {answer.label})")
        kind = f"{answer.label}, {answer.type}"
        rows.append((question.id, kind, LEVELS.index(answer.label), LEVELS.index(level)))
    return Replay(figures.agreement(rows), tuple(changed), tuple(stale))


def worse(recording: Recording, now: Replay) -> str:
    """Return what is worse than it was recorded, in words; empty when nothing is."""
    if now.stale:
        names = ", ".join(now.stale[:3])
        return f"{len(now.stale)} of its answers or their rubrics were changed after the recording ({names} ...)"
    before = {"exact": recording.exact, "within one": recording.within_one, "kappa": recording.kappa}
    after = {"exact": now.levels.exact, "within one": now.levels.within_one, "kappa": now.levels.kappa}
    fallen = [
        f"{name} {was:.3f} is {after[name] or 0:.3f} now"
        for name, was in before.items()
        if (after[name] or 0) < was - 1e-6
    ]
    return ", ".join(fallen)


def level_of(question: Question, rubric: Rubric, answer: GoldAnswer, chances: Sequence[float], rule: Rule) -> Level:
    """Return the level of verdicts as a grade comes to it: gate, evidence, rule; nothing to grade is below L4."""
    ready = prepare(question, rubric, (Turn(role="candidate", text=answer.text),))
    if ready.nothing or not chances:
        return "below L4"
    verdicts = [_verdict(c.id, p, rubric, ready) for c, p in zip(rubric.criteria, chances, strict=True)]
    return estimate(verdicts, rubric, rule).estimate or "below L4"


def _verdict(criterion_id: str, chance: float, rubric: Rubric, ready: Answer) -> Verdict:
    criterion = rubric[criterion_id]
    quotes = nearest_sentences(criterion, ready) if chance >= credit(criterion) else ()
    return weigh(Reading(criterion_id, chance, quotes), criterion, ready)


def write(recording: Recording, folder: Path) -> Path:
    """Write a recording into a folder; return the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{recording.model}.json"
    path.write_text(recording.model_dump_json() + "\n", encoding="utf-8")
    return path


def read(path: Path) -> Recording:
    """Read a recording; raises `BadInput` when it is none."""
    try:
        value: Any = path.read_text(encoding="utf-8")
        return Recording.model_validate_json(value)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: is no recording of an audit.", "Write one with: audit --record FOLDER") from error
