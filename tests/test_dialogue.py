"""The dialogue at a real terminal: the program in a pseudo-terminal, typed at and looked at."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from mock_interview import records
from support import TINY
from support_cli import ANSWER, DRIVER, environment, saved
from support_terminal import (
    SECONDS,
    Recorder,
    Start,
    broken_off,
    ended,
    finish,
    leave,
    ready,
    terminals,
    type_in,
    wait_for_draft,
)


@pytest.fixture
def start() -> Iterator[Start]:
    """Return what starts the program in a terminal of its own; what still runs at the end is ended."""
    with terminals() as begin:
        yield begin


def test_a_terminal_without_cursor_reports_is_told_how_to_finish(start: Start) -> None:
    """Where there can be no toolbar, the way to finish stands in the empty field."""
    child = start("practice", "why-knead", "--probes", "0")
    child.expect("Ctrl-D finishes, Ctrl-C stops; both save.")
    child.sendcontrol("d")
    child.expect("No level")
    assert ended(child) == 0


def test_an_answer_of_several_lines_is_graded(start: Start) -> None:
    """Enter makes a new line, the toolbar says how to finish, Ctrl-D finishes, and a level is shown."""
    child = start("practice", "why-knead", "--probes", "0")
    child.expect("A baker you work with kneads")
    ready(child)
    type_in(child, ANSWER.strip())
    finish(child)
    child.expect(r"Level estimate: \S*L5")
    child.expect("Next step")
    child.expect(r"Saved: (\S+\.json)")
    assert leave(child) == 0
    (kept,) = saved()
    assert [(turn.text, turn.finished) for turn in kept.turns] == [(ANSWER.strip(), True)]
    assert [grade.level.estimate for grade in kept.grades] == ["L5"]
    assert kept.turns[0].seconds is not None


def test_ctrl_c_saves_what_was_typed_and_says_how_to_go_on(start: Start) -> None:
    """Ctrl-C in the middle ends with 130; the text is saved as a draft, and starting again goes on with it."""
    child = start("practice", "why-knead", "--probes", "0")
    ready(child)
    type_in(child, "The gluten strands\nget pulled")
    child.sendcontrol("c")
    child.expect(r"Stopped\. What you typed is saved: (\S+\.json)")
    named = Path(child.match[1])
    child.expect("Go on: mock-interview practice why-knead")
    assert ended(child) == 130
    assert [(turn.text, turn.finished) for turn in records.load(named).turns] == [
        ("The gluten strands\nget pulled", False)
    ]

    again = start("practice", "why-knead", "--probes", "0")
    ready(again, r"You broke off an answer to this question \(.*, 5 words\)\. Go on with it\? \[Y/n\]")
    type_in(again, "\n")
    ready(again)
    type_in(again, " into a net, and that net keeps the gas inside.")
    finish(again)
    again.expect("Level estimate")
    assert leave(again) == 0
    assert [turn.text for one in saved() for turn in one.turns] == [
        "The gluten strands\nget pulled into a net, and that net keeps the gas inside."
    ]


def test_a_broken_off_answer_may_be_left_alone(start: Start) -> None:
    """Who does not want to go on begins anew, and the draft stays where it is."""
    path = broken_off("I push it")
    child = start("practice", "why-knead", "--probes", "0")
    ready(child, r"Go on with it\? \[Y/n\]")
    type_in(child, "n\n")
    ready(child)
    type_in(child, "No idea.")
    finish(child)
    child.expect("too little was said to go by")
    assert ended(child) == 0
    assert [turn.text for one in saved() for turn in one.turns] == ["I push it", "No idea."]
    assert records.load(path).grades == ()


def test_a_killed_program_leaves_the_draft(start: Start) -> None:
    """Drafts are saved while one types, so that not even a kill takes more than the last moments."""
    child = start("practice", "why-knead", "--probes", "0")
    ready(child)
    type_in(child, "The gluten strands\nget pulled")
    wait_for_draft(child, "The gluten strands\nget pulled")
    child.kill(signal.SIGKILL)
    child.close()
    (kept,) = saved()
    assert child.signalstatus == signal.SIGKILL
    assert [(turn.text, turn.finished) for turn in kept.turns] == [("The gluten strands\nget pulled", False)]
    again = start("practice", "why-knead", "--probes", "0")
    ready(again, r"Go on with it\? \[Y/n\]")


def test_ctrl_c_before_a_word_leaves_nothing(start: Start) -> None:
    """Ctrl-C with nothing typed ends with 130 and makes no session."""
    child = start("practice", "why-knead", "--probes", "0")
    ready(child)
    child.sendcontrol("c")
    assert (ended(child), saved()) == (130, [])


def test_ctrl_d_at_once_is_an_empty_answer(start: Start) -> None:
    """Finishing without a word saves an empty answer and says that nothing was said."""
    child = start("practice", "why-knead", "--probes", "0")
    ready(child)
    child.sendcontrol("d")
    child.expect("No level. Not enough evidence: nothing was said.")
    assert (ended(child), [turn.text for one in saved() for turn in one.turns]) == (0, [""])


def test_bytes_of_another_encoding_do_not_lose_the_answer(start: Start) -> None:
    """A terminal that sends Latin-1 costs one letter and not the answer."""
    child = start("practice", "why-knead", "--probes", "0")
    ready(child)
    os.write(child.child_fd, b"The cr\xe8me is in the ")
    type_in(child, "pâté.")
    wait_for_draft(child, "The cr?me is in the pâté.")
    finish(child)
    child.expect("Level estimate")
    assert (leave(child), [turn.text for turn in saved()[0].turns]) == (0, ["The cr?me is in the pâté."])


def test_pasted_escapes_do_not_reach_the_terminal(start: Start) -> None:
    """A pasted text with an escape sequence is shown and kept harmless in both the editor and the grade."""
    child = start("practice", "why-knead", "--probes", "0")
    child.logfile_read = seen = Recorder()
    ready(child)
    child.send("\x1b[200~" + ANSWER.strip().replace("a net", "a \x1b]0;pwned\x07 net") + "\x1b[201~")
    finish(child)
    child.expect("Next step")
    assert leave(child) == 0
    assert "\x1b]0;pwned" not in seen.text
    assert "\x1b]0;pwned\x07" in saved()[0].turns[0].text


@pytest.mark.parametrize(
    ("judge", "moment"),
    [
        pytest.param("waiting", r"Verdict 1 of 17", id="while it judges"),
        pytest.param("absorbed", r"Reading your answer", id="while it reads"),
    ],
)
def test_ctrl_c_after_the_answer_keeps_the_answer(judge: str, moment: str, start: Start) -> None:
    """Ctrl-C while the model is at work ends with 130 and says how the finished answer is graded later."""
    child = start("practice", "why-knead", "--probes", "0", judge=judge)
    ready(child)
    type_in(child, ANSWER.strip())
    finish(child) if judge == "waiting" else child.sendcontrol("d")
    child.expect(moment)
    child.sendcontrol("c")
    child.expect(r"Stopped\. Your answer is saved; grade it later: mock-interview grade (\S+)")
    named = child.match[1]
    assert ended(child) == 130
    (kept,) = saved()
    assert (kept.id, [(turn.text, turn.finished) for turn in kept.turns]) == (named, [(ANSWER.strip(), True)])


def test_without_a_grader_a_model_is_offered_and_the_answer_saved(start: Start) -> None:
    """The first run explains the three ways and offers the embedded model; who declines can answer all the same."""
    child = start("practice", "why-knead", "--probes", "0", judge="none")
    child.expect("Three ways, pick one")
    ready(child, r"Fetch the embedded model now \(1\.1 GB\)\? \[Y/n\]")
    type_in(child, "n\n")
    child.expect("You can answer all the same: it is saved, and graded later.")
    ready(child)
    type_in(child, "I push it about.")
    finish(child)
    child.expect(r"Your answer is saved\. Grade it later: mock-interview grade (\S+)")
    assert child.match[1] == saved()[0].id
    assert (ended(child), [turn.text for turn in saved()[0].turns]) == (3, ["I push it about."])


def test_lines_of_json_reach_a_file_while_progress_is_shown(start: Start, tmp_path: Path) -> None:
    """At a terminal, with standard output in a file, the grades are in the file and not on the screen."""
    lines, out = tmp_path / "answers.jsonl", tmp_path / "out.jsonl"
    lines.write_text('{"id": "one", "question": "why-knead", "answer": "No idea."}\n')
    command = f"exec {sys.executable} {DRIVER} grade {lines} --json > {out}"
    child = pexpect.spawn(
        "/bin/sh", ["-c", command], env=environment("usable", TERM="xterm"), timeout=SECONDS, encoding="utf-8"
    )
    child.expect("1 graded")
    assert ended(child) == 0
    assert re.match(r'\{"id": "one", "question": "why-knead", "level": \{"estimate": null', out.read_text())


def test_deleting_asks_first(start: Start) -> None:
    """At a terminal `sessions delete` asks, and anything but yes keeps the session."""
    path = broken_off("I push it")
    for reply, there in (("\n", True), ("y\n", False)):
        child = start("sessions", "delete", "last")
        ready(child, r"Delete 20260101-120000-why-knead-aaaa\.json\? \[y/N\]")
        type_in(child, reply)
        assert (ended(child), path.exists()) == (0, there)


def test_a_probe_is_asked_rated_and_compared(start: Start) -> None:
    """A follow-up is asked and its reply kept as such; the own rating is kept and compared; another try is compared."""
    child = start("practice", "why-knead", "--probes", "1")
    ready(child)
    type_in(child, ANSWER.strip())
    child.sendcontrol("d")
    child.expect("Interviewer: (.+?)[\r\x1b]")
    ready(child)
    type_in(child, "It costs a mixer.")
    finish(child, "6")
    child.expect("You rated yourself L6: 1 level above the grade.")
    ready(child, r"\(Enter: done\)")
    type_in(child, "w")
    child.expect(r"Your words.*\[L4\]")
    ready(child, r"\(Enter: done\)")
    type_in(child, "t")
    ready(child)
    type_in(child, "No idea.")
    finish(child)
    child.expect("Against your last try")
    child.expect("L5 before, no level now")
    assert ended(child) == 0
    first, second = sorted(saved(), key=lambda one: -len(one.turns))
    assert [turn.role for turn in first.turns] == ["candidate", "interviewer", "candidate"]
    assert first.turns[1].probe in {criterion.id for criterion in first.rubric.criteria}
    assert (first.self_rating, [grade.level.estimate for grade in first.grades]) == ("L6", ["L5"])
    assert [turn.text for turn in second.turns][:1] == ["No idea."]


def test_no_answer_to_a_probe_takes_it_back(start: Start) -> None:
    """Ctrl-D with nothing typed ends the probing, and the question leaves no trace in the session."""
    child = start("practice", "why-knead")
    ready(child)
    type_in(child, ANSWER.strip())
    child.sendcontrol("d")
    child.expect("Interviewer:")
    ready(child)
    finish(child)
    assert leave(child) == 0
    assert [turn.role for turn in saved()[0].turns] == ["candidate"]


def test_a_draft_of_the_reply_to_a_probe_is_gone_on_with(start: Start) -> None:
    """Ctrl-C in the reply to a probe keeps the reply; starting again asks the same follow-up with what was typed."""
    child = start("practice", "why-knead", "--probes", "1")
    ready(child)
    type_in(child, ANSWER.strip())
    child.sendcontrol("d")
    child.expect("Interviewer:")
    ready(child)
    type_in(child, "It costs")
    child.sendcontrol("c")
    assert ended(child) == 130
    again = start("practice", "why-knead", "--probes", "1")
    ready(again, r"Go on with it\? \[Y/n\]")
    type_in(again, "\n")
    again.expect("Interviewer:")
    ready(again)
    type_in(again, " a mixer.")
    finish(again)
    assert leave(again) == 0
    assert [turn.text for turn in saved()[0].turns][-1] == "It costs a mixer."


def test_a_clarifying_question_is_answered_and_kept(tmp_path: Path) -> None:
    """A line with `?` gets the fact, stays out of the answer, and is offered again after Ctrl-C before a word."""
    root = tmp_path / "bank"
    shutil.copytree(TINY, root)
    file = root / "questions" / "bread" / "why-knead.yaml"
    file.write_text(file.read_text() + "scenario:\n  volume: 900 loaves a day.\n")
    with terminals("practice", "why-knead", "--probes", "0", MOCK_INTERVIEW_BANK=str(root)) as start:
        child = start()
        ready(child)
        type_in(child, "? How many loaves\n")
        child.expect("900 loaves a day.")
        child.sendcontrol("c")
        assert ended(child) == 130
        again = start()
        ready(again, r"Go on with it\? \[Y/n\]")
        type_in(again, "\n")
        ready(again)
        type_in(again, ANSWER.strip())
        finish(again)
        assert leave(again) == 0
    assert [(t.role, t.text) for t in saved()[0].turns] == [
        ("candidate", "How many loaves"),
        ("interviewer", "900 loaves a day."),
        ("candidate", ANSWER.strip()),
    ]
