"""Runs of sentences that were said before."""

from collections import defaultdict
from collections.abc import Sequence

FEWEST_WORDS = 8
"""A shorter run may be a refrain."""
FEWEST_LINES_OF_CODE = 6
"""Code repeats itself honestly; so many lines in a row are the same code again."""
PLACES = 20
"""Earlier places of a sentence that are looked at, the latest first: a line said a thousand times costs no more."""


def repeated(said: Sequence[str], code: Sequence[bool]) -> set[int]:
    """Return the indices of sentences in runs of two or more that stand word for word further up.

    `said` has each sentence as bare words, `code` whether it is a line of code.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    found: set[int] = set()
    for i, sentence in enumerate(said):
        if i not in found:
            for j in reversed(places[sentence][-PLACES:]):
                length = next((n for n in range(i - j) if i + n >= len(said) or said[i + n] != said[j + n]), i - j)
                run = range(i, i + length)
                lines = sum(code[n] for n in run)
                enough = sum(len(said[n].split()) for n in run) >= FEWEST_WORDS
                if length > 1 and enough and (not lines or lines >= FEWEST_LINES_OF_CODE):
                    found.update(run)
                    break
        places[sentence].append(i)
    return found
