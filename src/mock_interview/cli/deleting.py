"""`mock-interview sessions delete`: one session, all of them, or those before a day, for good."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mock_interview.cli.options import Misuse
from mock_interview.errors import BadInput


def delete(
    session: Annotated[
        str | None, typer.Argument(help="A session's id, the beginning of one, `last`, or a file.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All sessions, damaged files among them.")] = False,
    before: Annotated[
        datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="All sessions begun before this day.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a session for good, with what drafts, broken-off writing and the index hold of it.

    Example: mock-interview sessions delete --before 2026-01-01
    """
    from mock_interview.records import delete, delete_all, find
    from mock_interview.terminal.console import reading, say

    if (session is not None) + every + (before is not None) != 1:
        raise Misuse("Give one of: a session, --all, --before DAY.")
    if session is not None:
        found = find(session)
        if _agreed(f"Delete {found.name}?", f"{found.name} is", yes):
            delete(found)
            say(f"Deleted: {found}")
        return
    paths = _paths(before)
    when = f" begun before {before:%Y-%m-%d}" if before else ""
    if not paths:
        say(f"There are no sessions{when}.")
        return
    count = f"{len(paths):,} session{'s' if len(paths) != 1 else ''}{when}"
    if _agreed(f"Delete {count}?", f"{count} {'are' if len(paths) != 1 else 'is'}", yes):
        with reading("Deleting") as on_deleted:
            delete_all(paths, on_deleted)
        say(f"Deleted: {count}")


def _paths(before: datetime | None) -> list[Path]:
    from mock_interview.records import begun_before, every_session

    return begun_before(before.date()) if before else every_session()


def _agreed(question: str, refusal: str, yes: bool) -> bool:
    from mock_interview.terminal.console import at_terminal

    if yes:
        return True
    if not at_terminal():
        raise BadInput(f"{refusal} not deleted without being asked.", "Add --yes.")
    from mock_interview.terminal.editor import ask

    return ask(question, default=False)
