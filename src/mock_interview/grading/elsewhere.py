"""Tell by its words whether an answer is to another question: a good answer there is none here.

An answer is held when hardly any of its words belong to the question, or when it is much nearer to a shipped question
than to its own: cosine of term weights, (1 + ln n) ln((N + 1) / (d + 1/2)), for a word that occurs n times in a text
and in d of the N questions (Salton and Buckley 1988). `docs/grading.md` says how many right answers that costs.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, sqrt

from mock_interview.bank import Bank
from mock_interview.grading.once import once
from mock_interview.grading.words import COMMON, STEM, subjects, words
from mock_interview.models import Question, Rubric

FILE = "subjects.json"
"""The words of the shipped questions; `make subjects` writes it."""
FEWEST_ABOUT = 0.14
"""Share of an answer's subject words that must occur in the question, its rubric or its notes."""
FEWEST_SUBJECTS = 15
"""Different subject words of an answer, also of those that the shipped questions have, and `FEWEST_KNOWN` of a rubric,
below which nothing is held."""
FEWEST_KNOWN = 100
FEWEST_SHARED = 2
"""Subject words that even a vague answer has in common with a technical question."""
PROSE = 12
"""Words: less may be "I do not know", which is graded."""
NEARER = 1.8
"""So many times nearer to another question an answer may be, unless `MOST_ABOUT` of its words are about this one."""
MOST_ABOUT = 0.28
DESIGN_NEARER = 3.4
"""The same where the other is a design question: fraud, patients and songs are where incidents of any answer happen."""
STORIES_NEARER = 1.75
"""The same between behavioural questions, whose answers are stories about anything."""
STORY_NEARER = 3.0
"""The same where a story is asked for and the other question is technical."""
_ENGLISH_WORDS = "the to and that it for with are be not this by if when too but then than from"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
LEAST_ENGLISH = 0.02
"""Share of function words that only English has: words of another language cannot be compared, notes have few."""

Weights = Mapping[str, float]


@dataclass(frozen=True)
class _Known:
    """A shipped question as it is compared with an answer."""

    title: str
    kind: str
    weights: Weights


def elsewhere(question: Question, rubric: Rubric, reading: str, *, suspect: bool = False) -> str:
    """Return what an answer seems to be about instead of the question, as a reason to hold it; empty when it is not.

    Of an answer of which something was set aside (`suspect`) the rest has to come to the question.
    """
    own = subjects(reading)
    here, place = _here(question, rubric)
    behavioural = question.kind == "behavioural"
    suspect = suspect and not behavioural and len(here) >= FEWEST_KNOWN
    if suspect and len(own & here) < FEWEST_SHARED and _is_prose(reading):
        return "the answer does not come to the question: hardly any of its words belong to it"
    if len(own) < FEWEST_SUBJECTS or len(here) < FEWEST_KNOWN:
        return ""
    about = len(own & here) / len(own)
    if not behavioural and about < FEWEST_ABOUT and english(reading):
        return "the answer seems to be about something else: hardly any of its words belong to the question"
    answer = _weigh(_count(reading))
    if len(answer) < FEWEST_SUBJECTS or (not behavioural and about >= MOST_ABOUT):
        return ""
    near = _nearness(answer, place)
    nearer = {
        other.title: _nearness(answer, other.weights) / _margin(question, other)
        for name, other in _shipped()[1].items()
        if name != question.id
    }
    title = max(nearer, key=nearer.__getitem__)
    if nearer[title] <= near:
        return ""
    return f"the answer seems to be about something else: it reads like one to “{title}”"


def _margin(question: Question, other: _Known) -> float:
    if question.kind == "behavioural":
        return STORIES_NEARER if other.kind == "behavioural" else STORY_NEARER
    return DESIGN_NEARER if other.kind == "design" else NEARER


def _is_prose(text: str) -> bool:
    return len(words(text)) >= PROSE and english(text)


def english(text: str) -> bool:
    """Return whether a text has as many of English's own small words as English has at the least."""
    said = [word.lower() for word in words(text)]
    return sum(word in _ENGLISH for word in said) >= LEAST_ENGLISH * len(said)


def is_shipped(question: Question) -> bool:
    """Return whether a question is one of those that are shipped, whose subjects are known."""
    return question.id in _shipped()[1]


def table(bank: Bank) -> str:
    """Return what `FILE` holds for a bank: title, kind and words of each question."""
    found = {
        question.id: {
            "title": question.title,
            "kind": question.kind,
            "words": dict(sorted(_count(_about(question, bank.rubric(question.id))).items())),
        }
        for question in bank.questions
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace('},"', '},\n"') + "\n"


@once
def _here(question: Question, rubric: Rubric) -> tuple[set[str], Weights]:
    """Return the subject words of a question, and the weights of its words."""
    about = _about(question, rubric)
    return subjects(about), _weigh(_count(about))


def _about(question: Question, rubric: Rubric) -> str:
    claims = [text for c in rubric.criteria if not c.shared for text in (c.claim, c.hint, c.probe)]
    asked = (question.title, question.prompt, question.code, *question.topics, *question.scenario.values())
    return " ".join((*asked, *rubric.notes, *claims))


def stems(text: str) -> list[str]:
    """Return the beginnings of the words of a text that are not common, in order."""
    said = (word.lower() for word in words(text))
    return [word[:STEM] for word in said if len(word) > 2 and word not in COMMON and not word.isdigit()]


def rarity(stem: str) -> float:
    """Return how much a word says, by how few of the shipped questions have it; most where none has."""
    rare, known = _shipped()
    return rare.get(stem) or log((len(known) + 1) / 0.5)


def _count(text: str) -> Counter[str]:
    return Counter(stems(text))


def _weigh(counts: Mapping[str, int]) -> Weights:
    """Return the weight of each word that a shipped question has, the length of the whole being 1."""
    rare = _shipped()[0]
    return _unit({word: (1 + log(count)) * rare[word] for word, count in counts.items() if word in rare})


def _unit(weights: Weights) -> Weights:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _nearness(one: Weights, other: Weights) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


@cache
def _shipped() -> tuple[Weights, Mapping[str, _Known]]:
    """Return how rare each word of the shipped questions is, and the questions."""
    value = json.loads((files("mock_interview.grading") / FILE).read_text(encoding="utf-8"))
    having = Counter(_every(entry["words"] for entry in value.values()))
    rare = {word: log((len(value) + 1) / (count + 0.5)) for word, count in having.items()}
    known = {}
    for name, entry in value.items():
        weights = _unit({word: (1 + log(count)) * rare[word] for word, count in entry["words"].items()})
        known[name] = _Known(entry["title"], entry["kind"], weights)
    return rare, known


def _every(groups: Iterable[Iterable[str]]) -> Iterable[str]:
    return (word for group in groups for word in group)
