import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.models import Session, Turn
from mock_interview.records.deletion import every_session
from mock_interview.records.reviews import drafts_folder
from mock_interview.records.sessions import spare_file
from support import said
from support_cli import invoke, session
from support_loop import loop

MARKER = "xylograph"
TEXT = f"The {MARKER} strands get pulled into a net that holds the gas."
DAYS = ("20251231-120000-why-knead-aaaa", "20260101-120000-why-knead-bbbb", "20260102-120000-why-knead-cccc")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a temporary folder of the test's own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def traces(folder: Path, *words: str) -> Iterator[str]:
    """Yield every file below a folder whose name or bytes hold one of the words."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if any(word.encode() in path.read_bytes() or word in path.name for word in words):
            yield path.name


def moment(name: str) -> datetime:
    """Return when a session of this id began."""
    return datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def scattered(elsewhere: Path, name: str = DAYS[0]) -> Session:
    """Save a session whose words lie wherever a bad day may have put them."""
    was = session(name, *said(TEXT)).model_copy(update={"loop": "20260101-130000-aaaa", "created": moment(name)})
    path = records.save(was)
    was_loop = loop(done=1).model_copy(update={"sessions": (name,)})
    records.save_loop(was_loop)
    invoke("sessions", "list")  # an index
    old = os.stat(path).st_mtime - 60
    os.utime(path, (old, old))
    invoke("sessions", "list")
    assert name in (records.sessions_folder().parent / "sessions.index").read_text()
    spare = spare_file(name)
    for left in (
        spare,
        spare.parent / f".{spare.name}.k3jw.tmp",
        path.parent / f".{path.name}.a1b2.tmp",
        elsewhere / "tmpq_x1.md",
        elsewhere / "tmpq_x1.md~",
        path.parent.parent / ".sessions.index.zz.tmp",
        drafts_folder() / f"{name}.0a1b2c3d.json",
    ):
        left.parent.mkdir(exist_ok=True)
        left.write_text(f"Changed. {TEXT} And more." if left.name.startswith("tmp") else f"{name} {TEXT}")
    return was


@pytest.mark.parametrize("args", [[DAYS[0]], ["--all"], ["--before", "2026-01-01"]], ids=" ".join)
def test_a_deleted_session_leaves_no_word(tmp_path: Path, elsewhere: Path, args: list[str]) -> None:
    """After deleting, no byte below the home and the temporary folder holds a word of the answer or the id."""
    scattered(elsewhere)
    assert len(list(traces(tmp_path, MARKER, DAYS[0]))) == 10

    result = invoke("sessions", "delete", *args, "--yes")

    assert (result.exit_code, list(traces(tmp_path, MARKER, DAYS[0]))) == (0, [])


def test_what_belongs_to_others_stays(tmp_path: Path, elsewhere: Path) -> None:
    """Another session with its copies, the loop it is part of, its index row, and foreign files are left."""
    other = scattered(elsewhere, DAYS[1])
    before = sorted(path for path in tmp_path.rglob("*") if ".index." not in path.name)
    mine = records.save(session(DAYS[2], *said("Something else that was said of dough at some length, and no more.")))
    foreign = elsewhere / "tmpnotes.md"
    foreign.write_text("I said nothing.")
    invoke("sessions", "list")

    records.delete(mine)

    assert sorted(path for path in tmp_path.rglob("*") if ".index." not in path.name) == sorted([*before, foreign])
    assert records.load(records.find("last")) == other
    assert DAYS[1] in (records.sessions_folder().parent / "sessions.index").read_text()


def test_a_loop_stays_while_one_of_its_sessions_does() -> None:
    """A loop is deleted with the last of its sessions."""
    paths = [records.save(session(name)) for name in DAYS[:2]]
    file = records.save_loop(loop(done=2).model_copy(update={"sessions": DAYS[:2]}))
    records.delete(paths[0])
    assert file.exists()
    records.delete(paths[1])
    assert not file.exists()


def test_a_file_elsewhere_is_deleted_alone(tmp_path: Path) -> None:
    """A copy in another folder is deleted without the session it is a copy of, and only if it is a session."""
    kept = records.save(session())
    copy = records.save(session(), tmp_path / "copy.json")
    records.delete(copy)
    assert (kept.exists(), copy.exists()) == (True, False)


@pytest.fixture
def three() -> list[Path]:
    """Save a session on each of three days, and a damaged file."""
    paths = []
    for name in DAYS:
        created = datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
        paths.append(
            records.save(session(name, Turn(role="candidate", text="x")).model_copy(update={"created": created}))
        )
    paths.append(records.sessions_folder() / "zz.json")
    paths[-1].write_text("{}")
    return paths


@pytest.mark.parametrize(
    ("args", "left", "count"),
    [(["--before", "2026-01-02"], [2, 3], "2 sessions begun before 2026-01-02"), (["--all"], [], "4 sessions")],
    ids=["before", "all"],
)
def test_many_are_deleted_when_told_twice(three: list[Path], args: list[str], left: list[int], count: str) -> None:
    """Without --yes it says how many it would be; with it they are gone, a damaged file with --all alone."""
    refused = invoke("sessions", "delete", *args)
    assert (refused.exit_code, refused.stderr) == (1, f"{count} are not deleted without being asked.\nAdd --yes.\n")
    assert all(path.exists() for path in three)

    deleted = invoke("sessions", "delete", *args, "-y")

    assert (deleted.exit_code, deleted.stderr) == (0, f"Deleted: {count}\n")
    assert [number for number, path in enumerate(three) if path.exists()] == left


def test_all_means_what_was_left_behind_too(tmp_path: Path, elsewhere: Path) -> None:
    """With --all go sessions that lie in the temporary folder alone, and broken-off writing of any session."""
    scattered(elsewhere)
    (records.sessions_folder() / f"{DAYS[0]}.json").unlink()
    result = invoke("sessions", "delete", "--all", "-y")
    assert result.stderr == "Deleted: 1 session\n"
    assert [name for name in traces(tmp_path, MARKER, DAYS[0]) if not name.startswith("tmp")] == []


def test_all_means_sessions_that_lie_only_in_the_temporary_folder(elsewhere: Path) -> None:
    """Those saved there while the sessions folder could not be written go like any other, each of them."""
    records.save(session(DAYS[0]))
    for name in DAYS[1:]:
        records.save(session(name), spare_file(name))
    done = invoke("sessions", "delete", "--all", "--yes")
    assert (done.exit_code, every_session(), list(elsewhere.iterdir())) == (0, [], [])


def test_there_may_be_nothing_to_delete() -> None:
    """No sessions at all is no error."""
    result = invoke("sessions", "delete", "--all", "-y")
    assert (result.exit_code, result.stderr) == (0, "There are no sessions.\n")


@pytest.mark.parametrize("args", [[], ["last", "--all"], ["--all", "--before", "2026-01-01"]], ids=" ".join)
def test_it_must_be_clear_what_to_delete(args: list[str]) -> None:
    """None or two of the ways to say what to delete are refused."""
    result = invoke("sessions", "delete", *args, "-y")
    assert (result.exit_code, result.stderr) == (2, "Give one of: a session, --all, --before DAY.\n")
