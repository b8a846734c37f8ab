"""What the interviewer replies to clarifying questions."""

import pytest

from mock_interview.interview.scenario import UNKNOWN, reply

SCENARIO = {
    "volume": "900 loaves a day, 200 on Saturdays.",
    "latency": "A loaf must be out an hour after the order.",
    "people": "Three bakers, one of them new.",
    "rules": "No nuts in the house.",
}


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("What is the volume?", "volume"),
        ("How many loaves do we sell?", "volume"),
        ("how fast does it have to be", "latency"),
        ("Who is on the team?", "people"),
        ("Are there regulations?", "rules"),
        ("What about nuts?", "rules"),
    ],
)
def test_a_question_gets_the_fact_it_is_about(asked: str, about: str) -> None:
    """By the name of the fact, by words of like meaning, or by words of the fact itself."""
    assert reply(asked, SCENARIO) == SCENARIO[about]


def test_what_the_scenario_does_not_say_is_not_made_up() -> None:
    """A question about something else gets no fact, and neither does an empty one."""
    assert [reply(asked, SCENARIO) for asked in ("What colour is the oven?", "", "???")] == [UNKNOWN] * 3


def test_the_sheet_is_not_read_out() -> None:
    """A question about everything gets two facts at most."""
    assert reply("volume, latency, people and rules?", SCENARIO).count(".") == 2
