"""`mock-interview report`: a folder of sessions as one page."""

from pathlib import Path
from typing import Annotated

import typer

from mock_interview.cli.options import Json
from mock_interview.errors import BadInput


def report(
    folder: Annotated[Path, typer.Argument(help="A folder of session files.")],
    html: Annotated[
        Path | None, typer.Option("--html", "-o", help="Write one page into this file, and a CSV file beside it.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the answers as CSV into this file.")] = None,
    json: Json = False,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Number the candidates; no days, no files.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are none of ours.")] = False,
) -> None:
    """Put the sessions of a class side by side: levels, what most miss, what awaits a grade or a review.

    Example: mock-interview report class/ --html class.html
    """
    from mock_interview.cli.cohort import cohort

    if not folder.is_dir():
        raise BadInput(f"{folder}: is no folder", "Give a folder of session files.")
    cohort(folder, html, csv, json, anonymous=anonymous, force=force)
