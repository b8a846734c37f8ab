"""One JSON file each: written whole or not at all, readable by its owner alone, found by the beginning of its name."""

import os
import tempfile
from pathlib import Path

from mock_interview.errors import BadInput


def replace(path: Path, text: str) -> Path:
    """Write a file, replacing an earlier one as a whole; raises `OSError`, and then the earlier one is as it was."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")  # mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def find_in(folder: Path, name: str, noun: str, hint: str) -> Path:
    """Return the JSON file of a folder given by its id, the beginning of one, or `last`; `BadInput` with `hint`."""
    paths = sorted(folder.glob("*.json"))
    found = paths[-1:] if name == "last" else [p for p in paths if name and p.stem.startswith(name)]
    exact = [p for p in found if p.stem == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise BadInput(f"{name!r} is the beginning of {len(found)} {noun}s", "Give more of the id.")
    raise BadInput(f"There is no {noun} {name!r}.", hint)
