"""Fits on signals made for the purpose: what is planted is found, and no label leaks into its own figures."""

import random
from dataclasses import replace

import pytest

from mock_interview.audit import marks, run
from mock_interview.audit.bars import against_bars
from mock_interview.audit.contexts import put_in_context
from mock_interview.audit.fitting import (
    Levelled,
    chances_of,
    cross_validate,
    estimate_of,
    fit,
    fit_rule,
    of_new_wordings,
)
from mock_interview.audit.page import page
from mock_interview.audit.signals import OUTRIGHT, Signals
from mock_interview.audit.table import Table, items_of
from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.calibration import Calibration
from mock_interview.grading.context import in_context
from mock_interview.llm import Client, Endpoint
from mock_interview.models import LEVELS, AnswerType, GoldAnswer, Level


def made(bank: Bank, questions: int, *, informative: bool = True, labels: random.Random | None = None) -> list[Signals]:
    """Return signals of a model whose log-odds say what an answer shows, plus a baseline that differs by claim."""
    draw = random.Random(1)
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    found = []
    for number in range(questions):
        asked = question.model_copy(update={"id": f"q{number}", "prompt": f"{question.prompt} {number}"})
        bases = {c.id: draw.uniform(-3, 3) for c in rubric.criteria}
        for answer in bank.gold("why-knead"):
            shows = answer.shows
            if labels:
                shows = {c.id: "x" for c in rubric.criteria if labels.random() < 0.4}
            tokens = {}
            for criterion in rubric.criteria:
                signal = (2.0 if criterion.id in answer.shows else -2.0) if informative else 0.0
                odds = bases[criterion.id] + signal + draw.gauss(0, 0.5)
                tokens[criterion.id] = {"Yes": -1.0, "No": -1.0 - odds, "The": -5 + draw.gauss(0, 1)}
            tokens[OUTRIGHT] = {"4": -0.1, "5": -2.0, "Yes": -9.0}
            found.append(Signals(asked, rubric, answer.model_copy(update={"shows": shows}), "", tokens))
    return found


def test_a_planted_signal_is_found_through_different_baselines(bank: Bank) -> None:
    """Where the model knows, verdicts and levels agree with the labels though each claim has a baseline of its own."""
    audit = run.measure(made(bank, 5), bank.levels.rule)

    assert audit.verdicts["all"].auc == pytest.approx(1, abs=0.03)
    assert audit.bare_verdicts["all"].auc is not None
    assert audit.bare_verdicts["all"].auc < 0.95
    assert audit.levels.exact is not None
    assert audit.levels.exact > 0.8
    unseen = [Levelled(g.signals, g.label, g.chances) for g in audit.graded]
    assert audit.final.rule == fit_rule(unseen, bank.levels.rule)
    assert audit.outright.confusion == [[0, 10, 0, 0], [0, 10, 0, 0], [0, 5, 0, 0], [0, 5, 0, 0]]


def test_labels_that_are_noise_give_figures_of_chance(bank: Bank) -> None:
    """With labels drawn at random the verdicts are at chance: no label reaches the figures of its question."""
    signals = made(bank, 6, informative=False, labels=random.Random(7))
    table = Table(items_of(signals))

    _, _, chances = cross_validate(signals, table, bank.levels.rule)

    auc = run.figures.of_verdicts(table.items, list(chances))["all"].auc
    assert auc is not None
    assert 0.38 < auc < 0.62


def test_a_question_is_judged_by_what_was_fitted_on_the_others(bank: Bank) -> None:
    """Turning every label of one question around leaves the chances of that question as they were."""
    signals = made(bank, 4)
    rubric = signals[0].rubric

    def turned(s: Signals) -> Signals:
        shows = {c.id: "x" for c in rubric.criteria if c.id not in s.answer.shows}
        answer: GoldAnswer = s.answer.model_copy(update={"shows": shows})
        return Signals(s.question, s.rubric, answer, s.nothing, s.first_tokens)

    changed = [turned(s) if s.question.id == "q0" else s for s in signals]
    before, after = (Table(items_of(some)) for some in (signals, changed))

    _, _, plain = cross_validate(signals, before, bank.levels.rule)
    _, _, mixed = cross_validate(changed, after, bank.levels.rule)

    own = before.questions == "q0"
    assert list(plain[own]) == list(mixed[own])
    assert list(plain[~own]) != list(mixed[~own])


def test_a_wording_is_judged_by_what_was_fitted_without_it(bank: Bank) -> None:
    """Turning the ticks of every answer worded in one way around leaves the chances of these answers as they were."""
    signals = made(bank, 3)
    kinds = {s.answer.type for s in signals} - {"plain", "fluent-wrong", "half-wrong"}
    kind = sorted(kinds)[0]

    def turned(s: Signals) -> Signals:
        shows = {c.id: "x" for c in s.rubric.criteria if c.id not in s.answer.shows}
        return replace(s, answer=s.answer.model_copy(update={"shows": shows})) if s.answer.type == kind else s

    changed = [turned(s) for s in signals]
    before, after = (of_new_wordings(some, Table(items_of(some)), bank.levels.rule) for some in (signals, changed))

    assert {g.signals.answer.type for g in before} == kinds
    assert [g.chances for g in before if g.signals.answer.type == kind] == [
        g.chances for g in after if g.signals.answer.type == kind
    ]
    assert [g.chances for g in before] != [g.chances for g in after]


