"""Grades from the Batch API of a stub: sent, come back for, a restart at every point."""

import json
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.cli import batching
from support_cli import ANSWER, invoke, lines, session
from support_stub import Server, stub


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with three answers, two of them the same, and one that is none."""
    rows = [
        {"id": name, "question": "why-knead", "answer": answer}
        for name, answer in (("a", ANSWER), ("b", ANSWER + " More."), ("c", ANSWER), ("d", "No idea."))
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def batch(file: Path, server: Server, *more: str) -> Any:
    """Run the command."""
    out = file.with_name("grades.jsonl")
    return invoke("grade", file, "--batch", "--out", out, "--json", "-g", server.url, *more)


def note(file: Path) -> Path:
    """Return where it is noted what is under way."""
    return file.with_name("grades.jsonl.batch.json")


def summary(text: str) -> list[tuple[str, bool]]:
    """Return of each line the id, and whether all criteria have a verdict."""
    return [(line["id"], all(v["state"] != "ungraded" for v in line["verdicts"])) for line in lines(text)]


ALL = [("a", True), ("b", True), ("c", True), ("d", True)]


def test_the_same_command_sends_and_then_gets_the_grades(file: Path) -> None:
    """It sends everything once and says how far the batch is; then it grades, and the note beside it is gone."""
    note = file.with_name("grades.jsonl.batch.json")
    with stub() as server:
        first = batch(file, server)
        assert (first.exit_code, first.stdout) == (3, "")
        assert "Sent 6 requests.\n" in first.stderr  # two answers, three requests each
        assert "Under way: 0 of 6 replies are there. Look again: mock-interview " in first.stderr
        assert note.exists()
        second = batch(file, server)
        stats = server.stats()
    assert (second.exit_code, summary(second.stdout)) == (0, ALL)
    assert lines(second.stdout)[0]["provenance"]["input_tokens"] == 3000
    assert (len(stats["batches"]), stats["requests"], note.exists()) == (1, 1, False)


def test_grades_are_those_that_would_be_made_at_once(file: Path) -> None:
    """Verdicts and levels do not depend on the way the replies come."""
    with stub(batch_polls=0) as server:
        found = batch(file, server)
        at_once = invoke("grade", file, "--json", "-g", server.url)
    for way in (found, at_once):
        assert way.exit_code == 0
    same = ("id", "level", "verdicts", "feedback")
    assert [{name: line[name] for name in same} for line in lines(found.stdout)] == [
        {name: line[name] for name in same} for line in lines(at_once.stdout)
    ]


def test_replies_are_not_cut_where_a_single_one_would_be(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a batch may be larger than any one reply: every reply in it was paid for, and is read."""
    monkeypatch.setattr("mock_interview.llm.client.LARGEST_REPLY", 3_000)
    with stub(batch_polls=0) as server:
        found = batch(file, server)
    assert (found.exit_code, summary(found.stdout)) == (0, ALL)


def test_a_file_without_end_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a batch can have is not read as if it were all: the reason is said, and the note of the batch stays."""
    monkeypatch.setattr("mock_interview.llm.client.LARGEST_FILE", 3_000)
    monkeypatch.setattr("mock_interview.llm.batch.LARGEST_FILE", 3_000)
    with stub(batch_polls=0) as server:
        found = batch(file, server)
    assert (found.exit_code, found.stdout) == (3, "")
    assert "The server sent a file of more than 3,000 bytes.\n" in found.stderr
    assert file.with_name("grades.jsonl.batch.json").exists()


def test_wait_waits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --wait one command is enough."""
    monkeypatch.setattr(batching, "POLL", 0.0)
    with stub(batch_polls=3) as server:
        result = batch(file, server, "--wait")
    assert (result.exit_code, summary(result.stdout)) == (0, ALL)


def test_a_crash_between_sending_and_noting_sends_nothing_twice(file: Path) -> None:
    """A file that was sent is found again by its id and not worked on twice."""
    note = file.with_name("grades.jsonl.batch.json")
    with stub() as server:
        batch(file, server)
        state = json.loads(note.read_text())
        state["complete"] = False
        state["shipments"][0] |= {"batch": "", "status": "sent"}
        note.write_text(json.dumps(state))
        result = batch(file, server)
        assert len(server.stats()["batches"]) == 1
    assert (result.exit_code, summary(result.stdout)) == (0, ALL)


