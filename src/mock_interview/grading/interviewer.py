"""A capable model as the interviewer: it phrases a follow-up, and says which facts answer a clarifying question.

Its words are untrusted: a follow-up that praises, grades, asks for more or gives anything away is not used, and a fact
is always the scenario's own. Where the model is small, slow or unusable, the rubric's probe and the words decide.
"""

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from mock_interview.errors import MockInterviewError
from mock_interview.grading.answer import prepare
from mock_interview.grading.characters import harmless
from mock_interview.grading.judging import Judge
from mock_interview.grading.prompts import fenced, fill
from mock_interview.grading.words import subjects, words
from mock_interview.llm import Chat, Client, parse_json
from mock_interview.models import Criterion, Question, Rubric, Turn

T = TypeVar("T")

PATIENCE = 8.0
"""Seconds the candidate is kept waiting for a better phrase."""
FEWEST_WORDS, MOST_WORDS = 4, 60
MOST_NEW = 4
"""Subject words a phrase may have that were not said before: more of them, and it asks for something else."""
_VERDICT = re.compile(
    r"\b(good|great|excellent|nice|perfect|impressive|solid|well done|correct(?:ly)?|wrong|mistaken?|unfortunately|"
    r"missed|missing|forgot|level|rubric|criteri(?:on|a)|score|L[456])\b",
    re.IGNORECASE,
)


def phrase(judge: Judge, question: Question, rubric: Rubric, criterion: Criterion, turns: Sequence[Turn]) -> str:
    """Return how to ask about a criterion after what was said; the rubric's own words where nothing better comes."""
    answer = prepare(question, rubric, turns).reading
    shape = {"follow_up": {"type": "string"}}
    chat: Chat = [
        ("system", fill("probe.md.j2", question=question, criterion=criterion)),
        ("user", fenced(answer, question)),
    ]
    found = _soon(judge.voice, lambda client: _ask(client, chat, shape)["follow_up"])
    said = " ".join(harmless(found).split()) if isinstance(found, str) else ""
    return said if said and fits(said, question, rubric, criterion, answer) else criterion.probe


def fits(said: str, question: Question, rubric: Rubric, criterion: Criterion, answer: str) -> bool:
    """Return whether a phrase asks what the probe asks: one question, no verdict, nothing of the rubric given away."""
    if not FEWEST_WORDS <= len(words(said)) <= MOST_WORDS or said.count("?") != 1 or not said.endswith("?"):
        return False
    if _verdicts(said) - _verdicts(criterion.probe):
        return False
    known = subjects(" ".join((criterion.probe, question.title, question.prompt, *question.topics, answer)))
    new = subjects(said) - known
    secrets = subjects(" ".join((*rubric.notes, *(f"{c.claim} {c.hint}" for c in rubric.criteria))))
    return len(new) <= MOST_NEW and not new & secrets


def _verdicts(text: str) -> set[str]:
    return {found.lower() for found in _VERDICT.findall(text)}


def facts_asked(judge: Judge | None, question: Question, asked: str) -> tuple[str, ...] | None:
    """Return which facts of the scenario a clarifying question is about, by name; None where nobody can say."""
    names = list(question.scenario)
    shape = {"facts": {"type": "array", "items": {"type": "integer"}}}
    chat: Chat = [("system", fill("clarify.md.j2", question=question)), ("user", harmless(asked)[:2000])]
    found = _soon(judge.voice if judge else None, lambda client: _ask(client, chat, shape)["facts"])
    if not isinstance(found, list):
        return None
    numbers = [n for n in found if isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= len(names)]
    return tuple(names[n - 1] for n in dict.fromkeys(numbers)) if numbers or not found else None


def _ask(client: Client, chat: Chat, shape: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": shape, "required": list(shape), "additionalProperties": False}
    value = parse_json(client.chat(chat, max_tokens=200, schema=schema).text)
    return value if isinstance(value, dict) and shape.keys() <= value.keys() else dict.fromkeys(shape)


def _soon(client: Client | None, call: Callable[[Client], T]) -> T | None:
    """Return what a call returns, or None where there is no client, the call fails, or it takes too long."""
    if client is None:
        return None
    found: list[T] = []

    def run() -> None:
        try:
            found.append(call(client))
        except MockInterviewError:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return found[0] if found else None
