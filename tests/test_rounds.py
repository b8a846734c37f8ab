"""Choosing the questions of a loop: the time is filled, the mix held, what needs practice comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank import Mix, Part
from mock_interview.errors import BadInput
from mock_interview.interview.rounds import OVER, Practised, choose
from mock_interview.models import Question
from support_loop import question

MIX = Mix(
    id="usual",
    title="Usual",
    parts=(
        Part(share=40, kinds=("concept",)),
        Part(share=40, kinds=("design",)),
        Part(share=20, kinds=("behavioural",), core=False),
    ),
)
ONE = Mix(id="one", title="One", parts=(Part(share=1),))


def shelf(*groups: tuple[str, int, int]) -> list[Question]:
    """Return questions: so many of each (kind, minutes, count)."""
    return [question(f"{kind}-{i}", kind, minutes) for kind, minutes, count in groups for i in range(count)]


SHELF = shelf(("concept", 8, 9), ("design", 15, 9), ("behavioural", 6, 9))


def test_the_mix_is_held_in_its_order() -> None:
    """Each part gets its share of the time, the parts are asked in their order, and only a core part's are core."""
    chosen = choose(SHELF, MIX, 45, {}, seed=1)
    assert [q.kind for q in chosen.questions] == ["concept", "concept", "design", "behavioural", "behavioural"]
    assert chosen.minutes == 43
    assert chosen.core == {q.id for q in chosen.questions if q.kind != "behavioural"}


@given(
    minutes=st.integers(5, 200),
    seed=st.integers(0, 9),
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=12),
)
def test_the_time_is_filled_and_hardly_exceeded(minutes: int, seed: int, lengths: list[int]) -> None:
    """There is a question at least, none twice, at most a few minutes over, and none left that would fit."""
    all_of_them = [question(f"q-{i}", "concept", length) for i, length in enumerate(lengths)]
    chosen = choose(all_of_them, ONE, minutes, {}, seed)
    ids = [q.id for q in chosen.questions]
    assert len(ids) == len(set(ids)) >= 1
    assert chosen.minutes <= minutes + OVER or (len(ids) == 1 and chosen.minutes == min(lengths))
    left = minutes - chosen.minutes
    assert not [q for q in all_of_them if q.id not in ids and q.minutes <= left]


def test_what_was_not_practised_comes_first_and_then_the_weak() -> None:
    """Unpractised before practised, ungraded and weak before strong, and of equals the one asked longest ago."""
    known = {
        "concept-0": Practised("2026-01-01", "L6"),
        "concept-1": Practised("2026-03-01", "L4"),
        "concept-2": Practised("2026-02-01", "L4"),
        "concept-3": Practised("2026-04-01", None),
    }
    five = shelf(("concept", 8, 5))
    assert [q.id for q in choose(five, ONE, 40, known, seed=0).questions] == [
        "concept-4",
        "concept-3",
        "concept-2",
        "concept-1",
        "concept-0",
    ]


def test_a_seed_makes_the_choice_again() -> None:
    """The same seed chooses the same questions, and other seeds choose others."""
    rounds = [choose(SHELF, MIX, 45, {}, seed) for seed in (1, 1, 2, 3)]
    assert rounds[0] == rounds[1]
    assert len({tuple(q.id for q in r.questions) for r in rounds}) == 3


def test_a_category_narrows_the_choice() -> None:
    """Only questions of the categories named are drawn; a part that none of them fits gives its time to the others."""
    both = [question("a", "concept", 8, "rye"), question("b", "concept", 8, "rye"), question("c", "design", 8, "salt")]
    assert {q.id for q in choose(both, MIX, 45, {}, 0, ["rye"]).questions} == {"a", "b"}


def test_a_mix_without_a_question_is_refused() -> None:
    """Where no part has a question of the category, that is said with the next step."""
    only = Mix(id="d", title="D", parts=(Part(share=1, kinds=("design",)),))
    with pytest.raises(BadInput) as caught:
        choose(shelf(("concept", 8, 2)), only, 45, {}, 0, ["bread"])
    assert (caught.value.message, caught.value.hint) == (
        "No question of the categories bread belongs in the loop 'd'.",
        "Leave out --category or --like.",
    )


def test_of_questions_that_are_all_too_long_the_shortest_is_asked() -> None:
    """A loop has a question, however little time there is."""
    long = shelf(("design", 30, 2), ("concept", 20, 1))
    assert [q.id for q in choose(long, ONE, 5, {}, 0).questions] == ["concept-0"]
