"""Words of a transcript that a comment is about: chosen by the number of a sentence, or by typing words."""

import re
from collections.abc import Sequence

from mock_interview.errors import BadInput
from mock_interview.grading.evidence import find_quote, sentences
from mock_interview.models import Quote, Turn

_NUMBERS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


def passages(turns: Sequence[Turn]) -> tuple[Quote, ...]:
    """Return the sentences the candidate said, in order; a sentence's number is its place from 1."""
    return tuple(
        Quote(turn=number, start=start, end=end, text=turn.text[start:end])
        for number, turn in enumerate(turns)
        if turn.role == "candidate"
        for start, end in sentences(turn.text)
    )


def choose(typed: str, turns: Sequence[Turn]) -> Quote:
    """Return the words that were meant: `3`, `3-5`, the first words of a sentence, or words within one.

    Raises `BadInput` that says what to type instead when there are none, or several sentences begin like that.
    """
    found = passages(turns)
    if numbers := _NUMBERS.fullmatch(typed.strip()):
        return _by_number(int(numbers[1]), int(numbers[2] or numbers[1]), found, turns)
    wanted = _folded(typed)
    if not wanted:
        raise BadInput("Nothing was typed.", "Type a sentence's number or its first words.")
    begun = [number for number, quote in enumerate(found, 1) if _folded(quote.text).startswith(wanted)]
    if len(begun) > 1:
        raise BadInput(f"Sentences {', '.join(map(str, begun))} begin like that.", "Type a number, or more words.")
    if begun:
        return found[begun[0] - 1]
    if quote := find_quote(typed, turns):
        return quote
    raise BadInput("The candidate did not say these words.", "Type a sentence's number or its first words.")


def _by_number(first: int, last: int, found: Sequence[Quote], turns: Sequence[Turn]) -> Quote:
    if not 1 <= first <= last <= len(found):
        raise BadInput(f"The sentences have numbers from 1 to {len(found)}.", "Type one of them, or two: 3-5.")
    one, other = found[first - 1], found[last - 1]
    if one.turn != other.turn:
        raise BadInput(f"Sentences {first} and {last} are not of the same turn.", "Make two comments of it.")
    return Quote(turn=one.turn, start=one.start, end=other.end, text=turns[one.turn].text[one.start : other.end])


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
