from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank import Bank
from mock_interview.interview.schedule import Plan, Watched, due_after, focus, plan, reason
from mock_interview.models import LEVELS, Level, Question
from mock_interview.records import Mark, Practised
from support import TINY

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BASE = Bank(TINY).question("why-knead")


def question(name: str, **more: Any) -> Question:
    """Return a question of the tiny bank under another name."""
    return BASE.model_copy(update={"id": name, **more})


def practised(name: str, level: Level | None, days_ago: float = 0, *marks: Mark) -> Practised:
    """Return a session on a question, so many days before now."""
    at = NOW - timedelta(days=days_ago)
    return Practised(f"{name}-{days_ago}", name, at, False, level, marks, Path("x.json"))


def mark(name: str, met: bool, kind: Any = "L5", shared: bool = True) -> Mark:
    """Return what a grade says of a criterion."""
    return Mark(name, kind, "met" if met else "unmet", shared)


def order(found: Plan) -> list[tuple[str, str]]:
    """Return the ids of a plan with why they stand there."""
    return [(item.question.id, item.why) for item in found.items]


A, B, C, D = (question(name) for name in "abcd")


def test_what_is_due_comes_weak_before_strong_then_new_then_later() -> None:
    """Due questions come first, the weakest first and then the longest due; new ones follow, then what is not due."""
    past = [practised("a", "L5", 30), practised("b", "L4", 30), practised("c", "L4", 40), practised("e", "L6", 0)]
    expected = [("c", "due"), ("b", "due"), ("a", "due"), ("d", "new"), ("e", "later")]
    assert order(plan([A, B, C, D, question("e")], past, NOW)) == expected


@pytest.mark.parametrize(
    ("level", "days"), [("below L4", 1), ("L4", 1), ("L5", 2), ("L6", 8)], ids=["Again", "Hard", "Good", "Easy"]
)
def test_a_level_is_a_rating(level: Level, days: int) -> None:
    """The better the level, the longer a question rests after its first answer."""
    (item,) = plan([A], [practised("a", level)], NOW).items
    assert (item.level, item.last, item.due) == (level, NOW, NOW + timedelta(days=days))


def test_with_nothing_due_or_new_the_weakest_comes() -> None:
    """When everything has been practised just now, the weakest question is proposed, and says so."""
    found = plan([A, B, C], [practised("a", "L6"), practised("b", "L4"), practised("c", "L5")], NOW)
    assert order(found) == [("b", "weak"), ("c", "later"), ("a", "later")]
    assert reason(found.items[0], found) == "Last time L4; due in 1 day."


def test_the_first_question_is_a_friendly_one() -> None:
    """Without a session, a short question about a concept is proposed."""
    bank = [question("a", kind="design", minutes=3), question("b", minutes=9), question("c", minutes=8)]
    found = plan(bank, [], NOW)
    assert order(found) == [("c", "new"), ("b", "new"), ("a", "new")]
    assert reason(found.items[0], found) == "A short question to begin with."


def test_new_questions_come_from_the_weakest_category_first() -> None:
    """A category below the middle comes before one nobody knows, and that before a strong one."""
    bank = [question(f"{c}{i}", category=c) for c in ("strong", "unknown", "weak") for i in "12"]
    past = [practised("strong1", "L6"), practised("weak1", "L4")]
    found = plan(bank, past, NOW)
    assert [name for name, why in order(found) if why == "new"] == ["weak2", "unknown1", "unknown2", "strong2"]
    assert reason(found.items[0], found) == "New to you, and from your weakest category."


def test_a_question_without_a_level_is_new_after_those_never_tried() -> None:
    """An answer that got no level is no review; its question waits behind those never tried."""
    assert order(plan([A, B], [practised("a", None, 3)], NOW)) == [("b", "new"), ("a", "new")]


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(9, "due for 8 days"), (2, "due for 1 day"), (1, "due today"), (0, "due in 1 day")]
)
def test_the_reason_says_how_long_it_has_been_due(days_ago: int, expected: str) -> None:
    """The reason gives the last level and the days since the question was due."""
    found = plan([A], [practised("a", "L4", days_ago)], NOW)
    assert reason(found.items[0], found) == f"Last time L4; {expected}."


def test_a_day_ends_where_the_user_is() -> None:
    """A question is due on its day from midnight on, in the time zone of `now`."""
    past = [practised("a", "L4")]  # due at noon of 11 March, UTC
    east = timezone(timedelta(hours=10))
    moments = (datetime(2026, 3, 10, 23, 59, tzinfo=east), datetime(2026, 3, 11, 0, 1, tzinfo=east))
    assert [plan([A], past, moment).items[0].why for moment in moments] == ["weak", "due"]


def test_a_mark_missed_in_several_questions_is_watched() -> None:
    """A shared mark is watched once two questions missed it; the most due one that the rubric has gets attention.

    Without one it is what the last answer missed of the question alone, from the next level downwards.
    """
    own = [mark(f"own-{kind}", False, kind, shared=False) for kind in ("L4", "L5", "L6", "down_level")]
    past = [
        practised("a", "L4", 3, mark("use-x", False), mark("use-y", False), *own),
        practised("b", "L4", 2, mark("use-x", True), mark("use-y", False)),
        practised("c", "L4", 1, mark("use-x", False), mark("use-y", False)),
    ]
    found = plan([A, B, C], past, NOW)
    assert [(w.criterion, w.missed, w.of) for w in found.marks] == [("use-y", 3, 3), ("use-x", 2, 3)]
    item = found.items[0]
    assert (item.question.id, item.missed) == ("a", ("own-L5", "own-L4"))
    rubrics = (["own-L5", "use-x", "use-y"], ["own-L5", "use-x"], ["own-L4", "own-L5"], ["z"])
    assert [focus(item, found, names) for names in rubrics] == ["use-y", "use-x", "own-L5", None]


