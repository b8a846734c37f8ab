"""`mock-interview loop`: a round of questions as a company would put it together, with feedback only at the end."""

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.debrief import finish
from mock_interview.cli.options import BankFolder, Engine, Grader, Json, Misuse, Probes, open_bank
from mock_interview.cli.room import PROBES, hold, try_judge
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.bank import Bank, Mix
    from mock_interview.grading import Judge
    from mock_interview.interview import Attempt
    from mock_interview.interview.rounds import Practised, Round
    from mock_interview.records import Loop


def loop(
    minutes: Annotated[int, typer.Option("--minutes", "-m", min=5, max=480, help="The time there is.")] = 45,
    category: Annotated[
        list[str] | None, typer.Option("--category", "-c", help="Only questions of this category. May be repeated.")
    ] = None,
    like: Annotated[
        str | None, typer.Option("--like", help="The mix: general, ml-engineer, recsys, llm, research, or your bank's.")
    ] = None,
    grader: Grader = None,
    engine: Engine = "auto",
    probes: Probes = PROBES,
    seed: Annotated[int | None, typer.Option("--seed", help="The same questions again, for the same history.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show which questions it would be, and stop.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Start another, and leave one that was broken off.")] = False,
    debrief: Annotated[
        str | None, typer.Option("--debrief", help="Show the outcome of a loop again: its id, or `last`.")
    ] = None,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Hold a mock interview of several questions that fill the time; nothing is graded aloud until the end.

    Example: mock-interview loop --minutes 45 --like ml-engineer
    """
    from mock_interview.records import find_loop, load_loop
    from mock_interview.terminal.console import at_terminal

    source = open_bank(bank)
    if dry_run:
        mix, number, chosen = _plan(source, minutes, category, like, seed)
        _show(mix, number, chosen, minutes, json)
        return
    if debrief is None and not at_terminal():
        raise BadInput(
            "A loop is held at a terminal, one question after the other.",
            "See what it would ask with --dry-run; one answer goes through a pipe with `mock-interview practice`.",
        )
    with ExitStack() as stack:

        def judge() -> "Judge | None":
            opened = try_judge(grader, engine)
            if opened:
                stack.callback(opened.close)
            return opened

        if debrief is None:
            current = (None if new else _broken_off(source)) or _begin(source, minutes, category, like, seed)
            one = judge()
            finish(_ask_all(current, source, one, probes), source, lambda: one, json)
        else:
            finish(load_loop(find_loop(debrief)), source, judge, json)


def _plan(
    source: "Bank", minutes: int, category: list[str] | None, like: str | None, seed: int | None
) -> "tuple[Mix, int, Round]":
    """Return the mix, the seed, and the questions they lead to."""
    import random

    from mock_interview.bank import mixes
    from mock_interview.interview.rounds import choose

    known = mixes(source)
    mix = next((m for m in known if like in (None, m.id)), None)
    if mix is None:
        raise Misuse(f"--like {like}: this bank has no such mix.", f"There are: {', '.join(m.id for m in known)}.")
    for name in category or ():
        if all(q.category != name for q in source.questions):
            there = ", ".join(dict.fromkeys(q.category for q in source.questions))
            raise Misuse(f"--category {name}: no question is in it.", f"There are: {there}.")
    number = random.randrange(1_000_000) if seed is None else seed
    return mix, number, choose(source.questions, mix, minutes, _practised(), number, category or ())


def _practised() -> "dict[str, Practised]":
    """Return what is known of each question that was practised, by its id."""
    from mock_interview.interview.rounds import Practised
    from mock_interview.records import Summary, best_levels, summaries

    best = best_levels()
    oldest_first = reversed([s for s in summaries() if isinstance(s, Summary)])
    return {s.question: Practised(s.created, best.get(s.question)) for s in oldest_first}


def _show(mix: "Mix", seed: int, chosen: "Round", minutes: int, json: bool) -> None:
    import json as json_module

    from mock_interview.terminal.console import out, print_json, say
    from mock_interview.terminal.debrief import round_view

    if json:
        keep = ("id", "title", "category", "kind", "minutes")
        questions = [
            {**{name: getattr(q, name) for name in keep}, "core": q.id in chosen.core} for q in chosen.questions
        ]
        value = {"like": mix.id, "seed": seed, "minutes": minutes, "suggested": chosen.minutes, "questions": questions}
        print_json(json_module.dumps(value, ensure_ascii=False))
    else:
        out().print(round_view(mix, chosen, minutes))
        say(f"The same again: --seed {seed}", "dim")


def _broken_off(source: "Bank") -> "Loop | None":
    """Return the newest loop that was broken off, if there is one and the user wants to go on with it."""
    from datetime import UTC, datetime

    from mock_interview.records import unfinished_loop
    from mock_interview.terminal.editor import ask

    found = unfinished_loop([q.id for q in source.questions], datetime.now(UTC))
    if found is None:
        return None
    when, where = f"{found.created.astimezone():%d %b %H:%M}", f"question {found.done + 1} of {len(found.questions)}"
    return found if ask(f"You broke off a loop ({found.like}, {when}, at {where}). Go on with it?") else None


def _begin(source: "Bank", minutes: int, category: list[str] | None, like: str | None, seed: int | None) -> "Loop":
    from mock_interview.records import new_loop, save_loop
    from mock_interview.terminal.console import say

    mix, _, chosen = _plan(source, minutes, category, like, seed)
    begun = new_loop(minutes, mix.id, [q.id for q in chosen.questions], chosen.core)
    save_loop(begun)
    count = len(chosen.questions)
    say(f"{mix.title}: {count} question{'s' if count > 1 else ''}, {minutes} minutes. Feedback comes at the end.")
    return begun


def _ask_all(current: "Loop", source: "Bank", judge: "Judge | None", probes: int) -> "Loop":
    """Hold the questions that are not finished yet; after every step the loop's file says how far it is."""
    from mock_interview.records import forget_loop, save_loop
    from mock_interview.terminal.console import say

    while not current.finished:
        say(f"\nQuestion {_time(current)}", "bold")
        attempt = _attempt(current, source)
        sessions = (*current.sessions[: current.done], attempt.session.id)
        current = current.model_copy(update={"sessions": sessions})
        save_loop(current)
        begun, done = time.monotonic(), current.done
        try:
            attempt = hold(attempt, judge, source.levels.rule, probes=probes)
            done += 1
        except typer.Exit:
            if not done and attempt.path is None:
                forget_loop(current)
            else:
                say("Go on with the loop: mock-interview loop")
            raise
        finally:
            sessions = (*current.sessions[:-1], attempt.session.id)
            seconds = round(current.seconds + time.monotonic() - begun, 1)
            current = current.model_copy(update={"sessions": sessions, "done": done, "seconds": seconds})
            if done or attempt.path:
                _keep(current, attempt)
    return current


def _attempt(current: "Loop", source: "Bank") -> "Attempt":
    """Return the attempt at the open question: the one that was broken off, its draft included, or a new one."""
    from mock_interview.interview import Attempt
    from mock_interview.records import load, sessions_folder
    from mock_interview.terminal.console import complain

    for name in current.sessions[current.done :]:
        path = sessions_folder() / f"{name}.json"
        try:
            if path.exists():
                return Attempt.resume(path, load(path))
        except BadInput as error:
            complain(error)
    asked = source.question(current.questions[current.done])
    return Attempt(asked, source.rubric(asked.id), loop=current.id)


def _keep(current: "Loop", attempt: "Attempt") -> None:
    from mock_interview.records import save_loop
    from mock_interview.terminal.console import say

    try:
        save_loop(current)
    except BadInput:
        say(f"Your answer is saved: {attempt.path}", "yellow")
        raise


def _time(current: "Loop") -> str:
    """Return how far the loop is, and how much of the time is used."""
    used = int(current.seconds // 60)
    over = ": over time, an interviewer would move on; nothing is cut" if used > current.minutes else ""
    return f"{current.done + 1} of {len(current.questions)} · {used} min used of {current.minutes}{over}"
