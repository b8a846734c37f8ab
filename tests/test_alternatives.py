"""Many patterns as one."""

import re

import pytest

from mock_interview.grading.alternatives import joined

PATTERNS = [r"^\W*note\b", r"\bmark (?:it|this)|\bgive [|\]] me\b", r"^dear\b|x\|y", r"[(|]a", r"\b(\d+) of \1\b"]


def test_patterns_that_begin_alike_stand_together() -> None:
    """Only bars outside of brackets part a pattern; each beginning stands once."""
    assert joined(PATTERNS, ("^", r"\b")) == (
        r"^(?:\W*note\b|dear\b)|\b(?:mark (?:it|this)|give [|\]] me\b|(\d+) of \1\b)|(?:x\|y|[(|]a)"
    )


@pytest.mark.parametrize(
    "text",
    [
        "note",
        "- note",
        "a note",
        "mark this",
        "remark this",
        "give | me",
        "dear",
        "x|y",
        "x",
        "(a",
        "|a",
        "7 of 7",
        "7 of 8",
        "",
    ],
)
def test_it_finds_what_one_of_them_finds(text: str) -> None:
    """The same texts match, whichever way the patterns are put together."""
    assert bool(re.search(joined(PATTERNS, ("^", r"\b")), text)) == any(re.search(p, text) for p in PATTERNS)
