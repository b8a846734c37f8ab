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
import bench_start
import bench_tokens
from mock_interview import config, llm
from mock_interview.bank import Bank
from mock_interview.grading import grade as grade_answer
from mock_interview.grading import judge_for, read_ahead, rehearse, standard_for
from mock_interview.models import Turn
from synthetic import write_sessions

RUNS = 15
SMALLEST = """
import typer
app = typer.Typer()
@app.command()
def say(times: int = 1) -> None:
    print("hello" * times)
app([])
"""
"""What any program of this kind takes: typer does most of its imports when a command runs."""

TRIED = """
## Tried and left out

Single trials that no command repeats, on two cores that evaluate 50 to 55 tokens a second: 34 claims about one answer,
the first with the answer before it (575 tokens), the other 33 (1,181 tokens).

- *Eight parallel slots with eight requests at a time*: 110 s for the 33, one slot 29 s. Each slot evaluates question
  and answer anew (4,389 tokens): the server shares no beginning between slots.
- *One pass over all claims with the log-probabilities at each one's end*: the server returns none for tokens of a
  prompt.
- *All claims in one batch, as sequences that share the beginning*, which the server does not offer and the engine's
  own library does: 20 to 24 s an answer instead of 40, the engine built for AVX-512 both times. PyPI's build, which has
  to run everywhere, evaluates 33 claims at 40 tokens a second and one long text at 56, so that there is less to gain.
  `make replies` does it in numpy, with products of bfloat16: 16 to 22 s where the processor has AMX.
- *Weights not repacked when loaded*: no difference in PyPI's build; with AVX-512 124 tokens a second instead of 67.
"""


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
        ("a typer program whose one command prints a word", f"{seconds([sys.executable, '-c', SMALLEST]):.3f} s", ""),
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


def review_page() -> list[tuple[str, str, str]]:
    """Measure the page of a session of 10,000 words: making it, and using it in Chromium."""
    from mock_interview.report import report_of
    from mock_interview.report.page import html
    from support_browser import chromium
    from support_report import long_session

    session = long_session()
    begun = time.process_time()
    page = html(report_of(session), blind=True)
    made = time.process_time() - begun
    size = f"{len(page.encode()) / 1000:.0f} KB"
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        tab = browser.new_page()
        ready, reveal, hover, key = ([] for _ in range(4))
        for _ in range(RUNS):
            tab.goto(path.as_uri())
            ready.append(tab.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
            tab.evaluate("localStorage.clear()")
            tab.check("[name=level][value=L4]")
            for times, action in zip((reveal, hover, key), _ACTIONS, strict=True):
                times.append(tab.evaluate(_TIMED % action))
            tab.evaluate("localStorage.clear()")
    what = "review page, 10,000 words"
    return [
        (f"{what}: made (processor time)", f"{made:.2f} s", "0.3 s"),
        (f"{what}: size", size, "300 KB"),
        (f"{what}: from load to ready", f"{statistics.median(ready) / 1000:.2f} s", "1 s"),
        (f"{what}: tool's grade shown", f"{statistics.median(reveal):.0f} ms", "500 ms"),
        (f"{what}: one hover", f"{statistics.median(hover):.0f} ms", "50 ms"),
        (f"{what}: one key in a comment", f"{statistics.median(key):.0f} ms", "50 ms"),
    ]


_TIMED = (
    "() => { const t = performance.now(); %s; document.body.getBoundingClientRect(); return performance.now() - t }"
)
_ACTIONS = (
    "document.querySelector('#reveal').click()",
    "document.querySelector('#c3').dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))",
    "document.querySelector('[data-comment=\"1\"]').click();"
    "document.querySelector('#words').dispatchEvent(new Event('input'))",
)


def a_class(count: int = 1_000) -> list[tuple[str, str, str]]:
    """Measure the page of a class, with its CSV file."""
    with tempfile.TemporaryDirectory() as folder:
        write_sessions(Path(folder) / "class", count, datetime.now(UTC))
        page = str(Path(folder) / "class.html")
        command = [sys.executable, "-m", "mock_interview", "report", str(Path(folder) / "class"), "--html", page]
        return [(f"`mock-interview report FOLDER --html FILE`, {count:,} sessions", f"{seconds(command):.1f} s", "5 s")]


def grading() -> list[tuple[str, str, str]]:
    """Measure one grade on the embedded model, as in practice: the model has read along while one typed."""
    bank = Bank()
    question, rubric = bank.question("bias-variance-tradeoff"), bank.rubric("bias-variance-tradeoff")
    text = (Path(__file__).parents[1] / "docs" / "sample-answer.txt").read_text()
    judge = judge_for(llm.choose("embedded"))
    begun = time.perf_counter()
    judge.start()
    rehearse(judge, question, rubric, bank.levels.rule)
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
        "The first rows say how fast the machine was then; limits in seconds are for one that imports typer in .05 s.",
        "",
    ]
    lines += ["| what | measured | limit |", "|---|---|---|"]
    rows = [
        *start_up(),
        *bench_start.rows(),
        *many_sessions(),
        *a_class(),
        *review_page(),
        *bench_bulk.rows(),
        *grading(),
        *bench_tokens.rows(),
    ]
    lines += [f"| {what} | {found} | {limit} |" for what, found, limit in rows]
    page = "\n".join(lines) + "\n" + TRIED
    print(page)
    (Path(__file__).parents[1] / "docs" / "performance.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
