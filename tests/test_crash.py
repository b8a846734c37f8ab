"""A short part of the crash suite (`make crash`), in a process of its own: it forks, kills and limits."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = Path(__file__).parent / "crash.py"


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize(
    ("kind", "share"),
    {
        "saving": 0.05,
        "grading": 0.05,
        "two": 0.05,
        "full": 0.05,
        "clock": 0.05,
        "damaged": 0.003,
        "bulk": 0.02,
        "importing": 0.02,
        "read-only": 0.2,
        "typing": 0.04,
    }.items(),
)
def test_nothing_is_lost_or_half_written(kind: str, share: float) -> None:
    """Killed, full, shared, cut or altered: words stay, files are whole or refused with a reason."""
    command = [sys.executable, str(SUITE), "--kinds", kind, "--share", str(share), "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"cases: {kind} [1-9]", done.stdout)
