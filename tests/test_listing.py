"""The list of questions, kept so that it need not be made again: `bank.listing` and `records.kept`."""

import os
from pathlib import Path
from typing import Any

import pytest

from mock_interview import config
from mock_interview.records import kept
from support_bank import CATEGORIES, QUESTION, changed_bank
from support_cli import HOSTILE, invoke, lines

TITLE = "Why do we knead dough?"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a bank whose files count as old."""
    monkeypatch.setattr(kept, "UNSETTLED", 0)
    return changed_bank(tmp_path, {})


def titles(root: Path) -> list[str]:
    """Return what `questions list` says the questions of a bank are."""
    (rows,) = lines(invoke("questions", "list", "--json", "--bank", root).stdout)
    return [row["title"] for row in rows]


def no_reading(*_: Any) -> None:
    """Stand in for what reads content."""
    raise AssertionError("content was read again")


def index() -> Path:
    """Return where the listing is kept."""
    return config.home() / "questions.index"


def test_an_unchanged_bank_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second list is the first one, in either form, from the file that was kept, for its owner alone."""
    first = [invoke("questions", "list", *more, "--bank", root).stdout for more in ([], ["--json"])]
    monkeypatch.setattr("mock_interview.bank.load.read_yaml", no_reading)
    assert [invoke("questions", "list", *more, "--bank", root).stdout for more in ([], ["--json"])] == first
    assert index().stat().st_mode & 0o777 == 0o600


def test_a_change_is_shown_whatever_its_time_and_size(root: Path) -> None:
    """A title changed to one as long, the file's time set back to what it was, is the title that is listed."""
    assert titles(root) == [TITLE]
    path = root / QUESTION
    was = path.stat()
    path.write_text(path.read_text().replace(TITLE, "Why do we bake bread?!"))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    assert titles(root) == ["Why do we bake bread?!"]


def test_questions_come_and_go(root: Path) -> None:
    """A question that was added or taken away is in the list, or not."""
    assert titles(root) == [TITLE]
    text = (root / QUESTION).read_text()
    other = root / "questions" / "bread" / "why-proof.yaml"
    other.write_text(text.replace("id: why-knead", "id: why-proof").replace(TITLE, "Why proof?"))
    assert titles(root) == [TITLE, "Why proof?"]
    (root / QUESTION).unlink()
    assert titles(root) == ["Why proof?"]


def test_categories_are_those_there_are_now(root: Path) -> None:
    """A category that was renamed is known by its new name."""
    titles(root)
    (root / CATEGORIES).write_text((root / CATEGORIES).read_text().replace("id: bread", "id: loaves"))
    result = invoke("questions", "list", "-c", "bread", "--bank", root)
    assert result.stderr == "There is no category 'bread'.\nThere are: loaves.\n"


def test_each_bank_has_its_own_list(root: Path, tmp_path: Path) -> None:
    """What was kept for one bank is not shown for another."""
    (tmp_path / "other").mkdir()
    other = changed_bank(tmp_path / "other", {QUESTION: [(TITLE, "Why bake?")]})
    assert [titles(one) for one in (root, other, root)] == [[TITLE], ["Why bake?"], [TITLE]]


def test_a_bank_that_breaks_is_said_to_be_broken(root: Path) -> None:
    """A question that can no longer be read is an error, though an earlier list was kept."""
    titles(root)
    (root / QUESTION).write_text("id: [")
    result = invoke("questions", "list", "--bank", root)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("1 problem in the question bank:")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[:-5], id="cut off"),
        pytest.param(lambda data: data.replace(b"knead", b"bleed"), id="altered"),
        pytest.param(lambda data: data.replace(b"questions 1", b"questions 0", 1), id="of another format"),
        pytest.param(lambda data: b"\xff" * 40, id="binary"),
    ],
)
def test_a_broken_file_is_made_again(root: Path, damage: Any) -> None:
    """Of a file that is not as it was written nothing is shown, and the next one is whole."""
    titles(root)
    whole = index().read_bytes()
    index().write_bytes(damage(whole))
    assert titles(root) == [TITLE]
    assert index().read_bytes() == whole


def test_what_has_just_changed_is_not_kept(tmp_path: Path) -> None:
    """A bank changed a moment ago may change again within one tick of the clock: it is read each time."""
    assert titles(changed_bank(tmp_path, {})) == [TITLE]
    assert not index().exists()


def test_without_a_place_to_keep_it_the_list_is_made_each_time(root: Path) -> None:
    """A folder that cannot be written is no error."""
    config.home().write_text("a file where the folder should be")
    assert titles(root) == [TITLE]


def test_lines_through_a_pipe_are_harmless(tmp_path: Path) -> None:
    """Escapes and markup in a title are printed as what they are, and each question stays one line."""
    root = changed_bank(tmp_path, {})
    hostile = "".join(f"\\u{ord(char):04x}" for char in f"{HOSTILE}\n")
    (root / QUESTION).write_text((root / QUESTION).read_text().replace(TITLE, f'"{hostile}"'))
    text = invoke("questions", "list", "--bank", root).stdout
    assert len(text.splitlines()) == 3
    assert "[/red]" in text
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
