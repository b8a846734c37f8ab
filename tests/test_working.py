"""One of many answers: what is said of a grade that has no place, and when an earlier one is the same."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.cli.account import Account
from mock_interview.cli.working import Worker
from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.models import Question, Rubric
from mock_interview.records import Input, Ledger, files
from support import TINY, FakeJudge
from support_cli import ANSWER, invoke, lines, session, usable


def one_session(folder: Path) -> Path:
    """Save a session without a grade in a folder of its own."""
    folder.mkdir()
    return records.save(session(), folder / "s.json")


def test_a_grade_that_its_session_cannot_take_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as broken, with level and reason; no copy is made, and what was paid for is shown and written."""
    path, out, spare = one_session(tmp_path / "in"), tmp_path / "out.jsonl", tmp_path / "spare"
    spare.mkdir()

    def replace(where: Path, text: str) -> Path:
        if where == path:
            raise OSError(30, os.strerror(30))
        return files.replace(where, text)

    monkeypatch.setattr("tempfile.tempdir", str(spare))
    monkeypatch.setattr("mock_interview.records.sessions.replace", replace)
    result = invoke("grade", path.parent, "--json", "--out", out, judge=usable())
    assert result.stderr.splitlines() == [
        f"{session().id}: L5, but its session does not hold the grade: {path}: cannot be saved: Read-only file system",
        "170 input tokens (0% from the provider's cache), 0 output tokens",
        "1 broken",
    ]
    assert [line["level"]["estimate"] for line in lines(result.stdout) + lines(out.read_text())] == ["L5", "L5"]
    assert (result.exit_code, records.load(path).grades, list(spare.iterdir())) == (1, (), [])


class Served(FakeJudge):
    """Asks a server for its model each time, as a client does that has had no answer yet; remembers how often."""

    def __init__(self, model: str) -> None:
        super().__init__(usable().queue)
        self.served = model
        self.asked = 0

    @property
    def model(self) -> str:  # type: ignore[override]
        """Return what the server has now; it may be away."""
        self.asked += 1
        if not self.served:
            raise GraderFailed("The server is away.")
        return self.served

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Judge, if the server is there."""
        _ = self.model
        yield from super().judge(question, rubric, answer)


def cohort(root: Path) -> Path:
    """Make a folder with a session, an answer, and one that no model is asked about."""
    one_session(root)
    (root / "a.why-knead.txt").write_text(ANSWER)
    (root / "b.why-knead.txt").write_text("No.")
    return root


def test_another_model_behind_the_same_address_grades_anew(tmp_path: Path) -> None:
    """Grades of the model that a server had before are none of the one it has now, in the file and in sessions."""
    root, out = cohort(tmp_path / "in"), tmp_path / "out.jsonl"
    said = []
    for model in ("one", "other", "other", "one"):
        result = invoke("grade", root, "--out", out, judge=Served(model))
        said.append((result.exit_code, result.stderr.splitlines()[-1]))
    assert said == [(0, "3 graded"), (0, "2 graded, 1 graded before"), *[(0, "3 graded before")] * 2]
    kept = [(line["id"], line["provenance"]["model"]) for line in lines(out.read_text())]
    names = ["a.why-knead.txt", session().id]
    assert sorted(kept) == sorted([("b.why-knead.txt", ""), *((n, m) for n in names for m in ("one", "other"))])
    assert [grade.provenance.model for grade in records.load(root / "s.json").grades] == ["one", "other"]


def test_a_server_that_does_not_say_its_model_leaves_answers_ungraded(tmp_path: Path) -> None:
    """Whether a grade is its own cannot be known then: nothing is broken, and no grade is lost."""
    root, out = cohort(tmp_path / "in"), tmp_path / "out.jsonl"
    invoke("grade", root, "--out", out, judge=Served("one"))
    result = invoke("grade", root, "--out", out, judge=Served(""))
    assert (result.exit_code, result.stderr.splitlines()[-2]) == (3, "2 ungraded, 1 graded before")
    result = invoke("grade", root, "--out", out, judge=Served("one"))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "3 graded before")
    kept = [(line["id"], line["level"]["estimate"]) for line in lines(out.read_text())]
    assert kept == [("a.why-knead.txt", "L5"), ("b.why-knead.txt", None), (session().id, "L5")]


def test_a_server_is_asked_for_its_model_only_where_it_matters(tmp_path: Path) -> None:
    """What is broken, and what no earlier grade can be the same as, is looked at without."""
    root, out = cohort(tmp_path / "in"), tmp_path / "out.jsonl"
    worker = Worker(Bank(TINY), judge := Served("one"), Account(), None)
    at_first = judge.asked
    for one in (Input("x", problem="is broken"), Input("y", "why-need")):
        assert worker(one).outcome == "broken"
    for one in records.read_inputs(root, None, worker.known):
        assert worker.settled(one) is None
    assert judge.asked == at_first
    ledger = Ledger(out)
    worker = Worker(Bank(TINY), judge, Account(), ledger)
    at_first = judge.asked
    for one in records.read_inputs(root, None, worker.known):
        assert worker.settled(one) is None
    ledger.close(whole=False)
    assert judge.asked == at_first
