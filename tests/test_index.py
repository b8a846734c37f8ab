"""The index: what was read is not read again, and it never says anything the files do not."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mock_interview import config, records
from mock_interview.errors import BadInput
from mock_interview.models import Turn
from mock_interview.records import index
from support_cli import ANSWER, graded, invoke, session

NAMES = ["20260101-120000-why-knead-aaaa", "20260102-120000-why-knead-bbbb", "20260103-120000-why-knead-cccc"]


def settle() -> None:
    """Make every session file look as if it had been written a while ago."""
    for path in records.sessions_folder().glob("*.json"):
        os.utime(path, ns=(path.stat().st_mtime_ns - 10**11,) * 2)


def kept() -> list[Path]:
    """Save three sessions of which one is broken, from a while ago; return their files, newest first."""
    paths = [records.save(graded(NAMES[0])), records.save(session(NAMES[1])), records.save(session(NAMES[2]))]
    paths[1].write_text("{}")
    settle()
    return paths[::-1]


def read() -> tuple[list[Any], int]:
    """Return summaries, and how many files had to be read for them."""
    counts = [0]
    found = records.summaries(lambda count, total: counts.append(count))
    return [str(one) if isinstance(one, BadInput) else one for one in found], counts[-1]


def fresh() -> list[Any]:
    """Return summaries without an index."""
    index.index_file().unlink(missing_ok=True)
    return read()[0]


def test_a_file_is_read_once() -> None:
    """The second time nothing is read, and the same is said, broken files included."""
    broken = kept()[1]
    first, again = read(), read()
    assert (first[1], again[1], first[0]) == (3, 0, again[0])
    assert first[0][1] == f"{broken}: is no session file (KeyError)"
    assert index.index_file().stat().st_mode & 0o777 == 0o600


def test_new_changed_and_deleted_files_are_seen() -> None:
    """What is new or changed is read again, what is deleted is gone from list and index."""
    newest, broken, oldest = kept()
    read()
    newest.unlink()
    records.save(graded(NAMES[1]))
    records.save(session("20260104-120000-why-knead-dddd"))
    found, count = read()
    assert (count, [one.path.name[:8] for one in found]) == (2, ["20260104", "20260102", "20260101"])
    assert (found[1].level, found[1].path, found[2].path) == ("L5", broken, oldest)
    settle()
    assert (read()[1], read()[1]) == (3, 0)
    assert newest.name not in index.index_file().read_text()
    assert read()[0] == fresh()


def test_a_file_written_a_moment_ago_is_read_again() -> None:
    """A file that may change once more within the same tick of the clock is not relied on."""
    path = records.save(graded(NAMES[0]))
    stamp = path.stat().st_mtime_ns
    assert read()[0][0].level == "L5"
    path.write_text(path.read_text().replace('"estimate": "L5"', '"estimate": "L6"'))
    os.utime(path, ns=(stamp, stamp))
    assert read()[0][0].level == "L6"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "another format", "a list", "binary"])
def test_a_broken_index_is_made_anew(damage: str) -> None:
    """An index that is damaged or of another format is not believed, and not spoken of."""
    kept()
    expected, _ = read()
    file = index.index_file()
    whole = file.read_bytes()
    file.write_bytes(
        {
            "cut": whole[: len(whole) // 2],
            "flipped": whole.replace(b'"L5"', b'"L6"'),
            "empty": b"",
            "another format": whole.replace(f"index {index.FORMAT} ".encode(), b"index 0 "),
            "a list": b"[]",
            "binary": b"\xff\x00\n\xfe",
        }[damage]
    )
    assert read() == (expected, 3)
    assert (read(), file.read_bytes()) == ((expected, 0), whole)


def test_without_an_index_all_is_read(tmp_path: Path) -> None:
    """Where no index can be written, everything is read each time and nothing is complained of."""
    kept()
    index.index_file().mkdir()
    assert read()[1] == 3
    assert read()[1] == 3
    assert sorted(path.name for path in config.home().iterdir()) == ["sessions", "sessions.index"]


def test_a_build_that_is_stopped_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the first build keeps what has been read."""
    kept()

    def stop(count: int, total: int) -> None:
        if count == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        records.summaries(stop)
    assert read()[1] == 1


def test_best_levels_come_from_the_index() -> None:
    """The best level of a question is the same read or remembered."""
    kept()
    assert (records.best_levels(), records.best_levels()) == ({"why-knead": "L5"}, {"why-knead": "L5"})
    assert read()[1] == 0


def test_an_outline_holds_no_words() -> None:
    """Of a session's words the index keeps their number alone."""
    kept()
    read()
    assert "gluten strands get pulled" not in index.index_file().read_text()


