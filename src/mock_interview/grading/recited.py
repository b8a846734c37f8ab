"""Claims of the rubric that an answer recites: in another order, in the first person, several in one sentence.

One clause that is like a claim is what a good answer may well say; so several of them are asked for. A recital in words
of its own says only that things are done ("a test set gets built, fitting measures are chosen"), and a whole paragraph
of that is told by its words, which were learned from recitals of other questions (`make pleas`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, compress
from math import fsum, inf

from mock_interview.grading.elsewhere import rarity, stems
from mock_interview.grading.pleas import spread
from mock_interview.grading.word_model import WordModel, learned, tokens

ALIKE = 0.82
"""Share of their words, weighed by how few questions have them, that a clause and a claim have in common.

In no labelled answer three clauses get beyond .77."""
FEWEST_WORDS_ALIKE = 4
"""Words of a clause that are not common: fewer, as in a derivation that is spoken, are soon like a claim."""
FEWEST = 3
"""So many clauses like claims of their own make an answer a recital."""
BESIDE = 0.6
"""The same share for what stands next to such a clause."""
_CLAUSE = re.compile(r"[,;:.]\s|\band\b|\bwith\b")

FILE = "recitals.json"
FEWEST_WORDS = 30
"""Words and marks of a paragraph, or an answer: of fewer the word model says nothing."""

Posting = dict[str, list[int]]


class Claims:
    """What a rubric asks for, clause by clause, to look up by its words."""

    def __init__(self, texts: Sequence[str]) -> None:
        every = {frozenset(stems(clause)) for text in texts for clause in (text, *_clauses(text))}
        self.weights = [sum(map(rarity, of)) for of in every if len(of) >= 2]
        self.by_word: Posting = {}
        for number, of in enumerate(of for of in every if len(of) >= 2):
            for stem in of:
                self.by_word.setdefault(stem, []).append(number)

    def nearest(self, clause: str) -> tuple[float, int]:
        """Return how like the likeliest claim a clause is, from 0 to 1, and which it is."""
        own = set(stems(clause))
        if len(own) < FEWEST_WORDS_ALIKE:
            return 0.0, -1
        common: dict[int, float] = {}
        for stem in own:
            weight = rarity(stem)
            for number in self.by_word.get(stem, ()):
                common[number] = common.get(number, 0.0) + weight
        whole = sum(map(rarity, own))
        alike = ((2 * shared / (whole + self.weights[n]), n) for n, shared in common.items())
        return max(alike, default=(0.0, -1))


def recited(said: Sequence[str], claims: Claims) -> Iterator[int]:
    """Yield the indices of the sentences that recite claims, where several do."""
    found = [[claims.nearest(clause) for clause in {sentence, *_clauses(sentence)}] for sentence in said]
    which = {number for near in found for share, number in near if share >= ALIKE}
    if len(which) >= FEWEST:
        highest = [max(share for share, _ in near) for near in found]
        alike = spread([share >= ALIKE for share in highest], [share >= BESIDE for share in highest])
        yield from compress(range(len(said)), alike)


class Recitals(WordModel):
    """The word model, and the mean scores, by words, from which a text is a recital; no gold answer has them."""

    paragraph: float
    whole: float

    def reciting(self, paragraphs: Sequence[Sequence[str]]) -> list[bool]:
        """Return for each paragraph of an answer, given as sentences, whether it is a recital."""
        found = [self.mean(paragraph) > self.paragraph for paragraph in paragraphs]
        rest = chain.from_iterable(part for part, recites in zip(paragraphs, found, strict=True) if not recites)
        return [True] * len(paragraphs) if self.mean(list(rest)) > self.whole else found

    def mean(self, said: Sequence[str]) -> float:
        """Return the mean score of sentences by their words; minus infinity for a few words."""
        lengths = [max(len(tokens(sentence)), 1) for sentence in said]
        if sum(lengths) < FEWEST_WORDS:
            return -inf
        return fsum(n * self.score(sentence) for n, sentence in zip(lengths, said, strict=True)) / sum(lengths)


@cache
def recitals() -> Recitals:
    """Return what was learned."""
    return Recitals.model_validate(learned(FILE))


def _clauses(text: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, _CLAUSE.split(text)))
