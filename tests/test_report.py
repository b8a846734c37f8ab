"""Reports without a browser: cutting, marking, Markdown, and what is written where."""

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview import records
from mock_interview.models import Quote, Turn
from mock_interview.report import report_of
from mock_interview.report.markdown import markdown
from mock_interview.report.page import html
from mock_interview.report.segments import Mark, Segment, segments
from mock_interview.report.visible import visible
from mock_interview.sentences import whole_sentences
from mock_interview.terminal.clean import clean
from support_cli import HOSTILE, graded, invoke, saved
from support_report import INJECTED, long_session, overlapping, quoted, remark, review_of, with_verdict

TEXT = st.text(st.one_of(st.sampled_from(".!? \n\r\"')。"), st.characters()), max_size=80)


@given(TEXT, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_segments_give_the_text_back_and_cover_each_quote(text: str, places: list[tuple[int, int]]) -> None:
    """Joined, the pieces are the text; the pieces with a mark's key are exactly the mark's words."""
    marks = [Mark(f"c{n}", min(a, b), min(max(a, b), len(text))) for n, (a, b) in enumerate(places)]
    found = [one for span in whole_sentences(text) for one in segments(*span, marks)]

    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.start < one.end for one in found)
    for mark in marks:
        covered = "".join(text[one.start : one.end] for one in found if mark.key in one.keys)
        assert covered == text[mark.start : mark.end]


def test_overlapping_marks_are_cut_where_they_meet() -> None:
    """Where two marks share characters there is a piece of its own, with both keys."""
    assert segments(0, 10, [Mark("a", 2, 6), Mark("b", 4, 8), Mark("empty", 5, 5)]) == (
        Segment(0, 2),
        Segment(2, 4, ("a",)),
        Segment(4, 6, ("a", "b")),
        Segment(6, 8, ("b",)),
        Segment(8, 10),
    )


def test_sentences_end_where_sentences_end() -> None:
    """Numbers are not torn apart; quotation marks, line ends and white space stay with what they end."""
    text = 'It costs 2.5 euros. "Why?" he asks.\n\nAnd e.g this\nline 。那 End'

    assert [text[a:b] for a, b in whole_sentences(text)] == [
        "It costs 2.5 euros. ",
        '"Why?" ',
        "he asks.\n\n",
        "And e.g this\n",
        "line 。",
        "那 End",
    ]


def test_what_is_shown_is_what_a_terminal_shows() -> None:
    """Each character becomes the mark that the terminal shows for it, and always one character."""
    others = [chr(code) for code in range(0x110000) if code != 0x0D]
    text = "".join(others)

    assert visible(text) == clean(text)
    assert (visible("a\r\nb\rc"), visible(visible("a\r\nb\rc"))) == ("a \nb\u240dc", "a \nb\u240dc")


@given(st.text())
def test_marks_move_nothing(text: str) -> None:
    """What is shown is as long as what was said."""
    assert len(visible(text)) == len(text)


def test_quotes_that_are_not_there_mark_nothing() -> None:
    """A quote whose words or whose turn the transcript does not have is left out, and the criterion says so."""
    found = graded()
    good = quoted(found, "gluten strands")
    wrong = (good.model_copy(update={"start": 1}), Quote(turn=7, start=0, end=3, text="The"))
    report = report_of(with_verdict(found, "gluten-network", quotes=(good, *wrong)))
    row = report.rows["L4: correct"][0]

    assert (row.quotes, row.remarks) == ((good,), ("some of its words are not in this transcript",))


def test_a_suspected_error_is_said_to_be_no_more() -> None:
    """An error likelier than not, and not likely enough to be found, has a remark; an unlikely one has none."""
    for chance, remarks in ((0.6, ("no more than suspected",)), (0.4, ())):
        found = with_verdict(graded(), "kneading-feeds-yeast", state="unmet", probability=chance, quotes=())
        row = next(r for r in report_of(found).rows["Errors"] if r.criterion.id == "kneading-feeds-yeast")
        assert row.remarks == remarks


