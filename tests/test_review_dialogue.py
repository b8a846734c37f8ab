"""A mentor's review at a real terminal: the program in a pseudo-terminal, typed at and looked at."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from mock_interview import records
from mock_interview.cli.review import _name
from mock_interview.errors import BadInput
from mock_interview.models import Remark, Session
from mock_interview.records import read_review
from mock_interview.records.reviews import drafts_folder
from mock_interview.review.draft import Draft, begin, draft_file, keep
from mock_interview.review.passages import choose
from support import said
from support_cli import HOSTILE, graded, invoke, saved, session
from support_terminal import SECONDS, Start, ended, ready, terminals, type_in

ASKED = "Which level did the answer show"
WORDS = "words:"


@pytest.fixture
def start() -> Iterator[Start]:
    """Return what starts `review last` in a terminal of its own."""
    with terminals("review", "last") as begin_program:
        yield begin_program


def criterion(child: "pexpect.spawn[str]", place: str) -> None:
    """Wait for a criterion to be shown and asked about."""
    child.expect(place)
    ready(child, "no opinion")


def kept(one: Session, reviewer: str = "Ada") -> Draft:
    """Return the draft as it lies on disk."""
    return Draft.model_validate_json(draft_file(one, reviewer).read_text())


def test_a_review_from_the_first_key_to_the_file(start: Start, tmp_path: Path) -> None:
    """Level first and blind, then criteria beside the tool's verdicts, a comment, a summary; all of it is saved."""
    records.save(graded())
    child = start("--reviewer", "Ada", "--out", str(tmp_path / "review.json"))
    child.expect("What was said")
    child.expect(r"\x1b\[6n")
    assert "L5" not in child.before
    child.send("\x1b[1;1R")
    child.expect(ASKED)
    type_in(child, "4")
    child.expect("The tool's level: L5")
    child.expect("1 of 17")
    child.expect("The tool: shown")
    child.expect("gluten strands get pulled")
    ready(child, "no opinion")
    type_in(child, "n")
    criterion(child, "2 of 17")
    type_in(child, "n")
    criterion(child, "3 of 17")
    type_in(child, "b")
    child.expect("2 of 17")
    child.expect("You said: not shown")
    ready(child, "as it is")
    type_in(child, "y")
    criterion(child, "3 of 17")
    type_in(child, "\n")
    criterion(child, "4 of 17")
    type_in(child, "q")
    ready(child, WORDS)
    type_in(child, "9\n")
    child.expect("numbers from 1 to 4")
    ready(child, WORDS)
    type_in(child, "past that\n")
    ready(child, "k keep this")
    type_in(child, "t")
    ready(child)
    type_in(child, "Name the bonds.\nAnd a number.")
    child.sendcontrol("d")
    child.expect(r"1\. Try: .{0,20}Name the bonds")
    ready(child, WORDS)
    type_in(child, "\n")
    ready(child)
    type_in(child, "Solid.")
    child.sendcontrol("d")
    child.expect("Your review is part of the session")
    assert ended(child) == 0
    (one,) = saved()
    (found,) = one.reviews
    records.check_review(found, one, "it")
    assert (found.reviewer, found.blind, found.level, dict(found.verdicts), found.summary) == (
        "Ada",
        True,
        "L4",
        {"gluten-network": "unmet", "holds-gas": "met"},
        "Solid.",
    )
    about = choose("past that", one.turns)
    assert found.remarks == (Remark(quote=about, advice="try", text="Name the bonds.\nAnd a number."),)
    assert read_review(tmp_path / "review.json") == found
    assert (tmp_path / "review.json").stat().st_mode & 0o777 == 0o600
    assert list(drafts_folder().iterdir()) == []


