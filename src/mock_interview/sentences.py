"""Where the sentences of a text begin and end: what is quoted, counted and commented on."""

import re
from collections.abc import Iterator

WRAPPED = 60
"""A line of at least so many characters that goes on in lower case was wrapped; shorter ones are notes."""

Span = tuple[int, int]
"""Start and end in a turn's text."""

_BREAK = re.compile(
    r"(?<=[.!?。！？])(?P<closing>[\"')\]”’]*)\s+(?=\S)|(?<=[。！？])(?=[^\s。！？」』”])|\n\s*(?=\S)|;\s+(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|fig|eq|no|dr|mr|ms|al)|(?-i:\b[A-Z]))\.$", re.IGNORECASE
)
_LONGEST_ABBREVIATION = 8
"""Characters, with the one before it."""


def sentences(text: str) -> Iterator[Span]:
    """Yield (start, end) of each sentence, line or clause after a semicolon, without the white space around it."""
    start = 0
    for found in _BREAK.finditer(text, 0, len(text.rstrip())):
        before = text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        if _ABBREVIATION.search(before) and "\n" not in found[0]:
            continue
        if _wrapped(text, start, found):
            continue
        yield from _trimmed(text, start, max(found.start(), found.end("closing")))
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _wrapped(text: str, start: int, found: re.Match[str]) -> bool:
    """Return whether a break is only where an editor wrapped a long line in the middle of a sentence."""
    line = max(start, text.rfind("\n", 0, found.start()) + 1)
    return (
        found[0].count("\n") == 1
        and found.start() - line >= WRAPPED
        and text[found.start() - 1] not in ".!?:;。！？"
        and text[found.end()].islower()
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield start, end


def whole_sentences(text: str) -> Iterator[Span]:
    """Yield (start, end) of each sentence with the white space around it: joined, they are the text."""
    starts = [start for start, _ in sentences(text)][1:]
    ends = [*starts, len(text)]
    yield from ((start, end) for start, end in zip([0, *starts], ends, strict=True) if start < end)
