"""The child process that serves the embedded model, with a stand-in for the engine inside it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import Client, EmbeddedServer, Endpoint, Reply
from mock_interview.llm.embedded import CONTEXT

STUBS = Path(__file__).parent / "data" / "stubs"
CHAT = {"messages": [{"role": "user", "content": "?"}]}
SERVED = json.dumps({"context": CONTEXT, "slots": 1, "host": ["127.0.0.1"]})


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in where the child looks for the engine first."""
    monkeypatch.setenv("PYTHONPATH", str(STUBS))


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    """Return a file that the stand-in accepts."""
    path = tmp_path / "rye.gguf"
    path.write_bytes(b"GGUF")
    return path


@pytest.fixture
def server(gguf: Path) -> Iterator[EmbeddedServer]:
    """Return a server that ends with the test."""
    server = EmbeddedServer(gguf)
    yield server
    server.stop()


def test_a_started_server_answers_on_loopback_to_its_key_alone(server: EmbeddedServer) -> None:
    """The address is on this machine; the random key opens it and another does not."""
    server.start()
    url = f"{server.url}/chat/completions"

    codes = [
        httpx2.post(url, json=CHAT, headers={"Authorization": f"Bearer {key}"}, trust_env=False).status_code
        for key in (server.key, "guess")
    ]

    assert codes == [200, 401]
    assert server.url.startswith("http://127.0.0.1:")


def test_a_client_speaks_to_the_model_file(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat goes to the child, past any proxy, with one slot and room for a long answer."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    client = Client(Endpoint("embedded", model="rye", gguf=gguf))
    client.start()

    reply = client.chat([("user", "?")], max_tokens=1)
    client.close()

    assert reply == Reply(SERVED)


def test_the_url_starts_a_server_that_was_not_started(server: EmbeddedServer) -> None:
    """Asking for the address is enough."""
    assert server.ended()

    url = server.url

    assert url.startswith("http://127.0.0.1:")
    assert server.url == url


def test_each_server_has_a_key_of_its_own_that_nothing_shows(
    server: EmbeddedServer, gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is random, in no repr and not among the child's arguments, which others can read."""
    started: list[str] = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *args, **more: started.append(repr((args, more))) or popen(*args, **more)
    )

    server.start()

    assert len(server.key) >= 32
    assert server.key != EmbeddedServer(gguf).key
    assert len(started) == 1
    assert server.key not in started[0] + repr(server)


def test_a_file_in_the_users_folder_is_not_run(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A json.py of the user's own beside the answers does not get into the child."""
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    monkeypatch.chdir(tmp_path)

    assert server.url.startswith("http://127.0.0.1:")


def test_a_model_that_does_not_load_is_said_with_its_last_words(gguf: Path) -> None:
    """The file, the reason and the next step; asked again, the same."""
    gguf.write_bytes(b"not a model")
    server = EmbeddedServer(gguf)

    said = []
    for _ in range(2):
        with pytest.raises(GraderFailed) as caught:
            _ = server.url
        said.append((caught.value.message, caught.value.hint))
    server.stop()

    assert (
        said
        == [
            (
                "The embedded model rye.gguf could not be loaded: RuntimeError: failed to load the model",
                "Give the path of a whole .gguf file.",
            )
        ]
        * 2
    )


def test_a_child_that_dies_without_a_word_is_said(gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash in the engine takes down only the child, and its code is told."""
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash" / "xllamacpp.py").write_text("import os; os._exit(11)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "crash"))

    with EmbeddedServer(gguf) as server, pytest.raises(GraderFailed) as caught:
        _ = server.url

    assert caught.value.message == "The embedded model rye.gguf could not be loaded: its process ended with code 11"


def test_a_child_that_dies_while_it_grades_is_said(gguf: Path) -> None:
    """The failure says what ended, and is no traceback."""
    client = Client(Endpoint("embedded", model="rye", gguf=gguf))
    client.chat([("user", "?")], max_tokens=1)

    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", "die")], max_tokens=1)
    client.close()

    assert (caught.value.message, caught.value.hint) == (
        "The embedded model's process has ended.",
        "Run the command again.",
    )


def test_a_model_that_hangs_is_given_up_after_its_own_limit(gguf: Path, httpx2_mock: respx.Router) -> None:
    """A slow machine is given 15 minutes, and the request is not made again."""
    client = Client(Endpoint("embedded", model="rye", gguf=gguf))
    assert client.server

    def hang(request: Any) -> None:
        raise httpcore2.ReadTimeout("mock")

    route = httpx2_mock.post(f"{client.server.url}/chat/completions").mock(side_effect=hang)

    with pytest.raises(GraderFailed) as caught:
        client.chat([("user", "?")], max_tokens=1)
    client.close()

    assert caught.value.message == "The embedded model did not answer within 900 s."
    assert route.call_count == 1


def test_a_stopped_server_is_gone_and_may_be_stopped_again(server: EmbeddedServer) -> None:
    """After `stop` nothing answers at the address; a second `stop` does nothing."""
    url = server.url

    server.stop()
    server.stop()

    assert server.ended()
    with pytest.raises(httpx2.ConnectError):
        httpx2.post(f"{url}/chat/completions", json=CHAT, trust_env=False)


def test_a_server_that_was_never_started_may_be_stopped(gguf: Path) -> None:
    """Closing a client that was never used is no error."""
    server = EmbeddedServer(gguf)

    server.stop()

    assert server.ended()


def test_a_stopped_server_starts_again_at_its_new_address(gguf: Path) -> None:
    """A client that was closed and is used again reaches the new child."""
    client = Client(Endpoint("embedded", model="rye", gguf=gguf))
    client.chat([("user", "?")], max_tokens=1)
    client.close()

    assert client.chat([("user", "?")], max_tokens=1) == Reply(SERVED)
    client.close()


def test_the_child_ends_when_its_standard_input_closes(gguf: Path) -> None:
    """It never outlives the program, however that ends."""
    order = {"gguf": str(gguf), "key": "k", "context": 16, "threads": 1}
    command = [sys.executable, "-m", "mock_interview.llm.serve"]

    child = subprocess.run(command, input=json.dumps(order) + "\n", capture_output=True, text=True, timeout=60)

    assert (child.returncode, list(json.loads(child.stdout))) == (0, ["url"])


def test_who_waits_for_the_model_is_told_when_it_is_let_go(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that waits while the model loads gets a failure of ours when the program lets the model go."""
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(slow))
    server.start()
    failures: list[str] = []

    def wait() -> None:
        try:
            print(server.url)
        except GraderFailed as failure:
            failures.append(failure.message)

    thread = threading.Thread(target=wait)
    thread.start()
    thread.join(0.2)
    server.stop()
    thread.join()
    assert failures == ["The embedded model was let go while it was loading."]
