"""One JSON file each: written whole or not at all, readable by its owner alone, found by the beginning of its name."""

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mock_interview import config
from mock_interview.errors import BadInput

if TYPE_CHECKING:
    from mock_interview.models import Noun

T = TypeVar("T", bound="Noun")


def sessions_folder() -> Path:
    """Return the folder of the session files."""
    return config.home() / "sessions"


def replace(path: Path, text: str) -> Path:
    """Write a file, replacing an earlier one as a whole; raises `OSError`, and then the earlier one is as it was."""
    import tempfile

    for folder in (*reversed(path.parent.parents), path.parent):
        try:
            folder.mkdir(mode=0o700)  # `parents=True` would leave those above open to all
        except FileExistsError:
            if not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
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


def read_noun(path: Path, kind: type[T], noun: str, largest: int) -> T:
    """Return what a JSON file holds; raises `BadInput` that names the file and the field when it is none of ours.

    A file of more than `largest` bytes is not looked at.
    """
    from pydantic import ValidationError

    try:
        if path.stat().st_size > largest:
            raise BadInput(f"{path}: is larger than {largest:,} bytes; it is no {noun} file")
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        if first["loc"][-1:] == ("format",) and isinstance(first["input"], int):
            what = f"{path}: is a {noun} file of another version: {where} {first['input']}"
            raise BadInput(what, "Update mock-interview; the file is as it was.") from error
        raise BadInput(f"{path}: is no {noun} file: {where + ': ' if where else ''}{first['msg']}") from error
