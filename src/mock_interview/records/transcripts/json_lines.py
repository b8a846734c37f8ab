"""Read JSON Lines that are a transcript: one turn a line."""

import json
import math
import re
from typing import Any

from mock_interview.errors import BadInput
from mock_interview.records.transcripts.pieces import Piece, Transcript
from mock_interview.records.transcripts.shapes import seconds

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CLOCK = re.compile(r"\d{1,3}(:\d{2}){1,2}([.,]\d+)?")


def from_json_lines(text: str, name: str) -> Transcript:
    """Return the turns of lines of `{"speaker" or "role", "text"}`, with times in `start` (or `at`) and `end`.

    Times are seconds or clock times. Raises `BadInput` with every line that is none of these.
    """
    pieces, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                pieces.append(_piece(line))
            except ValueError as error:
                problems.append(f"{name}:{number}: {error}")
    if problems:
        shown = "\n".join(problems[:10]) + (f"\nand {len(problems) - 10} more" if len(problems) > 10 else "")
        raise BadInput(shown, 'A line is {"speaker": ..., "text": ...}, or {"id", "question", "answer"} in every one.')
    return Transcript(tuple(piece for piece in pieces if piece.text.strip()))


def _piece(line: str) -> Piece:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError("is no object")
    speaker: Any = value.get("speaker", value.get("role", ""))
    for key, text in (("speaker", speaker), ("text", value.get("text"))):
        if not isinstance(text, str):
            raise ValueError(f"{key}: is missing or no text")
        if _HALF_CHARACTER.search(text):
            raise ValueError(f"{key}: is not Unicode text (half of a surrogate pair)")
    start = _time(value.get("start", value.get("at")))
    end = _time(value.get("end"))
    return Piece(" ".join(speaker.split()), value["text"], start, end if start is not None else None)


def _time(value: Any) -> float | None:
    """Return seconds; None for what is no time, such as a date."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 <= value < 1e9 and math.isfinite(value) else None
    if isinstance(value, str) and _CLOCK.fullmatch(value.strip()):
        return seconds(value.strip())
    return None
