"""Measure a model on the gold answers, and fit what it is then graded with."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.audit import figures
from mock_interview.audit.fitting import Fit, Table, cross_validate, fit, items_of, shrunk
from mock_interview.audit.signals import Signals
from mock_interview.bank import Bank, Rule, check
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.calibration import Calibration, Signal, plain_name
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import LEVELS, digest


@dataclass(frozen=True)
class Audit:
    """What was measured of a model."""

    signals: list[Signals]
    levels: figures.Agreement
    by_category: dict[str, figures.Group]
    new_question: figures.Agreement
    """The same for a question without gold answers of its own."""
    bare: figures.Agreement
    """With Yes against No alone, no probe."""
    outright: figures.Agreement
    ticks: figures.Agreement
    """The rule on the careful readers' ticks."""
    verdicts: dict[str, figures.VerdictFigures]
    bare_verdicts: dict[str, figures.VerdictFigures]
    """Of the log-odds as they are, without probe or baseline."""
    final: Fit
    baselines: dict[str, Signal]


def measure(signals: Sequence[Signals], start: Rule, on_step: Callable[[str], None] = lambda step: None) -> Audit:
    """Return the figures of a model from its signals on the gold answers; needs at least three questions."""
    table = Table(items_of(signals))

    def said(what: str) -> Callable[[int, int], None]:
        return lambda done, total: on_step(f"{what}: fold {done} of {total}")

    probed, new, chances = cross_validate(signals, table, start, True, said("Fitting the probe"))
    bare, _, _ = cross_validate(signals, table, start, False, said("Fitting the log-odds"))
    on_step("Fitting on all questions")
    final = fit(signals, table, table.every, start, True)
    return Audit(
        signals=list(signals),
        levels=figures.of_graded(probed),
        by_category=figures.by_group([(g.signals.question.category, g.label, g.estimate) for g in probed]),
        new_question=figures.of_graded(new),
        bare=figures.of_graded(bare),
        outright=figures.of_outright(signals),
        ticks=_ticked(signals, start),
        verdicts=figures.of_verdicts(table.items, list(chances)),
        bare_verdicts=figures.of_verdicts(table.items, list(table.log_odds)),
        final=final,
        baselines=_baselines(table, final),
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


def _ticked(signals: Sequence[Signals], rule: Rule) -> figures.Agreement:
    rows = []
    for s in signals:
        level = quantile(at_least(dict.fromkeys(s.answer.shows, 1.0), s.rubric, rule), 0.5)
        kind = f"{s.answer.label}, {s.answer.type}"
        rows.append((s.question.id, kind, LEVELS.index(s.answer.label), LEVELS.index(level)))
    return figures.agreement(rows)


def calibration_of(audit: Audit, judge: LogprobsJudge) -> Calibration:
    """Return what the model is graded with from now on, fitted on all questions, with its cross-validated figures."""
    questions = len({s.question.id for s in audit.signals})
    return Calibration(
        model=plain_name(judge.model),
        engine=judge.engine,
        prompt=judge.prompt,
        probes=audit.final.probes,
        curves=audit.final.curves,
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


def page_values(audit: Audit, judge: LogprobsJudge, bank: Bank) -> dict[str, Any]:
    """Return what `docs/grading.md` is filled with."""
    questions = sorted({s.question.id for s in audit.signals})
    report = check(bank.root)
    wrong = [row for name, row in audit.levels.by_type.items() if "fluent-wrong" in name]
    return {
        "model": judge.model,
        "prompt": judge.prompt.removeprefix("sha256:"),
        "gold": digest([s.answer.model_dump(mode="json") for s in audit.signals]).removeprefix("sha256:"),
        "questions": questions,
        "length": report.length_correlation or 0.0,
        "levels": audit.levels,
        "by_category": audit.by_category,
        "gold_answers": report.answers,
        "level_names": LEVELS,
        "compared": [
            ("**probe, criterion by criterion**", audit.levels),
            ("the same, for a question without gold answers", audit.new_question),
            ("log-odds of Yes and No alone, with baselines", audit.bare),
            ("outright: asked for the level", audit.outright),
            ("careful readers' ticks", audit.ticks),
        ],
        "verdicts": audit.verdicts,
        "bare": audit.bare_verdicts,
        "tokens": f"{len(next(iter(audit.final.probes.values())).tokens):,}",
        "rule": audit.final.rule,
        "evidence": figures.of_evidence(audit.signals) or 0.0,
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
