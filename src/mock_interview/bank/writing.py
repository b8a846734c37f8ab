"""Write a file of a bank as a whole: an author's words are never half there."""

import os
import shutil
from pathlib import Path

from mock_interview.errors import BadInput


def write_whole(path: Path, text: str) -> None:
    """Write a file with the rights it had; raises `BadInput` that names it, and then it is as it was."""
    real = path.resolve()
    temporary = real.with_name(f".{real.name}.tmp")
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="")
        if real.exists():
            shutil.copymode(real, temporary)
        os.replace(temporary, real)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
