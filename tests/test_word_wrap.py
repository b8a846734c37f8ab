"""The editor's rows: words whole, text as it was typed, the cursor where it belongs."""

from pathlib import Path

import pytest
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import TransformationInput

from mock_interview.terminal.word_wrap import WordWrap
from support_loop import bread
from support_screen import screen

PREFIX = 2


def wrapped(text: str, width: int) -> tuple[str, list[int], list[int]]:
    """Return a line as it is shown, where each character and the end went, and which character each place is of."""
    control = BufferControl(Buffer())
    asked = TransformationInput(control, Document(text), 0, lambda i: i, [("", text)], width + PREFIX, 5)
    made = WordWrap(PREFIX).apply_transformation(asked)
    shown = "".join(fragment[1] for fragment in made.fragments)
    places = [made.source_to_display(i) for i in range(len(text) + 1)]
    return shown, places, [made.display_to_source(i) for i in range(len(shown) + 1)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ""),
        ("one two", "one two"),
        ("one two three", "one two   |three"),
        ("twelve ten", "twelve ten"),
        ("twelve ten more", "twelve ten|more"),
        ("twelve ten   more", "twelve ten|more"),
        ("a averyverylongword b", "a averyver|ylongword b"),
        ("  indented words", "  indented|words"),
        ("汉字汉 字汉字", "汉字汉    |字汉字"),
    ],
)
def test_words_stay_whole(text: str, rows: str) -> None:
    """A word that has no room on a row goes to the next one; one that is longer than a row is broken."""
    shown, _, _ = wrapped(text, 10)
    assert shown == rows.replace("|", "")


def test_the_cursor_stands_at_its_character() -> None:
    """Blanks that are only shown move what comes after them, there and back."""
    shown, places, back = wrapped("one two three", 10)
    assert shown == "one two   three"
    assert places == [*range(8), *range(10, 16)]
    assert [back[place] for place in places] == list(range(14))


def test_a_blank_that_is_not_shown_has_a_place() -> None:
    """Between two rows the cursor stands at the beginning of the second."""
    _, places, _ = wrapped("twelve ten more", 10)
    assert places == [*range(10), 10, 10, 11, 12, 13, 14]


def test_a_terminal_narrower_than_the_prompt_shows_all() -> None:
    """One column is used where there is none."""
    assert wrapped("ab c", -5)[0] == "abc"


def test_in_the_room(tmp_path: Path) -> None:
    """At a real terminal no word is broken, and what is typed in the middle comes where the cursor is seen."""
    text = "gluten strands get pulled into a net that holds the gas, and resting the dough lets the strands slide back"
    with screen("practice", "why-rest", bank=bread(tmp_path, 3), columns=40, lines=24) as shown:
        shown.wait("0 words")
        shown.type(text)
        seen = shown.wait("20 words")
        rows = [line[2:].rstrip() for line in seen[seen.index("> ") :].splitlines()[:3]]
        assert rows == [
            "gluten strands get pulled into a net",
            "that holds the gas, and resting the",
            "dough lets the strands slide back",
        ]
        shown.type("\x1b[D" * len("strands slide back") + "long ")
        assert "dough lets the long strands slide back" in shown.wait("21 words")
