"""Loading broken content: nothing of it is used, and every problem is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mock_interview.bank import Bank
from mock_interview.errors import BankError
from support_bank import CATEGORIES, GOLD, LEVELS, QUESTION, RUBRIC, changed_bank

Changes = dict[str, list[tuple[str, str]]]
Use = Callable[[Bank], object]


@pytest.mark.parametrize(
    ("changes", "use", "problems"),
    [
        pytest.param(
            {QUESTION: [("minutes: 5", "minutes: five"), ("kind: concept", "king: concept")]},
            lambda bank: bank.question("why-knead"),
            [
                f"{QUESTION}:1: kind: is missing; add it",
                f"{QUESTION}:6: minutes: input should be a valid integer, unable to parse string as an integer",
                f"{QUESTION}:5: king: is not a known field; remove it or correct its spelling",
            ],
            id="question",
        ),
        pytest.param(
            {QUESTION: [("minutes: 5", "minutes: 5\nminutes: 6")]},
            lambda bank: bank.questions,
            [f"{QUESTION}:7: minutes: stands twice; remove one"],
            id="questions",
        ),
        pytest.param(
            {RUBRIC: [("- id: holds-gas", "- kind: L6\n      id: holds-gas"), ("format: 1", "format: 2")]},
            lambda bank: bank.rubric("why-knead"),
            [
                f"{RUBRIC}:1: format: input should be less than or equal to 1",
                f"{RUBRIC}:9: criteria.L4[1].kind: is set by its place; remove it",
            ],
            id="rubric",
        ),
        pytest.param(
            {LEVELS: [("  l5: 3", "  l5: 9"), ("id: core-wrong", "id: core wrong")]},
            lambda bank: bank.rubric("why-knead"),
            [
                f"{LEVELS}:18: rule: l4, l5 and l6 must not fall",
                f"{LEVELS}:13: shared.concept[1].id: is not an id; use lower-case words and digits joined by hyphens",
            ],
            id="levels",
        ),
        pytest.param(
            {GOLD: [("type: terse", "type: short")]},
            lambda bank: bank.gold("why-knead"),
            [
                f"{GOLD}:48: answers[5].type: input should be 'plain', 'long', 'terse', 'fluent-wrong', "
                "'plain-english', 'spoken', 'reordered' or 'half-wrong'"
            ],
            id="gold",
        ),
        pytest.param(
            {CATEGORIES: [("id: bread", "id: Bread")]},
            lambda bank: bank.categories,
            [
                f"{CATEGORIES}:3: categories[0].id: is not an id; use lower-case words and digits joined by hyphens",
            ],
            id="categories",
        ),
    ],
)
def test_broken_content_is_not_used(tmp_path: Path, changes: Changes, use: Use, problems: list[str]) -> None:
    """A file that does not hold together raises every problem in it, and no half of it is used."""
    bank = Bank(changed_bank(tmp_path, changes))

    with pytest.raises(BankError) as caught:
        use(bank)
    assert caught.value.problems == problems


def test_problems_are_counted_in_the_message() -> None:
    """An error about the bank counts the problems and lists one a line."""
    assert BankError(["a:1: x"]).message == "1 problem in the question bank:\n  a:1: x"
    assert BankError(["a:1: x", "b:2: y"]).message == "2 problems in the question bank:\n  a:1: x\n  b:2: y"


@pytest.mark.parametrize("folder", ["rubrics", "gold"])
def test_a_missing_file_is_named(tmp_path: Path, folder: str) -> None:
    """A question without a rubric, or without gold answers, says which file to add when it is needed."""
    root = changed_bank(tmp_path, {})
    (root / folder / "bread" / "why-knead.yaml").unlink()

    with pytest.raises(BankError) as caught:
        Bank(root).gold("why-knead") if folder == "gold" else Bank(root).rubric("why-knead")
    assert caught.value.problems == [f"{folder}/: has no file why-knead.yaml; add it"]
