"""Throughput of many answers at once against the stub server, a process of its own; part of `make bench`.

python tests/bench_bulk.py 10000 0.2 40        answers, latency in seconds, criteria in a request
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from mock_interview.bank import Bank
from support_stub import stub

JOBS = 64
QUESTIONS = ("bias-variance-tradeoff", "why-dropout-works")


def write_answers(path: Path, count: int) -> None:
    """Write so many answers, all different."""
    bank = Bank()
    gold = {question: bank.gold(question) for question in QUESTIONS}
    with path.open("w") as file:
        for i in range(count):
            question = QUESTIONS[i % 2]
            text = f"{gold[question][i // 2 % len(gold[question])].text} That was my case number {i}."
            file.write(json.dumps({"id": str(i), "question": question, "answer": text}) + "\n")


class _Memory(threading.Thread):
    """Looks how much memory a process and those it began have together; what they share counts once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.most, self.stop = process, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look ten times a second."""
        while not self.stop.wait(0.1):
            with suppress(OSError):  # one of them has just ended
                begun = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
                self.most = max(self.most, sum(_kilobytes(number) for number in (self.process, *begun)))


def _kilobytes(process: int | str) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def run(count: int, latency: float, at_once: int) -> tuple[str, str, str]:
    """Return a row of the table: how near to the ideal a run comes, and what it takes of this machine."""
    with tempfile.TemporaryDirectory() as folder, stub(latency=latency) as server:
        path = Path(folder, "answers.jsonl")
        write_answers(path, count)
        command = [sys.executable, "-m", "mock_interview", "grade", str(path), "-g", server.url, "--json"]
        command += ["--jobs", str(JOBS), "--at-once", str(at_once), "--out", f"{folder}/grades.jsonl"]
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        memory = _Memory(process.pid)
        _, status, spent = os.wait4(process.pid, 0)
        memory.stop.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        stats = server.stats()
    assert process.returncode == 0, process.returncode
    ideal = stats["requests"] * latency / JOBS
    own = (spent.ru_utime + spent.ru_stime) / count
    what = f"{count:,} answers, {stats['requests'] / count:.2f} requests each of {latency:g} s, {JOBS} in flight"
    found = f"{count / seconds:.1f}/s, {ideal / seconds:.0%} of the ideal; {own * 1000:.0f} ms of processor time each"
    return what, f"{found}; {memory.most / 1024:.0f} MB", "95 %, 250 MB"


def rows() -> list[tuple[str, str, str]]:
    """Return the rows for docs/performance.md."""
    return [run(10_000, 0.2, 40), run(2000, 0.2, 8), run(2000, 1.0, 8)]


if __name__ == "__main__":
    print(" | ".join(run(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))))
