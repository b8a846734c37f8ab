import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview import records
from mock_interview.models import Quote, Remark, Review, Session, Turn
from mock_interview.records import without_names
from mock_interview.records.private import Scrubber
from support_cli import graded, session

NAMES = {
    "Jane Doe": "[candidate]",
    "Will Li": "[name 1]",
    "May": "[name 2]",
    "山田太郎": "[name 3]",
    "José": "[name 4]",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am Jane Doe, JANE\n doe or jane.", "I am [candidate], [candidate] or [candidate]."),
        ("Jane's doe_jane, not Janet or Does.", "[candidate]'s [candidate]_[candidate], not Janet or Does."),
        ("Will Li will, and Li may.", "[name 1] will, and Li may."),
        ("In May it may rain.", "In [name 2] it may rain."),
        ("山田太郎です", "[name 3]です"),
        ("JOSE\u0301 and josé", "[name 4] and [name 4]"),
        ("Write jane.doe+ml@mail.example.org.", "Write [e-mail]."),
        ("See /home/jane/notes/a.txt, ~/x.py and ~jane/y.", "See [path], [path] and [path]."),
        (r"In C:\Users\Jane Doe\My Work\a.txt or \\box\share\a.txt.", "In [path] or [path]."),
        ("file:///tmp/a.txt", "[path]"),
        ("https://jane:pw@git.example/jane?tab=1).", "https://git.example/[path])."),
        ("https://jane.example/", "https://[candidate].example/"),
        ("Call +49 151 2345 6789, (555) 123-4567 or 0151 23456789.", "Call [phone], [phone] or [phone]."),
        ("+34 612 345 678", "[phone]"),
        ("550e8400-e29b-41d4-a716-446655440000", "[id]"),
        ("key sk-proj-abcdef0123456789abcd, commit 0f1e2d3c4b5a6978", "key [id], commit [id]"),
        ("account 12345678, DE89 3704 0044 0532 0130 00, 4111 1111 1111 1111", "account [number], [number], [number]"),
        ("at localhost:8000 or 10.0.0.7 or box.corp.example:443", "at [server] or [server] or [server]"),
    ],
)
def test_what_says_who_somebody_is_goes(text: str, expected: str) -> None:
    """Names whole and in parts, addresses, paths, keys and numbers of persons are replaced by what they are."""
    assert Scrubber(NAMES).scrub(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "1,000,000 users, 1 000 000 rows, 25000000 documents, 1048576 and 16777216 parameters, +10 000 000 a day",
        "0.693147181, 12345678.9, 3.14159265 and 1e-05; 784-512-256, 512-256-1024 and 2048 4096 1024 8192",
        "precision/recall and/or 1/n, ~1/3, ~n/2, /v1/chat/completions, s/Users/users/ at 10:30, 3.5:10",
        "@dataclass x @ y.T [path] and skip-connections-of-resnet50; max_position_embeddings_2",
        "version 3.11.7, 2026-05-01, 99.9%",
    ],
)
def test_what_an_answer_is_about_stays(text: str) -> None:
    """Amounts, fractions, layer sizes, code and the paths of interfaces are no traces of a person."""
    assert Scrubber(NAMES).scrub(text).text == text


@pytest.mark.parametrize("piece", ["a.", "f", "9", "1 ", "a-", "https:/", "0123 ", "AB12 ", "a@", "C:\\a b ", "Jane "])
def test_a_long_answer_is_no_trap(piece: str) -> None:
    """A text made to slow the search down takes no longer than another: this ends, where it took minutes."""
    Scrubber(NAMES).scrub(piece * 50_000)


