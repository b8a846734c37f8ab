import json
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.errors import BadInput
from mock_interview.records import Submission, read_answer, read_submissions
from support import said
from support_cli import session


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one\r\ntwo\r\n", id="Windows line ends"),
        pytest.param("\ufeffone\ntwo", id="byte order mark"),
        pytest.param("\x1b[2J\t\x07 日本語 👩‍🔬", id="escapes and other scripts"),
        pytest.param("", id="empty"),
        pytest.param("x" * 1_000_000, id="the longest"),
    ],
)
def test_a_text_file_is_kept_exactly(text: str, tmp_path: Path) -> None:
    """A text file is one answer, character by character."""
    path = tmp_path / "answer.txt"
    path.write_bytes(text.encode())
    assert read_answer(path) == said(text)


@pytest.mark.parametrize(
    ("content", "problem", "hint"),
    [
        pytest.param(b"\x7fELF\x02\x00", "is binary (a zero byte at 5)", "Give a text file.", id="binary"),
        pytest.param("ä".encode("utf-16"), "is UTF-16 text", "Save it as UTF-8.", id="UTF-16"),
        pytest.param(b"caf\xe9", "is not UTF-8 text (byte 3)", "Save it as UTF-8.", id="Latin-1"),
        pytest.param(b"\xed\xa0\x80", "is not UTF-8 text (byte 0)", "Save it as UTF-8.", id="half of a surrogate pair"),
        pytest.param(
            b"x" * 2_000_000,
            "is larger than 1,000,000 bytes, the most for one answer",
            "Shorten it.",
            id="two megabytes",
        ),
    ],
)
def test_what_is_no_answer_is_refused_by_name(content: bytes, problem: str, hint: str, tmp_path: Path) -> None:
    """A file that is no text, or too much of it, is refused with its name, the place and what to do."""
    path = tmp_path / "answer.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_answer(path)
    assert (str(caught.value), caught.value.hint) == (f"{path}: {problem}", hint)


@pytest.mark.parametrize("name", ["away.txt", "away.json", "."])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    """A missing file or a folder is refused with its name and the reason."""
    path = tmp_path / name
    with pytest.raises(BadInput) as caught:
        read_answer(path)
    assert str(caught.value).startswith(f"{path}: cannot be read: ")


def test_a_session_file_is_an_answer() -> None:
    """Where an answer file may be, a session file may be: its turns are the answer."""
    was = session()
    assert read_answer(records.save(was)) == was.turns


def test_lines_come_in_order_broken_ones_included(tmp_path: Path) -> None:
    """Each line is an answer or says what is wrong with it, in the order of the file; blank lines are none."""
    good = {"question": "why-knead", "answer": "I push it."}
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\n".join(
            [
                json.dumps({"id": "one"} | good).encode(),
                b"",
                b"{not json",
                b'["a list"]',
                b'{"id": "four", "question": "why-knead"}',
                b'{"id": "five", "question": 5, "answer": "x"}',
                b'{"id": "six", "question": "why-knead", "answer": "caf\xe9"}',
                b'{"id": "seven", "question": "why-knead", "answer": "\\ud800"}',
                json.dumps({"id": "eight", "question": "why-knead", "answer": "x" * 1_000_001}).encode(),
                b"[" * 100_000,
                json.dumps(good).encode() + b"\r",
            ]
        )
    )
    found = list(read_submissions(path))
    assert [(line.id, line.problem.removeprefix(str(path))[:34]) for line in found] == [
        ("one", ""),
        ("3", ":3: is not JSON: Expecting propert"),
        ("4", ":4: is not an object"),
        ("four", ":5: answer: is missing or no text"),
        ("five", ":6: question: is missing or no tex"),
        ("7", ":7: is not JSON: 'utf-8' codec can"),
        ("seven", ":8: answer: is not Unicode text (h"),
        ("eight", ":9: answer: is longer than 1,000,0"),
        ("10", ":10: is not JSON: maximum recursio"),
        ("11", ""),
    ]
    assert (found[0], found[-1]) == (
        Submission("one", "why-knead", "I push it."),
        Submission("11", "why-knead", "I push it."),
    )


def test_a_byte_order_mark_before_the_first_line_is_none_of_it(tmp_path: Path) -> None:
    """A JSON Lines file saved on Windows is read like any other."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "one", "question": "why-knead", "answer": "x\\r\\ny"}\r\n')
    assert list(read_submissions(path)) == [Submission("one", "why-knead", "x\r\ny")]


def test_a_missing_file_of_lines_is_named(tmp_path: Path) -> None:
    """A JSON Lines file that is not there is refused with its name."""
    with pytest.raises(BadInput) as caught:
        list(read_submissions(tmp_path / "a.jsonl"))
    assert str(caught.value) == f"{tmp_path / 'a.jsonl'}: cannot be read: No such file or directory"
