"""A reviewed session becomes a labelled answer."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.bank.check import check
from mock_interview.errors import BadInput
from mock_interview.models import Session, Turn
from mock_interview.records import add_review
from mock_interview.review.adopt import adopt, chosen_review, unopined
from mock_interview.review.passages import choose
from support import TINY, said
from support_cli import ANSWER, SHOWN, graded, invoke, session
from support_review import remark, review_of, reviewed
from support_terminal import Start, ended, ready, terminals, type_in

RUBRIC = Bank(TINY).rubric("why-knead")
ALL = {criterion.id: "met" if criterion.id in SHOWN else "unmet" for criterion in RUBRIC.criteria}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a tiny bank of one's own."""
    return shutil.copytree(TINY, tmp_path / "bank")


def test_label_and_words_are_the_mentors_and_the_tools() -> None:
    """The label is the mentor's level; what the mentor found shown comes with the tool's words, what not does not."""
    one = reviewed(graded(), level="L6", verdicts=ALL | {"windowpane": "unmet"})
    done = adopt(one, one.reviews[0], RUBRIC)
    assert (done.answer.label, done.answer.text, done.without_words) == ("L6", ANSWER.strip() + "\n", ())
    assert set(done.answer.shows) == SHOWN.keys() - {"windowpane"}
    assert all(SHOWN[name] in words and words in done.answer.text for name, words in done.answer.shows.items())


def test_without_the_tools_words_the_mentors_are_taken() -> None:
    """A comment that names the criterion has its words; else they are asked for; else the criterion is left out."""
    one = graded()
    verdicts = ALL | {"oxidation": "met", "holds-gas": "met", "labour-cost": "met"}
    one = reviewed(one, level="L5", verdicts=verdicts, remarks=(remark(one, "past that", "keep", "oxidation!"),))
    asked = []

    def ask(bare: Session, criterion: object) -> object:
        asked.append(criterion)
        return choose("2", bare.turns) if criterion == RUBRIC["holds-gas"] else None

    done = adopt(one, one.reviews[0], RUBRIC, ask=ask)  # type: ignore[arg-type]
    assert done.answer.shows["oxidation"] == "Past that, it tears and turns sticky because the bonds break."
    assert done.answer.shows["holds-gas"] == "I stop when I can stretch a piece until light comes through."
    assert (asked, done.without_words) == ([RUBRIC["holds-gas"], RUBRIC["labour-cost"]], ("labour-cost",))
    assert adopt(one, one.reviews[0], RUBRIC).without_words == ("holds-gas", "labour-cost")


def test_names_are_taken_out() -> None:
    """The names of candidate and mentor, and one given, are not in the answer; its words are exact all the same."""
    words = "I am Ruth Zadok, and ada and Lemuel asked. The gluten strands get pulled into a net by zadok."
    one = session("s", *said(words)).model_copy(update={"candidate": "Ruth Zadok"})
    mine = (remark(one, "The gluten", "keep", "gluten-network"),)
    one = reviewed(one, level="L4", verdicts={"gluten-network": "met"}, remarks=mine)
    answer = adopt(one, one.reviews[0], RUBRIC, names=["Lemuel"]).answer
    assert re.findall(r"(?i)\b(ruth|zadok|ada|lemuel)\b", str(answer)) == []
    assert answer.shows["gluten-network"] in answer.text
    assert answer.shows["gluten-network"].startswith("The gluten strands get pulled into a net by")


def test_only_what_was_answered_is_its_text() -> None:
    """Replies to probes are part of it; the interviewer's words, and questions for facts, are not."""
    turns = (
        Turn(role="candidate", text="Which flour?"),
        Turn(role="interviewer", text="Rye.", clarifies=True),
        Turn(role="candidate", text="I knead.\r\n\tTwice. "),
        Turn(role="interviewer", text="Why?", probe="holds-gas"),
        Turn(role="candidate", text="For the gas."),
    )
    one = reviewed(session("s", *turns), level="L4")
    assert adopt(one, one.reviews[0], RUBRIC).answer.text == "I knead.\n    Twice.\n\nFor the gas.\n"


