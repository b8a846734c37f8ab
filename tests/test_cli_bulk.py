"""Many answers at once: order, folders, going on, limits; against a stub server where requests matter."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.cli import run as running
from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.llm import pace
from mock_interview.models import Question, Rubric
from support import FakeJudge
from support_cli import ANSWER, DRIVER, environment, invoke, lines, session, usable
from support_stub import stub

PRICES = '[prices."stub-1"]\ninput = 1.0\ncached_input = 0.5\noutput = 10.0\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with five answers."""
    return written(tmp_path / "answers.jsonl", 5)


def written(path: Path, count: int) -> Path:
    """Write so many different answers."""
    rows = [{"id": f"a{i}", "question": "why-knead", "answer": f"{ANSWER} Number {i}."} for i in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class Moody(FakeJudge):
    """Fails, is stopped, or judges as `usable` does, one after the other; then always judges."""

    def __init__(self, *moods: str) -> None:
        super().__init__(usable().queue)
        self.moods = list(moods)

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Do what the next mood says."""
        match self.moods.pop(0) if self.moods else "":
            case "fails":
                raise GraderFailed("The server is away.")
            case "stopped":
                raise KeyboardInterrupt
        yield from super().judge(question, rubric, answer)


def ids(text: str) -> list[str]:
    """Return the ids of JSON Lines."""
    return [line["id"] for line in lines(text)]


def folder(root: Path) -> Path:
    """Make a folder with everything one may find in it."""
    (root / "sub" / ".git").mkdir(parents=True)
    (root / "anna.why-knead.txt").write_text(ANSWER)
    (root / "binary.why-knead.txt").write_bytes(b"\0\1")
    (root / "cut.json").write_text('{"format": 1')
    (root / "image.png").write_bytes(b"\x89PNG")
    (root / "nameless.txt").write_text(ANSWER)
    (root / "review.json").write_text('{"reviewer": "me", "session": "x"}')
    written(root / "sub" / "more.jsonl", 2)
    (root / "sub" / "why-knead.txt").write_text(ANSWER)
    (root / "sub" / ".git" / "why-knead.txt").write_text(ANSWER)
    (root / ".hidden.why-knead.txt").write_text(ANSWER)
    records.save(session(), root / "session.json")
    outside = root.parent / "outside.why-knead.txt"
    outside.write_text(ANSWER)
    (root / "link.why-knead.txt").symlink_to(outside)
    (root / "loop").symlink_to(root)
    return root


def test_a_folder_is_graded_file_by_file(tmp_path: Path) -> None:
    """Sessions, lines and text files are graded by name; broken ones are named, foreign ones passed over."""
    root = folder(tmp_path / "cohort")
    judge = usable()
    result = invoke("grade", root, "--json", judge=judge)
    found = {line["id"]: line.get("level", {}).get("estimate") or line["error"] for line in lines(result.stdout)}
    assert found == {
        "anna.why-knead.txt": "L5",
        "binary.why-knead.txt": f"{root}/binary.why-knead.txt: is binary (a zero byte at 0)",
        "cut.json": f"{root}/cut.json: is not JSON: Expecting ',' delimiter: line 1 column 13 (char 12)",
        "image.png": f"{root}/image.png: is no answer: .png",
        "nameless.txt": f"{root}/nameless.txt: 'nameless' is no question; name the file after its question, like "
        "why-x.txt or anna.why-x.txt, or give --question",
        "review.json": f"{root}/review.json: is not a session",
        session().id: "L5",
        "a0": "L5",
        "a1": "L5",
        "sub/why-knead.txt": "L5",
    }
    assert list(found) == [*sorted(list(found)[:6]), session().id, "a0", "a1", "sub/why-knead.txt"]
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "5 graded, 3 broken, 2 skipped")
    assert [grade.level.estimate for grade in records.load(root / "session.json").grades] == ["L5"]


def test_a_question_for_all_text_files(tmp_path: Path) -> None:
    """--question says what text files are about whose names do not, and lines that name none."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text(ANSWER)
    (tmp_path / "in" / "y.jsonl").write_text(json.dumps({"id": "y", "answer": ANSWER}))
    result = invoke("grade", tmp_path / "in", "-q", "why-knead", judge=usable())
    assert (result.exit_code, result.stdout) == (0, "x.txt\twhy-knead\tL5\ny\twhy-knead\tL5\n")


def test_a_folder_with_nothing_to_skip_over_ends_well(tmp_path: Path) -> None:
    """Foreign files alone are no problem."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_text("a,b")
    assert invoke("grade", tmp_path / "in", judge=usable()).exit_code == 0


def test_a_session_that_this_grader_has_graded_is_not_graded_again(tmp_path: Path) -> None:
    """The grade it has is shown; --fresh makes another."""
    (tmp_path / "in").mkdir()
    path = records.save(session(), tmp_path / "in" / "s.json")
    first = invoke("grade", tmp_path / "in", "--json", judge=usable())
    judge = usable()
    again = invoke("grade", tmp_path / "in", "--json", judge=judge)
    assert (again.stdout, judge.seen, again.stderr) == (first.stdout, [], "1 graded before\n")
    assert invoke("grade", tmp_path / "in", "--fresh", judge=usable()).exit_code == 0
    assert len(records.load(path).grades) == 2


def test_a_folder_graded_twice_is_written_once(tmp_path: Path) -> None:
    """What has a grade is not written again, a session's neither; what is broken is said again, and stands once."""
    root, out = folder(tmp_path / "cohort"), tmp_path / "out.jsonl"
    judge = usable()
    for _ in range(2):
        assert invoke("grade", root, "--out", out, judge=judge).exit_code == 1
    assert len(judge.seen) == 5
    assert len(ids(out.read_text())) == len(set(ids(out.read_text()))) == 8


def test_a_session_that_another_run_holds_is_left_to_it(tmp_path: Path) -> None:
    """Two runs at once do not grade a session twice."""
    (tmp_path / "in").mkdir()
    path = records.save(session(), tmp_path / "in" / "s.json")
    judge = usable()
    with records.claimed(path) as mine:
        result = invoke("grade", tmp_path / "in", judge=judge)
    assert (mine, judge.seen, result.exit_code) == (True, [], 0)
    assert result.stderr == f"{session().id}: is being graded by another run.\n1 left to another run\n"


def test_pending_grades_nothing_twice() -> None:
    """A session that another run holds, or has graded since the list was made, is left alone by --pending."""
    path = records.save(session())
    judge = usable()
    with records.claimed(path):
        assert invoke("grade", "--pending", judge=judge).exit_code == 0
    assert judge.seen == []


def test_a_run_goes_on_where_it_was_stopped(file: Path, tmp_path: Path) -> None:
    """After Ctrl-C the same command grades only the rest, prints all in order, and the file is in input order."""
    out = tmp_path / "grades.jsonl"
    stopped = invoke("grade", file, "--out", out, judge=Moody("", "fails", "", "stopped"))
    assert (stopped.exit_code, stopped.stderr.splitlines()[-2]) == (130, "3 of 5: 2 graded, 1 ungraded")
    assert stopped.stderr.splitlines()[-1].startswith("Stopped; what is done is kept. Go on: mock-interview ")
    assert ids(out.read_text()) == ["a0", "a1", "a2"]
    judge = usable()
    result = invoke("grade", file, "--out", out, "--json", judge=judge)
    assert (result.exit_code, len(judge.seen), ids(result.stdout)) == (0, 3, ["a0", "a1", "a2", "a3", "a4"])
    assert result.stderr.splitlines()[-1] == "2 graded before, 3 graded"
    assert ids(out.read_text()) == ["a0", "a1", "a2", "a3", "a4"]
    kept = [{name: value for name, value in line.items() if name != "content"} for line in lines(out.read_text())]
    assert kept == lines(result.stdout)


def test_ctrl_c_before_the_first_grade_is_said(file: Path) -> None:
    """A run that has come to nothing yet says so, and not that its input was empty."""
    stopped = invoke("grade", file, judge=Moody("stopped"))
    assert (stopped.exit_code, stopped.stderr.splitlines()[-2]) == (130, "0 of 5: nothing yet")


def test_what_changed_is_graded_again(file: Path, tmp_path: Path) -> None:
    """Another answer under the same id, or another grader, is another grade; the earlier ones are never dropped."""
    out = tmp_path / "grades.jsonl"
    invoke("grade", file, "--out", out, judge=usable())
    rows = file.read_text().splitlines()
    file.write_text("\n".join([rows[0].replace("Number 0", "Number nought"), *rows[1:]]))
    judge = usable()
    invoke("grade", file, "--out", out, judge=judge)
    assert (len(judge.seen), len(lines(out.read_text()))) == (1, 6)
    other = usable()
    other.grader = "other"
    invoke("grade", file, "--out", out, judge=other)
    assert len(other.seen) == 5


def test_a_line_that_a_crash_cut_short_is_written_again(file: Path, tmp_path: Path) -> None:
    """The cut line goes, and its answer is graded again."""
    out = tmp_path / "grades.jsonl"
    invoke("grade", file, "--out", out, judge=usable())
    whole = out.read_bytes()
    out.write_bytes(whole[:-30])
    judge = usable()
    assert invoke("grade", file, "--out", out, judge=judge).exit_code == 0
    assert (len(judge.seen), ids(out.read_text())) == (1, ["a0", "a1", "a2", "a3", "a4"])


def test_a_full_disk_leaves_whole_lines_to_go_on_with(file: Path, tmp_path: Path) -> None:
    """The run ends with the file and the next step; what is in it is whole, and the same command does the rest."""
    out = tmp_path / "grades.jsonl"
    limited = ["sh", "-c", 'ulimit -f 20; exec "$@"', "sh", sys.executable, str(DRIVER)]  # 10 or 20 kB a file
    done = subprocess.run(
        [*limited, "grade", file, "--out", out],
        capture_output=True,
        env=environment("usable"),
        timeout=120,
        check=False,
    )
    kept = ids(out.read_text())
    assert done.stderr.decode().splitlines()[-2:] == [
        f"{out}: cannot be written: File too large",
        "Make room and give the same command again: the lines in it are whole and are kept.",
    ]
    assert (done.returncode, kept) == (1, ["a0", "a1", "a2", "a3", "a4"][: len(kept)])
    judge = usable()
    assert invoke("grade", file, "--out", out, judge=judge).exit_code == 0
    assert ids(out.read_text()) == ["a0", "a1", "a2", "a3", "a4"]
    assert 0 < len(judge.seen) == 5 - len(kept) < 5


def test_what_a_killed_run_was_sorting_is_cleared_away(file: Path, tmp_path: Path) -> None:
    """The copy in which a run puts its lines in order holds words of candidates: the next run deletes it."""
    out, left = tmp_path / "grades.jsonl", tmp_path / ".grades.jsonl.abc.tmp"
    left.write_text(ANSWER)
    assert invoke("grade", file, "--out", out, judge=usable()).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [file.name, out.name]


def test_grades_are_written_to_no_device(file: Path) -> None:
    """What may never end is not read for earlier grades."""
    result = invoke("grade", file, "--out", os.devnull, judge=usable())
    assert (result.exit_code, result.stderr) == (1, f"{os.devnull}: is no regular file\nGive --out another name.\n")


def test_an_id_that_is_no_unicode_is_known_again(tmp_path: Path) -> None:
    """Half a character in an id is kept as it is, and its grade is found."""
    file, out = tmp_path / "odd.jsonl", tmp_path / "out.jsonl"
    file.write_text(json.dumps({"id": "\ud800", "question": "why-knead", "answer": ANSWER}))
    judge = usable()
    for _ in range(2):
        assert invoke("grade", file, "--out", out, judge=judge).exit_code == 0
    assert len(judge.seen) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "x", "question": "why-knead", "answer": "y"}\n', "is no file of grades"),
        ("my notes", "is no file of grades"),
        pytest.param("[" * 100_000 + "\n", "is no file of grades", id="deep"),
    ],
)
def test_another_file_is_not_overwritten(content: str, message: str, file: Path, tmp_path: Path) -> None:
    """--out refuses a file that holds something else, with --fresh too."""
    out = tmp_path / "mine.jsonl"
    out.write_text(content)
    for flag in ("--resume", "--fresh"):
        result = invoke("grade", file, "--out", out, flag, judge=usable())
        assert (result.exit_code, message in result.stderr, out.read_text()) == (1, True, content)


