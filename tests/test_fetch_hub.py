"""Models that are looked up on the hub: their digest, owner/repo, and what a hub can answer instead."""

import os
import subprocess
from pathlib import Path
from typing import Any

import httpcore2
import pytest
import respx

from mock_interview.errors import GraderFailed
from mock_interview.llm import store
from support_fetch import DATA, DIGEST, HUB, Fetching, small_catalogue

TREE = f"{HUB}/api/models/baker/other-GGUF/tree/main"
LFS = {"path": "other.gguf", "size": len(DATA), "lfs": {"oid": DIGEST, "size": len(DATA)}}


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


def test_a_model_without_a_pinned_digest_takes_the_hubs(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """The digest and the size that the hub publishes are those the file is held to, then and later."""
    httpx2_mock.get(TREE).respond(json=[{"path": "README.md", "size": 3}, LFS])
    httpx2_mock.get(f"{HUB}/baker/other-GGUF/resolve/main/other.gguf").respond(content=DATA)

    path = fetching.pull("other")
    os.truncate(path, 3)

    assert path == fetching.models / "other.gguf"
    with pytest.raises(GraderFailed, match="is altered"):
        store.verify(path)


@pytest.mark.parametrize(
    "files",
    [[], {"error": "x"}, [{"path": "other.gguf"}], [{"path": "other.gguf", "lfs": {"oid": "abc"}}], ["other.gguf"]],
    ids=["empty", "no list", "no lfs", "short", "texts"],
)
def test_a_hub_that_gives_no_digest_is_not_trusted(
    fetching: Fetching, httpx2_mock: respx.Router, files: object
) -> None:
    """Without a digest nothing is fetched."""
    httpx2_mock.get(TREE).respond(json=files)

    assert failure(fetching, "other") == ("Hugging Face gives no SHA-256 for baker/other-GGUF/other.gguf.", "")


def answer_nothing(request: Any) -> None:
    """Fail as a network does that is down."""
    raise httpcore2.ConnectError("down")


@pytest.mark.parametrize(
    ("reply", "message", "hint"),
    [
        (respx.MockResponse(401), "Hugging Face has no public model baker/other-GGUF (401).", ""),
        (respx.MockResponse(404), "Hugging Face has no public model baker/other-GGUF (404).", ""),
        (respx.MockResponse(503), "Hugging Face answers 503.", "Try again later."),
        (respx.MockResponse(200, html="<p>Sign in</p>"), "Hugging Face cannot be reached.", "Is the network up?"),
        (answer_nothing, "Hugging Face cannot be reached.", "Is the network up?"),
    ],
    ids=["401", "404", "503", "HTML", "no network"],
)
def test_a_hub_that_does_not_answer_is_said(
    fetching: Fetching, httpx2_mock: respx.Router, reply: Any, message: str, hint: str
) -> None:
    """A model that lies nowhere else ends with the reason."""
    httpx2_mock.get(TREE).mock(side_effect=reply if callable(reply) else [reply])

    assert failure(fetching, "other") == (message, hint)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("anna/rye-GGUF", "rye-Q4_K_M.gguf"),
        ("anna/rye-GGUF/rye-Q8_0.gguf", "rye-Q8_0.gguf"),
    ],
    ids=["the repository's Q4_K_M", "the file named"],
)
def test_any_repository_of_the_hub_can_be_fetched(
    fetching: Fetching, httpx2_mock: respx.Router, name: str, file: str
) -> None:
    """owner/repo means its Q4_K_M, owner/repo/file that file; afterwards the same name finds it."""
    names = ["README.md", "sub/rye-Q4_K_M.gguf", "rye-Q2_K.gguf", "rye-Q4_K_M.gguf", "rye-Q8_0.gguf"]
    httpx2_mock.get(f"{HUB}/api/models/anna/rye-GGUF/tree/main").respond(json=[{**LFS, "path": n} for n in names])
    httpx2_mock.get(f"{HUB}/anna/rye-GGUF/resolve/main/{file}").respond(content=DATA)

    path = fetching.pull(name)

    assert path == fetching.models / "anna--rye-GGUF" / file == store.path_of(name)


def test_a_repository_without_the_file_says_what_it_has(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """A mistyped file name is answered with the names there are."""
    files = [{"path": "a.gguf"}, {"path": "b.gguf"}]
    httpx2_mock.get(f"{HUB}/api/models/anna/rye/tree/main").respond(json=files)

    assert failure(fetching, "anna/rye/c.gguf") == ("anna/rye has no c.gguf.", "It has: a.gguf, b.gguf.")


def test_a_repository_without_model_files_is_said(fetching: Fetching, httpx2_mock: respx.Router) -> None:
    """A repository of another format has nothing to fetch."""
    httpx2_mock.get(f"{HUB}/api/models/anna/rye/tree/main").respond(json=[{"path": "model.safetensors"}])

    assert failure(fetching, "anna/rye") == ("anna/rye has no GGUF file.", "It has: none.")


@pytest.mark.parametrize("name", ["./mine.gguf", "folder/mine.gguf", "/nowhere/mine.gguf"])
def test_a_file_of_ones_own_is_not_looked_for_on_the_hub(
    fetching: Fetching, httpx2_mock: respx.Router, name: str
) -> None:
    """A path that leads nowhere is said to be missing, and nothing is sent."""
    assert failure(fetching, name) == (
        f"The model file {Path(name)} is missing.",
        "Give the path of a file that exists.",
    )
    assert httpx2_mock.calls.call_count == 0