def test_a_review_of_other_words_labels_nothing() -> None:
    """Without a review of the words as they are now, with a level, or where mentors differ, nothing is adopted."""
    one = reviewed(graded(), level="L4")
    changed = one.model_copy(update={"turns": (*one.turns, Turn(role="candidate", text="More."))})
    two = add_review(one, review_of(one, reviewer="Bob", level="L5"))
    for each, name, message in (
        (graded(), None, "has no review of its words"),
        (one, "Bob", "has no review by Bob"),
        (changed, None, "has no review of its words"),
        (reviewed(graded()), None, "the review gives no level"),
        (two, None, "its mentors differ (Ada L4, Bob L5)"),
    ):
        with pytest.raises(BadInput, match=re.escape(message)) as caught:
            chosen_review(each, name)
        assert caught.value.hint
    assert chosen_review(two, "Bob").level == "L5"


def test_adopt_adds_to_the_bank_and_its_check_passes(root: Path) -> None:
    """The answer is the last of the question's, in a bank that still holds together."""
    records.save(reviewed(graded(), level="L5", verdicts=ALL).model_copy(update={"candidate": "Ruth Zadok"}))
    result = invoke("bank", "adopt", "last", "--type", "terse", "--bank", root)
    path = root / "gold" / "bread" / "why-knead.yaml"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    answer = Bank(root).gold("why-knead")[-1]
    assert (answer.label, answer.type, set(answer.shows)) == ("L5", "terse", SHOWN.keys())
    assert result.stderr == (
        f"Added as {answer.id}: L5, 4 criteria with their words.\n"
        "Read it before you share it: only the names that are known have been taken out.\n"
    )
    assert check(root).problems == []
    again = invoke("bank", "adopt", "last", "--bank", root)
    assert (again.exit_code, f"has the answer '{answer.id}' already" in again.stderr) == (1, True)


def test_what_the_mentor_says_nothing_of_is_not_taken_as_not_shown(root: Path) -> None:
    """Criteria without an opinion are named, unless one says that they are not shown."""
    verdicts = {name: found for name, found in ALL.items() if name not in ("oxidation", "asks-bread")}
    one = reviewed(graded(), level="L5", verdicts=verdicts)
    records.save(one)
    assert unopined(one.reviews[0], RUBRIC) == ("oxidation", "asks-bread")
    result = invoke("bank", "adopt", "last", "--bank", root)
    assert (result.exit_code, "says nothing of 2 of 17 criteria: oxidation, asks-bread" in result.stderr) == (1, True)
    assert len(Bank(root).gold("why-knead")) == 6
    assert invoke("bank", "adopt", "last", "--rest-not-shown", "--bank", root).exit_code == 0


def test_without_a_terminal_what_has_no_words_is_left_out_and_said(root: Path) -> None:
    """Nobody can be asked: the criterion is named."""
    records.save(reviewed(graded(), level="L5", verdicts=ALL | {"holds-gas": "met"}))
    result = invoke("bank", "adopt", "last", "--bank", root)
    assert "Left out, for want of words that show it: holds-gas" in result.stderr
    assert "holds-gas" not in Bank(root).gold("why-knead")[-1].shows


def test_to_another_folder(tmp_path: Path) -> None:
    """`--to` begins a file of the same kind elsewhere; nothing of the bank is needed or changed."""
    records.save(reviewed(graded(), level="L5", verdicts=ALL))
    result = invoke("bank", "adopt", "last", "--to", tmp_path / "mine")
    path = tmp_path / "mine" / "bread" / "why-knead.yaml"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert "question: why-knead\n" in path.read_text()


def test_a_kind_of_answer_that_is_none_is_refused(root: Path) -> None:
    """The kinds are named."""
    records.save(reviewed(graded(), level="L5", verdicts=ALL))
    result = invoke("bank", "adopt", "last", "--type", "good", "--bank", root)
    assert (result.exit_code, "is none of plain, long" in result.stderr) == (1, True)


@pytest.fixture
def start(root: Path) -> Iterator[Start]:
    """Return what starts `bank adopt` on the bank in a terminal of its own."""
    with terminals("bank", "adopt", "last", "--bank", str(root)) as begin:
        yield begin


def test_at_a_terminal_the_words_are_asked_for(root: Path, start: Start) -> None:
    """The mentor's finding without words is shown with the transcript, and words can be chosen."""
    records.save(reviewed(graded(), level="L5", verdicts=ALL | {"holds-gas": "met"}))
    child = start()
    child.expect("What was said")
    child.expect("Which words show this")
    ready(child, "leave it out")
    type_in(child, "1\n")
    child.expect("Added as adopted-")
    assert ended(child) == 0
    words = "The gluten strands get pulled into a net."
    assert Bank(root).gold("why-knead")[-1].shows["holds-gas"] == words
