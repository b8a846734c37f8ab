"""Everything that reads from strangers, given what no stranger would think of: it is read, or refused in our own words.

`FUZZ` says how many examples each property gets (`make fuzz`: thousands).
"""

import itertools
import json
import math
import os
import re
import shutil
import string
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.bank.load import read_levels, read_rubric
from mock_interview.bank.yaml_file import read_yaml
from mock_interview.errors import BadInput, GraderFailed, MockInterviewError, UnusableReply
from mock_interview.grading import Calibration, LogprobsJudge
from mock_interview.grading.answer import LONGEST_ANSWER, prepare
from mock_interview.grading.decisions import both
from mock_interview.grading.evidence import find_quote, sentence_around, sentences
from mock_interview.grading.judging import Reading
from mock_interview.grading.structured import read_reply
from mock_interview.llm import Client, Endpoint, parse_json
from mock_interview.models import GoldAnswer, Question, Review, Turn
from mock_interview.records.outline import read_row
from mock_interview.terminal.clean import clean
from support import TINY, said
from support_cli import ANSWER, HOSTILE, graded, invoke, saved, session
from support_grading import FakeClient
from support_import import TRANSCRIPTS
from support_llm import completion

MANY = settings(
    max_examples=int(os.environ.get("FUZZ", "60")),
    deadline=None,
    derandomize="FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STEER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a cursor, changes a terminal or turns text round."""
text = st.text(max_size=300)
prose = st.text(
    alphabet=string.ascii_letters + " .,;!?\n\"'()`*-\u00a0\u2019\u201c\u3002\ufb01\u0130\u200b\x1b\r\t", max_size=400
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(text, inner, max_size=5),
    max_leaves=20,
)


def altered(whole: bytes) -> st.SearchStrategy[bytes]:
    """Return a file with pieces cut out, doubled, or replaced."""
    place = st.integers(0, len(whole))
    pieces = st.binary(max_size=8) | st.sampled_from(
        [b'"', b"{", b"]", b",", b":", b"null", b"-1", b"1e999", b"\xff", b"\0", b"1" * 5_000, b"[" * 2_000]
    )
    return st.builds(
        lambda a, b, piece: whole[: min(a, b)] + piece + whole[max(a, b) :], place, st.integers(0, len(whole)), pieces
    ) | st.builds(lambda a, piece: whole[:a] + piece + whole[a + len(piece) :], place, pieces)


def replaced(value: Any) -> st.SearchStrategy[Any]:
    """Return a JSON value with one part, anywhere in it, replaced by any other."""
    places: list[tuple[Any, ...]] = []

    def walk(part: Any, where: tuple[Any, ...]) -> None:
        places.append(where)
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
            walk(inner, (*where, key))

    walk(value, ())

    def put(where: tuple[Any, ...], new: Any) -> Any:
        copy = json.loads(json.dumps(value))
        if not where:
            return new
        part = copy
        for key in where[:-1]:
            part = part[key]
        part[where[-1]] = new
        return copy

    odd = values | st.sampled_from(
        [math.nan, math.inf, -1, 10**400, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", HOSTILE]
    )
    return st.builds(put, st.sampled_from(places), odd)


SESSION = json.loads(graded().model_dump_json())
REVIEW = json.loads(
    Review(
        session=session().id, transcript=session().transcript_digest, reviewer="A", at="2026-01-01T00:00:00Z"
    ).model_dump_json()
)
FILES = {
    "questions/bread/why-knead.yaml": lambda path, root: read_yaml(path, root).validate(Question),
    "rubrics/bread/why-knead.yaml": read_rubric,
    "rubrics/levels.yaml": lambda path, root: read_levels(root),
    "gold/bread/why-knead.yaml": lambda path, root: read_yaml(path, root).validate(GoldAnswer),
}


@pytest.mark.parametrize("name", FILES)
@MANY
@given(data=st.data())
def test_a_strange_bank_is_read_or_its_problems_are_said(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Any bytes in a file of a bank are content or problems, each with file and line."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.draw(altered((TINY / name).read_bytes()) | st.binary(max_size=200)))
    try:
        file = read_yaml(path, tmp_path)
        FILES[name](path, tmp_path)
    except MockInterviewError:
        return
    assert all(re.match(rf"{re.escape(name)}:\d+: ", problem) for problem in file.problems)


@MANY
@given(content=altered(json.dumps(SESSION).encode()) | replaced(SESSION).map(lambda v: json.dumps(v).encode()))
def test_a_strange_session_is_read_shown_and_listed_or_refused(content: bytes, tmp_path: Path) -> None:
    """What opens as a session can be shown and counted; what does not is refused by name."""
    from mock_interview.terminal.console import out
    from mock_interview.terminal.views import session_view

    path = tmp_path / "20260101-120000-why-knead-aaaa.json"
    path.write_bytes(content)
    read_row(path)
    try:
        found = records.load(path)
    except BadInput:
        return
    with out().capture() as shown:
        out().print(session_view(found))
    assert STEER.findall(shown.get()) == []
    prepare(found.question, found.rubric, found.turns)


@MANY
@given(content=altered(json.dumps(REVIEW).encode()) | replaced(REVIEW).map(lambda v: json.dumps(v).encode()))
def test_a_strange_review_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    """A review is joined to its session with its words found there, or nothing is changed."""
    path, where = tmp_path / "review.json", tmp_path / "session.json"
    path.write_bytes(content)
    where.write_text(session().model_dump_json())
    before = where.read_bytes()
    try:
        joined = records.join_review(path, where)
    except BadInput:
        joined = None
    if joined is None:
        assert where.read_bytes() == before
        return
    for remark in joined.review.remarks:
        turn = joined.session.turns[remark.quote.turn]
        assert turn.text[remark.quote.start : remark.quote.end] == remark.quote.text


@MANY
@given(lines=st.lists(st.binary(max_size=100) | values.map(lambda v: json.dumps(v).encode()), max_size=5))
@example(lines=[b'{"id": ' + b"[" * 800 + b"]" * 800 + b', "question": "q", "answer": "a"}'])
def test_strange_lines_are_answers_or_problems(lines: list[bytes], tmp_path: Path) -> None:
    """Each line of a JSON Lines file is an answer with question and text, or a problem with its place."""
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"\n".join(lines))
    for one in records.read_submissions(path):
        assert one.problem.startswith(f"{path}:") if one.problem else one.question is not None
        (one.answer + one.question).encode()


@MANY
@given(reply=text | values.map(json.dumps) | st.builds(lambda t: f"```json\n{t}\n```", text))
def test_a_strange_reply_is_json_or_a_fault(reply: str) -> None:
    """A model's reply is JSON, or a fault that can be sent back."""
    with suppress(UnusableReply):
        parse_json(reply)


FOREIGN = {path.name: path.read_bytes() for path in sorted(TRANSCRIPTS.iterdir())} | {
    "session.json": json.dumps(SESSION).encode(),
    "loop.json": b'{"id": "x"}',
    "answers.jsonl": json.dumps({"id": "a", "question": "why-knead", "answer": ANSWER}).encode(),
    "review.json": json.dumps(REVIEW).encode(),
}


@pytest.mark.parametrize("name", FOREIGN)
@MANY
@given(data=st.data())
def test_a_strange_file_is_imported_or_refused(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Whatever is given to `sessions import`: sessions that open, or a sentence that begins with the file's name."""
    path = tmp_path / name
    path.write_bytes(data.draw(altered(FOREIGN[name]) | st.binary(max_size=200)))
    shutil.rmtree(records.sessions_folder(), ignore_errors=True)
    done = invoke("sessions", "import", path, "--yes", "-q", "why-knead")
    assert done.exit_code == 0 or (done.exit_code == 1 and str(path) in done.stderr)
    for one in saved():
        prepare(one.question, one.rubric, one.turns)


GOOD = {"verdicts": [{"claim": "gluten-network", "quotes": ["a"], "reason": "r", "verdict": "MET"}]}


@MANY
@given(value=values | replaced(GOOD))
def test_strange_verdicts_are_none(value: Any) -> None:
    """Only MET, UNMET and CANNOT_ASSESS about a criterion that was asked become a reading."""
    try:
        found = read_reply(json.dumps(value), ["gluten-network"])
    except UnusableReply:
        return
    assert set(found) <= {"gluten-network"}
    for reading in found.values():
        verdict = next(e["verdict"] for e in value["verdicts"] if e.get("claim") == "gluten-network")
        assert reading.probability == {"MET": 0.95, "UNMET": 0.05, "CANNOT_ASSESS": None}[verdict]


@MANY
@given(value=values | replaced(completion("Yes", logprobs={"content": [{"token": "Yes", "logprob": -1.0}]})))
def test_a_strange_completion_is_a_reply_or_a_failure(value: Any) -> None:
    """Whatever JSON a server sends is a reply with possible log-probabilities, or our own failure."""
    client = Client(Endpoint("x", "http://x.example/v1", "small", "key-of-mine"))
    try:
        reply = client._read(json.dumps(value))
    except GraderFailed:
        return
    assert isinstance(reply.text, str)
    assert all(logprob <= 0.01 for logprob in reply.first_token.values())


@MANY
@given(
    first=st.dictionaries(
        st.sampled_from(["Yes", "No", " yes", "NO.", "Maybe", ""]), st.floats(max_value=0.01), max_size=6
    )
)
def test_strange_log_probabilities_are_a_probability_or_none(first: dict[str, float]) -> None:
    """A verdict needs Yes and No to have a fair part of what cannot be more than one; then it is between 0 and 1."""
    from mock_interview.llm import Reply

    bank = Bank(TINY)
    rubric = bank.rubric("why-knead")
    rubric = rubric.model_copy(update={"criteria": rubric.criteria[:1]})
    question = bank.question("why-knead")
    judge: Any = LogprobsJudge(FakeClient(Reply("Yes", first)), Calibration())  # type: ignore[arg-type]
    try:
        (reading,) = judge.judge(question, rubric, prepare(question, rubric, said(ANSWER)))
    except GraderFailed:
        assert not first
        return
    total = sum(math.exp(value) for value in first.values())
    weight = sum(math.exp(value) for token, value in first.items() if token.strip(" .").lower() in ("yes", "no"))
    if reading.probability is None:
        assert total > 1.05 or weight < 0.2 + 1e-9
    else:
        assert (0 <= reading.probability <= 1, total <= 1.05, weight >= 0.2 - 1e-9) == (True, True, True)


@MANY
@given(chance=st.none() | st.floats(0, 1), other=st.none() | st.floats(0, 1))
def test_two_readings_make_a_probability_or_none(chance: float | None, other: float | None) -> None:
    """A refusal is no verdict; anything else lies between the two readings."""
    criterion = Bank(TINY).rubric("why-knead").criteria[0]
    found = both(criterion, chance, Reading(criterion.id, other)).probability
    if chance is None:
        assert found is None
    else:
        assert found is not None
        assert min(chance, other if other is not None else chance) <= found <= max(chance, other or 0.0, chance)


@MANY
@given(content=prose)
def test_sentences_are_pieces_in_order(content: str) -> None:
    """Sentences do not overlap, come in order, and leave out nothing but white space."""
    spans = list(sentences(content))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(content)]
    between = "".join(content[a:b] for a, b in zip(ends, starts, strict=True))
    assert between.replace(";", "").strip() == ""


@MANY
@given(
    content=prose,
    start=st.integers(0, 400),
    length=st.integers(0, 80),
    change=st.sampled_from([str, str.upper, str.lower, str.swapcase]),
)
def test_a_quote_is_exactly_the_answers_own_words(content: str, start: int, length: int, change: Any) -> None:
    """Whatever a model says it quotes, what is reported stands in the answer at its offsets."""
    turns = (Turn(role="interviewer", text=content), Turn(role="candidate", text=content))
    found = find_quote(change(content[start : start + length]), turns)
    if found:
        for quote in (found, sentence_around(found, turns)):
            assert (quote.turn, content[quote.start : quote.end]) == (1, quote.text)


@MANY
@given(content=st.text(max_size=300) | prose)
@example(content=HOSTILE)
@example(content="\u202e\u2066\u200f\x9b31m\x1b[2J\r\x08\x7f")
def test_nothing_that_is_shown_moves_the_cursor(content: str) -> None:
    """What `clean` lets through are letters, marks, joiners, tabs and new lines."""
    assert STEER.findall(clean(content)) == []


@MANY
@given(content=prose, parts=st.integers(1, 4))
def test_an_answer_is_prepared_whatever_it_says(content: str, parts: int) -> None:
    """Set aside are pieces of the answer; what a judge reads has no control characters."""
    bank = Bank(TINY)
    turns = tuple(Turn(role="candidate", text=content) for _ in range(parts))
    found = prepare(bank.question("why-knead"), bank.rubric("why-knead"), turns)
    for turn, (start, end) in found.set_aside:
        assert 0 <= start < end <= len(turns[turn].text)
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", found.reading) == []


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "\n", "\u202e", "```\n", "- a\n", "Yes. ", "1) ", "MET ", "gluten ", "((((", "e.g. ", ";", "\"'", "="],
)
def test_a_long_answer_is_not_looked_at_or_looked_at_once(piece: str) -> None:
    """One character more than may be said, and nothing is read; the quote matcher and splitter take any length."""
    bank = Bank(TINY)
    long = (piece * 100_000)[:100_000]
    whole = long[: LONGEST_ANSWER + 1]
    assert prepare(bank.question("why-knead"), bank.rubric("why-knead"), said(whole)).nothing.startswith(
        "the answer is"
    )
    coding = bank.question("why-knead").model_copy(update={"kind": "coding"})
    prepare(coding, bank.rubric("why-knead"), said(whole[:LONGEST_ANSWER]))  # took minutes for some of these
    assert len(list(sentences(long))) <= len(long)
    find_quote(long[:300], said(long))
