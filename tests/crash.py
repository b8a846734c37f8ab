"""The crash suite: processes killed in the middle, disks that are full, files that were cut or altered.

Run by `make crash`; every case has a seed. Counted are words lost (of what was saved, or was typed more than two
seconds before the end), files that are neither whole nor refused with a reason, and tracebacks.
"""

import argparse
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pexpect

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import BadInput, MockInterviewError
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.interview import Attempt
from mock_interview.models import Question, Rubric, Session
from support import TINY, FakeJudge, said
from support_cli import ANSWER, SHOWN, graded, invoke, saved, session
from support_terminal import ready, terminals, type_in

TWO_SECONDS = 2.0
"""What may be lost of words that are being typed."""
SLACK = 2.0
"""Seconds a busy machine may take to bring a key to the program and a file to the disk."""
COMMANDS = (
    ("sessions", "list"),
    ("sessions", "list", "--json"),
    ("sessions", "show", "{file}"),
    ("progress",),
    ("progress", "--json"),
    ("grade", "{file}"),
    ("next", "--list", "--json"),
)
"""What is done to every damaged file; add a command that reads sessions here."""


class Sure(FakeJudge):
    """Says of whatever rubric it gets what `ANSWER` shows."""

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield one reading for each criterion."""
        for c in rubric.criteria:
            yield Reading(c.id, 1.0, (SHOWN[c.id],)) if c.id in SHOWN else Reading(c.id, 0.0)


@dataclass
class Tally:
    """What came of the cases."""

    cases: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    left_over: int = 0
    """Temporary files of saves that were killed; no command sees them, and a later one clears them away."""
    oldest_lost: float = 0.0
    """Seconds before the kill at which the oldest word that was lost had been typed."""

    def problem(self, kind: str, case: str, what: str) -> None:
        """Note a problem."""
        self.kinds[kind] += 1
        self.problems.append(f"{case}: {kind}: {what}")


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Run work in a process of its own; return its id and the reading end of what it acknowledges."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    code = 1
    try:
        work(write)
        code = 0
    except MockInterviewError:
        code = 2
    finally:
        if code == 1:
            traceback.print_exc()
        os._exit(code)


def killed(pid: int, after: float) -> int:
    """Kill a process after so many seconds; return its status."""
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def heard(read: int) -> list[str]:
    """Return the lines a process has acknowledged."""
    with os.fdopen(read) as file:
        return [line.rstrip("\n") for line in file if line.endswith("\n")]


def every_file(case: str, home: Path, tally: Tally) -> list[Session]:
    """Return the sessions; a file that cannot be read is half-written."""
    found = []
    for path in sorted((home / "sessions").glob("*.json")):
        try:
            found.append(records.load(path))
        except BadInput as error:
            tally.problem("half-written", case, error.message)
    tally.left_over += len(list((home / "sessions").glob(".*.tmp")))
    return found


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
    killed(pid, draw.uniform(0, 0.06))
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
    killed(pid, draw.uniform(0, 0.6))
    (after,) = every_file(case, home, tally)
    if after.turns != before.turns or file.read_text() != content:
        tally.problem("words lost", case, "the answer has changed")
    lines = out.read_text().split("\n")[:-1] if out.exists() else []
    if [json.loads(line)["id"] for line in lines] != [str(n) for n in range(len(lines))]:
        tally.problem("half-written", case, "lines out of order")


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


def full(seed: int, home: Path, tally: Tally) -> None:
    """Save on a disk that takes only so many bytes a file: the save is whole, or refused and the earlier one there."""
    draw = random.Random(seed)
    case = f"full {seed}"
    bank = Bank(TINY)
    attempt = Attempt(bank.question("why-knead"), bank.rubric("why-knead"))
    attempt.write("before", finished=False)

    def work(out: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (draw.randint(0, 30_000),) * 2)
        for number in range(20):
            attempt.write(f"draft {number} " + "x" * 1000 * number, finished=False)
            os.write(out, f"draft {number}\n".encode())

    pid, read = child(work)
    status = os.waitpid(pid, 0)[1]
    lines = heard(read)
    if os.waitstatus_to_exitcode(status) not in (0, 2):
        tally.problem("traceback", case, f"status {status}")
    (kept,) = every_file(case, home, tally)
    if not kept.turns[-1].text.startswith(lines[-1] if lines else "before"):
        tally.problem("words lost", case, f"{lines[-1:]} was saved")


def clock(seed: int, home: Path, tally: Tally) -> None:
    """Practise while the clock jumps about: ids differ, nothing is lost, and every command still works."""
    draw = random.Random(seed)
    case = f"clock {seed}"

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            days = draw.choice([0, 0, -1, -400, 30])
            return datetime(2026, 3, 29, 1, 30, tzinfo=UTC) + timedelta(days=days, seconds=draw.randint(-5, 5))

    bank = Bank(TINY)
    with (
        patch("mock_interview.records.sessions.datetime", Jumping),
        patch("mock_interview.interview.attempt.datetime", Jumping),
    ):
        for number in range(8):
            attempt = Attempt(bank.question("why-knead"), bank.rubric("why-knead"))
            attempt.write(f"{ANSWER} {number}", finished=True)
            attempt.add_grade(graded().grades[0])
            assert attempt.path
            when = time.time() + draw.choice([-1e8, 0, 1e8])
            os.utime(attempt.path, (when, when))
            invoke("sessions", "list")
    if sorted(one.turns[0].text for one in saved()) != [f"{ANSWER} {number}" for number in range(8)]:
        tally.problem("words lost", case, "a session is missing")
    commands(case, records.sessions_folder() / "none.json", tally)


def commands(case: str, path: Path, tally: Tally) -> None:
    """Run every command on what there is; whatever it says, it ends as a command should."""
    for words in COMMANDS:
        args = [word.format(file=path) for word in words]
        try:
            result = invoke(*args, judge=Sure())
        except Exception:  # noqa: BLE001 - that is what is looked for
            tally.problem("traceback", case, f"{' '.join(words)}: {traceback.format_exc()[-1500:]}")
            continue
        if result.exit_code not in (0, 1, 3) or (result.exit_code and not result.stderr.strip()):
            tally.problem("without a word", case, f"{' '.join(words)}: {result.exit_code}")


def small() -> bytes:
    """Return a small session file with everything in it."""
    found = graded()
    kept = found.grades[0].verdicts[:2]
    rubric = found.rubric.model_copy(update={"criteria": found.rubric.criteria[:2], "notes": ("A note.",)})
    grade = found.grades[0].model_copy(update={"verdicts": kept, "feedback": None})
    turns = (*found.turns, *said("And wait."))
    return found.model_copy(update={"rubric": rubric, "grades": (grade,), "turns": turns}).model_dump_json().encode()


def damaged(seed: int, home: Path, tally: Tally) -> None:
    """Cut a session file at a byte, or alter one: it opens, or what is wrong is said, in every command."""
    whole = small()
    place, how = seed % len(whole), seed // len(whole)
    data = whole[:place]
    if how:
        data += bytes([whole[place] ^ (1 << (how * 3 + place) % 8)]) + whole[place + 1 :]
    path = records.sessions_folder() / "20260101-120000-why-knead-aaaa.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    commands(f"damaged {seed}", path, tally)


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
        run.kill(signal.SIGKILL)
        run.close()
    found = every_file(case, home, tally)
    there = max((turn.text for one in found for turn in one.turns), key=len, default="")
    if not typed.startswith(there):
        tally.problem("words lost", case, f"{there!r} was not typed")
    lost = next((end - moment for length, moment in when if length > len(there)), 0.0)
    tally.oldest_lost = max(tally.oldest_lost, lost)
    if lost > TWO_SECONDS + SLACK:
        tally.problem("words lost", case, f"typed {lost:.1f} s before the end")


def looping(seed: int, home: Path, tally: Tally) -> None:
    """The same in a loop of questions."""
    typing(seed, home, tally, "loop", "--minutes", "5", "--probes", "0")


KINDS = {
    "saving": (saving, 400),
    "grading": (grading, 60),
    "two": (two, 100),
    "full": (full, 100),
    "clock": (clock, 20),
    "damaged": (damaged, 3 * len(small())),
    "typing": (typing, 25),
    "looping": (looping, 6),
}
"""Kinds of cases, and how many of each make the whole suite; add one here."""


def run(kind: str, seeds: range, tally: Tally, ends: float) -> None:
    """Run the cases of a kind, each in a home of its own."""
    work, _ = KINDS[kind]
    for seed in seeds:
        if time.monotonic() > ends:
            break
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            with patch.dict(os.environ, MOCK_INTERVIEW_HOME=folder, COLUMNS="80", NO_COLOR="1"):
                tally.cases[kind] += 1
                try:
                    work(seed, home, tally)
                except Exception:  # noqa: BLE001 - that is what is looked for
                    tally.problem("traceback", f"{kind} {seed}", traceback.format_exc()[-1500:])


def main() -> int:
    """Run the suite and print what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=1.0, help="of the cases of each kind")
    options.add_argument("--kinds", nargs="*", default=list(KINDS))
    options.add_argument("--seed", type=int, default=0, help="of the first case")
    options.add_argument("--seconds", type=float, default=1800)
    given = options.parse_args()
    tally = Tally()
    begun = time.monotonic()
    for number, kind in enumerate(given.kinds, 1):
        count = max(int(KINDS[kind][1] * given.share), 1)
        step = KINDS[kind][1] // count
        seeds = range(given.seed, given.seed + step * count, step)
        run(kind, seeds, tally, begun + given.seconds * number / len(given.kinds))
    print(f"seeds from {given.seed}; cases:", ", ".join(f"{kind} {n}" for kind, n in tally.cases.items()))
    for kind in ("words lost", "half-written", "traceback", "without a word"):
        print(f"{kind}: {tally.kinds[kind]}")
    print(f"temporary files left by kills: {tally.left_over}")
    print(
        f"oldest word lost by a kill: typed {tally.oldest_lost:.1f} s before; {time.monotonic() - begun:.0f} s in all"
    )
    print(*tally.problems[:20], sep="\n")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
