from pathlib import Path

import pytest

from mock_interview.errors import BadInput
from mock_interview.models import Turn
from mock_interview.records.transcripts import Piece, Transcript, choose_candidate, join, read_source, read_transcript
from support_import import TRANSCRIPTS

ASKED = (
    "A baker you work with kneads every dough for ten minutes. What does kneading do, and when would you leave it out?"
)
NET = "The gluten strands get pulled into a net."
LIGHT = "I stop when I can stretch a piece until light comes through."
TEARS = "Past that, it tears and turns sticky because the bonds break."


def read(path: Path) -> Transcript:
    """Return what a file says."""
    return read_transcript(read_source(path), path)


def turns(path: Path) -> list[tuple[str, str, float | None, float | None]]:
    """Return role, text, offset and seconds of each turn of a file."""
    found = read(path)
    name = choose_candidate(found, "", "x").name
    return [(turn.role, turn.text, turn.offset, turn.seconds) for turn in join(found.pieces, name)]


def written(tmp_path: Path, text: str, name: str = "x.txt") -> Path:
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_zoom_captions() -> None:
    """Names before a colon, listening that does not break an answer, and a paragraph after a long pause."""
    assert turns(TRANSCRIPTS / "zoom.vtt") == [
        ("interviewer", "Hi Ana, thanks for making the time. Can you hear me?", 3.12, 3.36),
        ("candidate", "Yes, fine.", 7.01, 1.89),
        ("interviewer", f"Good. {ASKED}", 9.3, 10.8),
        ("candidate", f"{NET} {LIGHT}\n\n{TEARS}", 22.4, 20.1),
        ("interviewer", "And without any kneading?", 43.0, 1.5),
        (
            "candidate",
            "A wet dough left overnight gets there by itself, the proteins bond without any pushing.",
            46.0,
            5.25,
        ),
    ]


def test_teams_captions() -> None:
    """Voice tags name the speaker; rows of a cue are one text, entities are characters, notes are no words."""
    assert turns(TRANSCRIPTS / "teams.vtt") == [
        ("interviewer", ASKED, 3.12, 10.88),
        ("candidate", f"The gluten strands get pulled into a net & hold on where flour < water. {LIGHT}", 15.0, 14.0),
    ]


def test_a_meeting_as_text() -> None:
    """The head and the foot of the program are no words, a time alone is one, and `Note:` is a word of the answer."""
    path = TRANSCRIPTS / "meet.txt"
    assert turns(path) == [
        ("interviewer", ASKED, None, None),
        ("candidate", f"{NET} {LIGHT}\nNote: that is for wheat.", None, None),
        ("interviewer", "And past that?", None, None),
        ("candidate", TEARS, 300.0, None),
    ]
    assert read(path).left_out == 4


def test_subtitles() -> None:
    """SRT is read, dashes before names are none of theirs, and a cue without a name goes on with the last one."""
    assert turns(TRANSCRIPTS / "captions.srt") == [
        ("interviewer", ASKED, 3.12, 6.36),
        ("candidate", f"{NET} {LIGHT}", 15.0, 11.0),
    ]


def test_a_chat() -> None:
    """Messages to everyone and to one person, times counted from the first, and an `ok` that breaks nothing."""
    assert turns(TRANSCRIPTS / "zoom-chat.txt") == [
        ("interviewer", ASKED, 0.0, 34.0),
        ("candidate", f"{NET}\n{LIGHT} {TEARS}", 34.0, None),
    ]


def test_markdown() -> None:
    """Bold names begin a turn; lists with bold words and code with colons are words of the answer, as they stand."""
    code = "```python\ntry:\n    knead()\nelse:\n    wait()\nelse:\n```"
    listed = "- **Test**: hold it against the window\n- **Caveat**: rye has hardly any gluten"
    assert turns(TRANSCRIPTS / "notes.md") == [
        ("interviewer", ASKED, None, None),
        ("candidate", f"{NET}\n\n{LIGHT[:-1]}:\n\n{listed}\n\n{code}", None, None),
        ("interviewer", "And past that?", None, None),
        ("candidate", TEARS, None, None),
    ]


