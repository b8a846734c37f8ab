from collections.abc import Sequence

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.utils import get_cwidth

from mock_interview.bank import Bank
from mock_interview.bank.search import Index
from mock_interview.models import Question
from mock_interview.terminal.choice import Choice, Row
from mock_interview.terminal.picker import beginning, fit, pick, row_text
from support import TINY
from support_cli import HOSTILE

BASE = Bank(TINY).question("why-knead")
DOWN, UP, PAGE_DOWN, PAGE_UP, HOME, END = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\x1b[H", "\x1b[F"
NAMES = {"bread": ("why-knead", "why-rest", "why-salt"), "cake": ("sponge", "frosting")}


def question(name: str, category: str = "bread", title: str = "") -> Question:
    """Return a question of the tiny bank under another name."""
    title = title or name.replace("-", " ").title()
    return BASE.model_copy(update={"id": name, "category": category, "title": title, "topics": ()})


def choice(first: str = "", questions: Sequence[Question] = ()) -> Choice:
    """Return a choice of five questions in two categories."""
    found = questions or [question(name, category) for category, names in NAMES.items() for name in names]
    index = Index(found)
    rows = [Row(q, "L5", "due") for q in found]
    return Choice(rows, {"bread": "Bread"}, lambda text: [q.id for q in index.search(text)], first)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the tests a terminal that can do what most can."""
    monkeypatch.setenv("TERM", "xterm")


class Screen(DummyOutput):
    """A screen of some size that shows nothing."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.size = Size(rows=rows, columns=columns)

    def get_size(self) -> Size:
        """Return the size."""
        return self.size


def picked(keys: str, on: Choice | None = None, screen: Screen | None = None) -> str | None:
    """Return what is picked by typing these keys."""
    with create_pipe_input() as source:
        source.send_text(keys)
        return pick(on or choice(), source, screen or Screen())


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("\r", "why-knead", id="the first"),
        pytest.param(DOWN + DOWN + UP + "\r", "why-rest", id="arrows"),
        pytest.param("jjjk\r", "why-salt", id="letters"),
        pytest.param("jjj\r", "sponge", id="over a heading"),
        pytest.param("jjjj" + UP + UP + "\r", "why-salt", id="and back"),
        pytest.param(END + "\r", "frosting", id="end"),
        pytest.param(END + HOME + "\r", "why-knead", id="home"),
        pytest.param("Gg" + UP + "\r", "why-knead", id="not above the first"),
        pytest.param(PAGE_DOWN + DOWN + "\r", "frosting", id="not below the last"),
        pytest.param(PAGE_DOWN + PAGE_UP + "\r", "why-knead", id="pages"),
        pytest.param("/spunge\r", "sponge", id="search with a slip"),
        pytest.param("spo\r", "sponge", id="search by typing, not to the end"),
        pytest.param("/q\x7f\x7f\x7fj\r", "why-rest", id="backspace ends the search"),
        pytest.param("/zzzzz\r\x7f\x7f\x7f\x7f\x7f\r", "why-knead", id="nothing found starts nothing"),
        pytest.param("\x1b[200~frosting\n\x1b[201~\r", "frosting", id="a pasted word"),
        pytest.param("?\r?\r", "why-knead", id="help starts nothing"),
        pytest.param("  \t\r", "why-knead", id="blanks search nothing"),
        pytest.param("q", None, id="q"),
        pytest.param("/rest\x03", None, id="Ctrl-C while searching"),
        pytest.param("?q", None, id="q in the help"),
    ],
)
def test_keys_choose(keys: str, expected: str | None) -> None:
    """Arrows and letters move over rows alone, typing searches, Enter starts, q and Ctrl-C leave."""
    assert picked(keys) == expected


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (40, 10), (20, 3), (5, 1)], ids=str)
def test_every_size_of_terminal_will_do(size: tuple[int, int]) -> None:
    """The list works in small terminals too, with wide and hostile titles."""
    strange = [question("a", title=HOSTILE), question("b", title="麺" * 60), question("c", title="two\nlines\tof it")]
    assert picked(DOWN + DOWN + "\r", choice(questions=strange), Screen(*size)) == "c"


def test_the_selection_begins_at_the_question_that_is_proposed() -> None:
    """The question to begin at is selected; one that is not there leaves the first selected."""
    assert [picked("\r", choice(first)) for first in ("sponge", "none")] == ["sponge", "why-knead"]


def test_escape_clears_the_search_and_keeps_the_selection() -> None:
    """After a search is cleared, everything is listed again and the question that was found stays selected."""
    found = choice()
    found.type("sponge")
    assert [line.question.id for line in found.lines if isinstance(line, Row)] == ["sponge"]
    found.clear()
    assert (found.selected and found.selected.question.id, found.searching, len(found.lines)) == ("sponge", False, 7)
    assert [line for line in found.lines if isinstance(line, str)] == ["Bread", "cake"]


@pytest.mark.parametrize("width", [30, 40, 59, 60, 80, 120])
@pytest.mark.parametrize("title", ["Why knead?", "麺" * 60, "x" * 200, HOSTILE, "e\u0301" * 70])
def test_a_row_is_as_wide_as_the_terminal(width: int, title: str) -> None:
    """A row fills its columns exactly, whatever its title; the selected one is marked without colour too."""
    row = Row(question("a", title=title), "below L4", "due")
    for selected in (False, True):
        text = "".join(part[1] for part in row_text(row, width, selected))
        assert (get_cwidth(text), text[0]) == (width, ">" if selected else " ")
        assert "\x1b" not in text
        assert "due" in text


def test_a_row_says_kind_minutes_and_best_level() -> None:
    """A wide row has everything; a narrow one leaves out the kind and shortens the rest."""
    row = Row(question("a", title="Why?"), "below L4", "new")
    wide, narrow = ("".join(part[1] for part in row_text(row, width, False)).split() for width in (80, 40))
    assert wide == ["Why?", "concept", "5", "min", "below", "L4", "new"]
    assert narrow == ["Why?", "5m", "<L4", "new"]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("麺麺麺", 4, "麺… "), ("abc", 1, "…"), ("abc", 0, "")],
)
def test_text_is_cut_by_columns(text: str, width: int, expected: str) -> None:
    """A character that is two columns wide is not cut in half."""
    assert fit(text, width) == expected


def test_the_beginning_of_the_prompt_is_shown_harmless() -> None:
    """The prompt is broken between words, cut after so many rows, and cannot steer the terminal."""
    asked = BASE.model_copy(update={"prompt": "Why do we\nknead \x1b[2Jdough at all, and for how long? " * 50})
    assert beginning(asked, 20, 2) == ["Why do we knead", "␛[2Jdough at all,"]


def test_only_the_rows_on_the_screen_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a thousand questions, a move draws a screen and not a thousand rows."""
    made: list[str] = []

    def counted(row: Row, width: int, selected: bool) -> list[tuple[str, str]]:
        made.append(row.question.id)
        return [("", row.question.id)]

    monkeypatch.setattr("mock_interview.terminal.picker.row_text", counted)
    many = choice(questions=[question(f"q-{i}") for i in range(1000)])
    assert picked(PAGE_DOWN * 3 + END + "\r", many) == "q-999"
    assert len(set(made)) < 200
