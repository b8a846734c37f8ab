"""Join the pieces of a transcript into the turns of an interview."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from mock_interview.models import Turn
from mock_interview.records.transcripts.pieces import Piece, key

LONG_PAUSE = 3.0
"""Seconds of silence that begin a paragraph."""
_LISTENING_WORDS = """
ah aha alright awesome cool correct exactly fine good got gotcha great hm hmm i interesting it m'hm makes mhm mhmm mm
mmhm mmhmm mm-hm mm-hmm nice oh ok okay perfect right see sense sure thanks true uh-huh uhhuh understood wow yeah yep
yes
"""
_LISTENING = frozenset(_LISTENING_WORDS.split())
_MOST_LISTENING = 2
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def join(pieces: Sequence[Piece], candidate: str) -> tuple[Turn, ...]:
    """Return the turns: what one side says without a break, of everybody but the candidate as the interviewer.

    An interviewer's "mm-hm" between two pieces of the candidate's is listening and no turn. With no name, all pieces
    that have none are the candidate's. A piece that does not say when it ends ends with the next one's beginning.
    """
    own = key(candidate)
    runs = [(role, list(run)) for role, run in groupby(_heard(pieces, own), lambda p: _role(p, own))]
    turns: list[Turn] = []
    for number, (role, run) in enumerate(runs):
        after = runs[number + 1][1][0].start if number + 1 < len(runs) else None
        turns.append(_turn(role, run, after))
    return tuple(turns)


def _role(piece: Piece, own: str) -> str:
    return "candidate" if key(piece.speaker) == own else "interviewer"


def _heard(pieces: Sequence[Piece], own: str) -> list[Piece]:
    """Return the pieces without those by which the interviewer only shows to be listening."""
    runs = [(role, list(run)) for role, run in groupby(pieces, lambda p: _role(p, own))]
    kept: list[Piece] = []
    for number, (role, run) in enumerate(runs):
        between = 0 < number < len(runs) - 1
        if not (role == "interviewer" and between and _only_listens(run)):
            kept += run
    return kept


def _only_listens(run: Sequence[Piece]) -> bool:
    if len(run) > _MOST_LISTENING:
        return False
    said = " ".join(piece.text for piece in run)
    words = _WORD.findall(said.casefold())
    return len(words) <= _MOST_LISTENING and "?" not in said and all(word in _LISTENING for word in words)


def _turn(role: str, run: Sequence[Piece], after: float | None) -> Turn:
    parts = [run[0].text]
    for before, piece in pairwise(run):
        paused = before.end is not None and piece.start is not None and piece.start - before.end >= LONG_PAUSE
        other = key(before.speaker) != key(piece.speaker)
        parts += ["\n\n" if paused or piece.parted or other else " ", piece.text]
    begin = run[0].start
    end = max((p.end for p in run if p.end is not None), default=after)
    seconds = round(end - begin, 3) if begin is not None and end is not None and end >= begin else None
    return Turn(
        role="candidate" if role == "candidate" else "interviewer",
        text="".join(parts),
        offset=None if begin is None else round(begin, 3),
        seconds=seconds,
    )
