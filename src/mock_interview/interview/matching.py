"""Find which questions of the bank a transcript is about, and where in it each of them begins.

What is said is a search for the question: BM25 (Robertson and Zaragoza, 2009) over the words of the prompt, title,
topics and rubric of each, the interviewer's words counting more than the candidate's. The best way through the turns
goes on to another question only at an interviewer's turn that is itself a search for it.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mock_interview.models import Question, Rubric, Turn

STEM = 7
"""Letters that decide whether two words are the same."""
K1, B = 5.0, 0.5
"""BM25's own: how soon a word's repetitions stop counting, and how far long texts are held against a question."""
ASKED = 3
"""A word of the prompt, the title or the topics beside one of the rubric."""
INTERVIEWER = 2.0
"""A word of the interviewer's beside one of the candidate's."""
CHANGE = 8.5
"""What has to speak for another question, beyond the present one, to go on to it, in words that no other has."""
NEAR = 6
"""Turns around the place where the talk seems to go on to another question, in which that may be asked."""
FADES = 2.0
"""A word said in so many turns already counts less by this power of them."""
BEGINS = 4.5
"""What has to speak for a question in the one turn by which another question is left, for that to be sure, in words
that no other question has."""
ENOUGH = 16.0
"""What has to speak for a question to be taken without asking, in words that no other question has."""
CLEAR = 0.2
"""How much less, as a share, has to speak for the second for the first to be taken without asking."""
SHOWN = 3
"""Questions to choose from where none is clear."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Match:
    """A stretch of turns, from `begin` up to `end`, and the questions it may be about, best first."""

    begin: int
    end: int
    likely: tuple[str, ...]
    score: float
    """What speaks for the first of them, in words that no other question has."""
    margin: float
    """How much less speaks for the second, as a share."""
    bounded: bool
    """It is sure that here, and not elsewhere, the talk went on from one question to another."""

    @property
    def clear(self) -> bool:
        """Return whether the first question can be taken without asking."""
        return self.bounded and self.score >= ENOUGH and self.margin >= CLEAR


@dataclass(frozen=True)
class _Way:
    """The questions so far, as a chain from the last one back."""

    begin: int
    question: int
    before: "_Way | None" = None


