"""Fold the lines of a transcript into pieces, one each time somebody begins to speak."""

import re
from collections.abc import Iterator, Sequence

from mock_interview.records.transcripts.names import beginnings
from mock_interview.records.transcripts.pieces import Piece, Row, Transcript
from mock_interview.records.transcripts.shapes import Shape

_BY_THE_PROGRAM = re.compile(
    r"(Transcription (started|ended)\b|This editable transcript was computer generated\b).*", re.IGNORECASE
)
_DAY = 24 * 3600
_LATE = 6 * 3600
"""Seconds: a first time later than this is the time of day and not the time since the beginning."""


def from_text(text: str) -> Transcript:
    """Return what a text says, as far as it names speakers; without any, all of it is one piece as it stands."""
    rows = [row for row in text.split("\n") if not _BY_THE_PROGRAM.fullmatch(row.strip())]
    begun = beginnings(rows)
    if not any(shape and shape.name for shape in begun):
        return Transcript((Piece("", text.strip("\n")),))
    pieces, left_out = _folded(rows, begun)
    return Transcript(tuple(_since_the_beginning(pieces)), left_out)


def from_rows(rows: Sequence[Row]) -> Transcript:
    """Return what the rows of cues say: their voices, else the names that stand in them."""
    if any(row.voice for row in rows):
        speaker = ""
        pieces = []
        for row in rows:
            speaker = row.voice or speaker
            pieces.append(Piece(speaker, row.text, row.start, row.end))
        return Transcript(tuple(pieces))
    spaced = _spaced(rows)
    begun = beginnings([row.text for row in spaced])
    named = any(shape and shape.name for shape in begun)
    speaker, left_out, said = "", 0, []
    for row, shape in zip(spaced, begun, strict=True):
        speaker = shape.name if shape and shape.name else speaker
        text = shape.words if shape else row.text
        if text and named and not speaker:
            left_out += 1
        elif text:
            said.append(Piece(speaker, text, row.start, row.end))
    return Transcript(tuple(said), left_out)


def _spaced(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with an empty one before each cue: there a name may stand alone."""
    spaced: list[Row] = []
    for row in rows:
        if spaced and row.start != spaced[-1].start:
            spaced.append(Row("", row.start))
        spaced.append(row)
    return spaced


def _folded(rows: Sequence[str], begun: Sequence[Shape | None]) -> tuple[list[Piece], int]:
    """Return the pieces, line breaks within each kept, and how many lines stand before the first of them."""
    pieces: list[Piece] = []
    left_out = 0
    clock: float | None = None
    words: list[str] = []
    now: Shape | None = None
    parted = blank = False
    for row, shape in zip(rows, begun, strict=True):
        if shape and not shape.name:
            clock = shape.clock
        elif shape:
            if now:
                pieces.append(_piece(now, words, parted))
            now = Shape(shape.name, clock=shape.clock if shape.clock is not None else clock)
            words, parted, clock = [shape.words], blank, None
        elif now:
            words.append(row.removeprefix("\t") if row.strip() else "")
        elif row.strip():
            left_out += 1
        blank = not row.strip()
    if now:
        pieces.append(_piece(now, words, parted))
    return [piece for piece in pieces if piece.text], left_out


def _piece(shape: Shape, words: Sequence[str], parted: bool) -> Piece:
    return Piece(shape.name, "\n".join(words).strip(), shape.clock, None, parted)


def _since_the_beginning(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with times since the beginning, where theirs are times of day."""
    first = next((piece.start for piece in pieces if piece.start is not None), 0.0)
    base = first if first >= _LATE else 0.0
    for piece in pieces:
        start = piece.start
        if start is not None:
            start = (start - base) % _DAY if base else start
        yield Piece(piece.speaker, piece.text, start, None, piece.parted)
