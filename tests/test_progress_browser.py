"""The progress page in a real browser."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_interview import records
from support_browser import barriers, visit
from support_cli import graded, invoke
from synthetic import write_sessions

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser
INJECTED = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def page_of(tmp_path: Path) -> Path:
    """Write the page of what is saved, and return it."""
    path = tmp_path / "progress.html"
    assert invoke("progress", "--html", path).exit_code == 0
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_draws_without_asking_anybody(tmp_path: Path, tabs: "BrowserContext", scheme: str) -> None:
    """Every category has a chart with its dots, nothing but the file is asked for, axe finds no barrier."""
    write_sessions(records.sessions_folder(), 60, datetime(2026, 5, 1, tzinfo=UTC))
    path = page_of(tmp_path)
    opened = visit(tabs, path)
    opened.page.emulate_media(color_scheme=scheme)

    drawn = opened.page.locator("figure svg")
    assert drawn.count() == opened.page.locator("figure").count() > 3
    assert all(box and box["width"] > 300 for box in (drawn.nth(n).bounding_box() for n in range(drawn.count())))
    assert opened.page.locator("figure svg circle").count() >= 30
    assert (opened.requests, opened.complaints) == ([path.as_uri()], [])
    assert barriers(opened.page) == []


def test_a_narrow_window_scrolls_nothing_sideways(tmp_path: Path, tabs: "BrowserContext") -> None:
    """On a telephone the page is as wide as the screen."""
    write_sessions(records.sessions_folder(), 60, datetime(2026, 5, 1, tzinfo=UTC))
    opened = visit(tabs, page_of(tmp_path))
    opened.page.set_viewport_size({"width": 360, "height": 740})

    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360


def test_content_from_strangers_runs_nothing(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Markup in a session file is shown as text: no script runs, nothing is fetched."""
    found = graded()
    criteria = tuple(one.model_copy(update={"claim": INJECTED}) for one in found.rubric.criteria)
    records.save(found.model_copy(update={"rubric": found.rubric.model_copy(update={"criteria": criteria})}))
    path = page_of(tmp_path)
    opened = visit(tabs, path)

    assert INJECTED in opened.page.inner_text("main")
    assert (opened.requests, opened.complaints) == ([path.as_uri()], [])
    assert opened.page.locator("img, script").count() == 0
