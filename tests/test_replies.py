"""A file of replies: what comes back, what stays as it was, and what is no such file."""

import math
import random
from pathlib import Path

import pytest

from mock_interview.audit.replies import Replies, key_of
from mock_interview.errors import BadInput

DIRECTIONS = 4
RANDOM = random.Random(1)
IMAGE = [[RANDOM.gauss(0, 1) for _ in range(DIRECTIONS)] for _ in range(60)]


def verdict(number: int) -> dict[str, float]:
    """Return a first token whose sixty candidates depend on four numbers, as a model's do on its hidden state."""
    chance = random.Random(number)
    state = [chance.gauss(0, 1) for _ in range(DIRECTIONS)]
    yes = chance.uniform(0.1, 0.8)
    said = {f"t{n}": -9 + sum(a * b for a, b in zip(row, state, strict=True)) for n, row in enumerate(IMAGE)}
    return {"Yes": math.log(yes), " no": math.log(0.9 - yes)} | said


STATEMENT = {"True": -0.1234, " false": -2.0, "t1": -8.0}


def written(path: Path, numbers: range) -> Replies:
    """Return a file of verdicts, read again."""
    replies = Replies(path)
    for number in numbers:
        replies.add(number, verdict(number))
    replies.add(999, STATEMENT)
    assert replies.write()
    return Replies(path)


def test_a_reply_comes_back_as_it_was_but_for_rounding(tmp_path: Path) -> None:
    """Words to a hundredth, the other candidates to a few; of a statement the words alone."""
    replies = written(tmp_path / "r.xz", range(50))

    for number in range(50):
        was, found = verdict(number), replies.get(number)
        assert found is not None
        assert found.keys() == was.keys()
        assert abs(found["Yes"] - was["Yes"]) <= 0.00501
        assert max(abs(found[token] - was[token]) for token in was) < 0.1
    assert replies.get(999) == {"True": -0.12, " false": -2.0}
    assert replies.get(1234) is None


def test_what_was_kept_stays_when_more_is_added(tmp_path: Path) -> None:
    """To the bit; and with nothing new the file is not written."""
    path = tmp_path / "r.xz"
    before = written(path, range(50))
    more = written(path, range(40, 60))

    assert [more.get(n) for n in range(50)] == [before.get(n) for n in range(50)]
    found = more.get(55)
    assert found is not None
    assert max(abs(found[token] - value) for token, value in verdict(55).items()) < 0.1
    assert not more.write()


def test_a_reply_belongs_to_a_model_and_a_chat() -> None:
    """Another model, another word or another role is another key; 64 bits."""
    chat = [("system", "s"), ("user", "u")]
    keys = {key_of("m", chat), key_of("n", chat), key_of("m", [("user", "s"), ("user", "u")]), key_of("m", chat[:1])}
    assert len(keys) == 4
    assert key_of("m", chat) == key_of("m", [list(turn) for turn in chat]) < 2**64


@pytest.mark.parametrize("content", [b"", b"not replies", b"\xfd7zXZ\x00 cut"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is named, and nothing of it is run."""
    path = tmp_path / "r.xz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="holds no replies"):
        Replies(path)
