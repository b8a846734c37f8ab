"""`mock-interview bank adopt`: a reviewed session becomes a labelled answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.options import BankFolder
from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.models import AnswerType, Criterion, Quote, Session

TYPES: "tuple[AnswerType, ...]" = (
    "plain",
    "long",
    "terse",
    "fluent-wrong",
    "plain-english",
    "spoken",
    "reordered",
    "half-wrong",
)


def adopt(
    session: Annotated[str, typer.Argument(help="A session's id, the beginning of one, `last`, or a session file.")],
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="Whose review counts, where there are several.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Write below this folder instead: CATEGORY/QUESTION.yaml.")
    ] = None,
    kind: Annotated[str, typer.Option("--type", help=f"What kind of answer it is: {', '.join(TYPES)}.")] = "plain",
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name to take out as well; may be repeated.")
    ] = None,
    rest_not_shown: Annotated[
        bool, typer.Option("--rest-not-shown", help="What the mentor says nothing of is not shown.")
    ] = False,
    bank: BankFolder = None,
) -> None:
    """Add a reviewed answer to the labelled ones a grader is measured on, without the candidate's name.

    Example: mock-interview bank adopt last --bank my-questions
    """
    from mock_interview.bank import Bank
    from mock_interview.bank.gold import add_answer
    from mock_interview.records import find, load
    from mock_interview.review.adopt import adopt as adopted_from
    from mock_interview.review.adopt import chosen_review, unopined
    from mock_interview.terminal import console

    found = load(find(session))
    chosen = next((each for each in TYPES if each == kind), None)
    if chosen is None:
        raise BadInput(f"--type {kind}: is none of {', '.join(TYPES)}")
    review = chosen_review(found, reviewer)
    question = found.question
    root = to or _root(bank)
    rubric = found.rubric if to else Bank(root).rubric(question.id)
    open_ones = unopined(review, rubric)
    if open_ones and not rest_not_shown:
        raise BadInput(
            f"{found.id}: the review says nothing of {len(open_ones)} of {len(rubric.criteria)} criteria: "
            f"{', '.join(open_ones)}",
            "Review them too, or take them as not shown: --rest-not-shown",
        )
    ask = _ask if console.at_terminal() else None
    try:
        done = adopted_from(found, review, rubric, chosen, name or (), ask)
    except KeyboardInterrupt:
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    category = question.category if to else Bank(root).question(question.id).category
    path = root / ("" if to else "gold") / category / f"{question.id}.yaml"
    add_answer(root, path, question.id, done.answer, whole_bank=to is None)
    console.print_line(str(path))
    console.say(f"Added as {done.answer.id}: {done.answer.label}, {len(done.answer.shows)} criteria with their words.")
    for criterion in done.without_words:
        console.say(f"Left out, for want of words that show it: {criterion}", "yellow")
    if any(turn.probe for turn in found.turns):
        console.say("Replies to follow-up questions are part of its text, the questions are not.", "yellow")
    console.say("Read it before you share it: only the names that are known have been taken out.", "yellow")


def _root(bank: Path | None) -> Path:
    """Return the bank that may be written to."""
    from mock_interview import config
    from mock_interview.bank.places import checkout

    chosen = config.setting("bank", str(bank) if bank else None)
    root = Path(chosen).expanduser() if chosen else checkout()
    if root is None:
        raise BadInput("No bank of yours is known.", "Name one with --bank, or a folder with --to.")
    return root


def _ask(session: "Session", criterion: "Criterion") -> "Quote | None":
    """Ask which words show a criterion; None for Enter."""
    from mock_interview.review.passages import choose
    from mock_interview.terminal import console
    from mock_interview.terminal.editor import ask_line
    from mock_interview.terminal.review_view import transcript_view

    console.err().print(transcript_view(session))
    console.say(f"Which words show this? {criterion.claim}", "bold")
    while True:
        typed = ask_line("A sentence's number or its first words (Enter: leave it out): ").strip()
        if not typed:
            return None
        try:
            return choose(typed, session.turns)
        except BadInput as error:
            console.complain(error)
