"""The nouns of a transcript from elsewhere, before it becomes a session's turns."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Row:
    """One line of a transcript."""

    text: str
    start: float | None = None
    """Seconds from the beginning of the recording."""
    end: float | None = None
    voice: str = ""
    """The speaker, where the format has a place for that."""


@dataclass(frozen=True)
class Piece:
    """Words of one speaker, as far as the file keeps them together."""

    speaker: str
    """As it is written; empty when nobody is named."""
    text: str
    start: float | None = None
    """Seconds from the beginning of the recording."""
    end: float | None = None
    parted: bool = False
    """A blank line stands before it."""


@dataclass(frozen=True)
class Voice:
    """What is known of one speaker."""

    name: str
    words: int
    asked: int
    """Pieces with a question mark."""


@dataclass(frozen=True)
class Transcript:
    """Who said what, in order."""

    pieces: tuple[Piece, ...]
    left_out: int = 0
    """Lines before the first speaker's: titles, dates, who was there."""
    guessed: str = ""
    """The encoding, where it was guessed."""

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Return the speakers that have a name, in the order they are first heard; spelling in capitals is the same."""
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            if piece.speaker:
                found.setdefault(key(piece.speaker), []).append(piece)
        return tuple(
            Voice(said[0].speaker, sum(len(p.text.split()) for p in said), sum("?" in p.text for p in said))
            for said in found.values()
        )


def key(name: str) -> str:
    """Return a name as it is compared: whatever its capitals and spaces."""
    return " ".join(name.casefold().split())
