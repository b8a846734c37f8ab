"""The real embedded model: fetched once, accepted by digest, and graded with."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_interview import config, llm
from mock_interview.llm import fetch, store
from support import TINY
from support_watch import watched

pytestmark = pytest.mark.embedded

SAMPLE = Path(__file__).parents[1] / "docs" / "sample-answer.txt"
MODELS = os.environ.get("MOCK_INTERVIEW_MODELS")


@pytest.fixture(scope="session")
def model() -> Path:
    """Return the model file in the machine's own cache, fetched if need be; fails with the reason if it cannot be."""
    before = os.environ.get("MOCK_INTERVIEW_MODELS")
    os.environ.pop("MOCK_INTERVIEW_MODELS", None)
    if MODELS:
        os.environ["MOCK_INTERVIEW_MODELS"] = MODELS
    try:
        return fetch.pull(store.DEFAULT, lambda what, done, total: None, print)
    finally:
        os.environ.pop("MOCK_INTERVIEW_MODELS", None)
        if before is not None:
            os.environ["MOCK_INTERVIEW_MODELS"] = before


@pytest.fixture
def environment(model: Path) -> dict[str, str]:
    """Return an environment with a home of its own and the real model."""
    return {**os.environ, "MOCK_INTERVIEW_MODELS": str(model.parent)}


@pytest.fixture
def by_hand(model: Path) -> Iterator[llm.EmbeddedServer]:
    """Return a llama.cpp server as one would start by hand."""
    server = llm.EmbeddedServer(model)
    try:
        server.start()
        assert server.url
        yield server
    finally:
        server.stop()


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    command = [sys.executable, "-m", "mock_interview", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=900)


def test_grades_a_real_answer_with_the_contracts_object(environment: dict[str, str]) -> None:
    """One object on standard output: a level of the four, every criterion judged, and quotes that are in the file."""
    arguments = ["grade", "-q", "bias-variance-tradeoff", "-a", str(SAMPLE), "-g", "embedded", "--json"]

    done = run(arguments, environment)

    assert done.returncode == 0, done.stderr
    grade = json.loads(done.stdout)
    text = SAMPLE.read_text()
    assert grade["question"] == "bias-variance-tradeoff"
    assert grade["level"]["estimate"] in ("L4", "L5", "L6")
    assert sum(grade["level"]["probabilities"].values()) == pytest.approx(1)
    assert {v["state"] for v in grade["verdicts"]} <= {"met", "unmet", "unsupported"}
    met = [v for v in grade["verdicts"] if v["state"] == "met"]
    assert met
    assert all(v["quotes"] for v in met)
    for quote in (q for v in grade["verdicts"] for q in v["quotes"]):
        assert text[quote["start"] : quote["end"]] == quote["text"]
    assert grade["provenance"]["model"] == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert grade["provenance"]["calibration"].startswith("sha256:")
    assert "kappa" in grade["provenance"]["validity"]


def test_the_same_answer_gets_the_same_grade_twice(environment: dict[str, str]) -> None:
    """Two runs give the same level and the same verdicts."""
    arguments = ["grade", "-q", "why-knead", "-a", str(SAMPLE), "-g", "embedded", "--json", "--bank", str(TINY)]

    first, second = (json.loads(run(arguments, environment).stdout) for _ in range(2))

    assert first["level"] == second["level"]
    assert first["verdicts"] == second["verdicts"]


def test_no_connection_leaves_the_machine(environment: dict[str, str], tmp_path: Path) -> None:
    """A whole `practice` with the real model, keys and proxies in the environment: nothing but 127.0.0.1 is reached.

    Where Linux lets a program have a network of its own, the model's engine is watched as well, which is no Python.
    """
    environment |= {
        "OPENAI_API_KEY": "sk-secret-marker",
        "OPENAI_BASE_URL": "http://llm.example/v1",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "ALL_PROXY": "http://proxy.example:3128",
        "MOCK_INTERVIEW_BANK": str(TINY),
    }
    run = watched(
        ["practice", "why-knead", "-a", str(TINY / "answer.txt"), "-g", "embedded", "--json"], environment, tmp_path
    )
    assert run.done.returncode == 0, run.done.stderr
    assert json.loads(run.done.stdout)["provenance"]["model"] == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert (bool(run.connections), run.astray, run.no_route or 0) == (True, [], 0)


@pytest.mark.parametrize("engine", ["logprobs", "structured"])
def test_a_server_started_by_hand_serves_both_engines(
    engine: str, by_hand: llm.EmbeddedServer, environment: dict[str, str]
) -> None:
    """With OPENAI_BASE_URL pointing at a llama.cpp server, both engines grade criteria and quote the file.

    How many is the small model's affair: its JSON is usable for some half of them, and not the same in every run.
    """
    patient = {"MOCK_INTERVIEW_TIMEOUT": "600"}  # a reply about eight criteria takes a minute on two cores
    environment |= {"OPENAI_BASE_URL": by_hand.url, "OPENAI_API_KEY": by_hand.key} | patient
    answer = TINY / "answer.txt"
    arguments = ["grade", "-q", "why-knead", "-a", str(answer), "--engine", engine, "--json", "--bank", str(TINY)]

    done = run(arguments, environment)

    grade = json.loads(done.stdout)
    assert grade["provenance"]["engine"] == engine
    assert grade["provenance"]["grader"] == "openai"
    graded = [v for v in grade["verdicts"] if v["state"] != "ungraded"]
    assert len(graded) >= len(grade["verdicts"]) / 4
    for quote in (q for v in grade["verdicts"] for q in v["quotes"]):
        assert answer.read_text()[quote["start"] : quote["end"]] == quote["text"]


def test_an_altered_model_file_is_named_with_its_repair(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the right size with other bytes is refused, and the command that repairs it is said."""
    monkeypatch.setenv("MOCK_INTERVIEW_MODELS", str(tmp_path))
    broken = config.models_folder() / model.name
    with broken.open("wb") as file:
        file.truncate(model.stat().st_size)

    done = run(["grade", "-q", "why-dropout-works", "-a", str(SAMPLE), "-g", "embedded"], dict(os.environ))

    assert done.returncode == 3
    assert "is altered: its SHA-256 is" in done.stderr
    assert "mock-interview model pull" in done.stderr