@pytest.mark.parametrize(
    ("level", "watched"),
    [("below L4", []), ("L4", ["use"]), ("L5", ["use", "own"]), ("L6", ["use", "own"])],
)
def test_marks_are_watched_up_to_the_next_level(level: Level, watched: list[str]) -> None:
    """What lies above the next level is held against nobody, nor is a mark missed in one question alone."""
    both = (mark("use", False, "L5"), mark("own", False, "L6"), Mark("lost", "L5", "ungraded", True))
    past = [practised("a", level, 2, *both), practised("b", level, 1, *both, mark("once", False))]
    assert sorted(w.criterion for w in plan([A, B], past, NOW).marks) == sorted(watched)


def test_a_mark_met_again_and_again_asks_for_no_attention() -> None:
    """A mark that the latest answers all met and that is not due is left alone."""
    old = [practised(name, "L4", 40 + i, mark("use", False)) for i, name in enumerate("ab")]
    found = plan([A, B], [*old, *(practised("a", "L4", d, mark("use", True)) for d in range(5))], NOW)
    assert [(w.missed, w.of) for w in found.marks] == [(0, 5)]
    assert focus(found.items[0], found, ["use"]) is None


def test_sessions_from_the_future_break_nothing() -> None:
    """A clock put back a little counts as now; a session from another century is left out."""
    soon, far = practised("a", "L5", -0.5), practised("b", "L6", -30_000)
    found = plan([A, B], [soon, far, practised("b", "L4", 9)], NOW)
    assert [(i.question.id, i.last, i.level) for i in found.items] == [
        ("b", NOW - timedelta(days=9), "L4"),
        ("a", NOW, "L5"),
    ]


SESSIONS = st.lists(
    st.builds(
        lambda name, level, days, met: practised(name, level, days, mark("use", met), mark("own", not met, "L6")),
        st.sampled_from("abcd"),
        st.sampled_from([None, *LEVELS]),
        st.floats(-400, 4000),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda s: s.id,
)


@given(SESSIONS, st.randoms())
def test_the_same_sessions_give_the_same_plan(past: list[Practised], random: Any) -> None:
    """The plan holds every question once and does not depend on the order in which sessions are read."""
    shuffled = random.sample(past, len(past))
    found = plan([A, B, C, D], past, NOW)
    assert found == plan([A, B, C, D], shuffled, NOW)
    assert sorted(item.question.id for item in found.items) == ["a", "b", "c", "d"]
    ranks = [{"due": 0, "new": 1}.get(item.why, 2) for item in found.items]
    due = [LEVELS.index(i.level) for i in found.items if i.why == "due" and i.level]
    assert (ranks, due) == (sorted(ranks), sorted(due))
    assert all(isinstance(w, Watched) and 0 <= w.missed <= w.of <= 5 for w in found.marks)


@given(st.lists(st.tuples(st.floats(0, 500), st.sampled_from(list(Rating))), max_size=15), st.floats(0, 900))
def test_a_failed_review_never_puts_a_card_off_longer(before: Sequence[tuple[float, Rating]], gap: float) -> None:
    """After the same past, the better the last review, the later a card is due, and never before it was reviewed."""
    at, reviews = NOW, []
    for days, rating in before:
        at += timedelta(days=days)
        reviews.append((at, rating))
    at += timedelta(days=gap)
    dates = [due_after([*reviews, (at, rating)]) for rating in (Rating.Again, Rating.Hard, Rating.Good, Rating.Easy)]
    assert dates == sorted(dates)
    assert at < dates[0]
    assert dates[-1] <= at + timedelta(days=365)


def test_what_a_mentor_found_missing_comes_first() -> None:
    """A mentor's finding gets attention before shared marks that are due, a shared one included, within reach."""
    theirs = (Mark("own-x", "L4", "unmet", mentor=True), Mark("use-y", "L5", "unmet", True, True))
    far, error = Mark("own-far", "L6", "unmet", mentor=True), Mark("wrong", "down_level", "unmet", mentor=True)
    past = [
        practised("a", "L4", 3, mark("use-z", False), mark("own-b", False, shared=False), *theirs, far, error),
        practised("b", "L5", 2, mark("use-z", False)),
    ]
    found = plan([A, B], past, NOW)
    item = found.items[0]
    assert (item.missed, item.of_mentor) == (("use-y", "own-x", "own-b"), {"use-y", "own-x"})
    assert focus(item, found, ["use-z", "own-x", "own-b"]) == "own-x"
    assert focus(item, found, ["use-z", "own-b"]) == "use-z"


def test_a_mentors_level_is_said_to_be_one() -> None:
    """The reason says whose level it is."""
    one = practised("a", "L4", 9)
    found = plan([A], [replace(one, mentored=True)], NOW)
    assert reason(found.items[0], found) == "Your mentor put your last answer at L4; due for 8 days."
