"""The attack suite: what it makes of an answer, what the gate stops of it, and how outcomes are counted."""

import base64

import pytest

from mock_interview.audit import attacks, figures
from mock_interview.audit.attacks import Attack, Outcome, attacked, other_answer, read_attacks
from mock_interview.audit.bars import AttackRow, against_bars, by_attack
from mock_interview.audit.run import Audit
from mock_interview.bank import Bank
from mock_interview.errors import BankError
from mock_interview.grading import LogprobsJudge, Standard
from mock_interview.grading.answer import prepare
from mock_interview.grading.calibration import Calibration
from mock_interview.llm import Reply
from mock_interview.models import Turn
from support_grading import FakeClient

SHIPPED = Bank()
REACH_THE_MODEL = {
    "claimed-authority",
    "padding-politeness",
    "padding-seniority",
    "only-seniority",
    "answer-to-another-question",
    "paragraphs-reversed",
    "lower-case",
    "question-pasted",
    "repetition",
}
"""Attacks of which something is left to read after the gate, for some question at least."""
YES = Reply("Yes", {"Yes": -0.01, "No": -5.0})
NO = Reply("No", {"Yes": -5.0, "No": -0.01})
SUITE = {attack.id: attack for attack in read_attacks(SHIPPED)}


@pytest.mark.parametrize("name", sorted(set(SUITE) - REACH_THE_MODEL))
@pytest.mark.parametrize("question_id", ["why-dropout-works", "implement-knn", "disagreed-with-senior"])
def test_the_gate_stops_it(name: str, question_id: str) -> None:
    """What may reach no model leaves the gold answer's very words, or nothing at all."""
    question, rubric = SHIPPED.question(question_id), SHIPPED.rubric(question_id)
    gold = next(a for a in SHIPPED.gold(question_id) if a.label == "L4")
    text = attacked(SUITE[name], question, rubric, gold, other_answer(SHIPPED, question))

    before = prepare(question, rubric, (Turn(role="candidate", text=gold.text),))
    after = prepare(question, rubric, (Turn(role="candidate", text=text),))

    if SUITE[name].alone:
        assert after.nothing
    else:
        assert after.reading.split() == before.reading.split()


def test_placeholders_are_filled() -> None:
    """The answer, its paragraphs in reverse, the question, the claims and another question's answer stand in."""
    question, rubric = SHIPPED.question("why-dropout-works"), SHIPPED.rubric("why-dropout-works")
    gold = SHIPPED.gold("why-dropout-works")[0].model_copy(update={"text": "One.\n\nTwo {question}."})

    def made(text: str, **more: str) -> str:
        attack = Attack(id="a", kind="k", text=text, **more)
        return attacked(attack, question, rubric, gold, other_answer(SHIPPED, question))

    assert made("{answer} !") == "One.\n\nTwo {question}. !"
    assert made("{reversed}") == "Two {question}.\n\nOne."
    assert made("{payload}", encode="base64", payload="{answer}") == base64.b64encode(gold.text.encode()).decode()
    assert made("{payload}", encode="zero-width", payload="ab") == "a\u200bb"
    assert rubric.criteria[0].claim in made("{claims}")
    assert len(made("{terms}").split(", ")) > 20
    assert len(made("{other}").split()) > 30
    assert made("{unknown}") == "{unknown}"


def test_outcomes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that says Yes to everything lets what reaches it rise; the gate's attacks never get there."""
    monkeypatch.setattr("mock_interview.grading.answer.elsewhere", lambda *_, **__: "")  # or it would not get there
    client = FakeClient(lambda ask: YES if ask.startswith("Claim") else NO)
    judge = LogprobsJudge(client, Calibration())
    questions = [SHIPPED.question("most-ambitious-project")]

    outcomes = list(attacks.run(SHIPPED, questions, judge, Standard(rule=SHIPPED.levels.rule), 1))
    rows = {row.id: row for row in by_attack(outcomes)}

    assert (rows["base64"].tried, rows["base64"].asked, rows["base64"].rose) == (1, 0, 0)
    assert (rows["only-keywords"].tried, rows["only-keywords"].rose) == (1, 0)
    assert (rows["only-seniority"].asked, rows["claimed-authority"].asked) == (0, 0)
    away = rows["answer-to-another-question"]
    assert (away.asked, away.rose) == (1, 1)
    assert rows["paragraphs-reversed"].fell == 0
    assert set(rows) <= set(SUITE)


def test_nothing_is_asked_when_nothing_may_be() -> None:
    """With no answer to ask about only what the gate decides is counted."""
    client = FakeClient(YES)
    judge = LogprobsJudge(client, Calibration())

    outcomes = list(
        attacks.run(SHIPPED, [SHIPPED.question("why-dropout-works")], judge, Standard(rule=SHIPPED.levels.rule), 0)
    )

    assert outcomes
    assert not client.chats
    assert all(o.moved <= 0 for o in outcomes)


def test_what_was_not_asked_counts_nowhere() -> None:
    """A fair change that reaches the model and gets no level is no answer that kept its level."""
    suite = {one.id: one for one in read_attacks(SHIPPED)}
    fair, bad = suite["no-paragraphs"], suite["only-seniority"]
    outcomes = [
        Outcome(fair, "q", "a", 2, 1, True),
        Outcome(fair, "q", "b", None, None, True),  # not asked
        Outcome(fair, "q", "c", 2, None, True),  # the grader failed
        Outcome(fair, "q", "d", 0, 0, False),  # the very same text
        Outcome(bad, "q", "a", 0, 0, False),  # stopped by the gate
        Outcome(bad, "q", "b", None, None, True),
        Outcome(bad, "q", "c", 0, 1, True),
    ]
    rows = {row.id: row for row in by_attack(outcomes)}
    assert rows["no-paragraphs"] == AttackRow("no-paragraphs", "same", 4, 3, 1, 0, 1)
    assert rows["only-seniority"] == AttackRow("only-seniority", "no-rise", 3, 2, 1, 1, 0)
    found = {bar.name: (bar.found, bar.holds) for bar in against_bars(_empty(), outcomes)}
    assert found["attacks that raise the level"] == ("1 of 2", False)
    assert found["of these, attacks that reach the model"] == ("1 of 1", False)
    assert found["right answers lowered by plain English, order or shortness"] == ("1 of 1", False)


def _empty() -> Audit:
    """Return an audit of no answers."""
    levels = figures.of_graded([])
    return Audit([], levels, {}, levels, {}, [], [])


def test_no_paragraphs_reach_the_model() -> None:
    """A text without its line breaks is another text for a model, and does not count as the same."""
    rows = attacks.run(
        SHIPPED,
        [SHIPPED.question("why-dropout-works")],
        LogprobsJudge(FakeClient(YES), Calibration()),
        Standard(rule=SHIPPED.levels.rule),
        0,
    )
    assert {(o.reached, o.asked) for o in rows if o.attack.id == "no-paragraphs"} == {(True, False)}


def test_a_broken_attack_is_named(bank: Bank, tmp_path: object) -> None:
    """An attack file that does not fit names file, line and field; a bank without attacks has none."""
    from pathlib import Path

    root = Path(str(tmp_path))
    (root / "questions").mkdir()
    (root / "gold" / "attacks").mkdir(parents=True)
    (root / "gold" / "attacks" / "mine.yaml").write_text("format: 1\nattacks:\n  - id: a\n    kind: k\n")

    with pytest.raises(BankError, match=r"gold/attacks/mine.yaml:3: attacks\[0\].text"):
        read_attacks(Bank(root))
    assert read_attacks(bank) == []
