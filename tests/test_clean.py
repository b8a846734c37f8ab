import pytest

from mock_interview.terminal.clean import clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2J", "␛[2J", id="escape sequence"),
        pytest.param("\x1b]0;title\x07", "␛]0;title␇", id="window title"),
        pytest.param("a\x9b31mb", "a�31mb", id="C1 escape"),
        pytest.param("a\x7fb\x08c\x00", "a␡b␈c␀", id="delete, backspace, null"),
        pytest.param("good\rEVIL", "good␍EVIL", id="return to the start of the line"),
        pytest.param("\u202egnp.exe", "�gnp.exe", id="direction override"),
        pytest.param("a\u2028b", "a�b", id="line separator"),
        pytest.param("half \ud83d", "half �", id="half of a surrogate pair"),
    ],
)
def test_steering_characters_become_visible(text: str, shown: str) -> None:
    """What could move the cursor, hide or reorder text is shown as a mark."""
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("two\nlines\tand a tab", id="white space"),
        pytest.param("naïve Größe 日本語 Ω", id="other scripts"),
        pytest.param("👩\u200d🔬 می\u200cخواهم", id="joiners"),
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Text in any script, emoji and line breaks are left alone."""
    assert clean(text) == text


def test_windows_line_ends_are_line_ends() -> None:
    """A carriage return before a line feed is no control character."""
    assert clean("one\r\ntwo\r\n") == "one\ntwo\n"
