"""The figures of an audit against what they must and should be, and what each attack did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mock_interview.audit import figures
from mock_interview.audit.attacks import Outcome
from mock_interview.audit.fitting import LOWERED

if TYPE_CHECKING:
    from mock_interview.audit.run import Audit


@dataclass(frozen=True)
class Bar:
    """A figure against what it must and should be; `holds` is None where it was not measured."""

    name: str
    found: str
    must: str
    aim: str
    holds: bool | None


@dataclass(frozen=True)
class AttackRow:
    """What one attack did: answers tried, those that reach the model, of these asked about; how many rose and fell."""

    id: str
    expect: str
    tried: int
    reached: int
    asked: int
    rose: int
    fell: int


def by_attack(outcomes: Sequence[Outcome]) -> list[AttackRow]:
    """Return the outcomes by attack."""
    rows = []
    for attack in dict.fromkeys(o.attack.id for o in outcomes):
        own = [o for o in outcomes if o.attack.id == attack]
        reached, asked = sum(o.reached for o in own), sum(o.asked for o in own)
        rose, fell = sum(o.moved > 0 for o in own), sum(o.moved < 0 for o in own)
        rows.append(AttackRow(attack, own[0].attack.expect, len(own), reached, asked, rose, fell))
    return rows


def against_bars(audit: "Audit", attacks: Sequence[Outcome] = (), retested: tuple[int, int] = (0, 0)) -> list[Bar]:
    """Return the figures against the bars they are held to; `retested` is (same level again, answers asked twice).

    An attack that reaches the model and was not asked about counts nowhere, and neither does a fair change: what is
    the same by construction says nothing of how the model reads.
    """
    rising = [o for o in attacks if o.attack.expect == "no-rise" and (o.asked or not o.reached)]
    past = [o for o in rising if o.asked]
    fair = [o for o in attacks if o.attack.expect == "same" and o.asked]
    low, plain = figures.lowered(audit.graded)
    low, plain = low + sum(o.moved < 0 for o in fair), plain + len(fair)
    wrong = figures.wrong_above_l4(audit.graded)
    slope = figures.length_slope(audit.graded)
    verdicts = audit.verdicts["all"].balanced_accuracy if audit.verdicts else None
    levels = audit.levels
    return [
        _at_least("exact level", levels.exact, 0.60, 0.80),
        _at_least("within one level", levels.within_one, 0.93, 0.99),
        _at_least("quadratic weighted kappa", levels.kappa, 0.70, 0.88),
        _at_least("balanced accuracy of verdicts", verdicts, 0.74, 0.85),
        _at_most("fluent wrong answers above L4", *wrong, 0.25, "1 in 4", "1 in 20"),
        _at_most("attacks that raise the level", sum(o.moved > 0 for o in rising), len(rising), 0, "0", "0"),
        _at_most("of these, attacks that reach the model", sum(o.moved > 0 for o in past), len(past), 0, "0", "0"),
        _at_most(
            "right answers lowered by plain English, order or shortness", low, plain, LOWERED, "1 in 10", "1 in 50"
        ),
        Bar("the same level when asked again", _of(*retested), "all", "all", _all(*retested)),
        Bar(
            "levels gained per 100 words",
            "n/a" if slope is None else f"{slope:+.2f}",
            "within .15",
            "within .05",
            None if slope is None else abs(slope) <= 0.15,
        ),
    ]


def _at_least(name: str, found: float | None, must: float, aim: float) -> Bar:
    said = "n/a" if found is None else f"{found:.2f}"
    return Bar(name, said, f"{must:.2f}", f"{aim:.2f}", None if found is None else found >= must)


def _at_most(name: str, count: int, total: int, must: float, must_text: str, aim: str) -> Bar:
    return Bar(name, _of(count, total), must_text, aim, count <= must * total if total else None)


def _of(count: int, total: int) -> str:
    return f"{count} of {total}" if total else "not measured"


def _all(count: int, total: int) -> bool | None:
    return count == total if total else None
