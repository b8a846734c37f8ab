"""A short part of the fault suite (`make faults`), the real program against faults, and what the suite rests on."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import faults
from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed
from mock_interview.llm import Client, Endpoint, batch
from support import TINY
from support_cli import ANSWER, SHOWN
from support_faults import ADDRESSES, CERTIFICATE, FAULTS, SLOW, Server, misbehaving
from support_llm import skip_waiting


@pytest.fixture
def server(bank: Bank) -> Iterator[Server]:
    """Return a server that does what it is told."""
    with misbehaving(bank.rubric("why-knead"), list(SHOWN.values())) as server:
        yield server


def run(server: Server, *args: str | Path, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the program with that server as its grader."""
    environment = {
        **os.environ,
        "MOCK_INTERVIEW_HOME": str(home),
        "MOCK_INTERVIEW_BANK": str(TINY),
        "MOCK_INTERVIEW_TIMEOUT": "0.5",
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": faults.KEY,
        "PYTHONWARNINGS": "error",
        **more,
    }
    command = [sys.executable, "-m", "mock_interview", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, stdin=subprocess.DEVNULL, check=False
    )


def test_sessions_survive_whatever_a_server_does(tmp_path: Path) -> None:
    """Every fault once and forty mixed sessions: no word lost, no verdict but the server's own, no storm, no key."""
    tally = faults.run(40, 7, tmp_path / "home", seconds=6, leave_out=SLOW)
    assert tally.problems == []
    assert {*FAULTS, *ADDRESSES} - set(tally.faults) <= {"well", *SLOW}
    assert tally.graded > 5


@pytest.mark.parametrize("fault", ["drip", "drip body", "drip informational", "hang"])
def test_a_server_that_never_ends_is_given_up(fault: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then meets every time-out of a socket; five times the time-out is the end all the same."""
    monkeypatch.setenv("MOCK_INTERVIEW_TIMEOUT", "0.2")
    skip_waiting(monkeypatch)
    server.play([fault] * 9, 0)
    client = Client(Endpoint("x", server.url, "small", "k"))
    begun = time.monotonic()
    with pytest.raises(GraderFailed):
        client.chat([("user", "Hello")], max_tokens=5)
    assert time.monotonic() - begun < 10  # the server itself would go on for minutes
    assert len(server.asked) <= 3
    server.play([], 0)
    assert client.chat([("user", "Hello")], max_tokens=5, top_logprobs=5).text == "Yes"
    client.close()


def test_a_compressed_reply_is_not_blown_up(server: Server) -> None:
    """A small reply that would unpack to thirty megabytes is taken as it is, and is no reply."""
    server.play(["bomb"], 0)
    client = Client(Endpoint("x", server.url, "small", "k"))
    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", "Hello")], max_tokens=5)
    client.close()
    assert caught.value.message == "The server sent no JSON instead of a reply."


@pytest.mark.parametrize("where", ADDRESSES)
def test_an_address_that_cannot_be_believed_gets_nothing(
    where: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody listens, speaks TLS, or can prove the name, the request ends before a word or the key is sent."""
    skip_waiting(monkeypatch)
    client = Client(Endpoint("x", ADDRESSES[where](server), "small", "k"))
    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", "Hello")], max_tokens=5)
    client.close()
    assert "cannot be reached" in caught.value.message
    assert (server.asked, server.secured.asked) == ([], [])  # type: ignore[attr-defined]


def test_a_server_whose_issuer_the_user_trusts_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate that is refused above is taken once SSL_CERT_FILE names its issuer, as in many companies."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    client = Client(Endpoint("x", server.secured.url, "small", "k"))  # type: ignore[attr-defined]
    assert client.chat([("user", "Hello")], max_tokens=5, top_logprobs=5).text == "Yes"
    client.close()


@pytest.mark.parametrize("fault", ["401", "echo", "hang", "redirect 307"])
def test_the_program_keeps_the_answer_and_shows_no_key(fault: str, server: Server, tmp_path: Path) -> None:
    """Whatever the server does: one sentence and code 3, the answer saved, and the key in no file and no output."""
    (tmp_path / "answer.txt").write_text(ANSWER)
    server.play([fault] * 200, 1)
    home = tmp_path / "home"
    known = "" if fault == "401" else "small"  # without a name the server is asked for one, and fails at that already
    more = {"OPENAI_LOG": "debug", "MOCK_INTERVIEW_MODEL": known}
    done = run(server, "practice", "why-knead", "-a", tmp_path / "answer.txt", "--json", home=home, **more)
    (path,) = (home / "sessions").glob("*.json")
    everything = done.stdout + done.stderr + "".join(f.read_text() for f in home.rglob("*") if f.is_file())
    assert done.returncode == 3, done.stderr
    assert [turn.text for turn in records.load(path).turns] == [ANSWER]
    assert json.loads(done.stdout)["level"]["reason"].startswith("ungraded: ") or fault == "echo"
    assert (faults.KEY in everything, "Traceback" in everything) == (False, False)
    assert server.other.connections == 0  # type: ignore[attr-defined]


def test_a_batch_survives_whatever_a_server_does(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of a batch ends with a failure of ours or without a reply, whatever the server does to it."""
    skip_waiting(monkeypatch)
    monkeypatch.setenv("MOCK_INTERVIEW_TIMEOUT", "0.2")
    request = {"messages": [{"role": "user", "content": "Hello"}]}
    steps: dict[str, Callable[[Client], object]] = {
        "upload": lambda client: batch.upload(client, BytesIO(b"{}\n")),
        "begin": lambda client: batch.begin(client, batch.Shipment(file="f", requests=1)),
        "look": lambda client: batch.look(client, batch.Shipment(file="f", batch="b", requests=1)),
        "fetch": lambda client: _fetched(client, batch.Shipment(file="f", batch="b", requests=1, output="o"), request),
    }
    client = Client(Endpoint("x", server.url, "small", faults.KEY))
    for fault in [name for name in FAULTS if not name.startswith(("well", "wrong")) and name not in SLOW]:
        for step in steps.values():
            server.play([fault] * 9, 0)
            with pytest.raises(GraderFailed) as caught:
                step(client)
            assert 1 <= len(server.asked) <= 3
            assert faults.KEY not in caught.value.message + caught.value.hint
    client.close()
    assert server.other.connections == 0  # type: ignore[attr-defined]


def _fetched(client: Client, shipment: batch.Shipment, request: dict[str, Any]) -> None:
    replies = batch.Collected(client)
    try:
        replies.fetch(shipment)
        replies.send(request)
    finally:
        replies.close()


def test_what_failed_is_graded_when_the_server_is_well_again(server: Server, tmp_path: Path) -> None:
    """An answer left ungraded gets its grade with `grade --pending`, once."""
    (tmp_path / "answer.txt").write_text(ANSWER)
    server.play(["500"] * 3, 1)
    server.verdicts = ["MET", "UNMET"]
    home = tmp_path / "home"
    first = run(server, "practice", "why-knead", "-a", tmp_path / "answer.txt", "-g", "openai:small", home=home)
    second = run(server, "grade", "--pending", "-g", "openai:small", home=home)
    assert (first.returncode, second.returncode) == (3, 0)
    assert re.search("1 graded", second.stderr)
    (path,) = (home / "sessions").glob("*.json")
    assert [grade.failed for grade in records.load(path).grades] == [True, False]
