"""What was shown, what is missing, and the shortest way to the next level."""

from collections.abc import Mapping, Sequence

from mock_interview.bank import Rule
from mock_interview.grading.judging import credit
from mock_interview.grading.level import counted, likely_at
from mock_interview.models import LEVELS, Criterion, Feedback, Gap, Level, LevelEstimate, Rubric, Verdict

MOST_GAPS = 12


def shortest_way(chances: Mapping[str, float], rubric: Rubric, rule: Rule, target: Level) -> list[Criterion]:
    """Return the smallest set of criteria that, added to what was shown, makes `target` the likelier outcome.

    Errors that cap the level below the target come first: nothing else helps while they stand. The rest is chosen by
    what it adds, so that the set is small; of equals, those of the target's own level, not shared, come first.
    """
    now = dict(chances)
    way: list[Criterion] = []
    errors = [c for c in rubric.criteria if c.caps and LEVELS.index(c.caps) < LEVELS.index(target)]
    for error in sorted(errors, key=lambda c: -now.get(c.id, 0.0)):
        if now.get(error.id, 0.0) >= credit(error):
            now[error.id] = 0.0
            way.append(error)
    open_ones = [c for c in rubric.criteria if c.kind.startswith("L") and rule.points(c, target)]
    gain = {c.id: rule.points(c, target) * (1 - now.get(c.id, 0.0)) for c in open_ones}
    open_ones.sort(key=lambda c: (-round(gain[c.id], 1), c.kind != target, c.shared))
    for criterion in open_ones:
        if len(way) >= MOST_GAPS or likely_at(now, rubric, rule, target):
            break
        if now.get(criterion.id, 0.0) < 0.5:
            now[criterion.id] = 1.0
            way.append(criterion)
    return sorted(way, key=lambda c: (c.kind != "down_level", c.kind != target, c.shared))


def coach(level: LevelEstimate, verdicts: Sequence[Verdict], rubric: Rubric, rule: Rule) -> Feedback | None:
    """Return the feedback on an answer; None when there is no level to start from."""
    if level.estimate is None:
        return None
    chances = {v.criterion: counted(v) for v in verdicts}
    met = {v.criterion: v for v in verdicts if v.state == "met"}
    shown = tuple(c.id for c in rubric.criteria if c.id in met and c.kind != "down_level")
    above = LEVELS[LEVELS.index(level.estimate) + 1 :]
    target = above[0] if above else None
    # For L6 what was only said when asked is still to be said unasked.
    unasked = {v.criterion: 0.0 if v.prompted and target == "L6" else chances[v.criterion] for v in verdicts}
    way = shortest_way(unasked, rubric, rule, target) if target else []
    tells = [c for c in rubric.criteria if c.id in met and c.kind == "strong_hire"]
    errors = [c for c in rubric.criteria if c.id in met and c.kind == "down_level"]
    strongest = max(tells, key=lambda c: chances[c.id], default=None)
    costliest = min(errors, key=lambda c: LEVELS.index(c.caps or "L5"), default=None)
    return Feedback(
        summary=_summary(level.estimate, target, way),
        shown=shown,
        next_level=target,
        gaps=tuple(_gap(c) for c in way),
        strongest=strongest.id if strongest else None,
        costliest=_gap(costliest) if costliest else None,
    )


def _gap(criterion: Criterion) -> Gap:
    return Gap(criterion=criterion.id, kind=criterion.kind, claim=criterion.claim, hint=criterion.hint)


def _summary(level: Level, target: Level | None, way: Sequence[Criterion]) -> str:
    if target is None:
        return "Nothing above this level is asked for. Next time, say the same in half the words."
    errors = sum(c.kind == "down_level" for c in way)
    more = len(way) - errors
    parts = []
    if errors:
        parts.append(f"correct {errors} error{'s' if errors > 1 else ''}")
    if more:
        parts.append(f"show {more} more thing{'s' if more > 1 else ''}")
    return f"To get from {level} to {target}: {' and '.join(parts) or 'show what you showed more clearly'}."
