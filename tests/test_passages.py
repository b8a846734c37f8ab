"""Choosing words of a transcript by number or by typing them."""

import re

import pytest

from mock_interview.errors import BadInput
from mock_interview.models import Quote, Turn
from mock_interview.review.passages import choose, passages

TURNS = (
    Turn(role="candidate", text="I knead it 🥖 well. I stop when\n  it shines.  Then it rests."),
    Turn(role="interviewer", text="I stop you here."),
    Turn(role="candidate", text="Over-kneading tears it."),
)


def exact(quote: Quote) -> bool:
    """Return whether a quote is exactly the words it points at."""
    return TURNS[quote.turn].text[quote.start : quote.end] == quote.text


def test_only_sentences_of_the_candidate_are_numbered() -> None:
    """Sentences are exact, in order, and none is the interviewer's."""
    found = passages(TURNS)
    assert [quote.text for quote in found] == [
        "I knead it 🥖 well.",
        "I stop when",
        "it shines.",
        "Then it rests.",
        "Over-kneading tears it.",
    ]
    assert all(map(exact, found))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1", "I knead it 🥖 well."),
        (" 2 - 4 ", "I stop when\n  it shines.  Then it rests."),
        ("THEN  it", "Then it rests."),
        ("kneading tears", "kneading tears"),
        ("it 🥖 well. i stop", "it 🥖 well. I stop"),
    ],
)
def test_words_are_chosen(typed: str, words: str) -> None:
    """A number, two numbers, the beginning of a sentence in any case, or words from anywhere mean exact words."""
    quote = choose(typed, TURNS)
    assert (quote.text, exact(quote)) == (words, True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "The sentences have numbers from 1 to 5."),
        ("6", "The sentences have numbers from 1 to 5."),
        ("4-2", "The sentences have numbers from 1 to 5."),
        ("3-5", "Sentences 3 and 5 are not of the same turn."),
        ("I", "Sentences 1, 2, 3 begin like that."),
        ("I stop you here", "The candidate did not say these words."),
        ("  ", "Nothing was typed."),
    ],
)
def test_what_is_not_there_is_said(typed: str, message: str) -> None:
    """What means nothing, or several sentences, is answered with what to type instead."""
    with pytest.raises(BadInput, match=re.escape(message)) as caught:
        choose(typed, TURNS)
    assert caught.value.hint
