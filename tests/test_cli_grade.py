import json
import re
from pathlib import Path

import pytest

from mock_interview import __version__, records
from mock_interview.bank import Bank
from mock_interview.models import Turn
from support import FakeJudge, said
from support_cli import ANSWER, HOSTILE, SHOWN, failing, invoke, quotes, session, usable

SENTENCES = [
    "The gluten strands get pulled into a net.",
    "I stop when I can stretch a piece until light comes through.",
    "Past that, it tears and turns sticky because the bonds break.",
    "A wet dough left overnight gets there by itself, the proteins bond without any pushing.",
]


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """Return a file with the answer."""
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER)
    return path


def test_json_is_the_object_scripts_rely_on(answer: Path, bank: Bank) -> None:
    """`grade --json` prints one object with the fields of the contract and nothing else on standard output."""
    result = invoke("grade", "--question", "why-knead", "--answer", answer, "--json", judge=usable())
    grade = json.loads(result.stdout)
    assert (result.exit_code, result.stdout.count("\n"), result.stderr) == (0, 1, "")
    assert list(grade) == ["question", "level", "verdicts", "flags", "feedback", "opinions", "provenance"]
    assert (grade["question"], grade["flags"]) == ("why-knead", [])
    assert {key: grade["level"][key] for key in ("estimate", "low", "high", "probabilities")} == {
        "estimate": "L5",
        "low": "L5",
        "high": "L5",
        "probabilities": {"below L4": 0.0, "L4": 0.0, "L5": 1.0, "L6": 0.0},
    }
    assert [v["criterion"] for v in grade["verdicts"]] == [c.id for c in bank.rubric("why-knead").criteria]
    assert {v["criterion"]: v["state"] for v in grade["verdicts"] if v["state"] != "unmet"} == dict.fromkeys(
        SHOWN, "met"
    )
    assert grade["verdicts"][0] == {
        "criterion": "gluten-network",
        "kind": "L4",
        "shared": False,
        "state": "met",
        "probability": 1.0,
        "prompted": False,
        "quotes": [{"turn": 0, "start": 0, "end": 41, "text": SENTENCES[0]}],
        "reason": "It says so.",
        "unstable": False,
    }
    took = grade["provenance"]
    assert (took.pop("seconds") >= 0, took.pop("at")[:2]) == (True, "20")
    assert took == {
        "grader": "fake",
        "model": "fake-1",
        "engine": "fake",
        "rubric": bank.rubric("why-knead").digest,
        "prompt": "sha256:fake",
        "calibration": "default",
        "rule": str(bank.levels.rule),
        "validity": "Nobody has measured how far this grader agrees with labelled answers: "
        "take its level as a rough guess.",
        "version": __version__,
        "input_tokens": 170,
        "output_tokens": 0,
        "cached_tokens": 0,
        "cost_usd": None,
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(ANSWER.encode(), SENTENCES, id="plain"),
        pytest.param(ANSWER.replace("\n", "\r\n").encode(), SENTENCES, id="Windows line ends"),
        pytest.param(("\ufeff" + ANSWER).encode(), ["\ufeff" + SENTENCES[0], *SENTENCES[1:]], id="byte order mark"),
        pytest.param(("👩‍🔬 Größe.\n" + ANSWER).encode(), SENTENCES, id="characters of several bytes"),
        pytest.param(
            ANSWER.replace("gluten strands", "GLUTEN\n  strands").encode(),
            ["The GLUTEN", *SENTENCES[1:]],
            id="other white space and case",
        ),
        pytest.param(("\x1b[2J " + ANSWER).encode(), ["\x1b[2J " + SENTENCES[0], *SENTENCES[1:]], id="escapes"),
    ],
)
def test_quotes_are_exact_pieces_of_the_file(content: bytes, expected: list[str], tmp_path: Path) -> None:
    """Every quote is the file's own characters at its offsets, whatever the file is like."""
    path = tmp_path / "answer.txt"
    path.write_bytes(content)
    result = invoke("grade", "-q", "why-knead", "-a", path, "--json", judge=usable())
    found = list(quotes(json.loads(result.stdout)))
    text = content.decode()
    assert [words for _, _, _, words in found] == expected
    assert [(turn, text[start:end]) for turn, start, end, _ in found] == [(0, words) for words in expected]


