"""The file that grades in bulk are written to: what it takes for its own, and what it keeps."""

import json
from pathlib import Path
from typing import Any

import pytest

from mock_interview.errors import BadInput
from mock_interview.records import Ledger
from mock_interview.records.ledger import key

BY = ("fake", "structured", "sha256:p", "sha256:r", "fake-1")


def grade(name: str, level: str | None = "L5", **more: Any) -> str:
    """Return the line of a grade, without its end."""
    made = dict(zip(("grader", "engine", "prompt", "rubric", "model"), BY, strict=True))
    reason = "" if level else "ungraded: the server is away"
    value = {"id": name, "level": {"estimate": level, "reason": reason}, "provenance": made, **more}
    return json.dumps({**value, "content": "sha256:c"})


def of(name: str) -> str:
    """Return the key of the grade of that name."""
    return key(name, "sha256:c", BY)


def written(path: Path, *rows: str) -> Path:
    """Write lines."""
    path.write_text("".join(f"{row}\n" for row in rows))
    return path


def run(path: Path, *names: str, fails: tuple[str, ...] = (), fresh: bool = False, whole: bool = True) -> None:
    """Write what a run over these answers does, those that fail without a level."""
    ledger = Ledger(path, fresh=fresh)
    try:
        for name in names:
            ledger.add(grade(name, None if name in fails else "L5"), "" if name in fails else of(name))
    finally:
        ledger.close(whole=whole)


def names(path: Path) -> list[str]:
    """Return the ids in a file of grades."""
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


FOREIGN = [
    pytest.param('{"id": 1, "content": "my document"}\n' * 3, id="documents"),
    pytest.param('{"id": "1", "custom_id": "x", "response": {}, "error": null}\n', id="replies of a batch"),
    pytest.param(
        '{"id": "a0", "question": "why-knead", "answer": "Because."}', id="one answer, its line without an end"
    ),
    pytest.param(f"{grade('a')}\n" + '{"id": "a0", "answer": "Because."}', id="an answer at the end"),
]


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("content", FOREIGN)
def test_another_file_is_left_as_it_is(content: str, fresh: bool, tmp_path: Path) -> None:
    """What has an id and a content, or begins as our lines do, is no grade: it is refused and not touched."""
    path = tmp_path / "mine.jsonl"
    path.write_text(content)
    with pytest.raises(BadInput, match=r"mine\.jsonl: is no file of grades"):
        Ledger(path, fresh=fresh)
    assert (path.read_text(), list(tmp_path.iterdir())) == (content, [path])


def test_lines_of_somebody_else_among_grades_are_never_dropped(tmp_path: Path) -> None:
    """Grades are added to such a file, it is not put in order, and not begun anew."""
    path = written(tmp_path / "out.jsonl", grade("b"), '{"note": "mine"}')
    run(path, "a", "b")
    expected = "".join(f"{row}\n" for row in (grade("b"), '{"note": "mine"}', grade("a")))
    assert path.read_text() == expected
    with pytest.raises(BadInput, match=r"out\.jsonl: has lines that are no grades"):
        Ledger(path, fresh=True)
    assert path.read_text() == expected


def test_a_grade_without_the_end_of_its_line_is_kept(tmp_path: Path) -> None:
    """An editor that takes the last end of line away takes no grade away."""
    path = tmp_path / "out.jsonl"
    path.write_text(f"{grade('a')}\n{grade('b')}")
    run(path, "c", whole=False)
    assert path.read_text() == "".join(f"{grade(name)}\n" for name in "abc")


@pytest.mark.parametrize("before", ["", f"{grade('a')}\n"])
def test_a_cut_line_is_taken_away(before: str, tmp_path: Path) -> None:
    """A line that begins as ours and is not whole was cut by a crash."""
    path = tmp_path / "out.jsonl"
    path.write_text(before + grade("b")[:-5])
    run(path, "c", whole=False)
    assert path.read_text() == f"{before}{grade('c')}\n"


def test_fresh_keeps_the_grades_until_there_is_a_new_one(tmp_path: Path) -> None:
    """A run that comes to nothing costs no grade; the first new one takes the place of all, failures before it too."""
    path = written(tmp_path / "out.jsonl", grade("a"), grade("b"))
    before = path.read_text()
    run(path, whole=False, fresh=True)
    run(path, "a", "b", fails=("a", "b"), fresh=True)
    assert path.read_text() == before
    run(path, "b", "a", "c", fails=("b",), fresh=True, whole=False)
    assert path.read_text() == f"{grade('b', None)}\n{grade('a')}\n{grade('c')}\n"
    assert list(tmp_path.iterdir()) == [path]


def test_fresh_knows_no_earlier_grade(tmp_path: Path) -> None:
    """Nothing counts as graded before, though the earlier lines are still there."""
    ledger = Ledger(written(tmp_path / "out.jsonl", grade("a")), fresh=True)
    assert (ledger.find(of("a")), ledger.known) == (None, 0)
    ledger.close(whole=False)


def test_an_answer_that_comes_twice_drops_no_other(tmp_path: Path) -> None:
    """Grades of answers that are not among the input stay, however often another one is."""
    path = written(tmp_path / "out.jsonl", grade("a"), grade("b"))
    run(path, "a", "a")
    assert names(path) == ["a", "b"]
    run(path, "b", "a", "a")
    assert names(path) == ["b", "a", "a"]


def test_failures_of_a_first_run_go_when_all_is_done(tmp_path: Path) -> None:
    """After a run with no grade at all the next one leaves each answer once, in the order of the input."""
    path = tmp_path / "out.jsonl"
    run(path, "a", "b", fails=("a", "b"))
    run(path, "a", "b")
    assert path.read_text() == f"{grade('a')}\n{grade('b')}\n"


def test_a_folder_that_takes_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no copy can be made to put lines in order, they stay as they come, and --fresh begins anew all the same."""
    path = written(tmp_path / "out.jsonl", grade("b"))

    def refuse(**where: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    run(path, "a", "b")
    assert names(path) == ["b", "a"]
    run(path, "c", "d", fails=("c",), fresh=True)
    assert names(path) == ["d"]
