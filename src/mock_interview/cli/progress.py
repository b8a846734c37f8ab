"""`mock-interview progress`: what all sessions say together."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import Json
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.progress import Progress
    from mock_interview.records import Outline


def progress(
    category: Annotated[str | None, typer.Option("--category", "-c", help="Only this category.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Only sessions begun on this day or later.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with charts into this file, to keep or to print.")
    ] = None,
    json: Json = False,
) -> None:
    """Show levels over time, what you miss most often, and your self-rating against the grades.

    Example: mock-interview progress --since 2026-01-01 --html progress.html
    """
    from mock_interview.progress import progress_of
    from mock_interview.records import no_collecting
    from mock_interview.terminal.console import out, print_json, say

    now = datetime.now().astimezone()
    with no_collecting():
        sessions = _sessions(category)
        found = progress_of(sessions, now, category, since.date() if since else None)
    if html:
        _write(html, found, now)
    if json:
        import json as json_module

        from mock_interview.progress.as_json import as_json

        with no_collecting():
            text = json_module.dumps(as_json(found), ensure_ascii=False)
        print_json(text)
    elif not found.sessions:
        say(f"There are no sessions{' since then' if sessions else ' yet'}. Begin with: mock-interview practice")
    elif not html:
        from mock_interview.terminal.progress_view import progress_view

        out().print(progress_view(found, out().width))
        if not found.levelled:
            say("No level yet. Grade the newest answer with: mock-interview grade last")


def _sessions(category: str | None) -> "list[Outline]":
    """Return what can be counted; what cannot is named on standard error."""
    from mock_interview.records import Outline, outlines
    from mock_interview.terminal.console import complain, reading

    with reading() as on_read:
        found = outlines(on_read)
    sessions = []
    for one in found:
        if isinstance(one, Outline):
            sessions.append(one)
        else:
            complain(one)
    names = sorted({one.category for one in sessions})
    if category and names and category not in names:
        raise BadInput(f"There is no session in category {category!r}.", f"There are some in: {', '.join(names)}.")
    return sessions


def _write(file: Path, found: "Progress", now: datetime) -> None:
    from mock_interview.progress.page import html
    from mock_interview.records.files import replace
    from mock_interview.terminal.console import say

    try:
        replace(file, html(found, now))
    except OSError as error:
        raise BadInput(f"{file}: cannot be written: {error.strerror}", "Choose another file.") from error
    say(f"Written: {file}")