def told() -> Session:
    """Return a session full of names: two turns, a grade that quotes them, two reviews, one of another transcript."""
    text = "Jane here: the gluten strands, as Jane Doe says, get pulled into a net. See /home/jane/x."
    was = graded()
    begin = text.index("strands")
    quotes = (
        Quote(turn=0, start=begin, end=begin + 25, text=text[begin : begin + 25]),
        Quote(turn=0, start=0, end=10, text=text[:10]),
    )
    (grade,) = was.grades
    first, *rest = grade.verdicts
    made = grade.provenance.model_copy(
        update={"grader": "http://box.corp:8000/v1#/models/jane/bread.gguf", "model": "/models/jane/bread.gguf"}
    )
    verdict = first.model_copy(update={"quotes": quotes, "reason": "Jane says so."})
    full = was.model_copy(
        update={
            "created": datetime(2026, 3, 17, 15, 4, 5, 6, tzinfo=timezone(timedelta(hours=9))),
            "turns": (
                Turn(role="candidate", text=text, at=datetime(2026, 3, 17, 6, 14, 5, 6, tzinfo=UTC), seconds=600),
                Turn(role="interviewer", text="Thank you, Jane."),
            ),
            "candidate": "Jane Doe",
            "loop": "20260317-140000-aaaa",
            "grades": (
                grade.model_copy(update={"verdicts": (verdict, *rest), "provenance": made}),
                grade.model_copy(
                    update={
                        "level": grade.level.model_copy(
                            update={"estimate": None, "reason": "ungraded: box.corp failed"}
                        )
                    }
                ),
            ),
        }
    )
    remark = Remark(quote=quotes[0], advice="keep", text="Well said, Jane. Ask Kim.")
    review = Review(
        session=full.id,
        transcript=full.transcript_digest,
        reviewer="Kim Ito",
        at=datetime(2026, 3, 18, tzinfo=UTC),
        remarks=(remark,),
        summary="Doe did well.",
    )
    earlier = review.model_copy(update={"transcript": "sha256:" + "0" * 64, "reviewer": "Lou"})
    return full.model_copy(update={"reviews": (review, earlier)})


def test_a_session_is_without_its_names() -> None:
    """Names, paths, server and moments are replaced in turns, grades and reviews; quotes are where they were said."""
    was = told()
    new = without_names(was, ["gluten"])
    said = (
        "[candidate] here: the [name 1] strands, as [candidate] says, get pulled into a net. See [path].",
        "Thank you, [candidate].",
    )
    assert [turn.text for turn in new.turns] == list(said)
    assert [(q.text, said[0][q.start : q.end]) for q in new.grades[0].verdicts[0].quotes] == [
        ("strands, as [candidate] says", "strands, as [candidate] says"),
        ("[candidate] here:", "[candidate] here:"),
    ]
    assert (new.id, new.candidate, new.loop) == (
        f"20260301-000000-why-knead-{new.transcript_digest[7:15]}",
        "Candidate",
        "loop",
    )
    assert (new.created, new.turns[0].at, new.turns[0].seconds) == (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 1, 0, 10, tzinfo=UTC),
        600,
    )
    made = new.grades[0].provenance
    assert (made.grader, made.model, made.rubric) == ("server#bread.gguf", "bread.gguf", was.rubric.digest)
    assert new.grades[0].verdicts[0].reason == "[candidate] says so."
    assert new.grades[1].level.reason == "ungraded: why is left out"
    first, second = new.reviews
    assert (first.session, first.transcript, first.reviewer) == (new.id, new.transcript_digest, "Reviewer 1")
    assert first.remarks[0].text == "Well said, [candidate]. Ask [reviewer 1]."
    assert first.remarks[0].quote == new.grades[0].verdicts[0].quotes[0]
    assert first.summary == "[candidate] did well."
    assert (second.reviewer, second.transcript in (new.transcript_digest, "sha256:" + "0" * 64)) == (
        "Reviewer 2",
        False,
    )
    assert (new.question, new.rubric) == (was.question, was.rubric)
    records.check_review(first, new, "the review")


def test_the_words_of_the_bank_stay() -> None:
    """A name that is also a word of the rubric goes from what was said; question, rubric and what quotes them stay."""
    was = told()
    new = without_names(was, ["windowpane"])
    assert (new.question, new.rubric) == (was.question, was.rubric)
    assert new.grades[0].feedback is not None
    assert new.grades[0].feedback.gaps == told().grades[0].feedback.gaps  # type: ignore[union-attr]


