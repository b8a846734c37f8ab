"""What there is to grade in a folder, and what of it cannot be read."""

import os
from pathlib import Path
from typing import Any

import pytest

from mock_interview.records import count_inputs, read_inputs
from support_cli import ANSWER, invoke, usable


def denied(monkeypatch: pytest.MonkeyPatch, name: str, call: str) -> None:
    """Have a call of the operating system refuse whatever has this name."""
    real = getattr(os, call)

    def refuse(path: Any, *args: Any, **more: Any) -> Any:
        if isinstance(path, str | Path) and Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **more)

    monkeypatch.setattr(os, call, refuse)


def test_what_cannot_be_looked_at_is_named_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subfolder that cannot be listed, and a file that cannot be asked for what it is, stop nothing."""
    root = tmp_path / "in"
    for name in ("a", "locked", "z"):
        (root / name).mkdir(parents=True)
        (root / name / "why-knead.txt").write_text(ANSWER)
    (root / "odd.why-knead.txt").write_text(ANSWER)
    denied(monkeypatch, "locked", "scandir")
    denied(monkeypatch, "odd.why-knead.txt", "stat")
    assert [(one.id, one.problem) for one in read_inputs(root, None, lambda question: True)] == [
        ("odd.why-knead.txt", f"{root}/odd.why-knead.txt: cannot be read: Permission denied"),
        ("a/why-knead.txt", ""),
        ("locked", f"{root}/locked: cannot be read: Permission denied"),
        ("z/why-knead.txt", ""),
    ]
    assert count_inputs(root) == 4
    result = invoke("grade", root, judge=usable())
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "2 broken, 2 graded")


@pytest.mark.parametrize("place", [".", "z"], ids=["the folder itself", "the last one"])
def test_a_folder_that_cannot_be_listed_is_not_empty(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is nothing else, it is said all the same."""
    root = tmp_path / "in"
    (root / place).mkdir(parents=True)
    denied(monkeypatch, (root / place).name, "scandir")
    result = invoke("grade", root, judge=usable())
    expected = f"{place}: {root / place}: cannot be read: Permission denied\n1 broken\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", expected)


def test_links_that_lead_nowhere_are_passed_over(tmp_path: Path) -> None:
    """One to a file that is not there and one to itself are no answers."""
    (tmp_path / "gone.why-knead.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop.why-knead.txt").symlink_to(tmp_path / "loop.why-knead.txt")
    assert list(read_inputs(tmp_path, None, lambda question: True)) == []
