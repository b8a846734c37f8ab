"""The floors of the design: who may import whom, and what must stay out of a quick start."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mock_interview
from mock_interview import records
from support_cli import session

SOURCE = Path(mock_interview.__file__).parent
FLOORS = {
    "__init__": 0,
    "errors": 1,
    "levels": 0,
    "sentences": 0,
    "models": 1,
    "config": 1,
    "pages": 1,
    "statistics": 1,
    "bank": 2,
    "llm": 2,
    "records": 2,
    "grading": 3,
    "interview": 3,
    "report": 4,
    "review": 4,
    "progress": 4,
    "audit": 4,
    "terminal": 5,
    "cli": 6,
    "__main__": 7,
}
BESIDE = {("config", "errors")}
"""The one import along a floor: a setting that cannot be used is an error of ours."""
HOMES = {
    "openai": "llm",
    "xllamacpp": "llm",
    "httpx2": "llm",
    "rich": "terminal",
    "prompt_toolkit": "terminal",
    "yaml": "bank",
    "typer": "cli",
    "platformdirs": "config",
    "fsrs": "interview",
    "webvtt": "records",
    "charset_normalizer": "records",
}
"""The outside packages that one room alone may import."""
SLOW = ["charset_normalizer", "fsrs", "jinja2", "openai", "prompt_toolkit", "webvtt", "xllamacpp"]


def imported(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of all that a module imports, at any depth; of a package's parts, each by its name."""
    parents = ["mock_interview", *path.relative_to(package).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = parents[: len(parents) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module == "mock_interview":
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def trespasses(package: Path) -> list[str]:
    """Return every import below `package` that the floors or the homes forbid, as `file:line: what`."""
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        room = name.parts[0].removesuffix(".py")
        if room not in FLOORS:
            found.append(f"{name}:1: {room} has no floor")
            continue
        for line, target in sorted(imported(path, package)):
            outside, _, rest = target.partition(".")
            other = rest.partition(".")[0]
            if outside != "mock_interview":
                if HOMES.get(outside, room) != room:
                    found.append(f"{name}:{line}: {room} imports {outside}, whose home is {HOMES[outside]}")
            elif other not in (room, "__version__", "") and (room, other) not in BESIDE:
                if other not in FLOORS:
                    found.append(f"{name}:{line}: {other} has no floor")
                elif FLOORS[other] >= FLOORS[room]:
                    found.append(f"{name}:{line}: {room} ({FLOORS[room]}) imports {other} ({FLOORS[other]})")
    return found


def test_the_source_keeps_its_floors() -> None:
    """Every room imports only from floors below it, and every outside package only in its home."""
    assert trespasses(SOURCE) == []


def test_the_reader_sees_the_real_imports() -> None:
    """The reader finds imports in the real source, top ones, those inside functions and those for type checkers."""
    found = {target for path in SOURCE.rglob("*.py") for _, target in imported(path, SOURCE)}

    assert {"mock_interview.models", "mock_interview.config", "openai", "xllamacpp", "httpx2", "yaml"} <= found
    assert "mock_interview.bank" in {target for _, target in imported(SOURCE / "cli" / "options.py", SOURCE)}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(
            "bank/load.py",
            "import mock_interview.terminal.views\n",
            ["bank/load.py:1: bank (2) imports terminal (5)"],
            id="upwards",
        ),
        pytest.param(
            "records/answers.py",
            "from mock_interview import bank, config\n",
            ["records/answers.py:1: records (2) imports bank (2)"],
            id="along a floor",
        ),
        pytest.param(
            "errors.py",
            "from mock_interview import config\n",
            ["errors.py:1: errors (1) imports config (1)"],
            id="the exception the other way round",
        ),
        pytest.param(
            "models.py",
            "def f():\n    from mock_interview.llm import store\n",
            ["models.py:2: models (1) imports llm (2)"],
            id="inside a function",
        ),
        pytest.param(
            "grading/level.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from mock_interview.cli import app\n",
            ["grading/level.py:3: grading (3) imports cli (6)"],
            id="for type checkers",
        ),
        pytest.param(
            "grading/deep/level.py",
            "from ...interview.attempt import Attempt\nfrom ..grade import grade\n",
            ["grading/deep/level.py:1: grading (3) imports interview (3)"],
            id="relative",
        ),
        pytest.param(
            "grading/level.py",
            "from .. import terminal\n",
            ["grading/level.py:1: grading (3) imports terminal (5)"],
            id="relative from the top",
        ),
        pytest.param(
            "cli/doctor.py",
            "def f():\n    import openai.types\n    from rich import print\n",
            [
                "cli/doctor.py:2: cli imports openai, whose home is llm",
                "cli/doctor.py:3: cli imports rich, whose home is terminal",
            ],
            id="an outside package away from home",
        ),
        pytest.param(
            "helpers.py",
            "",
            ["helpers.py:1: helpers has no floor"],
            id="a room nobody placed",
        ),
        pytest.param(
            "cli/doctor.py",
            "from mock_interview import __version__\nfrom mock_interview.cli.options import x\n"
            "from mock_interview.terminal import console\nfrom . import options\nimport json\n",
            [],
            id="all allowed",
        ),
    ],
)
def test_trespasses_are_found(tmp_path: Path, file: str, text: str, expected: list[str]) -> None:
    """An import that the floors forbid is named with file and line, wherever and however it is written."""
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text)

    assert trespasses(tmp_path) == expected


START = f"""
import json, sys
from mock_interview.cli import main

code = 0
if sys.argv[1:]:
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
loaded = sorted(sys.modules.keys() & set({SLOW}))
print(json.dumps({{"code": code, "loaded": loaded}}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["questions", "list"], ["practice", "--help"], ["loop", "--dry-run", "--json"]],
    ids=["import", "help", "questions-list", "practice-help", "loop-plan"],
)
def test_a_quick_start_imports_nothing_slow(arguments: list[str]) -> None:
    """Importing the command line, its help and the list of questions load none of the slow packages."""
    done = subprocess.run([sys.executable, "-c", START, *arguments], capture_output=True, text=True, timeout=60)

    assert json.loads(done.stderr) == {"code": 0, "loaded": []}
    assert bool(done.stdout) == bool(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["questions", "list"], ["questions", "list", "--json"], ["sessions", "list"]],
    ids=" ".join,
)
def test_lists_that_are_known_need_no_schemas(arguments: list[str]) -> None:
    """Through a pipe, what was kept is listed without pydantic, YAML, or rich's consoles and tables."""
    os.utime(records.save(session()), (0, 0))  # a session saved a moment ago is read again
    code = START.replace(str(SLOW), str(["pydantic", "rich.console", "rich.table", "yaml"]))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)

    assert json.loads(done.stderr) == {"code": 0, "loaded": []}
    assert done.stdout


def test_the_slow_packages_would_be_seen() -> None:
    """What the start-up test looks for is installed, and there to be seen once something imports it."""
    code = "import jinja2, openai, prompt_toolkit" + START
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert json.loads(done.stderr) == {"code": 0, "loaded": ["jinja2", "openai", "prompt_toolkit"]}
