"""How far tool and mentors agree, as tables and sentences."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from mock_interview.review.agreement import FEW, Agreement, Case, Differing, Estimate, Outcome
from mock_interview.terminal.clean import clean
from mock_interview.terminal.review_view import quote_line

SHOWN = 8
"""So many criteria are shown, and of each `CASES` cases; `--json` has them all."""
CASES = 3


def agreement_view(found: Outcome) -> RenderableType:
    """Return the figures, what to make of them, and the criteria that mentors and tool differ on most."""
    counts = f"{found.reviews} reviews of {found.sessions} sessions: {found.blind} blind"
    parts: list[RenderableType] = [
        Text(f"{counts}, {found.reviews - found.blind} with the tool's level in sight.", "bold")
    ]
    if found.unmatched:
        parts.append(Text(f"{found.unmatched} are compared with no grade: either gives no level.", "dim"))
    for name, one in (
        ("The tool and blind mentors", found.with_tool_blind),
        ("The tool and mentors who saw its level", found.with_tool_seen),
        ("Mentors among themselves, blind", found.among_blind),
        ("Mentors among themselves, not all blind", found.among_others),
    ):
        if one.pairs:
            parts += [Line(name, align="left"), *_agreement(one)]
    if not found.with_tool_blind.pairs and found.with_tool_seen.pairs:
        parts.append(Text("A mentor who has seen the tool's level leans towards it: review blind to know.", "yellow"))
    differing = [one for one in found.criteria if one.differ]
    if found.criteria:
        parts.append(Line("Criteria they differ on most", align="left"))
        looked = sum(one.looked_at for one in found.criteria)
        differ = sum(one.differ for one in differing)
        parts.append(Text(f"Of {looked} verdicts that mentors gave an opinion on, they overturned {differ}.", "dim"))
        for each in differing[:SHOWN]:
            parts += _differing(each)
        if len(differing) > SHOWN:
            parts.append(Text(f"And {len(differing) - SHOWN} more: --json has them all.", "dim"))
    return Group(*parts)


def _agreement(one: Agreement) -> list[RenderableType]:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2))
    table.add_row("exact", *_figure(one.exact, "{:.0%}"))
    table.add_row("within one", *_figure(one.within_one, "{:.0%}"))
    if one.bias:
        table.add_row("tool minus mentor", *_figure(one.bias, "{:+.2f}"))
    table.add_row("kappa", *_figure(one.kappa, "{:.2f}"))
    table.add_row("alpha", *_figure(one.alpha, "{:.2f}"))
    parts: list[RenderableType] = [Text(f"{_count(one.pairs, 'pair')} of {_count(one.sessions, 'session')}"), table]
    if one.few:
        parts.append(Text(f"Fewer than {FEW} pairs: this says hardly anything yet.", "yellow"))
    return parts


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _figure(one: Estimate, form: str) -> tuple[str, Text]:
    value = "undefined" if one.value is None else form.format(one.value)
    if one.interval is None:
        return value, Text("no interval", "dim")
    low, high = (form.format(end) for end in one.interval)
    return value, Text(f"95 % {low} to {high}", "dim")


def _differing(one: Differing) -> list[RenderableType]:
    where = one.question or "all questions"
    head = Text(clean(f"{one.differ} of {one.looked_at}  {where}: {one.criterion} ({one.kind})"), "bold")
    parts: list[RenderableType] = [head, Padding(Text(clean(one.claim)), (0, 0, 0, 2))]
    for case in one.cases[:CASES]:
        parts += _case(case)
    return parts


def _case(case: Case) -> list[RenderableType]:
    who = " ".join(clean(case.reviewer).split())
    said = "shown, the tool says not" if case.mentor == "met" else "not shown, the tool says it is"
    parts: list[RenderableType] = [Padding(Text(clean(f"{who}: {said} ({case.session})"), "dim"), (0, 0, 0, 2))]
    parts += [quote_line(words, 4) for words in case.quotes]
    parts += [Padding(Text(clean(f"{who}: {words.strip()}")), (0, 0, 0, 4)) for words in case.remarks]
    return parts
