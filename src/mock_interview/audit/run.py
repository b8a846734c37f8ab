"""Measure a model on the gold answers, and fit what it is then graded with."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mock_interview import statistics
from mock_interview.audit import figures, marks
from mock_interview.audit.attacks import Outcome
from mock_interview.audit.bars import Bar, by_attack
from mock_interview.audit.fitting import Fit, Graded, cross_validate, fit, fit_rule, levelled, of_new_wordings
from mock_interview.audit.signals import Signals
from mock_interview.audit.table import Table, items_of, shrunk
from mock_interview.bank import Bank, Rule
from mock_interview.bank.check import check
from mock_interview.grading import Judge, LogprobsJudge
from mock_interview.grading.calibration import Calibration, Signal, plain_name
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import LEVELS, digest


@dataclass(frozen=True)
class Audit:
    """What was measured of a model."""

    signals: list[Signals]
    levels: figures.Agreement
    by_category: dict[str, figures.Group]
    ticks: figures.Agreement
    """The rule on the careful readers' ticks."""
    verdicts: dict[str, figures.VerdictFigures]
    graded: list[Graded]
    """Every answer as it was levelled, by what was fitted on other questions if anything was."""
    reliability: list[statistics.Bin]

    @property
    def beside(self) -> dict[str, figures.Agreement]:
        """Return what was measured beside the levels, by what it is called in `audit --json`."""
        return {}


@dataclass(frozen=True)
class FittedAudit(Audit):
    """What was measured of a model that something was fitted for."""

    new_question: figures.Agreement
    """The same for a question without gold answers of its own."""
    new_wording: figures.Agreement
    """Of answers worded in a way that was left out of the fit."""
    bare: figures.Agreement
    """With Yes against No alone, no probe."""
    outright: figures.Agreement
    bare_verdicts: dict[str, figures.VerdictFigures]
    """Of the log-odds as they are, without probe or baseline."""
    final: Fit
    baselines: dict[str, Signal]

    @property
    def beside(self) -> dict[str, figures.Agreement]:
        """Return the levels of other ways to read the same replies."""
        return {
            "new_question": self.new_question,
            "new_wording": self.new_wording,
            "log_odds": self.bare,
            "outright": self.outright,
        }


def measure(
    signals: Sequence[Signals],
    start: Rule,
    on_step: Callable[[str], None] = lambda step: None,
    usual: Mapping[str, int] | None = None,
) -> FittedAudit:
    """Return the figures of a model from its signals on the gold answers; needs at least three questions.

    `usual` has how many gold answers of each type there are in all, which fits on a part of them are weighed by.
    """
    table = Table(items_of(signals), usual)

    def said(what: str) -> Callable[[int, int], None]:
        return lambda done, total: on_step(f"{what}: fold {done} of {total}")

    probed, new, chances = cross_validate(signals, table, start, True, said("Fitting the probe"))
    unseen = of_new_wordings(signals, table, start, said("Leaving out wordings"))
    bare, _, _ = cross_validate(signals, table, start, False, said("Fitting the log-odds"))
    on_step("Fitting on all questions")
    on_the_rest = fit_rule(levelled(signals, table, table.every, chances), start)
    final = replace(fit(signals, table, table.every, start, True), rule=on_the_rest)
    return FittedAudit(
        signals=list(signals),
        levels=figures.of_graded(probed),
        by_category=figures.by_group([(g.signals.question.category, g.label, g.estimate) for g in probed]),
        new_question=figures.of_graded(new),
        new_wording=figures.of_graded(unseen),
        bare=figures.of_graded(bare),
        outright=figures.of_outright(signals),
        ticks=ticked(signals, start),
        verdicts=figures.of_verdicts(table.items, list(chances)),
        bare_verdicts=figures.of_verdicts(table.items, list(table.log_odds)),
        final=final,
        baselines=_baselines(table, final),
        graded=probed,
        reliability=statistics.reliability([item.shown for item in table.items], list(chances)),
    )


def _baselines(table: Table, final: Fit) -> dict[str, Signal]:
    """Return the baseline of every criterion, and of every kind for criteria that will be new."""
    signals = table.log_odds, table.scores(final.probes, table.every)
    usual = [table.kind_means(values, table.every) for values in signals]
    result = {}
    for key in sorted(set(table.keys)):
        same = table.keys == key
        kind = table.kinds[same][0]
        pair = [shrunk(v[same].sum(), same.sum(), mean[kind]) for v, mean in zip(signals, usual, strict=True)]
        result[str(key)] = Signal(log_odds=round(float(pair[0]), 4), probe=round(float(pair[1]), 4))
    for kind in sorted(set(table.kinds)):
        result[str(kind)] = Signal(log_odds=round(usual[0][kind], 4), probe=round(usual[1][kind], 4))
    return result


