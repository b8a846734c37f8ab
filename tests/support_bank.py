"""Copies of the tiny bank with something changed in them."""

import shutil
from pathlib import Path

from support import TINY

QUESTION = "questions/bread/why-knead.yaml"
RUBRIC = "rubrics/bread/why-knead.yaml"
GOLD = "gold/bread/why-knead.yaml"
LEVELS = "rubrics/levels.yaml"
CATEGORIES = "questions/categories.yaml"


def changed_bank(folder: Path, changes: dict[str, list[tuple[str, str]]]) -> Path:
    """Copy the tiny bank below `folder` and replace, in each file named, words that stand there exactly once."""
    root = shutil.copytree(TINY, folder / "bank")
    for name, pairs in changes.items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")
    return root
