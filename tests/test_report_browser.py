"""The page to review a session in, in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_interview import records
from mock_interview.models import Session, Turn
from support_browser import Visit, barriers
from support_cli import ANSWER, graded
from support_report import INJECTED, ODD, odd, opened, overlapping, quoted, remark, review_of, with_verdict

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
NET, STRETCH = "The gluten strands get pulled into a net.", "stretch a piece"


def lit(page: "Page") -> list[str]:
    """Return what is lit up: the words of marks, the claims of criteria."""
    return page.eval_on_selector_all(
        ".lit", "found => found.map(one => one.matches('mark') ? one.textContent : one.dataset.k)"
    )


def drag(page: "Page", words: str, turn: int = 0) -> None:
    """Select words of a turn with the mouse."""
    found = page.locator(f"#said-{turn}")
    found.scroll_into_view_if_needed()
    start, end = found.evaluate(
        """(box, words) => {
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                return [at, at + words.length].map(offset => {
                    const range = document.createRange();
                    range.setStart(node, offset);
                    const place = range.getBoundingClientRect();
                    return [place.left, place.top + place.height / 2];
                });
            }
        }""",
        words,
    )
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def comment(page: "Page", text: str, advice: str = "keep") -> None:
    """Fill in the comment that is open, and add it."""
    page.fill("#words", text)
    page.check(f"[name=advice][value={advice}]")
    page.click("#add")


def downloaded(page: "Page", folder: Path) -> Path:
    """Download the review."""
    with page.expect_download() as coming:
        page.click("#download")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def joined(page: "Page", folder: Path) -> dict[str, Any]:
    """Download the review and take it into its session; return it as the session holds it, without the time."""
    result = records.join_review(downloaded(page, folder))
    assert records.load(result.path).reviews[-1] == result.review
    return result.review.model_dump(exclude={"at", "format"})


def calm(found: Visit) -> bool:
    """Return whether the page asked for nothing but itself and complained of nothing."""
    return (set(found.requests), found.complaints) == ({found.page.url}, [])


def test_a_criterion_lights_up_its_words_and_words_their_criteria(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Hovering a criterion lights its words, also those it shares; hovering words lights and names their criteria."""
    found = opened(tabs, overlapping(), tmp_path)
    page = found.page
    page.hover("#c6")

    assert lit(page) == ["light comes through.", "\n", "Past that, it tears", "c6"]

    page.hover("mark[data-k='c3 c6']")

    assert {"c3", "c6"} < set(lit(page))
    assert page.inner_text("#strip") == (
        "3. Explains how to tell that dough is kneaded enough, for example by the windowpane test.\n"
        "6. Says how the flour's protein changes how long dough should be kneaded."
    )
    assert calm(found)


