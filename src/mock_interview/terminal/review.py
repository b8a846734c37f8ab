"""A mentor's review at the terminal: the level before the tool's, then each criterion, comments, a summary."""

from collections.abc import Callable

from mock_interview.errors import BadInput
from mock_interview.interview import ReadAlong
from mock_interview.models import Grade, Level, Quote, Session
from mock_interview.review.draft import Advice, Draft
from mock_interview.review.passages import choose
from mock_interview.terminal import console
from mock_interview.terminal.editor import ask_line, choose_key, write_answer
from mock_interview.terminal.review_view import (
    criterion_view,
    quote_line,
    remarks_view,
    tool_line,
    transcript_view,
)
from mock_interview.terminal.views import question_panel

LEVEL_KEYS: dict[str, Level] = {"b": "below L4", "4": "L4", "5": "L5", "6": "L6"}
ADVICE_KEYS: dict[str, Advice] = {"k": "keep", "c": "change", "t": "try"}
LONGEST = 20_000
"""Characters of a summary."""

Keep = Callable[[Draft], None]


def hold(session: Session, grade: Grade | None, draft: Draft, keep: Keep) -> Draft:
    """Go through a review from where it is; `keep` is told it after every step and while one types.

    Raises `KeyboardInterrupt` on Ctrl-C and `EOFError` when the terminal has gone.
    """
    show = console.err().print
    show(question_panel(session.question))
    if not draft.review.blind and not draft.rated:
        show(tool_line(grade))
    show(transcript_view(session))
    if draft.rated:
        level = draft.review.level
        console.say(f"You gave {level}; that stays." if level else "You gave no level.", "dim")
    else:
        key = choose_key("Which level did the answer show?  b below L4  4  5  6  (Enter: none)", "".join(LEVEL_KEYS))
        draft = draft.with_level(LEVEL_KEYS.get(key))
        keep(draft)
    show(tool_line(grade))
    draft = _criteria(session, grade, draft, keep)
    draft = _remarks(session, draft, keep)
    return _summary(draft, keep)


def _criteria(session: Session, grade: Grade | None, draft: Draft, keep: Keep) -> Draft:
    """Ask about each criterion not asked about yet."""
    verdicts = {v.criterion: v for v in grade.verdicts} if grade else {}
    criteria = session.rubric.criteria
    asked = [(number, c) for number, c in enumerate(criteria, 1) if c.id not in draft.seen]
    at = 0
    while at < len(asked):
        number, criterion = asked[at]
        mine = draft.review.verdicts.get(criterion.id, "")
        place = f"{number} of {len(criteria)}"
        console.err().print(criterion_view(criterion, verdicts.get(criterion.id), mine, place))
        enter = "as it is" if mine else "no opinion"
        key = choose_key(f"  y shown  n not shown  b back  q to the comments  (Enter: {enter})", "ynbq")
        if key == "q":
            break
        if key == "b":
            at = max(at - 1, 0)
            continue
        draft = draft.with_verdict(criterion.id, {"y": "met", "n": "unmet"}.get(key, mine))
        keep(draft)
        at += 1
    return draft


def _remarks(session: Session, draft: Draft, keep: Keep) -> Draft:
    """Take comments until there are no more; one that was broken off comes first."""
    if draft.about:
        console.say("\nYou were typing a comment:")
        draft = _comment(draft, keep)
    while True:
        if draft.review.remarks:
            console.err().print(remarks_view(draft.review.remarks, numbered=True))
        console.say("\nComment on which words? A sentence's number (3, or 3-5), or its first words.", "bold")
        console.say("l shows the transcript again, -2 takes comment 2 back, Enter goes on.", "dim")
        typed = ask_line("words: ").strip()
        if not typed:
            return draft
        if typed.lower() == "l":
            console.err().print(transcript_view(session))
        elif typed.startswith("-"):
            draft = _without(typed, draft)
            keep(draft)
        else:
            try:
                about = choose(typed, session.turns)
            except BadInput as error:
                console.complain(error)
                continue
            if (advice := _advice(about)) is None:
                continue
            draft = draft.model_copy(update={"about": about, "advice": advice, "typing": ""})
            draft = _comment(draft, keep)


def _without(typed: str, draft: Draft) -> Draft:
    remarks = draft.review.remarks
    number = typed[1:].strip()
    if not number.isdecimal() or not 1 <= int(number) <= len(remarks):
        console.say(f"There is no comment {number}.", "yellow")
        return draft
    place = int(number) - 1
    return draft.with_review(remarks=(*remarks[:place], *remarks[place + 1 :]))


def _advice(about: Quote) -> Advice | None:
    """Return what kind of comment it is; None when it is none after all."""
    console.err().print(quote_line(about.text, 2))
    key = choose_key("  k keep this  c change this  t try this next time  (Enter: other words)", "".join(ADVICE_KEYS))
    return ADVICE_KEYS.get(key)


def _comment(draft: Draft, keep: Keep) -> Draft:
    """Let the mentor type a comment."""
    if draft.about:
        console.err().print(quote_line(draft.about.text, 2))
    typed = _type(draft.typing, lambda text: keep(draft.model_copy(update={"typing": text})))
    draft = draft.model_copy(update={"typing": typed}).with_remark()
    keep(draft)
    return draft


def _summary(draft: Draft, keep: Keep) -> Draft:
    """Let the mentor type the summary."""
    console.say("\nIn sum: what was good, what to work on? (Ctrl-D finishes the review)", "bold")
    begun = draft
    while True:
        typed = _type(draft.summary, lambda text: keep(begun.model_copy(update={"summary": text})))
        draft = draft.model_copy(update={"summary": typed})
        keep(draft)
        if len(typed.strip()) <= LONGEST:
            return draft.with_review(summary=typed.strip())
        console.say(f"That is {len(typed.strip()):,} characters of at most {LONGEST:,}: shorten it.", "yellow")


def _type(text: str, keep: Callable[[str], None]) -> str:
    """Return what is typed in the editor, kept every two seconds and when it is broken off."""
    along = ReadAlong(keep, lambda _: None)
    along.hear(text)
    along.start()
    try:
        return write_answer(None, text, along.hear)
    except (KeyboardInterrupt, EOFError):
        along.keep_now()
        raise
    finally:
        along.abandon()
