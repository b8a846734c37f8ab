"""`docs/rubric-review.md` says of two readers what their ticks say."""

import json
import re
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from mock_interview.bank import Bank
from mock_interview.grading.level import at_least, quantile
from mock_interview.models import Level

DOCS = Path(__file__).parents[1] / "docs"
SECOND: dict[str, dict[str, list[str]]] = json.loads((DOCS / "second-reader.json").read_text())
ROW = re.compile(
    r"^\| `([a-z0-9-]+)` \| (\d+) \| (\d+) \| [^|]+ \| (\d) and (\d) of 7 \| ([\d.]+) \((\d+)\) \|$", re.MULTILINE
)
ROWS = {found[1]: found for found in ROW.finditer((DOCS / "rubric-review.md").read_text())}


THIRD: dict[str, dict[str, list[str]]] = json.loads((DOCS / "third-reader.json").read_text())
THIRD_ROW = re.compile(r"^\| `([a-z0-9-]+)` \| ([\d.]+) \((\d+)\) \| (\d) of 7 \|$", re.MULTILINE)
THIRD_ROWS = {found[1]: found for found in THIRD_ROW.finditer((DOCS / "rubric-review.md").read_text())}


def test_the_third_readers_rows_say_what_the_ticks_say() -> None:
    """Kappa, differing verdicts and levels of the third reader follow from the ticks."""
    bank = Bank()
    assert set(THIRD_ROWS) == set(THIRD)
    for question_id, third in THIRD.items():
        rubric, gold = bank.rubric(question_id), bank.gold(question_id)
        pairs = [(c.id in a.shows, c.id in third[a.id]) for a in gold for c in rubric.criteria]
        levels = [quantile(at_least(dict.fromkeys(third[a.id], 1.0), rubric, bank.levels.rule), 0.5) for a in gold]
        row = THIRD_ROWS[question_id]
        assert row[2] == f"{cohen_kappa_score(*zip(*pairs, strict=True)):.2f}"
        assert int(row[3]) == sum(one != other for one, other in pairs)
        assert int(row[4]) == sum(level == answer.label for level, answer in zip(levels, gold, strict=True))


def test_every_question_has_a_row() -> None:
    """The table lists just the questions the second reader ticked, and no agreement is below .8 when rounded."""
    assert set(ROWS) == set(SECOND)
    assert len(ROWS) == 42
    assert min(float(row[6]) for row in ROWS.values()) >= 0.8


@pytest.mark.parametrize("question_id", SECOND)
def test_a_row_says_what_the_ticks_say(question_id: str) -> None:
    """Verdicts, ticks, levels from each reader's ticks and kappa follow from `gold/` and the second reader's ticks."""
    bank = Bank()
    rubric, gold, second = bank.rubric(question_id), bank.gold(question_id), SECOND[question_id]
    first = {answer.id: set(answer.shows) for answer in gold}
    pairs = [(c.id in first[a.id], c.id in second[a.id]) for a in gold for c in rubric.criteria]

    def level(ticks: set[str]) -> Level:
        return quantile(at_least(dict.fromkeys(ticks, 1.0), rubric, bank.levels.rule), 0.5)

    found = (
        len(pairs),
        sum(one for one, _ in pairs),
        sum(level(first[a.id]) == a.label for a in gold),
        sum(level(set(second[a.id])) == a.label for a in gold),
        f"{cohen_kappa_score(*zip(*pairs, strict=True)):.2f}",
        sum(one != other for one, other in pairs),
    )

    row = ROWS[question_id]
    assert found == (int(row[2]), int(row[3]), int(row[4]), int(row[5]), row[6], int(row[7]))
