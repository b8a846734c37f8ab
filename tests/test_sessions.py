import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import BadInput
from mock_interview.models import Turn
from support import said
from support_cli import session


def full_disk(monkeypatch: pytest.MonkeyPatch, call: str, *folders: Path) -> None:
    """Let `os.replace` or `os.fsync` find the disk full, for `os.replace` in these folders alone."""
    real = getattr(os, call)

    def without_room(*args: Any) -> Any:
        if folders and not any(folder in Path(args[-1]).parents for folder in folders):
            return real(*args)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, without_room)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a temporary folder of the test's own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def mode(path: Path) -> str:
    """Return a file's permissions in octal."""
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_a_saved_session_comes_back_as_it_was() -> None:
    """What is saved is what is loaded, every character of the answer included."""
    text = "\ufeffone\r\n\ttwo \x1b[2J \x00 日本語 👩‍🔬\u2028end"
    was = session("20260101-120000-why-knead-aaaa", Turn(role="candidate", text=text, seconds=1.5, finished=False))
    assert records.load(records.save(was)) == was


def test_only_the_owner_can_read_a_session() -> None:
    """The file has mode 0600 and its folder 0700, and nothing else is left in it."""
    path = records.save(session())
    assert (mode(path), mode(path.parent), os.listdir(path.parent)) == ("0o600", "0o700", [path.name])


def test_a_new_session_is_named_by_time_and_question(bank: Bank) -> None:
    """The id sorts by time, names the question, and is an id that a file may have."""
    made = records.new_session(bank.question("why-knead"), bank.rubric("why-knead"))
    assert made.id.startswith(f"{made.created:%Y%m%d-%H%M%S}-why-knead-")
    assert records.save(made) == records.sessions_folder() / f"{made.id}.json"


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_failed_save_leaves_the_earlier_file_whole(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    """When the disk fills while saving, the file there was is untouched and no half-written one is left."""
    before = session()
    path = records.save(before)
    with monkeypatch.context() as patched:
        full_disk(patched, call)
        with pytest.raises(BadInput) as caught:
            records.save(before.model_copy(update={"turns": said("Something else.")}))
    assert str(caught.value) == f"{path}: cannot be saved: No space left on device"
    assert caught.value.hint == "Make room, or set MOCK_INTERVIEW_HOME."
    assert (records.load(path), os.listdir(path.parent), os.listdir(elsewhere)) == (before, [path.name], [])


def test_a_full_home_falls_back_to_the_temporary_folder(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    """What cannot be saved at home lies in the temporary folder, whole and private, and the path says so."""
    made = session()
    full_disk(monkeypatch, "replace", records.sessions_folder())
    path = records.save(made)
    assert path == elsewhere / f"mock-interview-{made.id}.json"
    assert (records.load(path), mode(path)) == (made, "0o600")


def test_a_home_that_cannot_be_made_falls_back_to_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    """A home below something that is no folder is no reason to lose an answer."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path / "file" / "home"))
    made = session()
    assert records.load(records.save(made)) == made
    assert os.listdir(elsewhere) == [f"mock-interview-{made.id}.json"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "Invalid JSON: EOF while parsing a value at line 1 column 0", id="empty"),
        pytest.param(b'{"id": ', "Invalid JSON: EOF while parsing a value at line 1 column 7", id="cut off"),
        pytest.param(b"\xff\xfe{}", "Invalid JSON: expected value at line 1 column 1", id="binary"),
        pytest.param(b"[]", "Input should be an object", id="a list"),
        pytest.param(b'{"scripts": {}}', "id: Field required", id="somebody else's file"),
    ],
)
def test_a_file_that_is_no_session_is_refused_by_name(content: bytes, problem: str, tmp_path: Path) -> None:
    """The error names the file, the field and what is wrong."""
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        records.load(path)
    assert str(caught.value) == f"{path}: is no session file: {problem}"


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    """A field this version does not know is named instead of being dropped at the next save."""
    path = tmp_path / "x.json"
    path.write_text(session().model_dump_json()[:-1] + ', "mood": "good"}')
    with pytest.raises(BadInput) as caught:
        records.load(path)
    assert str(caught.value) == f"{path}: is no session file: mood: Extra inputs are not permitted"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file of more than 20 MB is refused without being read into memory."""
    path = tmp_path / "x.json"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(BadInput) as caught:
        records.load(path)
    assert str(caught.value) == f"{path}: is larger than 20,000,000 bytes; it is no session file"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("20260102-120000-why-knead-bbbb", "20260102-120000-why-knead-bbbb", id="an id"),
        pytest.param("20260101-12000", "20260101-120000-why-knead-aaaa", id="the beginning of one"),
        pytest.param(
            "20260103-120000-why-knead-cccc", "20260103-120000-why-knead-cccc", id="an id that begins another"
        ),
        pytest.param("last", "20260103-120000-why-knead-cccc2", id="last"),
    ],
)
def test_a_session_is_found(name: str, found: str) -> None:
    """A session is found by its id, by the beginning of it where that is enough, and as `last`."""
    for one in ("0101-120000-why-knead-aaaa", "0102-120000-why-knead-bbbb", "0103-120000-why-knead-cccc"):
        records.save(session(f"2026{one}"))
    records.save(session("20260103-120000-why-knead-cccc2"))
    assert records.find(name) == records.sessions_folder() / f"{found}.json"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("2026", "'2026' is the beginning of 2 sessions", id="ambiguous"),
        pytest.param("nothing", "There is no session 'nothing'.", id="unknown"),
        pytest.param("", "There is no session ''.", id="empty, as from an unset variable"),
        pytest.param("away/x.json", "away/x.json: there is no such file", id="missing file"),
    ],
)
def test_a_session_that_is_not_there_is_named(name: str, problem: str) -> None:
    """A name that leads to no session, or to several, is refused."""
    records.save(session("20260101-120000-why-knead-aaaa"))
    records.save(session("20260102-120000-why-knead-bbbb"))
    with pytest.raises(BadInput) as caught:
        records.find(name)
    assert str(caught.value) == problem


def test_an_empty_name_finds_nothing_where_there_is_one_session() -> None:
    """An unset variable does not mean the only session there is."""
    records.save(session())
    with pytest.raises(BadInput):
        records.find("")


def test_there_is_no_last_session_at_first() -> None:
    """`last` is refused like any other name while nothing has been saved."""
    with pytest.raises(BadInput) as caught:
        records.find("last")
    assert (str(caught.value), caught.value.hint) == (
        "There is no session 'last'.",
        "See `mock-interview sessions list`.",
    )


def test_a_deleted_session_is_gone() -> None:
    """The file is deleted; deleting it again is an error that says why."""
    path = records.save(session())
    records.delete(path)
    assert not path.exists()
    with pytest.raises(BadInput) as caught:
        records.delete(path)
    assert str(caught.value) == f"{path}: cannot be deleted: No such file or directory"


def test_a_session_of_another_version_is_called_that() -> None:
    """It is not said to be no session: its format, and that the program wants an update."""
    path = records.save(session())
    path.write_text(path.read_text().replace('"format": 1', '"format": 2', 1))
    with pytest.raises(BadInput) as caught:
        records.load(path)
    assert (str(caught.value), caught.value.hint) == (
        f"{path}: is a session file of another version: format 2",
        "Update mock-interview; the file is as it was.",
    )
