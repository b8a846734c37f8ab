"""JSON out of replies that were never promised to be JSON."""

from typing import Any

import pytest

from mock_interview.errors import UnusableReply
from mock_interview.llm import parse_json


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        (' \n[1, "two"]\n', [1, "two"]),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('```\n{"a": 1}```', {"a": 1}),
        ("  ```JSON  \n\n[]\n\n```  \n", []),
        ('<think>Rye? {"a": 2}</think>\n{"a": 1}', {"a": 1}),
        ('<think>\n</think>\n```json\n{"a": 1}\n```', {"a": 1}),
        ('{"a": "```b```"}', {"a": "```b```"}),
        ('{"a": "<think>b</think>"}', {"a": "<think>b</think>"}),
        ('{"a": "\\ud83c\\udf5e é"}', {"a": "🍞 é"}),
        ("null", None),
    ],
    ids=[
        "bare",
        "blanks around",
        "fence",
        "fence closed on the line",
        "fence with blanks",
        "thinking",
        "thinking and fence",
        "fence inside a text",
        "thinking inside a text",
        "surrogate pair",
        "null",
    ],
)
def test_json_is_read_out_of_its_wrapping(reply: str, value: Any) -> None:
    """One block of thinking and one code fence are taken off; what is inside texts stays."""
    assert parse_json(reply) == value


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("", "the reply is empty"),
        (" \n", "the reply is empty"),
        ("<think>Hm.</think>", "the reply is empty"),
        ("```json\n```", "the reply is empty"),
        (
            "Sure! Here it is: {}",
            "the reply is not valid JSON: Expecting value at line 1, column 1",
        ),
        (
            '{"a": "cut o',
            "the reply is not valid JSON: Unterminated string starting at at line 1, column 7",
        ),
        ('{"a": 1} {"a": 2}', "the reply is not valid JSON: Extra data at line 1, column 10"),
        (
            "<think>never ends",
            "the reply is not valid JSON: Expecting value at line 1, column 1",
        ),
        ("[" * 100_000, "the reply is JSON nested too deeply"),
        ("7" * 5_000, "the reply has a number of too many digits"),
        ('{"a": "\\ud83c"}', "the reply has half of a surrogate pair, which is no text"),
    ],
    ids=[
        "empty",
        "blank",
        "only thinking",
        "empty fence",
        "prose",
        "truncated",
        "two values",
        "endless thinking",
        "deep",
        "huge number",
        "half a character",
    ],
)
def test_what_cannot_be_read_names_the_fault_and_keeps_the_text(reply: str, fault: str) -> None:
    """The message can be sent back to the model, and the raw reply with it."""
    with pytest.raises(UnusableReply) as caught:
        parse_json(reply)

    assert (caught.value.message, caught.value.raw) == (fault, reply)


@pytest.mark.parametrize("reply", ["```" + "\n" * 200_000, "```\n" + " " * 200_000 + "x", "<think>" * 50_000])
def test_a_reply_made_to_be_slow_is_read_at_once(reply: str) -> None:
    """Fences and blanks without end cost no more than their length: such a reply once took minutes."""
    with pytest.raises(UnusableReply):
        parse_json(reply)
