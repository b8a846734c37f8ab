"""The program through pipes: what is printed where, exit codes, and what is kept."""

import array
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from mock_interview import records
from support import said
from support_cli import ANSWER, DRIVER, environment, lines, program, saved, session

LATER = re.compile(r"mock-interview grade (\S+)\n")


def start(*args: str, judge: str) -> subprocess.Popen[bytes]:
    """Start the program with pipes."""
    command = [sys.executable, DRIVER, *args]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment(judge))


def test_an_answer_through_a_pipe() -> None:
    """Standard input is the answer, kept exactly; the grade is on standard output, all else on standard error."""
    text = "\ufeff" + ANSWER.replace("\n", "\r\n")
    done = program("practice", "why-knead", stdin=text.encode())
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0
    assert out.startswith("Level estimate: L5")
    assert ("A baker you work with kneads" in err, "A baker you work with kneads" in out) == (True, False)
    assert [(turn.text, turn.finished) for turn in saved()[0].turns] == [(text, True)]


def test_json_through_a_pipe_is_json_alone() -> None:
    """With `--json` standard output is one object, and its quotes are exact pieces of what came in."""
    done = program("practice", "why-knead", "--json", stdin=ANSWER.encode())
    (grade,) = lines(done.stdout.decode())
    assert grade == saved()[0].grades[0].model_dump(mode="json")


def test_an_empty_pipe_is_an_empty_answer() -> None:
    """Nothing on standard input is saved as nothing, and said to be that."""
    done = program("practice", "why-knead")
    assert (done.returncode, done.stdout) == (0, b"No level. Not enough evidence: nothing was said.\n")
    assert [turn.text for turn in saved()[0].turns] == [""]


def test_without_a_grader_the_answer_is_saved_and_graded_later() -> None:
    """The exit code is 3, and the command that is named grades the answer once there is a grader."""
    done = program("practice", "why-knead", judge="none", stdin=ANSWER.encode())
    (named,) = LATER.findall(done.stderr.decode())
    assert (done.returncode, done.stdout, saved()[0].turns[0].text) == (3, b"", ANSWER)
    assert done.stderr.startswith(b"Nothing is configured that could grade your answer. Three ways, pick one:\n")
    again = program("grade", named)
    assert (again.returncode, [grade.level.estimate for grade in saved()[0].grades]) == (0, ["L5"])


@pytest.mark.parametrize(
    ("content", "problem", "kept"),
    [
        pytest.param(b"caf\xe9 au lait", "is not UTF-8 text (byte 3)", "caf� au lait", id="Latin-1"),
        pytest.param(b"\x89PNG\r\n\x00\x01", "is binary (a zero byte at 6)", "�PNG\r\n\x00\x01", id="binary"),
        pytest.param(
            b"x" * 2_097_152,
            "is larger than 1,000,000 bytes, the most for one answer",
            "x" * 2_097_152,
            id="two megabytes",
        ),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_kept(content: bytes, problem: str, kept: str) -> None:
    """What came through the pipe is gone from there, so it is kept even where it is refused."""
    done = program("practice", "why-knead", stdin=content)
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"What came in is saved: {records.find('last')}\nstandard input: {problem}\n" in done.stderr.decode()
    assert [(turn.text, turn.finished) for turn in saved()[0].turns] == [(kept, False)]


def test_an_endless_pipe_comes_to_an_end() -> None:
    """A pipe that never ends is refused like a huge answer instead of filling the memory."""
    command = f"yes | {sys.executable} {DRIVER} practice why-knead"
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=environment("usable"), timeout=120)
    assert done.returncode == 1
    assert re.search(rb"standard input: is larger than 1,000,000 bytes, the most for one answer\n", done.stderr)


@pytest.mark.parametrize("args", [["practice", "why-knead"], ["sessions", "list"], ["questions", "list"]], ids=" ".join)
def test_closed_standard_input_is_an_empty_one(args: list[str]) -> None:
    """A program started without standard input, as by some schedulers, works as with an empty one."""
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, str(DRIVER), *args]
    done = subprocess.run(command, capture_output=True, env=environment("usable"), timeout=60)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    "args",
    [["practice", "why-knead"], ["practice", "why-knead", "--json"], ["grade", "last"], ["questions", "list"]],
    ids=" ".join,
)
def test_a_reader_that_went_away_is_no_error(args: list[str]) -> None:
    """With `| head` the program ends quietly with 0, and a grade that was made is kept all the same."""
    records.save(session())
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, str(DRIVER), *args]
    env = environment("usable")
    done = subprocess.run(
        command, input=ANSWER.encode(), stdout=writer, stderr=subprocess.PIPE, env=env, timeout=60, check=False
    )
    os.close(writer)
    assert (done.returncode, b"Error" in done.stderr) == (0, False)
    assert [grade.level.estimate for one in saved() for grade in one.grades] == ["L5"] * (args[0] != "questions")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("args", [["sessions", "show", "last"], ["report", "last"], ["grade", "last"]], ids=" ".join)
