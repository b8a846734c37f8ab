"""`mock-interview review`: a mentor's review at the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.models import Review


def review(
    session: Annotated[str, typer.Argument(help="A session's id, the beginning of one, `last`, or a session file.")],
    blind: Annotated[
        bool, typer.Option("--blind/--no-blind", help="Give the level before the tool's is shown.")
    ] = True,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="Your name; else MOCK_INTERVIEW_REVIEWER, or you are asked.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Also write the review to this file.")] = None,
) -> None:
    """Review an answer as a mentor: the level, each criterion, comments on its words, a summary.

    What you say is kept after every step: stop with Ctrl-C, and the same command goes on.

    Example: mock-interview review last --reviewer "Ada"
    """
    from mock_interview.records import check_review, find, load, read_review
    from mock_interview.records.reviews import add_review, counted_grade
    from mock_interview.records.sessions import save
    from mock_interview.terminal import console

    path = find(session)
    found = load(path)
    if not console.at_terminal():
        raise BadInput(
            "A review is a dialogue, and there is no terminal.",
            f"Review on a page instead: mock-interview report {found.id} --html review.html --blind",
        )
    if not found.answers:
        raise BadInput(f"{path}: nothing was said in it", "Choose another session.")
    if out is not None and out.exists():
        read_review(out)  # what is no review is not written over

    from mock_interview.review.draft import Draft, begin, draft_file, keep
    from mock_interview.terminal.review import hold

    try:
        name = _name(reviewer)
        draft = begin(found, name, blind=blind)
        kept = draft_file(found, name)
        if kept.is_file() or (found.reviews and any(one.reviewer == name for one in found.reviews)):
            console.say("You go on with the review you began.", "dim")

        def save_draft(now: Draft) -> None:
            keep(now, kept)

        if not blind:  # who has seen the tool's level cannot be blind later
            save_draft(draft)
        draft = hold(found, counted_grade(found), draft, save_draft)
    except (KeyboardInterrupt, EOFError):
        console.say("\nStopped. What you said is kept; the same command goes on with it.")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    done = _dated(draft.review)
    now = load(path)  # it may have been graded meanwhile
    check_review(done, now, str(kept))
    saved = save(add_review(now, done), path)
    if out is not None:
        _write(done, out)
    kept.unlink(missing_ok=True)
    console.say(f"Your review is part of the session: {saved}")
    if out is not None:
        console.say(f"And written to: {out}")


def _name(given: str | None) -> str:
    """Return the reviewer's name: the flag's, the configured one, or as it is typed."""
    from mock_interview import config
    from mock_interview.terminal.editor import ask_line

    name = (config.setting("reviewer", given) or ask_line("Your name: ")).strip()
    name = name.encode(errors="replace").decode()
    if not name:
        raise BadInput("A review has a name on it.", "Give one with --reviewer.")
    if len(name) > 200:
        raise BadInput("The reviewer's name is longer than 200 characters.", "Shorten it.")
    return name


def _dated(review: "Review") -> "Review":
    from datetime import UTC, datetime

    from mock_interview.models import Review

    return Review.model_validate(review.model_dump() | {"at": datetime.now(UTC)})


def _write(review: "Review", path: Path) -> None:
    from mock_interview.records.files import replace

    try:
        replace(path, review.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}", "The review is in the session.") from error
