"""A model file from the hub: resumed, checked by its digest, and told in sentences when it cannot be had."""

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import fetch, store
from support_fetch import DATA, FILE, FROM_HUB, Fetching, small_catalogue


@pytest.fixture
def fetching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetching:
    """Return what fetches small models into an empty folder, from the hub alone."""

    def no_pip(*_: Any, **__: Any) -> None:
        pytest.fail("pip was run")

    monkeypatch.setattr(subprocess, "run", no_pip)
    return small_catalogue(tmp_path, monkeypatch)


def failure(fetching: Fetching, name: str = "tiny") -> tuple[str, str]:
    """Return the message and the hint a fetch ends with."""
    with pytest.raises(GraderFailed) as caught:
        fetching.pull(name)
    return caught.value.message, caught.value.hint


def test_a_pinned_model_is_fetched_and_checked_once(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """One request, the digest computed of what lies on the disk and remembered, nothing left over."""
    httpx2_mock.get(FILE).respond(content=DATA)

    path = fetching.pull()
    checked: list[Any] = []
    store.verify(path, progress=lambda *told: checked.append(told))

    size = len(DATA)
    assert fetching.progress == [(FROM_HUB, size, size), ("checking", size, size)]
    assert (path, fetching.files(), checked) == (fetching.models / "tiny.gguf", {"tiny.gguf": DATA}, [])


def test_the_hubs_redirect_to_its_store_is_followed(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """The hub sends downloads on to another host."""
    httpx2_mock.get(FILE).respond(302, headers={"location": "https://cdn.example/x"})
    httpx2_mock.get("https://cdn.example/x").respond(content=DATA)

    assert fetching.pull().read_bytes() == DATA


def test_a_whole_file_is_not_fetched_again(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """What is here and whole stays; it is checked thoroughly."""
    path = fetching.put("tiny.gguf", DATA)

    assert fetching.pull() == path
    assert fetching.progress == [("checking", len(DATA), len(DATA))]
    assert httpx2_mock.calls.call_count == 0


def test_an_altered_file_is_said_and_fetched_anew(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """The repair that `verify` names works."""
    httpx2_mock.get(FILE).respond(content=DATA)
    path = fetching.put("tiny.gguf", b"cut off")

    fetching.pull()

    assert fetching.said == [
        f"The model file {path} has 7 bytes instead of {len(DATA)}: it is cut off or altered. Fetching it anew."
    ]
    assert fetching.files() == {"tiny.gguf": DATA}


def test_a_fetch_goes_on_where_it_stopped(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """The rest alone is asked for and put behind what is there."""
    fetching.put("tiny.gguf.part", DATA[:10])
    route = httpx2_mock.get(FILE).respond(206, content=DATA[10:])

    fetching.pull()

    assert route.calls[0].request.headers["range"] == "bytes=10-"
    assert fetching.files() == {"tiny.gguf": DATA}
    assert fetching.progress[0] == (FROM_HUB, len(DATA), len(DATA))


def test_a_server_that_cannot_resume_sends_the_whole(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """A 200 to a request for the rest replaces what is there."""
    fetching.put("tiny.gguf.part", DATA[:10])
    httpx2_mock.get(FILE).respond(200, content=DATA)

    fetching.pull()

    assert fetching.files() == {"tiny.gguf": DATA}


def test_a_complete_part_needs_no_request(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """Interrupted after the last byte, only the check is made up for."""
    fetching.put("tiny.gguf.part", DATA)

    fetching.pull()

    assert fetching.files() == {"tiny.gguf": DATA}
    assert httpx2_mock.calls.call_count == 0


def test_a_part_that_is_too_long_is_begun_again(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """It can be no part of this file; nothing behind its end is asked for."""
    fetching.put("tiny.gguf.part", DATA + b"more")
    route = httpx2_mock.get(FILE).respond(content=DATA)

    fetching.pull()

    assert "range" not in route.calls[0].request.headers
    assert fetching.files() == {"tiny.gguf": DATA}


def test_what_has_the_wrong_digest_is_deleted(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """Nothing is accepted but by its digest, and nothing wrong is left to be resumed."""
    httpx2_mock.get(FILE).respond(content=b"X" + DATA[1:])

    assert failure(fetching) == ("What was fetched for tiny has the wrong SHA-256 and was deleted.", "Run it again.")
    assert fetching.files() == {}


@pytest.fixture
def breaking_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Serve a hub on loopback that sends at most 20 bytes at a time; return the ranges it was asked for."""
    asked: list[str] = []

    class Hub(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("range", ""))
            begin = int(asked[-1].removeprefix("bytes=").removesuffix("-") or 0)
            self.send_response(206 if begin else 200)
            self.send_header("content-length", str(len(DATA) - begin))
            self.end_headers()
            self.wfile.write(DATA[begin : begin + 20])

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setattr(fetch, "_CHUNK", 10)  # a break loses at most the chunk it falls in
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_connection_that_breaks_off_loses_nothing(fetching: Fetching, breaking_off: list[str]) -> None:
    """What has come is kept, and each further run goes on from there until the file is whole."""
    again = ("The connection broke off.", "Run the same command again; it goes on where it stopped.")

    assert [failure(fetching), failure(fetching)] == [again, again]
    fetching.pull()

    assert breaking_off == ["", "bytes=20-", "bytes=40-"]
    assert fetching.files() == {"tiny.gguf": DATA}


def test_too_little_room_is_said_before_anything_is_fetched(
    fetching: Fetching, httpx2_mock: respx.Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder, the space it has and the space it needs."""
    monkeypatch.setattr(store, "free_bytes", lambda folder: len(DATA) - 1)

    assert failure(fetching) == (
        f"{fetching.models} has 0.0 GB free; 0.0 GB more are needed.",
        "Make room, or set MOCK_INTERVIEW_MODELS to another folder.",
    )
    assert httpx2_mock.calls.call_count == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_is_said(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """A write that fails is no traceback."""
    fetching.models.mkdir()
    part = fetching.models / "tiny.gguf.part"
    part.symlink_to("/dev/full")
    httpx2_mock.get(FILE).respond(content=DATA)

    assert failure(fetching) == (
        f"{part}: cannot be written: No space left on device",
        "Make room, then run it again.",
    )


def test_a_models_folder_that_cannot_be_made_is_said(fetching: Fetching) -> None:
    """A file where the folder should be is no traceback."""
    fetching.models.write_text("")

    assert failure(fetching)[0] == f"{fetching.models / 'tiny.gguf.part'}: cannot be written: File exists"
