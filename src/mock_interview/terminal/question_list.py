"""The list of questions: a table at a terminal, plain lines through a pipe."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from mock_interview.levels import Level
from mock_interview.terminal.clean import clean
from mock_interview.terminal.console import out, write_text

if TYPE_CHECKING:
    from rich.table import Table

    from mock_interview.bank import Listed

_HEAD = ("question", "title", "kind", "min", "best")


def show_questions(questions: "Sequence[Listed]", best: Mapping[str, Level], *, grouped: bool = True) -> None:
    """Print questions on standard output, by category or as they come, with the best level shown so far."""
    if sys.stdout.isatty():
        out().print(question_table(questions, best, grouped=grouped))
    else:
        write_text(_lines([_HEAD, *_rows(questions, best, grouped)]))


def question_table(questions: "Sequence[Listed]", best: Mapping[str, Level], *, grouped: bool = True) -> "Table":
    """Return questions as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in _HEAD:
        table.add_column(name, no_wrap=name != "title", justify="right" if name == "min" else "left")
    for row in _rows(questions, best, grouped):
        styles = ("", "", "dim", "", "bold") if len(row) > 1 else ("bold cyan",)
        table.add_row(*(Text(cell, style=style) for cell, style in zip(row, styles, strict=True)))
    return table


def _rows(questions: "Sequence[Listed]", best: Mapping[str, Level], grouped: bool) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each line, harmless; a category is a line of one cell."""
    category = ""
    for one in questions:
        if grouped and one.category != category:
            category = one.category
            yield (clean(category),)
        cells = (f"{'  ' if grouped else ''}{one.id}", one.title, one.kind, str(one.minutes), best.get(one.id, ""))
        yield tuple(clean(cell).replace("\n", " ") for cell in cells)


def _lines(rows: Sequence[tuple[str, ...]]) -> str:
    """Return a line a row, in columns as wide as they need to be."""
    widths = [max(cell_len(row[i]) for row in rows if i < len(row)) for i in range(len(_HEAD))]
    lines = []
    for row in rows:
        padding = [" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
        cells = [pad + cell if i == 3 else cell + pad for i, (cell, pad) in enumerate(zip(row, padding, strict=True))]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)