def test_a_quote_cut_out_of_a_word_shows_no_name() -> None:
    """Where a quote's edges make a name of a part of a longer word, the quote has the whole word."""
    was = graded()
    (grade,) = was.grades
    text = "The Janet of bread."
    cut = Quote(turn=0, start=4, end=8, text="Jane")
    verdict = grade.verdicts[0].model_copy(update={"quotes": (cut,)})
    was = was.model_copy(
        update={
            "turns": (Turn(role="candidate", text=text),),
            "grades": (grade.model_copy(update={"verdicts": (verdict,)}),),
        }
    )
    (quote,) = without_names(was, ["Jane"]).grades[0].verdicts[0].quotes
    assert quote == Quote(turn=0, start=4, end=9, text="Janet")


WORD = st.text("abcdefghjkmnqvxyzéß", min_size=3, max_size=8)
OWN = set(re.findall(r"\w+", (graded().model_dump_json() + " ".join(Review.model_fields)).lower()))
"""Words of the tiny bank, of a grade and of the file's own keys: no name that is drawn."""
WORD = WORD.filter(lambda word: word not in OWN)
NAME = st.lists(WORD.map(str.title), min_size=1, max_size=3).map(" ".join)
OTHER = st.sampled_from(
    ["/home/x/y", "a@b.cd", "https://x.yz/a?b", "+49 151 23456789", "12345678", "1,000,000", "[path]", "_", "-", " "]
)


@st.composite
def sessions(draw: Any) -> tuple[Session, list[str]]:
    """Draw a graded session in which names occur anywhere, quotes cut anywhere, and the names."""
    names = draw(st.lists(NAME, min_size=1, max_size=3))
    piece = st.one_of(st.sampled_from(names), st.sampled_from(names).map(str.upper), WORD, OTHER, st.text(max_size=3))
    text = st.builds(
        lambda between, pieces: between.join(pieces), st.sampled_from([" ", "", "\n"]), st.lists(piece, max_size=8)
    )
    turns = tuple(Turn(role=draw(st.sampled_from(["candidate", "interviewer"])), text=draw(text)) for _ in range(2))
    was = graded()
    quotes = []
    for number, turn in enumerate(turns):
        if turn.text:
            start = draw(st.integers(0, len(turn.text) - 1))
            end = draw(st.integers(start + 1, len(turn.text)))
            quotes.append(Quote(turn=number, start=start, end=end, text=turn.text[start:end]))
    (grade,) = was.grades
    verdicts = tuple(v.model_copy(update={"quotes": tuple(quotes), "reason": draw(text)}) for v in grade.verdicts[:1])
    made = was.model_copy(
        update={
            "created": draw(st.datetimes()),
            "turns": turns,
            "candidate": draw(st.sampled_from(["", *names])),
            "grades": (grade.model_copy(update={"verdicts": verdicts}),),
        }
    )
    review = Review(
        session=made.id,
        transcript=made.transcript_digest,
        reviewer=draw(st.sampled_from(names)),
        at=draw(st.datetimes()),
        remarks=tuple(Remark(quote=quote, advice="try", text=draw(text) or "x") for quote in quotes),
        summary=draw(text),
    )
    return made.model_copy(update={"reviews": (review,)}), names


@given(sessions())
def test_no_name_is_left_and_every_quote_is_exact(drawn: tuple[Session, list[str]]) -> None:
    """No name is anywhere in the file, every quote is where it says, it loads, and a second time changes nothing."""
    was, names = drawn
    new = without_names(was, names)
    text = json.dumps(json.loads(new.model_dump_json()), ensure_ascii=False)

    assert [name for name in names if re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", text)] == []
    quotes = [q for g in new.grades for v in g.verdicts for q in v.quotes]
    quotes += [remark.quote for review in new.reviews for remark in review.remarks]
    assert all(new.turns[q.turn].text[q.start : q.end] == q.text for q in quotes)
    assert Session.model_validate_json(new.model_dump_json()) == new
    assert without_names(new, names) == new
    for review in new.reviews:
        records.check_review(review, new, "the review")


def test_a_session_without_traces_keeps_its_words() -> None:
    """An answer that names nobody is the same afterwards, word for word, and so are its verdicts."""
    was = session()
    assert without_names(was).turns == was.turns
    assert without_names(graded()).grades[0].verdicts == graded().grades[0].verdicts
