"""The installed wheel, run outside the checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_finds_its_content_anywhere(tmp_path: Path) -> None:
    """Built, unpacked elsewhere and run there, the program lists the questions, checks the bank and has its prompts."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", str(ROOT), "--no-deps", "--wheel-dir", str(tmp_path)], check=True)
    wheel = next(tmp_path.glob("*.whl"))
    site = tmp_path / "site"
    subprocess.run([*pip, "install", str(wheel), "--no-deps", "--target", str(site)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "mock_interview", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    where = [
        sys.executable,
        "-c",
        "import mock_interview.bank as b; print(b.content_root(), b.prompts_folder().is_dir())",
    ]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert found == f"{site / 'mock_interview' / 'content'} True\n"
    assert "why-dropout-works" in run("questions", "list")
    assert "no problems" in run("bank", "check")
