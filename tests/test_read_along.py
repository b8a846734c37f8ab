import threading
from collections.abc import Callable

import pytest

from mock_interview.errors import BadInput, GraderFailed
from mock_interview.interview import ReadAlong

SENTENCE = "Kneading lines the gluten strands up, so that they bond into a net which holds the gas of the yeast. "


def reader(seen: list[str], pieces: int) -> tuple[Callable[[str], None], threading.Event]:
    """Return what remembers the drafts it reads, and an event that comes with the last of so many."""
    done = threading.Event()

    def read(text: str) -> None:
        seen.append(text)
        if len(seen) == pieces:
            done.set()

    return read, done


def test_keeps_the_newest_draft_once() -> None:
    """A draft is saved when it has changed, and only as it is now."""
    kept: list[str] = []
    along = ReadAlong(kept.append, lambda text: None)
    along.keep_now()
    along.hear("I")
    along.hear("I push")
    along.keep_now()
    along.keep_now()
    along.hear("I push it")
    along.keep_now()
    assert (kept, along.draft) == (["I push", "I push it"], "I push it")


def test_a_draft_that_cannot_be_saved_is_tried_again() -> None:
    """A full disk does not disturb who is typing, and the same draft is saved once there is room."""
    kept: list[str] = []
    full = [True]

    def keep(text: str) -> None:
        if full[0]:
            raise BadInput("cannot be saved: No space left on device")
        kept.append(text)

    along = ReadAlong(keep, lambda text: None)
    along.hear("I push")
    along.keep_now()
    full[0] = False
    along.keep_now()
    assert kept == ["I push"]


def test_keeps_drafts_by_itself() -> None:
    """Once started, drafts are saved without anybody asking."""
    kept: list[str] = []
    done = threading.Event()

    def keep(text: str) -> None:
        kept.append(text)
        done.set()

    along = ReadAlong(keep, lambda text: None, every=0.01)
    along.hear("I push")
    along.start()
    assert done.wait(20)
    along.stop()
    assert kept == ["I push"]


def test_reads_the_question_first_and_then_finished_sentences_only() -> None:
    """The model reads before a word is typed, and later only sentences that are finished."""
    seen: list[str] = []
    read, done = reader(seen, 2)
    along = ReadAlong(lambda text: None, read, every=0.01)
    along.hear(SENTENCE * 3 + "The hook adds 3.5 degrees and then")
    along.start()
    assert done.wait(20)
    along.stop()
    assert seen == ["", (SENTENCE * 3).rstrip()]


def test_reads_on_when_enough_has_been_added() -> None:
    """A little more is not read at once; what has been added is read when it has grown to some size."""
    seen: list[str] = []
    first, second = threading.Event(), threading.Event()

    def read(text: str) -> None:
        seen.append(text)
        {3: first, 7: second}.get(text.count("."), threading.Event()).set()

    along = ReadAlong(lambda text: None, read, every=0.01)
    along.hear(SENTENCE * 3)
    along.start()
    assert first.wait(20)
    along.hear(SENTENCE * 4)
    along.hear(SENTENCE * 7)
    assert second.wait(20)
    along.stop()
    assert [text.count(".") for text in seen] == [0, 3, 7]


def test_a_failing_model_ends_the_reading_and_nothing_else() -> None:
    """When the model cannot be reached, drafts are still saved and nothing is raised."""
    kept: list[str] = []
    tried, done = threading.Event(), threading.Event()

    def read(text: str) -> None:
        tried.set()
        raise GraderFailed("The server cannot be reached.")

    def keep(text: str) -> None:
        kept.append(text)
        done.set()

    along = ReadAlong(keep, read, every=0.01)
    along.start()
    assert tried.wait(20)
    along.hear("I push")
    assert done.wait(20)
    along.stop()
    assert kept == ["I push"]


def test_stop_waits_for_what_is_being_read() -> None:
    """The answer is judged by the same model, so its reading ends before the judging begins."""
    log: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def read(text: str) -> None:
        begun.set()
        assert go_on.wait(20)
        log.append("read")

    along = ReadAlong(lambda text: None, read, every=0.01)
    along.start()
    assert begun.wait(20)
    stopping = threading.Thread(target=lambda: (along.stop(), log.append("stopped")))
    stopping.start()
    go_on.set()
    stopping.join(20)
    assert log == ["read", "stopped"]


def test_no_draft_is_kept_after_the_end() -> None:
    """The finished answer is never followed by a draft of itself."""
    kept: list[str] = []
    along = ReadAlong(kept.append, lambda text: None)
    along.hear("I push")
    along.abandon()
    along.keep_now()
    assert kept == []


def test_the_end_waits_for_a_draft_that_is_being_kept() -> None:
    """A draft on its way to the disk arrives before the finished answer, not on top of it."""
    log: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def keep(text: str) -> None:
        begun.set()
        assert go_on.wait(20)
        log.append("draft")

    along = ReadAlong(keep, lambda text: None)
    along.hear("I push")
    keeping = threading.Thread(target=along.keep_now)
    keeping.start()
    assert begun.wait(20)
    ending = threading.Thread(target=lambda: (along.abandon(), log.append("end")))
    ending.start()
    go_on.set()
    keeping.join(20)
    ending.join(20)
    assert log == ["draft", "end"]


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param("word " * 100, id="no sentence ends"),
        pytest.param("Short. " + "word " * 100, id="one short sentence"),
    ],
)
def test_reads_nothing_of_an_unfinished_thought(draft: str) -> None:
    """A draft without enough finished sentences is not sent anywhere, so only the question is read."""
    seen: list[str] = []
    kept = threading.Event()
    along = ReadAlong(lambda text: kept.set(), seen.append, every=0.5)  # time for the reader to look twice
    along.hear(draft)
    along.start()
    assert kept.wait(20)
    along.stop()
    assert seen == [""]
