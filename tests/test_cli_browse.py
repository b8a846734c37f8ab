import json
import subprocess
import sys
from pathlib import Path

import pytest

from mock_interview import __version__, records
from mock_interview.bank import Bank
from support import TINY
from support_bank import QUESTION, changed_bank
from support_cli import environment, graded, invoke, lines


def test_questions_are_listed_by_category() -> None:
    """`questions list` shows id, title, kind, minutes and the best level so far under the category."""
    for name, levels in {"a": ["L4", "L5"], "b": ["L4"]}.items():
        one = graded(f"20260101-120000-why-knead-{name * 4}")
        grade = one.grades[0]
        grades = [grade.model_copy(update={"level": grade.level.model_copy(update={"estimate": lv})}) for lv in levels]
        records.save(one.model_copy(update={"grades": tuple(grades)}))
    assert [" ".join(row.split()) for row in invoke("questions", "list").stdout.splitlines()] == [
        "question title kind min best",
        "bread",
        "why-knead Why do we knead dough? concept 5 L5",
    ]


def test_questions_as_json() -> None:
    """`questions list` and `search` print the same objects."""
    question = json.loads(Bank(TINY).question("why-knead").model_dump_json(exclude={"scenario"}))
    expected = [question | {"best": None}]
    assert lines(invoke("questions", "list", "--json").stdout) == [expected]
    assert lines(invoke("questions", "search", "gluten", "--json").stdout) == [expected]


def test_an_unknown_category_names_those_there_are() -> None:
    """A category that does not exist is refused with the list of those that do."""
    result = invoke("questions", "list", "-c", "cheese")
    assert (result.exit_code, result.stderr) == (1, "There is no category 'cheese'.\nThere are: bread.\n")


def test_the_rubric_is_shown_only_when_asked_for() -> None:
    """`questions show` gives nothing of the rubric away unless `--rubric` is given, in either form."""
    claim = "Explains how to tell that dough is kneaded enough"
    plain = [invoke("questions", "show", "why-knead", *more).stdout for more in ([], ["--json"])]
    full = [invoke("questions", "show", "why-knead", "--rubric", *more).stdout for more in ([], ["--json"])]
    assert [claim in text for text in plain + full] == [False, False, True, True]


def test_the_scenario_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    """`questions show` says what the interviewer has facts about, and gives the facts with `--scenario` alone."""
    root = changed_bank(tmp_path, {QUESTION: [("prompt: |", "scenario:\n  ovens: Two of them.\nprompt: |")]})
    found = [
        invoke("questions", "show", "why-knead", "--bank", root, *more).stdout
        for more in ([], ["--json"], ["--scenario"], ["--scenario", "--json"])
    ]
    assert ["facts about: ovens" in text for text in found] == [True, False, True, False]
    assert ["Two of them" in text for text in found] == [False, False, True, True]


def test_code_is_shown_as_it_stands(tmp_path: Path) -> None:
    """The code a question is about keeps its line breaks and indentation."""
    root = changed_bank(tmp_path, {QUESTION: [("prompt: |", "code: |\n  def knead():\n      pass\nprompt: |")]})
    rows = [
        row.strip("│ ╭╰─╮╯\n").rstrip()
        for row in invoke("questions", "show", "why-knead", "--bank", root).stdout.splitlines()
    ]
    assert rows[rows.index("def knead():") + 1] == "pass"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kv cahce", "cut-inference-cost-10x"),
        ("speculativ decodng", "speculative-decoding"),
        ("class inbalance", "class-imbalance"),
        ("feture store", "feature-store"),
        ("negativ sampling", "negative-sampling"),
        ("hallucinatons", "hallucinations-in-production"),
        ("two towr", "two-tower-vs-cross-encoder"),
        ("LSTM", "backprop-through-time"),
        ("fp8", "mixed-precision"),
        ("cold strat", "cold-start-user"),
        ("frued", "fraud-detection"),
    ],
)
def test_a_misspelt_topic_is_found_first(text: str, first: str) -> None:
    """Searching our own questions forgives typos in titles and topics."""
    assert Bank().search(text)[0].id == first


def test_a_search_without_a_match_says_so() -> None:
    """Nothing found is no error: no data, and where to look is said."""
    result = invoke("questions", "search", "zzzzqqqq")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing found. See `mock-interview questions list`.\n"


@pytest.mark.parametrize("command", [["show"], ["show", "--json"]], ids=" ".join)
def test_an_unknown_question_names_the_nearest(command: list[str]) -> None:
    """`questions show` answers a mistyped id with those that are near."""
    result = invoke("questions", *command, "why-need")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "There is no question 'why-need'.\nDid you mean why-knead?\n",
    )


def test_doctor_without_a_grader_ends_with_3() -> None:
    """With nothing configured, `doctor` explains the three ways and ends with the code of a missing grader."""
    result = invoke("doctor")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Grader: none. Nothing is configured that could grade your answer. Three ways, pick one:" in result.stderr


def test_version() -> None:
    """`--version` prints the version."""
    assert invoke("--version").stdout == f"mock-interview {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "practice",
        "grade",
        "questions list",
        "questions show",
        "questions search",
        "sessions list",
        "sessions show",
        "sessions path",
        "sessions delete",
        "bank check",
        "bank new",
        "bank schema",
        "model list",
        "model pull",
        "model path",
        "doctor",
    ],
)
def test_help_has_an_example_to_run(command: str) -> None:
    """`-h` explains the command and gives an example that begins with its name."""
    result = invoke(*command.split(), "-h")
    assert (result.exit_code, f"Example: mock-interview {command}" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        pytest.param("grade", "http://HOST/v1[#MODEL].", id="grader"),
        pytest.param("model pull", "owner/repo[/file.gguf]", id="model"),
    ],
)
def test_help_shows_brackets(command: str, words: str) -> None:
    """What may be left out stands in brackets, and is not taken for markup."""
    assert words in " ".join(invoke(*command.split(), "-h").stdout.split())


@pytest.mark.parametrize("args", [["--help"], ["questions", "list"], ["sessions", "list"]], ids=" ".join)
def test_nothing_slow_is_imported_to_look_around(args: list[str]) -> None:
    """Help and lists import no client, no engine and no editor."""
    code = (
        "import sys, atexit\n"
        "slow = {'openai', 'httpx2', 'xllamacpp', 'prompt_toolkit', 'sklearn', 'numpy'}\n"
        "atexit.register(lambda: print(sorted(slow & set(sys.modules)), file=sys.stderr))\n"
        "from mock_interview.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, env=environment("none"), timeout=60)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, b"[]")
