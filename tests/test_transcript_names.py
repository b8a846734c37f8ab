from dataclasses import replace

import pytest

from mock_interview.errors import BadInput
from mock_interview.records.transcripts import Piece, Transcript, choose_candidate
from mock_interview.records.transcripts.pieces import Row
from mock_interview.records.transcripts.shapes import seconds
from mock_interview.records.transcripts.text import from_rows, from_text


def said(text: str) -> list[tuple[str, str]]:
    """Return speaker and words of each piece."""
    return [(piece.speaker, piece.text) for piece in from_text(text).pieces]


WHY = ("Bob", "Why?")
NET = ("Ana", "A net.")


@pytest.mark.parametrize(
    "text",
    [
        "Bob: Why?\nAna: A net.",
        "**Bob:** Why?\n\n**Ana:** A net.",
        "**Bob**: Why?\n\n**Ana**: A net.",
        "- __Bob__: Why?\n- __Ana__: A net.",
        "[00:01:02] Bob: Why?\n[00:01:05] Ana: A net.",
        "(0:02) Bob: Why?\n(0:05) Ana: A net.",
        "00:01:02\t Bob:\tWhy?\n00:01:05\t Ana:\tA net.",
        "Bob (00:02): Why?\nAna (00:05):\nA net.",
        "Bob   0:02\nWhy?\n\nAna   0:05\nA net.",
        "Bob [00:00:02]\nWhy?\n\nAna [00:00:05]\nA net.",
        "12/03/2026, 10:02 - Bob: Why?\n12/03/2026, 10:03 - Ana: A net.",
        "[10:02, 12/3/2026] Bob: Why?\n[10:03, 12/3/2026] Ana: A net.",
        "2:05 PM Bob: Why?\n2:06 PM Ana: A net.",
        "10:02:31 From Bob to Everyone: Why?\n10:02:39 From Ana to Bob (direct message): A net.",
        "# 4 March\n\n### Bob\n\nWhy?\n\n### Ana\n\nA net.",
        "Bob：Why?\nAna：A net.",
        "Bob:\nWhy?\n\nAna:\nA net.",
    ],
)
def test_shapes_of_a_conversation(text: str) -> None:
    """Names are found in the shapes that people and programs write, even when everybody speaks once."""
    # One heading alone is a heading of a text; in a conversation one comes back.
    more = "\n\n### Bob\n\nWhy?" if "###" in text else ""
    assert said(text + more) == [WHY, NET] + ([WHY] if more else [])


def test_names_alone_on_their_line() -> None:
    """A name that has a line for itself comes back; a short sentence on a line of its own does not begin a turn."""
    assert said("Bob\nWhy?\n\nAna\nA net.\n\nSo yes\nit is.\n\nBob\nAnd?\n\nAna\nNo.") == [
        WHY,
        ("Ana", "A net.\n\nSo yes\nit is."),
        ("Bob", "And?"),
        ("Ana", "No."),
    ]


def test_a_name_on_the_first_row_of_a_cue() -> None:
    """Captions that name the speaker in a row of its own are understood."""
    rows = [
        Row(text, float(at), at + 1.0)
        for at in (0, 2, 4, 6)
        for text in (("Bob", "Why?"), ("Ana", "A net."))[at // 2 % 2]
    ]
    assert [(piece.speaker, piece.text) for piece in from_rows(rows).pieces] == [WHY, NET, WHY, NET]


@pytest.mark.parametrize(
    "answer",
    [
        "A net.\nNote: not always.\nNote: never for rye.",
        "A net.\nFor wheat: yes.",
        "A net.\nPros: bread\nCons: work\nPros: more bread",
        "A net.\n```\nelse:\n    x\nelse:\n    y\n```",
        "A net.\nhttps://bread.example: a page\n10:30 is when I stop",
        "A net.\n    kneading: long\n    kneading: short",
    ],
)
def test_a_colon_makes_no_speaker(answer: str) -> None:
    """Labels, links, code and indented lines within an answer are words of the answer."""
    text = f"Bob: Why?\nAna: {answer}\nBob: And?\nAna: No."
    assert said(text) == [WHY, ("Ana", answer), ("Bob", "And?"), ("Ana", "No.")]


def test_where_everybody_has_a_time_a_name_without_one_is_text() -> None:
    """A word that comes back before a colon is text when the speakers' names all have times beside them."""
    text = "[0:01] Bob: Why?\n[0:02] Ana: A net.\nWheat: strong\nWheat: good\n[0:09] Bob: And?\n[0:10] Ana: No."
    assert said(text)[1] == ("Ana", "A net.\nWheat: strong\nWheat: good")


@pytest.mark.parametrize(
    "text",
    [
        "The gluten strands get pulled into a net.\nNote: not always.\n",
        "Dropout: it zeroes.\nBatch norm: it scales.\nDropout: again.\n",
        "Note: why is that? Because.\nExample: bread",
        "# Bread\n\nIt rises.\n\n# Salt\n\nIt tastes.\n",
        "[00:05] I think so\n[00:09] I think so",
    ],
)
def test_a_text_without_speakers_stays_whole(text: str) -> None:
    """A text that is nobody's conversation is one piece, as it stands."""
    assert said(text) == [("", text.strip("\n"))]


def test_names_are_kept_as_they_are() -> None:
    """Marks of HTML, escapes and direction overrides in names are data."""
    hostile, other = "<script>alert(1)</script>", "\x1b[31mAna\u202e"
    assert said(f"{hostile}: Why?\n{other}: A net.\n{hostile}: And?\n{other}: No.") == [
        (hostile, "Why?"),
        (other, "A net."),
        (hostile, "And?"),
        (other, "No."),
    ]


def test_a_name_has_an_end() -> None:
    """Ten thousand characters before a colon are no name."""
    assert said("x" * 10_000 + ": Why?\nand more\n") == [("", "x" * 10_000 + ": Why?\nand more")]


def test_times_of_day_count_from_the_first() -> None:
    """Offsets of a chat are seconds since its first message, past midnight too."""
    found = from_text("23:59:50 From Bob to Everyone: Why?\n00:00:05 From Ana to Everyone: A net.")
    assert [piece.start for piece in found.pieces] == [0.0, 15.0]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("1:02", 62.0), ("00:01:02.5", 62.5), ("2:05 PM", 50_700.0), ("12:00 am", 0.0), ("75:00", 4500)],
)
def test_clocks(clock: str, expected: float) -> None:
    """Times since the beginning and times of day become seconds."""
    assert seconds(clock) == expected


