"""`mock-interview report FOLDER`: a class on one page."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.cli.options import Misuse
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.report.cohort import Broken, Cohort, Entry


def cohort(
    folder: Path,
    html: Path | None = None,
    csv: Path | None = None,
    json: bool = False,
    *,
    anonymous: bool = False,
    force: bool = False,
) -> None:
    """Put the sessions below a folder side by side: as a page with a CSV file beside it, as JSON, or in a few lines."""
    from mock_interview.records import no_collecting
    from mock_interview.report.cohort import cohort_of, without_candidates
    from mock_interview.terminal.console import print_json, say

    if html and not csv:
        csv = html.with_suffix(".csv")
    if html and html == csv:
        raise Misuse(f"{html} cannot be both the page and the CSV file.")
    with no_collecting():
        entries, broken = _read(folder)
        if anonymous:
            entries, broken = without_candidates(entries), [one._replace(file="") for one in broken]
        found = cohort_of(entries, broken)
        texts = _texts(found, html, csv, days=not anonymous)
    for path in texts:
        _check(path, force)
    for path, text in texts.items():
        _write(path, text)
        say(f"Written: {path}")
    if json:
        import json as json_module

        from mock_interview.report.cohort_files import as_json

        print_json(json_module.dumps(as_json(found, days=not anonymous), ensure_ascii=False))
    elif not texts:
        _tell(found)


def _read(folder: Path) -> "tuple[list[Entry], list[Broken]]":
    """Return what is kept of each session file below a folder, and which files are none; one is held at a time."""
    from mock_interview.records import load
    from mock_interview.report.cohort import Broken, entry_of
    from mock_interview.terminal.console import complain, reading

    paths = sorted(p for p in folder.rglob("*.json") if not p.name.startswith("."))
    if not paths:
        raise BadInput(
            f"{folder}: there is no session file in it", "Export some: mock-interview sessions export --all -o FOLDER"
        )
    entries, broken = [], []
    with reading() as on_read:
        for count, path in enumerate(paths, 1):
            place = path.relative_to(folder)
            nameless = str(place.parent) if place.parent != Path() else path.stem
            try:
                entries.append(entry_of(load(path), nameless, str(place)))
            except BadInput as error:
                complain(error)
                broken.append(Broken(str(place), error.message.removeprefix(f"{path}: ")))
            on_read(count, len(paths))
    return entries, broken


def _texts(found: "Cohort", html: Path | None, csv: Path | None, *, days: bool) -> dict[Path, str]:
    if not html and not csv:
        return {}
    from mock_interview.report import cohort_files

    texts = {}
    if html:
        texts[html] = cohort_files.html(found, datetime.now().astimezone(), days=days)
    if csv:
        texts[csv] = "\ufeff" + cohort_files.csv_text(found, days=days)  # spreadsheets take it for Latin-1 otherwise
    return texts


def _check(path: Path, force: bool) -> None:
    """Raise `BadInput` for a file that is there and that an earlier call has not written."""
    from mock_interview.report.cohort_files import COLUMNS, GENERATOR

    if path.exists() and not path.is_file():
        raise BadInput(f"{path}: is no file", "Give the name of a file.")
    if force or not path.exists():
        return
    with path.open("rb") as file:
        begin = file.read(2000)
    if f'content="{GENERATOR}"'.encode() not in begin and ",".join(COLUMNS).encode() not in begin:
        raise BadInput(f"{path}: is there already and is none of ours", "Choose another name, or add --force.")


def _write(path: Path, text: str) -> None:
    from mock_interview.records.files import replace

    try:
        replace(path, text)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}", "Choose another file.") from error


def _tell(found: "Cohort") -> None:
    """Print the figures in a few lines."""
    from mock_interview.terminal.console import print_line

    reviewed = sum(entry.reviewed for entry in found.entries)
    print_line(f"{len(found.entries):,} answers of {len(found.candidates):,} candidates, {reviewed:,} reviewed")
    counts = [f"{number:,} {level}" for level, number in found.whole.levels.items()]
    print_line(", ".join([*counts, f"{found.whole.no_level:,} no level", f"{found.whole.not_graded:,} ungraded"]))
    for one in found.gaps[:3]:
        print_line(f"missed by {one.count} of {one.asked}: {one.claim.claim}")
