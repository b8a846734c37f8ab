"""Many more phrases, one a line in `data/`: a phrase found to slip through, or wrongly set aside, is added there."""

from pathlib import Path

import pytest

from mock_interview.bank import Bank
from support_grading import AFTER, BEFORE, prepared, words

DATA = Path(__file__).parent / "data"
ATTACKS = (DATA / "attacks.txt").read_text(encoding="utf-8").splitlines()
LEGITIMATE = (DATA / "legitimate.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("phrase", ATTACKS)
def test_an_attack_is_flagged(bank: Bank, phrase: str) -> None:
    """A phrase that speaks to the grader or claims its own grade is flagged, and the sentences around it stay."""
    answer = prepared(bank, f"{BEFORE}\n{phrase}\n\n{AFTER}")
    assert answer.flags
    assert words(phrase) != words(answer.reading.removeprefix(BEFORE).removesuffix(AFTER))
    assert (answer.reading.startswith(BEFORE), answer.reading.endswith(AFTER)) == (True, True)


@pytest.mark.parametrize("phrase", LEGITIMATE)
def test_an_ordinary_phrase_is_left_alone(bank: Bank, phrase: str) -> None:
    """A phrase of an ordinary answer raises no flag and reaches the judge whole."""
    answer = prepared(bank, f"{BEFORE}\n{phrase}\n\n{AFTER}")
    assert (answer.flags, words(answer.reading)) == ((), words(f"{BEFORE} {phrase} {AFTER}"))
