"""What helps an author: a question from the template, schemas for editors."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mock_interview.bank import Bank
from mock_interview.bank.author import schemas
from mock_interview.bank.check import check
from support import TINY
from support_bank import GOLD, QUESTION, RUBRIC
from support_cli import DRIVER, environment, invoke

NEW = ["bank", "new", "why-rye", "--category", "bread", "--title", "Why rye?"]


def test_a_new_question_in_a_new_bank(tmp_path: Path) -> None:
    """`bank new` makes a bank that loads; what is wrong with it is only what is still to be written."""
    root = tmp_path / "mine"
    result = invoke(*NEW, "--bank", root)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"{root}/questions/categories.yaml",
            f"{root}/rubrics/levels.yaml",
            f"{root}/questions/bread/why-rye.yaml",
            f"{root}/rubrics/bread/why-rye.yaml",
            f"{root}/gold/bread/why-rye.yaml",
        ],
    )
    whats = {problem.split(": ", 1)[1].split(": ")[-1] for problem in check(root).problems}
    assert whats == {"is still to be written", "has 0 entries; write 10 to 20 facts"}


def test_a_second_question_joins_the_bank(tmp_path: Path) -> None:
    """A question in another category adds the category; one that exists is never overwritten."""
    root = tmp_path / "mine"
    invoke(*NEW, "--bank", root)
    again = invoke(*NEW, "--bank", root)
    assert (again.exit_code, again.stderr.splitlines()[0]) == (1, "There is a question 'why-rye' already.")
    assert invoke("bank", "new", "why-oats", "-c", "porridge", "-t", 'Say "oats"', "--bank", root).exit_code == 0
    assert [q.id for q in Bank(root).questions] == ["why-rye", "why-oats"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["../out", "-c", "bread", "-t", "x"], "id: is not an id; use lower-case words and digits joined by hyphens"),
        (
            ["out", "-c", "../..", "-t", "x"],
            "category: is not an id; use lower-case words and digits joined by hyphens",
        ),
        (
            ["out", "-c", "bread", "-t", "x", "-k", "poem"],
            "kind: input should be 'concept', 'design', 'behavioural', 'derivation' or 'coding'",
        ),
    ],
)
def test_a_name_that_is_none_writes_nothing(tmp_path: Path, args: list[str], message: str) -> None:
    """An id, category or kind that cannot be one is refused, and nothing is written anywhere."""
    result = invoke("bank", "new", *args, "--bank", tmp_path / "mine")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, message)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_bank_as_it_was(tmp_path: Path) -> None:
    """A new question whose files do not all fit is not begun, and the list of categories keeps every word."""
    root = tmp_path / "mine"
    invoke(*NEW, "--bank", root)
    categories = root / "questions" / "categories.yaml"
    categories.write_text("# My own notes. " * 60 + "\n" + categories.read_text())
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", sys.executable, str(DRIVER)]  # 512 or 1024 bytes a file
    for category in ("bread", "porridge"):
        args = ["bank", "new", "why-oats", "-c", category, "-t", "Oats?", "--bank", root]
        done = subprocess.run(
            [*limited, *args], capture_output=True, env=environment("usable"), timeout=60, check=False
        )
        assert done.returncode == 1
        assert b"cannot be written: File too large\n" in done.stderr
        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_schemas_are_written_one_a_file(tmp_path: Path) -> None:
    """`bank schema --write` writes the five schemas it prints without it."""
    printed = json.loads(invoke("bank", "schema").stdout)
    invoke("bank", "schema", "--write", tmp_path / "s")
    written = {p.name.removesuffix(".schema.json"): json.loads(p.read_text()) for p in (tmp_path / "s").iterdir()}
    assert written == printed
    assert sorted(printed) == ["categories", "gold", "levels", "loops", "question", "rubric"]


def faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """Return what a standard validator says of a value."""
    from jsonschema import Draft202012Validator

    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize(
    ("name", "path"),
    [("question", QUESTION), ("rubric", RUBRIC), ("gold", GOLD), ("levels", "rubrics/levels.yaml")],
)
def test_a_sound_file_fits_its_schema(name: str, path: str) -> None:
    """The files of the example bank fit the schemas, and one with a misspelt field does not."""
    value = yaml.safe_load((TINY / path).read_text())
    schema = schemas()[name]
    assert faults(value, schema) == []
    assert faults(value | {"formt": 1}, schema) == ["Additional properties are not allowed ('formt' was unexpected)"]


def test_a_schema_knows_what_a_criterion_needs() -> None:
    """A criterion without a claim, and one that sets what its place sets, do not fit."""
    value = yaml.safe_load((TINY / RUBRIC).read_text())
    del value["criteria"]["L4"][0]["claim"]
    value["criteria"]["L5"][0]["shared"] = True
    assert faults(value, schemas()["rubric"]) == [
        "'claim' is a required property",
        "Additional properties are not allowed ('shared' was unexpected)",
    ]
