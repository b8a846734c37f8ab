import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.cli import next as cli_next
from support import TINY
from support_cli import ANSWER, graded, invoke, saved, usable
from test_cli_practice import add_question

NOTHING = {"level": None, "due": None, "category": "bread", "title": "Why do we knead dough?", "why": "new"}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return a bank with two questions."""
    add_question(tmp_path / "bank", "why-rest")
    return tmp_path / "bank"


def practise(bank: Path, *names: str) -> None:
    """Save a session on each question, graded L5 on the first of January."""
    for name in names:
        source, one = Bank(bank), graded(f"20260101-120000-{name}-aaaa")
        records.save(one.model_copy(update={"question": source.question(name), "rubric": source.rubric(name)}))


def test_without_a_session_a_first_question_is_proposed() -> None:
    """The proposal names the question, why, and how to practise it where nobody can be asked."""
    result = invoke("next")
    assert (result.exit_code, result.stderr) == (0, "Practise it: mock-interview practice why-knead\n")
    assert result.stdout.splitlines() == [
        "Next: Why do we knead dough?",
        "why-knead, bread, concept, 5 min",
        "A short question to begin with.",
    ]


def test_what_was_missed_in_several_questions_gets_attention(two: Path) -> None:
    """What is due is proposed with the shared mark that several answers missed, and its hint."""
    practise(two, "why-knead", "why-rest")
    text = " ".join(invoke("next", "--bank", two).stdout.split())
    assert "Last time L5; due for" in text
    assert "Pay attention to own-number, missed in 2 of your last 2 answers: Put one number on it." in text
    assert "After that" in text


def test_the_proposal_as_json(two: Path) -> None:
    """`--json` is the proposal with its reason, what to pay attention to, and what comes then."""
    practise(two, "why-rest")
    found = json.loads(invoke("next", "--json", "--bank", two).stdout)
    reason = found.pop("reason")
    assert reason.startswith("Last time L5; due for ")
    assert found == {
        "question": "why-rest",
        "title": "Why do we knead dough?",
        "category": "bread",
        "why": "due",
        "level": "L5",
        "due": "2026-01-03T12:00:00+00:00",
        "focus": {
            "criterion": "oxidation",
            "kind": "L6",
            "hint": Bank(TINY).rubric("why-knead")["oxidation"].hint,
            "missed": 1,
            "of": 1,
        },
        "then": [{**NOTHING, "question": "why-knead"}],
    }


def test_the_whole_schedule_is_listed(two: Path) -> None:
    """`--list` names every question in order with its date, and the marks that are watched."""
    practise(two, "why-rest", "why-knead")
    found = json.loads(invoke("next", "--list", "--json", "--bank", two).stdout)
    assert [(line["question"], line["why"]) for line in found["questions"]] == [
        ("why-knead", "due"),
        ("why-rest", "due"),
    ]
    assert [(mark["criterion"], mark["missed"], mark["of"]) for mark in found["marks"]] == [("own-number", 2, 2)]
    text = invoke("next", "--list", "--bank", two).stdout
    assert "Missed in several questions" in text
    assert "missed in 2 of your last 2 answers" in text


def test_a_damaged_file_is_named_and_stops_nothing() -> None:
    """A file that is no session is named on standard error; the proposal is made of the others."""
    bad = records.save(graded())
    bad.write_text("{}")
    result = invoke("next", "--json")
    assert (result.exit_code, json.loads(result.stdout)["why"]) == (0, "new")
    assert result.stderr == f"{bad}: is no session file (KeyError)\n"


def test_a_session_from_the_future_breaks_nothing() -> None:
    """A session that a wrong clock dated in another century is passed over."""
    records.save(graded().model_copy(update={"created": datetime(9999, 12, 31, 23, tzinfo=UTC)}))
    assert json.loads(invoke("next", "--json").stdout)["why"] == "new"


def test_a_bank_without_questions_is_refused(tmp_path: Path) -> None:
    """With nothing to propose, the bank is named and what to do about it."""
    root = shutil.copytree(TINY, tmp_path / "bank")
    (root / "questions" / "bread" / "why-knead.yaml").unlink()
    result = invoke("next", "--bank", root)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{root}: has no questions\nBegin one with: mock-interview bank new\n"


def test_looking_writes_nothing() -> None:
    """`next` keeps no record of its own."""
    invoke("next")
    invoke("next", "--list")
    assert saved() == []


def test_who_comes_back_is_asked_another_way(two: Path) -> None:
    """`next` puts a question in the next of its ways each time, and `practice` as it is told to."""
    path = two / "questions" / "bread" / "why-knead.yaml"
    path.write_text(path.read_text() + "variants:\n  - Would bread rise without kneading?\n")
    question = Bank(two).question("why-knead")
    assert [question.put(n).prompt == question.prompt for n in range(4)] == [True, False, True, False]
    for times in range(3):
        assert cli_next._times("why-knead") == times
        records.save(graded(f"2026010{times + 1}-120000-why-knead-aaaa"))


def test_a_variant_is_what_the_session_keeps(two: Path, tmp_path: Path) -> None:
    """The question is shown, graded and kept as it was put."""
    path = two / "questions" / "bread" / "why-knead.yaml"
    path.write_text(path.read_text() + "variants:\n  - Would bread rise without kneading?\n")
    answer = tmp_path / "answer.txt"
    answer.write_text(ANSWER)
    result = invoke("practice", "why-knead", "--variant", "1", "--answer", answer, "--bank", two, judge=usable())
    assert "Would bread rise without kneading?" in result.stderr
    assert [one.question.prompt for one in saved()] == ["Would bread rise without kneading?"]