def test_json_lines() -> None:
    """A turn a line, its time in seconds or as a clock shows it."""
    assert turns(TRANSCRIPTS / "turns.jsonl") == [
        ("interviewer", "A baker you work with kneads every dough for ten minutes. What does kneading do?", 1.5, 4.5),
        ("candidate", f"{NET} {LIGHT}", 7.0, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("00:01.000 --> 00:02.500\none\n", [("one", 1.0, 2.5)], id="no header, no hours, no numbers"),
        pytest.param(
            "1\n00:01,000 --> 00:02,5\n1984\n\nwas hot\n", [("1984", 1.0, 2.5), ("was hot", 1.0, 2.5)], id="srt"
        ),
        pytest.param("WEBVTT\n00:01,000 --> 00:02.000\none\n", [("one", 1.0, 2.0)], id="comma, no blank line"),
        pytest.param(
            "\ufeffWEBVTT\n\n1\n00:01.000 --> 00:02.000\none\n\n\ntwo\n\n2\n00:03.000 --> 00:04.000\nthree",
            [("one", 1.0, 2.0), ("two", 1.0, 2.0), ("three", 3.0, 4.0)],
            id="a byte order mark, blank lines in a cue",
        ),
        pytest.param(
            "WEBVTT\n\n00:01.000 --> 00:02.000\na < b, x --> y, <i>so</i> <script>z</script> &lt;v&gt;\n",
            [("a < b, x --> y, so <script>z</script> <v>", 1.0, 2.0)],
            id="signs that are no tags",
        ),
        pytest.param(
            "WEBVTT\n\n00:05.000 --> 00:02.000\nback\n", [("back", 5.0, 5.0)], id="an end before its beginning"
        ),
    ],
)
def test_captions_are_mended(tmp_path: Path, text: str, expected: list[tuple[str, float, float]]) -> None:
    """What the reader of captions would drop without a word is kept."""
    found = read(written(tmp_path, text))
    assert [(piece.text, piece.start, piece.end) for piece in found.pieces] == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.vtt", "WEBVTT\n\n00:99:00.000 --> 00:99:01.000\nx\n", "x.vtt:3: has times that cannot be read"),
        ("x.srt", "1\n00:00:01,000 --> later\nx\n\n2\n00:00:03,0 --> 00:00:04,0\ny", "x.srt:2: has times that cannot"),
        ("x.vtt", "WEBVTT\n\nNOTE nothing\n", "x.vtt: nobody says anything in it"),
        (
            "x.jsonl",
            '{"speaker": 3, "text": ""}\n\nx\n{"role": "a", "text": "\\ud800"}',
            "x.jsonl:1: speaker: is missing",
        ),
        ("x.jsonl", '{"speaker": "a", "text": "x"}\n[', "x.jsonl:2: is not JSON"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    """A broken time or line is refused with file and line."""
    with pytest.raises(BadInput) as error:
        read(written(tmp_path, text, name))
    assert f"{tmp_path}/{message}" in error.value.message


def test_every_broken_line_is_named(tmp_path: Path) -> None:
    """Of JSON Lines all problems are said at once, ten at most."""
    with pytest.raises(BadInput) as error:
        read(written(tmp_path, "x\n" * 12, "x.jsonl"))
    assert [line.partition(": ")[0] for line in error.value.message.splitlines()[:10]] == [
        f"{tmp_path}/x.jsonl:{number}" for number in range(1, 11)
    ]
    assert error.value.message.endswith("\nand 2 more")


def test_a_thousand_turns_of_one_word() -> None:
    """Who takes turns word by word keeps every one of them."""
    pieces = [Piece(("Bob", "Ana")[number % 2], f"w{number}") for number in range(1000)]
    assert join(pieces, "ana") == tuple(
        Turn(role=("interviewer", "candidate")[number % 2], text=f"w{number}") for number in range(1000)
    )


@pytest.mark.parametrize(
    ("between", "kept"),
    [("Mm-hm.", False), ("I see", False), ("Why?", True), ("Go on", True), ("okay right sure", True), ("right?", True)],
)
def test_listening_breaks_no_answer(between: str, kept: bool) -> None:
    """One or two words that only show that one listens are no turn; a question or a request is."""
    pieces = [Piece("Bob", "Why?"), Piece("Ana", "It is"), Piece("Bob", between), Piece("Ana", "gluten.")]
    found = [turn.text for turn in join(pieces, "Ana")]
    assert found == (["Why?", "It is", between, "gluten."] if kept else ["Why?", "It is gluten."])


def test_two_interviewers_are_one_side() -> None:
    """What several others say in a row is one turn, a paragraph each."""
    pieces = [Piece("Bob", "Hello."), Piece("Eve", "Why?"), Piece("Ana", "Gluten.")]
    assert [(turn.role, turn.text) for turn in join(pieces, "Ana")] == [
        ("interviewer", "Hello.\n\nWhy?"),
        ("candidate", "Gluten."),
    ]
