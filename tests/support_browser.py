"""A headless Chromium for the pages: found, or installed where that can be done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

FLAGS = [
    "--no-sandbox",  # a container runs as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def installed() -> str:
    """Return what came of installing a Chromium: nothing, or the reason why it failed."""
    tried = []
    ways = [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        ways += [["sh", "-c", "apt-get update -q && apt-get install -qy --no-install-recommends chromium"]]
    for way in ways:
        done = subprocess.run(way, capture_output=True, text=True, timeout=900)
        if done.returncode == 0:
            return ""
        tried.append(f"{' '.join(way)}: {(done.stderr or done.stdout).strip()[-300:]}")
    return "\n".join(tried)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Hold a headless Chromium: the machine's, else Playwright's own, which is installed first; fails with reasons."""
    with sync_playwright() as playwright:
        for attempt in (0, 1):
            path = next(filter(None, map(shutil.which, NAMES)), None)
            try:
                browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            except Error as error:
                if attempt or (why := installed()):
                    raise AssertionError(f"There is no Chromium for this test: {error.message}\n{why}") from error
            else:
                break
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page that was opened from a file, with all that it asked for and all that its scripts complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))


def visit(context: BrowserContext, path: Path) -> Visit:
    """Open a file in a new tab."""
    made = Visit(context.new_page())
    made.page.goto(path.as_uri())
    return made


def barriers(page: Page) -> list[str]:
    """Return what axe finds that keeps people from using a page, a line each; it gets past the page's own policy."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
