"""`mock-interview report`: a session as a page to review, or as Markdown."""

from pathlib import Path
from typing import Annotated

import typer

from mock_interview.cli.options import Json, Misuse
from mock_interview.errors import BadInput


def report(
    session: Annotated[
        str,
        typer.Argument(metavar="SESSION|FOLDER", help="A session's id, `last`, a file; or a folder of session files."),
    ],
    html: Annotated[
        Path | None, typer.Option("--html", "-o", help="Write one page into this file: to mail, to read, to review in.")
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Keep the tool's grade shut until the mentor has given a level.")
    ] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Of a folder: the answers as CSV; beside the page without it.")
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Of a folder: number the candidates; no days, no files.")
    ] = False,
    json: Json = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is none of ours.")] = False,
) -> None:
    """Make a page of a session to read and review, or of a folder of sessions: a class side by side.

    Without --html, a session comes as Markdown, and a folder as a few lines.

    Example: mock-interview report last --html review.html --blind
    """
    if Path(session).is_dir():
        from mock_interview.cli.cohort import cohort

        if blind:
            raise Misuse("--blind is for one session.")
        cohort(Path(session), html, csv, json, anonymous=anonymous, force=force)
        return
    if csv or anonymous or json:
        raise Misuse(
            "--csv, --anonymous and --json are for a folder of sessions.",
            "For one session there is `mock-interview sessions export`.",
        )
    one_session(session, html, blind, force)


def one_session(name: str, html: Path | None, blind: bool, force: bool) -> None:
    """Write the page of a session, or print it as Markdown."""
    from mock_interview.records import find, load
    from mock_interview.report import report_of
    from mock_interview.terminal.console import say, write_text

    session = load(find(name))
    found = report_of(session)
    if html is None:
        from mock_interview.report.markdown import markdown

        write_text(markdown(found, blind))
        return
    from mock_interview.report.page import html as page_of

    write_page(html, page_of(found, blind), force)
    say(f"Written: {html}")
    say(f"Mail it to a mentor. When it comes back: mock-interview sessions import review-{session.id}.json", "dim")


def write_page(path: Path, page: str, force: bool) -> None:
    """Write a page, in place of an earlier one of ours; of anything else only if forced."""
    from mock_interview.records.files import replace
    from mock_interview.report.page import is_ours

    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"{path}: is no file", "Give the name of a file.")
        if path.exists() and not force and not is_ours(path):
            raise BadInput(f"{path}: is there already and is no page of ours", "Choose another name, or add --force.")
        replace(path, page)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}", "Choose another file.") from error
