"""Asking a model about gold answers: which answers, what is kept, and what is not asked again."""

from pathlib import Path

from mock_interview.audit.kept import KeptClient
from mock_interview.audit.signals import collect, spread
from mock_interview.bank import Bank
from mock_interview.grading import Calibration, LogprobsJudge
from mock_interview.llm import Reply
from support_grading import FakeClient

SAID = Reply("Yes", {"Yes": -0.1, "No": -2.5})


def test_a_spread_takes_the_levels_in_turn(bank: Bank) -> None:
    """So many answers as there are levels are one of each; a smaller spread is the beginning of a larger one."""
    question, gold = bank.question("why-knead"), bank.gold("why-knead")
    taken = [[a.id for a in spread(gold, question, most)] for most in (2, 4, 5, 99, None)]
    assert sorted(a.label for a in spread(gold, question, 4)) == ["L4", "L5", "L6", "below L4"]
    assert taken[1][:2] == taken[0]
    assert taken[2][:4] == taken[1]
    assert sorted(taken[3]) == sorted(taken[4]) == sorted(a.id for a in gold)


def test_which_answers_come_first_depends_on_the_question(bank: Bank) -> None:
    """Another question begins with another level or another answer, so that all kinds are met."""
    question, gold = bank.question("why-knead"), bank.gold("why-knead")
    firsts = {spread(gold, question.model_copy(update={"id": f"q{n}"}), 1)[0].id for n in range(20)}
    assert len(firsts) >= 4


def test_what_was_asked_is_not_asked_again(bank: Bank, tmp_path: Path) -> None:
    """A second audit takes every reply from the cache; one that may ask nothing leaves out what it does not hold."""
    question = bank.question("why-knead")
    client = FakeClient(SAID)

    def audit(most: int | None, *, ask_nothing: bool = False) -> list[str]:
        kept = KeptClient(client, tmp_path, ask_nothing=ask_nothing)
        found = list(collect(LogprobsJudge(kept, Calibration()), bank, [question], most))
        kept.close()
        return [s.answer.id for s in found]

    first = audit(2)
    asked = len(client.chats)
    again = audit(2)
    kept = audit(None, ask_nothing=True)

    assert first == again
    assert asked > 2 * (len(bank.rubric("why-knead").criteria) + 1)
    assert len(client.chats) == asked
    assert set(kept) == set(first)


def test_texts_are_kept_as_well(tmp_path: Path) -> None:
    """A reply that was asked for as text comes back as text; with another schema it is another question."""
    client = FakeClient(Reply("one"), Reply("two"))

    def ask(schema: dict[str, str] | None) -> str:
        kept = KeptClient(client, tmp_path)
        text = kept.chat([("system", "s"), ("user", "u")], max_tokens=9, schema=schema).text
        kept.close()
        return text

    assert [ask(None), ask(None), ask({"type": "object"})] == ["one", "one", "two"]
