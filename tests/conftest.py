"""What every test starts from: an empty home, no keys, the tiny bank."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from mock_interview import config
from mock_interview.bank import Bank
from support import TINY

settings.register_profile("no deadline", deadline=None)  # a busy machine is no failure
settings.load_profile("no deadline")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a home of its own and take away what the machine has configured."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "MOCK_INTERVIEW_", "HF_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOCK_INTERVIEW_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    config._read.cache_clear()


@pytest.fixture
def bank() -> Bank:
    """Return the tiny bank of the tests, about bread."""
    return Bank(TINY)
