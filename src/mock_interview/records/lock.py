"""One process at a time: a lock of the operating system, gone with the process that holds it.

Where the platform (Windows) or the disk has no such locks, nobody is held back.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 2.0
"""Seconds to wait for another process: one that was stopped in the middle must not stop us."""


def claim_file(number: int) -> bool:
    """Lock an open file or folder until it is closed; return whether nobody else has it."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that knows no locks
        return True
    return True


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Hold a file that is going to be replaced; what it yields is whether nobody else holds it.

    Saving puts another file in its place, so whoever gets it afterwards must read it again before doing anything.
    """
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        yield True  # whoever reads it next says what is wrong with it
        return
    try:
        yield claim_file(number)
    finally:
        os.close(number)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold back other processes that want to change a file, for as long as it takes to read, change and save it.

    The lock lies on the file's folder, so that it outlasts the file that is replaced.
    """
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError:
        yield
        return
    deadline = time.monotonic() + PATIENCE
    try:
        while not claim_file(folder) and time.monotonic() < deadline:
            time.sleep(0.005)
        yield
    finally:
        os.close(folder)
