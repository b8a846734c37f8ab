import json
from pathlib import Path

import pytest

from mock_interview.errors import BadInput
from mock_interview.records.transcripts import kind_of, read_source
from mock_interview.records.transcripts.source import LARGEST, Source

FRENCH = "Bob: Pourquoi pétrir la pâte à pain ?\nAna: Le gluten forme un réseau, ça va de soi.\n"
RUSSIAN = "Bob: Почему мы месим тесто так долго?\nAna: Клейковина образует сеть, и она держит газ.\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(FRENCH.encode(), Source(FRENCH), id="utf-8"),
        pytest.param(FRENCH.encode("utf-8-sig"), Source(FRENCH), id="utf-8-bom"),
        pytest.param(FRENCH.encode("utf-16"), Source(FRENCH), id="utf-16"),
        pytest.param(b"\xfe\xff" + FRENCH.encode("utf-16-be"), Source(FRENCH), id="utf-16-be"),
        pytest.param(FRENCH.encode("cp1252"), Source(FRENCH, "cp1252"), id="western"),
        pytest.param(RUSSIAN.encode("cp1251"), Source(RUSSIAN, "cp1251"), id="cyrillic"),
        pytest.param(b"a\r\nb\rc", Source("a\nb\nc"), id="line ends"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, expected: Source) -> None:
    """Text is read in any encoding; one that had to be guessed is named."""
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    assert read_source(path) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"abc\0def", "is binary (a zero byte at 3)"),
        ("ab\0".encode("utf-16"), "is binary (a zero character at 2)"),
        (b"\xff\xfea", "is no whole UTF-16 text (byte 2)"),
        (bytes(range(128, 256)) * 40, "is no text in any known encoding (byte 0)"),
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"a" * (LARGEST + 1), f"is larger than {LARGEST:,} bytes"),
    ],
    ids=["zero", "zero in utf-16", "half of utf-16", "noise", "empty", "blank", "huge"],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    """Binary, empty and huge files are refused, with the place."""
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(BadInput) as error:
        read_source(path)
    assert error.value.message == f"{path}: {message}"


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder and a file that is not there are refused by name."""
    with pytest.raises(BadInput) as folder:
        read_source(tmp_path)
    assert folder.value.message == f"{tmp_path}: is a folder"
    with pytest.raises(BadInput) as missing:
        read_source(tmp_path / "x")
    assert missing.value.message == f"{tmp_path / 'x'}: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.json", json.dumps({"question": {}, "rubric": {}, "turns": []}), "session"),
        ("x.txt", json.dumps({"question": {}, "rubric": {}, "turns": []}, indent=2), "session"),
        ("x.json", json.dumps({"session": "", "transcript": "", "reviewer": ""}), "review"),
        ("x.jsonl", '{"id": "1", "question": "q", "answer": "a"}\n{}', "answers"),
        ("x.txt", '{"question": "q", "answer": "a"}', "answers"),
        ("x.json", '{"role": "user", "text": "a"}\n{"role": "user", "text": "b"}', "transcript"),
        ("x.jsonl", "x", "transcript"),
        ("x.json.txt", "{curly} brackets", "transcript"),
        ("x.vtt", "WEBVTT", "transcript"),
    ],
)
def test_a_file_is_known_by_what_stands_in_it(name: str, text: str, kind: str) -> None:
    """Sessions, reviews, answers and transcripts are told apart by their keys, whatever the file is called."""
    assert kind_of(Source(text), Path(name)) == kind


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "x.json: is JSON, but neither a session nor a review"),
        ('{"a":\n\n 1', "x.json:3: is not JSON: Expecting ',' delimiter"),
        ("[" * 100_000, "x.json: is not JSON: it is nested too deeply"),
        ("1" * 5_000, "x.json: is not JSON that can be read: it has a number of thousands of digits"),
    ],
)
def test_json_of_somebody_else(text: str, message: str) -> None:
    """JSON that is none of ours, or none at all, is refused with the line."""
    with pytest.raises(BadInput) as error:
        kind_of(Source(text), Path("x.json"))
    assert error.value.message == message
