"""Ask at the terminal what a transcript leaves open: who the candidate is, and which questions it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_interview.interview.importing import Part
    from mock_interview.interview.matching import Match
    from mock_interview.models import Turn
    from mock_interview.records.transcripts import Candidate, Voice

KEYS = "123456789"
LONGEST = 80


def ask_who(file: Path, voices: "Sequence[Voice]", found: "Candidate") -> "Candidate":
    """Return who the candidate is: the one found, if the user says so, or the speaker they choose."""
    from mock_interview.terminal.console import say
    from mock_interview.terminal.editor import ask, choose_key

    if ask(f"{file.name}: is {short(found.name)} the candidate ({short(found.why)})?"):
        return found
    offered = sorted(voices, key=lambda voice: -voice.words)[: len(KEYS)]
    for key, voice in zip(KEYS, offered, strict=False):
        say(f"  {key}  {short(voice.name)} ({voice.words} words)")
    chosen = choose_key("Who is the candidate?", KEYS[: len(offered)])
    return replace(found, name=offered[KEYS.index(chosen)].name) if chosen else found


def ask_which(
    file: Path, turns: "tuple[Turn, ...]", matches: "Sequence[Match]", titles: Mapping[str, str]
) -> "Sequence[Part]":
    """Return what was said on each question; nothing when the user would rather leave the file out."""
    from mock_interview.interview.importing import Part, parts
    from mock_interview.terminal.console import say
    from mock_interview.terminal.editor import ask, choose_key

    clear = all(match.clear for match in matches)
    if clear or len(matches) > 1:
        say(f"{file.name} is about" + ("" if clear else ", as far as can be seen,"))
        for match in matches:
            say(f"  {_place(turns, match)}  {match.likely[0]}  {short(titles[match.likely[0]])}")
        if ask("Is that right?", default=clear):
            return parts(turns, matches)
    offered = likely(matches)[: len(KEYS)]
    for key, name in zip(KEYS, offered, strict=False):
        say(f"  {key}  {name}  {short(titles[name])}")
    chosen = choose_key(
        f"Which question is all of {short(file.name)} about? (Enter: leave it out)", KEYS[: len(offered)]
    )
    return (Part(offered[KEYS.index(chosen)], turns),) if chosen else ()


def likely(matches: "Sequence[Match]") -> list[str]:
    """Return the questions that a transcript may be about, the best of each stretch first."""
    firsts = [match.likely[0] for match in matches]
    return list(dict.fromkeys([*firsts, *(name for match in matches for name in match.likely)]))


def short(text: str) -> str:
    """Return a text in one line that is not too long to be read."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _place(turns: "Sequence[Turn]", match: "Match") -> str:
    offset = turns[match.begin].offset
    if offset is None:
        return f"from turn {match.begin + 1}"
    return f"from {int(offset) // 60}:{int(offset) % 60:02}"
