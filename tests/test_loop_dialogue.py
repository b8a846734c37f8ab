"""A loop at a real terminal: the program in a pseudo-terminal, killed in the middle, gone on with, debriefed."""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from mock_interview import records
from support_cli import ANSWER, DRIVER, environment, saved
from support_loop import bread
from support_terminal import Recorder, Start, ended, finish, ready, terminals, type_in, wait_for_draft


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a loop in a terminal of its own, with a bank of two questions and without probes."""
    with terminals("loop", "--probes", "0", MOCK_INTERVIEW_BANK=str(bread(tmp_path))) as begin:
        yield begin


def answer(child: "pexpect.spawn[str]", where: str, text: str = ANSWER.strip()) -> None:
    """Wait for a question and answer it."""
    child.expect(f"Question {where} of 2 · 0 min used of 10")
    ready(child)
    type_in(child, text)
    finish(child)


def kept() -> records.Loop:
    """Return the only loop there is."""
    (path,) = records.loops_folder().glob("*.json")
    return records.load_loop(path)


def test_a_loop_killed_in_the_second_question_goes_on_there(start: Start) -> None:
    """A kill takes nothing typed; the loop goes on with the open question, draft included, and ends in a debrief."""
    child = start("--minutes", "10")
    child.logfile_read = seen = Recorder()
    child.expect(r"Any questions: 2 questions, 10 minutes\. Feedback comes at the end\.")
    answer(child, "1")
    child.expect("Question 2 of 2")
    ready(child)
    type_in(child, "The gluten strands")
    wait_for_draft(child, "The gluten strands")
    child.kill(signal.SIGKILL)
    child.close()
    assert child.signalstatus == signal.SIGKILL
    assert not [word for word in ("Level", "Verdict", "L5", "Next step") if word in seen.text]
    before = kept()
    assert (before.done, len(before.sessions), before.finished) == (1, 2, False)

    again = start()
    ready(again, r"You broke off a loop \(any, .*, at question 2 of 2\)\. Go on with it\? \[Y/n\]")
    type_in(again, "\n")
    again.expect("Question 2 of 2")
    ready(again)
    type_in(again, ANSWER.strip().removeprefix("The gluten strands"))
    finish(again)
    again.expect("Grading 1 of 2")
    again.expect(r"Overall: \S*L5")
    again.expect("Strengths")
    again.expect(f"This debrief again: mock-interview loop --debrief {before.id}")
    assert ended(again) == 0
    after = kept()
    assert (after.sessions, after.finished) == (before.sessions, True)
    assert sorted(one.id for one in saved()) == sorted(after.sessions)
    assert [[turn.text for turn in one.turns] for one in saved()] == [[ANSWER.strip()]] * 2
    assert [(one.loop, len(one.grades)) for one in saved()] == [(before.id, 1)] * 2


def test_ctrl_c_says_how_to_go_on_and_new_starts_another(start: Start) -> None:
    """Ctrl-C ends with 130 and keeps the draft; `--new` leaves that loop alone."""
    child = start("--minutes", "10")
    ready(child)
    type_in(child, "I push it")
    child.sendcontrol("c")
    child.expect("Go on with the loop: mock-interview loop")
    assert ended(child) == 130
    assert [turn.text for one in saved() for turn in one.turns] == ["I push it"]

    another = start("--new")
    another.expect("Any questions: ")
    ready(another)
    another.sendcontrol("c")
    assert ended(another) == 130
    assert (kept().done, len(kept().sessions)) == (0, 1)


def test_ctrl_c_before_a_word_leaves_no_loop(start: Start) -> None:
    """A loop in which nothing was said is not offered again."""
    child = start()
    ready(child)
    child.sendcontrol("c")
    assert (ended(child), list(records.loops_folder().glob("*")), saved()) == (130, [], [])


def test_ctrl_c_while_grading_keeps_what_is_graded(start: Start) -> None:
    """The answers stay, and how to come back is said."""
    child = start("--minutes", "10", judge="waiting")
    for where in "12":
        answer(child, where)
    child.expect("verdict 1 of 17")
    child.sendcontrol("c")
    child.expect(r"Stopped; 2 of 2 answers are left to be graded\. Go on: mock-interview loop --debrief (\S+)")
    assert child.match[1] == kept().id
    assert ended(child) == 130
    assert [[turn.text for turn in one.turns] for one in saved()] == [[ANSWER.strip()]] * 2


def test_without_a_grader_the_loop_is_held_and_graded_later(start: Start) -> None:
    """Without a grader the questions are asked all the same; the exit code is 3, and all is saved."""
    child = start("--minutes", "10", judge="none")
    ready(child, r"Fetch the embedded model now \(1\.1 GB\)\? \[Y/n\]")
    type_in(child, "n\n")
    child.expect("You can answer all the same: it is saved, and graded later.")
    for where in "12":
        answer(child, where)
    child.expect(r"Overall: .{0,6}no level")
    child.expect("2 of 2 answers are saved and not graded")
    assert ended(child) == 3
    later = start("--debrief", "last")
    later.expect(r"Overall: \S*L5")
    assert ended(later) == 0


def test_json_is_the_debrief_alone(start: Start, tmp_path: Path) -> None:
    """With `--json` standard output has one object, and the interview is on the terminal."""
    out = tmp_path / "out.json"
    child = start("--minutes", "10")
    for where in "12":
        answer(child, where)
    assert ended(child) == 0
    command = f"exec {sys.executable} {DRIVER} loop --debrief last --json > {out}"
    shell = pexpect.spawn("/bin/sh", ["-c", command], env=environment("usable", TERM="xterm"), encoding="utf-8")
    assert ended(shell) == 0
    assert json.loads(out.read_text())["overall"]["estimate"] == "L5"