def test_an_output_that_lacks_letters_gets_their_numbers(args: list[str], encoding: str) -> None:
    """Redirected on a system with another encoding, words are shown with what it does not have written out."""
    records.save(session("20260101-120000-why-knead-aaaa", *said(f"{ANSWER} \u0413\u043b\u044e\u0442\u0435\u043d.")))
    done = program(*args, more={"PYTHONIOENCODING": encoding})
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert args[0] == "grade" or b"\\u0413\\u043b\\u044e\\u0442\\u0435\\u043d" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_the_same_in_every_encoding(encoding: str) -> None:
    """What the output's encoding does not have is escaped as JSON escapes it."""
    kept = session("20260101-120000-why-knead-aaaa", *said("\u0413\u043b\u044e\u0442\u0435\u043d \U0001f35e \u2713"))
    records.save(kept)
    done = program("sessions", "show", "last", "--json", more={"PYTHONIOENCODING": encoding})
    assert json.loads(done.stdout.decode(encoding)) == kept.model_dump(mode="json")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    "args",
    [["practice", "why-knead"], ["practice", "why-knead", "--json"], ["questions", "list"], ["--help"], ["--version"]],
    ids=" ".join,
)
def test_a_full_disk_behind_the_output_is_said(args: list[str]) -> None:
    """With `> file` on a full disk: one sentence, the next step, and 1; a grade that was made is kept all the same."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, str(DRIVER), *args]
        env = environment("usable")
        done = subprocess.run(
            command, input=ANSWER.encode(), stdout=full, stderr=subprocess.PIPE, env=env, timeout=60, check=False
        )
    said = b"what the command prints: cannot be written: No space left on device\nMake room, and run it again.\n"
    assert (done.returncode, done.stderr.endswith(said), b"Traceback" in done.stderr) == (1, True, False)
    assert [grade.level.estimate for one in saved() for grade in one.grades] == ["L5"] * (args[0] == "practice")


@pytest.mark.parametrize("args", [["practice", "why-knead", "--json"], ["questions", "list"]], ids=" ".join)
def test_closed_output_is_written_nowhere(args: list[str]) -> None:
    """A program started without standard output and error works as if nobody read them."""
    command = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", sys.executable, str(DRIVER), *args]
    done = subprocess.run(command, input=ANSWER.encode(), env=environment("usable"), timeout=60, check=False)
    assert done.returncode == 0
    assert [grade.level.estimate for one in saved() for grade in one.grades] == ["L5"] * (args[0] == "practice")


def test_interrupted_while_it_grades() -> None:
    """Ctrl-C while the model judges ends with 130; the answer is saved, ungraded, and the way to grade it is named."""
    with start("practice", "why-knead", judge="waiting") as running:
        assert running.stdin
        assert running.stderr
        running.stdin.write(ANSWER.encode())
        running.stdin.close()
        for line in running.stderr:
            if "✓".encode() in line:
                break
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read().decode()
        code = running.wait(60)
    (kept,) = saved()
    assert code == 130
    assert rest.endswith(f"\nStopped. Your answer is saved; grade it later: mock-interview grade {kept.id}\n")
    assert ([turn.text for turn in kept.turns], kept.grades) == ([ANSWER], ())


def test_interrupted_while_it_grades_a_session_again() -> None:
    """Ctrl-C while a session is graded again leaves the session as it was and ends with 130."""
    was = session()
    records.save(was)
    with start("grade", was.id, judge="waiting") as running:
        assert running.stderr
        assert "✓".encode() in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read().decode()
        code = running.wait(60)
    assert (code, saved()) == (130, [was])
    assert rest.endswith(f"\nStopped; the session is as it was. Again: mock-interview grade {was.id}\n")


def test_interrupted_while_the_answer_comes_in() -> None:
    """Ctrl-C before the pipe has ended saves what came in so far as a draft."""
    with start("practice", "why-knead", judge="usable") as running:
        for piece in (b"I push it ", b"about."):
            send_and_wait(running, piece)
        running.send_signal(signal.SIGINT)
        assert running.stderr
        rest = running.stderr.read().decode()
        code = running.wait(60)
        assert running.stdin
        running.stdin.close()
    (turn,) = saved()[0].turns
    assert (code, turn.finished, turn.text.startswith("I push it ")) == (130, False, True)
    assert f"Stopped. Your answer is saved; grade it later: mock-interview grade {saved()[0].id}\n" in rest


def send_and_wait(running: subprocess.Popen[bytes], piece: bytes) -> None:
    """Write to the program and wait until it has taken it."""
    assert running.stdin
    running.stdin.write(piece)
    running.stdin.flush()
    left = array.array("i", [1])
    deadline = time.monotonic() + 60
    while left[0] and time.monotonic() < deadline:
        os.sched_yield()
        fcntl.ioctl(running.stdin, termios.FIONREAD, left)
    assert left[0] == 0


def test_a_session_graded_in_the_temporary_folder(tmp_path: Path) -> None:
    """With a home that cannot be written, the answer lies in the temporary folder, and the named command grades it."""
    (tmp_path / "file").touch()
    (tmp_path / "elsewhere").mkdir()
    more = {"MOCK_INTERVIEW_HOME": str(tmp_path / "file"), "TMPDIR": str(tmp_path / "elsewhere")}
    done = program("practice", "why-knead", judge="failing", stdin=ANSWER.encode(), more=more)
    (named,) = LATER.findall(done.stderr.decode())
    again = program("grade", named, "--json", more=more)
    assert (done.returncode, again.returncode, Path(named).parent) == (3, 0, tmp_path / "elsewhere")
    assert json.loads(again.stdout)["level"]["estimate"] == "L5"