class Matcher:
    """The words of some questions, weighed once."""

    def __init__(self, questions: Iterable[tuple[Question, Rubric]]) -> None:
        """Weigh all questions of a bank: how rare a word is among them is part of its weight."""
        texts = {question.id: _weighed(question, rubric) for question, rubric in questions}
        self._ids = tuple(texts)
        self._unit = math.log1p((len(texts) - 0.5) / 1.5) if texts else 1.0
        self._weights = _bm25(tuple(texts.values()))

    def only(self, names: Collection[str]) -> "Matcher":
        """Return what looks for these questions alone."""
        chosen = Matcher(())
        chosen._ids, chosen._unit = tuple(name for name in self._ids if name in names), self._unit
        places = {self._ids.index(name): number for number, name in enumerate(chosen._ids)}
        chosen._weights = {
            word: [(places[number], value) for number, value in values if number in places]
            for word, values in self._weights.items()
        }
        return chosen

    def match(self, turns: Sequence[Turn]) -> tuple[Match, ...]:
        """Return the stretches of a transcript in order; together they are all of it."""
        said = [_stems(turn.text) for turn in turns]
        way, free = self._way(turns, said), self._way(turns, said, free=True)
        sure = [one.question for one in _chain(way)] == [one.question for one in _chain(free)]
        found: list[Match] = []
        end = len(turns)
        for one in _chain(way):
            begin = self._beginning(turns, said, one, end) if one.before else 0
            begun = not one.before or (begin == one.begin and self._asks(said[begin], one.question))
            found.append(self._match(turns, said, begin, end, sure and begun))
            end = begin
        return tuple(reversed(found))

    def _beginning(self, turns: Sequence[Turn], said: Sequence[set[str]], one: _Way, end: int) -> int:
        """Return where a question begins: where the way says, else at the turn close by that asks for it most."""
        lowest = one.before.begin + 1 if one.before else 0
        if self._asks(said[one.begin], one.question):
            return one.begin
        near = range(max(lowest, one.begin - NEAR), min(end, one.begin + NEAR + 1))
        asking = [at for at in near if turns[at].role == "interviewer"]
        return max(asking, key=lambda at: self._scores(said[at], 1.0)[one.question])

    def _asks(self, words: set[str], question: int) -> bool:
        return self._scores(words, 1.0)[question] >= BEGINS * self._unit

    def _way(self, turns: Sequence[Turn], said: Sequence[set[str]], free: bool = False) -> _Way | None:
        """Return the best way through the turns; a `free` one may go on to any question at an interviewer's turn."""
        scores = [0.0] * len(self._ids)
        ways = [_Way(0, number) for number in range(len(self._ids))]
        before: Counter[str] = Counter()
        for at, (turn, words) in enumerate(zip(turns, said, strict=True)):
            before.update(words)
            # What comes again and again ("can you say more?") would otherwise outweigh what is said once.
            here = self._scores(words, INTERVIEWER if turn.role == "interviewer" else 1.0, before)
            if at and turn.role == "interviewer":
                best = max(range(len(scores)), key=scores.__getitem__)
                level, way = scores[best] - CHANGE * self._unit, ways[best]
                for asked in range(len(here)) if free else [max(range(len(here)), key=here.__getitem__)]:
                    if asked != best and level >= scores[asked]:
                        scores[asked], ways[asked] = level, _Way(at, asked, way)
            scores = [score + more for score, more in zip(scores, here, strict=True)]
        return ways[max(range(len(scores)), key=scores.__getitem__)] if turns and scores else None

    def _match(self, turns: Sequence[Turn], said: Sequence[set[str]], begin: int, end: int, sure: bool) -> Match:
        """Weigh a stretch by its different words."""
        theirs: dict[str, set[str]] = {"interviewer": set(), "candidate": set()}
        for turn, words in zip(turns[begin:end], said[begin:end], strict=True):
            theirs[turn.role] |= words
        asked, answered = self._scores(theirs["interviewer"], INTERVIEWER), self._scores(theirs["candidate"], 1.0)
        scores = [a + b for a, b in zip(asked, answered, strict=True)]
        order = sorted(range(len(scores)), key=lambda number: -scores[number])
        first = scores[order[0]]
        second = scores[order[1]] if len(order) > 1 else 0.0
        return Match(
            begin,
            end,
            tuple(self._ids[number] for number in order[:SHOWN]),
            first / self._unit,
            (first - second) / first if first else 0.0,
            sure,
        )

    def _scores(self, words: set[str], weight: float, times: Mapping[str, int] | None = None) -> list[float]:
        """Return what words say for each question; a word that was said in so many turns counts so much less."""
        scores = [0.0] * len(self._ids)
        for word in words:
            worth = weight / times[word] ** FADES if times else weight
            for number, value in self._weights.get(word, ()):
                scores[number] += worth * value
        return scores


def _chain(way: _Way | None) -> Iterator[_Way]:
    """Yield the questions of a way, the last one first."""
    while way:
        yield way
        way = way.before


def _weighed(question: Question, rubric: Rubric) -> Counter[str]:
    """Return the words of a question with how often they count."""
    asked = (question.title, question.prompt, question.id.replace("-", " "), *question.topics)
    own = (c for c in rubric.criteria if not c.shared)
    known = (*(text for c in own for text in (c.claim, c.hint, c.probe)), *rubric.notes)
    counts = Counter(_words(" ".join(known)))
    for word, count in Counter(_words(" ".join(asked))).items():
        counts[word] += ASKED * count
    return counts


def _words(text: str) -> list[str]:
    return [word[:STEM] for word in _WORD.findall(text.casefold()) if len(word) > 1]


def _stems(text: str) -> set[str]:
    return set(_words(text))


def _bm25(texts: Sequence[Counter[str]]) -> dict[str, list[tuple[int, float]]]:
    """Return for each word what it is worth for each question that has it."""
    having = Counter(word for text in texts for word in text)
    sizes = [text.total() for text in texts]
    usual = sum(sizes) / len(sizes) if sizes else 1.0
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        room = K1 * (1 - B + B * sizes[number] / usual)
        for word, count in text.items():
            rarity = math.log1p((len(texts) - having[word] + 0.5) / (having[word] + 0.5))
            weights.setdefault(word, []).append((number, rarity * count * (K1 + 1) / (count + room)))
    return weights
