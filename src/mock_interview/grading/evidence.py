"""Sentences of an answer, and quotes checked to be in it: what is reported is always an exact substring."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mock_interview.models import Quote, Turn

SHORTEST_QUOTE = 8
"""Characters, white space folded: shorter words could be found in any answer."""
LONGEST_QUOTE = 600

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
_LOOKALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00a0": " "})


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


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs") and not char.isspace()


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text in lower case, white space and compatibility forms folded, and where each character came from."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_LOOKALIKE)):
        if _invisible(char):
            continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                places.append(place)
            continue
        for lower in unicodedata.normalize("NFKD", char.lower()):
            chars.append(lower)
            places.append(place)
    return "".join(chars), tuple(places)


def find_quote(words: str, turns: Sequence[Turn], but_not: Sequence[tuple[int, Span]] = ()) -> Quote | None:
    """Return where the candidate said these words, case, white space and typographic quotes aside; None if nowhere.

    The quote's text is cut from the answer itself, so it is exact whatever the model wrote. Nothing is quoted from
    `but_not`, the (turn, span) pieces of the answer that were set aside.
    """
    wanted, _ = _folded(words.strip().strip("\"'`").strip())
    wanted = wanted.strip(" .…")
    if not SHORTEST_QUOTE <= len(wanted) <= LONGEST_QUOTE:
        return None
    for number, turn in enumerate(turns):
        if turn.role != "candidate":
            continue
        folded, places = _folded(turn.text)
        closed = [span for place, span in but_not if place == number]
        at = folded.find(wanted)
        while at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            if not any(start < b and a < end for a, b in closed):
                return Quote(turn=number, start=start, end=end, text=turn.text[start:end])
            at = folded.find(wanted, at + 1)
    return None


def sentence_around(quote: Quote, turns: Sequence[Turn]) -> Quote:
    """Return the sentence in which a quote begins, as a quote."""
    text = turns[quote.turn].text
    for start, end in sentences(text):
        if start <= quote.start < end:
            return Quote(turn=quote.turn, start=start, end=end, text=text[start:end])
    return quote
