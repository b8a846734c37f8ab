"""How long the program takes to start, with hyperfine, beside typer alone and `llm`; part of `make bench`.

Commands are timed as installed: with their bytecode kept, which `make` otherwise forbids. `llm` (PyPI) is installed
into an environment of its own that is thrown away, or is not measured where that cannot be done.
"""

import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from synthetic import write_sessions

ROUNDS = 5
RUNS = 3
SESSIONS = 100
TYPER = "python -c 'import typer'"
LLM = "llm --help"
OURS = ("--version", "--help", "questions list", "sessions list")
WITHIN = 2
"""Times the start of `import typer` that ours may take."""


def rows() -> list[tuple[str, str, str]]:
    """Return the rows for docs/performance.md."""
    with tempfile.TemporaryDirectory() as folder:
        write_sessions(Path(folder) / "home" / "sessions", SESSIONS, datetime.now(UTC))
        commands = {TYPER: [sys.executable, "-c", "import typer"]}
        commands |= {f"mock-interview {words}": [*_program(), *words.split()] for words in OURS}
        if llm := _llm(Path(folder)):
            commands[LLM] = [str(llm), "--help"]
        times = _times(list(commands.values()), Path(folder))
    found = dict(zip(commands, times, strict=True))
    how = "hyperfine" if shutil.which("hyperfine") else "hyperfine is not installed: timed by the bench"
    table = [(f"`{TYPER}` ({how})", f"{found[TYPER]:.3f} s", "")]
    table += [(f"`{LLM}`, of PyPI's llm", f"{found[LLM]:.3f} s" if LLM in found else "could not be installed", "")]
    for words in OURS:
        took = found[f"mock-interview {words}"]
        beside = f"; {took / found[LLM]:.2f} times `{LLM}`" if LLM in found else ""
        measured = f"{took:.3f} s; {took / found[TYPER]:.2f} times `import typer`{beside}"
        of = f" of {SESSIONS} sessions" if words == "sessions list" else ""
        table.append((f"`mock-interview {words}`{of}, through a pipe", measured, f"{WITHIN} times `import typer`"))
    return table


def _program() -> list[str]:
    """Return how the program is called: as installed beside this Python, else as a module."""
    script = Path(sys.executable).with_name("mock-interview")
    return [str(script)] if script.exists() else [sys.executable, "-m", "mock_interview"]


def _llm(folder: Path) -> Path | None:
    """Return `llm`, installed into an environment of its own; None where that cannot be done."""
    program = folder / "llm" / "bin" / "llm"
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "llm"], check=True, capture_output=True)
        subprocess.run([program.with_name("pip"), "install", "--quiet", "llm"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return program


def _times(commands: Sequence[list[str]], folder: Path) -> list[float]:
    """Return the median wall time of each command in seconds.

    They take turns, so that a machine that is busy for a while is so for all of them.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "MOCK_INTERVIEW_HOME": str(folder / "home")}
    measure = _hyperfine if shutil.which("hyperfine") else _by_hand
    found: list[list[float]] = [[] for _ in commands]
    for _ in range(ROUNDS):
        for times, command in zip(found, commands, strict=True):
            times += measure(command, environment, folder)
    return [statistics.median(times) for times in found]


def _hyperfine(command: list[str], environment: dict[str, str], folder: Path) -> list[float]:
    file = folder / "times.json"
    words = ["hyperfine", "--shell=none", "--warmup=1", f"--runs={RUNS}", f"--export-json={file}", shlex.join(command)]
    subprocess.run(words, check=True, capture_output=True, env=environment)
    times: list[float] = json.loads(file.read_text())["results"][0]["times"]
    return times


def _by_hand(command: list[str], environment: dict[str, str], folder: Path) -> list[float]:
    times = []
    for _ in range(1 + RUNS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        times.append(time.perf_counter() - begun)
    return times[1:]


if __name__ == "__main__":
    for row in rows():
        print(*row, sep="\t")
