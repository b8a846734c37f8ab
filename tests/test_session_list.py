import json
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.errors import BadInput
from mock_interview.models import Turn
from mock_interview.records import Summary
from support import said
from support_cli import ANSWER, graded, session

DRAFT = Turn(role="candidate", text="I push it", finished=False)


def put(name: str, content: bytes) -> Path:
    """Write a file into the sessions folder."""
    path = records.sessions_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def changed(**values: Any) -> bytes:
    """Return a graded session's JSON with fields replaced by what does not belong there."""
    return json.dumps(graded().model_dump(mode="json") | values).encode()


def test_sessions_are_listed_newest_first() -> None:
    """Each session is a line with its words and its level, newest first."""
    old = records.save(graded("20260101-120000-why-knead-aaaa"))
    new = records.save(session("20260102-120000-why-knead-bbbb", *said("I push it about.")))
    common = {"question": "why-knead", "title": "Why do we knead dough?", "created": "2026-01-01T12:00:00Z"}
    assert list(records.summaries()) == [
        Summary(id="20260102-120000-why-knead-bbbb", words=4, level=None, graded=False, path=new, **common),
        Summary(
            id="20260101-120000-why-knead-aaaa", words=len(ANSWER.split()), level="L5", graded=True, path=old, **common
        ),
    ]


def test_no_sessions_is_an_empty_list() -> None:
    """Before the first session there is no folder, and nothing to list."""
    assert list(records.summaries()) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "JSONDecodeError", id="empty"),
        pytest.param(b'{"id": "x"', "JSONDecodeError", id="cut off"),
        pytest.param(b"\xff\xff", "UnicodeDecodeError", id="binary"),
        pytest.param(b"[" * 100_000, "RecursionError", id="nested without end"),
        pytest.param(b"[]", "TypeError", id="a list"),
        pytest.param(b"{}", "KeyError", id="an empty object"),
        pytest.param(changed(turns=[None]), "TypeError", id="a turn that is none"),
        pytest.param(changed(question="why-knead"), "TypeError", id="a question that is none"),
        pytest.param(changed(grades=[{"level": {"estimate": 5}}]), "ValueError", id="a level that is none"),
        pytest.param(changed(grades=[{"level": {"estimate": []}}]), "ValueError", id="a level that is a list"),
    ],
)
def test_a_damaged_file_is_named_and_stops_nothing(content: bytes, kind: str) -> None:
    """A file that is no session comes as an error that names it, and the others are listed all the same."""
    good = records.save(session())
    bad = put("20260102-120000-why-knead-bbbb.json", content)
    found = list(records.summaries())
    problems = [str(line) for line in found if isinstance(line, BadInput)]
    assert problems == [f"{bad}: is no session file ({kind})"]
    assert [line.path for line in found if isinstance(line, Summary)] == [good]


def test_a_broken_off_answer_is_found_again() -> None:
    """The newest session on a question is offered when its answer is a draft."""
    records.save(session("20260101-120000-why-knead-aaaa"))
    was = session("20260102-120000-why-knead-bbbb", DRAFT)
    path = records.save(was)
    assert records.unfinished("why-knead") == (path, was)


@pytest.mark.parametrize(
    "newest",
    [
        pytest.param(session("20260102-120000-why-knead-bbbb"), id="finished"),
        pytest.param(graded("20260102-120000-why-knead-bbbb"), id="graded"),
        pytest.param(
            session("20260102-120000-why-knead-bbbb", DRAFT.model_copy(update={"text": " \n"})), id="empty draft"
        ),
        pytest.param(
            graded("20260102-120000-why-knead-bbbb").model_copy(update={"turns": (DRAFT,)}), id="draft that was graded"
        ),
    ],
)
def test_nothing_is_offered_after_a_later_attempt(newest: Any) -> None:
    """A draft is offered only while it is the last thing said to the question."""
    records.save(session("20260101-120000-why-knead-aaaa", DRAFT))
    records.save(newest)
    assert records.unfinished("why-knead") is None


def test_a_draft_of_another_question_is_not_offered() -> None:
    """A question whose id ends in this one's id is another question."""
    records.save(session("20260101-120000-why-knead-aaaa", DRAFT))
    assert records.unfinished("knead") is None


def test_a_damaged_draft_is_not_offered() -> None:
    """A file that cannot be read as a session is no draft to go on with."""
    put("20260102-120000-why-knead-bbbb.json", b"{}")
    assert records.unfinished("why-knead") is None


def test_a_grade_of_another_rubric_is_refused() -> None:
    """A session whose grade speaks of a criterion its rubric has not is damaged, and said to be."""
    text = graded().model_dump_json().replace('"criterion":"windowpane"', '"criterion":"crust"')
    path = put("20260102-120000-why-knead-bbbb.json", text.encode())
    with pytest.raises(BadInput) as caught:
        records.load(path)
    assert str(caught.value) == f"{path}: grades: its rubric has no criterion 'crust'"
