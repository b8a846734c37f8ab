"""Values that can be made again at any time, kept in a file so that they need not be.

The file is a line with what it is, its format and a checksum, then JSON: a broken one, or one of another format, is
no file at all. One that cannot be written is done without.
"""

import json
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from mock_interview import config
from mock_interview.records.files import replace

UNSETTLED = 2_000_000_000
"""Nanoseconds: a file changed this shortly before it was read may change again and keep its time stamp."""

LISTING = "questions 1"
"""The number is to be raised with every change of what a listing holds."""


def read(path: Path, name: str) -> Any:
    """Return what is kept; None when there is nothing that can be used."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        return json.loads(body) if head == _head(name, body) else None
    except (OSError, ValueError):
        return None


def write(path: Path, name: str, value: Any) -> None:
    """Keep a value, as a whole."""
    body = json.dumps(value, separators=(",", ":"))
    with suppress(OSError):
        replace(path, f"{_head(name, body.encode()).decode()}\n{body}")


def kept_listing(mark: list[Any], changed: int, make: Callable[[], Any]) -> Any:
    """Return the listing of a bank: the one kept under this `mark`, else a new one.

    `mark` says all that the listing hangs on, `changed` when the newest of it did, in nanoseconds since 1970.
    """
    path = config.cache_folder() / "questions.index"
    found = read(path, LISTING)
    if found and found["mark"] == mark:
        return found["listing"]
    value = make()
    if abs(time.time_ns() - changed) > UNSETTLED:
        write(path, LISTING, {"mark": mark, "listing": value})
    return value


def _head(name: str, body: bytes) -> bytes:
    return f"mock-interview {name} {zlib.crc32(body):08x}".encode()
