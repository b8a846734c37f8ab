"""What every test starts from: an empty home, no keys, the tiny bank."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from mock_interview import config
from mock_interview.bank import Bank
from support import TINY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

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


@pytest.fixture(scope="module")
def _browser() -> "Iterator[Browser]":
    """Hold a browser for the tests of one module: longer, and its event loop would be in other tests' way."""
    from support_browser import chromium

    with chromium() as found:
        yield found


@pytest.fixture
def tabs(_browser: "Browser") -> "Iterator[BrowserContext]":
    """Return a browser window that knows nothing of other tests; see `support_browser.visit`."""
    context = _browser.new_context(accept_downloads=True)
    yield context
    context.close()
