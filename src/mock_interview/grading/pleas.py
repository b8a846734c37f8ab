"""Sentences that plead for a grade instead of answering, told by their words.

Learned from what a dozen writers thought of to move a grader, against the gold answers and sentences of honest answers
that come near in their words (`make pleas`, which says how it fares with writers it has not learned from).
"""

from collections.abc import Sequence
from functools import cache
from itertools import compress

from mock_interview.grading.word_model import WordModel, learned, tokens

FILE = "pleas.json"
FEWEST = 4
"""Words and marks: a shorter sentence is a plea only beside another."""


class Pleas(WordModel):
    """The word model, and the scores from which a sentence is a plea."""

    alone: float
    """By itself."""
    beside: float
    """Next to one that is."""
    among: float
    """In a paragraph that is mostly pleas."""

    def pleading(self, paragraph: Sequence[str]) -> list[bool]:
        """Return for each sentence of a paragraph whether it pleads."""
        scores = [self.score(sentence) for sentence in paragraph]
        lengths = [len(tokens(sentence)) for sentence in paragraph]
        found = [score > self.alone and length >= FEWEST for score, length in zip(scores, lengths, strict=True)]
        found = spread(found, [score > self.beside for score in scores])
        if 2 * sum(compress(lengths, found)) > sum(lengths):
            found = spread(found, [score > self.among for score in scores])
        return found


@cache
def pleas() -> Pleas:
    """Return what was learned."""
    return Pleas.model_validate(learned(FILE))


def spread(found: Sequence[bool], ready: Sequence[bool]) -> list[bool]:
    """Return what was found and, next to it and on, what was ready to be."""
    result = list(found)
    for forth in (range(1, len(result)), range(len(result) - 2, -1, -1)):
        for i in forth:
            result[i] = result[i] or (result[i - forth.step] and ready[i])
    return result