def test_the_answers_are_not_overwritten(file: Path) -> None:
    """--out may not be the input."""
    before = file.read_text()
    result = invoke("grade", file, "--out", file, judge=usable())
    assert (result.exit_code, file.read_text()) == (2, before)


def test_fresh_begins_anew(file: Path, tmp_path: Path) -> None:
    """--fresh grades all again and replaces what was in the file."""
    out = tmp_path / "grades.jsonl"
    invoke("grade", file, "--out", out, judge=usable())
    judge = usable()
    invoke("grade", file, "--out", out, "--fresh", judge=judge)
    assert (len(judge.seen), ids(out.read_text())) == (5, ["a0", "a1", "a2", "a3", "a4"])


def test_fresh_goes_on_fresh_while_nothing_is_new(file: Path, tmp_path: Path) -> None:
    """Where the grader was away the earlier grades are still there: the command to go on with does not take them."""
    out = tmp_path / "grades.jsonl"
    invoke("grade", file, "--out", out, judge=usable())
    kept = out.read_text()
    result = invoke("grade", file, "--out", out, "--fresh", judge=Moody(*["fails"] * 5))
    assert (result.exit_code, out.read_text()) == (3, kept)
    assert result.stderr.rstrip().endswith(" --fresh")


@pytest.mark.parametrize(
    ("source", "flags", "said"),
    [
        ("answers.jsonl", ["--max-cost", "1"], "nobody has said what m costs"),
        ("answers.jsonl", ["--engine", "logprobs", "--at-once", "9"], "--at-once is for engines"),
        ("missing.jsonl", [], "missing.jsonl: cannot be read: No such file or directory"),
        ("answers.jsonl", ["--batch", "--max-cost", "1"], "--max-cost does not go with --batch"),
        ("missing.jsonl", ["--batch"], "missing.jsonl: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_done_leaves_the_grades(source: str, flags: list[str], said: str, file: Path) -> None:
    """With --fresh too: the file of grades is as it was, with nothing beside it."""
    out = file.with_name("grades.jsonl")
    invoke("grade", file, "--out", out, judge=usable())
    before = out.read_bytes()
    for flag in ("--resume", "--fresh"):
        command = ["grade", file.with_name(source), "--out", out, flag, *flags]
        result = invoke(*command, "-g", "http://127.0.0.1:9/v1#m")
        assert (result.exit_code in (1, 2), said in result.stderr, out.read_bytes()) == (True, True, before)
    assert {path.name for path in file.parent.iterdir() if path.is_file()} == {file.name, out.name}


def test_a_run_that_breaks_off_leaves_nothing_beside_the_grades(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends it, the copy in which lines are put in order is taken away."""
    out = file.with_name("grades.jsonl")
    invoke("grade", file, "--out", out, judge=usable())

    def break_off(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("mock_interview.cli.spread.processes_for", break_off)
    assert invoke("grade", file, "--out", out, judge=usable()).exit_code != 0
    assert {path.name for path in file.parent.iterdir() if path.is_file()} == {file.name, out.name}


def test_a_grader_that_always_fails_is_not_asked_for_ever(tmp_path: Path) -> None:
    """After ten failures in a row the rest is left, and it is said how to go on."""
    file = written(tmp_path / "many.jsonl", 30)
    result = invoke("grade", file, "--json", judge=Moody(*["fails"] * 30))
    assert (result.exit_code, len(lines(result.stdout))) == (3, 10)
    assert result.stderr.splitlines()[-2] == "10 of 30: 10 ungraded"


@pytest.mark.parametrize(
    "flags", [["--jobs", "2"], ["--out", "x.jsonl"], ["--max-cost", "1"], ["--fresh"]], ids=" ".join
)
def test_flags_for_many_are_refused_for_one(flags: list[str]) -> None:
    """What makes no sense for one answer is misuse."""
    assert invoke("grade", "last", *flags, judge=usable()).exit_code == 2


def test_jobs_are_under_way_at_once_and_come_out_in_order(tmp_path: Path) -> None:
    """So many requests are under way as --jobs says, and results keep the order of the input."""
    file = written(tmp_path / "many.jsonl", 24)
    with stub(latency=0.2) as server:
        result = invoke("grade", file, "--jobs", "6", "--json", "--at-once", "40", "-g", server.url)
        stats = server.stats()
    assert (result.exit_code, ids(result.stdout)) == (0, [f"a{i}" for i in range(24)])
    assert (stats["requests"], stats["most"]) == (24, 6)
    assert {line["provenance"]["input_tokens"] for line in lines(result.stdout)} == {1000}


def test_ctrl_c_keeps_what_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests under way are waited for and kept, nothing is counted as ungraded, and the rest is graded later."""
    file, out = written(tmp_path / "many.jsonl", 40), tmp_path / "out.jsonl"
    take = running.Run._take

    def press(run: running.Run, result: Any) -> None:
        take(run, result)
        if result.id == "a2":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(running.Run, "_take", press)
    with stub(latency=0.2) as server:
        command = ["grade", file, "--jobs", "4", "--at-once", "40", "--out", out, "-g", server.url]
        result = invoke(*command)
        asked = server.stats()["requests"]
        assert (result.exit_code, asked < 20) == (130, True)
        kept = [int(name[1:]) for name in ids(out.read_text())]
        assert (len(kept), kept) == (asked, sorted(set(kept)))
        assert "ungraded" not in result.stdout + result.stderr
        monkeypatch.setattr(running.Run, "_take", take)
        assert invoke(*command).exit_code == 0
        assert server.stats()["requests"] == 40
    assert ids(out.read_text()) == [f"a{i}" for i in range(40)]


def test_the_cache_key_and_the_share_from_the_cache(file: Path) -> None:
    """Chats that begin alike carry one key; what the provider took from its cache is said and kept."""
    with stub() as server:
        result = invoke("grade", file, "--json", "--at-once", "40", "-g", server.url)
        (key,) = server.stats()["keys"]
    assert key.startswith("why-knead-")
    assert {line["provenance"]["cached_tokens"] for line in lines(result.stdout)} == {600}
    assert "5,000 input tokens (60% from the provider's cache), 1,000 output tokens\n5 graded\n" in result.stderr


def test_refusals_raise_no_storm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that says 429 gets what was under way, then one request at a time: nothing is lost, little is asked."""
    monkeypatch.setattr(pace, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(pace, "PATIENCE", 100)
    file = written(tmp_path / "many.jsonl", 40)
    with stub(latency=0.05, after=8, refuse=11) as server:
        result = invoke("grade", file, "--jobs", "8", "--json", "--at-once", "40", "-g", server.url)
        stats = server.stats()
    assert (result.exit_code, len(ids(result.stdout))) == (0, 40)
    assert (stats["refused"], stats["requests"]) == (11, 51)


def test_a_server_that_can_do_less_gets_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When only three at once are answered, sixteen workers settle near that: few requests are in vain."""
    monkeypatch.setattr(pace, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(pace, "PATIENCE", 100)
    file = written(tmp_path / "many.jsonl", 60)
    with stub(latency=0.02, limit=3) as server:
        result = invoke("grade", file, "--jobs", "16", "--json", "--at-once", "40", "-g", server.url)
        stats = server.stats()
    assert (result.exit_code, len(ids(result.stdout)), stats["most"]) == (0, 60, 3)
    assert stats["refused"] <= 40


def test_a_server_that_goes_on_refusing_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends with few requests made, and what was not asked stays ungraded."""
    monkeypatch.setattr(pace, "FIRST_PAUSE", 0.01)
    file = written(tmp_path / "many.jsonl", 100)
    with stub(refuse=10_000, status=503) as server:
        result = invoke("grade", file, "--jobs", "4", "--json", "-g", server.url)
        stats = server.stats()
    assert (result.exit_code, "the rest is not tried" in result.stderr) == (3, True)
    assert stats["requests"] <= 4 + pace.PATIENCE


def priced(tmp_path: Path) -> None:
    """Say what the stub's model costs: .0027 USD a request."""
    home = Path(os.environ["MOCK_INTERVIEW_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(PRICES)


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_a_run_stops_before_it_costs_too_much(jobs: str, tmp_path: Path) -> None:
    """With --max-cost no answer is begun that would exceed it; it is said how far it came."""
    priced(tmp_path)
    file, out = written(tmp_path / "many.jsonl", 20), tmp_path / "out.jsonl"
    with stub() as server:
        command = ["grade", file, "--jobs", jobs, "--at-once", "40", "--max-cost", "0.02", "--out", out]
        result = invoke(*command, "-g", server.url)
        assert (result.exit_code, server.stats()["requests"]) == (3, 7)  # 7 * .0027 = .0189
        assert result.stderr.splitlines()[-2] == "7 of 20: 7 graded"
        assert "Stopped at --max-cost 0.02: 0.0189 USD are spent, and an answer costs about 0.0027." in result.stderr
        again = invoke(*command, "-g", server.url)
        assert (again.exit_code, server.stats()["requests"]) == (3, 14)
    assert {line["provenance"]["cost_usd"] for line in lines(out.read_text())} == {0.0027}


def test_money_is_not_capped_where_nobody_knows_the_price(file: Path) -> None:
    """Without a price --max-cost is refused, and nothing is asked."""
    with stub() as server:
        result = invoke("grade", file, "--max-cost", "1", "-g", server.url)
        assert (result.exit_code, server.stats()["requests"]) == (2, 0)
    assert "nobody has said what stub-1 costs" in result.stderr


def test_input_is_read_as_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many answers are held as are under way, however long the input is."""
    from mock_interview.grading import in_order

    taken: list[int] = []
    gate = threading.Event()

    def inputs() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    def work(number: int) -> int:
        gate.wait(10)
        return number

    results = in_order(work, inputs(), 2, lambda under_way: True)
    threading.Timer(0.1, gate.set).start()
    assert next(results) == 0
    assert len(taken) == 8
    results.close()  # type: ignore[attr-defined]


def test_prices_that_are_none_are_refused(file: Path, tmp_path: Path) -> None:
    """A price that is no number is named with its place."""
    from mock_interview import config

    priced(tmp_path)
    config.config_file().write_text(PRICES.replace("10.0", '"much"'))
    result = invoke("grade", file)
    assert result.exit_code == 1
    assert f"{config.config_file()}: prices.stub-1.output: is no price" in result.stderr


def test_the_cohort_of_the_tests_is_graded_around_its_broken_files(tmp_path: Path) -> None:
    """A folder of answers to real questions, with a cut session and a binary file among them, is graded to its end."""
    cohort = tmp_path / "cohort"
    shutil.copytree(Path(__file__).parent / "data" / "cohort", cohort)
    with stub() as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr("mock_interview.config.setting", lambda name, flag=None: flag)  # the real bank
        result = invoke("grade", cohort, "--json", "-g", server.url)
    found = [(line["id"], line["question"], "level" in line) for line in lines(result.stdout)]
    assert found == [
        ("anna.why-dropout-works.txt", "why-dropout-works", True),
        ("carla", "adam-vs-sgd", True),
        ("dmitri", "softmax-cross-entropy", True),
        ("bias-variance-tradeoff.txt", "bias-variance-tradeoff", True),
        ("binary.why-dropout-works.txt", "", False),
        ("20260301-100000-l1-vs-l2-c0de", "l1-vs-l2", True),
        ("team/ben.choose-learning-rate.txt", "choose-learning-rate", True),
        ("team/cut.json", "", False),
    ]
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "6 graded, 2 broken")
