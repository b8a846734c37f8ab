"""Decide which speaker of a transcript is the candidate."""

import re
from dataclasses import dataclass

from mock_interview.errors import BadInput
from mock_interview.records.transcripts.pieces import Transcript, Voice, key

_NUMBER = r"(\s+[\w#]{1,2}|#?\d{1,2})?"
_CANDIDATE = re.compile(rf"(candidate|interviewee|applicant|guest){_NUMBER}|user|a|answer|c|me|i")
_INTERVIEWER = re.compile(rf"(interviewer|host|moderator|recruiter){_NUMBER}|assistant|q|question")
_NOBODY = re.compile(rf"(speaker|participant){_NUMBER}")
MOST_ASKED = 2
"""So many times as much as the candidate may somebody say who asks the questions."""
_SHOWN = 12
"""Names in a message."""


@dataclass(frozen=True)
class Candidate:
    """Who was taken for the candidate; `name` is empty where nobody is named."""

    name: str
    why: str
    sure: bool
    """It was asked for, is named as the role, or is the only one there can be."""

    @property
    def person(self) -> str:
        """Return the name if it is one, and no word for the role."""
        name = key(self.name)
        return "" if _CANDIDATE.fullmatch(name) or _NOBODY.fullmatch(name) else self.name


def choose_candidate(transcript: Transcript, wanted: str, place: str) -> Candidate:
    """Return who the candidate is: the one wanted, named as such, or who says most while another asks.

    `wanted` is a name or the beginning of one, of its first or a later word, whatever its capitals. Raises `BadInput`
    when it is nobody's or several speakers'.
    """
    voices = transcript.voices
    if wanted:
        return Candidate(_wanted(voices, wanted, place).name, "as asked for", True)
    if not voices:
        return Candidate("", "nobody is named, so all of it is taken for the candidate's words", False)
    named = [v for v in voices if _CANDIDATE.fullmatch(key(v.name))]
    if len(named) == 1:
        return Candidate(named[0].name, "named as such", True)
    others = [v for v in voices if not _INTERVIEWER.fullmatch(key(v.name))]
    if not others:
        raise BadInput(f"{place}: nobody but {_names(voices)} speaks", "Say who the candidate is: --candidate NAME")
    if len(others) == 1:
        why = "the only speaker" if len(voices) == 1 else "the only one who is not the interviewer"
        return Candidate(others[0].name, why, len(voices) > 1)
    most = max(named or others, key=lambda voice: voice.words)
    asks = max(voices, key=lambda voice: voice.asked)
    rest = max((v for v in named or others if v != asks), key=lambda voice: voice.words)
    if asks.asked > max(v.asked for v in voices if v != asks) and rest.words * MOST_ASKED >= most.words:
        return Candidate(rest.name, f"says most, while {asks.name} asks", False)
    return Candidate(most.name, "says most", False)


def _wanted(voices: tuple[Voice, ...], wanted: str, place: str) -> Voice:
    sought = key(wanted)
    hint = f"Its speakers: {_names(voices)}." if voices else "It names no speakers; leave --candidate out."
    exact = [v for v in voices if key(v.name) == sought]
    found = exact or [v for v in voices if sought and re.search(rf"(^|\s){re.escape(sought)}", key(v.name))]
    if len(found) == 1:
        return found[0]
    what = f"begins {len(found)} speakers' names" if found else "is none of the speakers"
    raise BadInput(f"{place}: {wanted[:100]!r} {what}", hint)


def _names(voices: tuple[Voice, ...]) -> str:
    names = [v.name if len(v.name) <= 40 else f"{v.name[:39]}…" for v in voices]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
