"""Loading the bank: questions, rubrics with what their kind shares, and errors that name the file."""

from pathlib import Path

import pytest

from mock_interview.bank import Bank, Category, Rule, content_root, prompts_folder
from mock_interview.errors import BadInput, UnknownQuestion
from mock_interview.grading.judging import CONVICTION
from mock_interview.models import Criterion, GoldAnswer, Question
from support_bank import CATEGORIES, QUESTION, changed_bank

WHY = Question(
    id="why-knead",
    category="bread",
    title="Why do we knead dough?",
    kind="concept",
    minutes=5,
    topics=("gluten", "dough", "kneading"),
    prompt="A baker you work with kneads every dough for ten minutes. "
    "What does kneading do, and when would you leave it out?\n",
)


def with_another(root: Path, name: str, category: str, title: str) -> Path:
    """Add a question to a bank."""
    path = root / "questions" / category / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(WHY.model_copy(update={"id": name, "category": category, "title": title}).model_dump_json())
    return root


def test_a_question(bank: Bank) -> None:
    """A question is found by its id, and is what its file says."""
    assert bank.question("why-knead") == WHY
    assert bank.questions == (WHY,)
    assert bank.categories == (Category(id="bread", title="Bread"),)


def test_questions_come_by_category(tmp_path: Path) -> None:
    """Questions are ordered as the categories are, then by title; a category nobody listed comes last."""
    root = changed_bank(tmp_path, {CATEGORIES: [("  - id: bread", "  - {id: zest, title: Zest}\n  - id: bread")]})
    for name, category, title in [
        ("peel", "zest", "Why peel?"),
        ("bake", "bread", "Why bake?"),
        ("brew", "ale", "A brew?"),
    ]:
        with_another(root, name, category, title)

    assert [q.id for q in Bank(root).questions] == ["peel", "bake", "why-knead", "brew"]


def test_a_rubric_has_what_its_kind_shares(bank: Bank) -> None:
    """A rubric holds its criteria by kind, and after them the marks its kind of question shares."""
    rubric = bank.rubric("why-knead")

    assert [(c.kind, c.id) for c in rubric.criteria] == [
        ("L4", "gluten-network"),
        ("L4", "holds-gas"),
        ("L5", "windowpane"),
        ("L5", "over-kneading"),
        ("L5", "time-instead"),
        ("L5", "flour-matters"),
        ("L6", "oxidation"),
        ("L6", "dough-temperature"),
        ("L6", "batch-scale"),
        ("L6", "labour-cost"),
        ("L6", "hydration-limit"),
        ("L6", "own-number"),
        ("strong_hire", "asks-bread"),
        ("strong_hire", "tastes-first"),
        ("down_level", "kneading-feeds-yeast"),
        ("down_level", "longer-is-better"),
        ("down_level", "core-wrong"),
    ]
    assert rubric["own-number"] == Criterion(
        id="own-number",
        kind="L6",
        claim="Gives a real number from the bakery that visibly decides a choice in the answer.",
        hint="Put one number on it.",
        probe="What numbers would decide that for you?",
        shared=True,
    )
    assert rubric["longer-is-better"] == Criterion(
        id="longer-is-better",
        kind="down_level",
        claim="Claims that kneading longer always makes better bread, without any limit.",
        hint="There is a limit.",
        caps="L4",
    )
    assert rubric.notes[1] == "Kneading lines the strands up and lets them bond faster."


def test_a_kind_without_shared_marks(tmp_path: Path) -> None:
    """A question of a kind that shares nothing has a rubric of its own criteria alone."""
    root = changed_bank(tmp_path, {QUESTION: [("kind: concept", "kind: coding")]})

    assert [c.id for c in Bank(root).rubric("why-knead").criteria if c.shared] == []


