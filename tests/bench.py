"""Speed and memory against the limits they are held to; `make bench` writes docs/performance.md."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import bench_bulk
from mock_interview import config, llm
from mock_interview.bank import Bank
from mock_interview.grading import grade as grade_answer
from mock_interview.grading import judge_for, read_ahead, standard_for
from mock_interview.models import Turn
from synthetic import write_sessions

RUNS = 15


def seconds(command: list[str]) -> float:
    """Return the median wall time of a command, in seconds."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def resident(pid: int | str) -> float:
    """Return the largest resident memory a process has had, in 10^9 bytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024 / 1e9
    return float("nan")


def start_up() -> list[tuple[str, str, str]]:
    """Measure commands that call no model."""
    program = [sys.executable, "-m", "mock_interview"]
    rows = [
        ("`python -c pass`", f"{seconds([sys.executable, '-c', 'pass']):.3f} s", ""),
        ("`python -c 'import typer'`", f"{seconds([sys.executable, '-c', 'import typer']):.3f} s", ""),
        ("`mock-interview --help`", f"{seconds([*program, '--help']):.3f} s", "0.25 s"),
        ("`mock-interview questions list`", f"{seconds([*program, 'questions', 'list']):.3f} s", "0.25 s"),
        ("`mock-interview bank check`", f"{seconds([*program, 'bank', 'check']):.3f} s", "2 s"),
    ]
    code = "import resource,sys; from mock_interview.cli import app; sys.argv=['x','questions','list']\n"
    code += "try: app()\nexcept SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rows.append(("memory without the model", f"{int(done.stderr.split()[-1]) * 1024 / 1e6:.0f} MB", "150 MB"))
    return rows


def many_sessions(count: int = 10_000) -> list[tuple[str, str, str]]:
    """Measure lists and progress over many sessions, synthetic ones in a home of their own."""
    program = [sys.executable, "-m", "mock_interview"]
    was = os.environ.get("MOCK_INTERVIEW_HOME")
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOCK_INTERVIEW_HOME"] = home
        try:
            write_sessions(config.home() / "sessions", count, datetime.now(UTC))
            time.sleep(2)  # files written a moment ago are read again: they may be in the middle of a change
            begun = time.perf_counter()
            subprocess.run([*program, "sessions", "list"], check=True, capture_output=True)
            rows = [(f"index built over {count:,} sessions", f"{time.perf_counter() - begun:.1f} s", "")]
            for words in (["sessions", "list"], ["sessions", "list", "--json"], ["progress"], ["progress", "--json"]):
                taken = f"{seconds([*program, *words]):.2f} s"
                rows.append((f"`mock-interview {' '.join(words)}`, {count:,} sessions", taken, "1 s"))
        finally:
            del os.environ["MOCK_INTERVIEW_HOME"]
            if was is not None:
                os.environ["MOCK_INTERVIEW_HOME"] = was
    return rows


def grading() -> list[tuple[str, str, str]]:
    """Measure one grade on the embedded model, as in practice: the model has read along while one typed."""
    bank = Bank()
    question, rubric = bank.question("bias-variance-tradeoff"), bank.rubric("bias-variance-tradeoff")
    text = (Path(__file__).parents[1] / "docs" / "sample-answer.txt").read_text()
    judge = judge_for(llm.choose("embedded"))
    begun = time.perf_counter()
    judge.start()
    read_ahead(judge, question, rubric, ())
    loaded = time.perf_counter() - begun
    written = text.rstrip().rsplit(". ", 1)[0] + "."
    read_ahead(judge, question, rubric, (Turn(role="candidate", text=written),))
    arrivals: list[float] = []
    begun = time.perf_counter()
    turns = (Turn(role="candidate", text=text),)
    standard = standard_for(judge, bank.levels.rule)
    result = grade_answer(
        question, rubric, turns, judge, standard, lambda verdict: arrivals.append(time.perf_counter() - begun)
    )
    whole = time.perf_counter() - begun
    each = whole / len(arrivals)
    children = subprocess.run(
        ["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False
    ).stdout.split()
    memory = resident("self") + sum(resident(pid) for pid in children if Path(f"/proc/{pid}/status").exists())
    judge.close()
    spent = result.provenance
    return [
        ("model loaded and question read", f"{loaded:.1f} s", ""),
        ("first verdict after the answer is finished", f"{arrivals[0]:.2f} s", "2 s"),
        (f"whole grade, {len(arrivals)} criteria", f"{whole:.1f} s", ""),
        ("each criterion, statements and evidence included", f"{each:.2f} s", "1 s"),
        ("input tokens, of which cached", f"{spent.input_tokens:,}, {spent.cached_tokens:,}", ""),
        ("memory with the model", f"{memory:.2f} GB", "2.5 GB"),
    ]


def main() -> None:
    """Print the table and write it to docs/performance.md."""
    os.environ.setdefault("MOCK_INTERVIEW_HOME", str(config.home()))
    lines = ["# Speed and memory", "", "Written by `make bench`; medians of 15 runs where a command is run.", ""]
    lines += [
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}.",
        "The first two rows say how fast the machine was then; limits are for one that imports typer in .05 s.",
        "",
    ]
    lines += ["| what | measured | limit |", "|---|---|---|"]
    lines += [
        f"| {what} | {found} | {limit} |"
        for what, found, limit in [*start_up(), *many_sessions(), *bench_bulk.rows(), *grading()]
    ]
    page = "\n".join(lines) + "\n"
    print(page)
    (Path(__file__).parents[1] / "docs" / "performance.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
