"""Many answers over several processes, against a stub server: what holds for one process holds for all together."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.cli import run as running
from mock_interview.cli import spread
from mock_interview.llm.pace import PATIENCE
from support_cli import ANSWER, environment, invoke, lines, session
from support_stub import stub
from test_cli_bulk import ids, priced, written

JOBS = ("--jobs", "16", "--at-once", "40")
PROGRAM = "from mock_interview.cli import main, spread\nspread.FEWEST_ANSWERS = 1\nspread.cores = lambda: 2\nmain()\n"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[spread.Spread]:
    """Have few answers spread over two processes on any machine; return what was begun."""
    found: list[spread.Spread] = []
    begin = spread.Spread.__init__

    def note(self: spread.Spread, *args: Any) -> None:
        begin(self, *args)
        found.append(self)

    monkeypatch.setattr(spread, "FEWEST_ANSWERS", 1)
    monkeypatch.setattr(spread, "cores", lambda: 2)
    monkeypatch.setattr(spread.Spread, "__init__", note)
    return found


def grades(text: str) -> list[dict[str, Any]]:
    """Return JSON Lines without when each was made and how long it took."""
    found = lines(text)
    for line in found:
        del line["provenance"]["at"], line["provenance"]["seconds"]
    return found


@pytest.mark.parametrize(
    ("jobs", "answers", "count", "expected"),
    [
        (16, 1000, 2, 2),
        (64, 1000, 2, 2),
        (64, None, 4, 4),
        (20, 1000, 4, 2),
        (64, 1000, 1, 1),
        (15, 1000, 4, 1),
        (64, 199, 4, 1),
    ],
)
def test_how_many_processes(
    jobs: int, answers: int | None, count: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for each core where that is worth it: many at once, many answers or who knows how many, several cores."""
    monkeypatch.setattr(spread, "cores", lambda: count)
    assert spread.processes_for(jobs, answers) == expected


def test_grades_are_those_of_one_process(tmp_path: Path, begun: list[spread.Spread]) -> None:
    """The same grades in the same order, so many requests under way as --jobs says, and all tokens counted."""
    file = written(tmp_path / "many.jsonl", 60)
    with file.open("a") as more:
        more.write('{broken\n{"id": "odd", "question": "why-need", "answer": "x"}\n')
    with stub(latency=0.5) as server:
        one = invoke("grade", file, "--jobs", "15", "--at-once", "40", "--json", "-g", server.url)
        assert begun == []
        several = invoke("grade", file, *JOBS, "--json", "-g", server.url)
        stats = server.stats()
    assert [len(spread._children) for spread in begun] == [2]
    sound = [text.splitlines()[:60] for text in (one.stdout, several.stdout)]
    assert grades("\n".join(sound[1])) == grades("\n".join(sound[0]))
    assert several.stdout.splitlines()[60:] == one.stdout.splitlines()[60:]
    assert (several.exit_code, several.stderr) == (1, one.stderr)
    assert (
        "60,000 input tokens (60% from the provider's cache), 12,000 output tokens\n60 graded, 2 broken\n" in one.stderr
    )
    assert (stats["requests"], 8 < stats["most"] <= 16) == (120, True)


def test_what_was_graded_before_is_not_sent_again(tmp_path: Path, begun: list[spread.Spread]) -> None:
    """Lines and sessions that have their grade are shown with it, and the file is in the order of the input."""
    root, out = tmp_path / "in", tmp_path / "out.jsonl"
    root.mkdir()
    path = records.save(session(), root / "session.json")
    file = written(root / "more.jsonl", 30)
    rows = file.read_text()
    file.write_text("".join(rows.splitlines(keepends=True)[10:]))
    with stub() as server:
        command = ["grade", root, *JOBS, "--out", out, "-g", server.url]
        first = invoke(*command)
        assert (first.exit_code, first.stderr.splitlines()[-1]) == (0, "21 graded")
        file.write_text(rows)
        second = invoke(*command)
        assert second.stderr.splitlines()[-1] == "10 graded, 21 graded before"
        assert (second.exit_code, server.stats()["requests"], len(begun)) == (0, 31, 2)
    assert ids(out.read_text()) == [*(f"a{i}" for i in range(30)), session().id]
    assert len(records.load(path).grades) == 1


def test_refusals_pause_all_processes(tmp_path: Path, begun: list[spread.Spread]) -> None:
    """A server that goes on refusing is asked by all together as often as by one, and the run ends."""
    file = written(tmp_path / "many.jsonl", 100)
    with stub(refuse=10_000, status=503, retry_after="0.4") as server:
        result = invoke("grade", file, *JOBS, "--json", "-g", server.url)
        stats = server.stats()
    assert (result.exit_code, "the rest is not tried" in result.stderr, len(begun)) == (3, True, 1)
    assert PATIENCE <= stats["requests"] < 16 + PATIENCE


