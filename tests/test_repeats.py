"""Runs of sentences that were said before."""

from mock_interview.grading.repeats import repeated

ANSWER = ["going through it", "1.", "learning rate", "a rate too high makes the loss jump up", "so"]


def plain(said: list[str]) -> set[int]:
    """Return what is repeated where nothing is code."""
    return repeated(said, [False] * len(said))


def test_a_run_is_found_with_its_short_sentences() -> None:
    """All sentences of a repeated run are found, however short, and nothing of the first telling."""
    assert plain(ANSWER * 3) == set(range(5, 15))


def test_a_refrain_is_no_run() -> None:
    """One sentence alone, and a few words in a row, may come back."""
    assert plain([*ANSWER, "so", "new words", "going through it", "1."]) == set()


def test_a_run_ends_where_the_words_differ() -> None:
    """What follows a repeated run is the candidate's own."""
    assert plain([*ANSWER, *ANSWER[2:4], "and that was new"]) == {5, 6}


def test_short_runs_of_code_stay() -> None:
    """Five lines of code in a row may come back, six are the same code again."""
    lines = [f"x = step number {n} of the loop" for n in range(6)]
    assert repeated([*lines[:5], *lines[:5]], [True] * 10) == set()
    assert repeated([*lines, *lines], [True] * 12) == set(range(6, 12))


def test_a_line_said_thousands_of_times_is_said_once() -> None:
    """However often a line comes back, and the work does not grow with the square of that."""
    assert plain(["the same line again and again"] * 20_000) == set(range(2, 20_000))