def test_a_mentor_of_an_earlier_transcript_is_heard_without_marking_words() -> None:
    """A review of words that have changed since is shown and said to be old; only what is still there is marked."""
    session = graded()
    review = review_of(
        session,
        transcript="sha256:" + "0" * 64,
        remarks=(remark(session, "gluten", "Good."), remark(session, "sticky", "How?")),
    )
    changed = session.turns[0].model_copy(update={"text": session.turns[0].text.replace("sticky", "dry")})
    report = report_of(session.model_copy(update={"turns": (changed,), "reviews": (review,), "grades": ()}))
    pieces = [piece for sentence in report.turns[0].sentences for piece in sentence]

    assert [(key, placed) for key, _, placed in report.voices[0].remarks] == [("m1", True), ("m2", False)]
    assert not report.voices[0].current
    assert [(piece.words, piece.keys) for piece in pieces if piece.keys] == [("gluten", ("m1",))]
    assert html(report).count('data-go="m') == 1


def test_evidence_over_several_sentences_has_one_number() -> None:
    """Words that are evidence for the same are entered at their beginning and numbered at their end, once."""
    report = report_of(overlapping())
    pieces = [piece for sentence in report.turns[0].sentences for piece in sentence if piece.keys]
    c3 = [(piece.words, piece.keys, piece.first, piece.last) for piece in pieces if {"c3", "c6", "c4"} & {*piece.keys}]

    assert c3 == [
        ("I stop when I can stretch a piece until ", ("c3",), True, True),
        ("light comes through.", ("c3", "c6"), True, True),
        ("\n", ("c6",), True, True),
        ("Past that, it tears", ("c4", "c6"), True, True),
        (" and turns sticky because the bonds break.", ("c4",), True, True),
    ]
    plain = graded().model_copy(update={"grades": ()})
    whole = remark(plain, plain.turns[0].text.strip(), "All of it.")
    report = report_of(plain.model_copy(update={"reviews": (review_of(plain, remarks=(whole,)),)}))
    pieces = [piece for sentence in report.turns[0].sentences for piece in sentence if piece.keys]
    edges = [(piece.first, piece.last) for piece in pieces]
    assert edges == [(True, False), (False, False), (False, False), (False, True)]


def test_evidence_of_an_error_looks_different() -> None:
    """Words that speak against the answer are marked otherwise than those that speak for it."""
    session = graded()
    assert '<mark class="bad"' not in html(report_of(session))
    quote = quoted(session, "the bonds break")
    page = html(report_of(with_verdict(session, "longer-is-better", state="met", quotes=(quote,))))

    assert re.findall(r'<mark class="bad"[^>]*>([^<]*)</mark>', page) == ["the bonds break"]


def test_a_session_with_nothing_said_has_a_page() -> None:
    """An empty session is no error: the page says that nothing has been said."""
    session = graded().model_copy(update={"turns": (), "grades": ()})

    assert "Nothing has been said." in html(report_of(session))
    assert markdown(report_of(session)).startswith("# Why do we knead dough?")


def test_the_newest_grade_is_shown_and_the_others_are_listed() -> None:
    """Of several grades the newest gives level and verdicts; the others are there, newest first."""
    found = graded()
    first = found.grades[0]
    levels = [first.level.model_copy(update={"estimate": level}) for level in ("L4", "L6", "below L4")]
    grades = tuple(first.model_copy(update={"level": level}) for level in levels)
    report = report_of(found.model_copy(update={"grades": grades}))

    assert report.grade == grades[2]
    assert report.earlier == (grades[1], grades[0])


def test_markdown_has_the_mentors_first_and_the_tool_second() -> None:
    """The document names mentors, level, transcript, criteria with their words, and where the grade comes from."""
    session = overlapping()
    review = review_of(
        session, level="L4", blind=True, verdicts={"windowpane": "unmet"}, summary="Good *bread*.",
        remarks=(remark(session, "sticky", "How sticky?"),),
    )  # fmt: skip
    text = markdown(report_of(session.model_copy(update={"reviews": (review,), "self_rating": "L6"})))

    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Why do we knead dough?",
        "## Review by Ada",
        "## The tool's level: L5",
        "### Next step: to L6",
        "## Transcript",
        "## Criteria",
        "### L4: correct",
        "### L5: usable",
        "### L6: owned it",
        "### Strong signs",
        "### Errors",
        "## Where the grade comes from",
    ]
    assert "- The candidate's own rating: L6\n" in text
    assert "Level: L4, given before the tool's was seen. 2026-02-01.\n\nGood \\*bread\\*.\n" in text
    assert "- **Try** (turn 1): “sticky” How sticky?\n" in text
    assert "    - Ada: not shown\n    - tool: shown (100 %). It says so.\n" in text
    assert "    - tool: shown (0 %); first shown after a probe. Flour \\<i\\>.\n" in text
    assert "      L5 #################### 100 %\n" in text