def test_money_is_capped_over_all_processes(tmp_path: Path, begun: list[spread.Spread]) -> None:
    """No answer is begun, in whichever process, that would exceed --max-cost."""
    priced(tmp_path)
    file = written(tmp_path / "many.jsonl", 40)
    with stub() as server:
        result = invoke("grade", file, *JOBS, "--max-cost", "0.02", "-g", server.url)
        assert (result.exit_code, server.stats()["requests"], len(begun)) == (3, 7, 1)
    assert "Stopped at --max-cost 0.02: 0.0189 USD are spent, and an answer costs about 0.0027." in result.stderr


def killing(begun: list[spread.Spread], count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have so many processes killed when the third answer is done."""
    take = running.Run._take

    def kill(run: running.Run, result: Any) -> None:
        take(run, result)
        if result.id == "a2":
            for child in begun[-1]._children[:count]:
                child.process.kill()

    monkeypatch.setattr(running.Run, "_take", kill)


def test_answers_of_a_process_that_dies_go_to_another(
    tmp_path: Path, begun: list[spread.Spread], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost, nothing comes twice, and nothing is said."""
    killing(begun, 1, monkeypatch)
    file = written(tmp_path / "many.jsonl", 100)
    with stub(latency=0.4) as server:
        result = invoke("grade", file, *JOBS, "--json", "-g", server.url)
        assert server.stats()["requests"] > 100
    assert (result.exit_code, ids(result.stdout)) == (0, [f"a{i}" for i in range(100)])
    assert result.stderr.splitlines()[-1] == "100 graded"
    assert "Traceback" not in result.stderr


def test_when_all_processes_die_the_same_command_does_the_rest(
    tmp_path: Path, begun: list[spread.Spread], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their answers are ungraded, with the reason, and tried again later."""
    file, out = written(tmp_path / "many.jsonl", 100), tmp_path / "out.jsonl"
    with stub(latency=0.1) as server:
        command = ["grade", file, *JOBS, "--json", "--out", out, "-g", server.url]
        with monkeypatch.context() as patch:
            killing(begun, 2, patch)
            result = invoke(*command)
        assert result.exit_code == 3
        errors = {line.get("error") for line in lines(result.stdout)}
        assert errors == {None, "The process that graded it has ended."}
        assert invoke(*command).exit_code == 0
    assert ids(out.read_text())[-100:] == [f"a{i}" for i in range(100)]


def started(*args: str | Path) -> "subprocess.Popen[str]":
    """Start the program over two processes, in a group of its own as a terminal would."""
    command = [sys.executable, "-c", PROGRAM, *args]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment("none"),
        start_new_session=True,
    )


def test_no_process_outlives_the_one_that_began_it(tmp_path: Path) -> None:
    """After kill -9 the others end at once, though requests are under way, and say nothing."""
    file = written(tmp_path / "many.jsonl", 100)
    with stub(latency=0.3) as server, started("grade", file, *JOBS, "-g", server.url) as process:
        assert process.stdout
        assert process.stdout.readline() == "a0\twhy-knead\tbelow L4\n"
        process.kill()
        _, said = process.communicate(timeout=60)  # returns when nobody has its end of the pipe any more
    assert said == f"Grader: {server.url}. Answers go to: {server.url.split('/')[2]}.\n"


def test_ctrl_c_at_a_terminal_keeps_what_comes_back(tmp_path: Path) -> None:
    """All that was asked in whichever process is kept, and the same command asks only for the rest."""
    file, out = written(tmp_path / "many.jsonl", 100), tmp_path / "out.jsonl"
    with stub(latency=0.6) as server:
        command = ["grade", file, *JOBS, "--out", out, "-g", server.url]
        with started(*command) as process:
            assert process.stdout
            process.stdout.readline()
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=60)
        asked = server.stats()["requests"]
        kept = [int(name[1:]) for name in ids(out.read_text())]
        assert (process.returncode, len(kept), kept) == (130, asked, sorted(set(kept)))
        assert asked <= 48  # of the 64 that were handed out, and all that were under way
        assert ("ungraded" in said, "Traceback" in said) == (False, False)
        with started(*command) as process:
            process.communicate(timeout=60)
        assert (process.returncode, server.stats()["requests"]) == (0, 100)
    assert ids(out.read_text()) == [f"a{i}" for i in range(100)]


def test_ctrl_c_twice_ends_at_once(tmp_path: Path) -> None:
    """Requests that take an hour are not waited for, in no process."""
    file = written(tmp_path / "many.jsonl", 100)
    with stub(latency=3600) as server, started("grade", file, *JOBS, "-g", server.url) as process:
        assert process.stderr
        process.stderr.readline()
        while server.stats()["requests"] < 16:
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        said = ""
        while "Stopping when" not in said:
            said = process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in said) == (130, False)


def test_an_answer_to_a_question_of_half_a_character(tmp_path: Path, begun: list[spread.Spread]) -> None:
    """Ids that are no Unicode go to another process and back."""
    file = tmp_path / "odd.jsonl"
    file.write_text(json.dumps({"id": "\ud800", "question": "why-knead", "answer": ANSWER}))
    with stub() as server:
        result = invoke("grade", file, *JOBS, "--json", "-g", server.url)
    assert (result.exit_code, ids(result.stdout), len(begun)) == (0, ["\ud800"], 1)
