"""One process at a time: two that change the same session must not each write what the other has not seen."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 2.0
"""Seconds to wait for another process: one that was stopped in the middle must not stop us."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold back other processes that want to change a file, for as long as it takes to read, change and save it.

    The lock lies on the file's folder and ends with the process that has it. Where the platform or the disk has no
    such locks, nobody is held back.
    """
    try:
        import fcntl

        folder = os.open(path.parent, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.005)
            except OSError:
                break
        yield
    finally:
        os.close(folder)
