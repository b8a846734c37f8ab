"""Checking a whole bank: every problem at once, each with its file and line."""

from collections import Counter
from pathlib import Path

import pytest

from mock_interview.bank import content_root
from mock_interview.bank.check import Report, check
from mock_interview.errors import BadInput
from support import TINY
from support_bank import CATEGORIES, GOLD, LEVELS, QUESTION, RUBRIC, changed_bank


def test_the_shipped_bank_is_sound() -> None:
    """The questions, rubrics and gold answers we ship have no problems."""
    report = check(content_root())

    assert report.problems == []
    assert report.questions == {
        "ml-fundamentals": 8,
        "deep-learning-production": 6,
        "llm-systems": 13,
        "recsys-search": 8,
        "ml-system-design": 5,
        "behavioral": 5,
        "math": 3,
        "coding": 2,
    }
    assert report.answers >= 300
    assert report.length_correlation is not None
    assert abs(report.length_correlation) < 0.35


def test_a_sound_bank_is_counted() -> None:
    """A sound bank gives no problems, and counts of what is in it."""
    report = check(TINY)

    assert (report.problems, report.questions, report.answers, report.criteria) == ([], Counter(bread=1), 6, 17)
    assert [label for _, label in report.lengths] == [0, 0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        pytest.param(
            [("category: bread", "category: cake"), ("minutes: 5", "minutes: 500")],
            [
                f"{QUESTION}:3: category: is 'cake' but the folder's name is 'bread'; make them the same",
                f"{QUESTION}:6: minutes: input should be less than or equal to 120",
            ],
            id="fields",
        ),
        pytest.param(
            [("id: why-knead", "id: why-need")],
            [f"{QUESTION}:2: id: is 'why-need' but the file's name is 'why-knead'; make them the same"],
            id="id",
        ),
        pytest.param(
            [("title: Why do we knead dough?", "title: Why: because")],
            [f"{QUESTION}:4: is not valid YAML: mapping values are not allowed in this context"],
            id="broken YAML",
        ),
    ],
)
def test_problems_of_a_question(tmp_path: Path, changes: list[tuple[str, str]], problems: list[str]) -> None:
    """A broken question is reported at its own lines, and its sound rubric and gold answers are not blamed for it."""
    assert check(changed_bank(tmp_path, {QUESTION: changes})).problems == problems


def test_problems_of_gold_answers(tmp_path: Path) -> None:
    """Gold answers with wrong labels, quotes, ids and types are all reported at once."""
    changes = [
        ("label: L5", "label: L7"),
        ("- id: wrong", "- id: weak"),
        ("type: terse", "type: plain"),
        ("shows:\n      kneading-feeds-yeast: Kneading feeds", "shows:\n      kneading-feeds-yeast: kneading feeds"),
        ("      windowpane: I stop", "      Window: I stop"),
    ]

    assert check(changed_bank(tmp_path, {GOLD: changes})).problems == [
        f"{GOLD}:3: answers: has no answer labelled 'L5'; add one",
        f"{GOLD}:3: answers: has no answer of type 'terse' labelled 'L6'; add one",
        f"{GOLD}:4: answers[0].id: 'weak' is taken; choose another",
        f"{GOLD}:9: answers[1].id: 'weak' is taken; choose another",
        f"{GOLD}:13: answers[1].shows.kneading-feeds-yeast: quotes words that are not in the text; copy them exactly",
        f"{GOLD}:35: answers[4].label: input should be 'below L4', 'L4', 'L5' or 'L6'",
        f"{GOLD}:39: answers[4].shows.Window: is no criterion or tell of the rubric",
        f"{GOLD}:39: answers[4].shows.Window: is not an id; use lower-case words and digits joined by hyphens",
    ]


def test_too_few_gold_answers(tmp_path: Path) -> None:
    """A question with one gold answer is told what else there must be."""
    root = changed_bank(tmp_path, {})
    (root / GOLD).write_text("format: 1\nquestion: why-knead\nanswers:\n- {id: a, label: L5, type: plain, text: Hm.}\n")

    assert check(root).problems == [
        f"{GOLD}:3: answers: has 1 answers; write at least 6",
        f"{GOLD}:3: answers: has no answer labelled 'L4'; add one",
        f"{GOLD}:3: answers: has no answer labelled 'L6'; add one",
        f"{GOLD}:3: answers: has no answer labelled 'below L4'; add one",
        f"{GOLD}:3: answers: has no answer of type 'fluent-wrong' labelled 'below L4'; add one",
        f"{GOLD}:3: answers: has no answer of type 'long' labelled 'L4'; add one",
        f"{GOLD}:3: answers: has no answer of type 'terse' labelled 'L6'; add one",
    ]


@pytest.mark.parametrize("answers", ["", " none yet"], ids=["empty", "words"])
def test_gold_answers_that_are_no_list(tmp_path: Path, answers: str) -> None:
    """Gold answers that are no list are one problem, and not one for each answer that is missing."""
    root = changed_bank(tmp_path, {})
    (root / GOLD).write_text(f"format: 1\nquestion: why-knead\nanswers:{answers}\n")
    said = "is not a list; begin each entry with `- `" if answers else "is empty; fill it in"

    assert check(root).problems == [f"{GOLD}:3: answers: {said}"]


