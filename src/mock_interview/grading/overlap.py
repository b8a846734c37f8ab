"""How many of a claim's words an answer uses at one place: weak evidence of its own, and none a small model reads well.

The share is weighed by how few of the shipped questions have a word, and is that of the best two sentences in a row.
"""

from collections.abc import Iterable, Iterator

from mock_interview.grading.answer import Answer
from mock_interview.grading.elsewhere import rarity, stems
from mock_interview.grading.nearest import pieces
from mock_interview.models import Criterion


def overlaps(criteria: Iterable[Criterion], answer: Answer) -> dict[str, float]:
    """Return for each of the question's own criteria the share (0 to 1) of claim and hint that was said at once."""
    said = [set(stems(piece)) for piece in pieces(answer)]
    return {c.id: _overlap(set(stems(f"{c.claim} {c.hint}")), said) for c in criteria if not c.shared}


def _overlap(wanted: set[str], said: list[set[str]]) -> float:
    whole = sum(map(rarity, wanted))
    return max((sum(map(rarity, wanted & two)) for two in _in_a_row(said)), default=0.0) / (whole or 1.0)


def _in_a_row(said: list[set[str]]) -> Iterator[set[str]]:
    """Yield the words of each sentence and the one after it."""
    for first, second in zip(said, [*said[1:], set()], strict=True):
        yield first | second
