"""Processes that are killed at random moments, or share a session: nothing is lost, doubled or half-written."""

import json
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pexpect

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import BadInput
from mock_interview.interview import Attempt
from support import TINY
from support_cli import ANSWER, graded, invoke, session
from support_crash import Sure, Tally, child, dies_at, every_file, heard, killed
from support_import import TRANSCRIPTS, bakery
from support_terminal import ready, terminals, type_in

TWO_SECONDS = 2.0
"""What may be lost of words that are being typed."""
SLACK = 2.0
"""Seconds a busy machine may take to bring a key to the program and a file to the disk."""
MOST = 8
"""Times a command is broken off before it is let come to its end."""
STEPS = 48
"""Changes of the home, about as many as the longest of these commands makes."""


def saving(seed: int, home: Path, tally: Tally) -> None:
    """Kill a process that saves one draft after the other: what it had acknowledged is there, and whole."""
    draw = random.Random(seed)
    case = f"saving {seed}"
    bank = Bank(TINY)
    attempt = Attempt(bank.question("why-knead"), bank.rubric("why-knead"))

    def work(out: int) -> None:
        for number in range(100_000):
            attempt.write(f"draft {number} " + "x" * draw.choice([0, 10, 10_000]), finished=False)
            os.write(out, f"{number}\n".encode())

    pid, read = child(work)
    killed(pid, draw.uniform(0, 0.06), tally)
    lines = heard(read)
    found = every_file(case, home, tally)
    if lines and (not found or int(found[0].turns[-1].text.split()[1]) < int(lines[-1])):
        tally.problem("words lost", case, f"{lines[-1]} was saved")


