"""Sentences that plead for a grade instead of answering, told by a word model.

It was learned from what a dozen writers thought of to move a grader, against the gold answers and sentences of honest
answers that come near in their words (`make pleas`, which says how it fares with writers it has not learned from).
A sentence's score is b + sum(w) / sqrt(n) over its n different words, marks and pairs of neighbours.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import compress, pairwise
from math import sqrt

from mock_interview.models import Noun

FILE = "pleas.json"
FEWEST = 4
"""Words and marks: a shorter sentence is a plea only beside another."""
_LEVEL = re.compile(r"\bl ?[4-8]\b")
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:'[a-z]+)?|\d+|[:<>\[\]{}#=/*|]")


class Pleas(Noun):
    """The word model, and the scores from which a sentence is a plea."""

    weights: dict[str, float]
    intercept: float
    alone: float
    """By itself."""
    beside: float
    """Next to one that is."""
    among: float
    """In a paragraph that is mostly pleas."""

    def score(self, sentence: str) -> float:
        """Return the log-odds that a sentence pleads, as far as its words tell."""
        found = features(sentence)
        return self.intercept + sum(self.weights.get(name, 0.0) for name in found) / sqrt(len(found) or 1)

    def pleading(self, paragraph: Sequence[str]) -> list[bool]:
        """Return for each sentence of a paragraph whether it pleads."""
        scores = [self.score(sentence) for sentence in paragraph]
        lengths = [len(tokens(sentence)) for sentence in paragraph]
        found = [score > self.alone and length >= FEWEST for score, length in zip(scores, lengths, strict=True)]
        found = spread(found, [score > self.beside for score in scores])
        if 2 * sum(compress(lengths, found)) > sum(lengths):
            found = spread(found, [score > self.among for score in scores])
        return found


def features(sentence: str) -> set[str]:
    """Return the words and marks of a sentence and the pairs of neighbours."""
    said = tokens(sentence)
    return {*said, *map(" ".join, pairwise(["", *said, ""]))}


def tokens(sentence: str) -> list[str]:
    """Return the words and marks of a sentence; every level is one word, and so is every number."""
    found = _TOKEN.findall(_LEVEL.sub(" somelevel ", sentence.lower().replace("’", "'")))
    return ["0" if token[0].isdigit() else token for token in found]


def spread(found: Sequence[bool], ready: Sequence[bool]) -> list[bool]:
    """Return what was found and, next to it and on, what was ready to be."""
    result = list(found)
    for forth in (range(1, len(result)), range(len(result) - 2, -1, -1)):
        for i in forth:
            result[i] = result[i] or (result[i - forth.step] and ready[i])
    return result


@cache
def shipped() -> Pleas:
    """Return the model that was learned."""
    return Pleas.model_validate(json.loads((resources.files("mock_interview.grading") / FILE).read_text("utf-8")))