def test_ctrl_c_keeps_what_was_said_and_the_next_time_goes_on(start: Start) -> None:
    """Ctrl-C in a comment ends with 130; level, verdicts and the comment's words are there the next time."""
    records.save(graded())
    (one,) = saved()
    child = start("--reviewer", "Ada")
    ready(child, ASKED)
    type_in(child, "6")
    criterion(child, "1 of 17")
    type_in(child, "y")
    criterion(child, "2 of 17")
    type_in(child, "q")
    ready(child, WORDS)
    type_in(child, "2\n")
    ready(child, "k keep this")
    type_in(child, "k")
    ready(child)
    type_in(child, "A test one can do.")
    child.sendcontrol("c")
    child.expect(r"Stopped\. What you said is kept")
    assert ended(child) == 130
    assert (one.reviews, kept(one).review.level, kept(one).typing) == ((), "L6", "A test one can do.")

    again = start("--reviewer", "Ada")
    again.expect("You go on with the review you began")
    again.expect("You gave L6; that stays")
    criterion(again, "2 of 17")
    type_in(again, "q")
    again.expect("You were typing a comment")
    ready(again)
    again.sendcontrol("d")
    again.expect(r"1\. Keep: .{0,20}A test one can do")
    ready(again, WORDS)
    type_in(again, "\n")
    ready(again)
    again.sendcontrol("d")
    assert ended(again) == 0
    ((found,),) = [each.reviews for each in saved()]
    assert (found.level, dict(found.verdicts), [remark.text for remark in found.remarks]) == (
        "L6",
        {"gluten-network": "met"},
        ["A test one can do."],
    )


def test_a_killed_program_leaves_the_summary(start: Start) -> None:
    """What one types is kept while one types, so that not even a kill takes more than the last moments."""
    one = graded()
    records.save(one)
    draft = begin(one, "Ada", blind=True).with_level("L5")
    keep(draft.model_copy(update={"seen": tuple(c.id for c in one.rubric.criteria)}), draft_file(one, "Ada"))
    child = start("--reviewer", "Ada")
    ready(child, WORDS)
    type_in(child, "\n")
    ready(child)
    type_in(child, "Much better")
    deadline = time.monotonic() + SECONDS
    while kept(one).summary != "Much better" and time.monotonic() < deadline:
        child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.1)
    child.kill(signal.SIGKILL)
    child.close()
    assert kept(one).summary == "Much better"
    assert saved()[0].reviews == ()


def test_without_blind_the_tools_level_comes_first(start: Start) -> None:
    """`--no-blind` shows the tool's level before it asks, and the review says so, the next time too."""
    records.save(graded())
    child = start("--reviewer", "Ada", "--no-blind")
    child.expect("The tool's level: L5")
    ready(child, ASKED)
    child.sendcontrol("c")
    assert ended(child) == 130
    assert kept(saved()[0]).review.blind is False


def test_the_name_is_asked_for(start: Start) -> None:
    """Without a name given or configured it is asked for."""
    records.save(graded())
    child = start()
    ready(child, "Your name:")
    type_in(child, "Bob\n")
    ready(child, ASKED)
    type_in(child, "5")
    criterion(child, "1 of 17")
    child.sendcontrol("c")
    assert ended(child) == 130
    assert kept(saved()[0], "Bob").review.reviewer == "Bob"


def test_the_name_may_be_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag comes before the environment, and a name is no longer than a review can hold."""
    monkeypatch.setenv("MOCK_INTERVIEW_REVIEWER", " Cyd ")
    assert (_name(None), _name("Ada")) == ("Cyd", "Ada")
    for name, message in ((" ", "has a name on it"), ("x" * 201, "longer than 200")):
        with pytest.raises(BadInput, match=message):
            _name(name)


def test_a_session_cannot_steer_the_mentors_terminal(start: Start) -> None:
    """Words, names and reasons from strangers are shown harmless."""
    was = session("s", *said(f"{HOSTILE} I knead."))
    records.save(was.model_copy(update={"question": was.question.model_copy(update={"title": HOSTILE})}))
    child = start("--reviewer", "Ada")
    child.expect(r"\[/red\] I knead\.")
    assert "]0;pwned" in child.before
    assert [each for each in ("\x1b]0", "\x1b[2J", "\x9b", "\u202e") if each in child.before] == []


def test_without_a_terminal_the_page_is_named() -> None:
    """Where nobody can be asked, the error names the page to review on."""
    records.save(graded())
    result = invoke("review", "last")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "A review is a dialogue, and there is no terminal.\n"
        "Review on a page instead: mock-interview report 20260101-120000-why-knead-aaaa --html review.html --blind\n"
    )


def test_a_file_that_is_no_review_is_not_written_over(start: Start, tmp_path: Path) -> None:
    """`--out` on something else is refused before a word is asked."""
    records.save(graded())
    (tmp_path / "notes.txt").write_text("mine")
    child = start("--reviewer", "Ada", "--out", str(tmp_path / "notes.txt"))
    child.expect("is no review file")
    assert ended(child) == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"
