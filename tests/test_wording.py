"""What can be wrong with the wording of a claim."""

from pathlib import Path

import pytest

from mock_interview.bank.check import check
from mock_interview.bank.wording import faults, in_a_row, phrase_in_common, twin
from support_bank import GOLD, RUBRIC, changed_bank


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("Explains why kneading lines up gluten strands into an elastic network.", []),
        ("Explains why dough rests, with what a baker and a miller would do about it.", []),
        (
            "Explains why dough rests before it is shaped and says how long it should rest.",
            ["is two claims in one ('and says'); write each as a criterion of its own"],
        ),
        (
            "States that rye has little gluten; explains what holds a rye loaf together.",
            ["is two claims in one ('; explains'); write each as a criterion of its own"],
        ),
        (
            "Discusses gluten, yeast, salt and water in the making of bread.",
            ["asks for a name, not for something shown; say what must be explained"],
        ),
        ("Explains why dough rests.", ["has 4 words; write 8 to 30"]),
    ],
)
def test_faults_of_a_claim(claim: str, found: list[str]) -> None:
    """A claim that is short, asks for a name or joins two is told what to do; one with two nouns is not."""
    assert faults(claim) == found


def test_twins_are_found_whatever_the_order() -> None:
    """Two claims with the same words in another order ask for the same; other claims do not."""
    others = {"rest": "explains why dough rests before shaping", "rye": "says that rye has hardly any gluten"}
    assert twin("Before shaping, explains why dough rests", others) == "rest"
    assert twin("Explains what salt does to yeast", others) is None


def test_an_answer_written_from_a_claim() -> None:
    """Half of a claim in a row gives it away, whatever the punctuation; a shorter run is anybody's words."""
    claim = "Says that the kneaded network holds the gas that the yeast makes while it rises."
    assert phrase_in_common(claim, in_a_row("Well, the kneaded network holds the GAS, that the yeast makes.")) == (
        "the kneaded network holds the gas that the"
    )
    assert phrase_in_common(claim, in_a_row("The kneaded network holds gas from yeast.")) is None


def test_wording_is_checked_in_a_bank(tmp_path: Path) -> None:
    """`bank check` names twins across levels, answers written from a claim, and levels nobody can reach."""
    same = "claim: States, as an elastic network, that kneading lines up gluten strands."
    root = changed_bank(
        tmp_path,
        {
            RUBRIC: [
                ("claim: Explains why a long rest with much water can replace kneading.", same),
            ],
            GOLD: [
                (
                    "      You push the dough",
                    "      A real number from the bakery that visibly decides a choice, you know. You push the dough",
                )
            ],
            "rubrics/levels.yaml": [("l6: 4", "l6: 40")],
        },
    )
    assert check(root).problems == [
        f"{GOLD}:7: answers[0].text: repeats the claim 'own-number' "
        "('a real number from the bakery that visibly'); say it differently",
        f"{RUBRIC}:23: criteria.L5[2].claim: asks for nearly the same as 'gluten-network'; tell them apart",
        f"{RUBRIC}:30: criteria.L6: all criteria together give 6 points and L6 takes 40; add criteria",
    ]


def test_criteria_that_tell_no_answer_from_another_are_remarks(tmp_path: Path) -> None:
    """A criterion that no gold answer shows is a remark and no problem, and so is one that all show."""
    report = check(
        changed_bank(
            tmp_path,
            {
                GOLD: [
                    (
                        "      dough-temperature: mixer adds 8 degrees, so ice in the water\n",
                        "      gluten-network: mixer adds 8 degrees\n",
                    )
                ]
            },
        )
    )
    assert report.problems == []
    assert report.remarks == [
        f"{GOLD}:1: gluten-network (L4): every gold answer from L4 up shows it",
        f"{GOLD}:1: flour-matters (L5): no gold answer shows it",
        f"{GOLD}:1: dough-temperature (L6): no gold answer shows it",
        f"{GOLD}:1: batch-scale (L6): no gold answer shows it",
    ]