def test_evidence_is_reached_by_keyboard(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Enter on a criterion goes to its words and lights both, Enter there goes back."""
    page = opened(tabs, graded(), tmp_path).page
    page.set_viewport_size({"width": 600, "height": 400})
    page.focus("[data-go=c4]")
    page.keyboard.press("Enter")

    assert (
        page.evaluate("document.activeElement.textContent")
        == "Past that, it tears and turns sticky because the bonds break."
    )
    assert page.locator("mark:focus").evaluate("one => one.getBoundingClientRect().top > 0")
    assert lit(page) == ["Past that, it tears and turns sticky because the bonds break.", "c4"]

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.dataset.go") == "c4"


def test_blind_means_blind_until_a_level_is_given(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Nothing of what tool, mentors and candidate think is to be seen or marked before a level is given, all after."""
    session = graded()
    other = review_of(session, "Grace", level="L6", summary="Splendid dough.")
    session = session.model_copy(update={"reviews": (other,), "self_rating": "L6"})
    hidden = ["What the tool says", "Tool:", "100 %", "It says so.", "Splendid", "own rating", "The way to", "Shown:"]
    found = opened(tabs, session, tmp_path, "--blind")
    page = found.page

    assert [words for words in hidden if words in page.inner_text("body")] == []
    assert page.locator("mark").count() == 0
    assert page.inner_text("#said-0") == ANSWER

    page.click("#reveal")

    assert page.inner_text("#status") == "Choose a level first."
    assert page.locator("mark").count() == 0

    page.check("[name=level][value=L4]")
    page.click("#reveal")

    assert [words for words in hidden if words not in page.inner_text("body")] == []
    assert page.inner_text("#h-tool") == page.evaluate("document.activeElement.textContent") == "What the tool says: L5"
    assert page.locator("mark").count() == 4
    assert page.locator("[name=level]:disabled").count() == 4

    page.reload()
    page.fill("#name", "Ada")

    assert page.inner_text("#h-tool") == "What the tool says: L5"
    assert page.locator("[name=level]:disabled").count() == 4
    made = joined(page, tmp_path)
    assert (made["blind"], made["level"]) == (True, "L4")
    assert calm(found)


def test_mentors_come_before_the_tool(tmp_path: Path, tabs: "BrowserContext") -> None:
    """What mentors say stands above what the tool says, for the whole and for each criterion; so do their comments."""
    session = graded()
    review = review_of(
        session, level="L4", verdicts={"windowpane": "unmet"}, remarks=(remark(session, STRETCH, "Say how far."),)
    )
    page = opened(tabs, session.model_copy(update={"reviews": (review,)}), tmp_path).page
    body = page.inner_text("body")

    assert body.index("Ada: L4") < body.index("What the tool says")
    assert page.inner_text("#found-3").splitlines()[:1] == ["Ada: not shown"]
    page.hover("li[data-k=m1]")
    assert lit(page) == ["m1", STRETCH]


def test_a_review_is_made_kept_and_taken_in(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Comments by mouse and by keyboard, verdicts, level and summary outlive a reload, and the session takes them."""
    session = graded()
    found = opened(tabs, session, tmp_path)
    page = found.page
    drag(page, STRETCH)
    page.click("#selected")
    assert page.inner_text("#quoted") == STRETCH
    comment(page, "How far?\nSay it.", "change")
    page.focus("[data-comment='0']")
    page.keyboard.press("Enter")
    page.keyboard.type("Past")
    page.focus("#words")
    page.keyboard.type("Right & <b>clear</b>.")
    page.focus("#add")
    page.keyboard.press("Enter")
    page.check("[data-criterion=windowpane][value=unmet]")
    page.check("[data-criterion=holds-gas][value=met]")
    page.check("[data-criterion=oxidation][value=met]")
    page.check("[data-criterion=oxidation][value='']")
    page.check("[name=level][value=L4]")
    page.fill("#name", "  Ada 🥖 ")
    page.fill("#summary", "Good bread.")
    page.reload()

    assert page.locator(".turn .remarks li").all_inner_texts() == [
        "Change: How far?\nSay it.\nstretch a piece\nEdit Delete",
        "Keep: Right & <b>clear</b>.\nPast that, it tears and turns sticky because the bonds break.\nEdit Delete",
    ]
    sentence = "Past that, it tears and turns sticky because the bonds break."
    assert joined(page, tmp_path) == {
        "session": session.id,
        "transcript": session.transcript_digest,
        "reviewer": "Ada 🥖",
        "blind": False,
        "level": "L4",
        "verdicts": {"windowpane": "unmet", "holds-gas": "met"},
        "remarks": (
            {"quote": quoted(session, STRETCH).model_dump(), "advice": "change", "text": "How far?\nSay it."},
            {"quote": quoted(session, sentence).model_dump(), "advice": "keep", "text": "Right & <b>clear</b>."},
        ),
        "summary": "Good bread.",
    }
    assert calm(found)


def test_comments_are_changed_deleted_and_taken_back(tmp_path: Path, tabs: "BrowserContext") -> None:
    """A comment is edited in place; one that was deleted by mistake comes back."""
    page = opened(tabs, graded(), tmp_path).page
    page.click("[data-comment='0']")
    comment(page, "First.")
    page.get_by_role("button", name="Edit comment 1").click()
    assert page.input_value("#words") == "First."
    comment(page, "Second.", "try")
    texts = page.locator(".turn .remarks li span")

    assert texts.all_inner_texts() == ["Second."]
    page.get_by_role("button", name="Delete comment 1").click()
    assert texts.all_inner_texts() == []
    page.click("#undo")
    assert texts.all_inner_texts() == ["Second."]


def test_a_comment_that_is_being_typed_is_never_lost(tmp_path: Path, tabs: "BrowserContext") -> None:
    """A reload, closing the comment, and beginning another keep what is typed; the download waits for it."""
    page = opened(tabs, graded(), tmp_path).page
    page.fill("#name", "Ada")
    page.click("[data-comment='0']")
    page.fill("#words", "Half a thou")
    page.reload()
    assert page.input_value("#words") == "Half a thou"
    page.click("#close")
    assert page.locator("#comment").is_hidden()
    page.click("#download")
    assert page.inner_text("#status") == "A comment is not added yet: add it, or empty it."
    assert page.evaluate("document.activeElement.id") == "words"
    drag(page, STRETCH)
    page.click("#selected")

    assert (page.inner_text("#quoted"), page.input_value("#words")) == (STRETCH, "Half a thou")


def test_a_download_needs_a_name(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Without a name, or with one too long, the page says so and goes to the field."""
    page = opened(tabs, graded(), tmp_path).page
    page.click("#download")

    assert page.inner_text("#status") == "Give your name first."
    assert page.evaluate("document.activeElement.id") == "name"
    page.fill("#name", "x" * 201)
    page.click("#download")
    assert page.inner_text("#status") == "A name has up to 200 characters."


@pytest.mark.parametrize("words", ["loaf.", "𝔤as. Then", "<b>&amp;"], ids=["joined", "astral", "markup"])
def test_quotes_are_exact(tmp_path: Path, tabs: "BrowserContext", words: str) -> None:
    """Behind emoji, combining characters, CRLF and what is not shown, a quote is where Python finds it."""
    session = odd()
    found = opened(tabs, session, tmp_path)
    drag(found.page, words.split(" ")[0])
    found.page.click("#selected")
    comment(found.page, "This.")
    found.page.click("[data-comment='0']")
    found.page.select_option("#which", label="the whole turn")
    comment(found.page, "All.")
    found.page.fill("#name", "Ada")

    remarks = joined(found.page, tmp_path)["remarks"]
    assert [one["quote"] for one in remarks] == [
        {"turn": 0, "start": 0, "end": len(ODD), "text": ODD},
        quoted(session, words.split(" ")[0]).model_dump(),
    ]
    assert calm(found)


def test_every_character_keeps_its_place(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Text of one character of each kind, and of every control character, comes back letter by letter."""
    text = "".join(
        map(chr, [*range(0x300), *range(0x2000, 0x2070), 0xFEFF, 0xFFFE, 0xFFFF, 0x1F956, 0xE0067, 0x10FFFF])
    )
    session = odd().model_copy(update={"turns": (Turn(role="candidate", text=f"a{text}\r\r\n\n\rb"),)})
    page = opened(tabs, session, tmp_path).page
    page.click("[data-comment='0']")
    page.select_option("#which", label="the whole turn")
    comment(page, "All.")
    page.fill("#name", "Ada")

    assert joined(page, tmp_path)["remarks"][0]["quote"]["text"] == session.turns[0].text


def test_two_windows_with_one_page_lose_nothing(tmp_path: Path, tabs: "BrowserContext") -> None:
    """What is typed in one window is in the other at once, so that neither writes over the other's words."""
    first = opened(tabs, graded(), tmp_path).page
    second = tabs.new_page()
    second.goto(first.url)
    first.fill("#summary", "Good bread.")
    second.wait_for_function("document.querySelector('#summary').value === 'Good bread.'")
    second.fill("#name", "Ada")
    first.wait_for_function("document.querySelector('#name').value === 'Ada'")

    made = joined(first, tmp_path)
    assert (made["reviewer"], made["summary"]) == ("Ada", "Good bread.")


def test_where_nothing_can_be_kept_the_page_says_so(tmp_path: Path, tabs: "BrowserContext") -> None:
    """A browser that refuses to keep anything is named at once, and leaving is asked about."""
    refused = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError') }})"
    tabs.add_init_script(refused)
    found = opened(tabs, graded(), tmp_path)

    assert "is lost when you leave" in found.page.inner_text("#refused")
    found.page.fill("#name", "Ada")
    with found.page.expect_event("dialog") as asked:
        found.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"


def test_what_others_left_in_the_browser_is_not_trusted(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Kept work that does not fit the transcript is left out; nonsense is as good as nothing."""
    session = graded()
    found = opened(tabs, session, tmp_path)
    key = found.page.evaluate("KEY")
    place = "turn: 9, start: 0, end: 5, advice: 'keep', text: 'x'"
    for kept in (
        f"JSON.stringify({{name: 'Ada', remarks: [{{{place}}}], verdicts: {{nonsense: 'met'}}, draft: {{{place}}}}})",
        "'nonsense'",
        "'null'",
        "JSON.stringify({name: 'Ada', remarks: 7})",
        "JSON.stringify({name: 7, level: 'L7', summary: {}, verdicts: {windowpane: 7}})",
    ):
        found.page.evaluate(f"localStorage.setItem({key!r}, {kept})")
        found.page.reload()
        found.page.fill("#name", "Ada")
        made = joined(found.page, tmp_path)
        assert (made["remarks"], made["verdicts"]) == ((), {})
    assert found.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nobody_is_kept_out(tmp_path: Path, tabs: "BrowserContext", scheme: str, width: int) -> None:
    """Axe finds no barrier before and after the reveal, with a comment made and one open; nothing runs sideways."""
    session = overlapping()
    wrong = quoted(session, "gets there by itself")
    session = with_verdict(session, "longer-is-better", state="met", quotes=(wrong,))
    review = review_of(session, level="L4", remarks=(remark(session, STRETCH, "Say how far."),), summary="Good.")
    found = opened(tabs, session.model_copy(update={"reviews": (review,)}), tmp_path, "--blind")
    page = found.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})

    assert barriers(page) == []
    page.click("[data-comment='0']")
    comment(page, "Good.")
    page.click("[data-comment='0']")
    page.check("[name=level][value=L4]")
    page.click("#reveal")
    page.focus("mark >> nth=1")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert calm(found)


def hostile() -> Session:
    """Return a session in which every word of a stranger's is an attack."""
    found = with_verdict(graded(), "windowpane", reason=INJECTED)
    rubric = found.rubric.model_copy(
        update={"criteria": tuple(one.model_copy(update={"claim": INJECTED}) for one in found.rubric.criteria)}
    )
    question = found.question.model_copy(update={"title": INJECTED, "prompt": INJECTED, "code": INJECTED})
    grade = found.grades[0].model_copy(update={"flags": (INJECTED,)})
    grade = grade.model_copy(update={"provenance": grade.provenance.model_copy(update={"model": INJECTED})})
    turns = (*found.turns, Turn(role="interviewer", text=INJECTED))
    changed = {"rubric": rubric, "question": question, "turns": turns, "grades": (grade,), "candidate": INJECTED}
    found = found.model_copy(update=changed)
    quote = quoted(found, INJECTED, 1)
    more = {"remarks": ({"quote": quote, "advice": "keep", "text": INJECTED},), "summary": INJECTED}
    return found.model_copy(update={"reviews": (review_of(found, INJECTED, **more),)})


@pytest.mark.parametrize("blind", [(), ("--blind",)], ids=["open", "blind"])
def test_words_from_strangers_run_nothing(tmp_path: Path, tabs: "BrowserContext", blind: tuple[str, ...]) -> None:
    """Markup, script ends, links and overrides in every field are shown as text, and do nothing."""
    found = opened(tabs, hostile(), tmp_path, *blind)
    page = found.page
    if blind:
        page.check("[name=level][value=L4]")
        page.click("#reveal")
    page.click("[data-comment='1']")
    comment(page, INJECTED.replace("\u202e", ""))
    page.fill("#name", INJECTED)
    page.reload()
    seen = INJECTED.replace("\u202e", "\ufffd").replace("\x1b", "\u241b")

    assert page.inner_text("h1") == page.inner_text("#said-1") == page.inner_text("#c1") == seen
    assert page.locator("img, a, script").count() == 2
    assert joined(page, tmp_path)["remarks"][0]["quote"]["text"] == INJECTED
    assert (set(found.requests), found.complaints) == ({page.url}, [])
    assert "\u202e" not in page.inner_text("body")


def test_a_script_that_is_not_ours_does_not_run(tmp_path: Path, tabs: "BrowserContext") -> None:
    """The page's own policy stops a script and a style that somebody writes into it, and every request."""
    records.save(graded())
    found = opened(tabs, graded(), tmp_path)
    path = tmp_path / "page.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("</main>", "<script>document.title='ran'</script><img src='http://x.invalid/'></main>")
    )
    found.page.reload()

    assert found.page.title() == "Review: Why do we knead dough?"
    assert any("Content Security Policy" in one for one in found.complaints)


def test_paper_has_the_words_and_no_controls(tmp_path: Path, tabs: "BrowserContext") -> None:
    """In print there are transcript, criteria and the review that is being made, and nothing to click."""
    page = opened(tabs, graded(), tmp_path).page
    page.click("[data-comment='0']")
    comment(page, "Good.")
    page.fill("#name", "Ada")
    page.check("[name=level][value=L4]")
    page.check("[data-criterion=windowpane][value=unmet]")
    page.emulate_media(media="print")
    text = page.inner_text("body")

    assert [
        words for words in (NET, "Tool: shown", "Keep: Good.", "By: Ada\nLevel: L4\nNot shown: 3") if words not in text
    ] == []
    assert page.locator("button:visible, input:visible, textarea:visible, select:visible").count() == 0
    assert len(page.pdf()) > 10_000


def test_without_scripts_the_page_is_still_read(tmp_path: Path, tabs: "BrowserContext") -> None:
    """Where a mail program runs no script, transcript, level and evidence are there, and that reviewing is not."""
    browser = tabs.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    try:
        text = opened(context, graded(), tmp_path).page.inner_text("body")
    finally:
        context.close()

    assert [words for words in (NET, "What the tool says: L5", "Scripts are off here") if words not in text] == []


def test_a_session_without_a_grade_is_reviewed_all_the_same(tmp_path: Path, tabs: "BrowserContext") -> None:
    """There is a page with the transcript and the criteria, which says that the tool has not graded."""
    page = opened(tabs, graded().model_copy(update={"grades": ()}), tmp_path).page

    assert page.inner_text("#h-tool") == "Not graded by the tool"
    page.fill("#name", "Ada")
    assert joined(page, tmp_path)["reviewer"] == "Ada"
