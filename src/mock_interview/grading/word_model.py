"""A logistic model of the words of a sentence, learned elsewhere and shipped as a table of weights.

A sentence's score is b + sum(w) / sqrt(n) over its n different words, marks and pairs of neighbours.
"""

import json
import re
from importlib import resources
from itertools import pairwise
from math import sqrt
from typing import Any

from mock_interview.models import Noun

_LEVEL = re.compile(r"\bl ?[4-8]\b")
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:'[a-z]+)?|\d+|[:<>\[\]{}#=/*|]")


class WordModel(Noun):
    """The weights of words, marks and pairs of neighbours."""

    weights: dict[str, float]
    intercept: float

    def score(self, sentence: str) -> float:
        """Return the log-odds that a sentence is what was learned, as far as its words tell."""
        found = features(sentence)
        return self.intercept + sum(self.weights.get(name, 0.0) for name in found) / sqrt(len(found) or 1)


def features(sentence: str) -> set[str]:
    """Return the words and marks of a sentence and the pairs of neighbours."""
    said = tokens(sentence)
    return {*said, *map(" ".join, pairwise(["", *said, ""]))}


def tokens(sentence: str) -> list[str]:
    """Return the words and marks of a sentence; every level is one word, and so is every number."""
    found = _TOKEN.findall(_LEVEL.sub(" somelevel ", sentence.lower().replace("’", "'")))
    return ["0" if token[0].isdigit() else token for token in found]


def learned(file: str) -> Any:
    """Return what was learned and is shipped, as it was written."""
    return json.loads((resources.files("mock_interview.grading") / file).read_text("utf-8"))