def test_more_than_a_batch_may_hold_goes_into_several(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are spread over as many batches as it takes."""
    monkeypatch.setattr("mock_interview.llm.batch.MOST", 4)
    with stub(batch_polls=0) as server:
        result = batch(file, server)
        assert len(server.stats()["batches"]) == 2
    assert (result.exit_code, summary(result.stdout)) == (0, ALL)


def test_what_has_a_grade_is_not_sent_again(file: Path) -> None:
    """A second pass sends only what is new."""
    with stub(batch_polls=0) as server:
        batch(file, server)
        with file.open("a") as more:
            more.write(json.dumps({"id": "e", "question": "why-knead", "answer": ANSWER + " New."}) + "\n")
        result = batch(file, server)
    assert "Sent 3 requests.\n" in result.stderr
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "4 graded before, 1 graded")


def test_fresh_sends_and_grades_all_again(file: Path) -> None:
    """What has a grade is sent again, a session too, and the replies are read by the command that goes on."""
    (file.parent / "in").mkdir()
    source = file.rename(file.parent / "in" / file.name)
    kept = records.save(session(), file.parent / "in" / "session.json")
    with stub() as server:

        def run(*more: str) -> Any:
            return invoke("grade", source.parent, "--batch", "--out", file, "-g", server.url, *more)

        run()
        assert run().stderr.splitlines()[-1] == "5 graded"
        again = run("--fresh")
        assert (again.exit_code, "Sent 6 requests.\n" in again.stderr) == (3, True)
        result = run()
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "5 graded")
        assert (len(records.load(kept).grades), len(lines(file.read_text()))) == (2, 5)
        assert run().stderr.splitlines()[-1] == "5 graded before"


@pytest.mark.parametrize("ends", ["failed", "useless"])
def test_a_batch_that_came_to_nothing_is_sent_again(ends: str, file: Path) -> None:
    """However many answers stay ungraded: all are reported, the note is gone, and the same command sends them again."""
    rows = [{"id": f"a{i}", "question": "why-knead", "answer": f"{ANSWER} Number {i}."} for i in range(12)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with stub(batch_polls=0, batch_ends=ends) as server:
        for times in (1, 2):
            result = batch(file, server, "--at-once", "40")
            assert (result.exit_code, len(lines(result.stdout))) == (3, 12)
            assert (len(server.stats()["batches"]), note(file).exists()) == (times, False)
    assert "12 ungraded\nThe ungraded are tried again by: mock-interview " in result.stderr
    assert f"The batch batch-1 is {ends}" in result.stderr or ends == "useless"


def lost(file: Path, shipment: int, **change: str) -> None:
    """Have the note say something else of a batch."""
    state = json.loads(note(file).read_text())
    state["shipments"][shipment] |= change
    note(file).write_text(json.dumps(state))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"batch": "batch-9"}, "The server has no batch batch-9 (404).\n"),
        ({"output": "file-9", "status": "completed"}, "The server has no replies to the batch batch-0 (404).\n"),
    ],
)
def test_a_batch_that_the_server_has_no_more_is_named_with_its_note(
    change: dict[str, str], said: str, file: Path
) -> None:
    """The same command says it again until the note is removed, which it asks for; then it sends what has no grade."""
    with stub() as server:
        batch(file, server)
        lost(file, 0, **change)
        for _ in range(2):
            result = batch(file, server)
            assert (result.exit_code, result.stdout) == (3, "")
            assert f"{said}If it stays so, remove {note(file)}: " in result.stderr
        note(file).unlink()
        assert batch(file, server).exit_code == 3
        result = batch(file, server)
    assert (result.exit_code, summary(result.stdout)) == (0, ALL)


def test_what_another_batch_has_replied_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the replies to one of two batches cannot be had, the other's are read and kept, and the note stays."""
    monkeypatch.setattr("mock_interview.llm.batch.MOST", 3)
    with stub() as server:
        batch(file, server)
        lost(file, 1, output="file-9", status="completed")
        result = batch(file, server)
        assert (result.exit_code, note(file).exists()) == (3, True)
        assert [name for name, good in summary(result.stdout) if good] == ["a", "c", "d"]
        assert "The server has no replies to the batch batch-1 (404).\nIf it stays so, remove " in result.stderr
        note(file).unlink()
        batch(file, server)
        result = batch(file, server)
    assert (result.exit_code, summary(result.stdout)) == (0, ALL)
    assert result.stderr.splitlines()[-1] == "3 graded before, 1 graded"


def test_another_grader_cannot_read_what_is_under_way(file: Path) -> None:
    """The replies belong to the grader that was asked."""
    with stub() as server:
        batch(file, server)
        result = invoke("grade", file, "--batch", "--out", file.with_name("grades.jsonl"), "-g", f"{server.url}#other")
    assert (result.exit_code, "what is under way was sent by" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--batch"], "--batch needs --out"),
        (["--batch", "--out", "x.jsonl", "--max-cost", "1"], "--max-cost does not go with --batch"),
        (["--batch", "--out", "x.jsonl", "--engine", "logprobs"], "--batch is for the engine `structured`"),
    ],
)
def test_what_does_not_go_with_a_batch_is_said(flags: list[str], said: str, file: Path) -> None:
    """Misuse ends with 2."""
    result = invoke("grade", file, *flags, "-g", "http://127.0.0.1:9/v1#m")
    assert (result.exit_code, said in result.stderr) == (2, True)