def grading(seed: int, home: Path, tally: Tally) -> None:
    """Kill `grade` of a session and of a file: the session is whole, the lines are whole and in order."""
    draw = random.Random(seed)
    case = f"grading {seed}"
    before = session()
    path = records.save(before)
    file, out = home / "answers.jsonl", home / "out.jsonl"
    content = "".join(json.dumps({"id": f"{n}", "question": "why-knead", "answer": ANSWER}) + "\n" for n in range(20))
    file.write_text(content)

    def work(_: int) -> None:
        invoke("grade", path, judge=Sure())
        number = os.open(out, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(number, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        from mock_interview.cli import app

        with (
            patch("mock_interview.cli.grade.open_judge", lambda *_: Sure()),
            patch.dict(os.environ, MOCK_INTERVIEW_BANK=str(TINY)),
            suppress(SystemExit),
        ):
            app(["grade", str(file), "--json"])

    pid, read = child(work)
    os.close(read)
    killed(pid, draw.uniform(0, 0.6), tally)
    (after,) = every_file(case, home, tally)
    if after.turns != before.turns or file.read_text() != content:
        tally.problem("words lost", case, "the answer has changed")
    lines = out.read_text().split("\n")[:-1] if out.exists() else []
    if [json.loads(line)["id"] for line in lines] != [str(n) for n in range(len(lines))]:
        tally.problem("half-written", case, "lines out of order")


def broken_off(draw: random.Random, tally: Tally, *args: str | Path) -> int:
    """Run a command until it is killed or its disk is full, several times; return the code of the run that may end."""
    for _ in range(draw.randint(1, MOST)):
        how = draw.choice(["time", "step", "step", "full"])

        def work(
            _: int, how: str = how, limit: int = draw.randint(0, 40_000), step: int = draw.randint(1, STEPS)
        ) -> None:
            if how == "full":
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if how == "step":
                dies_at(step, records.sessions_folder().parent)
            result = invoke(*args, judge=Sure())
            if result.exit_code not in (0, 1) or (result.exit_code and not result.stderr.strip()):
                raise AssertionError(f"{result.exit_code}: {result.stderr}")

        pid, read = child(work)
        os.close(read)
        status = killed(pid, draw.uniform(0, 0.3) if how == "time" else None, tally)
        if os.waitstatus_to_exitcode(status) not in (0, -signal.SIGKILL):
            raise AssertionError(f"status {status}")
    result: Any = invoke(*args, judge=Sure())
    return int(result.exit_code)


def bulk(seed: int, home: Path, tally: Tally) -> None:
    """Break `grade FILE --out` off again and again: in the end each answer has its line, once and in order."""
    draw = random.Random(seed)
    case = f"bulk {seed}"
    file, out = home / "answers.jsonl", home / "out.jsonl"
    names = [f"a{number}" for number in range(12)]
    rows = [{"id": name, "question": "why-knead", "answer": f"{ANSWER} Number {name}."} for name in names]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    code = broken_off(draw, tally, "grade", file, "--out", out)
    found = [json.loads(line) for line in out.read_text().splitlines()]
    if (code, [one["id"] for one in found]) != (0, names):
        tally.problem("words lost", case, f"{code}: {[one['id'] for one in found]}")
    if {one["level"]["estimate"] for one in found} != {"L5"}:
        tally.problem("level invented", case, str([one["level"]["estimate"] for one in found]))
    if left := list(home.glob(".*.tmp")):
        tally.problem("left over", case, str(left))


def importing(seed: int, home: Path, tally: Tally) -> None:
    """Break `sessions import` off again and again: in the end every answer is a session once, interviews are loops."""
    draw = random.Random(seed)
    case = f"importing {seed}"
    file, bank = home / "answers.jsonl", bakery(home)
    texts = [f"{ANSWER} Number {number}." for number in range(6)]
    file.write_text("".join(json.dumps({"question": "why-knead", "answer": text}) + "\n" for text in texts))
    interview = TRANSCRIPTS / "two-questions.vtt"
    files = [file, interview] if draw.random() < 0.5 else [interview, file]
    code = broken_off(draw, tally, "sessions", "import", *files, "--bank", bank)
    found = every_file(case, home, tally)
    if (code, sorted(turn.text for one in found if not one.loop for turn in one.turns)) != (0, texts):
        tally.problem("words lost", case, f"{code}: {len(found)} sessions")
    loops = [records.load_loop(path) for path in records.loops_folder().glob("*.json")]
    of_loop = sorted(one.id for one in found if one.loop)
    if [sorted(loop.sessions) for loop in loops] != [of_loop] or len(of_loop) != 2:
        tally.problem("half-written", case, f"{of_loop} of {loops}")


def two(seed: int, home: Path, tally: Tally) -> None:
    """Let two processes work on one session: no grade, no review and no words replace the other's."""
    draw = random.Random(seed)
    case = f"two {seed}"
    start = session()
    path = records.save(start)
    grade = graded().grades[0]
    writes = draw.random() < 0.5

    def worker(name: str, words: bool) -> Callable[[int], None]:
        def work(out: int) -> None:
            attempt = Attempt.resume(path, records.load(path))
            for number in range(6):
                if words:
                    attempt.write(f"{name} {number}", finished=True)
                else:
                    attempt.add_grade(grade.model_copy(update={"flags": (f"{name} {number}",)}))
                os.write(out, f"{name} {number}\n".encode())

        return work

    children = [child(worker("a", True)), child(worker("b", writes))]
    lines = [line for pid, read in children for line in (os.waitpid(pid, 0), heard(read))[1]]
    found = every_file(case, home, tally)
    texts = {turn.text for one in found for turn in one.turns} | {
        flag for one in found for grade in one.grades for flag in grade.flags
    }
    if len(lines) != 12:
        tally.problem("traceback", case, f"{len(lines)} of 12 acknowledged")
    if lost := sorted({*lines, ANSWER} - texts):
        tally.problem("words lost", case, ", ".join(lost))


def typing(seed: int, home: Path, tally: Tally, *command: str) -> None:
    """Kill the program while somebody types at it: only what was typed in the last two seconds may be gone."""
    draw = random.Random(seed)
    case = f"{' '.join(command)} {seed}"
    with terminals() as start:
        run = start(*(command or ("practice", "why-knead", "--probes", "0")))
        ready(run)
        typed, when = "", [(0, time.monotonic())]
        ends = time.monotonic() + draw.uniform(0.1, 6)
        while time.monotonic() < ends:
            piece = draw.choice(["gluten ", "net ", "\n", "é", "stretch it "])
            type_in(run, piece)
            typed += piece
            when.append((len(typed), time.monotonic()))
            with suppress(pexpect.TIMEOUT, pexpect.EOF):  # the terminal is only emptied
                run.read_nonblocking(100_000, timeout=draw.uniform(0.01, 0.4))
        end = time.monotonic()
        if draw.random() < 0.4:  # what comes after the answer: the own rating, the grade
            run.sendcontrol("d")
            with suppress(pexpect.TIMEOUT, pexpect.EOF):
                run.expect("never said", timeout=draw.uniform(0, 1.5))
        run.kill(signal.SIGKILL)
        run.close()
        tally.kills += 1
    found = every_file(case, home, tally)
    there = max((turn.text for one in found for turn in one.turns), key=len, default="")
    if not typed.startswith(there):
        tally.problem("words lost", case, f"{there!r} was not typed")
    lost = next((end - moment for length, moment in when if length > len(there)), 0.0)
    tally.oldest_lost = max(tally.oldest_lost, lost)
    if lost > TWO_SECONDS + SLACK:
        tally.problem("words lost", case, f"typed {lost:.1f} s before the end")


def looping(seed: int, home: Path, tally: Tally) -> None:
    """The same in a loop of questions, which knows the session that is open and can be gone on with."""
    typing(seed, home, tally, "loop", "--minutes", "5", "--probes", "0")
    case = f"looping {seed}"
    try:
        loops = [records.load_loop(path) for path in records.loops_folder().glob("*.json")]
    except BadInput as error:
        tally.problem("half-written", case, error.message)
        return
    known = {name for loop in loops for name in loop.sessions}
    if lost := [one.id for one in every_file(case, home, tally) if one.id not in known]:
        tally.problem("words lost", case, f"no loop knows {lost}")
