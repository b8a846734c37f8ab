"""Learn the words of sentences that plead for a grade, and say how that fares; `make pleas`.

Pleas and honest sentences are in `tests/data/pleas/`, one file a writer. Honest are also all gold answers. What is said
of a writer was learned from the others, of a gold answer from those to other questions.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from unittest import mock

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from mock_interview.bank import Bank
from mock_interview.grading import aside, pleas, recited
from mock_interview.grading.answer import prepare
from mock_interview.grading.pleas import Pleas
from mock_interview.grading.recited import Recitals
from mock_interview.grading.word_model import WordModel, features, tokens
from mock_interview.models import Turn
from mock_interview.sentences import paragraphs

DATA = Path(__file__).parent / "data" / "pleas"
STRENGTH = 30.0
"""Inverse of the shrinkage (scikit-learn's C)."""
PLEAS_COUNT = 3.0
"""Weight of a pleading sentence, of which there are fewer."""
FALSE_ALARMS = 20
"""Sentences of the gold answers that are held wrongly by what was learned from the other questions."""
BESIDE, AMONG = 0.5, -1.5
"""Scores that one in a hundred, and one in twenty, sentences of the gold answers have."""
FOLDS = 5
RECITED = "recited"
"""Category of the recitals of rubrics, which have a model of their own."""
MARGIN = 0.3
"""So much further than any gold answer a whole answer has to go to be a recital."""
RANK = 3
"""So many paragraphs of the gold answers may go further than a paragraph that is a recital."""
TRIED = ("10", "11")
"""Writers of attacks as they are made, each in its place, who had not seen the product."""
QUESTION = "choose-learning-rate"
"""Where a plea is tried that belongs to no question."""
SCRAPS, HONEST = 0.34, 0.75
"""Shares of words: less is left of a plea in scraps; less is left of an honest sentence that was cut."""
LEAST = 0.25
"""Smaller weights are left out."""


@dataclass(frozen=True)
class Passage:
    """A passage of one paragraph or more, and who wrote it: a writer, or the question of a gold answer."""

    source: str
    category: str
    text: str
    pleads: bool

    @property
    def sentences(self) -> list[str]:
        """Return its sentences."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def paragraphs(self) -> list[list[str]]:
        """Return its paragraphs, each as its sentences."""
        return [[self.text[start:end] for start, end in paragraph] for paragraph in paragraphs(self.text)]


def passages() -> Iterator[Passage]:
    """Yield what the writers wrote."""
    for path in sorted(DATA.glob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        yield from (Passage(path.stem, plea["category"], plea["text"], True) for plea in value["pleas"])
        yield from (Passage(path.stem, "honest", text, False) for text in value["honest"])


def gold(bank: Bank) -> Iterator[Passage]:
    """Yield the gold answers."""
    for question in bank.questions:
        yield from (Passage(question.id, "gold", answer.text, False) for answer in bank.gold(question.id))


def learn(known: Sequence[Passage], alone: float = 0.0) -> Pleas:
    """Return the word model of pleas in some passages."""
    model = words_of([one for one in known if one.category != RECITED])
    return Pleas(**model.model_dump(), alone=alone, beside=BESIDE, among=AMONG)


def words_of(known: Sequence[Passage]) -> WordModel:
    """Return what tells the sentences of passages that plead, or recite, from the others."""
    rows = [(sentence, one.pleads) for one in known for sentence in one.sentences if sentence.strip()]
    counts = CountVectorizer(analyzer=features, binary=True, min_df=2)
    x = counts.fit_transform([sentence for sentence, _ in rows])
    x = diags([1 / max(len(features(sentence)), 1) ** 0.5 for sentence, _ in rows]) @ x
    y = np.array([pleads for _, pleads in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(x, y, sample_weight=np.where(y, PLEAS_COUNT, 1.0))
    names = counts.get_feature_names_out()
    weights = {str(n): round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= LEAST}
    return WordModel(weights=weights, intercept=round(float(model.intercept_[0]), 3))


def without(writer: str, written: Sequence[Passage], right: Sequence[Passage], alone: float) -> Pleas:
    """Return what is learned from all other writers and the gold answers."""
    return learn([*(one for one in written if one.source != writer), *right], alone)


def share_held(model: Pleas, passage: Passage) -> float:
    """Return the share of a passage's words that are held."""
    held = whole = 0
    for paragraph in passage.paragraphs:
        for sentence, pleads in zip(paragraph, model.pleading(paragraph), strict=True):
            whole += len(sentence.split())
            held += len(sentence.split()) * pleads
    return held / max(whole, 1)


def left_of(bank: Bank, text: str, place: str = "after", question: str = "") -> float:
    """Return the share of a text's words that a judge reads, beside a mediocre answer or alone (`place` is `whole`)."""
    asked = bank.question(question or QUESTION)
    answer = next(a.text.strip() for a in bank.gold(asked.id) if (a.label, a.type) == ("L4", "plain"))
    cut = answer.index(". ", len(answer) // 2) + 2
    around = {"before": ("", answer), "after": (answer, ""), "middle": (answer[:cut], answer[cut:])}
    before, after = around.get(place, ("", ""))

    def read(said: str) -> Counter[str]:
        ready = prepare(asked, bank.rubric(asked.id), (Turn(role="candidate", text=said.strip()),))
        return Counter() if ready.nothing else Counter(ready.reading.split())

    return (read(f"{before}\n\n{text}\n\n{after}") - read(f"{before}\n\n{after}")).total() / len(text.split())


def of_the_gate(bank: Bank, model: Pleas | Recitals, writer: str) -> tuple[list[float], list[float]]:
    """Return what the whole gate, with this model, leaves of a writer's pleas, and of the honest sentences."""
    value = json.loads((DATA / f"{writer}.json").read_text(encoding="utf-8"))
    with mock.patch.object(aside, "pleas" if isinstance(model, Pleas) else "recitals", return_value=model):
        left = [left_of(bank, p["text"], p.get("place", "after"), p.get("question", "")) for p in value["pleas"]]
        return left, [left_of(bank, text) for text in value["honest"]]


def main() -> None:
    """Print how well it is told what was not learned from, and write the models of all."""
    bank = Bank()
    every, right = list(passages()), list(gold(bank))
    _learn_recitals(bank, [one for one in every if one.category == RECITED], right)
    _learn_pleas(bank, [one for one in every if one.category != RECITED], right)


def _learn_pleas(bank: Bank, written: Sequence[Passage], right: Sequence[Passage]) -> None:
    questions = sorted({one.source for one in right})
    scores: list[float] = []
    for fold in range(FOLDS):
        out = set(questions[fold::FOLDS])
        model = learn([*written, *(one for one in right if one.source not in out)])
        scores += [
            model.score(sentence)
            for one in right
            if one.source in out
            for sentence in one.sentences
            if len(tokens(sentence)) >= pleas.FEWEST
        ]
    alone = round(sorted(scores, reverse=True)[FALSE_ALARMS], 2)
    print(f"Threshold {alone}: {FALSE_ALARMS} of {len(scores)} sentences of gold answers to other questions are held.")
    for writer in sorted({one.source for one in written}):
        model = without(writer, written, right, alone)
        own = [one for one in written if one.source == writer]
        for category in sorted({one.category for one in own}):
            shares = [share_held(model, one) for one in own if one.category == category]
            whole, some = sum(share >= 0.66 for share in shares), sum(0 < share < 0.66 for share in shares)
            print(f"{writer} {category:12} {len(shares):4}: {whole:4} held, {some:4} in part", flush=True)
        if writer in TRIED:
            left, honest = of_the_gate(bank, model, writer)
            stopped, scraps = sum(not share for share in left), sum(0 < share < SCRAPS for share in left)
            print(f"{writer} the whole gate stops {stopped} of {len(left)} pleas and leaves scraps of {scraps}.")
            print(f"{writer} of {len(honest)} honest sentences it cuts {sum(share < HONEST for share in honest)}.")
    model = learn([*written, *right], alone)
    _write(model, pleas.FILE)


def _learn_recitals(bank: Bank, written: Sequence[Passage], right: Sequence[Passage]) -> None:
    questions = sorted({one.source for one in right})
    wholes: list[float] = []
    parts: list[float] = []
    for fold in range(FOLDS):
        out = set(questions[fold::FOLDS])
        model = recitals_of([*written, *(one for one in right if one.source not in out)])
        wholes += [model.mean(one.sentences) for one in right if one.source in out]
        parts += [model.mean(part) for one in right if one.source in out for part in one.paragraphs]
    whole = round(max(wholes) + MARGIN, 2)
    paragraph = round(sorted(parts, reverse=True)[RANK], 2)
    _write(recitals_of([*written, *right], paragraph, whole), recited.FILE)
    print(f"Recitals: thresholds {whole} for an answer, {paragraph} for a paragraph.")
    for writer in sorted({one.source for one in written}):
        model = recitals_of([*(one for one in written if one.source != writer), *right], paragraph, whole)
        left, _ = of_the_gate(bank, model, writer)
        stopped, scraps = sum(not share for share in left), sum(0 < share < SCRAPS for share in left)
        print(
            f"{writer} the whole gate stops {stopped} of {len(left)} recitals and leaves scraps of {scraps}.",
            flush=True,
        )


def recitals_of(known: Sequence[Passage], paragraph: float = inf, whole: float = inf) -> Recitals:
    """Return the word model of recitals in some passages."""
    return Recitals(**words_of(known).model_dump(), paragraph=paragraph, whole=whole)


def _write(model: WordModel, name: str) -> None:
    path = Path(pleas.__file__).with_name(name)
    text = json.dumps(model.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=0)
    path.write_text(text + "\n", encoding="utf-8")
    pleas.pleas.cache_clear()
    recited.recitals.cache_clear()
    print(f"Written: {path}: {len(model.weights)} weights, {path.stat().st_size // 1000} KB", flush=True)


if __name__ == "__main__":
    main()
