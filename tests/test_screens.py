"""The screens as a person sees them, at 80 and at 120 columns.

After a change: `pytest tests/test_screens.py --snapshot-update`.
Look at what has changed below `tests/__snapshots__` before you keep it.
"""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from mock_interview import records
from mock_interview.bank import Bank
from support_cli import ANSWER, graded, session
from support_loop import ID, bread, kept
from support_screen import screen

SIZES = [pytest.param((80, 24), id="80"), pytest.param((120, 40), id="120")]
TALL = 150
"""Lines of a terminal in which nothing scrolls away."""

Size = tuple[int, int]


class Text(SingleFileSnapshotExtension):
    """One text file for each screen."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return the screens that were kept."""
    return snapshot.use_extension(Text)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """Return a bank of three questions, one of which has been practised."""
    made = bread(tmp_path, 3)
    records.save(graded())
    return made


@pytest.mark.parametrize("size", SIZES)
def test_the_list_to_choose_from(bank: Path, size: Size, snapshot: SnapshotAssertion) -> None:
    """Questions with kind and best level, the selected one, the keys; typed letters narrow it down."""
    with screen("practice", bank=bank, columns=size[0], lines=size[1]) as shown:
        assert shown.wait("Enter start") == snapshot(name="all")
        shown.type("/salt")
        assert shown.wait("salt") == snapshot(name="searched")


@pytest.mark.parametrize("size", SIZES)
def test_the_room(bank: Path, size: Size, snapshot: SnapshotAssertion) -> None:
    """The question at the top, the answer below it, words, time and keys in the last line."""
    with screen("practice", "why-rest", bank=bank, columns=size[0], lines=size[1]) as shown:
        shown.wait("0 words")
        shown.type("The gluten strands get pulled into a net.\nIt holds the gas.")
        assert shown.wait("12 words") == snapshot


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_interview(bank: Path, size: Size, snapshot: SnapshotAssertion) -> None:
    """Answered, probed, rated and graded: all of it, to the offers at the end."""
    with screen("practice", "why-rest", "--probes", "1", bank=bank, columns=size[0], lines=TALL) as shown:
        shown.wait("0 words")
        shown.type(ANSWER.strip())
        shown.wait("46 words")
        shown.type("\x04")
        shown.wait("Interviewer:")
        shown.wait("0 words")
        shown.type("The mixer warms it, so I take colder water for the dough.")
        shown.wait(" 12 words")
        shown.type("\x04")
        shown.wait("which level did you show")
        shown.type("5")
        assert shown.wait("(Enter: done)") == snapshot


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_next(bank: Path, size: Size, snapshot: SnapshotAssertion) -> None:
    """The proposal, the reason, and whether to practise it now."""
    with screen("next", bank=bank, columns=size[0], lines=size[1]) as shown:
        assert shown.wait("Practise it now?") == snapshot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "command",
    [
        "progress",
        "sessions list",
        "sessions show 20260101-120000-why-knead-aaaa",
        "questions list",
        "questions show why-rest",
        f"loop --debrief {ID}",
        "next --list",
    ],
)
def test_what_a_command_shows(bank: Path, command: str, size: Size, snapshot: SnapshotAssertion) -> None:
    """Tables and texts fit the terminal."""
    records.save(session("20260102-120000-why-knead-bbbb"))
    kept(Bank(bank), ["L5", "L4", "L6"])
    with screen(*command.split(), bank=bank, columns=size[0], lines=TALL) as shown:
        assert shown.end() == snapshot
