"""Transcripts from elsewhere: text, Markdown, chats, WebVTT, SRT and JSON Lines become the turns of an interview."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Literal

from mock_interview.errors import BadInput
from mock_interview.records.transcripts.joining import join
from mock_interview.records.transcripts.pieces import Piece, Transcript, Voice
from mock_interview.records.transcripts.source import Source, read_source
from mock_interview.records.transcripts.speakers import Candidate, choose_candidate

__all__ = [
    "Candidate",
    "Kind",
    "Piece",
    "Source",
    "Transcript",
    "Voice",
    "choose_candidate",
    "join",
    "kind_of",
    "read_source",
    "read_transcript",
]

Kind = Literal["session", "review", "answers", "transcript"]


def kind_of(source: Source, path: Path) -> Kind:
    """Return what a file is, by what stands in it; raises `BadInput` for JSON that is none of ours."""
    text = source.text.lstrip()
    if path.suffix not in (".json", ".jsonl") and not text.startswith("{"):
        return "transcript"
    whole = _object(text)
    if whole is not None:
        if {"question", "rubric", "turns"} <= whole.keys():
            return "session"
        if {"session", "transcript", "reviewer"} <= whole.keys():
            return "review"
    first = _object(text.partition("\n")[0])
    if first is not None and {"question", "answer"} <= first.keys():
        return "answers"
    if path.suffix == ".jsonl" or (first is not None and "text" in first):
        return "transcript"
    if path.suffix == ".json":
        _check_json(text, path)
        raise BadInput(
            f"{path}: is JSON, but neither a session nor a review",
            'Lines of turns are {"speaker", "text"}, lines of answers {"id", "question", "answer"}.',
        )
    return "transcript"


def _object(text: str) -> dict[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _check_json(text: str, path: Path) -> None:
    """Raise `BadInput` with the place where a file stops being JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}:{error.lineno}: is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise BadInput(f"{path}: is not JSON: it is nested too deeply") from error
    except ValueError as error:  # of numbers without end
        raise BadInput(f"{path}: is not JSON that can be read: it has a number of thousands of digits") from error


def read_transcript(source: Source, path: Path) -> Transcript:
    """Return what a transcript says; raises `BadInput` with the line of what cannot be read."""
    from mock_interview.records.transcripts.cues import has_cues, read_cues
    from mock_interview.records.transcripts.json_lines import from_json_lines
    from mock_interview.records.transcripts.text import from_rows, from_text

    first = source.text.lstrip().partition("\n")[0]
    if path.suffix == ".jsonl" or _object(first) is not None:
        found = from_json_lines(source.text, str(path))
    elif has_cues(source.text):
        found = from_rows(read_cues(source.text, str(path)))
    else:
        found = from_text(source.text)
    if not any(piece.text.strip() for piece in found.pieces):
        raise BadInput(f"{path}: nobody says anything in it")
    return replace(found, guessed=source.guessed)
