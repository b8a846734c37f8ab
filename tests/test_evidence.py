import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.grading.evidence import find_quote, sentence_around, sentences
from mock_interview.models import Quote, Turn
from support import said

SPOKEN = st.lists(
    st.sampled_from(
        [*"ab.!?;:,'\")]-\n\t\r \u00a0\u200b\u0085\u2028İßﬁé…„”。", "\r\n", "gas. ", "e.g. ", "vs. ", "1. ", "\n\n"]
    )
    | st.characters(exclude_categories=["Cs"])
).map("".join)
"""Text that is mostly made of what sentences are cut at."""


@given(SPOKEN)
def test_sentences_lie_in_order_inside_the_text(text: str) -> None:
    """Sentences stand in order inside the text, with only white space and semicolons outside of them."""
    spans = list(sentences(text))
    ends = [0, *(place for span in spans for place in span), len(text)]
    assert ends == sorted(ends)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    gaps = [text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]
    assert re.sub(r"[\s;]", "", "".join(gaps)) == ""


CUTS = {
    "full-stop": ("It rises. It falls.", ["It rises.", "It falls."]),
    "closing-quote": ('He said "stop." Then (it tore.) We wait.', ['He said "stop."', "Then (it tore.)", "We wait."]),
    "lines": ("- gas -> net\n- salt\r\n\n  last", ["- gas -> net", "- salt", "last"]),
    "semicolon": ("mix; rest;fold", ["mix", "rest;fold"]),
    "abbreviations": ("Use e.g. rye vs. wheat. Then rest.", ["Use e.g. rye vs. wheat.", "Then rest."]),
    "numbers": ("It takes 0.5 s. Fine.", ["It takes 0.5 s.", "Fine."]),
    "chinese": ("揉面。然后等。", ["揉面。", "然后等。"]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize(("text", "expected"), CUTS.values(), ids=CUTS)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    """A sentence ends at its mark with what closes it, at a line's end, or at a semicolon; not at an abbreviation."""
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.lists(SPOKEN, min_size=1, max_size=3), SPOKEN)
def test_a_quote_is_an_exact_substring(texts: list[str], words: str) -> None:
    """Whatever is looked for in whatever text, a quote is exactly the text at its offsets."""
    turns = tuple(Turn(role="candidate", text=text) for text in texts)
    quote = find_quote(words, turns)
    if quote:
        assert quote.text == turns[quote.turn].text[quote.start : quote.end]
        whole = sentence_around(quote, turns)
        assert whole.text == turns[quote.turn].text[whole.start : whole.end]
        assert whole.start <= quote.start < whole.end


@given(st.data())
def test_words_of_the_text_are_found(data: st.DataObject) -> None:
    """Any piece of a text that is long enough is found in it, in whatever case it is written."""
    text = data.draw(st.text("abc DEF,", min_size=20, max_size=60))
    start = data.draw(st.integers(0, len(text) - 12))
    piece = text[start : start + 12].strip()
    quote = find_quote(piece.upper(), said(text))
    if len(" ".join(piece.split())) >= 8:
        assert quote
        assert " ".join(quote.text.lower().split()) == " ".join(piece.lower().split())


TEXT = "Kneading “lines up”  the\ngluten — it’s a naïve ﬁlter… and 80\u00a0% climbs the hook."

FOUND = {
    "exact": ("climbs the hook", "climbs the hook"),
    "case": ("CLIMBS THE HOOK", "climbs the hook"),
    "white-space": ("lines up\" the gluten", "lines up”  the\ngluten"),
    "typographic": ("gluten - it's a", "gluten — it’s a"),
    "ligature-and-accent": ("nai\u0308ve filter", "naïve ﬁlter"),
    "quoted": ('"80 % climbs the hook"', "80\u00a0% climbs the hook"),
    "dots": ("... and 80 % climbs ...", "and 80\u00a0% climbs"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), FOUND.values(), ids=FOUND)
def test_what_counts_as_the_same_words(words: str, expected: str) -> None:
    """Case, white space, typographic marks and compatibility forms aside, the answer's own words are quoted."""
    quote = find_quote(words, said(TEXT))
    assert quote
    assert quote.text == expected


NOWHERE = {
    "other-words": "it develops the gluten network",
    "too-short": "gluten",
    "nothing": "",
    "only-marks": '"..."',
    "joined": "climbs the hook it's a",
    "placeholder": "<words of the answer>",
    "too-long": "a" * 700,
}


@pytest.mark.parametrize("words", NOWHERE.values(), ids=NOWHERE)
def test_what_was_not_said_is_not_found(words: str) -> None:
    """Words that are not in the answer, or too short to prove anything, are no quote."""
    assert find_quote(words, said(f"{TEXT} {'a' * 700}")) is None


def test_only_the_candidate_is_quoted() -> None:
    """The interviewer's words are no evidence; the candidate's are found in whichever turn they stand."""
    words = "the bonds break"
    turns = (
        Turn(role="candidate", text="I knead."),
        Turn(role="interviewer", text=f"Is it that {words}?"),
        Turn(role="candidate", text=f"Yes, {words}."),
    )
    assert find_quote(words, turns) == Quote(turn=2, start=5, end=20, text=words)
    assert find_quote(words, turns[:2]) is None


def test_what_was_set_aside_is_not_quoted() -> None:
    """Words that were set aside are skipped, and found where else they were said."""
    text = "the bonds break. Also the bonds break."
    assert find_quote("the bonds break", said(text), [(0, (0, 16))]) == Quote(
        turn=0, start=22, end=37, text="the bonds break"
    )
    assert find_quote("the bonds break", said(text), [(0, (0, 38))]) is None
    assert find_quote("the bonds break", said(text), [(1, (0, 38))]) is not None


def test_a_quote_grows_to_its_sentence() -> None:
    """What is reported is the whole sentence in which the quoted words begin."""
    turns = said("It rises. Then it tears and sticks. Done.")
    quote = find_quote("it tears", turns)
    assert quote
    assert sentence_around(quote, turns) == Quote(turn=0, start=10, end=35, text="Then it tears and sticks.")


def test_a_wrapped_line_is_one_sentence() -> None:
    """A long line that goes on in lower case was wrapped by an editor; short lines are notes of their own."""
    wrapped = "Variance is how far the fitted model moves when I draw another\ntraining set. Then bias."
    notes = "bias: wrong on average\nvariance: moves with the sample"

    assert [wrapped[a:b] for a, b in sentences(wrapped)] == [
        "Variance is how far the fitted model moves when I draw another\ntraining set.",
        "Then bias.",
    ]
    assert [notes[a:b] for a, b in sentences(notes)] == notes.split("\n")


def test_a_paragraph_wrapped_at_a_width_is_cut_where_its_sentences_end() -> None:
    """Pasted from an editor or a mail: a line that ends in the middle of a sentence ends nothing, wherever it began."""
    says = (
        "The curve was flat. If training and validation error are both high and have met, then more rows will not "
        "help, so I add features. We once retrained a churn model weekly, and the scores of single customers jumped "
        "by 20 points although AUC stayed at 0.81. It was variance: the ensemble was tiny."
    )
    wrapped = textwrap.fill(says, 66)
    listed = "\n".join(f"- {line}" for line in textwrap.wrap(says, 66))

    assert [wrapped[a:b].replace("\n", " ") for a, b in sentences(wrapped)] == [says[a:b] for a, b in sentences(says)]
    assert len([*sentences(listed)]) > len(listed.splitlines())