def test_json_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Escapes of an answer are escaped in JSON, where they remain the same value."""
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER.replace("\n", HOSTILE + "\n"))
    result = invoke("grade", "-q", "why-knead", "-a", path, "--json", judge=usable())
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.stdout) == []
    assert HOSTILE in "".join(words for *_, words in quotes(json.loads(result.stdout)))


def test_an_answer_may_come_from_standard_input() -> None:
    """`--answer -` reads the answer from standard input."""
    result = invoke("grade", "-q", "why-knead", "-a", "-", "--json", judge=usable(), stdin=ANSWER.encode())
    assert [words for *_, words in quotes(json.loads(result.stdout))] == SENTENCES


def test_an_answer_file_may_be_named_without_a_flag(answer: Path) -> None:
    """With `--question`, the file to grade may stand alone; without `--json` the level is shown."""
    result = invoke("grade", answer, "-q", "why-knead", judge=usable())
    assert (result.exit_code, "Level estimate: L5" in result.stdout) == (0, True)


@pytest.mark.parametrize("way", ["--answer", "alone", "id", "last"])
def test_a_session_is_graded_again_wherever_an_answer_may_be(way: str) -> None:
    """A session is graded by its own question and rubric, and keeps the grade beside the earlier ones."""
    path = records.save(session())
    args = {"--answer": ["-q", "why-knead", "-a", path], "alone": [path], "id": ["20260101"], "last": ["last"]}[way]
    results = [invoke("grade", *args, "--json", judge=usable()) for _ in range(2)]
    grades = [grade.model_dump(mode="json") for grade in records.load(path).grades]
    assert [result.exit_code for result in results] == [0, 0]
    assert [json.loads(result.stdout) for result in results] == grades
    assert [words for *_, words in quotes(grades[0])] == SENTENCES


def test_turns_of_a_session_are_quoted_where_they_are() -> None:
    """What was said after a probe is quoted in its turn and marked as prompted."""
    probe = Turn(role="interviewer", text="How do you know when to stop?")
    was = session("s", *said("The gluten strands get pulled into a net. That is all I know of it."), probe)
    path = records.save(was.model_copy(update={"turns": (*was.turns, *said(SENTENCES[1]))}))
    grade = json.loads(invoke("grade", path, "--json", judge=usable()).stdout)
    met = {v["criterion"]: (v["prompted"], v["quotes"][0]["turn"]) for v in grade["verdicts"] if v["state"] == "met"}
    assert met == {"gluten-network": (False, 0), "windowpane": (True, 2)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "not enough evidence: nothing was said", id="empty"),
        pytest.param(" \r\n\t", "not enough evidence: nothing was said", id="white space"),
        pytest.param("No idea.", "not enough evidence: too little was said to go by (2 words)", id="two words"),
        pytest.param(
            "We knead the dough. " * 2500,
            "not enough evidence: the answer is longer than 40,000 characters; shorten it",
            id="endless",
        ),
    ],
)
def test_without_evidence_there_is_no_level(text: str, reason: str, tmp_path: Path) -> None:
    """An answer that says nothing is no error: no model is asked, there is no level, and the reason is said."""
    path, judge = tmp_path / "answer.txt", usable()
    path.write_bytes(text.encode())
    result = invoke("grade", "-q", "why-knead", "-a", path, "--json", judge=judge)
    grade = json.loads(result.stdout)
    assert (result.exit_code, grade["level"]["estimate"], grade["level"]["reason"]) == (0, None, reason)
    assert (result.stderr, judge.seen) == (reason + "\n", [])


def test_a_failing_grader_is_no_level_and_exit_code_3(answer: Path) -> None:
    """When the model fails, the grade is ungraded with the reason, and the exit code is 3."""
    result = invoke("grade", "-q", "why-knead", "-a", answer, "--json", judge=failing())
    grade = json.loads(result.stdout)
    assert (result.exit_code, grade["level"]["estimate"], {v["state"] for v in grade["verdicts"]}) == (
        3,
        None,
        {"ungraded"},
    )
    assert grade["level"]["reason"] == "ungraded: The server at localhost:1 cannot be reached. Start it."


def test_without_a_grader_the_exit_code_is_3(answer: Path) -> None:
    """With nothing configured, the three ways to a grader are explained and nothing is printed as data."""
    result = invoke("grade", "-q", "why-knead", "-a", answer, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("Nothing is configured that could grade your answer. Three ways, pick one:\n")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        pytest.param(
            [], 2, "Say what to grade: a session, a .jsonl file, or --question ID --answer FILE.\n", id="none"
        ),
        pytest.param(["last", "-a", "x.txt"], 2, "Say what to grade: a session, a .jsonl file, or ", id="two"),
        pytest.param(["-a", "x.txt"], 2, "--question is missing.\nSay which question", id="no question"),
        pytest.param(["--nope"], 2, "Usage: ", id="unknown flag"),
        pytest.param(["-q", "why-knead", "-a", "x.txt"], 1, "x.txt: cannot be read: No such file", id="no file"),
        pytest.param(["-q", "why-knead", "x.txt"], 1, "x.txt: cannot be read: No such file", id="no file, no flag"),
        pytest.param(["x.json"], 1, "x.json: there is no such file\n", id="no session file"),
        pytest.param(["x.jsonl"], 1, "x.jsonl: cannot be read: No such file", id="no file of lines"),
        pytest.param(["nothing"], 1, "There is no session 'nothing'.\nSee `mock-interview", id="unknown session"),
        pytest.param(["last", "--bank", "away"], 1, "away", id="no bank"),
    ],
)
def test_misuse_is_2_and_bad_input_is_1(args: list[str], code: int, message: str) -> None:
    """Arguments that make no sense end with 2, input that cannot be used with 1, and the next step is said."""
    result = invoke("grade", *args, judge=FakeJudge())
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr if message == "away" else result.stderr.startswith(message)


def test_an_unknown_question_names_the_nearest(answer: Path) -> None:
    """A mistyped id is answered with the ids that are near."""
    result = invoke("grade", "-q", "why-need", "-a", answer, judge=usable())
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "There is no question 'why-need'.\nDid you mean why-knead?\n",
    )


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x00", b"caf\xe9", b"x" * 2_000_000], ids=["binary", "Latin-1", "2 MB"]
)
def test_a_file_that_is_no_answer_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file that cannot be an answer is refused by name before a model is asked."""
    path, judge = tmp_path / "answer.txt", usable()
    path.write_bytes(content)
    result = invoke("grade", "-q", "why-knead", "-a", path, "--json", judge=judge)
    assert (result.exit_code, result.stdout, judge.calls) == (1, "", [])
    assert result.stderr.startswith(f"{path}: is ")


def test_a_judge_is_let_go_whatever_happens(answer: Path) -> None:
    """The model is started once and closed, also when it fails."""
    judges = [usable(), failing()]
    for judge in judges:
        invoke("grade", "-q", "why-knead", "-a", answer, judge=judge)
    assert [judge.calls for judge in judges] == [["start", "close"], ["start", "close"]]
