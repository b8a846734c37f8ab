"""Serve a model file on loopback from a child process, behind a random key.

A child and not a thread: a broken model file can take down only the child, typing stays smooth while it loads, and
Ctrl-C reaches the program alone. The child ends when its standard input closes, so it never outlives the program.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from mock_interview.errors import GraderFailed
from mock_interview.llm import store

CONTEXT = 12_288
"""Tokens a request may have: question, notes and an answer of about 8,000 words' length in characters."""


def engine_installed() -> bool:
    """Return whether the `local` extra is installed, without importing it."""
    return find_spec("xllamacpp") is not None


class EmbeddedServer:
    """A running model server; `start` returns at once, `url` waits until the model has loaded."""

    def __init__(self, gguf: Path) -> None:
        self.gguf = gguf
        self.key = secrets.token_urlsafe(24)
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._url = ""

    def start(self) -> None:
        """Start loading the model; does nothing when it runs already."""
        if self._process is not None:
            return
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mock_interview.llm.serve"],  # -P: the user's own json.py is not imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,
        )
        order = {"gguf": str(self.gguf), "key": self.key, "context": CONTEXT, "threads": os.cpu_count() or 2}
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it died at once; `url` says why
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    @property
    def url(self) -> str:
        """Return the server's base URL once the model has loaded; raises `GraderFailed` when it could not."""
        self.start()
        if not self._url:
            process = self._process
            assert process
            assert process.stdout
            with suppress(ValueError):  # closed meanwhile
                line = process.stdout.readline()
            if self._process is not process:  # `stop`, while another thread waited here
                raise GraderFailed("The embedded model was let go while it was loading.")
            if not line:
                raise GraderFailed(self._last_words(), store.repair(self.gguf))
            self._url = json.loads(line)["url"]
        return self._url

    def _last_words(self) -> str:
        assert self._process
        assert self._log
        code = self._process.wait()
        self._log.seek(0)
        words = self._log.read().decode(errors="replace").strip().splitlines()
        why = words[-1] if words else f"its process ended with code {code}"
        return f"The embedded model {self.gguf.name} could not be loaded: {why}"

    def ended(self) -> bool:
        """Return whether the child has ended; one whose connection has just broken is given a moment to be gone."""
        if self._process is None:
            return True
        try:
            self._process.wait(timeout=2.0)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """End the child; safe to call twice."""
        if self._process is None:
            return
        process, self._process, self._url = self._process, None, ""
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, self._log):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()

    def __enter__(self) -> "EmbeddedServer":
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()
