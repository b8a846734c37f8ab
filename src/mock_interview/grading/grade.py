"""Grade an answer: gate, verdict per criterion, evidence check, level, feedback."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from mock_interview import __version__
from mock_interview.bank import Rule
from mock_interview.errors import GraderFailed
from mock_interview.grading.answer import Answer, prepare
from mock_interview.grading.calibration import baseline_key
from mock_interview.grading.evidence import find_quote, sentence_around
from mock_interview.grading.feedback import coach
from mock_interview.grading.judging import Judge, Reading, credit
from mock_interview.grading.level import estimate
from mock_interview.grading.once import once
from mock_interview.llm import NOT_ASKED, prices_for
from mock_interview.models import (
    LEVELS,
    Criterion,
    Grade,
    LevelEstimate,
    Provenance,
    Question,
    Quote,
    Rubric,
    Turn,
    Verdict,
    digest,
)


@dataclass(frozen=True)
class Standard:
    """What a grade is made by besides the verdicts: the rule, the calibration's digest, and how far to trust it."""

    rule: Rule
    calibration: str = "default"
    validity: str = "Nobody has measured how far this grader agrees with labelled answers."
    baselines: frozenset[str] = frozenset()
    """Keys of the claims the grader was measured on."""
    validity_of_new_questions: str = ""
    """What holds instead where a claim has no baseline; empty: the same."""

    def validity_for(self, question: Question, rubric: Rubric) -> str:
        """Return how far to trust a grade of an answer to this question."""
        known = all(baseline_key(question, criterion) in self.baselines for criterion in rubric.criteria)
        return self.validity if known or not self.validity_of_new_questions else self.validity_of_new_questions


def weigh(reading: Reading, criterion: Criterion, answer: Answer) -> Verdict:
    """Return the verdict a reading amounts to once its quotes have been looked for in the answer.

    A credited criterion whose words are not in the answer, or only in what was set aside of it, is *unsupported* and
    counts for nothing.
    """
    fixed = {"criterion": criterion.id, "kind": criterion.kind, "shared": criterion.shared}
    if reading.probability is None:
        return Verdict(**fixed, state="ungraded", probability=None, reason=reading.reason)
    quotes: list[Quote] = []
    credited = reading.probability >= credit(criterion)
    if credited:
        for words in reading.quotes:
            found = find_quote(words, answer.turns, answer.set_aside)
            if found and (whole := sentence_around(found, answer.turns)) not in quotes:
                quotes.append(whole)
    state = "unmet" if not credited else "met" if quotes else "unsupported"
    probe = _first_probe(answer.turns)
    prompted = bool(quotes) and all(quote.turn > probe for quote in quotes)
    return Verdict(
        **fixed,
        state=state,
        probability=reading.probability,
        prompted=prompted,
        quotes=tuple(quotes),
        reason=reading.reason,
        unstable=reading.unstable,
    )


def _first_probe(turns: Sequence[Turn]) -> int:
    """Return where the interviewer first asks something after the candidate has begun; past the end if nowhere."""
    begun = False
    for number, turn in enumerate(turns):
        if begun and turn.role == "interviewer" and not turn.clarifies:
            return number
        begun = begun or turn.role == "candidate"
    return len(turns)