def test_gold_answers(bank: Bank) -> None:
    """The labelled answers of a question come with the words that show each criterion."""
    answers = bank.gold("why-knead")

    assert [a.id for a in answers] == ["weak", "wrong", "textbook", "long", "usable", "owner"]
    assert answers[2] == GoldAnswer(
        id="textbook",
        label="L4",
        type="plain",
        shows={
            "gluten-network": "It lines the gluten up into a stretchy net",
            "holds-gas": "and that net keeps the gas inside",
        },
        text="It lines the gluten up into a stretchy net, and that net keeps the gas inside while the dough rises.\n",
    )


def test_the_rule_in_words(bank: Bank) -> None:
    """The rule comes from `levels.yaml`, and says its numbers in words."""
    assert bank.levels.rule == Rule(l4=2, l5=3, l6=4, shared=1, strong_hire=0.5)
    assert str(bank.levels.rule) == (
        "L4 from 2 criteria of this question; L5 from 3 points, L6 from 4: an L6 criterion is 1, a mark of ownership "
        "1, a strong-hire tell 0.5; L5 criteria are added for L5; what is first shown after a probe counts up "
        f"to L5; an error found with {100 * CONVICTION:.0f} % or more caps the level."
    )


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("why-need", "Did you mean why-knead?"),
        ("Why-Knead", "Did you mean why-knead?"),
        ("knead", "Did you mean why-knead?"),
        ("../../etc/passwd", "See `mock-interview questions list`."),
        ("", "See `mock-interview questions list`."),
    ],
    ids=["typo", "capitals", "a part", "a path", "nothing"],
)
def test_an_unknown_question_names_the_nearest(bank: Bank, wanted: str, hint: str) -> None:
    """An id that no question has is an error that names the nearest ids, or says where they are listed."""
    with pytest.raises(UnknownQuestion) as caught:
        bank.question(wanted)

    assert (caught.value.message, caught.value.hint) == (f"There is no question {wanted!r}.", hint)


def test_the_nearest_of_the_shipped_questions() -> None:
    """A mistyped id of our own questions names the one that was meant first."""
    with pytest.raises(UnknownQuestion) as caught:
        Bank().question("bias-varience")

    assert caught.value.hint.startswith("Did you mean bias-variance-tradeoff")


@pytest.mark.parametrize(
    "text", ["knead", "GLUTEN", "kneding", "why knead", "baker minutes"], ids=lambda text: text.replace(" ", "-")
)
def test_search_finds(bank: Bank, text: str) -> None:
    """A search finds words of the title, topics and prompt, whatever their case and with typos."""
    assert bank.search(text) == [WHY]


@pytest.mark.parametrize("text", ["quantum", "", "knead quantum chromodynamics", "\x1b[31m"])
def test_search_does_not_find(bank: Bank, text: str) -> None:
    """A search for other words, or for none, finds nothing."""
    assert bank.search(text) == []


def test_search_puts_the_best_first(tmp_path: Path) -> None:
    """A question with the word in its title comes before one with it only in its prompt."""
    root = with_another(changed_bank(tmp_path, {}), "salt", "bread", "When does a baker add salt?")

    assert [q.id for q in Bank(root).search("baker")] == ["salt", "why-knead"]


def test_a_folder_that_is_no_bank(tmp_path: Path) -> None:
    """A folder without questions is refused, with what to give instead."""
    with pytest.raises(BadInput) as caught:
        Bank(tmp_path / "nowhere")

    assert (caught.value.message, caught.value.hint) == (
        f"{tmp_path / 'nowhere'}: has no questions/ folder",
        "Give the folder that holds questions/ and rubrics/.",
    )


def test_our_own_content_is_found() -> None:
    """Without a folder, the bank is the content that comes with the program, prompts included."""
    assert Bank().root == content_root()
    assert sorted(path.name for path in prompts_folder().glob("judge.*")) == [
        "judge.criterion.md.j2",
        "judge.sound.md.j2",
        "judge.system.md.j2",
    ]
    assert [c.id for c in Bank().categories] == [
        "ml-fundamentals",
        "deep-learning-production",
        "llm-systems",
        "recsys-search",
        "ml-system-design",
        "behavioral",
        "math",
        "coding",
    ]
