"""`docs/rubric-review.md` and `gold/` say of three readers what their ticks say."""

import json
import re
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from mock_interview.bank import Bank
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import Level

DOCS = Path(__file__).parents[1] / "docs"
Ticks = dict[str, dict[str, list[str]]]
FIRST, SECOND, THIRD = (json.loads((DOCS / f"{name}-reader.json").read_text()) for name in ("first", "second", "third"))
LATER: dict[str, dict[str, list[list[str]]]] = json.loads((DOCS / "later-readers.json").read_text())
"""For each question the answers that came later, one a round, with the ticks of their two readers."""
ROW = re.compile(
    r"^\| `([a-z0-9-]+)` \| (\d+) \| [a-z ]+ \| ([\d, ]+) of 7 \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
ROWS = {found[1]: found for found in ROW.finditer((DOCS / "rubric-review.md").read_text())}


def test_every_question_has_a_row() -> None:
    """The table lists just the questions that were ticked; the first two readers agree at .8 or better, rounded."""
    assert set(ROWS) == set(FIRST) == set(SECOND)
    assert set(THIRD) <= set(FIRST)
    assert len(ROWS) == 42
    assert min(float(row[4]) for row in ROWS.values()) >= 0.8


@pytest.mark.parametrize("question_id", FIRST)
def test_a_row_says_what_the_ticks_say(question_id: str) -> None:
    """Verdicts, levels from each reader's ticks and the kappas follow from the ticks."""
    bank = Bank()
    rubric, gold = bank.rubric(question_id), [a for a in bank.gold(question_id) if a.id in FIRST[question_id]]
    readers: list[dict[str, list[str]]] = [t[question_id] for t in (FIRST, SECOND, THIRD) if question_id in t]

    def level(ticks: list[str]) -> Level:
        return quantile(at_least(dict.fromkeys(ticks, 1.0), rubric, bank.levels.rule), 0.5)

    def kappa(one: int, other: int) -> str:
        if max(one, other) >= len(readers):
            return "not yet"
        pairs = [[c.id in readers[r][a.id] for a in gold for c in rubric.criteria] for r in (one, other)]
        return f"{cohen_kappa_score(*pairs):.2f}"

    row = ROWS[question_id]
    assert int(row[2]) == len(gold) * len(rubric.criteria)
    assert row[3] == ", ".join(str(sum(level(ticks[a.id]) == a.label for a in gold)) for ticks in readers)
    assert (row[4], row[5], row[6]) == (kappa(0, 1), kappa(0, 2), kappa(1, 2))


@pytest.mark.parametrize("question_id", FIRST)
def test_what_two_of_three_saw_is_shown(question_id: str) -> None:
    """A gold answer shows what two of three readers ticked, or what the first one did where there is no third."""
    gold = Bank().gold(question_id)
    assert {a.id for a in gold} == FIRST[question_id].keys() | LATER[question_id].keys()
    for answer in (a for a in gold if a.id in FIRST[question_id]):
        ticks = [set(t[question_id][answer.id]) for t in (FIRST, SECOND, THIRD) if question_id in t]
        one, two = ticks[0], ticks[1]
        settled = one if len(ticks) < 3 else (one & two) | (one & ticks[2]) | (two & ticks[2])
        assert set(answer.shows) == settled, answer.id


@pytest.mark.parametrize("turn", [0, 1])
def test_the_later_answers_show_what_both_readers_saw(turn: int) -> None:
    """One answer to each question a round; the text says how far the readers agree and what the rule makes of it."""
    bank = Bank()
    pairs: list[tuple[bool, bool]] = []
    right = []
    for question in bank.questions:
        rubric = bank.rubric(question.id)
        name, ticks = list(LATER[question.id].items())[turn]
        answer = next(a for a in bank.gold(question.id) if a.id == name)
        assert set(answer.shows) == set(ticks[0]) & set(ticks[1]), question.id
        pairs += [(c.id in ticks[0], c.id in ticks[1]) for c in rubric.criteria]
        settled = dict.fromkeys(answer.shows, 1.0)
        right.append(quantile(at_least(settled, rubric, bank.levels.rule), 0.5) == answer.label)
    differing = sum(one != other for one, other in pairs)
    kappa = cohen_kappa_score(*zip(*pairs, strict=True))
    said = f"Of {len(pairs):,} verdicts the two readers differ in {differing} (kappa {kappa:.2f})"
    text = " ".join((DOCS / "rubric-review.md").read_text().split())
    assert said in text
    assert f"the rule gives {sum(right)} of {len(right)} answers their label" in text
