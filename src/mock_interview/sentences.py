"""Where the sentences of a text begin and end: what is quoted, counted and commented on."""

import re
from collections.abc import Iterator, Set
from itertools import accumulate, pairwise

WRAPPED = 60
"""A line of at least so many characters that goes on in lower case was wrapped; shorter ones are notes."""
EVEN = 0.85
"""A line of a wrapped paragraph has at least this share of the longest, or no room for the next word."""

Span = tuple[int, int]
"""Start and end in a turn's text."""

_BREAK = re.compile(
    r"(?<=[.!?。！？])(?P<closing>[\"')\]”’]*)\s+(?=\S)|(?<=[。！？])(?=[^\s。！？」』”])|\n\s*(?=\S)|;\s+(?=\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|fig|eq|no|dr|mr|ms|al)|(?-i:\b[A-Z]))\.$", re.IGNORECASE
)
_NOTE = re.compile(r"\s|[-*•–+>#|]|\d+[.)]\s")
"""How a line begins that is an item, a row or code, and no wrapped prose."""
_LONGEST_ABBREVIATION = 8
"""Characters, with the one before it."""


def sentences(text: str) -> Iterator[Span]:
    """Yield (start, end) of each sentence, line or clause after a semicolon, without the white space around it."""
    start, wraps = 0, set(_wraps(text))
    for found in _BREAK.finditer(text, 0, len(text.rstrip())):
        before = text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        if _ABBREVIATION.search(before) and "\n" not in found[0]:
            continue
        if _wrapped(text, start, found, wraps):
            continue
        yield from _trimmed(text, start, max(found.start(), found.end("closing")))
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _wrapped(text: str, start: int, found: re.Match[str], wraps: Set[int]) -> bool:
    """Return whether a break is only where an editor wrapped a long line in the middle of a sentence."""
    if found[0].count("\n") != 1 or text[found.start() - 1] in ".!?;。！？":
        return False
    line = max(start, text.rfind("\n", 0, found.start()) + 1)
    long = found.start() - line >= WRAPPED and text[found.start() - 1] != ":" and text[found.end()].islower()
    return long or found.start() in wraps


def _wraps(text: str) -> Iterator[int]:
    """Yield where the lines break in paragraphs that an editor wrapped; of two lines the second is in lower case."""
    at = 0
    for paragraph in text.split("\n\n"):
        lines = paragraph.rstrip().split("\n")
        if (len(lines) > 2 or lines[-1][:1].islower()) and _even(lines):
            yield from (at + end - 1 for end in accumulate(len(line) + 1 for line in lines[:-1]))
        at += len(paragraph) + 2


def _even(lines: list[str]) -> bool:
    """Return whether the lines are as long as those of prose wrapped at a width."""
    width = max(map(len, lines))
    if width < WRAPPED or any(map(_NOTE.match, lines)):
        return False
    full = (len(line) >= EVEN * width or len(line + after.split(" ")[0]) >= width for line, after in pairwise(lines))
    return all(full)


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


def paragraphs(text: str) -> Iterator[list[Span]]:
    """Yield the sentences of a text, those that no empty line parts together."""
    together: list[Span] = []
    for start, end in sentences(text):
        if together and text.count("\n", together[-1][1], start) > 1:
            yield together
            together = []
        together.append((start, end))
    if together:
        yield together