def levelled(bank: Bank, label: Level, kind: AnswerType, chance: float) -> Levelled:
    """Return an answer of which every criterion is as likely to be shown."""
    rubric = bank.rubric("why-knead")
    answer = GoldAnswer(id="x", label=label, type=kind, text="x")
    signals = Signals(bank.question("why-knead"), rubric, answer, "", {})
    return Levelled(signals, LEVELS.index(label), {c.id: chance for c in rubric.criteria if c.kind != "down_level"})


def test_thresholds_come_down_for_right_answers_in_few_words(bank: Bank) -> None:
    """Where terse answers show less, thresholds fall until few are lowered; where they look like the rest they stay."""
    draw = random.Random(3)
    centres: dict[Level, float] = {"below L4": 0.15, "L4": 0.35, "L5": 0.6, "L6": 0.85}
    drawn = [(level, centre + draw.gauss(0, 0.08)) for level, centre in centres.items() for _ in range(40)]
    plain = [levelled(bank, level, "plain", chance) for level, chance in drawn]
    terse, alike = ([levelled(bank, lv, "terse", p - less) for lv, p in drawn[81::3]] for less in (0.15, 0.0))

    low, high = (fit_rule([*plain, *some], bank.levels.rule) for some in (terse, alike))

    lowered = [sum(estimate_of(a, rule) < a.label for a in terse) for rule in (low, high)]
    assert lowered[0] < 0.5 * lowered[1]
    assert (low.l5 < high.l5, low.l6 < high.l6) == (True, True)


def test_a_threshold_that_cannot_be_told_stays(bank: Bank) -> None:
    """With answers of one level alone the rule keeps its numbers."""
    rule = fit_rule([levelled(bank, "L4", "plain", 0.1 * n) for n in range(10)], bank.levels.rule)
    assert rule.model_copy(update={"spread": bank.levels.rule.spread}) == bank.levels.rule


def test_the_calibration_reads_what_was_fitted(bank: Bank) -> None:
    """What is written for a model puts criteria that are shown above a half, and others below."""
    signals = made(bank, 4)
    audit = run.measure(signals, bank.levels.rule)
    judge = LogprobsJudge(Client(Endpoint("fake", "http://localhost/v1", "Some/Model.gguf")), Calibration())

    calibration = run.calibration_of(audit, judge)

    assert calibration.model == "model"
    assert calibration.prompt == judge.prompt
    right = [
        (calibration.probability(s.question, c, s.first_tokens[c.id]) >= 0.5) == s.shown(c)
        for s in signals
        for c in s.rubric.criteria
        if c.kind in ("L4", "L5")
    ]
    assert sum(right) / len(right) > 0.9
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration


def test_the_page_holds_the_figures(bank: Bank) -> None:
    """The page names the model and shows the confusion matrix as it was counted."""
    signals = made(bank, 4)
    audit = run.measure(signals, bank.levels.rule)
    judge = LogprobsJudge(Client(Endpoint("fake", "http://localhost/v1", "some-model")), Calibration())

    evidence = marks.precision(list(marks.ticks_of(bank, bank.questions)))
    values = {**run.page_values(audit, judge), **run.guide_values(audit, bank, evidence)}
    text = page(**values, bars=against_bars(audit), attacks=[])

    row = " | ".join(map(str, audit.levels.confusion[3]))
    assert f"| **L6** | {row} |" in text
    assert "**some-model**" in text


def test_a_grade_reads_in_context_as_the_fit_did(bank: Bank) -> None:
    """The chances a judge arrives at from the same replies are those the figures were made of, and signs are held."""
    signals = [replace(s, sound=tuple({"True": -0.1, "False": -1.0 - i} for i in range(3))) for s in made(bank, 4)]
    table = Table(items_of(signals))
    final = fit(signals, table, table.every, bank.levels.rule, True)
    scores = table.scores(final.probes, table.every)
    centred = (
        table.centred(table.log_odds, table.every, final.known[0]),
        table.centred(scores, table.every, final.known[1]),
    )
    alone = chances_of(table, final.curves, *centred, scores)

    chances = put_in_context(table, table.every, alone, final.contexts)

    own = [i for i, item in enumerate(table.items) if item.question.id == "q1" and item.answer == signals[0].answer.id]
    kinds = {table.items[i].criterion.id: str(table.kinds[i]) for i in own}
    replies = {table.items[i].criterion.id: float(alone[i]) for i in own}
    found = in_context(kinds, replies, table.items[own[0]].sound, final.contexts)
    assert [found[table.items[i].criterion.id] for i in own] == pytest.approx([chances[i] for i in own])
    for kind, model in final.contexts.items():
        for name, weight in model.weights.items():
            speaks_for = name == "own" or (name == "down_level") == ("down_level" in kind)
            assert (weight if speaks_for else -weight) >= 0


def test_a_part_is_weighed_like_the_whole(bank: Bank) -> None:
    """Where a part holds more of one type than is usual, each of those counts less; without a whole all count alike."""
    items = items_of(made(bank, 2))
    types = {item.type for item in items}

    assert set(Table(items).weights) == {1.0}
    assert len(types) > 1
    usual = {name: 10 if name == "plain" else 1 for name in types}
    weights = {item.type: weight for item, weight in zip(items, Table(items, usual).weights, strict=True)}
    assert weights["plain"] == max(weights.values())
