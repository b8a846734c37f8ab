import tempfile
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.interview import Attempt
from support_cli import graded, saved, session


@pytest.fixture
def attempt(bank: Bank) -> Attempt:
    """Return an attempt at which nothing has been said."""
    return Attempt(bank.question("why-knead"), bank.rubric("why-knead"))


def test_every_step_is_saved(attempt: Attempt) -> None:
    """A draft is replaced by the next one, and by the finished answer; after each step the file is up to date."""
    seen = []
    for text, finished in (("I", False), ("I push", False), ("I push it.", True)):
        attempt.write(text, finished=finished)
        seen.append([[(turn.text, turn.finished) for turn in one.turns] for one in saved()])
    assert seen == [[[("I", False)]], [[("I push", False)]], [[("I push it.", True)]]]


def test_a_finished_answer_is_not_replaced(attempt: Attempt) -> None:
    """What is said after a finished answer is another turn."""
    attempt.write("I push it.", finished=True)
    attempt.write("And", finished=False)
    assert [turn.text for turn in attempt.session.turns] == ["I push it.", "And"]
    assert attempt.draft == "And"


def test_there_is_no_draft_once_the_answer_is_finished(attempt: Attempt) -> None:
    """Neither a new attempt nor a finished answer has a draft to go on with."""
    before = attempt.draft
    attempt.write("I push it.", finished=True)
    assert (before, attempt.draft) == ("", "")


def test_an_attempt_goes_on_in_the_same_file(tmp_path: Path) -> None:
    """A resumed session is saved where it was, and a new grade stands beside the earlier one."""
    path = records.save(graded(), tmp_path / "mine.json")
    attempt = Attempt.resume(path, records.load(path))
    attempt.add_grade(graded().grades[0])
    assert [grade.level.estimate for grade in records.load(path).grades] == ["L5", "L5"]
    assert saved() == []


def test_an_attempt_is_named_by_what_finds_it(
    attempt: Attempt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt in the sessions folder is named by its id, one that had to be saved elsewhere by its file."""
    attempt.save()
    usual = attempt.name
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path / "file" / "home"))
    attempt.path = None
    attempt.save()
    fallback = attempt.name
    assert usual == attempt.session.id
    assert fallback == str(tmp_path / "elsewhere" / f"mock-interview-{attempt.session.id}.json")
    assert records.load(records.find(fallback)) == attempt.session


def test_resuming_keeps_the_draft() -> None:
    """The draft of a session that was broken off is what one goes on with."""
    was = session("20260101-120000-why-knead-aaaa")
    draft = was.turns[0].model_copy(update={"text": "I push", "finished": False})
    broken = was.model_copy(update={"turns": (draft,)})
    assert Attempt.resume(records.save(broken), broken).draft == "I push"


def test_a_clarifying_question_stands_before_the_answer(attempt: Attempt) -> None:
    """Question and reply are kept as turns of their own, and the draft goes on behind them."""
    attempt.write("First I", finished=False)
    attempt.clarify("How much dough?", "Two kilos.")
    attempt.write("First I push.", finished=True)
    (kept,) = saved()
    assert [(t.role, t.text, t.finished, t.clarifies) for t in kept.turns] == [
        ("candidate", "How much dough?", True, False),
        ("interviewer", "Two kilos.", True, True),
        ("candidate", "First I push.", True, False),
    ]


def test_a_probe_without_a_reply_is_taken_back(attempt: Attempt) -> None:
    """A follow-up stays with its reply or the draft of one, and goes without."""
    criterion = next(c for c in attempt.session.rubric.criteria if c.probe)
    attempt.write("I push it.", finished=True)
    attempt.probe(criterion)
    attempt.write("It", finished=False)
    attempt.settle()
    assert [turn.probe for turn in saved()[0].turns] == [None, criterion.id, None]
    attempt.write(" ", finished=True)
    attempt.settle()
    assert [turn.text for turn in saved()[0].turns] == ["I push it."]


def test_the_own_rating_is_kept(attempt: Attempt) -> None:
    """The level the candidate names is in the session's file."""
    attempt.rate("L5")
    assert saved()[0].self_rating == "L5"


def resumed(path: Path) -> Attempt:
    """Return what another process has that goes on with the same file."""
    return Attempt.resume(path, records.load(path))


def test_a_grade_joins_what_was_said_and_graded_meanwhile(attempt: Attempt) -> None:
    """Who grades a session that another process goes on with loses neither its new words nor its grade."""
    attempt.write("I push it.", finished=True)
    assert attempt.path
    other = resumed(attempt.path)
    one, two = (graded().grades[0].model_copy(update={"flags": (name,)}) for name in ("one", "two"))
    attempt.add_grade(one)
    attempt.write("And wait.", finished=True)
    other.add_grade(two)
    (kept,) = saved()
    assert ([turn.text for turn in kept.turns], kept.grades) == (["I push it.", "And wait."], (one, two))


def test_words_of_two_processes_never_replace_each_other(attempt: Attempt) -> None:
    """Two that go on with one draft keep both answers: the later one in a session of its own."""
    attempt.write("I push", finished=False)
    assert attempt.path
    other = resumed(attempt.path)
    attempt.write("I push it about.", finished=True)
    other.write("I push, I fold.", finished=True)
    other.write("And wait.", finished=True)
    assert sorted([[turn.text for turn in one.turns] for one in saved()]) == [
        ["I push it about."],
        ["I push, I fold.", "And wait."],
    ]
    assert other.path != attempt.path


def test_a_grade_of_words_that_are_there_no_more_is_kept_with_them(attempt: Attempt) -> None:
    """Graded while the draft went on, the words that were graded and their grade become a session of their own."""
    attempt.write("I push", finished=False)
    assert attempt.path
    other = resumed(attempt.path)
    attempt.write("I fold.", finished=True)
    other.add_grade(graded().grades[0])
    assert sorted([([turn.text for turn in one.turns], len(one.grades)) for one in saved()]) == [
        (["I fold."], 0),
        (["I push"], 1),
    ]
