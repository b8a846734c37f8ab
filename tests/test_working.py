"""One of many answers: what is said of a grade that has no place, and when an earlier one is the same."""

import os
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.records import files
from support_cli import invoke, lines, session, usable


def one_session(folder: Path) -> Path:
    """Save a session without a grade in a folder of its own."""
    folder.mkdir()
    return records.save(session(), folder / "s.json")


def test_a_grade_that_its_session_cannot_take_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as broken, with level and reason; no copy is made, and what was paid for is shown and written."""
    path, out, spare = one_session(tmp_path / "in"), tmp_path / "out.jsonl", tmp_path / "spare"
    spare.mkdir()

    def replace(where: Path, text: str) -> Path:
        if where == path:
            raise OSError(30, os.strerror(30))
        return files.replace(where, text)

    monkeypatch.setattr("tempfile.tempdir", str(spare))
    monkeypatch.setattr("mock_interview.records.sessions.replace", replace)
    result = invoke("grade", path.parent, "--json", "--out", out, judge=usable())
    assert result.stderr.splitlines() == [
        f"{session().id}: L5, but its session does not hold the grade: {path}: cannot be saved: Read-only file system",
        "170 input tokens (0% from the provider's cache), 0 output tokens",
        "1 broken",
    ]
    assert [line["level"]["estimate"] for line in lines(result.stdout) + lines(out.read_text())] == ["L5", "L5"]
    assert (result.exit_code, records.load(path).grades, list(spare.iterdir())) == (1, (), [])
