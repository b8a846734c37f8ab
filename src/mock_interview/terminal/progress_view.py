"""How progress is drawn in the terminal: readable at 40 columns and without colour."""

from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mock_interview.progress import Category, Found, Progress, words
from mock_interview.terminal.clean import clean

_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST = 5
"""Rows of each list; `--json` and `--html` have more."""


def progress_view(progress: Progress, width: int) -> RenderableType:
    """Return the figures for a terminal so many columns wide."""
    graded = f"{progress.graded:,} graded"
    if progress.levelled != progress.graded:
        graded += f" ({progress.levelled:,} with a level)"
    facts = [
        ("Sessions", f"{progress.sessions:,}, {graded}"),
        ("Time typing", f"{words.time_spent(progress.seconds)}, {progress.words:,} words"),
        ("Streak", words.streak(progress)),
        ("Self-rating", words.self_rating(progress.self_rating)),
    ]
    table = Table.grid(padding=(0, 2))
    for name, fact in facts:
        table.add_row(Text(name, style="dim"), Text(fact))
    parts: list[RenderableType] = [table]
    if progress.ahead:
        note = f"{words.counted(progress.ahead, 'session')} dated after now: was a clock wrong?"
        parts.append(Text(note, style="yellow"))
    if progress.levelled:
        parts += [Text(""), *_levels(progress.categories, width), *_self_ratings(progress.categories)]
    parts += _list("Missed most often: marks of ownership, across questions", progress.missed_shared)
    parts += _list("Missed most often: points of single questions", progress.missed)
    parts += _list("Errors", progress.errors)
    parts += _list("Strong signs", progress.strong)
    return Group(*parts)


def sparkline(values: Sequence[int], columns: int) -> str:
    """Return levels 0 to 3, oldest first, as one block each; more than the columns are averaged in equal groups."""
    columns = min(columns, len(values))
    ends = [len(values) * number // columns for number in range(columns + 1)] if columns else []
    groups = [values[start:end] for start, end in pairwise(ends)]
    return "".join(_BLOCKS[round(sum(group) / len(group) * (len(_BLOCKS) - 1) / 3)] for group in groups)


def _levels(categories: Sequence[Category], width: int) -> list[RenderableType]:
    """Return a line a category: the levels as blocks, first and last in words; two lines where there is no room."""
    names = [clean(one.category) for one in categories]
    longest = min(max(cell_len(name) for name in names), 30)
    room = min(40, width - longest - 25)
    narrow = room < 10
    room = min(40, width - 23) if narrow else room
    most = max(len(one.points) for one in categories)
    legend = "▁ below L4  ▃ L4  ▆ L5  █ L6, oldest first" + ("; a block is a mean of several" if most > room else "")
    parts: list[RenderableType] = [Text("Levels", style="bold"), Text(legend, style="dim")]
    table = Table.grid(padding=(0, 2))
    for name, one in zip(names, categories, strict=True):
        row = [Text(sparkline(one.values, room), "cyan"), Text(str(len(one.points))), Text(words.course(one))]
        if narrow:
            table.add_row(Group(Text(name), Padding(_in_a_row(row), (0, 0, 0, 2))))
        else:
            table.add_row(Text(name, overflow="fold"), *row)
    return [*parts, table]


def _in_a_row(cells: Sequence[Text]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(*cells)
    return table


def _self_ratings(categories: Sequence[Category]) -> list[RenderableType]:
    rated = [one for one in categories if one.self_rating.count]
    if not rated:
        return []
    table = Table.grid(padding=(0, 2))
    for one in rated:
        table.add_row(Text(clean(one.category), overflow="fold"), Text(words.self_rating(one.self_rating)))
    return [Text(""), Text("Self-rating against grade", style="bold"), table]


def _list(heading: str, found: Sequence[Found]) -> list[RenderableType]:
    if not found:
        return []
    table = Table.grid(padding=(0, 2))
    for one in found[:_MOST]:
        claim = Text(clean(one.claim))
        if one.question is not None:
            claim.append(f"  ({clean(one.question)})", "dim")
        table.add_row(
            Text(f"{one.count:,} of {one.asked:,}", style="bold", justify="right"),
            Text(one.kind) if one.kind.startswith("L") else Text(""),
            claim,
        )
    more = f" ({_MOST} of {len(found):,})" if len(found) > _MOST else ""
    return [Text(""), Text(heading + more, style="bold"), table]
