"""Reviews of mentors: read from files, checked against their session, kept in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.errors import BadInput
from mock_interview.models import Quote, Session, Turn
from support_cli import graded, session
from support_report import remark, review_of


def written(folder: Path, of: Session, **changes: Any) -> Path:
    """Write a review of a session, with changes to its JSON."""
    value = review_of(of, remarks=(remark(of, "gluten", "Good."),), verdicts={"windowpane": "met"}, level="L5")
    path = folder / "review.json"
    path.write_text(json.dumps({**value.model_dump(mode="json"), **changes}))
    return path


def test_a_review_becomes_part_of_its_session(tmp_path: Path) -> None:
    """A review is added to the session in the sessions folder and changes nothing else in it."""
    found = graded()
    where = records.save(found)
    path = written(tmp_path, found)
    joined = records.join_review(path)

    assert (joined.path, joined.replaced, joined.review) == (where, False, records.read_review(path))
    assert records.load(where) == joined.session == found.model_copy(update={"reviews": (joined.review,)})


def test_a_later_review_of_the_same_reviewer_replaces_the_earlier(tmp_path: Path) -> None:
    """Of one reviewer and one transcript the last review counts; other reviewers' and transcripts' ones stay."""
    found = graded()
    others = (review_of(found, "Grace", level="L6"), review_of(found, transcript="sha256:" + "0" * 64))
    records.save(found.model_copy(update={"reviews": (*others, review_of(found, level="L4"))}))
    joined = records.join_review(written(tmp_path, found))

    assert joined.replaced
    assert joined.session.reviews == (*others, joined.review)


def test_a_session_elsewhere_is_given_by_its_file(tmp_path: Path) -> None:
    """A review is taken into the session file that is named, wherever it lies."""
    found = graded()
    where = records.save(found, tmp_path / "elsewhere.json")

    assert records.join_review(written(tmp_path, found), where).path == where
    assert len(records.load(where).reviews) == 1


def edited(found: Session) -> Session:
    """Return the session with a word of the answer changed."""
    return found.model_copy(update={"turns": (Turn(role="candidate", text=found.turns[0].text.replace("net", "web")),)})


def other_rubric(found: Session) -> Session:
    """Return the session with a criterion of its rubric taken out."""
    rubric = found.rubric.model_copy(update={"criteria": found.rubric.criteria[1:]})
    return found.model_copy(update={"rubric": rubric, "grades": ()})


@pytest.mark.parametrize("change", [edited, other_rubric])
def test_a_session_that_has_changed_takes_no_review(tmp_path: Path, change: Any) -> None:
    """A review of other words or another rubric is refused with the next step, and the session stays as it is."""
    path = written(tmp_path, graded())
    changed = change(graded())
    where = records.save(changed)

    with pytest.raises(BadInput, match="is not what was reviewed") as error:
        records.join_review(path)
    assert error.value.hint == "Make the page anew, and review that."
    assert records.load(where) == changed


def test_a_grade_that_came_later_is_no_change(tmp_path: Path) -> None:
    """A review made before the session was graded is still of the same transcript."""
    path = written(tmp_path, session())
    records.save(graded())

    assert len(records.join_review(path).session.reviews) == 1


def test_a_review_of_an_unknown_session_is_refused(tmp_path: Path) -> None:
    """Without its session a review is not taken in."""
    with pytest.raises(BadInput, match=r"there is no session 20260101-120000-why-knead-aaaa$"):
        records.join_review(written(tmp_path, graded()))


QUOTE = Quote(turn=0, start=4, end=10, text="gluten").model_dump()


def commented(**changes: Any) -> dict[str, Any]:
    """Return remarks with one whose quote is wrong."""
    return {"remarks": [{"quote": {**QUOTE, **changes}, "advice": "keep", "text": "Good."}]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"session": "other"}, "is a review of other and not of 20260101-120000-why-knead-aaaa"),
        ({"verdicts": {"crust": "met"}}, "verdicts: the rubric of why-knead has no criterion 'crust'"),
        (commented(start=5), "remarks.0.quote: these words are not in turn 0"),
        (commented(text="Gluten"), "remarks.0.quote: these words are not in turn 0"),
        (commented(turn=1), "remarks.0.quote: these words are not in turn 1"),
        (commented(end=4, text=""), "remarks.0.quote: text: String should have at least 1 character"),
        (commented(start=10, end=4), "remarks.0.quote: these words are not in turn 0"),
        ({"level": "L7"}, "is no review file: level: "),
        ({"reviewer": ""}, "is no review file: reviewer: "),
        ({"grade": {}}, "is no review file: grade: "),
    ],
)
def test_a_review_that_does_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    """Another session, unknown criteria, words that are not there, broken fields: named, and nothing is changed."""
    found = graded()
    where = records.save(found)

    with pytest.raises(BadInput) as error:
        records.join_review(written(tmp_path, found, **changes), where)
    assert expected in error.value.message.replace("remarks.0.quote.text", "remarks.0.quote: text")
    assert records.load(where) == found


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"format": 1}'])
def test_a_file_that_is_no_review_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """What is no review is refused with the file's name."""
    path = tmp_path / "review.json"
    path.write_bytes(content)

    with pytest.raises(BadInput, match=r"review\.json: is no review file: "):
        records.read_review(path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file larger than any review is refused unread."""
    path = tmp_path / "review.json"
    with path.open("wb") as file:
        file.truncate(5_000_001)

    with pytest.raises(BadInput, match="it is no review file"):
        records.read_review(path)
