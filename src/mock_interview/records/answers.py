"""Answers from files and pipes: kept exactly as they are, or refused with the place and the reason."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mock_interview.errors import BadInput
from mock_interview.models import Turn
from mock_interview.records.sessions import load

LARGEST = 1_000_000
"""Bytes of one answer."""
LONGEST_LINE = 10_000_000
"""Bytes of a line: JSON may write a character in six."""
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def read_text(data: bytes, name: str) -> str:
    """Return bytes as text; binary data, other encodings and huge files are refused by name."""
    if len(data) > LARGEST:
        raise BadInput(f"{name}: is larger than {LARGEST:,} bytes, the most for one answer", "Shorten it.")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadInput(f"{name}: is UTF-16 text", "Save it as UTF-8.")
    if b"\0" in data:
        raise BadInput(f"{name}: is binary (a zero byte at {data.index(0)})", "Give a text file.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: is not UTF-8 text (byte {error.start})", "Save it as UTF-8.") from error


def read_answer(path: Path) -> tuple[Turn, ...]:
    """Return the turns in an answer file: a text file is one answer, a session file its turns."""
    try:
        if path.suffix == ".json" and path.is_file():
            return load(path).turns
        with path.open("rb") as file:
            data = file.read(3 * LARGEST)  # a device never ends
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    return (Turn(role="candidate", text=read_text(data, str(path))),)


@dataclass(frozen=True)
class Submission:
    """One line of a JSON Lines file: an answer to a question, or what is wrong with the line."""

    id: str
    question: str = ""
    answer: str = ""
    problem: str = ""


def read_submissions(path: Path, question: str | None = None) -> Iterator[Submission]:
    """Yield the lines of a JSON Lines file, in order; a broken line comes with its problem and stops nothing.

    `question` holds for lines that name none.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_bounded(file), 1):
                if line.strip():
                    yield _submission(line, f"{path}:{number}", str(number), question)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long to be looked at only the beginning."""
    while line := file.readline(LONGEST_LINE + 1):
        end = line
        while len(end) > LONGEST_LINE and not end.endswith(b"\n"):
            end = file.readline(LONGEST_LINE + 1)
        yield line


def _submission(line: bytes, place: str, fallback: str, question: str | None) -> Submission:
    if len(line) > LONGEST_LINE:
        return Submission(fallback, problem=f"{place}: is longer than {LONGEST_LINE:,} bytes")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Submission(fallback, problem=f"{place}: is not JSON: {error}")
    if not isinstance(value, dict):
        return Submission(fallback, problem=f"{place}: is not an object")
    name = str(value.get("id", fallback))
    if question:
        value = {"question": question, **value}
    for key in ("question", "answer"):
        if not isinstance(value.get(key), str):
            return Submission(name, problem=f"{place}: {key}: is missing or no text")
        if _HALF_CHARACTER.search(value[key]):
            return Submission(name, problem=f"{place}: {key}: is not Unicode text (half of a surrogate pair)")
    if len(value["answer"]) > LARGEST:
        return Submission(name, problem=f"{place}: answer: is longer than {LARGEST:,} characters")
    return Submission(name, value["question"], value["answer"])
