"""The interview about one question at the terminal: asked, typed, probed, rated by oneself; nothing graded aloud."""

import time
from typing import TYPE_CHECKING, NoReturn

import typer

from mock_interview.cli.options import open_judge
from mock_interview.errors import BadInput, ExitCode, MockInterviewError, NoGrader

if TYPE_CHECKING:
    from mock_interview.bank import Rule
    from mock_interview.grading import Judge, Prober
    from mock_interview.interview import Attempt
    from mock_interview.models import Criterion, Level

PROBES = 2
"""Follow-up questions, at most."""
PROBE_MINUTES = 3
RATINGS: "dict[str, Level]" = {"b": "below L4", "4": "L4", "5": "L5", "6": "L6"}


def hold(attempt: "Attempt", judge: "Judge | None", rule: "Rule", *, probes: int) -> "Attempt":
    """Hold the interview about one question: show it, let the user type, reply to questions, probe, take the rating.

    Goes on with what there is of an attempt: a draft, or an answer that lacks its probes. Every step is saved; Ctrl-C
    exits with 130 and says how to go on.
    """
    from mock_interview.terminal import console
    from mock_interview.terminal.views import question_panel

    console.err().print(question_panel(attempt.session.question))
    try:
        if not _answered(attempt):
            _listen(attempt, judge, rule, attempt.session.question.minutes)
        if judge and probes and attempt.session.answers:
            _probe(attempt, judge, rule, probes)
        if attempt.session.self_rating is None and attempt.session.answers:
            _take_rating(attempt)
    except KeyboardInterrupt:
        interrupted(attempt)
    return attempt


def try_judge(grader: str | None, engine: str) -> "Judge | None":
    """Return the judge, begun to load; None when there is none, which is said now and again at the end."""
    from mock_interview.terminal import console

    try:
        judge = open_judge(grader, engine)
    except NoGrader as error:
        console.complain(error)
        if not console.at_terminal() or grader or not _set_up():
            console.say("You can answer all the same: it is saved, and graded later.", "yellow")
            return None
        judge = open_judge("embedded", engine)
    judge.start()
    return judge


def _set_up() -> bool:
    """Offer to fetch the embedded model; return whether it is there now."""
    from mock_interview.cli.model import fetch
    from mock_interview.llm import engine_installed, store
    from mock_interview.terminal.editor import ask

    if not engine_installed() or not ask("Fetch the embedded model now (1.1 GB)?"):
        return False
    fetch(store.DEFAULT)
    return True


def keep(attempt: "Attempt", text: str, *, finished: bool, seconds: float | None = None) -> None:
    """Save what was said; where that cannot be done anywhere, it is shown once more, to be copied."""
    from mock_interview.terminal.console import say

    try:
        attempt.write(text, finished=finished, seconds=seconds)
    except BadInput:
        say("This cannot be saved anywhere. Copy it from here:", "red")
        say(text)
        raise


def _answered(attempt: "Attempt") -> bool:
    turns = attempt.session.turns
    return bool(turns) and turns[-1].role == "candidate" and turns[-1].finished


def _listen(attempt: "Attempt", judge: "Judge | None", rule: "Rule", minutes: float) -> None:
    """Let the user type, saving drafts and letting the model read along; Ctrl-C exits with what is there."""
    from mock_interview.grading import facts_asked
    from mock_interview.interview import ReadAlong, reply
    from mock_interview.terminal import console
    from mock_interview.terminal.editor import write_answer

    question, rubric = attempt.session.question, attempt.session.rubric
    probe = next((turn for turn in reversed(attempt.session.turns) if turn.probe), None)
    first = probe is None

    def read(text: str) -> None:
        if judge and first:
            from mock_interview.grading import read_ahead, rehearse

            rehearse(judge, question, rubric, rule)
            read_ahead(judge, question, rubric, attempt.with_draft(text))

    def ask(asked: str) -> str:
        said = reply(asked, question.scenario, facts_asked(judge, question, asked))
        attempt.clarify(asked, said)
        return said

    if probe:
        console.say(f"\nInterviewer: {probe.text}", "bold")
        console.say("(Ctrl-D with nothing typed: no answer to that.)", "dim")
    along = ReadAlong(lambda text: attempt.write(text, finished=False), read)
    along.hear(attempt.draft)
    along.start()
    begun = time.monotonic()
    try:
        typed = write_answer(minutes, attempt.draft, along.hear, ask if question.scenario and first else None)
    except KeyboardInterrupt:
        along.abandon()
        if along.draft.strip():
            keep(attempt, along.draft, finished=False)
        if attempt.path:
            console.say(f"\nStopped. What you typed is saved: {attempt.path}")
            if not attempt.session.loop:
                console.say(f"Go on: mock-interview practice {question.id}")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    except EOFError:
        typed = along.draft
    along.abandon()
    keep(attempt, typed, finished=True, seconds=round(time.monotonic() - begun, 1))
    with console.err().status("Reading your answer ..."):
        along.stop()


def _probe(attempt: "Attempt", judge: "Judge", rule: "Rule", most: int) -> None:
    """Ask what matters most for the level in reach, up to so many times; an empty reply is no reply and ends it."""
    from mock_interview.grading import Prober, standard_for

    session = attempt.session
    prober = Prober(judge, session.question, session.rubric, standard_for(judge, rule).rule)
    while sum(turn.probe is not None for turn in attempt.session.turns) < most:
        thought = _think(prober, attempt)
        if thought is None:
            return
        criterion, words = thought
        attempt.probe(criterion, words)
        try:
            _listen(attempt, judge, rule, PROBE_MINUTES)
        finally:
            attempt.settle()
        if not any(turn.probe == criterion.id for turn in attempt.session.turns):
            return


def _think(prober: "Prober", attempt: "Attempt") -> "tuple[Criterion, str] | None":
    """Return what to ask about next, and how; a judge that fails asks nothing, and Ctrl-C goes on without."""
    from mock_interview.grading import phrase
    from mock_interview.terminal import console

    turns = attempt.session.turns
    try:
        with console.err().status("The interviewer is thinking ..."):
            criterion = prober.next(turns)
            if criterion is None:
                return None
            return criterion, phrase(prober.judge, prober.question, prober.rubric, criterion, turns)
    except (MockInterviewError, KeyboardInterrupt):
        return None


def _take_rating(attempt: "Attempt") -> None:
    """Ask which level the candidate thinks to have shown; Enter says nothing."""
    from mock_interview.terminal.editor import choose_key

    key = choose_key(
        "Before the grade: which level did you show?  b below L4  4  5  6  (Enter: skip)", "".join(RATINGS)
    )
    if key:
        attempt.rate(RATINGS[key])


def interrupted(attempt: "Attempt") -> NoReturn:
    """Say where the answer is, and exit as interrupted."""
    from mock_interview.terminal.console import say

    say(f"\nStopped. Your answer is saved; grade it later: mock-interview grade {attempt.name}")
    raise typer.Exit(int(ExitCode.INTERRUPTED))
