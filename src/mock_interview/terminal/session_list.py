"""The list of sessions: a table at a terminal; plain lines through a pipe, and where a table would take long."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from mock_interview.terminal.clean import clean
from mock_interview.terminal.console import out, write_text

if TYPE_CHECKING:
    from rich.table import Table

    from mock_interview.records import Summary

TABLE = 200
"""Rows up to which a table is laid out: that takes about a millisecond a row."""


def show_sessions(rows: "Sequence[Summary]") -> None:
    """Print the sessions on standard output."""
    if len(rows) > TABLE or not sys.stdout.isatty():
        write_text(_lines(rows))
        return
    out().print(session_table(rows))


def session_table(rows: "Sequence[Summary]") -> "Table":
    """Return sessions as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("session", "question", "words", "level"):
        table.add_column(name, justify="right" if name == "words" else "left", overflow="fold")
    for row in rows:
        level = Text(level_words(row), style="" if row.level else "dim")
        table.add_row(Text(clean(row.id)), Text(clean(row.title)), str(row.words), level)
    return table


def level_words(row: "Summary") -> str:
    """Return a session's level, or why there is none."""
    return row.level or ("no level" if row.graded else "not graded")


def _lines(rows: "Sequence[Summary]") -> str:
    """Return a line a session, in columns as wide as they need to be."""
    # The id of a session of our own is the name of its file; titles are few. Each text is made harmless once.
    harmless: dict[str, str] = {}
    cells = [("session", "question", "words", "level")]
    for row in rows:
        for text in (row.id, row.title):
            if text not in harmless:
                harmless[text] = " ".join(clean(text).split())
        cells.append((harmless[row.id], harmless[row.title], str(row.words), level_words(row)))
    widths = {text: cell_len(text) for one in cells for text in one[:2]}
    first, second = (max(widths[one[column]] for one in cells) for column in (0, 1))
    pad = " " * max(first, second)
    return "".join(
        f"{name}{pad[: first - widths[name]]}  {title}{pad[: second - widths[title]]}  {words:>5}  {level}\n"
        for name, title, words, level in cells
    )
