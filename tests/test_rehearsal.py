"""What a first grade sets up is set up before the answer is there: `grading.rehearsal`."""

from typing import Any
from unittest.mock import Mock

import pytest

from mock_interview.bank import Bank
from mock_interview.cli import room
from mock_interview.grading import (
    Calibration,
    DecisionsJudge,
    LogprobsJudge,
    Standard,
    StructuredJudge,
    elsewhere,
    grade,
    marks,
    prompts,
    rehearse,
)
from mock_interview.interview import Attempt
from mock_interview.llm import Reply, Usage
from support import FakeJudge, said
from support_cli import ANSWER, invoke
from support_grading import FakeClient


def logprobs_judge(client: Any) -> LogprobsJudge:
    """Return a judge that reads log-probabilities."""
    return LogprobsJudge(client, Calibration())


@pytest.mark.parametrize("kind", [logprobs_judge, StructuredJudge, DecisionsJudge])
def test_nothing_is_sent_or_counted(bank: Bank, kind: Any) -> None:
    """A rehearsal asks the model nothing, and leaves the judge as it was."""
    client = FakeClient("unused")
    judge = kind(client)
    before = dict(vars(judge))
    rehearse(judge, bank.question("why-knead"), bank.rubric("why-knead"), bank.levels.rule)
    assert (client.chats, client.usage, vars(judge)) == ([], Usage(), before)


def test_a_judge_without_a_model_is_let_be(bank: Bank) -> None:
    """There is nothing to set up for a judge that is not of a model."""
    judge = FakeJudge()
    rehearse(judge, bank.question("why-knead"), bank.rubric("why-knead"), bank.levels.rule)
    assert (judge.seen, judge.calls, judge.drafts) == ([], [], [])


def test_a_grade_after_it_reads_no_file(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates and tables of words are there when the answer comes."""
    for known in (prompts._environment, elsewhere._shipped, marks.shipped):
        known.cache_clear()
    question, rubric, rule = bank.question("why-knead"), bank.rubric("why-knead"), bank.levels.rule
    judge = logprobs_judge(FakeClient(Reply("Yes", {"Yes": -0.1, "No": -3.0})))
    rehearse(judge, question, rubric, rule)
    opened = Mock(side_effect=AssertionError("a file was opened"))
    monkeypatch.setattr("builtins.open", opened)
    monkeypatch.setattr("io.open", opened)
    result = grade(question, rubric, said(ANSWER), judge, Standard(rule))
    monkeypatch.undo()
    assert (result.failed, len(result.verdicts), opened.call_count) == (False, len(rubric.criteria), 0)


def test_it_is_done_once(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judge and question are not rehearsed again."""
    graded = Mock()
    monkeypatch.setattr("mock_interview.grading.rehearsal.grade", graded)
    judge, question, rubric = StructuredJudge(FakeClient("")), bank.question("why-knead"), bank.rubric("why-knead")
    for _ in range(2):
        rehearse(judge, question, rubric, bank.levels.rule)
    assert graded.call_count == 1


@pytest.mark.parametrize(("embedded", "times"), [(True, 1), (False, 0)])
def test_an_answer_from_a_file_is_rehearsed_while_a_model_loads(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, embedded: bool, times: int
) -> None:
    """`grade` uses the time in which the embedded model loads; where none loads there is none to use."""
    rehearsed = Mock()
    monkeypatch.setattr("mock_interview.grading.rehearse", rehearsed)
    judge = logprobs_judge(FakeClient(Reply("Yes", {"Yes": -0.1, "No": -3.0}), embedded=embedded))
    judge.start = Mock()
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER)
    assert invoke("grade", "-q", "why-knead", "-a", file, judge=judge).exit_code == 0
    assert rehearsed.call_count == times


def test_it_happens_while_one_types(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the interview the rehearsal is over before the answer is finished, and comes before the model reads."""
    steps: list[str] = []
    judge = FakeJudge()
    monkeypatch.setattr("mock_interview.grading.rehearse", lambda *_: steps.append("rehearsed"))
    monkeypatch.setattr("mock_interview.grading.read_ahead", lambda *_: steps.append("read"))
    monkeypatch.setattr("mock_interview.terminal.editor.write_answer", lambda *_: ANSWER)
    attempt = Attempt(bank.question("why-knead"), bank.rubric("why-knead"))
    room._listen(attempt, judge, bank.levels.rule, 5)
    assert steps[:2] == ["rehearsed", "read"]
