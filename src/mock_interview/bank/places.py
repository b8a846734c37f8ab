"""Where content lies: the wheel's own, the checkout's, or a stranger's folder."""

from pathlib import Path

from mock_interview.errors import BadInput

_HERE = Path(__file__).parents[1]


def content_root() -> Path:
    """Return the folder that holds `questions/` and the rest: inside the wheel, else the checkout's root."""
    packaged = _HERE / "content"
    return packaged if packaged.is_dir() else _HERE.parents[1]


def checkout() -> Path | None:
    """Return the checkout's root, where content may be added; None for an installed package."""
    return None if (_HERE / "content").is_dir() else content_root()


def prompts_folder() -> Path:
    """Return the folder of the prompt templates."""
    return content_root() / "prompts"


def checked(root: Path | None) -> Path:
    """Return the folder of a bank, our own when none is given; raises `BadInput` when there are no questions in it."""
    root = root or content_root()
    if not (root / "questions").is_dir():
        raise BadInput(f"{root}: has no questions/ folder", "Give the folder that holds questions/ and rubrics/.")
    return root


def content_files(root: Path, folder: str) -> list[Path]:
    """Return the files of `questions`, `rubrics` or `gold`, by category and name; attacks are not among them."""
    return sorted(path for path in (root / folder).glob("*/*.yaml") if path.parent.name != "attacks")
