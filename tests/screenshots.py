"""Take the pictures of docs/mentors.md: a demo session, reviewed blind in a browser; `make screenshots`."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mock_interview.bank import Bank
from mock_interview.grading import Reading, grade, standard_for
from mock_interview.models import Session, Turn
from mock_interview.report import report_of
from mock_interview.report.page import html
from support import TINY, FakeJudge
from support_browser import chromium

DOCS = Path(__file__).parents[1] / "docs"
TURNS = (
    Turn(
        role="candidate",
        text="It depends on the bread. For a sandwich loaf I knead: the gluten strands get pulled into a net, and that "
        "net holds the gas while the loaf rises. I stop when I can stretch a piece until light comes through. Past "
        "that, it tears and turns sticky because the bonds break.\n\nFor a wet country loaf I leave it out. A "
        "wet dough left overnight gets there by itself, the proteins bond without any pushing.",
    ),
    Turn(role="interviewer", text="Would you do the same with rye?", probe="flour-matters"),
    Turn(
        role="candidate",
        text="No. Rye has hardly any gluten to line up, so I only mix it. With strong wheat I knead longer.",
    ),
)
SHOWN = {
    "gluten-network": (0.97, "the gluten strands get pulled into a net"),
    "holds-gas": (0.94, "that net holds the gas while the loaf rises"),
    "windowpane": (0.91, "I stop when I can stretch a piece until light comes through"),
    "over-kneading": (0.72, "Past that, it tears and turns sticky because the bonds break"),
    "time-instead": (0.88, "A wet dough left overnight gets there by itself, the proteins bond without any pushing"),
    "flour-matters": (0.81, "Rye has hardly any gluten to line up, so I only mix it. With strong wheat I knead longer"),
    "asks-bread": (0.67, "It depends on the bread"),
}


def demo() -> Session:
    """Return the session in the pictures, graded by a stand-in for a model."""
    bank = Bank(TINY)
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    readings = (
        Reading(c.id, SHOWN[c.id][0], (SHOWN[c.id][1],), "") if c.id in SHOWN else Reading(c.id, 0.08)
        for c in rubric.criteria
    )
    judge = FakeJudge(readings)
    found = grade(question, rubric, TURNS, judge, standard_for(judge, bank.levels.rule))
    return Session(
        id="20260101-120000-why-knead-aaaa",
        created=datetime(2026, 1, 1, 12, tzinfo=UTC),
        question=question,
        rubric=rubric,
        turns=TURNS,
        candidate="Robin",
        grades=(found,),
    )


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "page.html"
        path.write_text(html(report_of(demo()), blind=True), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1100, "height": 640})
        page.goto(path.as_uri())
        page.click("[data-comment='0']")
        page.select_option("#which", index=3)
        page.fill("#words", "Good: a test and its limit. Say why light comes through.")
        page.click("#add")
        page.click("[data-comment='2']")
        page.select_option("#which", index=2)
        page.fill("#words", "How much longer, and how would you know?")
        page.check("[name=advice][value=try]")
        page.check("[data-criterion=windowpane][value=met]")
        page.locator("#words").evaluate("one => one.scrollIntoView({block: 'center'})")
        page.screenshot(path=DOCS / "mentors-blind.png")
        page.click("#add")
        page.check("[name=level][value=L4]")
        page.click("#reveal")
        page.locator("#h-tool").evaluate("one => one.scrollIntoView()")
        page.screenshot(path=DOCS / "mentors-level.png")
        page.locator("#h-transcript").evaluate("one => one.scrollIntoView()")
        page.hover("mark >> nth=2")
        page.set_viewport_size({"width": 1100, "height": 540})
        page.screenshot(path=DOCS / "mentors-evidence.png")
    for picture in sorted(DOCS.glob("mentors-*.png")):
        size = os.path.getsize(picture)
        assert size < 150_000, f"{picture.name} has {size} bytes"
        print(f"Written: {picture.name}, {size // 1000} KB")


if __name__ == "__main__":
    main()