def test_an_outline_says_what_was_missed() -> None:
    """An outline has level, time, moments of finished answers, and the criteria missed with the rubric's words."""
    turns = (
        Turn(role="candidate", text=ANSWER, seconds=61.5),
        Turn(role="interviewer", text="And?", seconds=5),
        Turn(role="candidate", text="More.", seconds=10),
        Turn(role="candidate", text="And", seconds=1, finished=False),
    )
    was = graded(NAMES[0]).model_copy(update={"turns": turns, "self_rating": "L6", "loop": "loop-1"})
    records.save(was)
    settle()
    for _ in range(2):
        (one,) = records.outlines()
        assert isinstance(one, records.Outline)
        unmet = [v.criterion for v in was.grades[0].verdicts if v.state == "unmet" and v.kind[0] == "L"]
        assert [one.rubric[place].criterion for place in one.missed] == unmet != []
        assert [one.rubric[place].claim for place in one.missed] == [was.rubric[name].claim for name in unmet]
        created = int(was.created.timestamp())
        assert (one.level, one.self_rating, one.loop, one.seconds) == ("L5", "L6", "loop-1", 72.5)
        assert (one.created, one.finished, one.tells) == (created, [created, created], [])
        assert (one.category, one.kind, one.graded_at) == (
            was.question.category,
            was.question.kind,
            int(was.grades[0].provenance.at.timestamp()),
        )


def _with(**values: Any) -> bytes:
    return json.dumps(graded(NAMES[1]).model_dump(mode="json") | values).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            _with(created="2026-01-01T12:00:00"),
            "is passed over: created: Input should have timezone info",
            id="no time zone",
        ),
        pytest.param(
            _with(created="9999-12-31T23:59:00Z"),
            "is passed over: created: is outside of what a calendar of local time can show",
            id="the end of time",
        ),
        pytest.param(
            _with(self_rating="L9"),
            "is passed over: self_rating: Input should be 'below L4', 'L4', 'L5' or 'L6'",
            id="unknown self-rating",
        ),
        pytest.param(
            _with(turns=[{"role": "candidate", "text": "x", "seconds": "long"}]),
            "is passed over: turns.0.seconds: Input should be a valid number, unable to parse string as a number",
            id="seconds of letters",
        ),
        pytest.param(
            _with(turns=[{"role": "candidate", "text": "x", "seconds": float("nan")}]),
            "is passed over: turns.0.seconds: Input should be a finite number",
            id="seconds that are no number",
        ),
        pytest.param(
            _with(rubric={"question": "why-knead", "criteria": []}),
            "is passed over: grades: its rubric has no criterion 'gluten-network'",
            id="a grade of another rubric",
        ),
        pytest.param(_with(grades=[{"level": {"estimate": "L9"}}]), "is no session file (ValueError)", id="level"),
    ],
)
def test_what_cannot_be_counted_is_passed_over_with_the_reason(content: bytes, reason: str) -> None:
    """A file that cannot be counted is named with the reason, remembered or not, and the others are counted."""
    records.save(graded(NAMES[0]))
    bad = records.save(session(NAMES[1]))
    bad.write_bytes(content)
    settle()
    for _ in range(2):
        problem, good = records.outlines()
        assert (str(problem), good.id) == (f"{bad}: {reason}", NAMES[0])  # type: ignore[union-attr]


def test_a_session_cut_anywhere_stops_nothing() -> None:
    """However a file is cut, it is named and the rest is counted."""
    good = records.save(graded(NAMES[0]))
    whole = graded(NAMES[1]).model_dump_json().encode()
    bad = good.with_name(f"{NAMES[1]}.json")
    for end in range(0, len(whole) - 1, 97):
        bad.write_bytes(whole[:end])
        problem, other = records.outlines()
        assert isinstance(problem, BadInput)
        assert isinstance(other, records.Outline)


def test_what_a_killed_save_left_behind_is_cleared_away_after_a_day() -> None:
    """The temporary file of a save that was killed is no session, and goes; one that may be at work stays."""
    path = records.save(session())
    old, new = (path.with_name(f".{path.name}.{name}.tmp") for name in ("old", "new"))
    for left in (old, new):
        left.write_text("{")
    os.utime(old, (1e9, 1e9))
    records.summaries()
    assert (old.exists(), new.exists(), path.exists()) == (False, True, True)


def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one() -> None:
    """A list says so in place of "no sessions yet", and nothing else is stopped by it."""
    folder = records.sessions_folder()
    folder.parent.mkdir(parents=True)
    folder.symlink_to(folder.name)  # leads to itself; a folder of somebody else's fails likewise
    why = f"{folder}: cannot be read: {os.strerror(errno.ELOOP)}"
    assert [str(found) for found in (*records.summaries(), *records.outlines())] == [why, why]
    listed = invoke("sessions", "list")
    assert (listed.exit_code, listed.stdout, listed.stderr) == (0, "", f"{why}\n")
    assert records.best_levels() == {}