def grade(
    question: Question,
    rubric: Rubric,
    turns: Sequence[Turn],
    judge: Judge,
    standard: Standard,
    on_verdict: Callable[[Verdict], None] = lambda verdict: None,
) -> Grade:
    """Return the grade of an answer; a grader that fails makes an *ungraded* grade and never a number.

    `on_verdict` hears the first verdict on each criterion as it comes. Nothing is sent to the judge when there is
    nothing to grade.
    """
    begun = time.monotonic()
    before = (judge.usage.input_tokens, judge.usage.output_tokens, judge.usage.cached_tokens)
    answer = prepare(question, rubric, turns)
    verdicts: list[Verdict] = []
    model = ""
    if answer.nothing:
        level = _no_level(f"not enough evidence: {answer.nothing}")
    else:
        level = _judged(question, rubric, answer, judge, standard, verdicts, on_verdict)
        with suppress(GraderFailed):  # a server that has not even said its name is no reason to lose the grade
            model = judge.model
    spent = (judge.usage.input_tokens, judge.usage.output_tokens, judge.usage.cached_tokens)
    tokens = [after - earlier for after, earlier in zip(spent, before, strict=True)]
    return Grade(
        question=question.id,
        level=level,
        verdicts=tuple(verdicts),
        flags=answer.flags,
        feedback=coach(level, verdicts, rubric, standard.rule),
        provenance=Provenance(
            grader=judge.grader,
            model=model,
            engine=judge.engine,
            rubric=_digest(rubric),
            prompt=judge.prompt,
            calibration=standard.calibration,
            rule=str(standard.rule),
            validity=standard.validity_for(question, rubric),
            version=__version__,
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            cached_tokens=tokens[2],
            cost_usd=prices.cost(*tokens) if (prices := prices_for(model)) else None,
            seconds=round(time.monotonic() - begun, 3),
        ),
    )


@once
def _digest(rubric: Rubric) -> str:
    return rubric.digest


def _no_level(reason: str) -> LevelEstimate:
    return LevelEstimate(estimate=None, low=None, high=None, reason=reason)


def _judged(
    question: Question,
    rubric: Rubric,
    answer: Answer,
    judge: Judge,
    standard: Standard,
    verdicts: list[Verdict],
    on_verdict: Callable[[Verdict], None],
) -> LevelEstimate:
    """Fill `verdicts` and return the level; criteria a failing grader did not reach are ungraded.

    There is no level where the grader was stopped, however few criteria it lacks: it is asked again. Nor where it
    failed before it had read the whole answer.
    """
    failure: GraderFailed | None = None
    found: dict[str, Verdict] = {}
    provisional: set[str] = set()
    try:
        for reading in judge.judge(question, rubric, answer):
            verdict = weigh(reading, rubric[reading.criterion], answer)
            if reading.criterion not in found:
                on_verdict(verdict)
            found[reading.criterion] = verdict
            if reading.provisional:
                provisional.add(reading.criterion)
            else:
                provisional.discard(reading.criterion)
    except GraderFailed as error:
        failure = error
    why = failure.message if failure else "the grader said nothing of it"
    for c in rubric.criteria:
        verdicts.append(found.get(c.id) or weigh(Reading(c.id, None, reason=why), c, answer))
    level = _unsteady(estimate(verdicts, rubric, standard.rule), verdicts, rubric, standard.rule)
    if failure and (level.estimate is None or provisional or failure.message == NOT_ASKED):
        hint = f" {failure.hint}" if failure.hint else ""
        return _no_level(f"ungraded: {failure.message}{hint}")
    return level


def _unsteady(level: LevelEstimate, verdicts: Sequence[Verdict], rubric: Rubric, rule: Rule) -> LevelEstimate:
    """Return the level with a range that holds whichever way the unstable verdicts go."""
    if level.estimate is None or not any(v.unstable for v in verdicts):
        return level
    ends = []
    for state, chance in (("met", 1.0), ("unmet", 0.0)):
        turned = {"state": state, "probability": chance}
        ends.append(estimate([v.model_copy(update=turned) if v.unstable else v for v in verdicts], rubric, rule))
    lows = [end.low for end in (level, *ends) if end.low]
    highs = [end.high for end in (level, *ends) if end.high]
    return level.model_copy(update={"low": min(lows, key=LEVELS.index), "high": max(highs, key=LEVELS.index)})


def failed(grade: Grade) -> bool:
    """Return whether the grader, and not the answer, is why a grade has no level."""
    return grade.failed


__all__ = ["Standard", "digest", "failed", "grade", "weigh"]
