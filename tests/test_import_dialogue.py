"""What an import asks at a real terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support_cli import saved
from support_import import TRANSCRIPTS, bakery
from support_terminal import Start, ended, ready, terminals, type_in


@pytest.fixture
def start() -> Iterator[Start]:
    """Return what starts the program in a terminal of its own; what still runs at the end is ended."""
    with terminals() as begin:
        yield begin


def test_candidate_and_questions_are_confirmed(start: Start, tmp_path: Path) -> None:
    """At a terminal both findings are shown, with where each question begins, and taken with Enter."""
    child = start("sessions", "import", str(TRANSCRIPTS / "two-questions.vtt"), "--bank", str(bakery(tmp_path)))
    ready(child, r"is Ana the candidate \(says most, while Bob asks\)\? \[Y/n\]")
    type_in(child, "\n")
    child.expect(r"from 0:01  why-knead")
    child.expect(r"from 0:21  pizza-oven")
    ready(child, r"Is that right\? \[Y/n\]")
    type_in(child, "\n")
    child.expect("2 imported")
    assert ended(child) == 0
    assert [(one.question.id, one.candidate) for one in saved()] == [("pizza-oven", "Ana"), ("why-knead", "Ana")]


def test_both_may_be_chosen(start: Start, tmp_path: Path) -> None:
    """Who says no chooses by a key: the speaker, and one question for all of it."""
    child = start("sessions", "import", str(TRANSCRIPTS / "two-questions.vtt"), "--bank", str(bakery(tmp_path)))
    ready(child, r"the candidate \(says most, while Bob asks\)\? \[Y/n\]")
    type_in(child, "n\n")
    child.expect(r"1  Bob \(51 words\)")
    ready(child, r"Who is the candidate\?")
    type_in(child, "1")
    ready(child, r"Is that right\? \[.+\]")
    type_in(child, "n\n")
    child.expect("3  why-salt")
    ready(child, r"Enter: leave it out")
    type_in(child, "3")
    child.expect("1 imported")
    assert ended(child) == 0
    assert [(one.question.id, one.candidate, len(one.turns)) for one in saved()] == [("why-salt", "Bob", 4)]


def test_a_file_may_be_left_out_and_ctrl_c_stops(start: Start, tmp_path: Path) -> None:
    """Enter at an unclear question leaves the file out; Ctrl-C ends with 130, and what was imported stays."""
    unclear = tmp_path / "x.txt"
    unclear.write_text("How are you? I baked bread.", encoding="utf-8")
    child = start("sessions", "import", *[str(unclear)] * 2, "--bank", str(bakery(tmp_path)))
    ready(child, r"Enter: leave it out")
    type_in(child, "\n")
    ready(child, r"Enter: leave it out")
    child.sendcontrol("c")
    child.expect("Stopped; what was imported stays: 1 left out.")
    assert ended(child) == 130
    assert saved() == []
