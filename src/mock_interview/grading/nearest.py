"""The sentences of an answer that are likeliest to carry a criterion, where the model gives no words of its own.

The embedded model can neither copy nor point at the right sentence more often than words in common do
(`docs/grading.md`), so words in common choose: weighted by how rare they are in the answer, longer sentences first.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping

from mock_interview.grading.answer import Answer
from mock_interview.grading.evidence import sentences
from mock_interview.grading.marks import Mark, shipped
from mock_interview.models import Criterion

LONGEST = 400
"""Characters of a sentence that are looked up; the whole sentence is quoted."""
STEM = 5
"""Words are compared by their first letters: retrain, retraining, retrained."""
LENGTH_COUNTS = 0.5
_WORD = re.compile(r"[^\W_]{3,}")
_COMMON_WORDS = """
the and for are that its this with from not what how why when where which their they one than other such says
explains states describes gives example say into can would answer you your beyond something some least two
another there has have does
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def nearest_sentences(criterion: Criterion, answer: Answer, marks: Mapping[str, Mark] | None = None) -> tuple[str, ...]:
    """Return the one sentence nearest to a criterion, or for a shared mark the two nearest; none where nothing is near.

    What was set aside of the answer is left out. A question's own criterion needs a word in common; a shared mark is
    found by words that were learned for it, where there are any (`marks`, those shipped unless given).
    """
    found = pieces(answer)
    mark = (shipped() if marks is None else marks).get(criterion.id) if criterion.shared else None
    if mark:
        return tuple(piece[:LONGEST] for piece in sorted(found, key=lambda piece: -mark.score(piece))[:2])
    words = [_stems(piece) for piece in found]
    rarity = Counter(word for stems in words for word in stems)
    wanted = _stems(f"{criterion.claim} {criterion.hint}")

    def near(stems: set[str]) -> float:
        common = stems & wanted
        if not common and not criterion.shared:
            return 0.0
        weight = math.fsum(math.log(1 + len(found) / rarity[word]) for word in common)
        return weight + LENGTH_COUNTS * math.log(1 + len(stems))

    order = sorted(range(len(found)), key=lambda i: -near(words[i]))
    best = [i for i in order[: 2 if criterion.shared else 1] if near(words[i]) > 0]
    return tuple(found[i][:LONGEST] for i in best)


def pieces(answer: Answer) -> list[str]:
    """Return the candidate's sentences, those left out that were set aside."""
    aside = set(answer.set_aside)
    return [
        turn.text[slice(*span)]
        for number, turn in enumerate(answer.turns)
        if turn.role == "candidate"
        for span in sentences(turn.text)
        if (number, span) not in aside
    ]


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(text.lower()) if word not in _COMMON}
