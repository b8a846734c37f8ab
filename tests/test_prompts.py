import re

import pytest
from jinja2 import UndefinedError

from mock_interview.bank import Bank
from mock_interview.grading.prompts import fenced, fill, prompt_digest


def test_an_answer_is_never_a_template(bank: Bank) -> None:
    """Braces in an answer reach the model as they are."""
    question = bank.question("why-knead")
    text = "{{ 7 * 7 }} {% for x in y %} {# gone #}"
    assert fenced(text, question).split("\n")[1] == text


def test_the_fence_belongs_to_the_question(bank: Bank) -> None:
    """Both lines of the fence are the same and depend on the question only, so that a server's cache holds."""
    question = bank.question("why-knead")
    first, _, last = fenced("a", question).split("\n")
    assert first == last == fenced("b", question).split("\n")[0]
    assert re.fullmatch("===== [0-9a-f]{8} =====", first)


def test_a_missing_value_is_an_error() -> None:
    """A template is not filled in with a hole in it."""
    with pytest.raises(UndefinedError):
        fill("judge.criterion.md.j2")


def test_markup_in_the_rubric_is_not_escaped(bank: Bank) -> None:
    """What a rubric says reaches the model letter by letter."""
    criterion = bank.rubric("why-knead").criteria[0].model_copy(update={"claim": "a < b && c > 'd'"})
    assert fill("judge.criterion.md.j2", criterion=criterion) == "Claim: a < b && c > 'd' Shown?"


def test_a_digest_is_of_the_wording() -> None:
    """Other templates, or the same in another order, have another digest."""
    names = ("judge.system.md.j2", "judge.criterion.md.j2")
    digests = {prompt_digest(*names), prompt_digest(*reversed(names)), prompt_digest(names[0])}
    assert len(digests) == 3
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in digests)