def test_broken_levels_are_not_blamed_on_others(tmp_path: Path) -> None:
    """Faults of the levels and the categories are reported there alone, all at once."""
    changes = {
        LEVELS: [("  l4: 2", "  l4: two"), ("    - id: own-number", "    - ids: own-number")],
        CATEGORIES: [("format: 1\n", "")],
    }

    assert check(changed_bank(tmp_path, changes)).problems == [
        f"{CATEGORIES}:1: format: is missing; add it",
        f"{LEVELS}:9: shared.concept[0].id: is missing; add it",
        f"{LEVELS}:9: shared.concept[0].ids: is not a known field; remove it or correct its spelling",
        f"{LEVELS}:19: rule.l4: input should be a valid number, unable to parse string as a number",
    ]


def test_a_category_nobody_listed(tmp_path: Path) -> None:
    """A question in a folder that is no category is told where to add it."""
    root = changed_bank(tmp_path, {CATEGORIES: [("id: bread", "id: loaves")]})

    assert check(root).problems == [
        f"{QUESTION}:3: category: is not in questions/categories.yaml; add it there",
    ]


@pytest.mark.parametrize("name", [LEVELS, CATEGORIES])
def test_files_every_bank_needs(tmp_path: Path, name: str) -> None:
    """A bank without its levels or its categories is told so."""
    root = changed_bank(tmp_path, {})
    (root / name).unlink()

    assert check(root).problems == [f"{name}:1: cannot be read: No such file or directory"]


def test_files_that_belong_together(tmp_path: Path) -> None:
    """A question without rubric and gold answers, and these without a question, are named with the file to add."""
    root = changed_bank(tmp_path, {})
    (root / QUESTION).rename(root / "questions/bread/why-bake.yaml")

    assert check(root).problems == [
        "gold/bread/why-bake.yaml:1: is missing; add it",
        f"{GOLD}:1: has no question; add {QUESTION}",
        "questions/bread/why-bake.yaml:2: id: is 'why-knead' but the file's name is 'why-bake'; make them the same",
        "rubrics/bread/why-bake.yaml:1: is missing; add it",
        f"{RUBRIC}:1: has no question; add {QUESTION}",
    ]


def test_files_in_the_wrong_folder(tmp_path: Path) -> None:
    """A rubric in another category's folder than its question is told where it belongs."""
    root = changed_bank(tmp_path, {})
    (root / "rubrics/cake").mkdir()
    (root / RUBRIC).rename(root / "rubrics/cake/why-knead.yaml")

    assert check(root).problems == [
        "rubrics/cake/why-knead.yaml:1: belongs to a question in bread/; move it to the folder of that name"
    ]


def test_an_id_in_two_categories(tmp_path: Path) -> None:
    """Two questions of the same id in two categories are a problem, at the id of the second."""
    root = changed_bank(tmp_path, {CATEGORIES: [("  - id: bread", "  - {id: cake, title: Cake}\n  - id: bread")]})
    (root / "questions/cake").mkdir()
    text = (root / QUESTION).read_text().replace("category: bread", "category: cake")
    (root / "questions/cake/why-knead.yaml").write_text(text)

    assert "questions/cake/why-knead.yaml:2: id: is taken by another file (bread); rename one" in check(root).problems


def test_lines_are_sorted_as_numbers(tmp_path: Path) -> None:
    """Problems of a file come in the order of its lines."""
    changes = [("format: 1", "format: 0"), ("- id: gluten-network", "- id: A"), ("    caps: L4", "    caps: L9")]
    lines = [int(p.split(":")[1]) for p in check(changed_bank(tmp_path, {RUBRIC: changes})).problems if RUBRIC in p]

    assert lines == [1, 5, 66]


def test_a_folder_that_is_no_bank(tmp_path: Path) -> None:
    """A folder without questions is an error and not a bank without problems."""
    with pytest.raises(BadInput, match="has no questions/ folder"):
        check(tmp_path)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([(10, 0), (20, 1), (30, 2), (99, 3)], 1.0),
        ([(40, 0), (30, 1), (20, 2), (10, 3)], -1.0),
        ([(10, 0), (20, 3), (20, 0), (10, 3)], 0.0),
        ([(10, 0), (20, 1), (20, 2), (30, 1)], 0.5),
        ([(10, 0), (10, 1), (10, 2)], None),
        ([(10, 0), (20, 1)], None),
    ],
    ids=["rising", "falling", "none", "ties", "all alike", "too few"],
)
def test_length_correlation(lengths: list[tuple[int, int]], expected: float | None) -> None:
    """Length and level are compared by Spearman's rank correlation, with shared ranks for ties."""
    assert Report(lengths=lengths).length_correlation == (None if expected is None else pytest.approx(expected))
