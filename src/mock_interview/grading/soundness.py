"""Is what an answer says true? Asked sentence by sentence, without the rest of the answer around it.

A small model that has read a fluent answer believes it; of a single sentence, out of context, it knows better. What a
speaker did or saw sounds untrue to it as well, so that the calibration weighs this against the rest of the verdicts.
"""

from mock_interview.grading.answer import Answer
from mock_interview.grading.evidence import sentences
from mock_interview.grading.prompts import fill
from mock_interview.llm import Chat
from mock_interview.models import Question

MOST = 10
"""Sentences of an answer that are asked about, evenly spread."""
SHORTEST = 25
"""Characters: shorter ones say too little to be true or false."""
LONGEST = 600


def statements(answer: Answer) -> list[str]:
    """Return the sentences of what a judge reads that say enough to be true or false."""
    reading = answer.reading
    found = [reading[start:end][:LONGEST] for start, end in sentences(reading)]
    found = [s for s in found if len(s) > SHORTEST and not s.startswith("(The interviewer asks:")]
    step = max(len(found) / MOST, 1.0)
    return [found[int(i * step)] for i in range(min(len(found), MOST))]


def chat_about(question: Question, statement: str) -> Chat:
    """Return the chat that asks whether one statement is true; all about one question begin alike."""
    system = fill("judge.sound.md.j2", question=question)
    ask = f"Statement: {statement}\nTrue or False?"
    return [("system", system), ("user", "Ready?"), ("assistant", "Yes."), ("user", ask)]
