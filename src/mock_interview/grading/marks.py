"""Which sentence of an answer carries a mark that all questions share: a word model for each mark.

Its words were learned from what careful readers quoted for the mark in the gold answers (`audit --fit` writes them);
a mark nobody has learned has none.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from mock_interview.models import Noun

STEM = 6
_TOKEN = re.compile(r"[a-z']+|\d+[.,]?\d*|[€$%<>=→]")
FILE = "marks.json"


class Mark(Noun):
    """Weights of the words of a sentence, and of the logarithm of its length."""

    weights: dict[str, float]
    length: float

    def score(self, sentence: str) -> float:
        """Return how much a sentence looks like one that carries the mark; only the order of scores means anything."""
        words = tokens(sentence)
        return self.length * math.log1p(len(words)) + math.fsum(self.weights.get(word, 0.0) for word in set(words))


def tokens(text: str) -> list[str]:
    """Return the words of a text by their first letters; every number is the same word."""
    return ["#" if found[0].isdigit() else found[:STEM] for found in _TOKEN.findall(text.lower())]


def write(marks: Mapping[str, Mark], folder: Path) -> Path:
    """Write marks where they are looked for; return the path."""
    path = folder / FILE
    value = {name: mark.model_dump(mode="json") for name, mark in sorted(marks.items())}
    path.write_text(json.dumps(value, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return path


@cache
def shipped() -> dict[str, Mark]:
    """Return the marks that were learned, by id."""
    file = resources.files("mock_interview.grading").joinpath("calibrations", FILE)
    value = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {name: Mark.model_validate(mark) for name, mark in value.items()}
