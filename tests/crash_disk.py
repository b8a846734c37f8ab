"""Disks that are full or read-only, clocks that jump, files that were cut or altered: opened, or refused by name."""

import os
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from unittest.mock import patch

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import BadInput
from mock_interview.interview import Attempt
from support import TINY, said
from support_cli import ANSWER, DRIVER, environment, graded, invoke, saved, session
from support_crash import COMMANDS, Tally, child, commands, every_file, heard

AT_ONCE = 17
"""Damaged files in one home."""
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'


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


def read_only(seed: int, home: Path, tally: Tally) -> None:
    """Run the program where its home cannot be written: what is there opens, and what is new is saved or refused."""
    draw = random.Random(seed)
    case = f"read-only {seed}"
    below, spare = home / "home", home / "temporary"
    below.mkdir()
    spare.mkdir()
    (home / "answer.txt").write_text(ANSWER)
    with patch.dict(os.environ, MOCK_INTERVIEW_HOME=str(below), TMPDIR=str(spare)):
        path = records.sessions_folder() / "none.json"
        if draw.random() < 0.7:
            path = records.save(session())
        command = (*_unwritable(below), sys.executable, DRIVER)
        new = (("practice", "why-knead", "-a", home / "answer.txt"), ("sessions", "import", home / "answer.txt"))
        plain = [words for words in COMMANDS if "--json" not in words]
        for words in [*plain, *new, ("sessions", "delete", "last", "--yes"), ("grade", "--pending")]:
            args = [str(word).format(file=path) for word in words]
            done = subprocess.run(
                [*command, *args],
                capture_output=True,
                env=environment("usable"),
                timeout=120,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            if b"Traceback" in done.stderr or done.returncode not in (0, 1, 3):
                tally.problem("traceback", case, f"{' '.join(args)}: {done.stderr.decode()[-1500:]}")
            if done.returncode and not done.stderr.strip():
                tally.problem("without a word", case, " ".join(args))
            if words[0] == "practice":
                kept = max(spare.glob("mock-interview-*.json"))  # before it, the copy of a session that was graded
                one = records.load(kept)
                if ([t.text for t in one.turns], [g.level.estimate for g in one.grades]) != ([ANSWER], ["L5"]):
                    tally.problem("words lost", case, str(one.turns))
                if str(kept).encode() not in done.stderr.replace(b"\n", b""):
                    tally.problem("without a word", case, f"where {kept} is")
    below.chmod(0o700)


def _unwritable(folder: Path) -> tuple[str | Path, ...]:
    """Make a folder read-only; return what a command that is to find it so begins with."""
    if os.getuid():
        folder.chmod(0o500)
        for inner in folder.iterdir():
            inner.chmod(0o500)
        return ()
    return ("unshare", "--mount", "sh", "-c", READ_ONLY, folder)  # modes do not bind root


@cache
def small() -> bytes:
    """Return a small session file with everything in it."""
    found = graded()
    kept = found.grades[0].verdicts[:2]
    rubric = found.rubric.model_copy(update={"criteria": found.rubric.criteria[:2], "notes": ("A note.",)})
    grade = found.grades[0].model_copy(update={"verdicts": kept, "feedback": None})
    turns = (*found.turns, *said("And wait."))
    return found.model_copy(update={"rubric": rubric, "grades": (grade,), "turns": turns}).model_dump_json().encode()


def damaged(seed: int, home: Path, tally: Tally) -> None:
    """Cut a session file at some bytes, or alter them: it opens, or what is wrong is said, in every command."""
    whole = small()
    case = f"damaged {seed}"
    folder = records.sessions_folder()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for place, how in (divmod(number, 3) for number in range(seed * AT_ONCE, (seed + 1) * AT_ONCE)):
        if place >= len(whole):
            break
        data = whole[:place]
        if how:
            data += bytes([whole[place] ^ (1 << (how * 3 + place) % 8)]) + whole[place + 1 :]
        paths.append(folder / f"20260101-120000-why-knead-{len(paths):04x}.json")
        paths[-1].write_bytes(data)
    tally.cases["damaged"] += len(paths) - 1
    if not paths:
        return
    commands(case, paths[0], tally)
    listed = invoke("sessions", "list").stderr
    for path in paths:
        commands(case, path, tally, [words for words in COMMANDS if "{file}" in words])
        try:
            records.load(path)
        except BadInput:
            continue
        if str(path) in listed:
            tally.problem("half-written", case, f"{path.name} opens, and the list says it does not")
