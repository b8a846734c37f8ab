import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.models import Turn
from support import TINY
from support_cli import ANSWER, HOSTILE, failing, graded, invoke, saved, session, usable

LATER = re.compile(r"mock-interview grade (\S+)\n")


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """Return a file with the answer."""
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER)
    return path


def add_question(folder: Path, name: str) -> None:
    """Copy the tiny bank, with its question once more under another name."""
    shutil.copytree(TINY, folder)
    for kind in ("questions", "rubrics", "gold"):
        text = (folder / kind / "bread" / "why-knead.yaml").read_text().replace("why-knead", name)
        (folder / kind / "bread" / f"{name}.yaml").write_text(text)


def test_an_answer_from_a_file_is_graded_shown_and_kept(answer: Path) -> None:
    """Question and verdicts go to standard error, the grade to standard output, everything into one session."""
    result = invoke("practice", "why-knead", "--answer", answer, judge=usable())
    (kept,) = saved()
    assert (result.exit_code, "Level estimate: L5" in result.stdout) == (0, True)
    assert "Why do we knead dough?" in result.stderr
    assert "✓ L5          Explains how to tell that dough is kneaded enough" in result.stderr
    assert f"Saved: {records.find('last')}\n" in result.stderr
    assert [(turn.text, turn.finished) for turn in kept.turns] == [(ANSWER, True)]
    assert [grade.level.estimate for grade in kept.grades] == ["L5"]


def test_json_is_the_grade_that_was_kept(answer: Path) -> None:
    """With `--json`, standard output is the grade's object alone."""
    result = invoke("practice", "why-knead", "-a", answer, "--json", judge=usable())
    assert json.loads(result.stdout) == saved()[0].grades[0].model_dump(mode="json")


def test_without_a_question_the_one_not_practised_yet_is_asked(answer: Path) -> None:
    """A question is picked when none is named."""
    invoke("practice", "-a", answer, judge=usable())
    assert [one.question.id for one in saved()] == ["why-knead"]


@pytest.mark.parametrize("finished", [True, False], ids=["finished", "draft"])
def test_a_session_file_may_be_the_answer(finished: bool, tmp_path: Path) -> None:
    """What the candidate said in a session is the answer of a new one; what the interviewer said is not."""
    turns = (
        Turn(role="candidate", text="The gluten strands get pulled into a net."),
        Turn(role="interviewer", text="When do you stop?"),
        Turn(role="candidate", text="At the windowpane.", finished=finished),
    )
    path = records.save(session("s", *turns), tmp_path / "mine.json")
    result = invoke("practice", "why-knead", "-a", path, judge=usable())
    assert result.exit_code == 0
    assert [turn.text for turn in saved()[0].turns] == [
        "The gluten strands get pulled into a net.\n\nAt the windowpane."
    ]


@pytest.mark.parametrize("failure", ["nothing configured", "the model fails"])
def test_an_answer_that_cannot_be_graded_now_can_be_later(failure: str, answer: Path) -> None:
    """Without a grader the answer is saved, the exit code is 3, and the command that is named grades it."""
    judge = None if failure == "nothing configured" else failing()
    result = invoke("practice", "why-knead", "-a", answer, judge=judge)
    (named,) = LATER.findall(result.stderr)
    assert (result.exit_code, named, saved()[0].turns[0].text) == (3, saved()[0].id, ANSWER)
    again = invoke("grade", named, judge=usable())
    assert (again.exit_code, "Level estimate: L5" in again.stdout) == (0, True)
    assert saved()[0].grades[-1].level.estimate == "L5"


def test_a_home_that_cannot_be_written_loses_nothing(
    answer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session goes to the temporary folder, and the command that is named finds it there."""
    (tmp_path / "file").touch()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setenv("MOCK_INTERVIEW_GRADER", "openai")  # a configuration below that home cannot be read
    result = invoke("practice", "why-knead", "-a", answer)
    (named,) = LATER.findall(result.stderr)
    (name,) = os.listdir(tmp_path / "elsewhere")
    assert (result.exit_code, named) == (3, str(tmp_path / "elsewhere" / name))
    assert invoke("grade", named, judge=usable()).exit_code == 0
    assert [grade.level.estimate for grade in records.load(Path(named)).grades] == ["L5"]


def test_an_empty_answer_is_saved_and_said_to_be_empty(tmp_path: Path) -> None:
    """An empty file is an answer that says nothing: saved, no level, no error."""
    path = tmp_path / "answer.txt"
    path.touch()
    judge = usable()
    result = invoke("practice", "why-knead", "-a", path, judge=judge)
    assert (result.exit_code, result.stdout) == (0, "No level. Not enough evidence: nothing was said.\n")
    assert [(turn.text, len(one.grades)) for one in saved() for turn in one.turns] == [("", 1)]
    assert judge.seen == []


@pytest.mark.parametrize("content", [b"\x00", b"caf\xe9", b"x" * 2_000_000], ids=["binary", "Latin-1", "2 MB"])
def test_a_file_that_is_no_answer_is_refused(content: bytes, tmp_path: Path) -> None:
    """The file is named with what is wrong, and the model is let go."""
    path, judge = tmp_path / "answer.txt", usable()
    path.write_bytes(content)
    result = invoke("practice", "why-knead", "-a", path, judge=judge)
    assert (result.exit_code, result.stdout, judge.calls) == (1, "", ["start", "close"])
    assert f"{path}: is " in result.stderr


def test_an_unknown_question_names_the_nearest() -> None:
    """A mistyped id is answered with the ids that are near, before a model is started."""
    judge = usable()
    result = invoke("practice", "why-need", judge=judge)
    assert (result.exit_code, result.stderr) == (1, "There is no question 'why-need'.\nDid you mean why-knead?\n")
    assert judge.calls == []


def test_an_answer_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Escapes in an answer are kept in the session and shown as marks."""
    path = tmp_path / "answer.txt"
    text = ANSWER.replace("\n", HOSTILE + "\n")
    path.write_text(text)
    result = invoke("practice", "why-knead", "-a", path, judge=usable())
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []
    assert "[/red]" in result.stdout
    assert saved()[0].turns[0].text == text


def test_a_graded_answer_is_told_where_the_rubric_is(answer: Path) -> None:
    """After a level, the way to the reference notes is said; without one it is not, for it would spoil the question."""
    hint = "mock-interview questions show why-knead --rubric"
    after_level = invoke("practice", "why-knead", "-a", answer, judge=usable())
    answer.write_text("No idea.")
    without = invoke("practice", "why-knead", "-a", answer, judge=usable())
    assert (hint in after_level.stderr, hint in without.stderr) == (True, False)


def test_the_question_practised_longest_ago_comes_next(tmp_path: Path, answer: Path) -> None:
    """Among practised questions, the one that waits longest is asked."""
    source = tmp_path / "bank"
    add_question(source, "why-rest")
    records.save(graded("20260102-120000-why-knead-bbbb"))
    invoke("practice", "-a", answer, "--bank", source, judge=usable())
    invoke("practice", "-a", answer, "--bank", source, judge=usable())
    assert [one.question.id for one in sorted(saved(), key=lambda one: one.created)][1:] == ["why-rest", "why-knead"]
