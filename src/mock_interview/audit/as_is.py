"""Measure a grader as it stands, with nothing fitted: the engines whose verdicts come with words of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mock_interview import statistics
from mock_interview.audit import figures
from mock_interview.audit.fitting import Graded
from mock_interview.audit.kept import NotKept
from mock_interview.audit.marks import Precision, precision_of
from mock_interview.audit.run import Audit, ticked
from mock_interview.audit.signals import Signals
from mock_interview.audit.table import Item
from mock_interview.bank import Bank
from mock_interview.grading import Judge, Standard, failed, grade
from mock_interview.grading.evidence import find_quote
from mock_interview.models import LEVELS, GoldAnswer, Grade, Question, Rubric, Turn


@dataclass(frozen=True)
class AsIs:
    """What was measured; `graded` of `asked` answers got a level."""

    audit: Audit
    graded: int
    asked: int
    evidence: Precision


def measure_as_is(
    judge: Judge,
    bank: Bank,
    work: Sequence[tuple[Question, GoldAnswer]],
    standard: Standard,
    on_answer: Callable[[int, int], None] = lambda done, total: None,
) -> AsIs:
    """Return the figures of a grader from its grades of gold answers; an answer without a grade is in none of them."""
    graded: list[Graded] = []
    items: list[Item] = []
    chances: list[float] = []
    hits: list[tuple[bool, bool]] = []
    asked = 0
    for done, (question, gold) in enumerate(work):
        on_answer(done, len(work))
        rubric = bank.rubric(question.id)
        turns = (Turn(role="candidate", text=gold.text),)
        try:
            result = grade(question, rubric, turns, judge, standard)
        except NotKept:
            continue
        asked += 1
        if failed(result):
            continue
        signals = Signals(question, rubric, gold, "" if result.verdicts else result.level.reason, {})
        found = {v.criterion: v.probability for v in result.verdicts if v.probability is not None}
        level = LEVELS.index(result.level.estimate or LEVELS[0])
        graded.append(Graded(signals, LEVELS.index(gold.label), level, found, standard.rule))
        for criterion in (c for c in rubric.criteria if c.id in found):
            items.append(Item(question, gold.id, criterion, {}, criterion.id in gold.shows))
            chances.append(found[criterion.id])
        hits += _hits(result, rubric, gold, turns)
    on_answer(len(work), len(work))
    levels = figures.of_graded(graded)
    audit = Audit(
        signals=[g.signals for g in graded],
        levels=levels,
        by_category=figures.by_group([(g.signals.question.category, g.label, g.estimate) for g in graded]),
        ticks=ticked([g.signals for g in graded], standard.rule),
        verdicts=figures.of_verdicts(items, chances) if items else {},
        graded=graded,
        reliability=statistics.reliability([item.shown for item in items], chances),
    )
    return AsIs(audit, len(graded), asked, precision_of(hits))


def _hits(result: Grade, rubric: Rubric, gold: GoldAnswer, turns: Sequence[Turn]) -> list[tuple[bool, bool]]:
    """Return for each credited criterion that the reader ticked whether it is shared, and whether the words meet."""
    rows = []
    for verdict in (v for v in result.verdicts if v.state == "met" and v.criterion in gold.shows):
        words = find_quote(gold.shows[verdict.criterion], turns)
        meet = words is not None and any(q.start < words.end and words.start < q.end for q in verdict.quotes)
        rows.append((rubric[verdict.criterion].shared, meet))
    return rows
