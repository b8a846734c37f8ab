"""Choosing a question at a real terminal: the list of `practice`, the proposal of `next`."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from mock_interview import records
from support_cli import ANSWER, DRIVER, environment, graded, saved, session
from support_terminal import SECONDS, Recorder, ended, finish, leave, ready, type_in
from test_cli_practice import add_question

Start = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts the program in a small terminal, with a bank of two questions."""
    add_question(tmp_path / "bank", "why-rest")
    running = []

    def begin(*args: str, term: str = "xterm", output: str = "") -> "pexpect.spawn[str]":
        more = {"MOCK_INTERVIEW_BANK": str(tmp_path / "bank"), "TERM": term, "LANG": "C.UTF-8"}
        command = f"exec {sys.executable} {DRIVER} {' '.join(args)}" + (f" > {output}" if output else "")
        child = pexpect.spawn(
            "/bin/sh",
            ["-c", command],
            env=environment("usable", **more),
            dimensions=(24, 80),
            timeout=SECONDS,
            encoding="utf-8",
        )
        running.append(child)
        return child

    yield begin
    for child in running:
        child.close(force=True)


def listed(child: "pexpect.spawn[str]") -> None:
    """Wait for the list, on the alternate screen, with its keys at the bottom."""
    child.expect_exact("\x1b[?1049h")
    child.expect_exact("Which question?")
    child.expect_exact("Enter start")


def test_a_question_is_chosen_from_the_list_and_practised(start: Start) -> None:
    """`practice` alone opens a list; Enter starts the selected question, and the screen is as it was before."""
    child = start("practice", "--probes", "0")
    listed(child)
    type_in(child, "j\n")
    child.expect_exact("\x1b[?1049l")
    child.expect("A baker you work with kneads")
    ready(child)
    type_in(child, ANSWER.strip())
    finish(child)
    child.expect(r"Level estimate: \S*L5")
    assert leave(child) == 0
    assert [one.question.id for one in saved()] == ["why-rest"]


@pytest.mark.parametrize("key", ["q", "\x03", "/rest\x1b\x03"], ids=["q", "Ctrl-C", "Ctrl-C after Esc"])
def test_leaving_the_list_writes_nothing(key: str, start: Start) -> None:
    """Who leaves the list ends with 130 and no session; the screen is as it was before."""
    child = start("practice")
    listed(child)
    child.send(key)
    child.expect_exact("\x1b[?1049l")
    assert (ended(child), saved()) == (130, [])


def test_the_list_begins_at_what_is_proposed_in_any_size(start: Start) -> None:
    """The question that is due is selected and marked, also after the terminal has become smaller."""
    one = graded("20260101-120000-why-rest-aaaa")
    records.save(one.model_copy(update={"question": one.question.model_copy(update={"id": "why-rest"})}))
    child = start("practice")
    child.expect(r"> Why do we knead dough\? +concept +5 min L5 +due")
    child.setwinsize(12, 40)
    child.expect(r"> Why do we knead dough\? +5m L5 +due")
    child.send("q")
    assert ended(child) == 130


def test_standard_output_stays_data(start: Start, tmp_path: Path) -> None:
    """With standard output in a file, the list is on the terminal and the file has the grade alone."""
    out, answer = tmp_path / "out.json", tmp_path / "answer.txt"
    answer.write_text(ANSWER)
    child = start("practice", "--json", "-a", str(answer), output=str(out))
    listed(child)
    type_in(child, "\n")
    assert ended(child) == 0
    assert out.read_text() == saved()[0].grades[0].model_dump_json() + "\n"


def test_a_terminal_that_cannot_show_a_list_gets_a_question(start: Start) -> None:
    """Where the cursor cannot be moved, a question is picked as it is without a terminal."""
    child = start("practice", term="dumb")
    child.expect("A baker you work with kneads")


def test_next_goes_on_to_practise(start: Start) -> None:
    """`next` asks, and Enter begins with the question it proposes."""
    child = start("next")
    child.logfile_read = seen = Recorder()
    ready(child, r"Practise it now\? \[Y/n\]")
    assert "A short question to begin with." in seen.text
    type_in(child, "\n")
    child.expect("A baker you work with kneads")
    ready(child)
    child.sendcontrol("d")
    child.expect("No level")
    assert (ended(child), [one.question.id for one in saved()]) == (0, ["why-knead"])


@pytest.mark.parametrize(("keys", "code"), [("n\r", 0), ("\x03", 130)], ids=["no", "Ctrl-C"])
def test_next_may_be_declined(keys: str, code: int, start: Start) -> None:
    """Who declines is left alone, who presses Ctrl-C ends with 130; nothing is written."""
    child = start("next")
    ready(child, r"Practise it now\? \[Y/n\]")
    child.send(keys)
    assert (ended(child), saved()) == (code, [])


def test_pending_shows_how_far_it_is(start: Start) -> None:
    """At a terminal `grade --pending` counts the answers while they are graded."""
    for day in "12":
        records.save(session(f"2026010{day}-120000-why-knead-aaaa"))
    child = start("grade", "--pending")
    child.expect("of 2")
    child.expect("2 graded")
    assert (ended(child), [len(one.grades) for one in saved()]) == (0, [1, 1])
