"""What an answer copies from the question, the rubric or the notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from mock_interview.grading.elsewhere import rarity, stems
from mock_interview.grading.evidence import sentences
from mock_interview.grading.recited import Claims
from mock_interview.grading.words import words
from mock_interview.models import Question, Rubric

FEWEST_COPIED = 4
"""Words: a shorter sentence is a copy only beside another."""
FEWEST_REWORDED = 8
"""Words that are not common: a shorter sentence says what anybody would say of its subject."""
REWORDED = 0.85
"""Share of words, weighed by how few questions have them, that a sentence and a claim have in common; no sentence of a
labelled answer gets to 0.8."""


@dataclass(frozen=True)
class Given:
    """What an answer may copy, as bare lower-case words: what was shown to the candidate, what not, the whole notes."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    notes: tuple[str, ...]
    claims: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question, rubric: Rubric) -> "Given":
        """Return what there is to copy about a question, sentence by sentence."""
        shown = [question.title, question.prompt, " ".join(question.prompt.split()), *question.scenario.values()]
        hidden = [text for c in rubric.criteria for text in (c.claim, c.hint, c.probe)]
        hidden = [*hidden, *(text[a:b] for text in hidden for a, b in sentences(text))]
        # A short fact of the notes is anybody's textbook sentence; a long one, word for word, is a copy.
        hidden += [note for note in rubric.notes if len(words(note)) >= 15]
        shown += [text[a:b] for text in shown for a, b in sentences(text)]
        own = tuple(text for c in rubric.criteria if not c.shared for text in (c.claim, c.hint))
        return cls(_keys(shown), _keys(hidden), tuple(map(key_of, rubric.notes)), own)

    @cached_property
    def every(self) -> tuple[str, ...]:
        """Return all that counts as copied when it is said again."""
        return (*self.shown, *self.hidden)

    @cached_property
    def long(self) -> tuple[str, ...]:
        """Return those of all that are long enough to be copied as a whole."""
        return tuple(text for text in self.every if text.count(" ") >= FEWEST_COPIED - 1)

    @cached_property
    def stemmed(self) -> tuple[tuple[frozenset[str], float], ...]:
        """Return the words of what was not shown, where they are many, and what they weigh together."""
        every = (frozenset(stems(text)) for text in self.hidden)
        return tuple((of, sum(map(rarity, of))) for of in every if len(of) >= FEWEST_REWORDED)

    @cached_property
    def asked_for(self) -> Claims:
        """Return the question's own claims and hints, to find what recites them."""
        return Claims(self.claims)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return every word of all that."""
        return frozenset(word for text in self.every for word in text.split())


def key_of(text: str) -> str:
    """Return text as bare lower-case words."""
    return " ".join(words(text)).lower()


def _keys(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys(map(key_of, texts)) if len(key.split()) >= 2)


def copied(key: str, given: Given) -> bool:
    """Return whether a text copies any of what was given: `copies` of one after the other, in one call."""
    if len(key) >= 60 and any(len(key) < 0.6 * len(other) and key in other for other in given.long):
        return True
    return process.extractOne(key, given.long, scorer=fuzz.ratio, score_cutoff=88) is not None or _reworded(key, given)


def _reworded(key: str, given: Given) -> bool:
    """Return whether a long sentence has nearly the words of a claim or hint, and hardly any other."""
    own = set(stems(key))
    if len(own) < FEWEST_REWORDED:
        return False
    whole = sum(map(rarity, own))
    return any(2 * sum(map(rarity, own & of)) > REWORDED * (whole + weight) for of, weight in given.stemmed)


def copies(key: str, given: str) -> bool:
    """Return whether one text copies another."""
    if given.count(" ") < FEWEST_COPIED - 1:
        return False
    if len(key) < 0.6 * len(given):
        # A piece of the question or a claim: only a long one, word for word.
        return len(key) >= 60 and key in given
    return fuzz.ratio(key, given, score_cutoff=88) >= 88