def ticked(signals: Sequence[Signals], rule: Rule) -> figures.Agreement:
    """Return the figures of a rule given the careful readers' ticks."""
    rows = []
    for s in signals:
        level = quantile(at_least(dict.fromkeys(s.answer.shows, 1.0), s.rubric, rule), 0.5)
        kind = f"{s.answer.label}, {s.answer.type}"
        rows.append((s.question.id, kind, LEVELS.index(s.answer.label), LEVELS.index(level)))
    return figures.agreement(rows)


def as_json(
    audit: Audit, bars: Sequence[Bar], attacks: Sequence[Outcome], evidence: marks.Precision, model: str
) -> dict[str, Any]:
    """Return the figures as plain values, for `audit --json`."""
    return {
        "model": model,
        "levels": figures.as_json(audit.levels),
        **{name: figures.as_json(found) for name, found in audit.beside.items()},
        "ticks": figures.as_json(audit.ticks),
        "by_category": audit.by_category,
        "verdicts": figures.as_json(audit.verdicts),
        "reliability": [asdict(b) for b in audit.reliability],
        "calibration_error": statistics.calibration_error(audit.reliability),
        "evidence_precision": {name: share for name, (_, share) in evidence.items()},
        "bars": [asdict(bar) for bar in bars],
        "attacks": [asdict(row) for row in by_attack(attacks)],
    }


def calibration_of(audit: FittedAudit, judge: LogprobsJudge) -> Calibration:
    """Return what the model is graded with from now on, fitted on all questions, with its cross-validated figures."""
    questions = len({s.question.id for s in audit.signals})
    return Calibration(
        model=plain_name(judge.model),
        engine=judge.engine,
        prompt=judge.prompt,
        probes=audit.final.probes,
        curves=audit.final.curves,
        contexts=audit.final.contexts,
        baselines=audit.baselines,
        rule=audit.final.rule,
        figures=figures.summary(audit.levels, questions),
        new_question=figures.summary(audit.new_question, questions),
    )


def write_calibration(calibration: Calibration, folder: Path) -> Path:
    """Write a calibration where grades look for it; return the path."""
    path = folder / f"{calibration.model}.json"
    path.write_text(json.dumps(calibration.model_dump(mode="json"), ensure_ascii=False) + "\n", encoding="utf-8")
    return path


COMPARED = {
    "new_question": "the same, for a question without gold answers",
    "new_wording": "the same, for a way of wording that was left out of the fit",
    "log_odds": "log-odds of Yes and No alone, with baselines",
    "outright": "outright: asked for the level",
}


def page_values(audit: Audit, judge: Judge) -> dict[str, Any]:
    """Return what the HTML page of an audit is filled with."""
    read_by = "**probe, criterion by criterion**" if isinstance(audit, FittedAudit) else "criterion by criterion"
    return {
        "model": judge.model,
        "prompt": judge.prompt.removeprefix("sha256:"),
        "gold": digest([s.answer.model_dump(mode="json") for s in audit.signals]).removeprefix("sha256:"),
        "questions": sorted({s.question.id for s in audit.signals}),
        "levels": audit.levels,
        "by_category": audit.by_category,
        "level_names": LEVELS,
        "compared": [
            (read_by, audit.levels),
            *((COMPARED[name], found) for name, found in audit.beside.items()),
            ("careful readers' ticks", audit.ticks),
        ],
        "verdicts": audit.verdicts,
        "engine": judge.engine,
        "bins": audit.reliability,
        "most_in_bin": max((b.count for b in audit.reliability), default=1),
        "calibration_error": statistics.calibration_error(audit.reliability),
    }


def guide_values(audit: FittedAudit, bank: Bank, evidence: marks.Precision) -> dict[str, Any]:
    """Return what `docs/grading.md` is filled with besides."""
    report = check(bank.root)
    wrong = [row for name, row in audit.levels.by_type.items() if "fluent-wrong" in name]
    return {
        "length": report.length_correlation or 0.0,
        "gold_answers": report.answers,
        "bare": audit.bare_verdicts,
        "tokens": f"{len(next(iter(audit.final.probes.values())).tokens):,}",
        "rule": audit.final.rule,
        "evidence": evidence,
        "half_wrong": figures.wrong_above_l4(audit.graded, "half-wrong"),
        "lowered": [figures.lowered(audit.graded, simple=simple) for simple in (True, False)],
        "errors": _errors(wrong, audit.verdicts["down_level"]),
    }


def _errors(wrong: Sequence[tuple[int, float, float, float]], found: figures.VerdictFigures) -> str:
    count = sum(row[0] for row in wrong)
    right = round(sum(row[0] * row[1] for row in wrong))
    auc = "n/a" if found.auc is None else f"{found.auc:.2f}"
    return (
        f"Errors: the AUC of its verdicts on the listed errors is {auc}, and of {count} fluent, confident, "
        f'wrong answers it put {count - right} above "below L4". A good level does not mean that all of it is right.'
    )
