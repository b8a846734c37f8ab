"""Sentences of an answer, and quotes checked to be in it: what is reported is always an exact substring."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from mock_interview.models import Quote, Turn
from mock_interview.sentences import Span as Span
from mock_interview.sentences import sentences as sentences

SHORTEST_QUOTE = 8
"""Characters, white space folded: shorter words could be found in any answer."""
LONGEST_QUOTE = 600

_PLAIN = re.compile(r"[\s\x20-\x7e]*", re.ASCII)
_SPACE = re.compile(r"\s+", re.ASCII)
_PIECE = re.compile(r"\s+|\S", re.ASCII)
_LOOKALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00a0": " "})


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs") and not char.isspace()


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text in lower case, white space and compatibility forms folded, and where each character came from."""
    if _PLAIN.fullmatch(text):  # most text: nothing to fold but case and runs of white space
        begins = len(text) - len(text.lstrip())
        folded = " ".join(_SPACE.split(text[begins:])).lower()
        return folded, tuple(piece.start() for piece in _PIECE.finditer(text, begins))
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
