"""A second opinion: several readings of one answer, put together, with what they disagree about.

The same grader reads again in another order (`reordered`), or another grader reads. What most of them say of a
criterion holds; where they differ the verdict is unstable, and the range covers every reading's own.
"""

from collections.abc import Sequence

from mock_interview.bank import Rule
from mock_interview.grading.evidence import LONGEST_QUOTE, find_quote, sentence_around
from mock_interview.grading.feedback import coach
from mock_interview.grading.level import estimate
from mock_interview.models import LEVELS, Grade, Level, LevelEstimate, Opinion, Rubric, Turn, Verdict


def reordered(turns: Sequence[Turn], vote: int) -> tuple[Turn, ...]:
    """Return the turns with the first answer's paragraphs moved round by `vote`; the same facts in another order."""
    result = list(turns)
    first = next((i for i, turn in enumerate(result) if turn.role == "candidate"), None)
    if first is None or not vote:
        return tuple(turns)
    parts = result[first].text.split("\n\n")
    if len(parts) == 1:
        parts = result[first].text.splitlines()
        gap = "\n"
    else:
        gap = "\n\n"
    by = vote % len(parts)
    result[first] = result[first].model_copy(update={"text": gap.join([*parts[by:], *parts[:by]])})
    return tuple(result)


def together(grades: Sequence[Grade], turns: Sequence[Turn], rubric: Rubric, rule: Rule) -> Grade:
    """Return the grade that several grades of the same answer amount to; `rule` is the first grader's.

    Quotes are looked up in `turns` again, since a reading may have had them in another order.
    """
    first = grades[0]
    readings = [{v.criterion: v for v in grade.verdicts} for grade in grades if grade.level.estimate is not None]
    opinions = tuple(_opinion(grade) for grade in grades)
    if not readings:
        return first.model_copy(update={"opinions": opinions})
    verdicts = tuple(_merged([r[c.id] for r in readings if c.id in r], turns) for c in rubric.criteria)
    level = _widened(estimate(verdicts, rubric, rule), [grade.level for grade in grades])
    spent = {
        name: sum(getattr(grade.provenance, name) for grade in grades)
        for name in ("input_tokens", "output_tokens", "cached_tokens", "seconds")
    }
    return first.model_copy(
        update={
            "level": level,
            "verdicts": verdicts,
            "feedback": coach(level, verdicts, rubric, rule),
            "opinions": opinions,
            "provenance": first.provenance.model_copy(update=spent),
        }
    )


def _opinion(grade: Grade) -> Opinion:
    p = grade.provenance
    shown = tuple(v.criterion for v in grade.verdicts if v.state == "met")
    return Opinion(grader=p.grader, model=p.model, engine=p.engine, level=grade.level, shown=shown)


def _merged(verdicts: Sequence[Verdict], turns: Sequence[Turn]) -> Verdict:
    graded = [v for v in verdicts if v.probability is not None]
    if not graded:
        return verdicts[0]
    met = [v for v in graded if v.state == "met"]
    majority = 2 * len(met) > len(graded)
    chances = [v.probability or 0.0 for v in (met if majority else [v for v in graded if v.state != "met"] or graded)]
    same = next(v for v in graded if (v.state == "met") == majority)
    found = (find_quote(quote.text[:LONGEST_QUOTE], turns) for quote in same.quotes)
    return same.model_copy(
        update={
            "quotes": tuple(sentence_around(quote, turns) for quote in found if quote),
            "probability": sum(chances) / len(chances),
            "unstable": any(v.unstable for v in graded) or 0 < len(met) < len(graded),
        }
    )


def _widened(level: LevelEstimate, others: Sequence[LevelEstimate]) -> LevelEstimate:
    known = [other for other in (level, *others) if other.estimate is not None]
    if level.estimate is None or not known:
        return level
    lows: list[Level] = [other.low for other in known if other.low]
    highs: list[Level] = [other.high for other in known if other.high]
    return level.model_copy(update={"low": min(lows, key=LEVELS.index), "high": max(highs, key=LEVELS.index)})
