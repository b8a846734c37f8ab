"""The stub server of `stub_llm`, in a process of its own for the time of a test."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Server:
    """A stub that runs; `url` is its address."""

    def __init__(self, url: str) -> None:
        self.url = url

    def stats(self) -> dict[str, Any]:
        """Return what it has counted."""
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/stats") as reply:
            found: dict[str, Any] = json.load(reply)
            return found


@contextmanager
def stub(**moods: Any) -> Iterator[Server]:
    """Hold a stub with some moods."""
    command = [sys.executable, str(Path(__file__).parent / "stub_llm.py"), json.dumps(moods)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Server(process.stdout.readline().strip())
        finally:
            process.kill()
