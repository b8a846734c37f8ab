"""One process at a time at one file: a lock of the operating system, gone with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def claim_file(number: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else has it. Without such locks (Windows): true."""
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
