import json
import re
from pathlib import Path
from typing import Any

import pytest

from support_cli import ANSWER, HOSTILE, failing, invoke, lines, quotes, usable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the answers will be."""
    return tmp_path / "answers.jsonl"


def entry(name: str, answer: str = ANSWER, **more: Any) -> str:
    """Return a line of the file."""
    return json.dumps({"id": name, "question": "why-knead", "answer": answer} | more)


def test_lines_are_graded_in_order_and_broken_ones_stop_nothing(file: Path) -> None:
    """Each line is answered in its place, with its id; what is wrong with a broken one is said, and the code is 1."""
    file.write_text(
        "\n".join(
            [
                entry("b"),
                "{broken",
                entry("unknown", question="why-need"),
                "",
                entry("half", answer="\ud800"),
                entry("a", answer=""),
                entry("b"),
            ]
        )
    )
    result = invoke("grade", file, "--json", judge=usable())
    found = lines(result.stdout)
    assert [(line["id"], line.get("level", {}).get("estimate"), "error" in line) for line in found] == [
        ("b", "L5", False),
        ("2", None, True),
        ("unknown", None, True),
        ("half", None, True),
        ("a", None, False),
        ("b", "L5", False),
    ]
    assert found[2] == {"id": "unknown", "question": "why-need", "error": "There is no question 'why-need'."}
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "3 graded, 3 broken")
    assert f"2: {file}:2: is not JSON: " in result.stderr


def test_each_line_is_the_object_of_the_contract(file: Path) -> None:
    """A line of output is the id and the object `grade --json` prints for one answer, its quotes exact."""
    file.write_text(entry("one", answer=ANSWER.replace("\n", "\r\n")) + "\r\n")
    result = invoke("grade", file, "--json", judge=usable())
    (found,) = lines(result.stdout)
    assert list(found) == ["id", "question", "level", "verdicts", "flags", "feedback", "opinions", "provenance"]
    text = ANSWER.replace("\n", "\r\n")
    assert [text[start:end] == words for _, start, end, words in quotes(found)] == [True] * 4
    assert result.exit_code == 0


def test_without_json_a_line_is_id_question_level(file: Path) -> None:
    """People get a table that `cut` and `awk` can read."""
    file.write_text(entry("one") + "\n" + entry("two", answer="No idea."))
    result = invoke("grade", file, judge=usable())
    assert (result.exit_code, result.stdout) == (
        0,
        "one\twhy-knead\tL5\ntwo\twhy-knead\tnot enough evidence: too little was said to go by (2 words)\n",
    )


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["table", "JSON"])
def test_ids_cannot_steer_the_terminal(flags: list[str], file: Path) -> None:
    """An id with escapes or markup is shown as what it is, and is the same value in JSON."""
    file.write_text(entry(HOSTILE) + "\n" + entry(HOSTILE, answer=5) + "\n" + entry("\ud800"))
    result = invoke("grade", file, *flags, judge=usable())
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.stdout + result.stderr) == []
    if flags:
        assert [line["id"] for line in lines(result.stdout)] == [HOSTILE, HOSTILE, "\ud800"]
    else:
        assert "[/red]\twhy-knead\tL5\n" in result.stdout


@pytest.mark.parametrize("content", ["", "\n \n"], ids=["empty", "blank lines"])
def test_an_empty_file_is_said_to_be_empty(content: str, file: Path) -> None:
    """A file without a line prints nothing and says so."""
    file.write_text(content)
    result = invoke("grade", file, "--json", judge=usable())
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "The file is empty.\n")


def test_a_failing_grader_leaves_every_line_ungraded(file: Path) -> None:
    """When the model fails, each line says so, and the exit code is 3."""
    file.write_text(entry("one") + "\n" + entry("two"))
    result = invoke("grade", file, "--json", judge=failing())
    assert [(line["id"], line["level"]["reason"]) for line in lines(result.stdout)] == [
        ("one", "ungraded: The server at localhost:1 cannot be reached. Start it."),
        ("two", "ungraded: The server at localhost:1 cannot be reached. Start it."),
    ]
    assert (result.exit_code, result.stderr) == (3, "2 ungraded\n")


def test_without_a_grader_nothing_is_graded(file: Path) -> None:
    """With nothing configured, the exit code is 3 and no line is printed."""
    file.write_text(entry("one"))
    result = invoke("grade", file, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
