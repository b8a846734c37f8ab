"""Learn the words by which evidence for a shared mark is found, and say how often it is found, on other questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from mock_interview.audit.table import FOLDS
from mock_interview.bank import Bank
from mock_interview.grading.answer import Answer, prepare
from mock_interview.grading.evidence import find_quote, sentence_around, sentences
from mock_interview.grading.marks import Mark, tokens
from mock_interview.grading.nearest import nearest_sentences
from mock_interview.models import Criterion, Question, Turn

STRENGTH = 0.1
FEWEST_TICKS = 10
IN_SENTENCES = 10
"""Sentences a word must be in to be learned."""
WORDS = 400
"""Weights that are kept of a mark, the largest."""


Precision = dict[str, tuple[int, float]]
"""Ticks, and the share whose evidence holds the words quoted: under `own`, `shared` and `all`."""


@dataclass(frozen=True)
class Tick:
    """A criterion a reader ticked, with the answer's sentences and which of them hold the words quoted."""

    question: str
    criterion: Criterion
    answer: Answer
    pieces: tuple[str, ...]
    hits: tuple[bool, ...]


def ticks_of(bank: Bank, questions: Sequence[Question]) -> Iterator[Tick]:
    """Yield what was ticked in the gold answers, where the quoted words are found."""
    for question in questions:
        rubric = bank.rubric(question.id)
        for gold in bank.gold(question.id):
            answer = prepare(question, rubric, (Turn(role="candidate", text=gold.text),))
            spans = list(sentences(gold.text))
            for criterion in (c for c in rubric.criteria if c.id in gold.shows):
                words = find_quote(gold.shows[criterion.id], answer.turns)
                if words:
                    hits = tuple(start < words.end and words.start < end for start, end in spans)
                    yield Tick(question.id, criterion, answer, tuple(gold.text[a:b] for a, b in spans), hits)


def learn(ticks: Sequence[Tick]) -> dict[str, Mark]:
    """Return a word model for each shared mark with enough ticks."""
    marks = {}
    for name in sorted({t.criterion.id for t in ticks if t.criterion.shared}):
        own = [t for t in ticks if t.criterion.id == name]
        if len(own) < FEWEST_TICKS:
            continue
        pieces = [piece for t in own for piece in t.pieces]
        y = [hit for t in own for hit in t.hits]
        vectorizer = CountVectorizer(analyzer=lambda text: sorted(set(tokens(text))), min_df=IN_SENTENCES)
        x = vectorizer.fit_transform(pieces)
        length = csr_matrix(np.log1p([len(tokens(piece)) for piece in pieces])[:, None])
        weights = LogisticRegression(C=STRENGTH, max_iter=300).fit(hstack([x, length]).tocsr(), y).coef_[0]
        words = sorted(zip(vectorizer.get_feature_names_out(), weights[:-1], strict=True), key=lambda w: -abs(w[1]))
        kept = {str(word): round(float(weight), 3) for word, weight in words[:WORDS] if abs(weight) >= 0.005}
        marks[name] = Mark(weights=kept, length=round(float(weights[-1]), 3))
    return marks


def precision(ticks: Sequence[Tick]) -> Precision:
    """Return how many ticks there are and the share whose evidence holds words the reader quoted.

    Under `own`, `shared` and `all`. Marks are learned on the other questions.
    """
    questions = sorted({t.question for t in ticks})
    count = min(FOLDS, len(questions))
    found: list[tuple[bool, bool]] = []
    for fold in range(count):
        held = set(questions[fold::count])
        marks = learn([t for t in ticks if t.question not in held])
        found += [(t.criterion.shared, has_words(t, marks)) for t in ticks if t.question in held]
    return precision_of(found)


def precision_of(found: Sequence[tuple[bool, bool]]) -> Precision:
    """Return the precision of ticks, each (criterion is shared, evidence holds the words quoted)."""
    groups = {
        "own": [hit for shared, hit in found if not shared],
        "shared": [hit for shared, hit in found if shared],
        "all": [hit for _, hit in found],
    }
    return {name: (len(hits), sum(hits) / len(hits)) for name, hits in groups.items() if hits}


def has_words(tick: Tick, marks: dict[str, Mark]) -> bool:
    """Return whether the evidence a grade shows for a tick holds words the reader quoted."""
    quotes = (find_quote(near, tick.answer.turns) for near in nearest_sentences(tick.criterion, tick.answer, marks))
    whole = {sentence_around(quote, tick.answer.turns).text for quote in quotes if quote}
    return any(hit and piece in whole for piece, hit in zip(tick.pieces, tick.hits, strict=True))
