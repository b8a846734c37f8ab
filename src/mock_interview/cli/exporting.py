"""`mock-interview sessions export`: sessions for somebody else, with names or without."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mock_interview.cli.options import Misuse
from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.models import Session

_READ_IT = "What no program can know may still be in it, such as names nobody gave: read it before you send it."


def export(
    session: Annotated[
        str | None, typer.Argument(help="A session's id, the beginning of one, `last`, or a file.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All sessions, oldest first.")] = False,
    format: Annotated[
        Literal["json", "md", "html"], typer.Option("--format", "-f", help="The session file, Markdown, or a page.")
    ] = "json",
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Without names, addresses, paths and days.")] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name to take out as well. May be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write into this file; with --all, into this folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
) -> None:
    """Export a session, or all of them, to give to somebody else: as JSON that can be imported, Markdown, or a page.

    Example: mock-interview sessions export last --anonymous --name "Jane Doe" -o session.json
    """
    from mock_interview.terminal.console import say

    if (session is None) != every:
        raise Misuse("Give one of: a session, --all.")
    if name and not anonymous:
        raise Misuse("--name is for --anonymous.", "Add --anonymous.")
    names = name or []
    if session is not None:
        _one(session, format, names if anonymous else None, output, force)
    elif output is None and format != "json":
        raise Misuse("--all needs a folder to write into.", "Add -o FOLDER.")
    else:
        failed = _all(format, names if anonymous else None, output, force)
        if anonymous:
            say(_READ_IT, "dim")
        raise typer.Exit(int(ExitCode.PROBLEM if failed else ExitCode.OK))
    if anonymous:
        say(_READ_IT, "dim")


def _one(
    name: str, format: Literal["json", "md", "html"], names: Sequence[str] | None, output: Path | None, force: bool
) -> None:
    from mock_interview.records import find, load
    from mock_interview.report.export import export
    from mock_interview.terminal.clean import clean
    from mock_interview.terminal.console import print_json, say, write_text

    found = _as_wanted(load(find(name)), names)
    text = export(found, format)
    if output is not None:
        path = output / f"{found.id}.{format}" if output.is_dir() else output
        _write(path, text, force)
        say(f"Written: {path}")
    elif format == "json":
        print_json(text.removesuffix("\n"))
    else:
        write_text(clean(text))


def _all(format: Literal["json", "md", "html"], names: Sequence[str] | None, folder: Path | None, force: bool) -> bool:
    """Export every session, one at a time; return whether one could not be."""
    from mock_interview.records import load, sessions_folder
    from mock_interview.report.export import export
    from mock_interview.terminal.console import complain, print_json, reading, say

    paths = sorted(sessions_folder().glob("*.json"))
    count, failed, taken = 0, False, set[str]()
    with reading("Exporting") as on_read:
        for number, path in enumerate(paths, 1):
            try:
                found = _as_wanted(load(path), names)
                if folder is None:
                    print_json(found.model_dump_json())
                else:
                    _write(folder / f"{_free(found.id, taken)}.{format}", export(found, format), force)
                count += 1
            except BadInput as error:
                complain(error)
                failed = True
            on_read(number, len(paths))
    if folder is not None:
        say(f"Written: {count:,} file{'s' if count != 1 else ''} in {folder}")
    elif not paths:
        say("There are no sessions yet.")
    return failed


def _as_wanted(session: "Session", names: Sequence[str] | None) -> "Session":
    from mock_interview.records import without_names

    return session if names is None else without_names(session, names)


def _free(name: str, taken: set[str]) -> str:
    """Return a file name that no session of this export has yet: without names, two empty ones may be the same."""
    found = next(one for one in _numbered(name) if one not in taken)
    taken.add(found)
    return found


def _numbered(name: str) -> Iterator[str]:
    number = 1
    yield name
    while True:
        number += 1
        yield f"{name}-{number}"


def _write(path: Path, text: str, force: bool) -> None:
    from mock_interview.records.files import replace

    if path.exists() and not force:
        raise BadInput(f"{path}: is there already", "Choose another name, or add --force.")
    try:
        replace(path, text)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}", "Choose another place.") from error