TALK = Transcript(
    (
        Piece("Bob Stone", "Why do we knead dough, do you think?"),
        Piece("Ana Lee", "For the net."),
        Piece("bob  stone", "And?"),
    )
)


@pytest.mark.parametrize(
    ("names", "wanted", "expected"),
    [
        (("Bob", "Ana"), "", ("Ana", "says most, while Bob asks", False)),
        (("Bob", "Ana"), "bob", ("Bob", "as asked for", True)),
        (("Bob Stone", "Ana Lee"), "STO", ("Bob Stone", "as asked for", True)),
        (("Ana", "Candidate"), "", ("Candidate", "named as such", True)),
        (("Interviewer", "Ana"), "", ("Ana", "the only one who is not the interviewer", True)),
        (("Q", "A"), "", ("A", "named as such", True)),
        (("assistant", "user"), "", ("user", "named as such", True)),
        (("Ann", "Bo"), "", ("Bo", "says most, while Ann asks", False)),
    ],
)
def test_who_the_candidate_is(names: tuple[str, str], wanted: str, expected: tuple[str, str, bool]) -> None:
    """The one asked for, the one with the role's name, or who says most while another asks."""
    asks, answers = names
    talk = Transcript((Piece(asks, "Why knead, and for how long?"), Piece(answers, "For the net, for ten minutes.")))
    found = choose_candidate(talk, wanted, "x.txt")
    assert (found.name, found.why, found.sure) == expected


def test_spelling_is_no_second_speaker() -> None:
    """Capitals and spaces make no other person."""
    assert [(v.name, v.words, v.asked) for v in TALK.voices] == [("Bob Stone", 9, 2), ("Ana Lee", 3, 0)]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [("Eve", "x.txt: 'Eve' is none of the speakers"), ("a", "x.txt: 'a' begins 2 speakers' names")],
)
def test_a_name_that_is_nobodys(wanted: str, message: str) -> None:
    """Who is wanted must be one speaker; the speakers are named."""
    talk = replace(TALK, pieces=(*TALK.pieces, Piece("Al Abo", "x")))
    with pytest.raises(BadInput) as error:
        choose_candidate(talk, wanted, "x.txt")
    assert (error.value.message, error.value.hint) == (message, "Its speakers: Bob Stone, Ana Lee, Al Abo.")


def test_a_role_is_no_name() -> None:
    """A candidate who is only called so has no name to be kept."""
    talk = Transcript((Piece("Interviewer", "Why?"), Piece("Speaker 2", "A net.")))
    assert choose_candidate(talk, "", "x").person == ""
    assert choose_candidate(TALK, "ana", "x").person == "Ana Lee"


def test_nobody_named() -> None:
    """Without names all of it is the candidate's; with the interviewer's alone it is nobody's."""
    alone = choose_candidate(Transcript((Piece("", "A net."),)), "", "x.txt")
    assert (alone.name, alone.sure) == ("", False)
    with pytest.raises(BadInput, match="nobody but Interviewer speaks"):
        choose_candidate(Transcript((Piece("Interviewer", "Why?"),)), "", "x.txt")
