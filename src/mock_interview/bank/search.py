"""Find questions by words, also while they are still being typed."""

from collections.abc import Iterable

from mock_interview.models import Question

PROMPT = 0.9
"""What a word of the prompt counts beside one of the title, the id or the topics."""
BEGINNING = 90
"""How well a word fits that begins with what was typed; 100 is the word itself."""
ENOUGH = 70


class Index:
    """The words of some questions, taken apart once."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._entries = [(question, _words(_key(question)), _words(question.prompt)) for question in questions]

    def search(self, text: str) -> list[Question]:
        """Return the questions whose title, id, topics or prompt match, best first; typos are forgiven."""
        wanted = text.lower().split()
        if not wanted:
            return []
        scored: list[tuple[float, int, Question]] = []
        for question, key, prompt in self._entries:
            score = sum(max(_fit(word, key), PROMPT * _fit(word, prompt)) for word in wanted) / len(wanted)
            if score >= ENOUGH:
                scored.append((-score, len(scored), question))
        return [question for *_, question in sorted(scored, key=lambda entry: entry[:2])]


def _key(question: Question) -> str:
    return f"{question.title} {question.id.replace('-', ' ')} {' '.join(question.topics)}"


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip("?,.:;()") for word in text.lower().split()))


def _fit(word: str, words: list[str]) -> float:
    """Return how well the best of the words fits, from 0 to 100."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, words, scorer=fuzz.ratio)
    best = found[1] if found else 0.0
    if best < BEGINNING and any(candidate.startswith(word) for candidate in words):
        return BEGINNING
    return best
