"""Checking rubrics: every fault of a broken one, each with its line."""

from pathlib import Path

import pytest

from mock_interview.bank.check import check
from support_bank import GOLD, RUBRIC, changed_bank


def test_a_rubric_broken_in_five_ways_at_once(tmp_path: Path) -> None:
    """Five faults of every kind in one rubric are all reported, each with its own line."""
    root = changed_bank(
        tmp_path,
        {
            RUBRIC: [
                ("format: 1", "format: 2"),
                ("- id: holds-gas", "- id: Holds gas"),
                ("      claim: Explains how to tell that", "      clam: Explains how to tell that"),
                ("      hint: Say what too much kneading does, and why.\n", ""),
                ("    caps: L4\n", "    caps: L4\n    caps: L5\n"),
            ],
            GOLD: [("      holds-gas: and that", "      windowpane: and that"), ("      holds-gas: it", "      x: it")],
        },
    )

    assert check(root).problems == [
        f"{GOLD}:29: answers[3].shows.x: is no criterion or tell of the rubric",
        f"{RUBRIC}:1: format: input should be less than or equal to 1",
        f"{RUBRIC}:9: criteria.L4[1].id: is not an id; use lower-case words and digits joined by hyphens",
        f"{RUBRIC}:14: criteria.L5[0].claim: is missing; add it",
        f"{RUBRIC}:15: criteria.L5[0].clam: is not a known field; remove it or correct its spelling",
        f"{RUBRIC}:18: criteria.L5[1].hint: is missing; say what to say to earn it",
        f"{RUBRIC}:66: down_level[1].caps: stands twice; remove one",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        pytest.param(
            "  L6:\n",
            "  L7:\n",
            [
                f"{GOLD}:50: answers[5].shows.dough-temperature: is no criterion or tell of the rubric",
                f"{GOLD}:51: answers[5].shows.labour-cost: is no criterion or tell of the rubric",
                f"{GOLD}:52: answers[5].shows.oxidation: is no criterion or tell of the rubric",
                f"{GOLD}:54: answers[5].shows.hydration-limit: is no criterion or tell of the rubric",
                f"{RUBRIC}:3: criteria.L6: is missing; add it",
                f"{RUBRIC}:30: criteria.L7: is not a known field; remove it or correct its spelling",
            ],
            id="a level there is not",
        ),
        pytest.param(
            "strong_hire:\n",
            "strong_hire: []\nstronghire:\n",
            [
                f"{RUBRIC}:51: strong_hire: has 0 entries; write 2 to 4",
                f"{RUBRIC}:52: stronghire: is not a known field; remove it or correct its spelling",
            ],
            id="too few tells",
        ),
        pytest.param(
            "claim: Says that the kneaded network holds the gas that the yeast makes.",
            "claim: Mentions the gas.",
            [
                f"{RUBRIC}:10: criteria.L4[1].claim: asks for a name, not for something shown; say what must be "
                "explained",
                f"{RUBRIC}:10: criteria.L4[1].claim: has 3 words; write 8 to 30",
            ],
            id="a short claim that names",
        ),
        pytest.param(
            "      probe: How do you know when to stop?\n",
            '      probe: ""\n      caps: L5\n',
            [
                f"{RUBRIC}:17: criteria.L5[0].probe: is missing; add a follow-up question",
                f"{RUBRIC}:18: criteria.L5[0].caps: is set by its place; remove it",
            ],
            id="an empty probe and a misplaced cap",
        ),
        pytest.param(
            "    caps: below L4\n",
            "",
            [
                f"{RUBRIC}:58: down_level: has no misconception with `caps: below L4`; add the classic one",
                f"{RUBRIC}:59: down_level[0].caps: is missing; add the highest level an answer with this error can get",
            ],
            id="no misconception",
        ),
        pytest.param(
            "- id: labour-cost",
            "- id: own-number",
            [
                f"{GOLD}:51: answers[5].shows.labour-cost: is no criterion or tell of the rubric",
                f"{RUBRIC}:43: criteria.L6[3].id: 'own-number' is taken; choose another",
            ],
            id="the id of a shared mark",
        ),
        pytest.param(
            "- id: batch-scale",
            "- id: windowpane",
            [f"{RUBRIC}:39: criteria.L6[2].id: 'windowpane' is taken; choose another"],
            id="an id twice",
        ),
        pytest.param(
            "question: why-knead",
            "question: why-need",
            [f"{RUBRIC}:2: question: is 'why-need' but the file's name is 'why-knead'; make them the same"],
            id="another question's name",
        ),
        pytest.param(
            "  - Time does the same in wet dough.\n",
            "",
            [f"{RUBRIC}:67: notes: has 4 entries; write 10 to 20 facts"],
            id="few notes",
        ),
        pytest.param(
            "    - id: batch-scale",
            "    - just words\n    - id: [batch-scale]",
            [
                f"{RUBRIC}:39: criteria.L6[2]: is not a mapping; write it as `field: value` lines",
                f"{RUBRIC}:40: criteria.L6[3].id: is not text; put it in quotes",
            ],
            id="entries of another shape",
        ),
        pytest.param(
            "criteria:\n",
            "criteria: [\n",
            [f"{RUBRIC}:5: is not valid YAML: did not find expected node content"],
            id="broken YAML",
        ),
    ],
)
def test_problems_of_a_rubric(tmp_path: Path, old: str, new: str, problems: list[str]) -> None:
    """Whatever is wrong with a rubric is named with file, line and field, and nothing that is right is blamed."""
    assert check(changed_bank(tmp_path, {RUBRIC: [(old, new)]})).problems == problems
