"""Recorded verdicts: they give the same levels again, and what lowers agreement is found out."""

from pathlib import Path

import pytest

from mock_interview.audit import record, run
from mock_interview.bank import Bank
from mock_interview.errors import BadInput
from mock_interview.models import LEVELS
from test_fitting import made


@pytest.fixture
def recording(bank: Bank) -> record.Recording:
    """Return the recording of an audit of made-up signals, all of the question the bank has."""
    graded = run.measure(made(bank, 5), bank.levels.rule).graded
    own = [g for g in graded if g.signals.question.id == "q0"]
    question = bank.question("why-knead")
    for g in own:
        object.__setattr__(g.signals, "question", question)
    return record.record(own, "m", "logprobs", "sha256:0")


def test_a_replay_gives_the_levels_again(bank: Bank, recording: record.Recording, tmp_path: Path) -> None:
    """Written, read and replayed, verdicts amount to the levels they were recorded with."""
    kept = record.read(record.write(recording, tmp_path / "audit"))

    now = record.replay(kept, bank)

    assert kept == recording
    assert (now.changed, now.stale) == ((), ())
    assert now.levels.exact == pytest.approx(kept.exact)
    assert record.worse(kept, now) == ""


def test_a_rule_that_agrees_less_is_found_out(bank: Bank, recording: record.Recording) -> None:
    """Under a rule that gives nobody a level, the replay names the answers and what fell."""
    strict = [rule.model_copy(update={"l4": 90.0, "l5": 91.0, "l6": 92.0}) for rule in recording.rules]
    kept = recording.model_copy(update={"rules": tuple(strict)})

    now = record.replay(kept, bank)

    assert {a.level for a in kept.answers} > {"below L4"}
    assert len(now.changed) == sum(a.level != "below L4" for a in kept.answers)
    assert "exact" in record.worse(kept, now)


def test_answers_that_were_changed_are_stale(bank: Bank, recording: record.Recording) -> None:
    """A recording of other words, or under another rubric, is not silently believed."""
    answers = tuple(a.model_copy(update={"text": "sha256:0"}) for a in recording.answers[:1]) + recording.answers[1:]

    one = record.replay(recording.model_copy(update={"answers": answers}), bank)
    every = record.replay(recording.model_copy(update={"rubrics": {"why-knead": "sha256:0"}}), bank)

    assert len(one.stale) == 1
    assert "changed after the recording" in record.worse(recording, one)
    assert len(every.stale) == len(recording.answers)
    assert every.levels.exact is None


def test_what_is_no_recording_says_so(tmp_path: Path) -> None:
    """A file of something else is refused by name."""
    path = tmp_path / "x.json"
    path.write_text("{}")

    with pytest.raises(BadInput, match=r"x\.json: is no recording"):
        record.read(path)
    with pytest.raises(BadInput, match="too few answers"):
        record.record([], "m", "logprobs", "p")
    assert LEVELS[0] == "below L4"