def test_blind_markdown_keeps_what_others_think_to_itself() -> None:
    """With --blind there are question, transcript and criteria, and no finding of anybody's."""
    session = graded()
    review = review_of(session, "Grace", level="L6", summary="Splendid.", verdicts={"windowpane": "met"})
    text = markdown(report_of(session.model_copy(update={"reviews": (review,), "self_rating": "L6"})), blind=True)

    assert [
        words for words in ("Grace", "Splendid", "tool", "own rating", "100 %", "It says so") if words in text
    ] == []
    assert re.findall(r"^## .*", text, re.MULTILINE) == ["## Transcript", "## Criteria"]


def test_markdown_makes_nothing_of_words_from_strangers() -> None:
    """Markup is escaped, a fence in the transcript does not end it, and control characters are marks."""
    session = graded().model_copy(
        update={"candidate": f"- [x]({HOSTILE}) {INJECTED}", "turns": (Turn(role="candidate", text="a\n````\n# b"),)}
    )
    text = markdown(report_of(session))

    assert "`````text\na\n````\n# b\n`````\n" in text
    assert "- Candidate: \\- \\[x\\](" in text
    assert "\\<img src=x onerror=alert(2)\\>" in text
    assert [char for char in "\x1b\x07\x9b\u202e" if char in text] == []


def test_the_page_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """A page is written, may be written again, and is readable by its owner only; standard output stays empty."""
    records.save(graded())
    path = tmp_path / "page.html"
    for _ in range(2):
        result = invoke("report", "last", "-o", path)
        assert (result.exit_code, result.stdout) == (0, "")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == html(report_of(saved()[0]))


def test_what_is_no_page_of_ours_is_not_written_over(tmp_path: Path) -> None:
    """Another file is left alone unless forced; a folder and a device in any case."""
    records.save(graded())
    path = tmp_path / "diary.html"
    path.write_text("Dear diary")
    result = invoke("report", "last", "--html", path)

    assert result.exit_code == 1
    assert "is there already and is no page of ours" in result.stderr.replace("\n", " ")
    assert path.read_text() == "Dear diary"
    assert invoke("report", "last", "--html", path, "--force").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    for other in (tmp_path, Path("/dev/null")):
        result = invoke("report", "last", "--html", other, "--force")
        assert (result.exit_code, "is no file" in result.stderr) == (1, True)


@pytest.mark.parametrize("option", ["--json", "--csv=x.csv", "--anonymous"])
def test_what_is_for_a_folder_is_refused_for_a_session(option: str) -> None:
    """Options of the page of a class are no options of a session's."""
    records.save(graded())
    result = invoke("report", "last", option)
    assert (result.exit_code, "are for a folder of sessions" in result.stderr) == (2, True)


def test_a_folder_is_never_blind(tmp_path: Path) -> None:
    """--blind is refused for a folder."""
    assert invoke("report", tmp_path, "--blind").exit_code == 2


def test_without_a_file_there_is_markdown(tmp_path: Path) -> None:
    """Without --html the document goes to standard output, and nothing else does."""
    records.save(graded())

    assert invoke("report", "last").stdout == markdown(report_of(saved()[0]))


def test_a_page_is_small() -> None:
    """Blind or not, the page of a short session has under 60 KB, that of ten thousand words under 300 KB."""
    for session, limit in ((graded(), 60_000), (long_session(), 300_000)):
        assert max(len(html(report_of(session), blind).encode()) for blind in (False, True)) < limit
