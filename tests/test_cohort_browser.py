"""The page of a class in a real browser."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_interview import records
from support_browser import Visit, barriers, visit
from support_cli import invoke
from synthetic import write_sessions
from test_cohort import answer, class_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser
INJECTED = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'></td>"


def page_of(folder: Path) -> Path:
    """Write the page of a folder beside it, and return it."""
    path = folder.with_suffix(".html")
    assert invoke("report", folder, "--html", path).exit_code == 0
    return path


def column(opened: Visit, table: str, number: int, *, shown: bool = False) -> list[str]:
    """Return the texts of a column from top to bottom; with `shown`, of the rows that are to be seen."""
    rows = opened.page.locator(f"#{table} tbody tr{':visible' if shown else ''}")
    return [rows.nth(n).locator("th, td").nth(number).inner_text() for n in range(rows.count())]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_barriers_and_asks_nobody(tmp_path: Path, tabs: "BrowserContext", scheme: str) -> None:
    """Nothing but the file is asked for, nothing is complained of, axe finds no barrier."""
    folder = tmp_path / "class"
    write_sessions(folder, 30, datetime(2026, 5, 1, tzinfo=UTC))
    path = page_of(class_of(folder))
    opened = visit(tabs, path)
    opened.page.emulate_media(color_scheme=scheme)

    assert (opened.requests, opened.complaints) == ([path.as_uri()], [])
    assert barriers(opened.page) == []


def test_a_click_on_a_head_sorts(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Levels sort by height and not by letter, the other way round at the second click; a reader is told so."""
    opened = visit(tabs, page_of(class_of(tmp_path / "class")))
    head = opened.page.locator("#answers thead th").nth(3)
    head.get_by_role("button").click()
    levels = [text.split()[0] for text in column(opened, "answers", 3)]
    assert (levels, head.get_attribute("aria-sort")) == (["ungraded", "L5", "L5", "L6"], "ascending")
    head.get_by_role("button").press("Enter")
    levels = [text.split()[0] for text in column(opened, "answers", 3)]
    assert (levels, head.get_attribute("aria-sort")) == (["L6", "L5", "L5", "ungraded"], "descending")


def test_words_in_the_box_leave_the_rows_that_have_them(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Only rows with all the words are shown, how many is said, and without words all are back."""
    opened = visit(tabs, page_of(class_of(tmp_path / "class")))
    opened.page.get_by_label("Show only rows with").fill("ADA pending")
    assert column(opened, "answers", 0, shown=True) == ["Ada"]
    assert opened.page.locator("#found").inner_text() == "1 of 7 rows"
    opened.page.get_by_label("Show only rows with").fill("")
    assert len(column(opened, "answers", 0, shown=True)) == 4


def test_names_from_strangers_run_nothing(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Markup in names, titles, claims and file names is shown as text: no script of theirs runs, nothing is fetched."""
    folder = tmp_path / "class"
    was = answer(INJECTED, "aaaa")
    criteria = tuple(one.model_copy(update={"claim": INJECTED, "hint": INJECTED}) for one in was.rubric.criteria)
    rubric = was.rubric.model_copy(update={"criteria": criteria})
    question = was.question.model_copy(update={"title": INJECTED})
    records.save(was.model_copy(update={"rubric": rubric, "question": question}), folder / "1.json")
    (folder / "<img src=x onerror=alert(3)>.json").write_text("{}")
    path = page_of(folder)
    opened = visit(tabs, path)
    opened.page.locator("#answers thead th").first.get_by_role("button").click()

    assert (opened.requests, opened.complaints) == ([path.as_uri()], [])
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("script").count() == 1
    assert opened.page.locator("#answers th[scope=row]").inner_text() == INJECTED


def test_without_scripts_everything_is_there(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Where scripts are forbidden, all tables are there, and nothing is shown that would not work."""
    path = page_of(class_of(tmp_path / "class"))
    browser = tabs.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    opened = visit(context, path)
    assert opened.page.locator("#answers tbody tr").count() == 4
    assert opened.page.locator("button:visible, input:visible").count() == 0
    context.close()


def test_a_narrow_window_scrolls_nothing_sideways(tmp_path: Path, tabs: "BrowserContext") -> None:
    """On a telephone the page is as wide as the screen; wide tables scroll by themselves."""
    folder = tmp_path / "class"
    write_sessions(folder, 30, datetime(2026, 5, 1, tzinfo=UTC))
    opened = visit(tabs, page_of(folder))
    opened.page.set_viewport_size({"width": 360, "height": 740})
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360
