"""Cut a transcript where quotes begin and end, so that each piece has one list of what it is evidence for."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """Something that is said of the characters `start` to `end` of a turn."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A piece of a turn, with the keys of the marks that cover it, in the marks' order."""

    start: int
    end: int
    keys: tuple[str, ...] = ()


def segments(start: int, end: int, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Return the pieces from `start` to `end`, cut wherever a mark begins or ends; no piece is empty."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    edges = {start, end} | {at for mark in inside for at in (mark.start, mark.end) if start < at < end}
    cuts = sorted(edges)
    return tuple(
        Segment(a, b, tuple(dict.fromkeys(mark.key for mark in inside if mark.start <= a and b <= mark.end)))
        for a, b in pairwise(cuts)
    )
